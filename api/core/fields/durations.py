"""ISO 8601 durations: years, months, weeks and days are calendar time, hours and less are exact."""

import re
from dataclasses import dataclass
from datetime import timedelta

_PATTERN = re.compile(
    r"P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?"
    r"(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Duration:
    months: int = 0
    days: int = 0
    exact: timedelta = timedelta(0)

    def is_whole_days(self) -> bool:
        return not self.exact

    def rough_days(self) -> float:
        """For limits: a month counts 30 days."""
        return self.months * 30 + self.days + self.exact / timedelta(days=1)


def parse_duration(text: str) -> Duration:
    """Raise ValueError for anything that is no ISO 8601 duration."""
    found = _PATTERN.fullmatch(text)
    if not found:
        raise ValueError("this must be an ISO 8601 duration such as P3M, P2W, P10D or PT12H")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Duration(months=12 * years + months, days=7 * weeks + days, exact=exact)
