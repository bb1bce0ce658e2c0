"""What a rule is: its numbers, its words, what it finds and what settles that, whole in one block. Pure, and without a clock.

The blocks stand in the files of their families; `table.py` lists them, and all else follows from them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from api.core.fields.durations import Duration
from api.method.conversation.calendar import ONE_DAY, Calendar
from api.method.conversation.conversation import Conversation
from api.method.conversation.facts import ContactFacts, Draft, Message
from api.method.due.actions import Settle
from api.method.due.items import Because, Item, Opening, Times, item_of
from api.method.due.numbers import FLAGS_NOT_BEYOND, LOGGED_LATE, DuePolicy, Number, NumberUnit, Switch
from api.method.source import METHOD

TIMES = ("due", "late", "flagged", "expires")


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule decides on; `open_items` are those of the rules before it in the table."""

    rule: "Rule"
    conversation: Conversation
    policy: DuePolicy
    open_items: Sequence[Item]

    @property
    def calendar(self) -> Calendar:
        return self.conversation.calendar

    @property
    def facts(self) -> ContactFacts:
        return self.conversation.facts

    def counted(self, on: date) -> Times:
        """The rule's times, counted from a day."""
        return self.rule.counted(on, None, self.policy, self.calendar)


Find = Callable[[Case], Iterator[Opening]]


def is_about_nothing_else(draft: Draft, item: Item) -> bool:
    return {draft.interview_id, draft.introduction_id} <= {None, item.subject_id}


@dataclass(frozen=True, slots=True)
class Rule:
    """`due`, `late`, `flagged` and `expires` count from what opens an item: hours to the minute; days, months and working
    days to the morning of a day (`own`: closed periods and absences are no working days either). Without `due` it is due
    at once. In the policy each is named after the rule: `late` of the rule `thank_you` is `thank_you_late`. `more` are
    other numbers by their whole names, `switch` turns the rule on.

    `title` and `says` are shown with each item, with `source` and the requests that `settle` it; `titles` are others, by
    the fact that opened it, and `facts` say each fact in words that are true before and after its time. `opens`, `since`
    (or `when`, which names numbers of the policy) and `settled_by` explain the rule itself. `writes` is the kind of message
    that does what it asks for, `or_writes` are others that do; a draft of one of them counts if it `fits`. `find` is None
    where the items come from something else than a contact's facts.
    """

    kind: str
    title: str
    says: str
    opens: str
    settled_by: str
    find: Find | None
    settle: Settle
    expires: Number | None = None
    due: Number | None = None
    late: Number | None = None
    flagged: Number | None = None
    more: Mapping[str, Number] = field(default_factory=dict)
    switch: Switch | None = None
    own: bool = False
    source: str = METHOD
    since: str = "that"
    when: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    writes: str | None = None
    or_writes: frozenset[str] = frozenset()
    fits: Callable[[Draft, Item], bool] = is_about_nothing_else
    # Pairs of numbers (the earlier, the later) that a policy must keep in order; None: its times, one after the other.
    order: Sequence[tuple[str, str]] | None = None
    # It asks something of them: not once they have declined, nor before the day from which on they said to ask.
    asks: bool = False
    # It is due about archived contacts too.
    of_archived: bool = False

    @property
    def explained(self) -> Mapping[str, Number | Switch]:
        """Its switch and its numbers by their names in the policy, in the order of the block."""
        own = {f"{self.kind}_on": self.switch} | {f"{self.kind}_{name}": getattr(self, name) for name in TIMES}
        named = {name: value for name, value in own.items() if value is not None} | dict(self.more)
        return dict(sorted(named.items(), key=lambda entry: entry[1].place))

    @property
    def numbers(self) -> Mapping[str, Number | Switch]:
        """What it goes by: its own, and what it shares with others."""
        return {**self.explained, **({LOGGED_LATE: FLAGS_NOT_BEYOND} if self.flagged else {})}

    @property
    def in_order(self) -> Sequence[tuple[str, str]]:
        """Names of numbers, the earlier first."""
        given = [f"{self.kind}_{name}" for name in TIMES if getattr(self, name) is not None]
        return list(pairwise(given)) if self.order is None else self.order

    @property
    def draft_kinds(self) -> frozenset[str]:
        return self.or_writes | ({self.writes} if self.writes else frozenset())

    @property
    def explanation(self) -> str:
        """When an item is due, late, flagged and lapsed, with the names of numbers in braces."""
        if self.when is not None:
            return self.when
        due = f"{{{self.kind}_due}} after {self.since}" if self.due else "at once"
        flagged = f"; flagged after {{{self.kind}_flagged}}" if self.flagged else ""
        return f"Due {due}, late after {{{self.kind}_late}}{flagged}; it lapses after {{{self.kind}_expires}}."

    def is_used(self, policy: DuePolicy) -> bool:
        return self.switch is None or bool(policy[f"{self.kind}_on"])

    def items(self, case: Case) -> Iterator[Item]:
        """What it asks for about a contact, if it is used."""
        if self.find is None or not self.is_used(case.policy):
            return
        if self.asks and case.facts.declined_at is not None:
            return
        for opening in self.find(case):
            for item in self.item(opening, case.facts.contact_id, case.policy, case.calendar):
                if not (self.asks and _comes_before_their_day(item, case)):
                    yield item

    def item(self, opening: Opening, contact_id: UUID | None, policy: DuePolicy, calendar: Calendar) -> Iterator[Item]:
        times = opening.times or self.counted(
            opening.on, opening.at, policy, calendar, is_flagged=_is_flagged(opening, policy, calendar)
        )
        yield from item_of(self.kind, contact_id, opening, times)

    def counted(
        self, on: date, at: datetime | None, policy: DuePolicy, calendar: Calendar, *, is_flagged: bool = False
    ) -> Times:
        def moment(name: str) -> datetime:
            number: Number | None = getattr(self, name)
            if number is None and at is not None:
                return at
            if number is None:
                raise UncountedTimeError(f"{self.kind} says no number for `{name}`, and its opening no instant")
            return _moment(number, policy[f"{self.kind}_{name}"], on, at, calendar, own=self.own)

        return Times(
            due_at=moment("due"),
            late_at=moment("late"),
            flagged_at=moment("flagged") if self.flagged and is_flagged else None,
            expires_at=moment("expires"),
        )


