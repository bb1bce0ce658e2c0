"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "QuestionCreate": {
        "contact_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90",
        "text": "I noticed you were a teacher before you became a charge nurse. How do the two compare?",
        "topic": "career_path",
        "based_on_position": {"title": "Charge Nurse", "employer": "St. Brigid's Hospital"},
    },
    "QuestionPatch": {"answer": "A ward is a classroom where everybody is in a hurry."},
}
