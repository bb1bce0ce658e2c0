"""GET /due: the list, the single item, what settles it, and the list for a terminal."""

import pytest

from api.due.rules import RULES
from tests.client import Client, Json
from tests.conftest import Clock
from tests.factories import contact, due, inbound, meeting, message


async def open_item(me: Client, kind: str) -> tuple[str, Json]:
    """An item of that kind, and the moment at which it shows."""
    ana = await contact(me, "Ana Ruiz", title="Nurse", employer="St. Brigid")
    if kind == "reply":
        await inbound(me, ana, sent_at="2026-03-02T10:00:00Z")
    elif kind == "follow_up":
        await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    else:
        await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
        if kind == "update":
            await message(me, ana, "thank_you", interview_id=(await me.everything("/interviews"))[0]["id"])
    as_of = {
        "reply": "2026-03-03T09:00:00Z",
        "follow_up": "2026-03-11T09:00:00Z",
        "confirm": "2026-03-11T09:00:00Z",
        "debrief": "2026-03-12T18:00:00Z",
        "thank_you": "2026-03-12T18:00:00Z",
        "update": "2026-06-15T09:00:00Z",
    }[kind]
    return as_of, (await due(me, as_of))[f"{kind} Ana Ruiz"]


KINDS = [rule.kind for rule in RULES]


@pytest.mark.parametrize("kind", KINDS)
async def test_an_item_explains_itself(me: Client, clock: Clock, kind: str) -> None:
    as_of, item = await open_item(me, kind)
    assert (item["kind"], item["rule"]["id"]) == (kind, kind)
    assert item["rule"]["says"]
    assert item["rule"]["source"]
    assert "Ana Ruiz" in item["title"]
    assert (item["contact"]["title"], item["contact"]["employer"]) == ("Nurse", "St. Brigid")
    for fact in item["because"]:
        assert fact["fact"].endswith(".")
        assert (await me.get(fact["href"])).status_code == 200
    answer = await me.get(f"/due/{item['id']}?as_of={as_of}")
    assert answer.json() == item
    assert answer.headers["etag"] == item["etag"]


FILL = {"/body": "Thank you, Ana.", "/takeaways": "Much.", "/until": "2026-09-01", "/by": "them"}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_action_of_an_item_settles_it(me: Client, clock: Clock, kind: str) -> None:
    clock.set("2026-03-02T10:00:00+00:00")
    as_of, item = await open_item(me, kind)
    for at in range(len(item["actions"])):
        ana_again = item if at == 0 else None
        if ana_again is None:
            for one in await me.everything("/contacts"):
                await me.delete(f"/contacts/{one['id']}")
            for one in await me.everything("/interviews"):
                await me.delete(f"/interviews/{one['id']}")
            clock.set("2026-03-02T10:00:00+00:00")
            as_of, item = await open_item(me, kind)
        clock.set(as_of.replace("Z", "+00:00"))
        action = item["actions"][at]
        body = {**action["body"], **{need.removeprefix("/"): FILL[need] for need in action["needs"]}}
        answer = await me.send(action["method"], action["href"], body, headers=action["headers"])
        assert answer.is_success, (action["rel"], answer.text)
        assert (await me.get(f"/due/{item['id']}?as_of={as_of}")).status_code == 404, action["rel"]


async def test_a_completed_meeting_without_takeaways_asks_for_them_by_patch(me: Client, clock: Clock) -> None:
    await meeting(me, await contact(me), status="completed", starts_at="2026-03-02T10:00:00Z")
    (action,) = (await due(me))["debrief Ana Ruiz"]["actions"]
    assert (action["method"], action["rel"]) == ("PATCH", "write-takeaways")
    answer = await me.send("PATCH", action["href"], {"takeaways": "Much."}, headers=action["headers"])
    assert answer.status_code == 200
    assert "debrief Ana Ruiz" not in await due(me)


async def test_severity_follows_the_moment_that_is_asked_for(me: Client, clock: Clock) -> None:
    await inbound(me, await contact(me), sent_at="2026-03-02T10:00:00Z")

    async def severity(as_of: str) -> str | None:
        shown = await due(me, as_of, within="P1D")
        return shown["reply Ana Ruiz"]["severity"] if shown else None

    moments = {
        "2026-03-02T07:59:59Z": None,
        "2026-03-02T08:00:00Z": "upcoming",
        "2026-03-03T08:00:00Z": "due",
        "2026-03-04T08:00:00Z": "late",
        "2026-03-09T08:00:00Z": "flagged",
        "2026-05-01T07:59:59Z": "flagged",
        "2026-05-01T08:00:00Z": None,
    }
    assert {moment: await severity(moment) for moment in moments} == moments


async def test_items_come_earliest_first_then_in_the_rules_order(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana"), await contact(me, "Ben")
    await inbound(me, ana, sent_at="2026-03-02T10:00:00Z")
    await message(me, ben, "request", sent_at="2026-02-20T10:00:00Z")
    page = await me.read("/due?as_of=2026-03-03T09:00:00Z")
    assert [one["kind"] for one in page["items"]] == ["reply", "follow_up"]
    only = await me.read(f"/due?as_of=2026-03-03T09:00:00Z&contact_id={ben['id']}&kind=follow_up&count=true")
    assert (len(only["items"]), only["total"]) == (1, 1)


@pytest.mark.parametrize("query", ["as_of=today", "within=2%20weeks", "within=P6Y", "kind=nap", "within="])
async def test_what_cannot_be_asked_is_422(me: Client, query: str) -> None:
    assert (await me.get(f"/due?{query}")).status_code == 422


async def test_the_far_past_and_the_far_future_are_quiet(me: Client, clock: Clock) -> None:
    await open_item(me, "thank_you")
    assert await due(me, "1900-01-01T00:00:00Z") == {}
    assert await due(me, "2199-12-31T23:59:59Z", within="P5Y") == {}


async def test_the_terminal_list_reads_well_at_eighty_columns(me: Client, clock: Clock) -> None:
    long = "Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
    await inbound(
        me,
        await contact(me, long, title="Deputy Director of Nursing", employer="St. Brigid"),
        sent_at="2026-03-02T10:00:00Z",
    )
    await inbound(me, await contact(me, "山田 太郎"), sent_at="2026-02-20T10:00:00Z")
    answer = await me.get("/due?as_of=2026-03-03T09:00:00Z", headers={"Accept": "text/plain"})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "Due on Tue 3 Mar 2026 09:00 (UTC)"
    assert max(map(len, lines)) <= 80
    assert lines[2].startswith("LATE     Answer 山田 太郎")
    assert any(line.startswith("due      Answer Maximiliana") for line in lines)
    empty = await me.get("/due?as_of=2020-01-01T00:00:00Z", headers={"Accept": "text/plain"})
    assert "Nothing is due" in empty.text


async def test_the_terminal_list_is_in_the_member_s_own_time(me: Client, clock: Clock) -> None:
    mine = (await me.read("/me"))["member"]["id"]
    await me.change(f"/members/{mine}", {"zone": "America/New_York"})
    answer = await me.get("/due?as_of=2026-03-03T03:00:00Z", headers={"Accept": "text/plain"})
    assert answer.text.startswith("Due on Mon 2 Mar 2026 22:00 (America/New_York)")
