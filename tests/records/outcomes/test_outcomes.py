"""Outcomes: from whom they came, whom they led to, and what a contact has become by them."""

from typing import Any

from tests.client import Client, Json, errors_of
from tests.conftest import Clock
from tests.factories import contact, due, message


async def outcome(me: Client, about: Json, kind: str, **more: Any) -> Json:
    return await me.make("/outcomes", {"contact_id": about["id"], "kind": kind, **more})


async def test_somebody_one_is_referred_to_becomes_a_contact_in_one_call(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    made = await outcome(me, ana, "referral", referred_name="Ben Okafor")
    ben = await me.read(f"/contacts/{made['referred_id']}")
    assert (ben["full_name"], ben["source"], ben["met_through_id"]) == ("Ben Okafor", "referral", ana["id"])
    (item,) = (await due(me, "2026-03-04T09:00:00Z")).values()
    assert item["title"] == "Write to Ben Okafor, as Ana Ruiz suggested"
    await me.change(f"/contacts/{ana['id']}", {"full_name": "Ana R. Ruiz"})
    (item,) = (await due(me, "2026-03-04T09:00:00Z")).values()
    assert item["title"] == "Write to Ben Okafor, as Ana R. Ruiz suggested"
    clock.pass_by(hours=1)
    await message(me, ben, "request")
    assert await due(me, "2026-03-04T09:00:00Z") == {}


async def test_one_message_tells_and_thanks(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await outcome(me, ana, "advice", happened_on="2026-02-02", used_on="2026-03-02")
    planned = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})
    await me.do(f"/introductions/{planned['id']}/introduce")
    shown = set(await due(me, "2026-03-09T09:00:00Z", include="waiting"))
    assert {"report_back Ana Ruiz", "thank_introducer Ana Ruiz"} <= shown
    clock.pass_by(hours=1)
    await message(me, ana, "update")
    assert not {key for key in await due(me, "2026-03-09T09:00:00Z") if "Ana" in key}


async def test_contacts_turn_into_mentors_referrers_and_employers(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    first = await outcome(me, ana, "mentorship", happened_on="2026-02-02")
    hired = await outcome(me, ana, "hire")
    await outcome(me, ben, "advice")
    roles = (await me.read(f"/contacts/{ana['id']}"))["roles"]
    assert [(made["role"], made["since"], made["outcome_id"]) for made in roles] == [
        ("mentor", "2026-02-02", first["id"]),
        ("employer", "2026-03-02", hired["id"]),
    ]
    assert (await me.read(f"/contacts/{ben['id']}"))["roles"] == []
    for role, found in (("mentor", [ana["id"]]), ("employer", [ana["id"]]), ("referrer", [])):
        assert [person["id"] for person in await me.everything(f"/contacts?role={role}")] == found
    await outcome(me, ben, "referral", happened_on="2026-02-20")
    await contact(me, "Cy Young")
    in_order = [person["full_name"] for person in await me.everything("/contacts?sort=role_since&limit=1")]
    assert in_order == ["Ana Ruiz", "Ben Okafor", "Cy Young"], "who has no role comes last"
    latest = await me.everything("/contacts?sort=-role_since&role=referrer")
    assert [made["full_name"] for made in latest] == ["Ben Okafor"]
    await me.delete(f"/outcomes/{first['id']}")
    assert await me.everything("/contacts?role=mentor") == []


async def test_nobody_refers_to_themselves_and_one_is_named(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    body = {"contact_id": ana["id"], "kind": "referral", "referred_id": ana["id"]}
    assert errors_of(await me.post("/outcomes", body)) == {"/referred_id": "self"}
    assert list(errors_of(await me.post("/outcomes", {**body, "referred_name": "Ben"}))) == [""]


async def test_somebody_who_is_known_is_named_by_id(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    body = {"contact_id": ana["id"], "kind": "referral", "referred_name": "BEN OKAFOR"}
    answer = await me.post("/outcomes", body)
    assert errors_of(answer) == {"/referred_name": "exists"}
    assert "give its id" in answer.json()["errors"][0]["detail"]
    asked = {"connector_id": ana["id"], "target_name": "Ben Okafor"}
    assert errors_of(await me.post("/introductions", asked)) == {"/target_name": "exists"}
    planned = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Cy Young"})
    patched = await me.patch(f"/introductions/{planned['id']}", {"target_name": "Ben Okafor"})
    assert errors_of(patched) == {"/target_name": "exists"}
    await me.delete(f"/contacts/{ben['id']}")
    await me.make("/outcomes", body)
