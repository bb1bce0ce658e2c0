"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "OrganizationPatch": {
        "zone": "America/New_York",
        "holiday_country": "US",
        "closed_periods": [{"starts_on": "2026-12-19", "ends_on": "2027-01-03", "name": "Winter vacation"}],
        "due_policy": {"follow_up_due": 5},
    },
}
