"""A contact's positions: pure functions over the stored list. Title and employer are those of the current position."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

StoredPosition = Mapping[str, Any]  # Any: JSON, of text and null
PARTS = ("title", "employer", "field", "employer_kind", "started_on", "ended_on")
# What is done beside the main work, by its title.
_ASIDE = re.compile(
    r"(?:(?:\w+ )?volunteer(?:ing)?\b(?! (?:coordinator|manager|director|program|services))|mentor(?:ing)?$|"
    r"(?:board (?:member|director|chair|trustee)|member of the board|trustee|advisory board|non-?executive director|"
    r"independent director)\b|.*\b(?:volunteer|mentor|board (?:member|of (?:directors|trustees|advis[eo]rs)))$)",
    re.IGNORECASE,
)
LAST_MONTH, SEVERAL = 12, 2
# 2026, 2026-03 and 2026-03-02 by their lengths.
YEAR, MONTH = 4, 7


def is_aside(title: str | None) -> bool:
    """A volunteer's post, a seat on a board, a mentorship: it replaces no job."""
    return bool(_ASIDE.match(title or ""))


def current_index(positions: Sequence[StoredPosition], today: date) -> int | None:
    """The one that covers today, else the open one without a start, then the first listed; of several the latest start. One
    that has not begun is not current, and what is done beside a job is so only where there is none.
    """
    on = today.isoformat()
    held = [at for at, position in enumerate(positions) if not _is_over(position, on) and _has_begun(position, on)]
    told = [at for at in held if positions[at]["started_on"] or positions[at]["ended_on"] is None]

    # Most people have one.
    if len(told) < SEVERAL:
        return told[0] if told else None

    def rank(at: int) -> tuple[bool, str, int]:
        return not is_aside(positions[at]["title"]), positions[at]["started_on"] or "", -at

    return max(told, key=rank, default=None)


def current(positions: Sequence[StoredPosition], today: date) -> StoredPosition | None:
    at = current_index(positions, today)
    return None if at is None else positions[at]


def changes_on(positions: Sequence[StoredPosition], today: date) -> date | None:
    """The next day on which another position may be the current one; None: as far as is known, never."""
    days = (day for position in positions for day in _turns(position))
    return min((day for day in days if day > today), default=None)


def _turns(position: StoredPosition) -> Iterator[date]:
    """The days on which it begins, and on which it is over."""
    if position["started_on"]:
        yield _first_day(position["started_on"])
    if position["ended_on"]:
        yield _last_day(position["ended_on"]) + timedelta(days=1)


def _first_day(partial: str) -> date:
    return date.fromisoformat(f"{partial}-01-01"[: len("2026-01-01")])


def _last_day(partial: str) -> date:
    if len(partial) > MONTH:
        return date.fromisoformat(partial)
    year, month = int(partial[:YEAR]), int(partial[YEAR + 1 :] or LAST_MONTH)
    return date(year, month, monthrange(year, month)[1])


def on_day(positions: Sequence[StoredPosition], day: date, today: date) -> StoredPosition | None:
    """The position held on a day, as far as the dates tell; where they do not, the current one."""
    dated = [position for position in positions if position["started_on"]]
    return current(dated, day) or current(positions, today)


def _has_begun(position: StoredPosition, on: str) -> bool:
    """A year has begun on its first day, and is over after its last."""
    started = position["started_on"] or ""
    return bool(started <= on[: len(started)])


def _is_over(position: StoredPosition, on: str) -> bool:
    ended = position["ended_on"]
    return bool(ended is not None and ended < on[: len(ended)])


def with_current(
    positions: Sequence[StoredPosition], changes: Mapping[str, str | None], today: date
) -> Sequence[StoredPosition]:
    """Write title or employer: into the current position, or into a new one where there is none."""
    copied = [dict(position) for position in positions]
    at = current_index(copied, today)
    if at is None:
        if not any(changes.values()):
            return copied
        return [{**dict.fromkeys(PARTS), **changes}, *copied]
    copied[at].update(changes)
    return copied if any(copied[at].values()) else copied[:at] + copied[at + 1 :]
