"""The numbers of an organization's due policy: pure data, with unit, limits and source. The rules read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the policy, as it is explained to its readers."""

    default: int
    unit: str
    least: int
    most: int
    says: str
    source: str


METHOD = "Touchbase method"


def _number(default: int, unit: str, most: int, says: str, source: str = METHOD, *, least: int = 1) -> int:
    number = Number(default, unit, least, most, says, source)
    return field(default=default, metadata={"number": number})


@dataclass(frozen=True, slots=True)
class DuePolicy:
    """When each rule's items are due, late, flagged to advisors, and lapse."""

    reply_due: int = _number(1, "working days", 30, "A message that expects an answer: answer it")
    reply_late: int = _number(2, "working days", 60, "A message that expects an answer: late")
    reply_flagged: int = _number(5, "working days", 90, "A message that expects an answer: advisors see it")
    reply_expires: int = _number(60, "days", 366, "A message that expects an answer: it lapses")
    follow_up_due: int = _number(
        7, "working days", 60, "An approach unanswered: follow up, once", "Dalton, The 2-Hour Job Search (3B7); SFU"
    )
    follow_up_late: int = _number(9, "working days", 90, "An approach unanswered: the follow-up is late")
    follow_up_expires: int = _number(17, "working days", 120, "An approach unanswered: the follow-up lapses")
    no_response: int = _number(10, "working days", 120, "After an unanswered follow-up: it is no response")
    confirm_from: int = _number(2, "working days", 30, "A meeting is confirmed if it was set this long ahead")
    confirm_late: int = _number(2, "hours", 72, "Before its start: the confirmation is late")
    debrief_flagged: int = _number(5, "days", 90, "After a meeting without takeaways: advisors see it")
    debrief_expires: int = _number(30, "days", 366, "After a meeting without takeaways: it lapses")
    thank_you_due: int = _number(
        1, "hours", 72, "After a meeting: thank them, not the minute you leave", "Princeton", least=0
    )
    thank_you_late: int = _number(24, "hours", 240, "After a meeting: the thanks are late", "Yale; UConn")
    thank_you_flagged: int = _number(5, "days", 90, "After a meeting without thanks: advisors see it")
    thank_you_expires: int = _number(30, "days", 366, "After a meeting without thanks: it lapses")
    update_due: int = _number(3, "months", 60, "After the last touch: tell them where you are")
    update_late: int = _number(14, "days", 120, "After an update is due: it is late")
    update_expires: int = _number(12, "months", 120, "After the last touch: the update lapses")
    update_shows: int = _number(60, "days", 366, "An update shows at least this long")
    logged_late: int = _number(5, "days", 90, "What was logged this long after it happened is never flagged")


NUMBERS: Mapping[str, Number] = {one.name: one.metadata["number"] for one in fields(DuePolicy)}


# Numbers of one rule and one unit, the earlier first.
IN_ORDER: Sequence[tuple[str, str]] = (
    ("reply_due", "reply_late"),
    ("reply_late", "reply_flagged"),
    ("follow_up_due", "follow_up_late"),
    ("follow_up_late", "follow_up_expires"),
    ("debrief_flagged", "debrief_expires"),
    ("thank_you_due", "thank_you_late"),
    ("thank_you_flagged", "thank_you_expires"),
    ("update_due", "update_expires"),
)


def policy_of(stored: Mapping[str, Any]) -> DuePolicy:
    """The policy of an organization that stores only what differs from the defaults."""
    return DuePolicy(**{name: int(value) for name, value in stored.items() if name in NUMBERS})
