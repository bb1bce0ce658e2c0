"""Working time: a property over all dates, zones and calendars, and the cases with names."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.core.fields.durations import Duration, parse_duration
from api.method.conversation.calendar import Calendar, calendar_of

ZONES = ["UTC", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"]
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    day_starts_at=st.times().map(lambda number: time(number.hour, number.minute)),
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.just("a holiday"), max_size=20),
    closed=st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 365)).map(
            lambda number: (number[0], number[0] + timedelta(days=number[1]))
        ),
        max_size=3,
    ),
    away=st.just([]),
)


@settings(max_examples=300)
@given(
    calendar=calendars, day=st.dates(date(2025, 1, 1), date(2030, 1, 1)), number=st.integers(1, 30), own=st.booleans()
)
def test_working_days_go_forward_and_land_on_working_days(
    calendar: Calendar, day: date, number: int, own: bool
) -> None:
    found = calendar.working_day(number, day, own=own)
    assert found > day
    assert calendar.is_working(found, own=own)
    between = (day + timedelta(days=days) for days in range(1, (found - day).days + 1))
    assert sum(calendar.is_working(later, own=own) for later in between) == number
    assert calendar.working_morning(number + 1, day, own=own) > calendar.working_morning(number, day, own=own)
    assert calendar.is_working(calendar.moved(day, own=own), own=own)
    assert calendar.moved(day, own=own) >= day
    assert calendar.is_working(calendar.working_day_before(1, day))


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        (date(2026, 11, 30), "P3M", date(2027, 2, 28)),
        (date(2027, 11, 30), "P3M", date(2028, 2, 29)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2026, 3, 2), "P6W", date(2026, 4, 13)),
        (date(2026, 3, 2), "P1Y2M3D", date(2027, 5, 5)),
    ],
)
def test_durations_of_days_and_months(day: date, text: str, expected: date) -> None:
    calendar = calendar_of(
        zone="UTC", day_starts_at="08:00", weekend=[], country=None, subdivision=None, closed=[], away=[]
    )
    assert calendar.plus(day, parse_duration(text)) == expected


@pytest.mark.parametrize("text", ["", "P", "PT", "3M", "P-3M", "P3M ", "P1.5D", "P3H", "p3m", "P3MT", "P٣M"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        parse_duration(text)


def test_hours_are_exact() -> None:
    assert parse_duration("P1DT12H30M") == Duration(days=1, exact=timedelta(hours=12, minutes=30))


def test_public_holidays_of_a_country_and_its_subdivision() -> None:
    def works(country: str, subdivision: str | None, day: date) -> bool:
        calendar = calendar_of(
            zone="UTC", day_starts_at="08:00", weekend=[], country=country, subdivision=subdivision, closed=[], away=[]
        )
        return calendar.is_working(day)

    assert not works("US", None, date(2026, 11, 26))
    assert works("DE", None, date(2026, 1, 6))
    assert not works("DE", "BY", date(2026, 1, 6))


def test_eight_o_clock_is_eight_o_clock_on_both_sides_of_a_change() -> None:
    calendar = calendar_of(
        zone="America/New_York", day_starts_at="08:00", weekend=[], country=None, subdivision=None, closed=[], away=[]
    )
    assert calendar.morning(date(2026, 3, 7)) == datetime(2026, 3, 7, 13, tzinfo=UTC)
    assert calendar.morning(date(2026, 3, 8)) == datetime(2026, 3, 8, 12, tzinfo=UTC)
