"""The rules about staying in touch, and what the member set themselves: update, reminder. Pure."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import zip_longest

from api.core.fields.durations import Duration, parse_duration
from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import ReminderFacts
from api.method.conversation.recurrence import occurrences
from api.method.due.actions import Action, OpenItem, request, written
from api.method.due.items import Because, Item, Opening, Times
from api.method.due.numbers import DuePolicy, days, months
from api.method.due.rules import Case, Rule, because_of

UPDATE_WAITS_FOR = frozenset({"reply", "follow_up", "schedule", "thank_you"})


def _kept_up(case: Case) -> Iterator[Opening]:
    """Stay in touch: after the cadence, and not before what else is open with them has lapsed."""
    facts, policy, calendar = case.facts, case.policy, case.calendar
    if not case.conversation.is_kept_up:
        return
    last = _last_contact(case)
    day = calendar.day_of(last.at)
    waits_for = [item.expires_at for item in case.open_items if item.kind in UPDATE_WAITS_FOR]
    cadence = parse_duration(facts.cadence) if facts.cadence else Duration(months=policy["update_due"])
    earliest = [calendar.plus(day, cadence), *(calendar.day_of(lapses_at) for lapses_at in waits_for)]
    if facts.deferred_until:
        earliest.append(facts.deferred_until)
    due_on = calendar.moved(max(earliest), own=True)
    while waits_for and calendar.morning(due_on) < max(waits_for):
        due_on = calendar.working_day(1, due_on, own=True)
    dormant_on = calendar.plus(day, Duration(months=policy["update_expires"]))
    yield Opening(
        subject=("contact", facts.contact_id),
        because=[last],
        on=day,
        times=Times(
            due_at=calendar.morning(due_on),
            late_at=calendar.morning(due_on + timedelta(days=policy["update_late"])),
            expires_at=calendar.morning(max(dormant_on, due_on + timedelta(days=policy["update_shows"]))),
        ),
        opened_by=str(last.subject_id),
    )


def _last_contact(case: Case) -> Because:
    """The last touch, or the end of a meeting already set; where there is neither, when they were added."""
    touch, meeting = case.conversation.last_touch, case.conversation.last_meeting
    found = [because_of("last_touch", touch, case)] if touch else []
    if meeting:
        found.append(Because("last_met", meeting.ended_at, "interview", meeting.id))
    added = Because("added", case.facts.created_at, "contact", case.facts.contact_id)
    return max(found, key=lambda because: because.at, default=added)


UPDATE = Rule(
    "update",
    title="Send {name} an update on where you are in your career",
    says="Stay in touch: let them know now and then where you are.",
    opens="You met them, or want to keep in touch.",
    when="Due {update_due} after the last touch, late {update_late} after that; it lapses {update_expires} after the "
    "last touch, and shows for {update_shows} at least.",
    settled_by="Any message, talk or meeting.",
    facts={
        "last_touch": "You and {name} were last in touch, by your log.",
        "last_met": "Your last meeting with {name} was set to end at this time.",
        "added": "You added {name}; no message or talk with them is logged.",
    },
    due=months(3, most=60, says="After the last touch: tell them where you are"),
    late=days(14, most=120, says="After an update is due: it is late"),
    expires=months(12, most=120, says="After the last touch: the update lapses, they are dormant"),
    more={"update_shows": days(60, most=366, says="An update shows at least this long")},
    order=[("update_due", "update_expires")],
    own=True,
    find=_kept_up,
    settle=written,
    writes="update",
)


def reminder_items(reminder: ReminderFacts, policy: DuePolicy, calendar: Calendar) -> Iterator[Item]:
    """One item for each time that is not done; the next time takes the place of one that was missed."""
    every = occurrences(reminder.first_at, reminder.zone, reminder.rrule) if reminder.is_open else ()
    left = [at for at in every if reminder.done_through is None or at > reminder.done_through]
    for at, following in zip_longest(left, left[1:]):
        opening = Opening(
            subject=("reminder", reminder.id),
            because=[Because("reminder", at, "reminder", reminder.id)],
            on=calendar.day_of(at),
            at=at,
            cap=following,
            opened_by=at.isoformat(),
            text=reminder.text,
        )
        yield from REMINDER.item(opening, reminder.contact_id, policy, calendar)


def _do_it(item: OpenItem) -> Sequence[Action]:
    target = ("POST", f"/reminders/{item.subject_id}/done")
    occurrence = {"occurrence": item.because[0]["at"].replace("+00:00", "Z")}
    return [request("done", "Once you did it: log it.", target, occurrence)]


REMINDER = Rule(
    "reminder",
    title="{text}",
    says="You set this reminder.",
    source="You",
    opens="You set a reminder, once or again and again.",
    when="Due at its time, late from the morning {reminder_late} later; it lapses after {reminder_expires}, or when it "
    "comes again.",
    settled_by="Marking it as done.",
    facts={"reminder": "You set the reminder for this time."},
    late=days(1, most=90, says="After a reminder's time: late"),
    expires=days(30, most=366, says="After a reminder's time: it lapses"),
    find=None,
    settle=_do_it,
)
