"""The log: every write route writes exactly its events, and what changes nothing writes none."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from api.core.store.events import EventRow
from api.records.subjects import SUBJECTS
from api.registry import RESOURCES
from tests.client import Client, Json
from tests.conftest import Clock, Office
from tests.factories import contact, inbound, meeting, message
from tests.test_tenancy import BODIES

KNOWN = {name for resource in RESOURCES for name in resource.event_types}


async def log(app: FastAPI, office: Office) -> list[EventRow]:
    async with app.state.engines.read.connect() as connection:
        query = select(EventRow.__table__).where(EventRow.org_id == office.org_id).order_by(EventRow.seq)
        return list((await connection.execute(query)).all())


class World:
    """A student, an admin and one of each thing in a state from which the step is possible."""

    def __init__(self, office: Office, me: Client) -> None:
        self.office, self.me = office, me

    async def contact(self, **more: object) -> str:
        return f"/contacts/{(await contact(self.me, **more))['id']}"

    async def interview(self, **more: object) -> str:
        made = await meeting(self.me, await contact(self.me), **more)
        return f"/interviews/{made['id']}"

    async def email(self, kind: str = "request", **more: object) -> str:
        made = await message(self.me, await contact(self.me), kind, **more)
        return f"/outreach-emails/{made['id']}"


SET = {"starts_at": "2026-03-03T10:00:00Z"}
Act = Callable[[World], Awaitable[Callable[[], Awaitable[object]]]]


def on(make: Callable[[World], Awaitable[str]], method: str, step: str = "", body: Json | None = None) -> Act:
    """Make the thing first, then give the one request whose events are looked at."""

    async def arrange(world: World) -> Callable[[], Awaitable[object]]:
        path = await make(world)
        return lambda: world.me.send(method, path + step, body)

    return arrange


def deleted(make: Callable[[World], Awaitable[str]]) -> Callable[[World], Awaitable[str]]:
    async def arrange(world: World) -> str:
        path = await make(world)
        assert (await world.me.delete(path)).status_code == 204
        return path

    return arrange


def after(make: Callable[[World], Awaitable[str]], step: str, body: Json | None = None):
    async def arrange(world: World) -> str:
        path = await make(world)
        await world.me.do(path + step, body)
        return path

    return arrange


async def nowhere(_world: World) -> str:
    return ""


async def with_contact(world: World) -> Callable[[], Awaitable[object]]:
    ana = await contact(world.me)
    return lambda: message(world.me, ana, "request")


async def with_contacts(world: World) -> Callable[[], Awaitable[object]]:
    ana = await contact(world.me)
    items = [{"contact_id": ana["id"], "kind": "request"}] * 2
    return lambda: world.me.make("/outreach-emails/batch", {"items": items})


async def with_meeting(world: World) -> Callable[[], Awaitable[object]]:
    ana = await contact(world.me)
    return lambda: meeting(world.me, ana, **SET)


async def with_admin(world: World, path: str, method: str, body: Json) -> Callable[[], Awaitable[object]]:
    return lambda: world.office.admin.send(method, path, body)


async def own_member(world: World) -> Callable[[], Awaitable[object]]:
    who = (await world.me.read("/me"))["member"]["id"]
    return lambda: world.me.change(f"/members/{who}", {"full_name": "Sam K. Lee"})


async def a_key(world: World) -> str:
    return f"/api-keys/{(await world.me.make('/api-keys', {'name': 'spare'}))['id']}"


async def due_item(world: World) -> str:
    await inbound(world.me, await contact(world.me), sent_at="2026-02-27T10:00:00Z")
    (item,) = (await world.me.read("/due"))["items"]
    return f"/due/{item['id']}"


REMINDER = {"text": "Call", "remind_at": "2026-03-05T15:00:00Z"}


async def reminder_(world: World) -> str:
    return f"/reminders/{(await world.me.make('/reminders', REMINDER))['id']}"


async def introduction_(world: World) -> str:
    body = {"connector_id": (await contact(world.me))["id"], "target_name": "Ben Okafor"}
    return f"/introductions/{(await world.me.make('/introductions', body))['id']}"


async def with_connector(world: World) -> Callable[[], Awaitable[object]]:
    ana = await contact(world.me)
    return lambda: world.me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})


async def promise_(world: World) -> str:
    body = {"contact_id": (await contact(world.me))["id"], "by": "me", "what": "Send the article"}
    return f"/promises/{(await world.me.make('/promises', body))['id']}"


async def milestone_(world: World) -> str:
    return f"/milestones/{(await world.me.make('/milestones', {'what': 'I moved.', 'is_news': True}))['id']}"


async def changed_template(world: World) -> Callable[[], Awaitable[object]]:
    await world.office.admin.change("/templates/update", {"subject": "News"})
    return lambda: world.office.admin.do("/templates/update/reset")


async def outcome_(world: World) -> str:
    body = {"contact_id": (await contact(world.me))["id"], "kind": "advice"}
    return f"/outcomes/{(await world.me.make('/outcomes', body))['id']}"


async def note_(world: World) -> str:
    body = {"contact_id": (await contact(world.me))["id"], "learned": "Moved from law to nursing."}
    return f"/research-notes/{(await world.me.make('/research-notes', body))['id']}"


async def question_(world: World) -> str:
    body = {"contact_id": (await contact(world.me))["id"], "text": "Why?"}
    return f"/questions/{(await world.me.make('/questions', body))['id']}"


async def with_suggestions(world: World) -> Callable[[], Awaitable[object]]:
    path = f"/contacts/{(await contact(world.me))['id']}/question-suggestions"
    ids = [suggestion["id"] for suggestion in (await world.me.read(path))["items"][:2]]
    return lambda: world.me.make(path, {"ids": ids})


async def about(world: World, path: str, body: Json) -> Callable[[], Awaitable[object]]:
    ana = await contact(world.me)
    return lambda: world.me.make(path, {"contact_id": ana["id"], **body})


contact_, interview_, email_ = World.contact, World.interview, World.email
scheduled = lambda world: world.interview(**SET)  # noqa: E731 (a value of the table)
draft = lambda world: world.email(status="draft")  # noqa: E731 (the same)

EVENTS: dict[str, tuple[Act, list[str]]] = {
    "create_contact": (on(nowhere, "POST", "/contacts", {"full_name": "Ana"}), ["contact.created"]),
    "create_contacts": (
        on(nowhere, "POST", "/contacts/batch", {"items": [{"full_name": "A"}, {"full_name": "B"}]}),
        ["contact.created", "contact.created"],
    ),
    "update_contact": (on(contact_, "PATCH", "", {"notes": "x"}), ["contact.updated"]),
    "delete_contact": (on(contact_, "DELETE"), ["contact.deleted"]),
    "restore_contact": (on(deleted(contact_), "POST", "/restore"), ["contact.restored"]),
    "defer_contact": (on(contact_, "POST", "/defer", {"until": "2026-06-01"}), ["contact.deferred"]),
    "decline_contact": (on(contact_, "POST", "/decline", {}), ["contact.declined"]),
    "resume_contact": (on(after(contact_, "/decline"), "POST", "/resume"), ["contact.resumed"]),
    "create_interview": (with_meeting, ["interview.created"]),
    "update_interview": (on(interview_, "PATCH", "", {"notes": "x"}), ["interview.updated"]),
    "delete_interview": (on(interview_, "DELETE"), ["interview.deleted"]),
    "restore_interview": (on(deleted(interview_), "POST", "/restore"), ["interview.restored"]),
    "schedule_interview": (on(interview_, "POST", "/schedule", SET), ["interview.scheduled"]),
    "reschedule_interview": (
        on(scheduled, "POST", "/reschedule", {"starts_at": "2026-03-06T15:00:00Z"}),
        ["interview.rescheduled"],
    ),
    "confirm_interview": (on(scheduled, "POST", "/confirm", {}), ["interview.confirmed"]),
    "complete_interview": (on(scheduled, "POST", "/complete", {}), ["interview.completed"]),
    "cancel_interview": (on(scheduled, "POST", "/cancel", {"by": "me"}), ["interview.canceled"]),
    "miss_interview": (on(scheduled, "POST", "/no-show", {"by": "them"}), ["interview.no_show"]),
    "reopen_interview": (on(after(scheduled, "/complete"), "POST", "/reopen"), ["interview.reopened"]),
    "create_outreach_email": (with_contact, ["outreach_email.created"]),
    "create_outreach_emails": (with_contacts, ["outreach_email.created"] * 2),
    "update_outreach_email": (on(email_, "PATCH", "", {"subject": "x"}), ["outreach_email.updated"]),
    "delete_outreach_email": (on(email_, "DELETE"), ["outreach_email.deleted"]),
    "restore_outreach_email": (on(deleted(email_), "POST", "/restore"), ["outreach_email.restored"]),
    "mark_outreach_email_sent": (on(draft, "POST", "/mark-sent", {}), ["outreach_email.sent"]),
    "mark_outreach_email_bounced": (on(email_, "POST", "/mark-bounced", {}), ["outreach_email.bounced"]),
    "settle_outreach_email": (
        on(after(email_, "/mark-bounced", {}), "POST", "/settle", {"status": "canceled"}),
        ["outreach_email.settled"],
    ),
    "snooze_due_item": (on(due_item, "POST", "/snooze", {"for": "P1D"}), ["due_item.snoozed"]),
    "dismiss_due_item": (on(due_item, "POST", "/dismiss", {}), ["due_item.dismissed"]),
    "restore_due_item": (on(after(due_item, "/dismiss", {}), "POST", "/restore"), ["due_item.restored"]),
    "create_promise": (
        lambda world: about(world, "/promises", {"by": "them", "what": "An introduction"}),
        ["promise.created"],
    ),
    "update_promise": (on(promise_, "PATCH", "", {"what": "x"}), ["promise.updated"]),
    "keep_promise": (on(promise_, "POST", "/keep"), ["promise.kept"]),
    "release_promise": (on(promise_, "POST", "/release"), ["promise.released"]),
    "delete_promise": (on(promise_, "DELETE"), ["promise.deleted"]),
    "restore_promise": (on(deleted(promise_), "POST", "/restore"), ["promise.restored"]),
    "create_milestone": (on(nowhere, "POST", "/milestones", {"what": "I moved."}), ["milestone.created"]),
    "update_milestone": (on(milestone_, "PATCH", "", {"kind": "move"}), ["milestone.updated"]),
    "finish_milestone": (on(milestone_, "POST", "/done"), ["milestone.done"]),
    "delete_milestone": (on(milestone_, "DELETE"), ["milestone.deleted"]),
    "restore_milestone": (on(deleted(milestone_), "POST", "/restore"), ["milestone.restored"]),
    "create_outcome": (
        lambda world: about(world, "/outcomes", {"kind": "referral", "referred_name": "Ben Okafor"}),
        ["contact.created", "outcome.created"],
    ),
    "update_outcome": (on(outcome_, "PATCH", "", {"what": "x"}), ["outcome.updated"]),
    "delete_outcome": (on(outcome_, "DELETE"), ["outcome.deleted"]),
    "restore_outcome": (on(deleted(outcome_), "POST", "/restore"), ["outcome.restored"]),
    "review_outreach_email": (on(email_, "POST", "/review"), []),
    "draft_outreach_email": (
        lambda world: about(world, "/outreach-emails/draft", {"kind": "update"}),
        ["outreach_email.created"],
    ),
    "update_template": (
        lambda world: with_admin(world, "/templates/update", "PATCH", {"subject": "News"}),
        ["template.updated"],
    ),
    "reset_template": (changed_template, ["template.reset"]),
    "create_introduction": (with_connector, ["introduction.created"]),
    "update_introduction": (on(introduction_, "PATCH", "", {"note": "x"}), ["introduction.updated"]),
    "request_introduction": (on(introduction_, "POST", "/request"), ["introduction.requested"]),
    "agree_introduction": (on(introduction_, "POST", "/agree"), ["introduction.agreed"]),
    "decline_introduction": (on(introduction_, "POST", "/decline"), ["introduction.declined"]),
    "make_introduction": (
        on(introduction_, "POST", "/introduce"),
        ["contact.created", "introduction.introduced"],
    ),
    "close_introduction": (on(introduction_, "POST", "/close"), ["introduction.closed"]),
    "delete_introduction": (on(introduction_, "DELETE"), ["introduction.deleted"]),
    "restore_introduction": (on(deleted(introduction_), "POST", "/restore"), ["introduction.restored"]),
    "create_research_note": (
        lambda world: about(world, "/research-notes", {"learned": "Much."}),
        ["research_note.created"],
    ),
    "update_research_note": (on(note_, "PATCH", "", {"learned": "More."}), ["research_note.updated"]),
    "delete_research_note": (on(note_, "DELETE"), ["research_note.deleted"]),
    "restore_research_note": (on(deleted(note_), "POST", "/restore"), ["research_note.restored"]),
    "create_question": (lambda world: about(world, "/questions", {"text": "Why?"}), ["question.created"]),
    "update_question": (on(question_, "PATCH", "", {"answer": "So."}), ["question.updated"]),
    "delete_question": (on(question_, "DELETE"), ["question.deleted"]),
    "restore_question": (on(deleted(question_), "POST", "/restore"), ["question.restored"]),
    "choose_question_suggestions": (with_suggestions, ["question.created"] * 2),
    "create_reminder": (on(nowhere, "POST", "/reminders", REMINDER), ["reminder.created"]),
    "update_reminder": (on(reminder_, "PATCH", "", {"text": "x"}), ["reminder.updated"]),
    "finish_reminder": (on(reminder_, "POST", "/done", {}), ["reminder.done"]),
    "delete_reminder": (on(reminder_, "DELETE"), ["reminder.deleted"]),
    "restore_reminder": (on(deleted(reminder_), "POST", "/restore"), ["reminder.restored"]),
    "update_organization": (
        lambda world: with_admin(world, "/organization", "PATCH", {"name": "New"}),
        ["organization.updated"],
    ),
    "create_member": (
        lambda world: with_admin(world, "/members", "POST", {"full_name": "B", "email": "b@example.org"}),
        ["member.created"],
    ),
    "update_member": (own_member, ["member.updated"]),
    "update_me": (on(nowhere, "PATCH", "/me", {"introduction": "a nurse in training"}), ["member.updated"]),
    "create_api_key": (on(nowhere, "POST", "/api-keys", {"name": "x"}), ["api_key.created"]),
    "rotate_api_key": (on(a_key, "POST", "/rotate", {}), ["api_key.rotated", "api_key.created"]),
    "revoke_api_key": (on(a_key, "POST", "/revoke"), ["api_key.revoked"]),
}


def test_every_write_operation_is_in_the_table() -> None:
    assert set(EVENTS) == set(BODIES)
    by_nobody = {"organization.created", *(f"{subject}.purged" for subject in SUBJECTS)}
    assert {name for _, names in EVENTS.values() for name in names} == KNOWN - by_nobody


@pytest.mark.parametrize("operation", EVENTS)
async def test_a_write_writes_exactly_its_events(app: FastAPI, office: Office, me: Client, operation: str) -> None:
    arrange, expected = EVENTS[operation]
    act = await arrange(World(office, me))
    before = await log(app, office)
    await act()
    new = (await log(app, office))[len(before) :]
    assert [event.type for event in new] == expected
    assert [event.seq for event in new] == list(range(len(before) + 1, len(before) + len(new) + 1))


NOTHING: dict[str, Act] = {
    "a contact is declined again": on(after(contact_, "/decline"), "POST", "/decline", {}),
    "a contact is deferred to the same day": on(
        after(contact_, "/defer", {"until": "2026-06-01"}), "POST", "/defer", {"until": "2026-06-01"}
    ),
    "an interview is confirmed again": on(after(scheduled, "/confirm"), "POST", "/confirm", {}),
    "an interview is moved to where it is": on(scheduled, "POST", "/reschedule", SET),
    "a key is revoked again": on(after(a_key, "/revoke"), "POST", "/revoke"),
    "a patch is empty": on(contact_, "PATCH", "", {}),
    "a request is refused": on(contact_, "PATCH", "", {"full_name": 1}),
}


@pytest.mark.parametrize("what", NOTHING)
async def test_what_changes_nothing_writes_no_event(app: FastAPI, office: Office, me: Client, what: str) -> None:
    act = await NOTHING[what](World(office, me))
    before = await log(app, office)
    await act()
    assert await log(app, office) == before


async def test_an_event_says_who_did_what_to_what_and_never_the_values(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    who = await me.read("/me")
    ana = await contact(me)
    answer = await me.patch(f"/contacts/{ana['id']}", {"notes": "she hates mornings", "location": "Fairhaven"})
    await inbound(me, ana, body="a secret")
    *_, changed, created = await log(app, office)
    assert (changed.subject_type, str(changed.subject_id)) == ("contact", ana["id"])
    assert changed.changes == ["location", "notes"]
    assert str(changed.actor_member_id) == str(changed.member_id) == who["member"]["id"]
    assert str(changed.actor_key_id) == who["api_key_id"]
    assert changed.request_id == answer.headers["x-request-id"]
    assert "secret" not in repr(created)
    assert "mornings" not in repr(changed)


async def test_a_key_that_an_admin_makes_for_a_member_is_in_the_log_that_concerns_them(
    app: FastAPI, office: Office, me: Client
) -> None:
    who = (await me.read("/me"))["member"]["id"]
    await office.admin.make("/api-keys", {"name": "support", "member_id": who})
    event = (await log(app, office))[-1]
    assert (event.type, str(event.member_id)) == ("api_key.created", who)
    assert event.actor_member_id == office.admin_id
