"""How the facts about one contact are read: their order, who expects an answer, the approach, the meetings.

Pure, and without a clock: the rules and the contact's state both start from a `Conversation`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from uuid import UUID

from api.due.calendar import Calendar

ASKING = frozenset({"request", "introduction_request", "follow_up", "arrangement"})


@dataclass(frozen=True, slots=True)
class Message:
    """A message or talk that really happened. `day` is set where only the day is known."""

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


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview with a time. `lead_id` is the participant under whom its own items stand."""

    id: UUID
    lead_id: UUID | None
    status: str
    starts_at: datetime
    scheduled_end: datetime
    set_at: datetime
    confirmed_for: datetime | None
    completed_at: datetime | None
    called_off_at: datetime | None
    has_takeaways: bool
    logged_at: datetime
    confirmations: Sequence[Message] = ()

    @property
    def stands(self) -> bool:
        return self.status in {"scheduled", "completed"}

    @property
    def ended_at(self) -> datetime:
        """Its scheduled end, or when it was completed if that was earlier."""
        if self.status == "completed" and self.completed_at is not None:
            return min(self.scheduled_end, self.completed_at)
        return self.scheduled_end


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """All that the rules may know about one contact."""

    contact_id: UUID
    created_at: datetime
    archived: bool
    silenced: bool
    keep_in_touch: bool | None
    cadence: str | None
    deferred_at: datetime | None
    deferred_until: date | None
    declined_at: datetime | None
    messages: Sequence[Message]
    meetings: Sequence[Meeting]


