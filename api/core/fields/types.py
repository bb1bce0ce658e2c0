"""The types of fields: text, zones and addresses, each with its limits and its own error; times are in `times`.

An error's message says what would be right, and never repeats the input.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable
from functools import cache
from typing import Annotated, Any, TypeVar
from uuid import UUID
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from api.core.fields.durations import parse_duration

SHORTEST_CADENCE, LONGEST_CADENCE = 7, 5 * 366

Validator = Callable[[Any], Any]  # Any: validators see raw input


class In(BaseModel):
    """What a caller may send: strict, and nothing unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


def sent(patch: In) -> dict[str, Any]:  # Any: fields of any type
    """What a merge patch names, as it is stored: models inside are JSON."""
    return {name: _stored(getattr(patch, name)) for name in patch.model_fields_set}


def given_values(given: In) -> dict[str, Any]:  # Any: the same
    """Every field, as it is stored: models inside are JSON."""
    return {name: _stored(getattr(given, name)) for name in type(given).model_fields}


def _stored(value: Any) -> Any:  # Any: the same
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return [_stored(inside) for inside in value] if isinstance(value, list) else value


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

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


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


# A query's text: line breaks and control characters are refused before a database sees them.
QueryLine200 = Annotated[str, BeforeValidator(clean_line), StringConstraints(max_length=200)]

_line_or_null = _blank_to_null(clean_line)
_prose_or_null = _blank_to_null(clean_prose)

# Line50 has 1 to 50 characters; in OptionalLine50 a blank line becomes null.
Line50 = Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=50)]
Line100 = Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=100)]
Line200 = Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=200)]
Line500 = Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=500)]
OptionalLine10 = Annotated[Annotated[str, StringConstraints(max_length=10)] | None, BeforeValidator(_line_or_null)]
OptionalLine20 = Annotated[Annotated[str, StringConstraints(max_length=20)] | None, BeforeValidator(_line_or_null)]
OptionalLine50 = Annotated[Annotated[str, StringConstraints(max_length=50)] | None, BeforeValidator(_line_or_null)]
OptionalLine100 = Annotated[Annotated[str, StringConstraints(max_length=100)] | None, BeforeValidator(_line_or_null)]
OptionalLine200 = Annotated[Annotated[str, StringConstraints(max_length=200)] | None, BeforeValidator(_line_or_null)]
OptionalLine500 = Annotated[Annotated[str, StringConstraints(max_length=500)] | None, BeforeValidator(_line_or_null)]
Prose10k = Annotated[str, BeforeValidator(clean_prose), StringConstraints(min_length=1, max_length=10_000)]
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


# An id in a body; whether it is the caller's own, the service asks the database.
OwnId = Annotated[UUID, Field(strict=False)]


def _each_once(ids: list[UUID]) -> list[UUID]:
    if len(set(ids)) != len(ids):
        raise ValueError("name each of them once")
    return ids


OwnIds = Annotated[list[OwnId], AfterValidator(_each_once)]

Value = TypeVar("Value", bound=Hashable)


def without_repeats(values: list[Value]) -> list[Value]:
    """For lists in which a repeat is no mistake: each value once, where it stood first."""
    return list(dict.fromkeys(values))


# Time zones, email addresses and web addresses.


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


def _blank_is_null(value: Any) -> Any:  # Any: raw input
    return None if isinstance(value, str) and not value.strip() else value


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
OptionalEmailAddress = Annotated[EmailAddress | None, BeforeValidator(_blank_is_null)]


def _check_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+\.?[^\s]*", value, re.IGNORECASE):
        raise ValueError("this must be a web address that starts with https:// or http://")
    return value


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


Limit = Annotated[int, BeforeValidator(_whole_number), Field(ge=1), WithJsonSchema({"type": "integer", "minimum": 1})]
