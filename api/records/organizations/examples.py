"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
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
