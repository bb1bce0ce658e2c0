"""In which order facts about one contact happened, where some are known by their day alone. Pure, and without a clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from uuid import UUID

from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import ContactFacts, Meeting, Message

# What opens a conversation, where only the day is known.
OPENING = frozenset({"request", "introduction_request", "follow_up"})
LAST_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Timeline:
    """One contact's facts, in order."""

    facts: ContactFacts
    calendar: Calendar

    def instant(self, message: Message) -> datetime:
        """When a message was sent, as it is shown; 00:00 of its day where only that is known."""
        if message.day is None:
            return message.at
        return datetime.combine(message.day, time.min, self.calendar.zone).astimezone(UTC)

    def day(self, message: Message) -> date:
        return message.day or self.calendar.day_of(message.at)

    def place(self, message: Message) -> datetime:
        """Where a message stands among timed facts: known by its day, where it was logged if it was logged on that day, else
        after all of that day.
        """
        if message.day is None:
            return message.at
        if self.calendar.day_of(message.logged_at) == message.day:
            return message.logged_at
        return self.calendar.midnight_after(message.day) - LAST_MOMENT

    def is_after(self, message: Message, moment: datetime) -> bool:
        return self.place(message) > moment

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
        """In order. A day's messages of which one has no time are read as a conversation: what opens it, what they wrote,
        what else the member wrote; and what is answered stands before its answer.
        """
        ordered = sorted(self.facts.messages, key=lambda message: (self.day(message), *_when(message)))
        days = (list(day) for _, day in groupby(ordered, self.day))
        return [message for day in days for message in _answers_last(_as_conversation(day))]

    @cached_property
    def words(self) -> Sequence[Message]:
        """What was said between the two: no automatic answers, and nothing in which they were only copied."""
        return [message for message in self.messages if not message.auto_reply and not message.copied]

    @cached_property
    def standing_meetings(self) -> Sequence[Meeting]:
        return sorted(
            (meeting for meeting in self.facts.meetings if meeting.stands),
            key=lambda meeting: (meeting.starts_at, meeting.id),
        )


def _when(message: Message) -> tuple[datetime, datetime, UUID]:
    return message.at, message.logged_at, message.id


def _as_conversation(day: Sequence[Message]) -> list[Message]:
    """Timed messages keep their order; each that has no time is put where it belongs among them."""
    read = [message for message in day if message.day is None]
    untimed = sorted(
        (message for message in day if message.day is not None),
        key=lambda message: (_turn(message), message.logged_at, message.id),
    )
    for message in untimed:
        read.insert(_where(message, read), message)
    return read


def _turn(message: Message) -> int:
    if message.is_from_them:
        return 1
    return 0 if message.direction == "outbound" and message.kinds & OPENING else 2


def _where(message: Message, read: Sequence[Message]) -> int:
    """What opens stands before all that does not; the rest behind the last that has its turn before, or with it."""
    turn = _turn(message)
    if turn == 0:
        return next((at for at, other in enumerate(read) if _turn(other)), len(read))
    return max((at + 1 for at, other in enumerate(read) if _turn(other) <= turn), default=0)


def _answers_last(day: Sequence[Message]) -> Iterator[Message]:
    """A day's messages in their order, each behind the one that it names; a circle is cut at its first."""
    waiting = {message.id: message for message in day}
    while waiting:
        free = (message for message in waiting.values() if message.in_reply_to_id not in waiting)
        chosen = next(free, None) or next(iter(waiting.values()))
        yield waiting.pop(chosen.id)
