"""The types of times: instants (RFC 3339, UTC inside), days, partial dates, and things that happened."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from api.core.errors import FieldError, invalid

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
BETWEEN = "this must lie between 1900 and 2199"
AHEAD = timedelta(hours=24)

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PARTIAL = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def parse_instant(value: Any) -> datetime:  # Any: raw input
    """RFC 3339 with an offset, to UTC."""
    if isinstance(value, datetime) and value.tzinfo:
        return value
    found = _RFC3339.fullmatch(value) if isinstance(value, str) else None
    if not found and isinstance(value, str) and _RFC3339.fullmatch(value.replace(" ", "+")):
        raise ValueError("in an address a + is a space: write %2B for it, or give the time in UTC, with Z")
    if not found:
        raise ValueError("this must be a time with an offset (RFC 3339), such as 2026-03-12T15:30:00Z")
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    micro = (fraction or "0").ljust(6, "0")[:6]
    zone = "+00:00" if offset in "Zz" else offset
    try:
        at = datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second}.{micro}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("there is no such time; check month, day, hour and offset") from None
    if not EARLIEST <= at < LATEST:
        raise ValueError(BETWEEN)
    return at


def parse_day(value: Any) -> date:  # Any: raw input
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("this must be a date such as 2026-03-12")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day; check month and day") from None
    if not EARLIEST.year <= day.year < LATEST.year:
        raise ValueError(BETWEEN)
    return day


def parse_partial_date(value: Any) -> str | None:  # Any: raw input
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str) or not _PARTIAL.fullmatch(value):
        raise ValueError("this must be a year, a month or a day: 2019, 2019-09 or 2019-09-01")
    parse_day(value + "-01-01"[len(value) - len("2019") :])
    return value


def parse_time_of_day(value: Any) -> str:  # Any: raw input
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError("this must be a time of day such as 08:00")
    return value


Instant = Annotated[
    datetime,
    BeforeValidator(parse_instant),
    Field(strict=False),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date, BeforeValidator(parse_day), Field(strict=False), WithJsonSchema({"type": "string", "format": "date"})
]
PartialDate = Annotated[
    str | None,
    PlainValidator(parse_partial_date),
    WithJsonSchema({"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
TimeOfDay = Annotated[
    str,
    PlainValidator(parse_time_of_day),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}),
]


@dataclass(frozen=True, slots=True)
class When:
    """Something that happened: an instant, or only its day. A day is kept as the last moment of that day in UTC,
    so that it sorts after the timed facts of the same date; it is never converted to a zone.
    """

    at: datetime
    day_only: bool

    @property
    def day(self) -> date | None:
        return self.at.date() if self.day_only else None

    def shown(self) -> str:
        return self.at.date().isoformat() if self.day_only else instant_text(self.at)

    @classmethod
    def on(cls, day: date) -> "When":
        return cls(datetime.combine(day, time.max, UTC), day_only=True)


def parse_when(value: Any) -> When:  # Any: raw input
    if isinstance(value, When):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        return When.on(parse_day(value))
    try:
        return When(parse_instant(value), day_only=False)
    except ValueError as error:
        if isinstance(value, str) and _RFC3339.fullmatch(value):
            raise
        raise ValueError(f"{error}, or only a date such as 2026-03-12") from None


TimeOrDay = Annotated[
    When,
    PlainValidator(parse_when),
    WithJsonSchema(
        {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}]}
    ),
]


def instant_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def too_far_ahead(when: When | datetime, now: datetime) -> bool:
    """Whether something said to have happened lies more than 24 hours ahead of now."""
    if isinstance(when, When) and when.day_only:
        return when.at.date() > (now + AHEAD).date()
    at = when.at if isinstance(when, When) else when
    return at > now + AHEAD


def require_happened(at: str, when: When | datetime | None, now: datetime) -> None:
    """A time at which something happened may not lie more than 24 hours ahead; `at` is its pointer in the body."""
    if when is not None and too_far_ahead(when, now):
        detail = "This happened: it may not lie more than 24 hours ahead of now."
        raise invalid(FieldError(at, "future", detail))


# In UTC everywhere inside, and so written with a Z.
OutInstant = Annotated[datetime, WithJsonSchema({"type": "string", "format": "date-time"})]
