"""The approach: what was written to somebody since their last word, and when it has come to no response. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from api.method.conversation.facts import IntroductionFacts, Message
from api.method.conversation.timeline import Timeline

# A new approach is followed up by itself if it comes this long after the last message of the one before that asked.
ANEW_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Patience:
    """Numbers of the policy by which a conversation is read: days within which a word of theirs closes it; and working days
    after which a follow-up, a reminder of an introduction, or what is owed to either is given up.
    """

    closes_within: int
    no_response: int
    follow_up_expires: int
    chase_introduction_expires: int


@dataclass(frozen=True)
class Approach:
    """`is_one_more`: it came so soon after an approach without a response that it is not followed up by itself."""

    timeline: Timeline
    messages: Sequence[Message]
    expecting: Collection[UUID]
    patience: Patience
    is_one_more: bool = False

    @cached_property
    def asked(self) -> Message | None:
        """Its last message that expects an answer; none: nobody is waited for."""
        return next((message for message in reversed(self.messages) if message.id in self.expecting), None)

    @property
    def follow_up(self) -> Message | None:
        return next((message for message in reversed(self.messages) if "follow_up" in message.kinds), None)

    @property
    def is_followed_up(self) -> bool:
        return self.is_one_more or self.follow_up is not None

    @cached_property
    def no_response_from(self) -> datetime | None:
        """Some working days after an unanswered follow-up, or when the follow-up (for an introduction, the reminder) has
        lapsed undone. None: nobody is waited for.
        """
        if self.asked is None:
            return None
        timeline, patience = self.timeline, self.patience
        asked_on = timeline.day(self.asked)
        if self.is_followed_up:
            last = max(asked_on, timeline.day(self.follow_up)) if self.follow_up else asked_on
            return timeline.calendar.working_morning(patience.no_response, last)
        introduction = asked_for(timeline, self.asked)
        if introduction is not None:
            since = introduction.requested_at or introduction.planned_at
            on, number = timeline.calendar.day_of(since), patience.chase_introduction_expires
        else:
            on, number = asked_on, patience.follow_up_expires
        return timeline.calendar.working_morning(number, on, own=True)

    def has_ended_by(self, message: Message) -> bool:
        return self.no_response_from is not None and self.timeline.place(message) >= self.no_response_from

    def is_long_before(self, day: date) -> bool:
        return self.asked is not None and day - self.timeline.day(self.asked) >= ANEW_AFTER


def asked_for(timeline: Timeline, message: Message) -> IntroductionFacts | None:
    """The introduction past `planned` for which a message asked: other rules follow that up."""
    if "introduction_request" not in message.kinds:
        return None
    return next(
        (
            introduction
            for introduction in timeline.facts.introductions
            if introduction.connector_id == timeline.facts.contact_id
            and introduction.status != "planned"
            and timeline.calendar.day_of(introduction.logged_at) >= timeline.day(message)
        ),
        None,
    )


def approaches(timeline: Timeline, run: Sequence[Message], expecting: Collection[UUID], patience: Patience) -> Approach:
    """The last of a run's approaches: a message that expects an answer, after one came to no response, begins another."""
    approach = Approach(timeline, (), expecting, patience)
    for message in run:
        if message.id in expecting and approach.has_ended_by(message):
            is_one_more = not approach.is_long_before(timeline.day(message))
            approach = Approach(timeline, (message,), expecting, patience, is_one_more=is_one_more)
        else:
            approach = Approach(
                timeline, (*approach.messages, message), expecting, patience, is_one_more=approach.is_one_more
            )
    return approach
