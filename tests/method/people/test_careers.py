"""Which position is the current one, on a day, and until when."""

from collections.abc import Mapping
from datetime import date

import pytest

from api.method.people.careers import StoredPosition, changes_on, current, is_aside, on_day, with_current

TODAY = date(2026, 3, 2)


def position(title: str, started_on: str | None = None, ended_on: str | None = None) -> StoredPosition:
    return {"title": title, "employer": None, "field": None, "employer_kind": None} | {
        "started_on": started_on,
        "ended_on": ended_on,
    }


@pytest.mark.parametrize(
    ("positions", "title"),
    [
        ([], None),
        ([position("Nurse")], "Nurse"),
        ([position("Nurse", "2020"), position("Teacher", "2012", "2019")], "Nurse"),
        ([position("Nurse", "2020"), position("Director", "2026-09")], "Nurse"),
        ([position("Director", "2026-09")], None),
        ([position("Nurse", "2020", "2026")], "Nurse"),
        ([position("Nurse", "2020", "2026-03")], "Nurse"),
        ([position("Nurse", "2020", "2026-03-02")], "Nurse"),
        ([position("Nurse", "2020", "2026-03-01")], None),
        ([position("Nurse", "2020", "2026-02")], None),
        ([position("Nurse", "2026")], "Nurse"),
        ([position("Nurse", "2026-03")], "Nurse"),
        ([position("Nurse", "2026-03-03")], None),
        ([position("Nurse", None, "2025")], None),
        ([position("Nurse", None, "2027")], None),
        ([position("Nurse"), position("Teacher", "2012")], "Teacher"),
        ([position("Nurse"), position("Teacher")], "Nurse"),
        ([position("Nurse", "2020", "2026-06"), position("Clerk", "2021")], "Clerk"),
        ([position("Nurse", "2020"), position("Volunteer Firefighter", "2024")], "Nurse"),
        ([position("Nurse", "2020"), position("Board Member", "2024")], "Nurse"),
        ([position("Nurse"), position("Mentor", "2024")], "Nurse"),
        ([position("Nurse", "2012", "2020"), position("Trustee", "2024")], "Trustee"),
        ([position("Clerk", "2020"), position("Volunteer Coordinator", "2024")], "Volunteer Coordinator"),
    ],
)
def test_the_current_one_is_what_they_do_now(positions: list[StoredPosition], title: str | None) -> None:
    found = current(positions, TODAY)
    assert (found and found["title"]) == title


@pytest.mark.parametrize(
    ("title", "aside"),
    [
        ("Board Member", True),
        ("Member, Board of Directors", True),
        ("Youth Mentor", True),
        ("Volunteer", True),
        ("Hospice Volunteer", True),
        ("Advisory Board", True),
        ("Financial Advisor", False),
        ("Advisor", False),
        ("Volunteer Program Manager", False),
        ("Mentor Teacher", False),
        (None, False),
    ],
)
def test_what_is_done_beside_a_job_says_so_in_its_title(title: str | None, *, aside: bool) -> None:
    assert is_aside(title) is aside


@pytest.mark.parametrize(
    ("positions", "day"),
    [
        ([], None),
        ([position("Nurse", "2020")], None),
        ([position("Nurse", "2020", "2026")], date(2027, 1, 1)),
        ([position("Nurse", "2020", "2026-06")], date(2026, 7, 1)),
        ([position("Nurse", "2020", "2026-06-30")], date(2026, 7, 1)),
        ([position("Nurse", "2020", "2028-02"), position("Director", "2027")], date(2027, 1, 1)),
        ([position("Director", "2026-03-03")], date(2026, 3, 3)),
        ([position("Nurse", "2012", "2019")], None),
    ],
)
def test_until_when_that_is_so(positions: list[StoredPosition], day: date | None) -> None:
    assert changes_on(positions, TODAY) == day


def test_on_a_day_of_long_ago_it_was_another() -> None:
    positions = [position("Nurse", "2020"), position("Teacher", "2012", "2019")]
    said: Mapping[str, str] = {"2015-01-01": "Teacher", "2025-01-01": "Nurse", "2001-01-01": "Nurse"}
    for day, title in said.items():
        found = on_day(positions, date.fromisoformat(day), TODAY)
        assert found is not None
        assert found["title"] == title


def test_what_is_written_is_written_into_the_current_one() -> None:
    positions = [position("Nurse", "2020"), position("Director", "2026-09")]
    assert [each["title"] for each in with_current(positions, {"title": "Matron"}, TODAY)] == ["Matron", "Director"]
    begun = with_current(positions[1:], {"title": "Matron"}, TODAY)
    assert [each["title"] for each in begun] == ["Matron", "Director"]
