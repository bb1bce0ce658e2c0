"""What can go wrong, as data: services raise these, and `core/http` turns them into answers.

A detail never repeats the input; it says what would be right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong value: `at` is a JSON pointer into the body, or a parameter's name."""

    at: str
    code: str
    detail: str
    where: Literal["pointer", "parameter"] = "pointer"


@dataclass(slots=True, eq=False)
class Problem(Exception):  # noqa: N818 (RFC 9457's word)
    """Answered as RFC 9457 problem details; `code` names a row of the catalogue in `problems`."""

    code: str
    detail: str
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def not_found(what: str) -> Problem:
    return Problem("not-found", f"There is no such {what} among the things this key can see. Check the id.")


def invalid(*errors: FieldError) -> Problem:
    return Problem(
        "invalid-request", "Some values are not acceptable; `errors` names each and says what would be.", errors
    )


def unknown_reference(at: str, what: str) -> FieldError:
    return FieldError(at, "not_found", f"There is no such {what} among yours. Create it first, or check the id.")


def state_conflict(detail: str) -> Problem:
    return Problem("state-conflict", detail)


def already_exists(detail: str) -> Problem:
    return Problem("already-exists", detail)


def forbidden(detail: str) -> Problem:
    return Problem("forbidden", detail)


class ConfigurationError(Exception):
    """The service cannot start as it is set up; the message is one line that says what to do."""
