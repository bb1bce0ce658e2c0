"""What a message is about where nobody says so, and how it was read."""

from typing import Any

import pytest

from tests.client import Client, Json, errors_of
from tests.conftest import Clock
from tests.factories import contact, inbound, meeting, message

LATER, LATEST = "2026-03-09T15:00:00Z", "2026-03-16T15:00:00Z"


@pytest.mark.parametrize("kind", ["confirmation", "arrangement"])
async def test_it_is_about_the_one_coming_meeting(me: Client, clock: Clock, kind: str) -> None:
    ana, ben = await contact(me), await contact(me, "Ben Okafor")
    coming = await meeting(me, ana, starts_at=LATER)
    await meeting(me, ben, starts_at=LATER)
    assert (await message(me, ana, kind))["interview_id"] == coming["id"]
    assert (await message(me, ana, "update", also=[kind]))["interview_id"] == coming["id"]
    draft = await me.make("/outreach-emails/draft", {"contact_id": ana["id"], "kind": kind})
    assert draft["outreach_email"]["interview_id"] == coming["id"]
    assert (await message(me, ana, kind, interview_id=None))["interview_id"] is None
    assert (await message(me, ana, kind, sent_at="2026-03-02"))["interview_id"] == coming["id"]


async def test_two_that_are_coming_are_not_guessed_between_and_past_ones_do_not_count(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    held = await meeting(me, ana, starts_at="2026-03-02T15:30:00Z")
    clock.pass_by(hours=2)
    assert (await message(me, ana, "confirmation"))["interview_id"] is None
    assert (await message(me, ana, "confirmation", sent_at="2026-03-02T15:10:00Z"))["interview_id"] == held["id"]
    await meeting(me, ana, starts_at=LATER)
    await meeting(me, ana, starts_at=LATEST)
    assert (await message(me, ana, "confirmation"))["interview_id"] is None


async def test_an_arrangement_is_about_a_proposal_and_a_confirmation_is_not(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    proposed = await meeting(me, ana)
    assert (await message(me, ana, "arrangement"))["interview_id"] == proposed["id"]
    assert (await message(me, ana, "confirmation"))["interview_id"] is None
    assert (await message(me, ana, "thank_you"))["interview_id"] is None
    assert (await inbound(me, ana))["interview_id"] is None


async def test_many_at_once_are_each_about_their_own(me: Client, clock: Clock) -> None:
    people = [await contact(me, name) for name in ("Ana", "Ben", "Cy")]
    coming = [await meeting(me, person, starts_at=LATER) for person in people[:2]]
    items = [{"contact_id": person["id"], "kind": "confirmation", "status": "sent"} for person in people]
    made = (await me.make("/outreach-emails/batch", {"items": items}))["items"]
    assert [item["interview_id"] for item in made] == [coming[0]["id"], coming[1]["id"], None]


async def planned(me: Client, connector: Json, **target: Any) -> Json:
    return await me.make("/introductions", {"connector_id": connector["id"], **target})


async def test_a_request_is_about_the_one_planned_introduction(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me), await contact(me, "Ben Okafor")
    introduction = await planned(me, ana, target_id=ben["id"])
    sent = await message(me, ana, "introduction_request", sent_at="2026-03-01T15:00:00Z")
    assert sent["introduction_id"] == introduction["id"]
    assert (await me.read(f"/outreach-emails/{sent['id']}"))["introduction_id"] == introduction["id"]
    now = await me.read(f"/introductions/{introduction['id']}")
    assert (now["status"], now["requested_at"]) == ("requested", "2026-03-01T15:00:00Z")
    # It is planned no more: the next message is about none.
    assert (await message(me, ana, "introduction_request"))["introduction_id"] is None


async def test_a_drafted_request_is_about_it_too_and_asks_once_it_was_sent(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    introduction = await planned(me, ana, target_name="Cy Dorn")
    made = await me.make("/outreach-emails/draft", {"contact_id": ana["id"], "kind": "introduction_request"})
    draft = made["outreach_email"]
    assert (draft["introduction_id"], "Cy Dorn" in draft["body"]) == (introduction["id"], True)
    assert (await me.read(f"/introductions/{introduction['id']}"))["status"] == "planned"
    await me.do(f"/outreach-emails/{draft['id']}/mark-sent", {"force": True})
    assert (await me.read(f"/introductions/{introduction['id']}"))["status"] == "requested"


async def test_of_two_that_are_planned_none_is_guessed_and_null_means_none(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    first = await planned(me, ana, target_name="Cy Dorn")
    assert (await message(me, ana, "introduction_request", introduction_id=None))["introduction_id"] is None
    second = await planned(me, ana, target_name="Di Evans")
    assert (await message(me, ana, "introduction_request"))["introduction_id"] is None
    named = await message(me, ana, "introduction_request", introduction_id=second["id"])
    assert named["introduction_id"] == second["id"]
    statuses = [(await me.read(f"/introductions/{introduction['id']}"))["status"] for introduction in (first, second)]
    assert statuses == ["planned", "requested"]


async def test_an_introduction_must_be_theirs(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me), await contact(me, "Ben Okafor")
    introduction = await planned(me, ana, target_name="Cy Dorn")
    body: Json = {"contact_id": ben["id"], "kind": "introduction_request", "introduction_id": introduction["id"]}
    assert errors_of(await me.post("/outreach-emails", body)) == {"/introduction_id": "contradiction"}
    answer = await me.post("/outreach-emails/batch", {"items": [{**body, "introduction_id": ben["id"]}]})
    assert errors_of(answer) == {"/items/0/introduction_id": "not_found"}


async def test_the_answer_says_whether_it_was_taken_to_expect_one(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    draft = await message(me, ana, "request", status="draft")
    sent = await me.do(f"/outreach-emails/{draft['id']}/mark-sent", {"force": True, "at": "2026-02-20T15:00:00Z"})
    assert (draft["expects"], sent["expects"]) == (None, True)
    offer = await inbound(me, ana, sent_at="2026-02-23T15:00:00Z", body="Gladly. Would Tuesday suit you?")
    thanks = await message(me, ana, "thank_you", sent_at="2026-02-27T15:00:00Z", body="Thank you!")
    closing = await inbound(me, ana, sent_at="2026-03-01T15:00:00Z", body="My pleasure, good luck!")
    away = await inbound(me, ana, auto_reply=True)
    assert [message["expects"] for message in (offer, thanks, closing, away)] == [True, False, False, False]
    corrected = await me.change(f"/outreach-emails/{closing['id']}", {"expects_answer": True})
    assert (corrected["expects"], (await me.read(f"/outreach-emails/{closing['id']}"))["expects"]) == (True, None)
    items = [{"contact_id": ana["id"], "direction": "inbound", "body": "We have an opening. Are you interested?"}]
    assert [message["expects"] for message in (await me.make("/outreach-emails/batch", {"items": items}))["items"]] == [
        True
    ]


async def test_what_was_sent_long_before_it_was_planned_is_about_something_else(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await planned(me, ana, target_name="Cy Dorn")
    await meeting(me, ana, starts_at=LATER)
    old = {"sent_at": "2024-03-02T10:00:00Z"}
    assert (await message(me, ana, "introduction_request", **old))["introduction_id"] is None
    assert (await message(me, ana, "confirmation", **old))["interview_id"] is None
