"""Reminders: a member's own, once or again and again; `/done` settles the time at hand."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from api.core.errors import FieldError, invalid, state_conflict
from api.core.fields.etags import etag
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.rows import apply, delete_row, load_for_update, one_row, owned, restore_row
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit, Write
from api.core.store.values import Columns, ResultRow
from api.method.conversation.recurrence import EXAMPLE, come_by, next_after, occurrences
from api.records.contacts.service import require_contacts
from api.records.members.service import zone_of_member
from api.records.reminders.models import Reminder
from api.records.reminders.schemas import Doing, ReminderCreate, ReminderOut, ReminderPage, ReminderPatch, ReminderQuery

WHEN = frozenset({"remind_at", "rrule", "time_zone"})

reminders = table_of(Reminder)
SELECT = select(reminders).where(
    reminders.c.org_id == bindparam("org_id"), reminders.c.member_id == bindparam("member_id")
)
GET = SELECT.where(reminders.c.id == bindparam("id"))
COLLECTION = Collection(
    SELECT,
    orders=both_ways(
        {
            "remind_at": reminders.c.remind_at,
            "created_at": reminders.c.created_at,
            "updated_at": reminders.c.updated_at,
        },
        reminders.c.id,
    ),
    filters={
        "contact_id": reminders.c.contact_id == bindparam("contact_id"),
        "done": reminders.c.next_at.is_(None) == bindparam("done"),
        "deleted": reminders.c.deleted_at.is_not(None) == bindparam("deleted"),
        "updated_since": reminders.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_reminders(read: Read, query: ReminderQuery) -> ReminderPage:
    filters = {name: getattr(query, name) for name in ("contact_id", "done", "deleted", "updated_since")}
    found = await COLLECTION.page(read, query, sort=query.sort, filters=filters)
    return ReminderPage(items=[_reminder_out(row) for row in found.rows], next=found.next, total=found.total)


async def get_reminder(unit: Unit, reminder_id: UUID) -> ReminderOut:
    return _reminder_out(await one_row(unit, GET, reminder_id, "reminder"))


async def create_reminder(write: Write, given: ReminderCreate) -> ReminderOut:
    await _check_contact(write, given.contact_id)
    values = {**dict(given), "time_zone": given.time_zone or await zone_of_member(write), "done_through": None}
    reminder = Reminder(**owned(write), **values, **_ends(_every(values)))
    write.session.add(reminder)
    write.record(_event("created", reminder))
    await write.derive()
    return await get_reminder(write, reminder.id)


async def update_reminder(write: Write, reminder_id: UUID, patch: ReminderPatch) -> ReminderOut:
    reminder = await load_for_update(write, Reminder, reminder_id, "reminder")
    values = {name: getattr(patch, name) for name in patch.model_fields_set}
    if values.get("contact_id") not in {None, reminder.contact_id}:
        await _check_contact(write, values["contact_id"])
    before = {name: getattr(reminder, name) for name in WHEN}
    times = _every(before | values)
    if times != _every(before):
        values |= {"done_through": None, **_ends(times)}
    changed = apply(reminder, values, write.now)
    if changed:
        write.record(_event("updated", reminder, changed))
    await write.derive()
    return await get_reminder(write, reminder.id)


async def finish_reminder(write: Write, reminder_id: UUID, given: Doing) -> ReminderOut:
    """The time at hand, or the one that is named, is done, and every one before it. Done again, it changes nothing."""
    reminder = await load_for_update(write, Reminder, reminder_id, "reminder")
    times = occurrences(reminder.remind_at, reminder.time_zone, reminder.rrule)
    if given.occurrence is not None and given.occurrence not in times:
        raise invalid(FieldError("/occurrence", "not_one_of", "It does not come at that time; leave this out."))
    chosen = given.occurrence or (times[0] if len(times) == 1 else come_by(times, write.now))
    if chosen is None:
        raise state_conflict("None of its times has come yet. Name one as `occurrence` to do it ahead.")
    if reminder.done_through is not None and chosen <= reminder.done_through:
        return await get_reminder(write, reminder.id)
    when = (reminder.remind_at, reminder.time_zone, reminder.rrule)
    changed = apply(reminder, {"done_through": chosen, "next_at": next_after(*when, chosen)}, write.now)
    write.record(_event("done", reminder, changed))
    await write.derive()
    return await get_reminder(write, reminder.id)


async def delete_reminder(write: Write, reminder_id: UUID) -> None:
    await delete_row(write, Reminder, reminder_id, "reminder")


async def restore_reminder(write: Write, reminder_id: UUID) -> ReminderOut:
    await restore_row(write, Reminder, reminder_id, "reminder")
    return await get_reminder(write, reminder_id)


def _every(values: Columns) -> Sequence[datetime]:
    try:
        return occurrences(values["remind_at"], values["time_zone"], values["rrule"])
    except (ValueError, IndexError, OverflowError):
        raise invalid(FieldError("/rrule", "invalid", f"There are no such days; name others, {EXAMPLE}.")) from None


def _ends(times: Sequence[datetime]) -> dict[str, datetime]:
    if not times:
        detail = "By this rule it never comes within five years of `remind_at`; leave it out, or name other days."
        raise invalid(FieldError("/rrule", "never", detail))
    return {"next_at": times[0], "last_at": times[-1]}


async def _check_contact(write: Write, contact_id: UUID | None) -> None:
    if contact_id is not None:
        await require_contacts(write, {"/contact_id": contact_id})


def _event(step: str, reminder: Reminder, changes: list[str] | None = None) -> Event:
    return Event(f"reminder.{step}", "reminder", reminder.id, changes or [], reminder.member_id)


def _reminder_out(row: ResultRow) -> ReminderOut:
    return ReminderOut(**{name: getattr(row, name) for name in _KEPT}, etag=etag(row.version))


_KEPT = tuple(name for name in ReminderOut.model_fields if name in reminders.c)
