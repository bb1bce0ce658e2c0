"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "OutcomeCreate": {
        "contact_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90",
        "kind": "referral",
        "what": "Ben hires for the summer program.",
        "referred_name": "Ben Okafor",
    },
    "OutcomePatch": {"used_on": "2026-11-30"},
}
