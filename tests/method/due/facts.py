"""Facts for pure tests of the rules: a message or meeting in a few words."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from api.method.conversation.calendar import Calendar
from api.method.conversation.conversation import Conversation
from api.method.conversation.facts import (
    Acquaintance,
    ContactFacts,
    Draft,
    IntroductionFacts,
    Meeting,
    Message,
    News,
    OutcomeFacts,
    PromiseFacts,
    Proposal,
    ReminderFacts,
    Undelivered,
)
from api.method.due.items import Item
from api.method.due.keeping import reminder_items
from api.method.due.news import news_items
from api.method.due.numbers import DuePolicy
from api.method.due.policy import patience_of, policy_of
from api.method.due.table import items_about

KINDS = {
    "messages": Message,
    "meetings": Meeting,
    "proposals": Proposal,
    "drafts": Draft,
    "undelivered": Undelivered,
    "introductions": IntroductionFacts,
    "promises": PromiseFacts,
    "outcomes": OutcomeFacts,
}
SPACE = UUID("00000000-0000-0000-0000-000000000001")
ANA = uuid5(SPACE, "Ana")
STANDARD = policy_of({})
PLAIN = Calendar(
    zone=ZoneInfo("UTC"), day_starts_at=time(8), weekend=frozenset({5, 6}), holidays={}, closed=(), away=()
)


def at(text: str) -> datetime:
    """`2026-03-02 15:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def said(direction: str, when: str, kind: str = "reply", **more: Any) -> Message:
    """A message at a time, or on a day where only that is given."""
    day = date.fromisoformat(when) if len(when) == len("2026-03-02") else None
    moment = datetime.combine(day, time.max, UTC) if day else at(when)
    made = Message(
        id=uuid5(SPACE, f"{direction} {when} {kind}"),
        direction=direction,
        kind=kind,
        also=frozenset(),
        channel="email",
        at=moment,
        day=day,
        logged_at=moment,
        expects_answer=None,
        auto_reply=False,
        asks=False,
        in_reply_to_id=None,
        interview_id=None,
        copied=False,
    )
    return replace(made, **more)


def wrote(when: str, kind: str = "request", **more: Any) -> Message:
    return said("outbound", when, kind, **more)


def heard(when: str, **more: Any) -> Message:
    return said("inbound", when, **more)


def talked(when: str, **more: Any) -> Message:
    return said("mutual", when, "other", **{"channel": "phone", **more})


def met(starts_at: str, set_at: str, *, status: str = "scheduled", minutes: int = 30, **more: Any) -> Meeting:
    """A meeting that is prepared."""
    made = Meeting(
        id=uuid5(SPACE, f"meeting {starts_at}"),
        lead_id=ANA,
        status=status,
        starts_at=at(starts_at),
        scheduled_end=at(starts_at) + timedelta(minutes=minutes),
        first_set_at=at(set_at),
        set_at=at(set_at),
        confirmed_for=None,
        completed_at=at(starts_at) + timedelta(minutes=minutes) if status == "completed" else None,
        called_off_at=None,
        called_off_by=None,
        has_takeaways=False,
        logged_at=at(set_at),
        questions=3,
        is_researched=True,
    )
    return replace(made, **more)


def proposed(when: str, *, status: str = "proposed", **more: Any) -> Proposal:
    """An interview without a time."""
    made = Proposal(
        id=uuid5(SPACE, f"proposal {when}"),
        lead_id=ANA,
        status=status,
        proposed_at=at(when),
        called_off_at=None,
        called_off_by=None,
    )
    return replace(made, **more)


def drafted(when: str, *kinds: str, interview_id: UUID | None = None) -> Draft:
    return Draft(uuid5(SPACE, f"draft {when}"), frozenset(kinds), interview_id, at(when))


def bounced(when: str, sent: str | None = None, *, status: str = "bounced") -> Undelivered:
    return Undelivered(uuid5(SPACE, f"bounced {when}"), status, at(sent or when), at(when))


def reminded(
    when: str, rrule: str | None = None, *, done_through: str | None = None, zone: str = "UTC"
) -> ReminderFacts:
    done = at(done_through) if done_through else None
    return ReminderFacts(uuid5(SPACE, f"reminder {when}"), ANA, "Call Ana", at(when), zone, rrule, done)


def known(name: str, last_touch_on: str | None = None) -> Acquaintance:
    touched = date.fromisoformat(last_touch_on) if last_touch_on else None
    return Acquaintance(uuid5(SPACE, name), name, touched)


def news(when: str, *untold: Acquaintance, told: int = 0, told_on: str | None = None) -> News:
    day = date.fromisoformat(told_on) if told_on else None
    return News(uuid5(SPACE, f"news {when}"), "I passed the exam.", at(when), untold, day, told)


def introduction(
    status: str, when: str, *, by: UUID = ANA, to: UUID | None = None, target: ContactFacts | None = None, **steps: str
) -> IntroductionFacts:
    """Planned at a time; each step, such as `agreed_at`, at its own. Ana makes it, if nobody else does."""
    return IntroductionFacts(
        id=uuid5(SPACE, f"introduction {when}"),
        connector_id=by,
        target_id=to,
        connector_name="Ana Ruiz",
        target_name="Ben Okafor",
        status=status,
        planned_at=at(when),
        requested_at=at(steps["requested_at"]) if "requested_at" in steps else None,
        agreed_at=at(steps["agreed_at"]) if "agreed_at" in steps else None,
        declined_at=at(steps["declined_at"]) if "declined_at" in steps else None,
        introduced_at=at(steps["introduced_at"]) if "introduced_at" in steps else None,
        logged_at=at(max([when, *steps.values()])),
        target=target,
    )


def promised(by: str, due_on: str) -> PromiseFacts:
    return PromiseFacts(uuid5(SPACE, f"promise {due_on}"), by, "Send the article", date.fromisoformat(due_on))


def came(
    kind: str, happened_on: str, *, used_on: str | None = None, by: UUID = ANA, to: UUID | None = None, **more: Any
) -> OutcomeFacts:
    """An outcome from Ana, if from nobody else."""
    used = date.fromisoformat(used_on) if used_on else None
    return OutcomeFacts(
        uuid5(SPACE, f"{kind} {happened_on}"),
        by,
        "Ben Okafor",
        kind,
        date.fromisoformat(happened_on),
        used,
        to,
        "Cy Dorn" if to else None,
        at(f"{happened_on} 23:59"),
        **more,
    )


Fact = Message | Meeting | Proposal | Draft | Undelivered | IntroductionFacts | PromiseFacts | OutcomeFacts


def about(*facts: Fact, **more: Any) -> ContactFacts:
    return ContactFacts(
        contact_id=ANA,
        created_at=at("2026-01-05 10:00"),
        listed_at=at("2026-01-05 10:00"),
        archived=more.get("archived", False),
        silenced=more.get("silenced", False),
        keep_in_touch=more.get("keep_in_touch"),
        approach=more.get("approach"),
        cadence=more.get("cadence"),
        deferred_at=more.get("deferred_at"),
        deferred_until=more.get("deferred_until"),
        declined_at=more.get("declined_at"),
        has_employer=more.get("has_employer", True),
        colleagues_written_at=more.get("colleagues_written_at"),
        colleagues_written_on=more.get("colleagues_written_on"),
        **{name: [fact for fact in facts if isinstance(fact, type_)] for name, type_ in KINDS.items()},
    )


def decided(
    facts: ContactFacts, *, calendar: Calendar = PLAIN, policy: DuePolicy | None = None
) -> dict[str, list[Item]]:
    """The items by kind."""
    items: dict[str, list[Item]] = {}
    for item in items_about(read(facts, calendar=calendar, policy=policy), policy or STANDARD):
        items.setdefault(item.kind, []).append(item)
    return items


def read(facts: ContactFacts, *, calendar: Calendar = PLAIN, policy: DuePolicy | None = None) -> Conversation:
    return Conversation(facts, calendar, patience_of(policy or STANDARD))


def comes(reminder: ReminderFacts, *, policy: DuePolicy | None = None, calendar: Calendar = PLAIN) -> list[Item]:
    return list(reminder_items(reminder, policy or STANDARD, calendar))


def shared(news: News, *, policy: DuePolicy | None = None, calendar: Calendar = PLAIN) -> list[Item]:
    return list(news_items(news, policy or STANDARD, calendar))


def times(item: Item) -> tuple[str | None, ...]:
    """Due, late, flagged, expires, as short text."""
    moments = (item.due_at, item.late_at, item.flagged_at, item.expires_at)
    return tuple(None if moment is None else f"{moment:%Y-%m-%d %H:%M}" for moment in moments)
