"""How a person is greeted, whether their name is said, and phone numbers as E.164."""

import pytest

from api.method.people.names import GreetingStyle, greeted, is_named, listed
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
        ("Dr. Raman", "Anil Raman", True),
        ("Professor Müller", "Prof. Dr. Jens Müller", True),
        ("Mueller", "Jens Müller", True),
        ("Soren", "Søren Kierkegaard", True),
        ("Lukasz", "Łukasz Nowak", True),
        ("Frau Weiß", "Eva Weiss", True),
        ("Ana and Ben", "Ana Ruiz", True),
        ("Ana I hope you are well", "Ana Ruiz", True),
        ("Al", "Al Green", True),
        ("Bill", "William Gates", False),
        ("Maria Gomez", "Maria Lopez", False),
        ("de", "Maria de la Cruz", False),
        ("Dr. Raman", "Ana Ruiz", False),
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


@pytest.mark.parametrize(
    ("full_name", "work", "usual", "formal"),
    [
        ("Ana Ruiz", None, "Ana", "Ana Ruiz"),
        ("Dr. Maria Lopez, PhD", None, "Dr. Lopez", "Dr. Lopez"),
        ("Maria de la Cruz, MD", None, "Maria", "Dr. de la Cruz"),
        ("RUIZ, ANA", None, "Ana", "Ana Ruiz"),
        ("VON DER LEYEN, URSULA", None, "Ursula", "Ursula von der Leyen"),
        ("Ana RUIZ", None, "Ana", "Ana Ruiz"),
        ("jane doe", None, "Jane", "Jane Doe"),
        ("J. Robert Oppenheimer", None, "Robert", "Robert Oppenheimer"),
        ('William "Bill" Gates', None, "Bill", "Bill Gates"),
        ("Prof. Dr. Jens Müller", None, "Professor Müller", "Professor Müller"),
        ("Lt. Col. James T. Kirk", None, "Lieutenant Colonel Kirk", "Lieutenant Colonel Kirk"),
        ("Rev. Jesse Jackson", None, "Reverend Jackson", "Reverend Jackson"),
        ("Sir Ian McKellen", None, "Sir Ian", "Sir Ian"),
        ("Ms. Ana Ruiz", None, "Ana", "Ms. Ruiz"),
        ("Mr. Chen", None, "Mr. Chen", "Mr. Chen"),
        ("Nora Blake", "Associate Professor of Physics", "Professor Blake", "Professor Blake"),
        ("Ruth Adler", "District Judge", "Judge Adler", "Judge Adler"),
        ("Julia Brownley", "Representative, U.S. House of Representatives", *["Representative Brownley"] * 2),
        ("Sam Rao", "Representative, Acme", "Sam", "Sam Rao"),
        ("Ruth Adler", "Judge Advocate", "Ruth", "Ruth Adler"),
        ("Ana Ruiz", "Mayor's Office Liaison, City of Fairhaven", "Ana", "Ana Ruiz"),
        ("Ana Ruiz", "Judge's Clerk, District Court", "Ana", "Ana Ruiz"),
        ("Ana Ruiz", "Mayor, Fairhaven", "Mayor Ruiz", "Mayor Ruiz"),
        ("Ana Ruiz", "Governor of Ohio, ", "Governor Ruiz", "Governor Ruiz"),
        ("Ana Ruiz", "Ambassador Program Manager, Acme", "Ana", "Ana Ruiz"),
        ("Jin Tran", "Chief of Medicine, St. Brigid's", "Dr. Tran", "Dr. Tran"),
        ("Jin Tran", "Physician Assistant, St. Brigid's", "Jin", "Jin Tran"),
        ("Jin Tran", "Research Hydrologist, Ocean Institute", "Jin", "Jin Tran"),
        ("Madonna", None, "Madonna", "Madonna"),
        ("王 伟", None, "王 伟", "王 伟"),
        ("Ana (she/her) Ruiz", None, "Ana", "Ana Ruiz"),
    ],
)
def test_people_are_greeted_as_they_are(full_name: str, work: str | None, usual: str, formal: str) -> None:
    styles = (GreetingStyle.FIRST_NAME, GreetingStyle.FORMAL)
    assert [greeted(full_name, None, style, work=work) for style in styles] == [usual, formal]
    for style in styles:
        assert is_named(greeted(full_name, None, style, work=work), full_name)


def test_the_given_name_that_is_stored_is_what_they_are_called() -> None:
    assert greeted("Dr. William Gates", "Bill", GreetingStyle.FIRST_NAME) == "Bill"
    assert greeted("Dr. William Gates", "Bill", GreetingStyle.FORMAL) == "Dr. Gates"
    assert greeted("Jon Husted", "Jon", GreetingStyle.FIRST_NAME, work="Senator, U.S. Senate") == "Senator Husted"
    assert is_named("Bill", "William Gates", "Bill")


@pytest.mark.parametrize(
    ("full_name", "given_name", "family_name", "formal"),
    [
        ("Wang Xiaoming", "Xiaoming", "Wang", "Xiaoming Wang"),
        ("Nagy István", "István", "Nagy", "István Nagy"),
        ("Ana Ruiz she/her", "Ana", "Ruiz", "Ana Ruiz"),
        ("Gen Nakamura", "Gen", "Nakamura", "Gen Nakamura"),
        ("Dr. Van der Berg", None, "Van der Berg", "Dr. Van der Berg"),
    ],
)
def test_names_that_are_stored_by_themselves_come_first(
    full_name: str, given_name: str | None, family_name: str, formal: str
) -> None:
    assert greeted(full_name, given_name, GreetingStyle.FORMAL, family_name=family_name) == formal
