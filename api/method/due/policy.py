"""The due policy of an organization: all that the rules say of numbers, and what is stored of an organization's own. Pure."""

from collections.abc import Mapping, Sequence

from api.method.conversation.approaches import Patience
from api.method.due.numbers import FLAGS_NOT_BEYOND, LOGGED_LATE, DuePolicy, Number, NumberUnit, Switch
from api.method.due.table import RULES

EXPLAINED: Mapping[str, Number | Switch] = {
    name: explained for rule in RULES for name, explained in rule.explained.items()
} | {LOGGED_LATE: FLAGS_NOT_BEYOND}
NUMBERS: Mapping[str, Number] = {name: value for name, value in EXPLAINED.items() if isinstance(value, Number)}
# Numbers of one rule, the earlier first.
IN_ORDER: Sequence[tuple[str, str]] = [pair for rule in RULES for pair in rule.in_order]
# The least that a unit can be: a working day is 24 hours or, over holidays, more.
HOURS_AT_LEAST = {NumberUnit.HOURS: 1, NumberUnit.DAYS: 24, NumberUnit.WORKING_DAYS: 24, NumberUnit.MONTHS: 28 * 24}
DEFAULTS: Mapping[str, int] = {name: explained.default for name, explained in EXPLAINED.items()}


def patience_of(policy: DuePolicy) -> Patience:
    return Patience(**{name: policy[name] for name in Patience.__slots__})


def is_in_order(earlier: str, later: str, policy: DuePolicy) -> bool:
    """Whether the later of two numbers may come after the earlier: False where it never could."""
    first, last = (policy[name] * HOURS_AT_LEAST[NUMBERS[name].unit] for name in (earlier, later))
    return first <= last


def policy_of(stored: Mapping[str, int]) -> DuePolicy:
    """The policy of an organization, of which it stores what it has set; the rest are defaults."""
    return DuePolicy({**DEFAULTS, **{name: value for name, value in stored.items() if name in DEFAULTS}})
