"""What a contact's stored state means at a moment: stage, standing, last touch, next due. Pure, and the clock is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    IDENTIFIED = "identified"
    CONTACTED = "contacted"
    IN_CONVERSATION = "in_conversation"
    SCHEDULED = "scheduled"
    MET = "met"


class Standing(StrEnum):
    DECLINED = "declined"
    DEFERRED = "deferred"
    NO_RESPONSE = "no_response"
    WAITING = "waiting"
    DORMANT = "dormant"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Stored:
    """The columns of contact_states, and the decline that stands on the contact itself."""

    contacted_at: datetime | None
    spoke_at: datetime | None
    met_from: datetime | None
    last_message_at: datetime | None
    meeting_ends: Sequence[str]
    awaiting_since: datetime | None
    awaiting_until: datetime | None
    no_response_from: datetime | None
    due_windows: Sequence[Sequence[str]]
    dormant_from: datetime | None
    deferred_to: datetime | None
    declined_at: datetime | None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Stored":  # Any: columns, these among them
        found = cls(*(values[name] for name in cls.__slots__))
        return found if found.meeting_ends is not None else replace(found, meeting_ends=(), due_windows=())


def stage(stored: Stored, now: datetime) -> Stage:
    if stored.met_from is not None:
        return Stage.MET if stored.met_from <= now else Stage.SCHEDULED
    if stored.spoke_at is not None:
        return Stage.IN_CONVERSATION
    return Stage.CONTACTED if stored.contacted_at is not None else Stage.IDENTIFIED


def last_touch_at(stored: Stored, now: datetime) -> datetime | None:
    """The latest message or talk, or meeting that has ended."""
    ended = [end for end in map(datetime.fromisoformat, stored.meeting_ends) if end <= now]
    return max([*ended, *([stored.last_message_at] if stored.last_message_at else [])], default=None)


def standing(stored: Stored, now: datetime) -> Standing | None:
    """The first that fits; null if never contacted."""
    if stored.declined_at is not None:
        return Standing.DECLINED
    if stored.deferred_to is not None and now < stored.deferred_to:
        return Standing.DEFERRED
    if stored.no_response_from is not None and stored.no_response_from <= now:
        return Standing.NO_RESPONSE
    if stored.awaiting_since is not None and (stored.awaiting_until is None or now < stored.awaiting_until):
        return Standing.WAITING
    if stored.dormant_from is not None and stored.dormant_from <= now:
        return Standing.DORMANT
    ever = (stored.dormant_from, stored.last_message_at, stored.contacted_at, stored.spoke_at)
    return Standing.ACTIVE if any(at is not None for at in ever) else None


def next_due_at(stored: Stored, now: datetime) -> datetime | None:
    """When the earliest item that has not lapsed shows, or has shown."""
    windows = ((datetime.fromisoformat(due), datetime.fromisoformat(expires)) for due, expires in stored.due_windows)
    return min((due for due, expires in windows if expires > now), default=None)
