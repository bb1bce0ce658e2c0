"""How the facts about one contact are read: their order, who expects an answer, the approach, the meetings.

Pure, and without a clock: the rules and the contact's state both start from a `Conversation`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from itertools import groupby
from uuid import UUID

from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import ContactFacts, Meeting, Message, Proposal

RANKS = {"inbound": 0, "mutual": 1, "outbound": 2}
ASKING = frozenset({"request", "introduction_request", "follow_up", "arrangement"})


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
        """Whether a meeting's time was agreed after a message; on a day-only message's own day, if it was not called
        off by then: what is agreed that day is most likely what the message led to.
        """
        if message.day is None:
            return meeting.set_at >= message.at
        called_off = meeting.called_off_at and self.calendar.day_of(meeting.called_off_at) <= message.day
        return self.calendar.day_of(meeting.set_at) >= message.day and not called_off

    @cached_property
    def messages(self) -> Sequence[Message]:
        """In order: by day, timed before day-only, inbound before outbound where only the day is known, as created;
        and within a day what is answered before its answer.
        """
        ordered = sorted(self.facts.messages, key=self._key)
        return [message for _, day in groupby(ordered, self.day) for message in self._answers_last(list(day))]

    def _key(self, message: Message) -> tuple[date, bool, datetime, int, datetime, UUID]:
        if message.day is None:
            return (self.day(message), False, message.at, 0, message.logged_at, message.id)
        return (message.day, True, message.at, RANKS[message.direction], message.logged_at, message.id)

    def _answers_last(self, day: list[Message]) -> Iterator[Message]:
        """A day's messages in their order, each behind the one that it names; a circle is cut at its first."""
        waiting = {message.id: message for message in day}
        while waiting:
            free = (message for message in waiting.values() if message.in_reply_to_id not in waiting)
            chosen = next(free, None) or next(iter(waiting.values()))
            yield waiting.pop(chosen.id)

    @cached_property
    def words(self) -> Sequence[Message]:
        """What was said between the two: no automatic answers, and nothing in which they were only copied."""
        return [message for message in self.messages if not message.auto_reply and not message.copied]

    @cached_property
    def expectations(self) -> Sequence[bool]:
        """For each of the words, whether it expects an answer: as somebody said, or as it follows from the facts."""
        found: list[bool] = []
        places: dict[UUID, int] = {}
        last_outbound: int | None = None
        met = False
        for at, message in enumerate(self.words):
            if message.expects_answer is not None:
                found.append(message.expects_answer)
            elif message.is_from_them:
                answered = self._answered(message, at, places, last_outbound)
                found.append(True if answered is None else found[answered])
            else:
                asks = bool(message.kinds & ASKING)
                found.append(asks or ("reply" in message.kinds and not met and not self._is_arranged(message)))
            places[message.id] = at
            if message.direction == "outbound":
                last_outbound = at
            met = met or (message.is_talk and message.channel == "in_person")
        return found

    def _answered(self, message: Message, at: int, places: Mapping[UUID, int], last_outbound: int | None) -> int | None:
        """Where the word stands that an inbound message answers: the one it names, else the inbound just before it, which
        it continues, else the latest outbound; None where there is none.
        """
        if message.in_reply_to_id is not None and message.in_reply_to_id in places:
            return places[message.in_reply_to_id]
        return at - 1 if at and self.words[at - 1].is_from_them else last_outbound

    def _is_arranged(self, message: Message) -> bool:
        """Whether, when it was written, a meeting was set or had taken place."""
        return any(
            self.is_after(message, meeting.first_set_at)
            and (meeting.called_off_at is None or not self.is_after(message, meeting.called_off_at))
            for meeting in self.facts.meetings
        )

    @cached_property
    def standing_meetings(self) -> Sequence[Meeting]:
        return sorted(
            (meeting for meeting in self.facts.meetings if meeting.stands),
            key=lambda meeting: (meeting.starts_at, meeting.id),
        )

    @cached_property
    def unanswered(self) -> Sequence[Message]:
        """The inbound words since the last message to them, from the first that expects an answer on."""
        expecting = {word.id for word, expects in zip(self.words, self.expectations, strict=True) if expects}
        run: list[Message] = []
        for message in self.messages:
            if not message.is_from_them:
                run = []
            elif not message.auto_reply and not message.copied and not self._is_met_by_meeting(message):
                run.append(message)
        first = next((at for at, message in enumerate(run) if message.id in expecting), len(run))
        return run[first:]

    @cached_property
    def approach(self) -> Sequence[Message]:
        """The run of outbound words since their last word, a meeting that was set, or one that took place."""
        words, deferred_at = self.words, self.facts.deferred_at
        last_theirs = max((at for at, word in enumerate(words) if word.direction != "outbound"), default=-1)
        run = [word for word in words[last_theirs + 1 :] if not self._is_met_by_meeting(word)]
        if deferred_at is not None:
            # "Ask me later" is a word of theirs.
            run = [message for message in run if self.is_after(message, deferred_at)]
        ends = [meeting.ended_at for meeting in self.standing_meetings]
        passed = [end for end in ends if run and self.is_after(run[-1], end)]
        return [message for message in run if self.is_after(message, max(passed))] if passed else run

    def _is_met_by_meeting(self, message: Message) -> bool:
        return any(self.is_set_after(meeting, message) for meeting in self.facts.meetings)

    @cached_property
    def asked(self) -> Message | None:
        """The approach's last message that expects an answer; none: nobody is waited for."""
        expecting = {word.id for word, expects in zip(self.words, self.expectations, strict=True) if expects}
        return next((message for message in reversed(self.approach) if message.id in expecting), None)

    @cached_property
    def waiting_for(self) -> Message | None:
        """The message whose answer is waited for; none where they declined, or asked to be asked later."""
        asked = self.asked
        return None if asked is None or self.facts.declined_at or self._is_put_off(asked) else asked

    def _is_put_off(self, message: Message) -> bool:
        until = self.facts.deferred_until
        return until is not None and self.day(message) < until and not self.asks_after_deferral(message)

    def asks_after_deferral(self, message: Message) -> bool:
        """Whether it asks them again, and is not just the courtesy that answers "ask me in spring"."""
        deferred_at = self.facts.deferred_at
        asks = message.expects_answer or (message.expects_answer is None and bool(message.kinds & ASKING))
        return (
            asks and deferred_at is not None and message.direction == "outbound" and self.is_after(message, deferred_at)
        )

    @cached_property
    def last_called_off(self) -> tuple[datetime, Meeting | Proposal] | None:
        """The latest, of those that stand under this contact, that was canceled or where somebody did not appear, and
        since when it is off.
        """
        every: Sequence[Meeting | Proposal] = (*self.facts.meetings, *self.facts.proposals)
        ever = ((meeting.off_at, meeting) for meeting in every if meeting.lead_id == self.facts.contact_id)
        return max(
            ((at, meeting) for at, meeting in ever if at is not None), key=lambda off: (off[0], off[1].id), default=None
        )

    @cached_property
    def followed_up(self) -> Message | None:
        return next((message for message in reversed(self.approach) if "follow_up" in message.kinds), None)

    def next_meeting_after(self, message: Message) -> Meeting | None:
        """The first standing meeting that begins after the message: from then on nobody waits for its answer."""
        return next(
            (meeting for meeting in self.standing_meetings if not self.is_after(message, meeting.starts_at)), None
        )

    @cached_property
    def touches(self) -> Sequence[Message]:
        """Messages that really reached somebody; one in which they only read along counts where it was the member's."""
        return [
            message
            for message in self.messages
            if not message.auto_reply and not (message.copied and message.is_from_them)
        ]

    @cached_property
    def last_touch(self) -> Message | None:
        return self.touches[-1] if self.touches else None

    @cached_property
    def last_meeting(self) -> Meeting | None:
        """The standing meeting that ends last, whether or not it has."""
        return max(self.standing_meetings, key=lambda meeting: (meeting.ended_at, meeting.id), default=None)

    @property
    def is_kept_up(self) -> bool:
        """Whether they are kept in touch with: who was met is, unless somebody said otherwise, or they declined."""
        if self.facts.declined_at or self.facts.keep_in_touch is False:
            return False
        return bool(self.facts.keep_in_touch) or self.met_from is not None

    @cached_property
    def met_from(self) -> datetime | None:
        """The end of the first standing meeting, or the first talk in person."""
        talks = [
            self.instant(message) for message in self.messages if message.is_talk and message.channel == "in_person"
        ]
        return min([*talks, *(meeting.ended_at for meeting in self.standing_meetings)], default=None)

    def led(self, statuses: Collection[str]) -> Sequence[Meeting]:
        """The standing meetings whose own items stand under this contact."""
        led = (meeting for meeting in self.standing_meetings if meeting.lead_id == self.facts.contact_id)
        return [meeting for meeting in led if meeting.status in statuses]

    def was_refused(self, since: datetime) -> bool:
        """Whether they declined, or asked since then to be asked later."""
        deferred_at = self.facts.deferred_at
        return self.facts.declined_at is not None or (deferred_at is not None and deferred_at >= since)
