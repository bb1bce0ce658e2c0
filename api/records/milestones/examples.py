"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "MilestoneCreate": {
        "what": "I passed the nursing exam.",
        "kind": "exam",
        "happened_on": "2026-11-20",
        "is_news": True,
    },
    "MilestonePatch": {"is_news": True},
    "MilestoneDone": {"at": "2026-11-27T10:00:00-05:00"},
}
