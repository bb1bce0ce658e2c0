"""What a member decides about an item: later, not at all, or as it was."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from api.core.errors import FieldError, Problem, invalid, state_conflict
from api.core.fields.durations import parse_duration
from api.core.fields.etags import matches
from api.core.fields.times import instant_text
from api.core.store.events import Event
from api.core.store.units import Write
from api.core.store.values import ResultRow, Values
from api.records.members.service import zone_of_member
from api.views.due.models import DueDecision
from api.views.due.reading import due_out, get_due, get_row
from api.views.due.schemas import Dismissal, DueOut, Snooze

NOTHING = dict.fromkeys(
    ("snoozed_until", "snoozed_due_at", "dismissed_at", "dismissed_reason", "dismissed_because"), None
)


async def snooze_item(write: Write, item_id: UUID, given: Snooze) -> DueOut:
    """It shows again at that time; at once, if its `due_at` moves. It cannot outlast the item."""
    row = await _open_row(write, item_id)
    until = await _until(write, given)
    if until <= write.now:
        raise invalid(FieldError(_pointer(given), "past", "This must lie ahead of now."))
    if until >= row.expires_at:
        lapses = instant_text(row.expires_at)
        detail = f"The item lapses at {lapses}, before it would show again. Snooze it for less, or dismiss it."
        raise invalid(FieldError(_pointer(given), "too_late", detail))
    values = {**NOTHING, "snoozed_until": until, "snoozed_due_at": row.due_at}
    return await _decide(write, row, "snoozed", values)


async def dismiss_item(write: Write, item_id: UUID, given: Dismissal) -> DueOut:
    """It does not show again, unless the facts that opened it change."""
    row = await _open_row(write, item_id)
    if row.dismissed_at is not None and row.dismissed_reason == given.reason:
        return due_out(row, write.now)
    reason = {"dismissed_at": write.now, "dismissed_reason": given.reason}
    return await _decide(write, row, "dismissed", {**NOTHING, **reason, "dismissed_because": row.because})


async def restore_item(write: Write, item_id: UUID) -> DueOut:
    """Take back a snooze or a dismissal."""
    row = await _open_row(write, item_id)
    if row.snoozed_until is None and row.dismissed_at is None:
        raise state_conflict("It is neither snoozed nor dismissed: there is nothing to take back.")
    return await _decide(write, row, "restored", NOTHING)


async def _open_row(write: Write, item_id: UUID) -> ResultRow:
    """The item under the organization's commit lock, which everything that computes items holds."""
    await write.take_commit_lock()
    row = await get_row(write, item_id, as_of=write.now)
    if write.if_match is not None and not matches(write.if_match, due_out(row, write.now).etag):
        raise Problem("precondition-failed", "The item is another by now. GET it again, and decide on what you see.")
    return row


async def _decide(write: Write, row: ResultRow, step: str, values: Values) -> DueOut:
    decision = await write.session.scalar(select(DueDecision).where(DueDecision.id == row.id))
    if decision is None:
        owner = {"org_id": row.org_id, "id": row.id, "member_id": row.member_id}
        decision = DueDecision(**owner, contact_id=row.contact_id, subject_id=row.subject_id)
        write.session.add(decision)
    for name, value in values.items():
        setattr(decision, name, value)
    write.record(Event(f"due_item.{step}", "due_item", row.id, ["decision"], row.member_id))
    await write.derive()
    return await get_due(write, row.id, as_of=write.now)


async def _until(write: Write, given: Snooze) -> datetime:
    """Days and months pass in the member's zone, hours by the clock."""
    if given.until is not None:
        return given.until
    duration = parse_duration(given.for_ or "PT0S")
    local = write.now.astimezone(ZoneInfo(await zone_of_member(write)))
    later = local.replace(tzinfo=None) + relativedelta(months=duration.months, days=duration.days)
    return later.replace(tzinfo=local.tzinfo).astimezone(UTC) + duration.exact


def _pointer(given: Snooze) -> str:
    return "/until" if given.until is not None else "/for"
