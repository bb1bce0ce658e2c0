"""Promises: open until they were kept or released."""

from tests.client import Client, errors_of
from tests.conftest import Clock
from tests.factories import contact, due, meeting, message


async def test_a_promise_is_kept_or_released_once(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    body = {"contact_id": ana["id"], "by": "me", "what": "Send the article"}
    promise, other = [await me.make("/promises", body) for _ in range(2)]
    kept = await me.do(f"/promises/{promise['id']}/keep", {"at": "2026-03-01T10:00:00Z"})
    assert (kept["kept_at"], kept["released_at"]) == ("2026-03-01T10:00:00Z", None)
    released = await me.do(f"/promises/{other['id']}/release")
    assert released["released_at"] == "2026-03-02T15:00:00Z"
    for ended in (promise, other):
        for step in ("keep", "release"):
            assert (await me.post(f"/promises/{ended['id']}/{step}")).status_code == 409
    assert await me.everything("/promises?open=true") == []
    assert len(await me.everything("/promises?open=false")) == 2


async def test_a_promise_without_a_day_is_never_due(me: Client, clock: Clock) -> None:
    ana = await contact(me, approach=False)
    promise = await me.make("/promises", {"contact_id": ana["id"], "by": "me", "what": "Send the article"})
    assert await due(me, "2026-03-06T09:00:00Z") == {}
    await me.change(f"/promises/{promise['id']}", {"due_on": "2026-03-06"})
    (item,) = (await due(me, "2026-03-05T09:00:00Z")).values()
    assert item["title"] == "Keep your promise to Ana Ruiz: “Send the article”"
    await me.change(f"/contacts/{ana['id']}", {"archived": True})
    assert set(await due(me, "2026-03-05T09:00:00Z")) == {"keep_promise Ana Ruiz"}, "who is put aside is still owed it"


async def test_somebody_promised_it(me: Client) -> None:
    body = {"contact_id": (await contact(me))["id"], "by": "us", "what": "It"}
    assert list(errors_of(await me.post("/promises", body))) == ["/by"]


async def test_what_they_promised_is_asked_for_once_and_a_meeting_far_ahead_asks_for_nothing(
    me: Client, clock: Clock
) -> None:
    ana = await contact(me)
    await me.make("/promises", {"contact_id": ana["id"], "by": "them", "what": "the list", "due_on": "2026-03-02"})
    await meeting(me, ana, starts_at="2026-06-20T10:00:00Z")
    asked = (await due(me, "2026-03-09T09:00:00Z"))["keep_promise Ana Ruiz"]
    assert "log-message" in [action["rel"] for action in asked["actions"]]
    clock.set("2026-03-09T09:00:00+00:00")
    await message(me, ana, "other", body="May I still have the list?")
    assert "keep_promise Ana Ruiz" not in await due(me)
