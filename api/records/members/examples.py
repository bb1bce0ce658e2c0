"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "MemberCreate": {"full_name": "Sam Lee", "email": "sam.lee@example.org", "zone": "America/New_York"},
    "MePatch": {"introduction": "a second-year student of civil engineering"},
    "MemberPatch": {"cadence": "P6W"},
}
