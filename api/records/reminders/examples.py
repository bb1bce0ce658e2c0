"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "ReminderCreate": {
        "text": "Look for news about the hospital",
        "remind_at": "2026-12-01T09:00:00-05:00",
        "rrule": "FREQ=MONTHLY;BYDAY=1MO",
        "contact_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90",
    },
    "ReminderPatch": {"rrule": "FREQ=MONTHLY;INTERVAL=2"},
    "Doing": {"occurrence": "2026-12-01T14:00:00Z"},
}
