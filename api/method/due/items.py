"""What a rule gives: an item with its four times and its reasons, and what a rule may look at. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from api.method.conversation.calendar import Calendar
from api.method.conversation.conversation import Conversation
from api.method.conversation.facts import ContactFacts, Message
from api.method.due import actions
from api.method.due.policy import DuePolicy

# An item shows at least this long, whatever the policy's numbers, unless a meeting's start ends it.
SHORTEST = timedelta(days=1)
NAMESPACE = UUID("7f6a3b5e-3c0d-5b53-9a51-6b9a0c1f8d24")


# A fact that opens an item, in words that are true before and after its time.
FACTS: Mapping[str, str] = {
    "they_wrote": "They wrote, and expect an answer.",
    "you_asked": "You wrote; no answer is logged.",
    "meeting_proposed": "A meeting was proposed, without a time.",
    "meeting_set": "The meeting was set.",
    "meeting_starts": "Start of the meeting.",
    "few_questions": "The meeting was set; too few questions to them are written down since.",
    "no_research": "The meeting was set; no research note about them is written since.",
    "meeting_ended": "End of the meeting.",
    "meeting_completed": "End of the meeting; its takeaways are not written yet.",
    "you_called_off": "You called the meeting off: begin with an apology.",
    "they_called_off": "They called the meeting off.",
    "you_missed": "You missed the meeting: begin with an apology.",
    "they_missed": "They did not come to the meeting.",
    "last_touch": "Your last message to or from them, or talk with them.",
    "last_met": "End of the last meeting.",
    "added": "You added them.",
    "deferred": "They asked to be asked later.",
    "deferral_ends": "The day from which on they said to ask.",
    "bounced": "Your message came back undelivered.",
    "failed": "Your message could not be sent.",
    "unknown": "Nobody knows whether your message arrived.",
    "drafted": "You last changed a draft to them; it is not sent.",
    "introduction_planned": "You planned to ask them for an introduction.",
    "introduction_requested": "You asked them for an introduction.",
    "introduction_agreed": "They agreed to introduce you.",
    "introduced": "The introduction was made.",
    "target_met": "You met whom they introduced you to.",
    "advice_used": "You used their advice.",
    "referral_used": "You used their referral.",
    "referred": "Somebody referred you to them.",
    "promised_by_me": "The day by which you promised it.",
    "promised_by_them": "The day by which they promised it.",
    "reminder": "The time you set.",
    "news": "You marked it as news.",
}


@dataclass(frozen=True, slots=True)
class Because:
    """A fact that opened an item: its code in `FACTS`, when it happened, and what it is."""

    fact: str
    at: datetime
    subject_type: str
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom an item names, each with the moment from which on, and at most `left` of them until `until`."""

    people: Sequence[tuple[UUID, str, datetime]]
    left: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """Something to do. From `due_at` on it shows, at `late_at` it is late, from `flagged_at` on advisors see it,
    at `expires_at` it lapses. `text` is what the member wrote to be reminded of, or who else it is about; `draft_id` the
    draft that would do what it asks for; `recipients` whom it names, where it is about several.
    """

    id: UUID
    kind: str
    contact_id: UUID | None
    subject_type: str
    subject_id: UUID
    due_at: datetime
    late_at: datetime
    flagged_at: datetime | None
    expires_at: datetime
    because: Sequence[Because]
    text: str | None = None
    draft_id: UUID | None = None
    recipients: Recipients | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule decides on; `open_items` are those of the rules before it in the table."""

    conversation: Conversation
    policy: DuePolicy
    open_items: Sequence[Item]

    @property
    def calendar(self) -> Calendar:
        return self.conversation.calendar

    @property
    def facts(self) -> ContactFacts:
        return self.conversation.facts

    def flags(self, *, happened: date, logged_at: datetime) -> bool:
        """What was logged long after it happened is never flagged."""
        return (self.calendar.day_of(logged_at) - happened).days <= self.policy.logged_late


@dataclass(frozen=True, slots=True)
class Times:
    """An item's four times as a rule counts them; a `cap` ends it, however long it would have shown."""

    due_at: datetime
    late_at: datetime
    expires_at: datetime
    flagged_at: datetime | None = None
    cap: datetime | None = None


Find = Callable[[Case], Iterator[Item]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the table. `title` and `says` are shown with each item, with `source` and the requests that `settle` it;
    `titles` are others, by the fact that opened it. `opens`, `when` (which names numbers of the policy) and `settled_by`
    explain the rule itself. `drafts` are the kinds of messages that do what it asks for; `own` marks what the member
    starts; `switch` is the policy's, if it has one. `find` is None where the items come from something else than a
    contact's facts.
    """

    kind: str
    find: Find | None
    settle: actions.Make
    title: str
    says: str
    source: str
    opens: str
    when: str
    settled_by: str
    titles: Mapping[str, str] = field(default_factory=dict)
    drafts: frozenset[str] = field(default_factory=frozenset)
    own: bool = False
    switch: str | None = None


def because_of(fact: str, message: Message, case: Case) -> Because:
    return Because(fact, case.conversation.instant(message), "outreach_email", message.id)


def item(
    case: Case,
    kind: str,
    subject: tuple[str, UUID],
    times: Times,
    because: Sequence[Because],
    *,
    opened_by: str = "",
    text: str | None = None,
) -> Iterator[Item]:
    """The item about the case's contact, its times put in order and capped; none where the cap comes before it is due."""
    return timed(kind, case.facts.contact_id, subject, times, because, opened_by=opened_by, text=text)


def timed(
    kind: str,
    contact_id: UUID | None,
    subject: tuple[str, UUID],
    times: Times,
    because: Sequence[Because],
    *,
    opened_by: str = "",
    text: str | None = None,
    recipients: Recipients | None = None,
) -> Iterator[Item]:
    if times.cap is not None and times.due_at >= times.cap:
        return
    late_at = max(times.due_at, times.late_at)
    flagged_at = None if times.flagged_at is None else max(late_at, times.flagged_at)
    expires_at = max(flagged_at or late_at, times.expires_at, times.due_at + SHORTEST)
    if times.cap is not None:
        late_at, expires_at = min(late_at, times.cap), min(expires_at, times.cap)
        flagged_at = None if flagged_at is None or flagged_at >= times.cap else flagged_at
    subject_type, subject_id = subject
    name = f"{kind}/{contact_id or ''}/{subject_id}/{opened_by}"
    yield Item(
        id=uuid5(NAMESPACE, name),
        kind=kind,
        contact_id=contact_id,
        subject_type=subject_type,
        subject_id=subject_id,
        due_at=times.due_at,
        late_at=late_at,
        flagged_at=flagged_at,
        expires_at=expires_at,
        because=tuple(because),
        text=text,
        recipients=recipients,
    )
