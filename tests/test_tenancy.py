"""No operation shows or changes another organization's or another member's things, or that they exist."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from api.core.store.tenancy import ScopedSession, add_criteria
from tests.client import Client, Json, errors_of
from tests.conftest import Clock, Office, make_office
from tests.factories import contact, due, inbound, meeting

# A body that would be accepted, for every operation that takes one.
BODIES: dict[str, Json | None] = {
    "create_contact": {"full_name": "Ana Ruiz"},
    "create_contacts": {"items": [{"full_name": "Ana Ruiz"}]},
    "update_contact": {"notes": "mine now"},
    "delete_contact": None,
    "restore_contact": None,
    "defer_contact": {"until": "2026-06-01"},
    "decline_contact": {},
    "resume_contact": None,
    "create_interview": {"contact_ids": ["{contact}"]},
    "update_interview": {"notes": "mine now"},
    "delete_interview": None,
    "restore_interview": None,
    "schedule_interview": {"starts_at": "2026-04-01T15:00:00Z"},
    "reschedule_interview": {"starts_at": "2026-04-01T15:00:00Z"},
    "confirm_interview": {},
    "complete_interview": {},
    "cancel_interview": {"by": "me"},
    "miss_interview": {"by": "me"},
    "reopen_interview": None,
    "create_outreach_email": {"contact_id": "{contact}", "kind": "request"},
    "create_outreach_emails": {"items": [{"contact_id": "{contact}", "kind": "request"}]},
    "update_outreach_email": {"subject": "mine now"},
    "delete_outreach_email": None,
    "restore_outreach_email": None,
    "mark_outreach_email_sent": {},
    "mark_outreach_email_bounced": {},
    "settle_outreach_email": {"status": "canceled"},
    "snooze_due_item": {"for": "P1D"},
    "dismiss_due_item": {},
    "restore_due_item": None,
    "review_outreach_email": None,
    "draft_outreach_email": {"contact_id": "{contact}", "kind": "update"},
    "update_template": {"subject": "News"},
    "reset_template": None,
    "create_introduction": {"connector_id": "{contact}", "target_name": "Ben Okafor"},
    "update_introduction": {"note": "mine now"},
    "delete_introduction": None,
    "restore_introduction": None,
    "request_introduction": {},
    "agree_introduction": {},
    "decline_introduction": {},
    "make_introduction": {},
    "close_introduction": {},
    "create_promise": {"contact_id": "{contact}", "by": "me", "what": "Send the article"},
    "update_promise": {"what": "mine now"},
    "delete_promise": None,
    "restore_promise": None,
    "keep_promise": {},
    "release_promise": {},
    "create_outcome": {"contact_id": "{contact}", "kind": "advice"},
    "update_outcome": {"what": "mine now"},
    "delete_outcome": None,
    "restore_outcome": None,
    "create_milestone": {"what": "I passed the exam."},
    "update_milestone": {"what": "mine now"},
    "delete_milestone": None,
    "restore_milestone": None,
    "finish_milestone": {},
    "create_research_note": {"contact_id": "{contact}", "learned": "Moved from law to nursing."},
    "update_research_note": {"learned": "mine now"},
    "delete_research_note": None,
    "restore_research_note": None,
    "create_question": {"contact_id": "{contact}", "text": "Why?"},
    "update_question": {"text": "mine now"},
    "delete_question": None,
    "restore_question": None,
    "choose_question_suggestions": {"ids": ["018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90"]},
    "create_reminder": {"text": "Call", "remind_at": "2026-04-01T09:00:00Z"},
    "update_reminder": {"text": "mine now"},
    "delete_reminder": None,
    "restore_reminder": None,
    "finish_reminder": {},
    "update_organization": {"name": "Mine"},
    "create_member": {"full_name": "Eve", "email": "eve@example.org"},
    "update_member": {"full_name": "Eve"},
    "update_me": {"full_name": "Eve"},
    "create_api_key": {"name": "mine"},
    "rotate_api_key": {},
    "revoke_api_key": None,
}

# What an id in a body or a query refers to: by operation, and by the place of the id.
REFERENCES: dict[str, dict[str, str]] = {
    "create_contact": {"met_through_id": "contact"},
    "create_contacts": {"items.met_through_id": "contact"},
    "update_contact": {"met_through_id": "contact"},
    "create_interview": {"contact_ids": "contact"},
    "update_interview": {"contact_ids": "contact"},
    "create_outreach_email": {
        "contact_id": "contact",
        "cc_contact_ids": "contact",
        "interview_id": "interview",
        "introduction_id": "introduction",
        "in_reply_to_id": "outreach_email",
    },
    "create_outreach_emails": {
        "items.contact_id": "contact",
        "items.cc_contact_ids": "contact",
        "items.interview_id": "interview",
        "items.introduction_id": "introduction",
        "items.in_reply_to_id": "outreach_email",
    },
    "update_outreach_email": {
        "contact_id": "contact",
        "cc_contact_ids": "contact",
        "interview_id": "interview",
        "in_reply_to_id": "outreach_email",
    },
    "draft_outreach_email": {
        "contact_id": "contact",
        "interview_id": "interview",
        "introduction_id": "introduction",
        "milestone_ids": "milestone",
    },
    "create_introduction": {"connector_id": "contact", "target_id": "contact"},
    "update_introduction": {"connector_id": "contact", "target_id": "contact"},
    "list_introductions": {"connector_id": "contact", "target_id": "contact"},
    "create_promise": {"contact_id": "contact", "interview_id": "interview"},
    "update_promise": {"contact_id": "contact", "interview_id": "interview"},
    "list_promises": {"contact_id": "contact"},
    "create_outcome": {"contact_id": "contact", "interview_id": "interview", "referred_id": "contact"},
    "update_outcome": {"contact_id": "contact", "interview_id": "interview", "referred_id": "contact"},
    "list_outcomes": {"contact_id": "contact"},
    "create_research_note": {"contact_id": "contact"},
    "update_research_note": {"contact_id": "contact"},
    "list_research_notes": {"contact_id": "contact"},
    "create_question": {"contact_id": "contact", "interview_id": "interview", "based_on_note_id": "research_note"},
    "update_question": {"interview_id": "interview", "based_on_note_id": "research_note"},
    "choose_question_suggestions": {"interview_id": "interview"},
    "list_questions": {"contact_id": "contact", "interview_id": "interview"},
    "create_reminder": {"contact_id": "contact"},
    "update_reminder": {"contact_id": "contact"},
    "create_api_key": {"member_id": "member"},
    "list_reminders": {"contact_id": "contact"},
    "list_contacts": {"met_through_id": "contact"},
    "list_interviews": {"contact_id": "contact"},
    "list_outreach_emails": {"contact_id": "contact", "interview_id": "interview"},
    "list_due": {"contact_id": "contact"},
    "list_api_keys": {"member_id": "member"},
}

PUBLIC = {"get_index", "get_liveness", "get_readiness", "get_metrics", "get_problems", "get_problem"}
PUBLIC |= {"get_openapi_document", "get_docs"}
OWN = {"get_me", "get_organization", "list_members", "list_milestones", "list_jobs", "get_due_summary", "get_due_rules"}
OWN |= {"get_lineage", "get_templates", "get_template", "list_template_versions"}


def operations(app: FastAPI) -> Iterator[tuple[str, str, Json]]:
    for path, item in app.openapi()["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


async def belongings(client: Client) -> dict[str, str]:
    """One of each thing, and their ids."""
    ana = await contact(client, "Somebody Else's Ana")
    interview = await meeting(client, ana, starts_at="2026-03-20T15:00:00Z")
    email = await inbound(client, ana, sent_at="2026-03-02T16:00:00Z", body="Could we make it four o'clock?")
    me = await client.read("/me")
    (item,) = (await due(client, "2026-03-03T10:00:00Z")).values()
    return {
        "contact": ana["id"],
        "interview": interview["id"],
        "outreach_email": email["id"],
        "due_item": item["id"],
        "introduction": (await client.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben"}))["id"],
        "promise": (await client.make("/promises", {"contact_id": ana["id"], "by": "me", "what": "Send it"}))["id"],
        "outcome": (await client.make("/outcomes", {"contact_id": ana["id"], "kind": "advice"}))["id"],
        "milestone": (await client.make("/milestones", {"what": "I moved.", "is_news": True}))["id"],
        "research_note": (await client.make("/research-notes", {"contact_id": ana["id"], "learned": "Much."}))["id"],
        "question": (await client.make("/questions", {"contact_id": ana["id"], "text": "Why?"}))["id"],
        "reminder": (await client.make("/reminders", BODIES["create_reminder"]))["id"],
        "member": me["member"]["id"],
        "api_key": me["api_key_id"],
        "job": str(uuid4()),
    }


async def a_job(office: Office) -> str:
    await office.admin.change("/organization", {"due_policy": {"reply_expires": 61}})
    (job,) = await office.admin.everything("/jobs")
    assert (await office.admin.get(f"/jobs/{job['id']}")).status_code == 200
    return str(job["id"])


def filled(path: str, ids: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)_id\}", lambda found: ids[found[1]], path)


def with_own(body: Any, own: dict[str, str]) -> Any:
    if isinstance(body, dict):
        return {name: with_own(value, own) for name, value in body.items()}
    if isinstance(body, list):
        return [with_own(value, own) for value in body]
    return own["contact"] if body == "{contact}" else body


def referring(body: Json, place: str, value: str) -> Json:
    """The body with an id put at that place."""
    if place.startswith("items."):
        return {"items": [referring(body["items"][0], place.removeprefix("items."), value)]}
    if place == "target_id":
        body = {name: kept for name, kept in body.items() if name != "target_name"}
    return {**body, place: [value] if place.endswith("ids") else value}


async def sweep(app: FastAPI, me: Client, own: dict[str, str], theirs: dict[str, str], *, admin: bool) -> int:
    """Ask every operation for what is not the caller's; gives how many requests were refused as they must be."""
    refused = 0
    unknown = {name: str(uuid4()) for name in theirs}
    for method, path, operation in operations(app):
        name = operation["operationId"]
        body = with_own(BODIES.get(name), own)
        if "_id}" in path:
            answers = [await me.send(method, filled(path, ids), body) for ids in (theirs, unknown)]
            texts = [answer.text.replace(answer.headers["x-request-id"], "") for answer in answers]
            assert [answer.status_code for answer in answers] == [404, 404], (name, texts)
            assert texts[0] == texts[1], f"{name} answers otherwise where the thing exists"
            refused += 2
        for place, what in REFERENCES.get(name, {}).items():
            for ids in (theirs, unknown):
                if method == "GET":
                    page = await me.read(f"{path}?{place}={ids[what]}")
                    assert page["items"] == [], name
                else:
                    target = filled(path, own)
                    answer = await me.send(method, target, referring(body, place, ids[what]))
                    if name == "create_api_key" and not admin:
                        assert answer.status_code == 403, name
                    else:
                        assert answer.status_code == 422, (name, place, answer.text)
                        assert set(errors_of(answer).values()) == {"not_found"}, (name, place)
                refused += 1
    return refused


