"""Which of the words expect an answer: as somebody said, or as it follows from the facts. Pure, and without a clock."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from api.method.conversation.facts import Meeting, Message
from api.method.conversation.timeline import OPENING, Timeline

# What is said about a time; whether it waits for an answer depends on what else is agreed.
ABOUT_A_TIME = frozenset({"arrangement", "reply"})


@dataclass(frozen=True, slots=True)
class Thing:
    """What a word of theirs may answer: when it was, and whether it asked them for something."""

    place: datetime
    day: date
    asked: bool


@dataclass(slots=True)
class Said:
    """What was said so far: the member's last message, what they wrote since, and whether the two had talked in person."""

    last: Message | None = None
    theirs: list[Message] = field(default_factory=list)
    talked: bool = False

    def add(self, message: Message) -> None:
        self.talked = self.talked or message.is_in_person
        if not message.is_from_them:
            self.last, self.theirs = message, []
        elif not message.auto_reply and not message.copied:
            self.theirs.append(message)


def expecting(timeline: Timeline, closes_within: int) -> Collection[UUID]:
    """The words that expect an answer. The order of logging does not matter."""
    found: set[UUID] = set()
    said = Said()
    words = {word.id: word for word in timeline.words}
    for message in timeline.messages:
        if message.id in words and _expects(timeline, message, said, words, found, closes_within):
            found.add(message.id)
        said.add(message)
    return found


def _expects(
    timeline: Timeline,
    message: Message,
    said: Said,
    words: Mapping[UUID, Message],
    found: Collection[UUID],
    closes_within: int,
) -> bool:
    if message.expects_answer is not None:
        return message.expects_answer
    if message.is_from_them:
        named = words.get(message.in_reply_to_id) if message.in_reply_to_id else None
        if named is None or named.direction != "outbound":
            return not _closes(timeline, message, _last_thing(timeline, message, said.last, found), said, closes_within)
        return not _closes(timeline, message, _as_thing(timeline, named, found), said, closes_within)
    return not message.is_talk and _asks_them(timeline, message, said)


def _asks_them(timeline: Timeline, message: Message, said: Said) -> bool:
    if message.kinds & OPENING:
        return True
    if not message.kinds & ABOUT_A_TIME:
        return False
    if message.asks:
        return True
    meetings = timeline.facts.meetings
    if any(_stands_at(timeline, meeting, message) or timeline.is_set_after(meeting, message) for meeting in meetings):
        return False
    if message.kinds & ABOUT_A_TIME == {"reply"} and _were_referred(timeline, message, said):
        return False
    place = timeline.place(message)
    had_met = said.talked or any(meeting.ended_at <= place for meeting in timeline.standing_meetings)
    return "arrangement" in message.kinds or not had_met


def _were_referred(timeline: Timeline, message: Message, said: Said) -> bool:
    """Whether what is answered asked nothing and named somebody else to talk to: then that is thanked for, and no more is
    waited for.
    """
    if not said.theirs or any(word.asks for word in said.theirs):
        return False
    since, until = timeline.day(said.theirs[0]), timeline.day(message)
    referrals = (outcome for outcome in timeline.facts.outcomes if outcome.kind == "referral")
    return any(
        outcome.contact_id == timeline.facts.contact_id and since <= outcome.happened_on <= until
        for outcome in referrals
    )


def _stands_at(timeline: Timeline, meeting: Meeting, message: Message) -> bool:
    """Whether it was set by then, not called off by then, and begins later."""
    place, off_at = timeline.place(message), meeting.called_off_at
    return meeting.first_set_at <= place < meeting.starts_at and (off_at is None or off_at > place)


def _closes(timeline: Timeline, message: Message, thing: Thing | None, said: Said, closes_within: int) -> bool:
    """Whether it ends what was said: it asks nothing, and is their first word, soon, after something that asked for nothing;
    or it says that they have introduced the member.
    """
    day = timeline.day(message)
    if message.asks:
        return False
    if any(timeline.calendar.day_of(at) == day for at in _introduced_at(timeline)):
        return True
    if thing is None or thing.asked or day - thing.day > timedelta(days=closes_within):
        return False
    return all(timeline.day(word) == day or timeline.place(word) < thing.place for word in said.theirs)


def _introduced_at(timeline: Timeline) -> Iterator[datetime]:
    for introduction in timeline.facts.introductions:
        if introduction.connector_id == timeline.facts.contact_id and introduction.introduced_at is not None:
            yield introduction.introduced_at


def _last_thing(timeline: Timeline, message: Message, last: Message | None, found: Collection[UUID]) -> Thing | None:
    said = [] if last is None else [_as_thing(timeline, last, found)]
    agreed = [Thing(at, timeline.calendar.day_of(at), asked=False) for at in _agreed_before(timeline, message)]
    return max([*said, *agreed], key=lambda thing: (thing.day, thing.place), default=None)


def _as_thing(timeline: Timeline, message: Message, found: Collection[UUID]) -> Thing:
    return Thing(timeline.place(message), timeline.day(message), asked=message.id in found)


def _agreed_before(timeline: Timeline, message: Message) -> Iterator[datetime]:
    """When a meeting was set, moved or held before a word of theirs."""
    place = timeline.place(message)
    for meeting in timeline.facts.meetings:
        if not timeline.is_set_after(meeting, message):
            yield meeting.set_at
        if meeting.first_set_at < place and meeting.first_set_at < meeting.set_at:
            yield meeting.first_set_at
        if meeting.stands and meeting.ended_at <= place:
            yield meeting.ended_at
