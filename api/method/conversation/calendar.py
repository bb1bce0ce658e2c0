"""Working time of one member: zones, working days, weekends, public holidays, closed and away periods.

Pure: dates and instants in, instants out, and no clock.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

from api.core.fields.durations import Duration

ONE_DAY = timedelta(days=1)
NOON = time(12)
LOOKING_DAYS = 3660
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working time of a member. `own` asks for days on which they start things: not in closed or away periods."""

    zone: ZoneInfo
    day_starts_at: time
    weekend: Collection[int]
    holidays: Mapping[date, str]
    closed: Sequence[Span]
    away: Sequence[Span]

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def morning(self, day: date) -> datetime:
        """When a day's items begin to show."""
        return datetime.combine(day, self.day_starts_at, self.zone).astimezone(UTC)

    def midnight_after(self, day: date) -> datetime:
        return datetime.combine(day + ONE_DAY, time.min, self.zone).astimezone(UTC)

    def is_working(self, day: date, *, own: bool = False) -> bool:
        if day.weekday() in self.weekend or day in self.holidays or not self._is_there(day):
            return False
        return not (own and any(first <= day <= last for first, last in (*self.closed, *self.away)))

    def _is_there(self, day: date) -> bool:
        """A zone that crosses the date line leaves out a day, as Samoa did with 30 December 2011."""
        return self.day_of(datetime.combine(day, NOON, self.zone).astimezone(UTC)) == day

    def working_day(self, number: int, after: date, *, own: bool = False) -> date:
        """The n-th working day strictly after a date; where periods leave none for ten years, the day reached then."""
        day = after
        for _ in range(LOOKING_DAYS + number):
            day += ONE_DAY
            if self.is_working(day, own=own):
                number -= 1
                if number <= 0:
                    break
        return day

    def working_morning(self, number: int, after: date, *, own: bool = False) -> datetime:
        return self.morning(self.working_day(number, after, own=own))

    def working_day_before(self, number: int, day: date) -> date:
        """The n-th working day strictly before a date."""
        for _ in range(LOOKING_DAYS + number):
            day -= ONE_DAY
            if self.is_working(day):
                number -= 1
                if number <= 0:
                    break
        return day

    def moved(self, day: date, *, own: bool = False) -> date:
        """The day itself if it is a working day, else the next that is."""
        return day if self.is_working(day, own=own) else self.working_day(1, day, own=own)

    def week_of(self, day: date) -> Span:
        """The first and the last day of a week: it ends with the last weekend day counted from Monday."""
        last = max(self.weekend, default=len(WEEKDAYS) - 1)
        begins = day - timedelta(days=(day.weekday() - last - 1) % len(WEEKDAYS))
        return begins, begins + timedelta(days=len(WEEKDAYS) - 1)

    def plus(self, day: date, duration: Duration) -> date:
        """Months first, clamped to the month's end; then days."""
        return day + relativedelta(months=duration.months) + timedelta(days=duration.days)


def calendar_of(
    *,
    zone: str,
    day_starts_at: str,
    weekend: Sequence[str],
    country: str | None,
    subdivision: str | None,
    closed: Sequence[Mapping[str, str]],
    away: Sequence[Mapping[str, str]],
) -> Calendar:
    """The calendar of a member, from the organization's and the member's settings as they are stored."""
    return Calendar(
        zone=ZoneInfo(zone),
        day_starts_at=time.fromisoformat(day_starts_at),
        weekend=frozenset(WEEKDAYS.index(day) for day in weekend),
        holidays=public_holidays(country, subdivision),
        closed=_spans(closed),
        away=_spans(away),
    )


def _spans(periods: Sequence[Mapping[str, str]]) -> Sequence[Span]:
    return [(date.fromisoformat(period["starts_on"]), date.fromisoformat(period["ends_on"])) for period in periods]


@cache
def public_holidays(country: str | None, subdivision: str | None) -> Mapping[date, str]:
    """Years are added as they are asked for."""
    return holidays.country_holidays(country, subdiv=subdivision) if country else {}
