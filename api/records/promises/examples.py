"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "PromiseCreate": {
        "contact_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90",
        "by": "me",
        "what": "Send the article about night shifts",
        "due_on": "2026-12-04",
    },
    "PromisePatch": {"due_on": None},
    "PromiseStep": {"at": "2026-11-20T10:00:00-05:00"},
}
