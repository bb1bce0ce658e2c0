"""Introductions: planned, requested, agreed or declined, introduced, closed; each step with the states that allow it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from api.core.errors import FieldError, invalid, state_conflict
from api.core.fields.times import When, require_happened
from api.core.fields.types import given_values, sent
from api.core.store.records import Records, differing, require_own
from api.core.store.rows import apply, lock_row
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import Columns, Values
from api.records.contacts.reading import CONTACTS
from api.records.contacts.schemas import ContactCreate, Source
from api.records.contacts.service import (
    create_contact,
    is_known_by,
    meet_through,
    require_new_name,
)
from api.records.introductions.models import Introduction, IntroductionMessage
from api.records.introductions.schemas import (
    Closing,
    IntroductionCreate,
    IntroductionOut,
    IntroductionPage,
    IntroductionPatch,
    IntroductionStatus,
    IntroductionStep,
)
from api.records.members.service import moment_of

ALLOWED: Mapping[IntroductionStatus, Sequence[IntroductionStatus]] = {
    IntroductionStatus.REQUESTED: (IntroductionStatus.PLANNED,),
    IntroductionStatus.AGREED: (IntroductionStatus.PLANNED, IntroductionStatus.REQUESTED),
    IntroductionStatus.DECLINED: (
        IntroductionStatus.PLANNED,
        IntroductionStatus.REQUESTED,
        IntroductionStatus.AGREED,
    ),
    IntroductionStatus.INTRODUCED: (
        IntroductionStatus.PLANNED,
        IntroductionStatus.REQUESTED,
        IntroductionStatus.AGREED,
    ),
    IntroductionStatus.CLOSED: (
        IntroductionStatus.PLANNED,
        IntroductionStatus.REQUESTED,
        IntroductionStatus.AGREED,
        IntroductionStatus.INTRODUCED,
    ),
}
STEPS = ("planned_at", "requested_at", "agreed_at", "introduced_at")

introduction_messages = table_of(IntroductionMessage)
INTRODUCTIONS = Records(
    "introduction",
    Introduction,
    "/introductions",
    IntroductionOut,
    IntroductionPage,
    equal=("connector_id", "target_id", "status"),
)
LINK = insert(introduction_messages)
LINKED = select(introduction_messages.c.introduction_id).where(
    introduction_messages.c.org_id == bindparam("org_id"),
    introduction_messages.c.outreach_email_id == bindparam("email_id"),
)


async def create_introduction(write: Write, given: IntroductionCreate) -> IntroductionOut:
    values = given_values(given)
    await _check_contacts(write, values)
    _check_apart(given.connector_id, given.target_id)
    if given.target_name is not None:
        await require_new_name(write, "/target_name", given.target_name)
    planned = {"status": IntroductionStatus.PLANNED, "planned_at": write.now, "logged_at": write.now}
    return await INTRODUCTIONS.create(write, values | planned)


async def update_introduction(write: Write, introduction_id: UUID, patch: IntroductionPatch) -> IntroductionOut:
    row, values = await INTRODUCTIONS.load(write, introduction_id), sent(patch)
    if "target_id" in values:
        if "target_name" in values:
            detail = "They are a contact, who has a name; send `target_id` or `target_name`."
            raise invalid(FieldError("/target_name", "contradiction", detail))
        values["target_name"] = None
    elif "target_name" in values:
        values["target_id"] = None
    new = differing(row, values)
    await _check_contacts(write, new)
    _check_apart(values.get("connector_id", row.connector_id), values.get("target_id", row.target_id))
    if row.introduced_at is not None and row.target_id is not None and values.get("target_name") is not None:
        raise state_conflict("You were introduced to a contact; PATCH the contact's own name.")
    if new.get("target_name") is not None:
        await require_new_name(write, "/target_name", new["target_name"])
    return await INTRODUCTIONS.update(write, row, values)


async def request_introduction(write: Write, introduction_id: UUID, given: IntroductionStep) -> IntroductionOut:
    return await _take_step(write, introduction_id, IntroductionStatus.REQUESTED, given)


async def link_message(write: Write, introduction_id: UUID, email_id: UUID) -> None:
    """Keep that the message was drafted about the introduction."""
    own = {"org_id": write.scope.org_id, "member_id": write.scope.member_id}
    await write.run(LINK, {**own, "outreach_email_id": email_id, "introduction_id": introduction_id})


async def follow_message(write: Write, email_id: UUID, *, asks: UUID | None, at: When | None) -> None:
    """A message about an introduction changed: since `at` it asks the contact `asks` for it; None: it asks nobody."""
    for link in await write.rows(LINKED, email_id=email_id):
        row = await lock_row(write, Introduction, link.introduction_id)
        if row is None or row.deleted_at is not None:
            continue
        is_its_own = row.status == IntroductionStatus.REQUESTED and row.request_email_id == email_id
        if at is not None and asks == row.connector_id and (is_its_own or row.status == IntroductionStatus.PLANNED):
            await _request(write, row, email_id, await moment_of(write, at))
        elif is_its_own:
            values = {"status": IntroductionStatus.PLANNED, "requested_at": None, "request_email_id": None}
            INTRODUCTIONS.change(write, row, {**values, "logged_at": write.now})


async def _request(write: Write, row: Introduction, email_id: UUID, at: datetime) -> None:
    values = {"status": IntroductionStatus.REQUESTED, "requested_at": at, "planned_at": min(row.planned_at, at)}
    if changed := apply(row, {**values, "request_email_id": email_id}, write.now):
        apply(row, {"logged_at": write.now}, write.now)
        INTRODUCTIONS.record(write, row, "requested", changed)


async def agree_introduction(write: Write, introduction_id: UUID, given: IntroductionStep) -> IntroductionOut:
    return await _take_step(write, introduction_id, IntroductionStatus.AGREED, given)


async def decline_introduction(write: Write, introduction_id: UUID, given: Closing) -> IntroductionOut:
    return await _take_step(write, introduction_id, IntroductionStatus.DECLINED, given)


async def close_introduction(write: Write, introduction_id: UUID, given: Closing) -> IntroductionOut:
    return await _take_step(write, introduction_id, IntroductionStatus.CLOSED, given)


async def make_introduction(write: Write, introduction_id: UUID, given: IntroductionStep) -> IntroductionOut:
    """The target becomes a contact if they are not one yet, met through the connector if nobody else is named."""
    row = await _load_in(write, introduction_id, IntroductionStatus.INTRODUCED)
    if row.target_id is None:
        # The connector may have been deleted since.
        gone = await CONTACTS.unknown(write, {"": row.connector_id})
        if row.target_name is not None and await is_known_by(write, row.target_name):
            raise state_conflict(
                f"You have a contact of the target's name by now: PATCH /introductions/{row.id} with its `target_id` first."
            )
        person: Values = {"full_name": row.target_name, "source": Source.INTRODUCTION}
        person |= {} if gone else {"met_through_id": row.connector_id}
        target_id = (await create_contact(write, ContactCreate.model_validate(person))).id
        apply(row, {"target_id": target_id, "target_name": None}, write.now)
    else:
        await meet_through(write, row.target_id, row.connector_id)
    return await _advance(write, row, IntroductionStatus.INTRODUCED, given)


async def _take_step(
    write: Write, introduction_id: UUID, status: IntroductionStatus, given: IntroductionStep
) -> IntroductionOut:
    return await _advance(write, await _load_in(write, introduction_id, status), status, given)


async def _load_in(write: Write, introduction_id: UUID, status: IntroductionStatus) -> Introduction:
    """The introduction, if its status allows the step to that one."""
    row = await INTRODUCTIONS.load(write, introduction_id)
    if row.status not in ALLOWED[status]:
        allowed = " or ".join(ALLOWED[status])
        raise state_conflict(f"This introduction is {row.status}; only one that is {allowed} can become {status}.")
    return row


async def _advance(
    write: Write, row: Introduction, status: IntroductionStatus, given: IntroductionStep
) -> IntroductionOut:
    require_happened("/at", given.at, write.now)
    last = max(getattr(row, name) for name in STEPS if getattr(row, name) is not None)
    at = await moment_of(write, given.at, not_before=None if row.status == IntroductionStatus.PLANNED else last)
    values: Values = {"status": status, f"{status}_at": at, "logged_at": write.now}
    if row.status == IntroductionStatus.PLANNED and at < row.planned_at:
        values["planned_at"] = at
    elif at < last:
        detail = f"The step before was later, at {last:%Y-%m-%dT%H:%M:%SZ}; correct one of the two."
        raise invalid(FieldError("/at", "past", detail))
    if isinstance(given, Closing):
        values["closed_reason"] = given.reason
    changed = [name for name in apply(row, values, write.now) if name != "logged_at"]
    INTRODUCTIONS.record(write, row, status, changed)
    await write.derive()
    return await INTRODUCTIONS.get(write, row.id)


async def _check_contacts(write: Write, values: Columns) -> None:
    await require_own(write, values, connector_id=CONTACTS, target_id=CONTACTS)


def _check_apart(connector_id: UUID, target_id: UUID | None) -> None:
    if connector_id == target_id:
        raise invalid(FieldError("/target_id", "self", "Nobody introduces you to themselves; name another contact."))
