"""What the rules may know, as plain shapes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Message:
    """A message or talk that really happened. `day` is set where only the day is known; `asks`: its own words ask something."""

    id: UUID
    direction: str
    kind: str
    also: frozenset[str]
    channel: str
    at: datetime
    day: date | None
    logged_at: datetime
    expects_answer: bool | None
    auto_reply: bool
    asks: bool
    in_reply_to_id: UUID | None
    interview_id: UUID | None
    copied: bool

    @property
    def kinds(self) -> frozenset[str]:
        return self.also | {self.kind}

    @property
    def is_from_them(self) -> bool:
        return self.direction == "inbound"

    @property
    def is_talk(self) -> bool:
        return self.direction == "mutual"

    @property
    def is_in_person(self) -> bool:
        return self.is_talk and self.channel == "in_person"


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview with a time. `lead_id` is the participant under whom its own items stand; `questions` is how
    many are for it, or wait for the next meeting with one of the participants.
    """

    id: UUID
    lead_id: UUID | None
    status: str
    starts_at: datetime
    scheduled_end: datetime
    first_set_at: datetime
    set_at: datetime
    confirmed_for: datetime | None
    completed_at: datetime | None
    called_off_at: datetime | None
    called_off_by: str | None
    has_takeaways: bool
    logged_at: datetime
    confirmations: Sequence[Message] = ()
    questions: int = 0
    is_researched: bool = False

    @property
    def stands(self) -> bool:
        return self.status in {"scheduled", "completed"}

    @property
    def off_at(self) -> datetime | None:
        """Since when it will not, or did not, take place."""
        if self.status == "no_show" and self.called_off_at is not None:
            return min(self.scheduled_end, self.called_off_at)
        return self.called_off_at if self.status == "canceled" else None

    @property
    def began_at(self) -> datetime:
        """Its start, or its end where it was completed before its scheduled start."""
        return min(self.starts_at, self.ended_at)

    @property
    def ended_at(self) -> datetime:
        """Its scheduled end, or when it was completed if that was earlier."""
        if self.status == "completed" and self.completed_at is not None:
            return min(self.scheduled_end, self.completed_at)
        return self.scheduled_end


@dataclass(frozen=True, slots=True)
class Proposal:
    """An interview that never had a time: proposed, or canceled before it was given one."""

    id: UUID
    lead_id: UUID | None
    status: str
    proposed_at: datetime
    called_off_at: datetime | None
    called_off_by: str | None

    @property
    def off_at(self) -> datetime | None:
        return self.called_off_at if self.status == "canceled" else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to them that is not sent; `touched_at` is when it was last changed."""

    id: UUID
    kinds: frozenset[str]
    interview_id: UUID | None
    touched_at: datetime
    introduction_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message to them that did not arrive, or of which nobody knows whether it did: `at` is when that was known."""

    id: UUID
    status: str
    sent_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class IntroductionFacts:
    """The connector is asked to introduce the member to the target. `target` is what is known about the target where they
    are a contact, `logged_at` when the last step was logged.
    """

    id: UUID
    connector_id: UUID
    target_id: UUID | None
    connector_name: str
    target_name: str
    status: str
    planned_at: datetime
    requested_at: datetime | None
    agreed_at: datetime | None
    declined_at: datetime | None
    introduced_at: datetime | None
    logged_at: datetime
    target: "ContactFacts | None" = None


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """A promise by a day that is neither kept nor released; `by` is `me` or `them`."""

    id: UUID
    by: str
    what: str
    due_on: date


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What came of a conversation with `contact_id`, who is called `from_name`; `referred_id` is whom they named,
    `referred_name` and `referred` what is known about them, `led_to` the days of what came of that.
    """

    id: UUID
    contact_id: UUID
    from_name: str
    kind: str
    happened_on: date
    used_on: date | None
    referred_id: UUID | None
    referred_name: str | None
    logged_at: datetime
    referred: "ContactFacts | None" = None
    led_to: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """All that the rules may know about one contact. `listed_at` is since when they are, or would be, on the list of people to
    approach. `colleagues_written_at` and, where only the day is known,
    `colleagues_written_on` are the last message to others with the same employer, read only where the policy asks.
    """

    contact_id: UUID
    created_at: datetime
    listed_at: datetime
    archived: bool
    silenced: bool
    keep_in_touch: bool | None
    approach: bool | None
    cadence: str | None
    deferred_at: datetime | None
    deferred_until: date | None
    declined_at: datetime | None
    has_employer: bool
    messages: Sequence[Message]
    meetings: Sequence[Meeting]
    proposals: Sequence[Proposal] = ()
    drafts: Sequence[Draft] = ()
    undelivered: Sequence[Undelivered] = ()
    colleagues_written_at: datetime | None = None
    colleagues_written_on: date | None = None
    introductions: Sequence[IntroductionFacts] = ()
    promises: Sequence[PromiseFacts] = ()
    outcomes: Sequence[OutcomeFacts] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the list whom the member has not written to; `through_id` is a contact who knows them."""

    contact_id: UUID
    full_name: str
    free_from: datetime
    through_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a member may approach, the oldest first. `moved_at` is when somebody was last added or first written to;
    `written_at` are first messages since about then.
    """

    member_id: UUID
    candidates: Sequence[Candidate]
    moved_at: datetime
    written_at: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True)
class ReminderFacts:
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


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody whom the member met or keeps in touch with, and has not written to since the news: to be told of it. Until
    `busy_until` something else is due that a message to them settles.
    """

    contact_id: UUID
    full_name: str
    last_touch_on: date | None
    deferred_until: date | None = None
    busy_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """A milestone that is news; `untold` in the order in which to tell them; `told` is how many were written to on
    `told_on`, the last day on which somebody was.
    """

    id: UUID
    what: str
    news_at: datetime
    untold: Sequence[Acquaintance]
    told_on: date | None = None
    told: int = 0
