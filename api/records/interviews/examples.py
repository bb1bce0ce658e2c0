"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
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
}
