"""JSON as RFC 8259 and RFC 7493 mean it: what two parsers could read differently is refused."""

import json
from math import isfinite
from typing import Any, NoReturn

from api.core.errors import Problem

MOST_DEPTH = 100
INT64 = 2**63
MOST_DIGITS = 20


def malformed(detail: str) -> Problem:
    return Problem("malformed-json", detail)


def parse(body: bytes) -> Any:  # Any: JSON of any shape
    """The value, or the problem `malformed-json` that says what is wrong with the text."""
    try:
        text = body.decode("utf-8")
        value = _DECODER.decode(text)
    except UnicodeDecodeError:
        raise malformed("The body must be UTF-8.") from None
    except RecursionError:
        raise malformed(f"Arrays and objects may be nested at most {MOST_DEPTH} deep.") from None
    except json.JSONDecodeError as error:
        raise malformed(f"It stops being JSON at line {error.lineno}, column {error.colno}.") from None
    _check(value, MOST_DEPTH)
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise malformed("An object has the same name twice; give each name once.")
    return value


def _integer(text: str) -> int:
    value = int(text) if len(text) <= MOST_DIGITS else INT64
    if not -INT64 <= value < INT64:
        raise malformed("An integer does not fit into 64 bits; send large numbers as strings.")
    return value


def _float(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise malformed("A number is larger than a double can hold.")
    return value


def _constant(_name: str) -> NoReturn:
    raise malformed("NaN and Infinity are not JSON; send null or leave the field out.")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant)


def _check(value: object, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict | list):
        if depth == 0:
            raise malformed(f"Arrays and objects may be nested at most {MOST_DEPTH} deep.")
        if isinstance(value, dict):
            for name in value:
                _check_text(name)
        for inner in value.values() if isinstance(value, dict) else value:
            _check(inner, depth - 1)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise malformed("A string holds the character NUL (\\u0000); leave it out.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise malformed("A string holds half of a surrogate pair; send the whole character.")