@dataclass(frozen=True)
class Conversation:
    """One contact's facts, read in order."""

    facts: ContactFacts
    calendar: Calendar

    def instant(self, message: Message) -> datetime:
        """When a message was sent; 00:00 of its day where only that is known."""
        if message.day is None:
            return message.at
        return datetime.combine(message.day, time.min, self.calendar.zone).astimezone(UTC)

    def day(self, message: Message) -> date:
        return message.day or self.calendar.day_of(message.at)

    def is_after(self, message: Message, moment: datetime) -> bool:
        """A fact known by its day stands after the timed facts of that day."""
        if message.day is None:
            return message.at > moment
        return message.day >= self.calendar.day_of(moment)

    def is_set_after(self, meeting: Meeting, message: Message) -> bool:
        """Whether a meeting's time was agreed after a message; on the message's own day the benefit is its writer's."""
        if message.day is None:
            return meeting.set_at >= message.at
        return self.calendar.day_of(meeting.set_at) >= message.day

    @cached_property
    def messages(self) -> Sequence[Message]:
        """In order: by day, timed before day-only; then what is answered before its answer, inbound before outbound."""
        ranks = {"inbound": 0, "mutual": 1, "outbound": 2}

        def key(message: Message) -> tuple[date, bool, datetime, int, datetime, UUID]:
            rank = ranks[message.direction]
            at = message.at if message.day is None else datetime.max.replace(tzinfo=UTC)
            return (self.day(message), message.day is not None, at, rank, message.logged_at, message.id)

        return self._answers_last(sorted(self.facts.messages, key=key))

    def _answers_last(self, ordered: list[Message]) -> list[Message]:
        """Move an answer behind what it answers, where one of the two is known only by the day they share."""
        for message in [one for one in ordered if one.in_reply_to_id]:
            places = {one.id: at for at, one in enumerate(ordered)}
            earlier = places.get(message.in_reply_to_id) if message.in_reply_to_id else None
            if earlier is None or earlier < places[message.id]:
                continue
            answered = ordered[earlier]
            if self.day(answered) == self.day(message) and (answered.day or message.day):
                ordered.pop(places[message.id])
                ordered.insert(earlier, message)
        return ordered

    @cached_property
    def words(self) -> Sequence[Message]:
        """What was said between the two: no automatic answers, and nothing in which they were only copied."""
        return [one for one in self.messages if not one.auto_reply and not one.copied]

    @cached_property
    def expectations(self) -> Sequence[bool]:
        """For each of the words, whether it expects an answer."""
        found: list[bool] = []
        for at, message in enumerate(self.words):
            found.append(
                self._expects(at, message, found) if message.expects_answer is None else message.expects_answer
            )
        return found

    def _expects(self, at: int, message: Message, before: Sequence[bool]) -> bool:
        if message.is_talk:
            return False
        if not message.is_from_them:
            return message.kind in ASKING or (message.kind == "reply" and not self._arranged_before(at, message))
        answered = self._answered_by(at, message)
        return True if answered is None else before[answered]

    def _answered_by(self, at: int, message: Message) -> int | None:
        """Which of the words an inbound message answers: the one it names, that of the inbound before it, or the
        latest from the other side.
        """
        earlier = self.words[:at]
        for place, one in enumerate(earlier):
            if one.id == message.in_reply_to_id:
                return place
        if earlier and earlier[-1].is_from_them:
            return at - 1
        return next((place for place in reversed(range(at)) if earlier[place].direction == "outbound"), None)

    def _arranged_before(self, at: int, message: Message) -> bool:
        """Whether, when it was written, a meeting was set or had taken place."""
        if any(one.is_talk and one.channel == "in_person" for one in self.words[:at]):
            return True
        return any(
            self.is_after(message, meeting.set_at)
            and (meeting.called_off_at is None or not self.is_after(message, meeting.called_off_at))
            for meeting in self.facts.meetings
        )

    @cached_property
    def standing_meetings(self) -> Sequence[Meeting]:
        return sorted((one for one in self.facts.meetings if one.stands), key=lambda one: (one.starts_at, one.id))

    @cached_property
    def unanswered(self) -> Sequence[Message]:
        """The run of inbound words since the member's last, from the first that expects an answer on."""
        words = self.words
        last_own = max((at for at, one in enumerate(words) if not one.is_from_them), default=-1)
        run = [
            at
            for at in range(last_own + 1, len(words))
            if not any(self.is_set_after(meeting, words[at]) for meeting in self.facts.meetings)
        ]
        first = next((at for at in run if self.expectations[at]), None)
        return [] if first is None else [words[at] for at in run if at >= first]

    @cached_property
    def approach(self) -> Sequence[Message]:
        """The run of outbound words since their last word, a meeting that was set, or one that took place."""
        words = self.words
        last_theirs = max((at for at, one in enumerate(words) if one.direction != "outbound"), default=-1)
        return [one for one in words[last_theirs + 1 :] if not self._is_met_by_meeting(one)]

    def _is_met_by_meeting(self, message: Message) -> bool:
        return any(self.is_set_after(meeting, message) for meeting in self.facts.meetings)

    @cached_property
    def asked(self) -> Message | None:
        """The approach's last message that expects an answer; none: nobody is waited for."""
        expecting = {one.id for one, expects in zip(self.words, self.expectations, strict=True) if expects}
        return next((one for one in reversed(self.approach) if one.id in expecting), None)

    @cached_property
    def followed_up(self) -> Message | None:
        return next((one for one in reversed(self.approach) if "follow_up" in one.kinds), None)

    def next_meeting_after(self, message: Message) -> Meeting | None:
        """The first standing meeting that was set before a message and begins after it: it makes waiting moot."""
        return next((one for one in self.standing_meetings if not self.is_after(message, one.starts_at)), None)

    @cached_property
    def touches(self) -> Sequence[Message]:
        """Messages that really reached somebody; one in which they only read along counts where it was the member's."""
        return [one for one in self.messages if not one.auto_reply and not (one.copied and one.is_from_them)]

    @cached_property
    def last_touch(self) -> Message | None:
        return self.touches[-1] if self.touches else None

    @cached_property
    def last_meeting(self) -> Meeting | None:
        """The standing meeting that ends last, whether or not it has."""
        return max(self.standing_meetings, key=lambda one: (one.ended_at, one.id), default=None)

    @cached_property
    def met_from(self) -> datetime | None:
        """The end of the first standing meeting, or the first talk in person."""
        talks = [self.instant(one) for one in self.messages if one.is_talk and one.channel == "in_person"]
        return min([*talks, *(one.ended_at for one in self.standing_meetings)], default=None)