def id_places(document: Json, schema: Json, prefix: str = "") -> Iterator[str]:
    """Where a request's schema has ids."""
    if "$ref" in schema:
        yield from id_places(document, document["components"]["schemas"][schema["$ref"].split("/")[-1]], prefix)
    for name, prop in schema.get("properties", {}).items():
        if name.endswith(("_id", "_ids")):
            yield prefix + name
        elif name == "items":
            yield from id_places(document, prop["items"], "items.")


def test_every_operation_is_covered(app: FastAPI) -> None:
    document = app.openapi()
    for method, path, operation in operations(app):
        name = operation["operationId"]
        if method != "GET":
            assert name in BODIES, f"{name} is new: say which body it takes"
        else:
            assert "_id}" in path or name in PUBLIC | OWN or name in REFERENCES, f"{name} is new: cover it"
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        places = set(id_places(document, content.get("schema", {})))
        places |= {
            parameter["name"]
            for parameter in operation.get("parameters", [])
            if parameter.get("in") == "query" and parameter["name"].endswith(("_id", "_ids"))
        }
        assert places == set(REFERENCES.get(name, {})), f"{name} takes other ids than REFERENCES says"


async def test_another_organization_is_invisible(app: FastAPI, office: Office, me: Client, clock: Clock) -> None:
    other = await make_office(app, office.http, clock)
    theirs = await belongings(await other.member()) | {"job": await a_job(other)}
    own = await belongings(me)
    assert await sweep(app, me, own, theirs, admin=False) > 60
    admin_own = await belongings(office.admin)
    assert await sweep(app, office.admin, admin_own, theirs, admin=True) > 60


