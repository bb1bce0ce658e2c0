"""Introductions: their steps, the contact that a target becomes, and what is due on both ends."""

import pytest

from tests.client import Client, Json, errors_of
from tests.conftest import Clock
from tests.factories import contact, due, inbound, meeting, message


async def introduction(me: Client, connector: Json, **more: object) -> Json:
    body = {"connector_id": connector["id"], **more}
    return await me.make(
        "/introductions", body if {"target_id", "target_name"} & body.keys() else {**body, "target_name": "Ben Okafor"}
    )


async def test_each_step_keeps_its_time(me: Client, clock: Clock) -> None:
    asked = await introduction(me, await contact(me))
    path = f"/introductions/{asked['id']}"
    assert (asked["status"], asked["planned_at"], asked["target_name"]) == (
        "planned",
        "2026-03-02T15:00:00Z",
        "Ben Okafor",
    )
    clock.pass_by(days=1)
    assert (await me.do(f"{path}/request"))["requested_at"] == "2026-03-03T15:00:00Z"
    clock.pass_by(days=1)
    agreed = await me.do(f"{path}/agree", {"at": "2026-03-04T10:00:00Z"})
    assert (agreed["status"], agreed["agreed_at"]) == ("agreed", "2026-03-04T10:00:00Z")
    early = await me.post(f"{path}/introduce", {"at": "2026-03-03T10:00:00Z"})
    assert errors_of(early) == {"/at": "past"}
    made = await me.do(f"{path}/introduce")
    assert (made["status"], made["introduced_at"]) == ("introduced", "2026-03-04T15:00:00Z")
    closed = await me.do(f"{path}/close", {"reason": "We met"})
    assert (closed["status"], closed["closed_reason"]) == ("closed", "We met")
    for step in ("request", "agree", "decline", "introduce", "close"):
        assert (await me.post(f"{path}/{step}")).status_code == 409, step


