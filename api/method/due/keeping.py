"""The rules about staying in touch, and what the member set themselves: update, reminder. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from uuid import UUID

from api.core.fields.durations import Duration, parse_duration
from api.method.conversation.calendar import Calendar
from api.method.conversation.recurrence import occurrences
from api.method.due.items import Because, Case, Item, Times, because_of, item, timed
from api.method.due.policy import DuePolicy

UPDATE_WAITS_FOR = frozenset({"reply", "follow_up", "schedule", "thank_you"})


def update(case: Case) -> Iterator[Item]:
    """Stay in touch: after the cadence, and not before what else is open with them has lapsed."""
    facts, conversation, policy, calendar = case.facts, case.conversation, case.policy, case.calendar
    if not conversation.is_kept_up:
        return
    opening = _last_contact(case)
    day = calendar.day_of(opening.at)
    waits_for = [one.expires_at for one in case.open_items if one.kind in UPDATE_WAITS_FOR]
    cadence = parse_duration(facts.cadence) if facts.cadence else Duration(months=policy.update_due)
    earliest = [calendar.plus(day, cadence), *(calendar.day_of(one) for one in waits_for)]
    if facts.deferred_until:
        earliest.append(facts.deferred_until)
    due_on = calendar.moved(max(earliest), own=True)
    while waits_for and calendar.morning(due_on) < max(waits_for):
        due_on = calendar.working_day(1, due_on, own=True)
    dormant_on = calendar.plus(day, Duration(months=policy.update_expires))
    times = Times(
        due_at=calendar.morning(due_on),
        late_at=calendar.morning(due_on + timedelta(days=policy.update_late)),
        expires_at=calendar.morning(max(dormant_on, due_on + timedelta(days=policy.update_shows))),
    )
    yield from item(case, "update", ("contact", facts.contact_id), times, [opening], opened_by=str(opening.subject_id))


def _last_contact(case: Case) -> Because:
    """The last touch, or the end of a meeting already set; where there is neither, when they were added."""
    touch, meeting = case.conversation.last_touch, case.conversation.last_meeting
    found = [because_of("last_touch", touch, case)] if touch else []
    if meeting:
        found.append(Because("last_met", meeting.ended_at, "interview", meeting.id))
    added = Because("added", case.facts.created_at, "contact", case.facts.contact_id)
    return max(found, key=lambda one: one.at, default=added)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the member wants to be reminded of: from `first_at` on, again by `rrule` in the zone's time. `is_open`: neither
    deleted, nor about a contact that has no items.
    """

    id: UUID
    contact_id: UUID | None
    text: str
    first_at: datetime
    zone: str
    rrule: str | None
    done_through: datetime | None
    is_open: bool = True


def reminder(one: Reminder, policy: DuePolicy, calendar: Calendar) -> Iterator[Item]:
    """One item for each time that is not done; the next time takes the place of one that was missed."""
    every = occurrences(one.first_at, one.zone, one.rrule) if one.is_open else ()
    left = [at for at in every if one.done_through is None or at > one.done_through]
    for at, following in zip_longest(left, left[1:]):
        day = calendar.day_of(at)
        times = Times(
            due_at=at,
            late_at=calendar.morning(day + timedelta(days=policy.reminder_late)),
            expires_at=calendar.morning(day + timedelta(days=policy.reminder_expires)),
            cap=following,
        )
        because = [Because("reminder", at, "reminder", one.id)]
        subject, opened_by = ("reminder", one.id), at.isoformat()
        yield from timed("reminder", one.contact_id, subject, times, because, opened_by=opened_by, text=one.text)