async def test_another_member_is_invisible(app: FastAPI, office: Office, me: Client, clock: Clock) -> None:
    theirs = await belongings(await office.member()) | {"job": await a_job(office)}
    assert await me.everything("/jobs") == []
    assert await sweep(app, me, await belongings(me), theirs, admin=False) > 60


async def test_an_admin_sees_members_and_keys_and_not_their_contacts(office: Office, me: Client, clock: Clock) -> None:
    theirs = await belongings(me)
    for kind in ("contacts", "interviews", "outreach-emails"):
        assert await office.admin.everything(f"/{kind}") == []
        name = {"contacts": "contact", "interviews": "interview", "outreach-emails": "outreach_email"}[kind]
        assert (await office.admin.get(f"/{kind}/{theirs[name]}")).status_code == 404
    assert (await office.admin.get(f"/members/{theirs['member']}")).status_code == 200


async def test_the_sweep_fails_without_the_guard(app: FastAPI, office: Office, me: Client, clock: Clock) -> None:
    theirs = await belongings(await office.member())
    own = await belongings(me)
    event.remove(ScopedSession, "do_orm_execute", add_criteria)
    try:
        with pytest.raises(AssertionError):
            await sweep(app, me, own, theirs, admin=False)
    finally:
        event.listen(ScopedSession, "do_orm_execute", add_criteria)


async def test_a_cursor_is_of_no_use_to_another(office: Office, me: Client, clock: Clock) -> None:
    for client in (me, other := await office.member()):
        for at in range(3):
            await contact(client, f"Person {at}")
    page = await me.read("/contacts?limit=1")
    assert (await other.get(page["next"])).status_code == 400