def _comes_before_their_day(item: Item, case: Case) -> bool:
    until = case.facts.deferred_until
    return until is not None and item.due_at < case.calendar.midnight_after(until - ONE_DAY)


class UncountedTimeError(Exception):
    """A rule has no number for one of its times, and its opening does not say that time: a mistake in the code."""


def _moment(number: Number, value: int, on: date, at: datetime | None, calendar: Calendar, *, own: bool) -> datetime:
    if number.unit is NumberUnit.HOURS and at is not None:
        return at + timedelta(hours=value)
    if number.unit is NumberUnit.DAYS:
        return calendar.morning(on + timedelta(days=value))
    if number.unit is NumberUnit.MONTHS:
        return calendar.morning(calendar.plus(on, Duration(months=value)))
    if number.unit is NumberUnit.WORKING_DAYS:
        day = calendar.working_day(value, on, own=own)
        return calendar.midnight_after(day) if number.ends_day else calendar.morning(day)
    raise UncountedTimeError(f"{number.unit} are not counted from a day alone")


def _is_flagged(opening: Opening, policy: DuePolicy, calendar: Calendar) -> bool:
    """What was logged long after it happened is never flagged."""
    if opening.logged_at is None:
        return False
    return (calendar.day_of(opening.logged_at) - opening.on).days <= policy[LOGGED_LATE]


def because_of(fact: str, message: Message, case: Case) -> Because:
    return Because(fact, case.conversation.instant(message), "outreach_email", message.id)
