"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
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
}
