"""An example of each request body, for the API document. A test validates every one."""

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {  # Any: JSON
    "ContactCreate": {
        "full_name": "Ana Ruiz",
        "title": "Charge Nurse",
        "employer": "St. Brigid's Hospital",
        "emails": [{"address": "ana.ruiz@example.org", "label": "work"}],
        "positions": [
            {"title": "Charge Nurse", "employer": "St. Brigid's Hospital", "field": "nursing", "started_on": "2019-09"},
            {
                "title": "Teacher",
                "employer": "Lincoln High School",
                "field": "teaching",
                "started_on": "2012",
                "ended_on": "2019-06",
            },
        ],
        "source": "alumni",
        "tags": ["nursing"],
    },
    "ContactPatch": {"title": "Nursing Director", "notes": None},
    "Deferral": {"until": "2027-03-01", "reason": "Ask me in spring"},
    "Decline": {"reason": "No time this year"},
    "InterviewCreate": {
        "contact_ids": ["018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90"],
        "starts_at": "2026-12-03T16:00:00-05:00",
        "duration_minutes": 30,
        "medium": "video",
        "link": "https://example.org/call",
    },
    "InterviewPatch": {"takeaways": "Charge nurses run the ward."},
    "Schedule": {"starts_at": "2026-12-03T16:00:00-05:00"},
    "Completion": {"takeaways": "Charge nurses run the ward.", "rating": 4},
    "CallOff": {"by": "them", "reason": "Flu"},
    "OutreachEmailCreate": {
        "contact_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90",
        "kind": "request",
        "sent_at": "2026-11-20",
        "subject": "From the classroom to the ward",
        "body": "I noticed that you taught before you nursed; how were the two different?",
    },
    "OutreachEmailPatch": {"sent_at": "2026-11-19"},
    "Sending": {"at": "2026-11-20T15:00:00Z"},
    "Bounce": {"reason": "No such user"},
    "Settlement": {"status": "canceled"},
    "Snooze": {"for": "P3D"},
    "Dismissal": {"reason": "They moved abroad"},
    "ReminderCreate": {
        "text": "Look for news about the hospital",
        "remind_at": "2026-12-01T09:00:00-05:00",
        "rrule": "FREQ=MONTHLY;BYDAY=1MO",
        "contact_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90",
    },
    "ReminderPatch": {"rrule": "FREQ=MONTHLY;INTERVAL=2"},
    "Doing": {"occurrence": "2026-12-01T14:00:00Z"},
    "OrganizationPatch": {
        "zone": "America/New_York",
        "holiday_country": "US",
        "closed_periods": [{"starts_on": "2026-12-19", "ends_on": "2027-01-03", "name": "Winter vacation"}],
        "due_policy": {"follow_up_due": 5},
    },
    "MemberCreate": {"full_name": "Sam Lee", "email": "sam.lee@example.org", "zone": "America/New_York"},
    "MemberPatch": {"cadence": "P6W"},
    "ApiKeyCreate": {"name": "Portal", "scopes": ["read", "write"]},
    "ApiKeyRotate": {"overlap_hours": 48},
}
