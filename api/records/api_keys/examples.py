"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "ApiKeyCreate": {"name": "Portal", "scopes": ["read", "write"]},
    "ApiKeyRotate": {"overlap_hours": 48},
}
