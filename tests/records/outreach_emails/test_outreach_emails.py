"""Outreach emails: drafts, messages logged as sent or received, talks, corrections."""

from typing import Any

import pytest

from tests.client import Client, Json, errors_of
from tests.conftest import Clock
from tests.factories import contact, inbound, meeting, message, talk

LOGGED: list[tuple[Json, tuple[str, str, str, str | None]]] = [
    ({"kind": "request"}, ("draft", "request", "email", None)),
    ({"kind": "request", "status": "draft"}, ("draft", "request", "email", None)),
    ({"kind": "request", "status": "sent"}, ("sent", "request", "email", "2026-03-02T15:00:00Z")),
    ({"kind": "request", "sent_at": "2026-03-01"}, ("sent", "request", "email", "2026-03-01")),
    ({"direction": "inbound"}, ("received", "reply", "email", "2026-03-02T15:00:00Z")),
    (
        {"direction": "inbound", "kind": "other", "channel": "linkedin", "sent_at": "2026-03-01T12:00:00+02:00"},
        ("received", "other", "linkedin", "2026-03-01T10:00:00Z"),
    ),
    ({"direction": "mutual"}, ("sent", "other", "phone", "2026-03-02T15:00:00Z")),
    ({"direction": "mutual", "channel": "in_person"}, ("sent", "other", "in_person", "2026-03-02T15:00:00Z")),
]


@pytest.mark.parametrize(("body", "expected"), LOGGED)
async def test_what_is_left_out_follows_from_what_is_said(
    me: Client, clock: Clock, body: Json, expected: tuple[str, str, str, str | None]
) -> None:
    made = await me.make("/outreach-emails", {"contact_id": (await contact(me))["id"], **body})
    assert (made["status"], made["kind"], made["channel"], made["sent_at"]) == expected
    precision = None if expected[3] is None else "day" if len(expected[3]) == 10 else "time"
    assert made["sent_at_precision"] == precision


WRONG: list[tuple[Json, dict[str, str]]] = [
    ({}, {"/kind": "required"}),
    ({"kind": "request", "status": "received"}, {"/status": "contradiction"}),
    ({"kind": "request", "status": "draft", "sent_at": "2026-03-01"}, {"/status": "contradiction"}),
    ({"direction": "inbound", "status": "draft"}, {"/status": "contradiction"}),
    ({"direction": "inbound", "status": "sent"}, {"/status": "contradiction"}),
    ({"direction": "mutual", "channel": "email"}, {"/channel": "contradiction"}),
    ({"kind": "request", "auto_reply": True}, {"/auto_reply": "contradiction"}),
    ({"kind": "request", "sent_at": "2026-03-03T15:00:01Z"}, {"/sent_at": "future"}),
    ({"kind": "request", "sent_at": "2026-03-04"}, {"/sent_at": "future"}),
    ({"kind": "request", "sent_at": "2026-03-02T15:00:00"}, {"/sent_at": "invalid"}),
    ({"kind": "request", "sent_at": "2026-02-30"}, {"/sent_at": "invalid"}),
    ({"kind": "request", "sent_at": 1772463600}, {"/sent_at": "invalid"}),
    ({"kind": "request", "sent_at": "1899-12-31"}, {"/sent_at": "invalid"}),
    ({"kind": "poem"}, {"/kind": "not_one_of"}),
]


@pytest.mark.parametrize(("body", "expected"), WRONG)
async def test_what_does_not_fit_together_is_refused(me: Client, clock: Clock, body: Json, expected: Json) -> None:
    answer = await me.post("/outreach-emails", {"contact_id": (await contact(me))["id"], **body})
    assert (answer.status_code, errors_of(answer)) == (422, expected)


