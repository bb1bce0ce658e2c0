"""Whether a person's name is said, and phone numbers as E.164."""

import pytest

from api.method.people.names import is_named, listed
from api.method.people.phones import e164


@pytest.mark.parametrize(
    ("said", "full_name", "named"),
    [
        ("Dana", "Dana Wells", True),
        ("Ms. Wells", "Dana Wells", True),
        ("Jose", "José García", True),
        ("Li Wei", "LiWei", True),
        ("Dan", "Dana Wells", False),
        ("there", "Dana Wells", False),
        ("", "Dana Wells", False),
    ],
)
def test_one_of_their_names_is_enough(said: str, full_name: str, named: bool) -> None:
    assert is_named(said, full_name) is named


@pytest.mark.parametrize(
    ("number", "region", "understood"),
    [
        ("(860) 555-0100", "US", "+18605550100"),
        ("(860) 555-0100", None, None),
        ("+49 30 901820", None, "+4930901820"),
        ("extension 5", "US", None),
        ("12", "US", None),
    ],
)
def test_a_number_is_e164_where_it_is_understood(number: str, region: str | None, understood: str | None) -> None:
    assert e164(number, region) == understood


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Ana"], "Ana"),
        (["Ana", "Ben"], "Ana and Ben"),
        (["Ana", "Ben", "Cleo"], "Ana, Ben and Cleo"),
        (["Ana", "Ben", "Cleo", "Dan", "Eve"], "Ana, Ben, Cleo and 2 more"),
    ],
)
def test_names_are_listed_as_one_says_them(names: list[str], said: str) -> None:
    assert listed(names) == said
