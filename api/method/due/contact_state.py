"""A contact's derived state, from the same reading of its facts as the rules. Pure, and without a clock."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from api.method.conversation.calendar import ONE_DAY
from api.method.conversation.conversation import Conversation
from api.method.due.items import Item
from api.method.due.numbers import DuePolicy

ROLES = {
    "mentorship": "mentor",
    "referral": "referrer",
    "introduction": "referrer",
    "internship": "employer",
    "offer": "employer",
    "hire": "employer",
}


def contact_state(
    conversation: Conversation, policy: DuePolicy, items: Sequence[Item]
) -> dict[str, Any]:  # Any: columns by name
    """The columns of `contact_states`; what they mean at a moment is decided when they are read."""
    touches, words = conversation.touches, conversation.words
    last_message_at = max((conversation.instant(touch) for touch in touches), default=None)
    ends = sorted(meeting.ended_at for meeting in conversation.standing_meetings)
    contacted = [conversation.instant(touch) for touch in touches if not touch.is_from_them]
    spoke = [conversation.instant(word) for word in words if word.direction != "outbound"]
    latest = max([*ends, *([last_message_at] if last_message_at else [])], default=None)
    asked = conversation.waiting_for
    ahead = conversation.next_meeting_after(asked) if asked else None
    until = conversation.facts.deferred_until
    written_on = max((conversation.day(touch) for touch in touches if not touch.is_from_them), default=None)
    met_on = conversation.calendar.day_of(ends[-1]) if ends else None
    roles = _roles(conversation)
    approach_from = (
        _approach_from(conversation, items, policy) if not touches and conversation.met_from is None else None
    )
    return {
        "roles": roles or None,
        "role_since": min((date.fromisoformat(role["since"]) for role in roles.values()), default=None),
        "listed_at": conversation.facts.listed_at if approach_from else None,
        "approach_from": approach_from,
        "contacted_at": min(contacted, default=None),
        "spoke_at": min(spoke, default=None),
        "met_from": conversation.met_from,
        "last_message_at": last_message_at,
        "meeting_ends": [end.isoformat() for end in ends],
        "latest_touch_at": latest,
        "awaiting_since": conversation.instant(asked) if asked else None,
        "awaiting_until": ahead.starts_at if ahead else None,
        "no_response_from": conversation.approach.no_response_from if asked and not ahead else None,
        "deferred_to": conversation.calendar.midnight_after(until - timedelta(days=1)) if until else None,
        "dormant_from": latest and latest + relativedelta(months=policy["update_expires"]),
        "is_kept_up": conversation.is_kept_up,
        "written_on": written_on,
        "told_on": max((day for day in (written_on, met_on) if day is not None), default=None),
        "message_count": len(touches),
        "interview_count": len(ends),
    }


def _approach_from(conversation: Conversation, items: Sequence[Item], policy: DuePolicy) -> datetime | None:
    """From when on they may be approached: not before the day they named, nor while anything else about them is left, or
    somebody is to introduce the member to them.
    """
    facts, calendar = conversation.facts, conversation.calendar
    wanted = not facts.keep_in_touch if facts.approach is None else facts.approach
    introduces = any(introduction.connector_id == facts.contact_id for introduction in facts.introductions)
    gave = any(outcome.contact_id == facts.contact_id for outcome in facts.outcomes)
    if not wanted or introduces or gave or facts.silenced or facts.archived or facts.declined_at or conversation.words:
        return None
    until = facts.deferred_until
    later = [] if until is None else [calendar.midnight_after(until - ONE_DAY)]
    for introduction in facts.introductions:
        if introduction.status in {"planned", "requested", "agreed"}:
            given_up = timedelta(days=policy["ask_introduction_expires"])
            later.append(calendar.morning(calendar.day_of(introduction.logged_at) + given_up))
    return max([facts.listed_at, *later, *(item.expires_at for item in items if item.kind != "finish_draft")])


def _roles(conversation: Conversation) -> dict[str, Any]:  # Any: columns by name
    """What they have become, each with the first outcome that shows it."""
    found: dict[str, Any] = {}  # Any: the same
    for outcome in sorted(conversation.facts.outcomes, key=lambda outcome: (outcome.happened_on, outcome.id)):
        role = ROLES.get(outcome.kind)
        if role and outcome.contact_id == conversation.facts.contact_id:
            found.setdefault(role, {"since": outcome.happened_on.isoformat(), "outcome_id": str(outcome.id)})
    return found
