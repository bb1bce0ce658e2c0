"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "Snooze": {"for": "P3D"},
    "Dismissal": {"reason": "They moved abroad"},
}
