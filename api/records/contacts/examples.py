"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "ContactCreate": {
        "full_name": "Ana Ruiz",
        "title": "Charge Nurse",
        "employer": "St. Brigid's Hospital",
        "emails": [{"address": "ana.ruiz@example.org", "label": "work"}],
        "positions": [
            {"title": "Charge Nurse", "employer": "St. Brigid's Hospital", "field": "nursing", "started_on": "2019-09"},
            {
                "title": "Teacher",
                "employer": "Lincoln High School",
                "field": "teaching",
                "started_on": "2012",
                "ended_on": "2019-06",
            },
        ],
        "source": "alumni",
        "tags": ["nursing"],
    },
    "ContactPatch": {"title": "Nursing Director", "notes": None},
    "Deferral": {"until": "2027-03-01", "reason": "Ask me in spring"},
    "Decline": {"reason": "No time this year"},
}
