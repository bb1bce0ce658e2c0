"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "IntroductionCreate": {
        "connector_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90",
        "target_name": "Ben Okafor",
        "note": "Sam studies nursing at Fairhaven and would like to ask Ben how detectives work with hospitals.",
    },
    "IntroductionPatch": {"note": None},
    "IntroductionStep": {"at": "2026-11-20T10:00:00-05:00"},
    "Closing": {"reason": "They do not know each other well enough"},
}
