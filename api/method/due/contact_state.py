"""A contact's derived state, from the same reading of its facts as the rules. Pure, and without a clock."""

from datetime import date, timedelta
from typing import Any

from api.method.conversation.conversation import Conversation
from api.method.due.numbers import DuePolicy

ROLES = {
    "mentorship": "mentor",
    "referral": "referrer",
    "introduction": "referrer",
    "internship": "employer",
    "offer": "employer",
    "hire": "employer",
}


def contact_state(conversation: Conversation, policy: DuePolicy) -> dict[str, Any]:  # Any: columns by name
    """The columns of `contact_states`; what they mean at a moment is decided when they are read."""
    touches, words = conversation.touches, conversation.words
    last_message_at = max((conversation.instant(touch) for touch in touches), default=None)
    ends = sorted(meeting.ended_at for meeting in conversation.standing_meetings)
    contacted = [conversation.instant(touch) for touch in touches if not touch.is_from_them]
    spoke = [conversation.instant(word) for word in words if word.direction != "outbound"]
    asked = conversation.waiting_for
    ahead = conversation.next_meeting_after(asked) if asked else None
    until = conversation.facts.deferred_until
    written_on = max((conversation.day(touch) for touch in touches if not touch.is_from_them), default=None)
    met_on = conversation.calendar.day_of(ends[-1]) if ends else None
    roles = _roles(conversation)
    return {
        "roles": roles or None,
        "role_since": min((date.fromisoformat(role["since"]) for role in roles.values()), default=None),
        "contacted_at": min(contacted, default=None),
        "spoke_at": min(spoke, default=None),
        "met_from": conversation.met_from,
        "last_message_at": last_message_at,
        "meeting_ends": [end.isoformat() for end in ends],
        "latest_touch_at": max([*ends, *([last_message_at] if last_message_at else [])], default=None),
        "awaiting_since": conversation.instant(asked) if asked else None,
        "awaiting_until": ahead.starts_at if ahead else None,
        "no_response_from": conversation.approach.no_response_from if asked and not ahead else None,
        "deferred_to": conversation.calendar.midnight_after(until - timedelta(days=1)) if until else None,
        "dormant_months": policy["update_expires"],
        "is_kept_up": conversation.is_kept_up,
        "written_on": written_on,
        "told_on": max((day for day in (written_on, met_on) if day is not None), default=None),
        "message_count": len(touches),
        "interview_count": len(ends),
    }


def _roles(conversation: Conversation) -> dict[str, Any]:  # Any: columns by name
    """What they have become, each with the first outcome that shows it."""
    found: dict[str, Any] = {}  # Any: the same
    for outcome in sorted(conversation.facts.outcomes, key=lambda outcome: (outcome.happened_on, outcome.id)):
        role = ROLES.get(outcome.kind)
        if role and outcome.contact_id == conversation.facts.contact_id:
            found.setdefault(role, {"since": outcome.happened_on.isoformat(), "outcome_id": str(outcome.id)})
    return found
