"""How the facts about one contact are read: who expects an answer, the approach, the meetings.

Pure, and without a clock: the rules and the contact's state both start from a `Conversation`.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from api.method.conversation.approaches import Approach, Patience, approaches
from api.method.conversation.calendar import ONE_DAY
from api.method.conversation.expectations import expecting
from api.method.conversation.facts import Meeting, Message, Proposal
from api.method.conversation.timeline import OPENING, Timeline

ASKING = OPENING | {"arrangement"}


@dataclass(frozen=True)
class Conversation(Timeline):
    """One contact's facts, read in order."""

    patience: Patience

    @cached_property
    def expecting(self) -> Collection[UUID]:
        """The words that expect an answer."""
        return expecting(self, self.patience.closes_within)

    @cached_property
    def unanswered(self) -> Sequence[Message]:
        """The inbound words since the last message to them, from the first that expects an answer on."""
        run: list[Message] = []
        for message in self.messages:
            if not message.is_from_them:
                run = []
            elif not message.auto_reply and not message.copied and not self._led_to_a_meeting(message):
                run.append(message)
        first = next((at for at, message in enumerate(run) if message.id in self.expecting), len(run))
        return run[first:]

    @cached_property
    def approach(self) -> Approach:
        """The run of outbound words since their last word, a meeting that was set, or one that took place; or since an
        earlier approach came to no response.
        """
        return approaches(self, self._run, self.expecting, self.patience)

    @property
    def _run(self) -> Sequence[Message]:
        words, deferred_at = self.words, self.facts.deferred_at
        last_theirs = max((at for at, word in enumerate(words) if word.direction != "outbound"), default=-1)
        run = [word for word in words[last_theirs + 1 :] if not self._is_met_by_meeting(word)]
        # "Ask me later" is a word of theirs, and so is what they do about an introduction.
        steps = [*self._steps_of_theirs(), *([] if deferred_at is None else [deferred_at])]
        run = [message for message in run if all(self._is_after_step(message, at) for at in steps)]
        ends = [meeting.ended_at for meeting in self.standing_meetings]
        passed = [end for end in ends if run and self.is_after(run[-1], end)]
        return [message for message in run if self.is_after(message, max(passed))] if passed else run

    def _is_after_step(self, message: Message, at: datetime) -> bool:
        """A step known by its day is kept at its first moment, and is no older than what was written on that day."""
        day = self.calendar.day_of(at)
        if at == self.calendar.midnight_after(day - ONE_DAY):
            return self.day(message) > day
        return self.is_after(message, at)

    def _steps_of_theirs(self) -> Iterator[datetime]:
        for introduction in self.facts.introductions:
            if introduction.connector_id == self.facts.contact_id:
                steps = (introduction.agreed_at, introduction.declined_at, introduction.introduced_at)
                yield from (at for at in steps if at is not None)

    def _led_to_a_meeting(self, message: Message) -> bool:
        """Whether a meeting was first set after it; moving one answers nothing else."""
        return any(
            self.is_set_after(replace(meeting, set_at=meeting.first_set_at), message) for meeting in self.facts.meetings
        )

    def _is_met_by_meeting(self, message: Message) -> bool:
        return any(self.is_set_after(meeting, message) for meeting in self.facts.meetings)

    @property
    def asked(self) -> Message | None:
        """The approach's last message that expects an answer; none: nobody is waited for."""
        return self.approach.asked

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
        talks = [self.instant(message) for message in self.messages if message.is_in_person]
        return min([*talks, *(meeting.ended_at for meeting in self.standing_meetings)], default=None)

    def led(self, statuses: Collection[str]) -> Sequence[Meeting]:
        """The standing meetings whose own items stand under this contact."""
        led = (meeting for meeting in self.standing_meetings if meeting.lead_id == self.facts.contact_id)
        return [meeting for meeting in led if meeting.status in statuses]
