"""A contact's positions: pure functions over the stored list. Title and employer are the current position's."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

StoredPosition = Mapping[str, Any]  # Any: JSON, of text and null
PARTS = ("title", "employer", "field", "employer_kind", "started_on", "ended_on")


def current_index(positions: Sequence[StoredPosition]) -> int | None:
    """The open position with the latest start, then the first listed."""
    still_open = [at for at, position in enumerate(positions) if position["ended_on"] is None]
    return max(still_open, key=lambda at: (positions[at]["started_on"] or "", -at), default=None)


def current(positions: Sequence[StoredPosition]) -> StoredPosition | None:
    at = current_index(positions)
    return None if at is None else positions[at]


def on_day(positions: Sequence[StoredPosition], day: date) -> StoredPosition | None:
    """The position held on a day, as far as the dates tell; where they do not, the current one."""
    then = day.isoformat()
    held = [at for at, position in enumerate(positions) if position["started_on"] and _covers(position, then)]
    if held:
        return positions[max(held, key=lambda at: (positions[at]["started_on"], -at))]
    return current(positions)


def _covers(position: StoredPosition, day: str) -> bool:
    started, ended = position["started_on"], position["ended_on"]
    return bool(started <= day and (ended is None or day[: len(ended)] <= ended))


def with_current(positions: Sequence[StoredPosition], changes: Mapping[str, str | None]) -> Sequence[StoredPosition]:
    """Write title or employer: into the current position, or into a new one where there is none."""
    copied = [dict(position) for position in positions]
    at = current_index(copied)
    if at is None:
        if not any(changes.values()):
            return copied
        return [{**dict.fromkeys(PARTS), **changes}, *copied]
    copied[at].update(changes)
    return copied if any(copied[at].values()) else copied[:at] + copied[at + 1 :]
