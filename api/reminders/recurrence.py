"""When a reminder comes: once, or by a recurrence rule of RFC 5545 in a zone's own time. Pure, and always bounded."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

LONGEST = relativedelta(years=5)
MOST = 5 * 366
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
EXAMPLE = "such as FREQ=WEEKLY;BYDAY=MO or FREQ=MONTHLY;INTERVAL=3"

_numbers = re.compile(r"[+-]?[1-9]\d{0,2}(,[+-]?[1-9]\d{0,2}){0,60}", re.ASCII)
_PARTS: Mapping[str, re.Pattern[str]] = {
    "FREQ": re.compile("|".join(FREQUENCIES)),
    "INTERVAL": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "COUNT": re.compile(r"[1-9]\d{0,3}", re.ASCII),
    "UNTIL": re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII),
    "BYDAY": re.compile(rf"([+-]?[1-9]\d?)?{WEEKDAY}(,([+-]?[1-9]\d?)?{WEEKDAY}){{0,20}}", re.ASCII),
    "BYMONTH": _numbers,
    "BYMONTHDAY": _numbers,
    "BYYEARDAY": _numbers,
    "BYWEEKNO": _numbers,
    "BYSETPOS": _numbers,
    "WKST": re.compile(WEEKDAY),
}


def checked(text: str) -> str:
    """The rule in capitals and without `RRULE:`; ValueError says what would be right."""
    rule = text.strip().upper().removeprefix("RRULE:")
    parts = [part.partition("=") for part in rule.split(";")]
    names = [name for name, _, _ in parts]
    if "FREQ" not in names:
        raise ValueError(f"this must be a recurrence rule (RFC 5545) with a FREQ, {EXAMPLE}")
    if len(set(names)) != len(names):
        raise ValueError("a part of a recurrence rule stands in it once")
    for name, _, value in parts:
        pattern = _PARTS.get(name)
        if pattern is None:
            raise ValueError(f"a recurrence rule here has {', '.join(_PARTS)}; the time of day is that of `remind_at`")
        if not pattern.fullmatch(value):
            raise ValueError(_wrong(name))
    if {"COUNT", "UNTIL"} <= set(names):
        raise ValueError("a recurrence rule has COUNT or UNTIL, not both")
    _check_days(rule)
    return rule


def _check_days(rule: str) -> None:
    until = next((part.partition("=")[2] for part in rule.split(";") if part.startswith("UNTIL=")), None)
    try:
        _rule_of(rule, datetime(2026, 1, 1))  # noqa: DTZ001 (local time, of no zone yet)
        _until(until or "20260101", ZoneInfo("UTC"))
    except (ValueError, OverflowError):
        raise ValueError(f"there are no such days or times; this must be a rule {EXAMPLE}") from None


def _wrong(name: str) -> str:
    if name == "FREQ":
        return f"FREQ is {', '.join(FREQUENCIES)}: a reminder comes once a day at most"
    says = {
        "INTERVAL": "INTERVAL is a number from 1 to 999",
        "COUNT": "COUNT is a number from 1 to 9999",
        "UNTIL": "UNTIL is a day or a time, such as 20271231 or 20271231T230000Z",
        "BYDAY": "BYDAY names days, such as MO,WE or 1MO",
        "WKST": "WKST names a day, such as MO",
    }
    return says.get(name, f"{name} is a list of numbers, such as 1,15 or -1")


def occurrences(first: datetime, zone: str, rule: str | None) -> Sequence[datetime]:
    """Every time it comes, in order, UTC: from `first` on, five years and one a day at most."""
    return (first,) if rule is None else _expanded(first, zone, rule)


@lru_cache(maxsize=2048)
def _expanded(first: datetime, zone: str, rule: str) -> Sequence[datetime]:
    here = ZoneInfo(zone)
    start = first.astimezone(here).replace(tzinfo=None)
    parts = dict(part.split("=") for part in rule.split(";"))
    last = min(start + LONGEST, _until(parts["UNTIL"], here)) if "UNTIL" in parts else start + LONGEST
    found = islice(takewhile(_not_after(last), _rule_of(rule, start, last)), int(parts.get("COUNT", MOST)))
    return tuple(one.replace(tzinfo=here).astimezone(UTC) for one in found)


def _rule_of(rule: str, start: datetime, last: datetime | None = None) -> Iterable[datetime]:
    """dateutil's, without the parts that end it: those are read here, in local time."""
    kept = ";".join(part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL=")))
    until = "" if last is None else f";UNTIL={last:%Y%m%dT%H%M%S}"
    return rrulestr(kept + until, dtstart=start)


def _until(text: str, here: ZoneInfo) -> datetime:
    """A day is meant whole; a time in UTC is brought to local time."""
    if "T" not in text:
        return datetime.combine(datetime.strptime(text, "%Y%m%d"), time.max)  # noqa: DTZ007 (local time)
    at = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 (made aware below)
    return at.replace(tzinfo=UTC).astimezone(here).replace(tzinfo=None) if text.endswith("Z") else at


def _not_after(last: datetime) -> Callable[[datetime], bool]:
    return lambda one: one <= last


def next_after(first: datetime, zone: str, rule: str | None, done_through: datetime | None) -> datetime | None:
    """The first time that is not done."""
    times = occurrences(first, zone, rule)
    return next((one for one in times if done_through is None or one > done_through), None)


def showing_at(times: Sequence[datetime], now: datetime) -> datetime | None:
    """The latest that has come; the first where none has."""
    come = [one for one in times if one <= now]
    return come[-1] if come else next(iter(times), None)
