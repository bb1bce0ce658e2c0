"""The types of fields: text, times, dates, zones and addresses, each with its limits and its own error.

A message here follows "what would be right" and never repeats the input.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from api.core.durations import parse_duration

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
BETWEEN = "this must lie between 1900 and 2199"
AHEAD = timedelta(hours=24)
SHORTEST_CADENCE, LONGEST_CADENCE = 7, 5 * 366

Validator = Callable[[Any], Any]  # Any: validators see raw input


class In(BaseModel):
    """What a caller may send: strict, and nothing unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


def sent(patch: In) -> dict[str, Any]:  # Any: fields of any type
    """What a merge patch names, in the form in which it is stored as JSON."""
    return patch.model_dump(mode="json", include=patch.model_fields_set)


def unset() -> Any:  # Any: never read
    """The default of a patch's field that has no null: what was not sent is not looked at."""
    return None


class Out(BaseModel):
    """What is answered. Every field is always there."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Params(BaseModel):
    """Query parameters: strings on the wire, nothing unknown."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


# Text: NFC, trimmed, without control characters.

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _cleaned(value: Any, *, lines: bool) -> Any:  # Any: raw input
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if _CONTROL.search(text) or (not lines and ("\n" in text or "\t" in text)):
        raise ValueError("control characters are not allowed" + ("" if lines else ", nor are line breaks"))
    return text


def clean_line(value: Any) -> Any:  # Any: raw input
    return _cleaned(value, lines=False)


def clean_prose(value: Any) -> Any:  # Any: raw input
    return _cleaned(value, lines=True)


def _blank_to_null(clean: Validator) -> Validator:
    def convert(value: Any) -> Any:  # Any: raw input
        return clean(value) or None if isinstance(value, str) else value

    return convert


# A query's text: what is no line is refused before a database sees it.
QueryLine200 = Annotated[str, BeforeValidator(clean_line), StringConstraints(max_length=200)]

_line_or_null = _blank_to_null(clean_line)
_prose_or_null = _blank_to_null(clean_prose)

# A line must hold something; of what is optional, blank is null. The number is the longest, in characters.
Line50 = Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=50)]
Line100 = Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=100)]
Line200 = Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=200)]
OptionalLine10 = Annotated[Annotated[str, StringConstraints(max_length=10)] | None, BeforeValidator(_line_or_null)]
OptionalLine20 = Annotated[Annotated[str, StringConstraints(max_length=20)] | None, BeforeValidator(_line_or_null)]
OptionalLine50 = Annotated[Annotated[str, StringConstraints(max_length=50)] | None, BeforeValidator(_line_or_null)]
OptionalLine100 = Annotated[Annotated[str, StringConstraints(max_length=100)] | None, BeforeValidator(_line_or_null)]
OptionalLine200 = Annotated[Annotated[str, StringConstraints(max_length=200)] | None, BeforeValidator(_line_or_null)]
OptionalLine500 = Annotated[Annotated[str, StringConstraints(max_length=500)] | None, BeforeValidator(_line_or_null)]
OptionalProse10k = Annotated[
    Annotated[str, StringConstraints(max_length=10_000)] | None, BeforeValidator(_prose_or_null)
]
OptionalProse20k = Annotated[
    Annotated[str, StringConstraints(max_length=20_000)] | None, BeforeValidator(_prose_or_null)
]
OptionalProse50k = Annotated[
    Annotated[str, StringConstraints(max_length=50_000)] | None, BeforeValidator(_prose_or_null)
]
OptionalProse100k = Annotated[
    Annotated[str, StringConstraints(max_length=100_000)] | None, BeforeValidator(_prose_or_null)
]


def fold(text: str) -> str:
    """Lower case without accents: the form in which names are compared and searched."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(one for one in decomposed if not unicodedata.combining(one)).casefold()


# Times.

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PARTIAL = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def parse_instant(value: Any) -> datetime:  # Any: raw input
    """RFC 3339 with an offset, to UTC."""
    if isinstance(value, datetime) and value.tzinfo:
        return value
    found = _RFC3339.fullmatch(value) if isinstance(value, str) else None
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


# Names of the world.


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _check_zone(value: str) -> str:
    if value not in _zones() or value in {"localtime", "Factory"}:
        raise ValueError("this must be an IANA time zone such as America/New_York")
    return value


Zone = Annotated[
    str,
    AfterValidator(_check_zone),
    StringConstraints(max_length=60),
    WithJsonSchema({"type": "string", "maxLength": 60}),
]


def _check_email(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("this must be an email address such as ana.ruiz@example.org") from None


EmailAddress = Annotated[
    str,
    BeforeValidator(clean_line),
    AfterValidator(_check_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]


def _check_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+\.?[^\s]*", value, re.IGNORECASE):
        raise ValueError("this must be a web address that starts with https:// or http://")
    return value


def _blank_is_null(value: Any) -> Any:  # Any: raw input
    return None if isinstance(value, str) and not value.strip() else value


Url = Annotated[str, BeforeValidator(clean_line), AfterValidator(_check_url), StringConstraints(max_length=2000)]
OptionalUrl = Annotated[Url | None, BeforeValidator(_blank_is_null)]


def _check_cadence(value: str) -> str:
    duration = parse_duration(value)
    if not duration.is_whole_days() or not SHORTEST_CADENCE <= duration.rough_days() <= LONGEST_CADENCE:
        raise ValueError("this must be a duration between a week and five years, such as P3M or P6W")
    return value


Cadence = Annotated[
    str,
    AfterValidator(_check_cadence),
    WithJsonSchema({"type": "string", "format": "duration", "maxLength": 30}),
    StringConstraints(max_length=30),
]


def _true_or_false(value: Any) -> Any:  # Any: raw input
    if value in {"true", "false"}:
        return value == "true"
    raise ValueError("this must be true or false")


Flag = Annotated[bool, PlainValidator(_true_or_false), WithJsonSchema({"type": "boolean"})]


def _whole_number(value: Any) -> Any:  # Any: raw input
    if isinstance(value, str) and not re.fullmatch(r"-?\d{1,4000}", value, re.ASCII):
        raise ValueError("this must be an integer")
    return value


Limit = Annotated[int, BeforeValidator(_whole_number), Field(ge=1)]

OutInstant = Annotated[
    datetime, PlainSerializer(instant_text), WithJsonSchema({"type": "string", "format": "date-time"})
]
