"""Reminders: a member's own, once or again and again; `/done` settles the time at hand."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam

from api.core.errors import FieldError, invalid, state_conflict
from api.core.fields.types import given_values, sent
from api.core.store.records import Records, differing, require_own
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import Columns
from api.method.conversation.recurrence import EXAMPLE, come_by, next_after, occurrences
from api.records.contacts.reading import CONTACTS
from api.records.members.service import zone_of_member
from api.records.reminders.models import Reminder
from api.records.reminders.schemas import Doing, ReminderCreate, ReminderOut, ReminderPage, ReminderPatch

WHEN = frozenset({"remind_at", "rrule", "time_zone"})

reminders = table_of(Reminder)
REMINDERS = Records(
    "reminder",
    Reminder,
    "/reminders",
    ReminderOut,
    ReminderPage,
    equal=("contact_id",),
    filters={"done": reminders.c.next_at.is_(None) == bindparam("done")},
    sorts=("remind_at",),
)


async def create_reminder(write: Write, given: ReminderCreate) -> ReminderOut:
    values = given_values(given)
    await require_own(write, values, contact_id=CONTACTS)
    values |= {"time_zone": given.time_zone or await zone_of_member(write), "done_through": None}
    return await REMINDERS.create(write, {**values, **_ends(_every(values))})


async def update_reminder(write: Write, reminder_id: UUID, patch: ReminderPatch) -> ReminderOut:
    reminder, values = await REMINDERS.load(write, reminder_id), sent(patch)
    await require_own(write, differing(reminder, values), contact_id=CONTACTS)
    before = {name: getattr(reminder, name) for name in WHEN}
    times = _every(before | values)
    if times != _every(before):
        values |= {"done_through": None, **_ends(times)}
    return await REMINDERS.update(write, reminder, values)


async def finish_reminder(write: Write, reminder_id: UUID, given: Doing) -> ReminderOut:
    """The time at hand, or the one that is named, is done, and every one before it. Done again, it changes nothing."""
    reminder = await REMINDERS.load(write, reminder_id)
    times = occurrences(reminder.remind_at, reminder.time_zone, reminder.rrule)
    if given.occurrence is not None and given.occurrence not in times:
        raise invalid(FieldError("/occurrence", "not_one_of", "It does not come at that time; leave this out."))
    chosen = given.occurrence or (times[0] if len(times) == 1 else come_by(times, write.now))
    if chosen is None:
        raise state_conflict("None of its times has come yet. Name one as `occurrence` to do it ahead.")
    if reminder.done_through is not None and chosen <= reminder.done_through:
        return await REMINDERS.get(write, reminder.id)
    when = (reminder.remind_at, reminder.time_zone, reminder.rrule)
    values = {"done_through": chosen, "next_at": next_after(*when, chosen)}
    return await REMINDERS.step(write, reminder, "done", values)


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
