"""The numbers that the rules go by, each with its unit, limits and source; and the values in force for somebody. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import count

from api.method.source import METHOD

_places = count()


class NumberUnit(StrEnum):
    WORKING_DAYS = "working days"
    DAYS = "days"
    HOURS = "hours"
    WEEKS = "weeks"
    MONTHS = "months"
    QUESTIONS = "questions"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the policy, as it is explained to its readers. With `ends_day` it runs to the midnight after the day that
    is counted, not to its morning. `place` keeps a rule's numbers in the order in which its block says them.
    """

    default: int
    unit: NumberUnit
    most: int
    says: str
    source: str = METHOD
    least: int = 1
    ends_day: bool = False
    place: int = field(default_factory=lambda: next(_places), compare=False)


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether a rule is used, where that is the organization's choice."""

    says: str
    source: str
    default: bool = False
    place: int = field(default_factory=lambda: next(_places), compare=False)


working_days = partial(Number, unit=NumberUnit.WORKING_DAYS)
days = partial(Number, unit=NumberUnit.DAYS)
hours = partial(Number, unit=NumberUnit.HOURS)
months = partial(Number, unit=NumberUnit.MONTHS)

# Shared by every rule that has `flagged`.
LOGGED_LATE = "logged_late"
FLAGS_NOT_BEYOND = days(5, most=90, says="What was logged this long after it happened is never flagged")


@dataclass(frozen=True, slots=True)
class DuePolicy:
    """The value of every number and switch of the rules, by its name."""

    values: Mapping[str, int]

    def __getitem__(self, name: str) -> int:
        return self.values[name]
