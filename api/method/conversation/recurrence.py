"""When a reminder comes: once, or by a recurrence rule of RFC 5545 in a zone's own time. Pure, and always bounded."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import MAXYEAR, UTC, datetime, time
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

LONGEST = relativedelta(years=5)
# Each is stored as an item of its own.
MOST = 400
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
EXAMPLE = "such as FREQ=WEEKLY;BYDAY=MO or FREQ=MONTHLY;INTERVAL=3"
CYCLE = 400
# The last year in which a rule may begin and still have its five years, where it is looked for.
LAST_START = MAXYEAR - 6


def _numbers(most: str, *, negative: bool = True) -> re.Pattern[str]:
    number = f"[+-]?({most})" if negative else f"({most})"
    return re.compile(f"{number}(,{number}){{0,60}}", re.ASCII)


_day = rf"([+-]?([1-9]|[1-4]\d|5[0-3]))?{WEEKDAY}"
_PARTS: Mapping[str, re.Pattern[str]] = {
    "FREQ": re.compile("|".join(FREQUENCIES)),
    "INTERVAL": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "COUNT": re.compile(r"[1-9]\d{0,3}", re.ASCII),
    "UNTIL": re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII),
    "BYDAY": re.compile(f"{_day}(,{_day}){{0,20}}", re.ASCII),
    "BYMONTH": _numbers(r"[1-9]|1[0-2]", negative=False),
    "BYMONTHDAY": _numbers(r"[1-9]|[12]\d|3[01]"),
    "BYYEARDAY": _numbers(r"[1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-6]"),
    "BYWEEKNO": _numbers(r"[1-9]|[1-4]\d|5[0-3]"),
    "BYSETPOS": _numbers(r"[1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-6]"),
    "WKST": re.compile(WEEKDAY),
}
# With which frequencies a part means something (RFC 5545, section 3.3.10).
_ONLY_WITH: Mapping[str, Sequence[str]] = {
    "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY"),
    "BYYEARDAY": ("YEARLY",),
    "BYWEEKNO": ("YEARLY",),
    "BYSETPOS": ("WEEKLY", "MONTHLY", "YEARLY"),
}
_FIVE = re.compile(rf"([+-]?[1-5])?{WEEKDAY}(,([+-]?[1-5])?{WEEKDAY})*", re.ASCII)
_PLAIN = re.compile(rf"{WEEKDAY}(,{WEEKDAY})*")


def checked(text: str) -> str:
    """The rule in capitals and without `RRULE:`; ValueError says what would be right."""
    rule = text.strip().upper().removeprefix("RRULE:").removesuffix(";")
    parts = [part.partition("=") for part in rule.split(";")]
    values = {name: value for name, _, value in parts}
    if "FREQ" not in values:
        raise ValueError(f"this must be a recurrence rule (RFC 5545) with a FREQ, {EXAMPLE}")
    if len(values) != len(parts):
        raise ValueError("a part of a recurrence rule stands in it once")
    for name, value in values.items():
        pattern = _PARTS.get(name)
        if pattern is None:
            raise ValueError(f"a recurrence rule here has {', '.join(_PARTS)}; the time of day is that of `remind_at`")
        if not pattern.fullmatch(value):
            raise ValueError(_wrong(name))
    _check_together(values)
    _until(values.get("UNTIL", "20260101"), ZoneInfo("UTC"))
    return rule


def _wrong(name: str) -> str:
    if name == "FREQ":
        return f"FREQ is {', '.join(FREQUENCIES)}: a reminder comes once a day at most"
    says = {
        "INTERVAL": "INTERVAL is a number from 1 to 999",
        "COUNT": "COUNT is a number from 1 to 9999",
        "UNTIL": "UNTIL is a day or a time, such as 20271231 or 20271231T230000Z",
        "BYDAY": "BYDAY names days, such as MO,WE or 1MO",
        "BYMONTH": "BYMONTH names months from 1 to 12, such as 3,9",
        "WKST": "WKST names a day, such as MO",
    }
    return says.get(name, f"{name} is a list of numbers within their range, such as 1,15 or -1")


def _check_together(values: Mapping[str, str]) -> None:
    if {"COUNT", "UNTIL"} <= values.keys():
        raise ValueError("a recurrence rule has COUNT or UNTIL, not both")
    for name, frequencies in _ONLY_WITH.items():
        if name in values and values["FREQ"] not in frequencies:
            raise ValueError(f"{name} goes with FREQ={' or '.join(frequencies)}")
    if "BYSETPOS" in values and not any(name.startswith("BY") for name in values if name != "BYSETPOS"):
        raise ValueError("BYSETPOS chooses among the days that another part names, such as BYDAY")
    by_month = values["FREQ"] == "MONTHLY" or "BYMONTH" in values
    allowed = _PLAIN if values["FREQ"] in {"DAILY", "WEEKLY"} else _FIVE if by_month else _PARTS["BYDAY"]
    if not allowed.fullmatch(values.get("BYDAY", "MO")):
        raise ValueError("a number before a day counts within the month, up to 5, or with FREQ=YEARLY within the year")


def occurrences(first: datetime, zone: str, rule: str | None) -> Sequence[datetime]:
    """Every time it comes, in order, UTC: from `first` on, for five years and `MOST` times at most."""
    return (first,) if rule is None else _expanded(first, zone, rule)


@lru_cache(maxsize=2048)
def _expanded(first: datetime, zone: str, rule: str) -> Sequence[datetime]:
    here = ZoneInfo(zone)
    start = first.astimezone(here).replace(tzinfo=None)
    parts = dict(part.split("=") for part in rule.split(";"))
    last = min(start + LONGEST, _until(parts["UNTIL"], here)) if "UNTIL" in parts else start + LONGEST
    found = islice(takewhile(lambda local: local <= last, _days(rule, start)), min(int(parts.get("COUNT", MOST)), MOST))
    times = (first if local == start else local.replace(tzinfo=here).astimezone(UTC) for local in found)
    return tuple(sorted({at for at in times if at >= first}))


def _days(rule: str, start: datetime) -> Iterable[datetime]:
    """dateutil's, without the parts that end a rule: those are read here, in local time.

    Where a rule never matches, dateutil looks on until the year 9999. The calendar repeats every 400 years, so the rule
    is moved close to that end: it is never looked for longer than those.
    """
    kept = ";".join(part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL=")))
    later = (LAST_START - start.year) // CYCLE * CYCLE
    whole_seconds = start.replace(microsecond=0)
    for moment in rrulestr(kept, dtstart=whole_seconds.replace(year=start.year + later)):
        day = moment.replace(year=moment.year - later)
        yield start if day == whole_seconds else day


def _until(text: str, here: ZoneInfo) -> datetime:
    """In local time: a day is meant whole; what lies beyond any calendar is its end."""
    try:
        if "T" not in text:
            return datetime.combine(datetime.strptime(text, "%Y%m%d"), time.max)  # noqa: DTZ007 (local time)
        at = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 (made aware below)
    except ValueError:
        raise ValueError(_wrong("UNTIL")) from None
    try:
        return at.replace(tzinfo=UTC).astimezone(here).replace(tzinfo=None) if text.endswith("Z") else at
    except OverflowError:
        return at


def next_after(first: datetime, zone: str, rule: str | None, done_through: datetime | None) -> datetime | None:
    """The first time that is not done."""
    times = occurrences(first, zone, rule)
    return next((at for at in times if done_through is None or at > done_through), None)


def come_by(times: Sequence[datetime], now: datetime) -> datetime | None:
    """The latest that has come."""
    return next((at for at in reversed(times) if at <= now), None)