async def test_a_draft_is_marked_as_sent_once(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    draft = await message(me, ana, "request", status="draft")
    path = f"/outreach-emails/{draft['id']}"
    assert (await me.patch(path, {"sent_at": "2026-03-01"})).status_code == 409
    clock.pass_by(hours=1)
    sent = await me.do(f"{path}/mark-sent", {"at": "2026-03-02"})
    assert (sent["status"], sent["sent_at"], sent["logged_at"]) == ("sent", "2026-03-02", "2026-03-02T16:00:00Z")
    again = await me.post(f"{path}/mark-sent")
    assert (again.status_code, again.json()["code"]) == (409, "state-conflict")


async def test_only_what_was_sent_can_bounce(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    for made in (await message(me, ana, "request", status="draft"), await inbound(me, ana), await talk(me, ana)):
        assert (await me.post(f"/outreach-emails/{made['id']}/mark-bounced")).status_code == 409
    sent = await message(me, ana, "request")
    bounced = await me.do(f"/outreach-emails/{sent['id']}/mark-bounced", {"reason": "No such user"})
    assert (bounced["status"], bounced["bounce_reason"]) == ("bounced", "No such user")


CORRECTIONS: list[tuple[Json, Json]] = [
    ({"kind": "other"}, {"kind": "other"}),
    ({"direction": "inbound"}, {"direction": "inbound", "status": "received"}),
    ({"sent_at": "2026-02-27"}, {"sent_at": "2026-02-27", "sent_at_precision": "day"}),
    ({"also": ["thank_you", "thank_you"]}, {"also": ["thank_you"]}),
    ({"expects_answer": False}, {"expects_answer": False}),
    ({"subject": "  "}, {"subject": None}),
]


@pytest.mark.parametrize(("patch", "expected"), CORRECTIONS)
async def test_what_was_logged_is_corrected(me: Client, clock: Clock, patch: Json, expected: Json) -> None:
    sent = await message(me, await contact(me), "request", subject="Hello")
    after = await me.change(f"/outreach-emails/{sent['id']}", patch)
    assert {name: after[name] for name in expected} == expected


async def test_a_message_moved_to_another_contact_leaves_nothing_behind(me: Client, clock: Clock) -> None:
    ana, ben, cy = [await contact(me, name) for name in ("Ana", "Ben", "Cy")]
    sent = await message(me, ana, "request", cc_contact_ids=[cy["id"]])
    await me.change(f"/outreach-emails/{sent['id']}", {"contact_id": ben["id"], "cc_contact_ids": []})
    stages = [(await me.read(f"/contacts/{person['id']}"))["stage"] for person in (ana, ben, cy)]
    assert stages == ["identified", "contacted", "identified"]


async def test_who_it_goes_to_is_not_copied_too(me: Client) -> None:
    ana, ben = await contact(me, "Ana"), await contact(me, "Ben")
    body: dict[str, Any] = {"contact_id": ana["id"], "kind": "update", "cc_contact_ids": [ben["id"], ana["id"]]}
    assert errors_of(await me.post("/outreach-emails", body)) == {"/cc_contact_ids": "contradiction"}
    sent = await me.make("/outreach-emails", {**body, "cc_contact_ids": [ben["id"]]})
    assert sent["cc_contact_ids"] == [ben["id"]]
    moved = await me.patch(f"/outreach-emails/{sent['id']}", {"contact_id": ben["id"]})
    assert errors_of(moved) == {"/cc_contact_ids": "contradiction"}


async def test_a_message_does_not_answer_itself(me: Client) -> None:
    sent = await message(me, await contact(me), "request")
    answer = await me.patch(f"/outreach-emails/{sent['id']}", {"in_reply_to_id": sent["id"]})
    assert errors_of(answer) == {"/in_reply_to_id": "self"}


async def test_a_message_names_its_interview_and_what_it_answers(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    call = await meeting(me, ana, starts_at="2026-03-02T10:00:00Z")
    thanks = await message(me, ana, "thank_you", interview_id=call["id"])
    answer = await inbound(me, ana, in_reply_to_id=thanks["id"])
    assert (thanks["interview_id"], answer["in_reply_to_id"]) == (call["id"], thanks["id"])
    cleared = await me.change(f"/outreach-emails/{thanks['id']}", {"interview_id": None})
    assert cleared["interview_id"] is None


async def test_a_deleted_message_is_no_touch_until_restored(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    sent = await message(me, ana, "request")
    path = f"/outreach-emails/{sent['id']}"
    assert (await me.delete(path)).status_code == 204
    assert (await me.get(path)).status_code == 404
    assert (await me.read(f"/contacts/{ana['id']}"))["stage"] == "identified"
    await me.do(f"{path}/restore")
    assert (await me.read(f"/contacts/{ana['id']}"))["stage"] == "contacted"