async def test_whom_one_is_introduced_to_becomes_a_contact_met_through_the_connector(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    asked = await introduction(me, ana, target_name="Ben Okafor")
    made = await me.do(f"/introductions/{asked['id']}/introduce")
    ben = await me.read(f"/contacts/{made['target_id']}")
    assert (ben["full_name"], ben["source"], ben["met_through_id"]) == ("Ben Okafor", "introduction", ana["id"])
    assert made["target_name"] is None
    types = [entry["type"] for entry in await me.everything(f"/contacts/{ben['id']}/timeline")]
    assert sorted(types) == ["added", "introduction"]
    on_hers = await me.everything(f"/contacts/{ana['id']}/timeline")
    assert [(entry["type"], entry["status"]) for entry in on_hers][:1] == [("introduction", "introduced")]


async def test_a_contact_that_was_met_through_somebody_stays_so(me: Client, clock: Clock) -> None:
    ana, cy = await contact(me, "Ana Ruiz"), await contact(me, "Cy Young")
    ben = await contact(me, "Ben Okafor", met_through_id=cy["id"])
    for target, expected in ((ben, cy), (await contact(me, "Di Wu"), ana)):
        asked = await introduction(me, ana, target_id=target["id"])
        await me.do(f"/introductions/{asked['id']}/introduce")
        assert (await me.read(f"/contacts/{target['id']}"))["met_through_id"] == expected["id"]


@pytest.mark.parametrize(
    ("body", "at"),
    [({}, ""), ({"target_name": "Ben", "target_id": "{self}"}, ""), ({"target_id": "{self}"}, "/target_id")],
)
async def test_what_makes_no_sense_is_refused(me: Client, body: Json, at: str) -> None:
    ana = await contact(me)
    given = {name: ana["id"] if value == "{self}" else value for name, value in body.items()}
    answer = await me.post("/introductions", {"connector_id": ana["id"], **given})
    assert (answer.status_code, list(errors_of(answer))) == (422, [at])


async def test_a_connector_who_said_yes_and_forgot_is_chased_once(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    asked = await introduction(me, ana)
    await me.do(f"/introductions/{asked['id']}/request")
    clock.pass_by(hours=1)
    await me.do(f"/introductions/{asked['id']}/agree")
    shown = await due(me, "2026-03-11T09:00:00Z")
    assert shown["chase_introduction Ana Ruiz"]["title"] == (
        "Remind Ana Ruiz, once, that they agreed to introduce you to Ben Okafor"
    )
    clock.set("2026-03-11T09:00:00+00:00")
    await message(me, ana, "follow_up")
    later = {key.split()[0] for at in ("12", "20", "25") for key in await due(me, f"2026-03-{at}T09:00:00Z")}
    assert "chase_introduction" not in later


async def test_when_the_target_answers_a_direct_email_nobody_chases_the_connector(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    asked = await introduction(me, ana, target_id=ben["id"])
    await me.do(f"/introductions/{asked['id']}/request")
    assert "chase_introduction Ana Ruiz" in await due(me, "2026-03-11T09:00:00Z")
    clock.pass_by(hours=1)
    email = await message(me, ben, "request")
    await inbound(me, ben)
    assert "chase_introduction Ana Ruiz" not in await due(me, "2026-03-11T09:00:00Z")
    await me.delete(f"/outreach-emails/{email['id']}")
    assert "chase_introduction Ana Ruiz" not in await due(me, "2026-03-11T09:00:00Z"), "he wrote all the same"


async def test_the_introducer_is_thanked_and_again_when_the_target_was_met(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    asked = await introduction(me, ana, target_id=ben["id"])
    await me.do(f"/introductions/{asked['id']}/introduce")
    assert set(await due(me, "2026-03-04T09:00:00Z")) == {"use_introduction Ben Okafor", "thank_introducer Ana Ruiz"}
    clock.pass_by(hours=1)
    await message(me, ana, "thank_you")
    await message(me, ben, "request")
    assert await due(me, "2026-03-04T09:00:00Z") == {}
    clock.set("2026-03-05T15:00:00+00:00")
    await inbound(me, ben)
    await meeting(me, ben, starts_at="2026-03-05T14:00:00Z", status="completed", takeaways="Much.")
    await message(me, ben, "thank_you")
    (again,) = (await due(me, "2026-03-09T09:00:00Z")).values()
    assert (again["kind"], again["because"][0]["fact"]) == (
        "thank_introducer",
        "Your meeting with Ben Okafor, to whom Ana Ruiz introduced you; no message to Ana Ruiz is logged since.",
    )


async def test_what_happened_before_it_was_logged_moves_the_plan(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    asked = await introduction(me, ana)
    made = await me.do(f"/introductions/{asked['id']}/introduce", {"at": "2026-02-20T10:00:00Z"})
    assert (made["planned_at"], made["introduced_at"]) == ("2026-02-20T10:00:00Z",) * 2
    closed = await me.do(f"/introductions/{asked['id']}/close")
    refused = await me.patch(f"/introductions/{asked['id']}", {"target_name": "Zed"})
    assert (closed["status"], refused.status_code) == ("closed", 409)


async def test_a_connector_who_was_deleted_still_has_introduced(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    asked = await introduction(me, ana, target_name="Ben Okafor")
    await me.delete(f"/contacts/{ana['id']}")
    made = await me.do(f"/introductions/{asked['id']}/introduce")
    assert (await me.read(f"/contacts/{made['target_id']}"))["met_through_id"] is None


async def test_a_follow_up_that_lapsed_long_ago_does_not_stand_for_the_chase(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await message(me, ana, "request", sent_at="2026-01-05T10:00:00Z")
    asked = await introduction(me, ana)
    await me.do(f"/introductions/{asked['id']}/request")
    assert set(await due(me, "2026-03-11T09:00:00Z")) == {"chase_introduction Ana Ruiz"}


async def test_whom_one_knows_by_now_is_named_by_id(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})
    ben = await contact(me, "Ben Okafor")
    answer = await me.post(f"/introductions/{asked['id']}/introduce")
    assert answer.status_code == 409
    assert "target_id" in answer.json()["detail"]
    await me.change(f"/introductions/{asked['id']}", {"target_id": ben["id"]})
    made = await me.do(f"/introductions/{asked['id']}/introduce")
    assert made["target_id"] == ben["id"]
    assert len(await me.everything("/contacts")) == 2
