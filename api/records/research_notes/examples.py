"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "ResearchNoteCreate": {
        "contact_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90",
        "kind": "article",
        "url": "https://example.org/night-shift",
        "learned": "Ana Ruiz started the night school for nurses at St. Brigid's.",
    },
    "ResearchNotePatch": {"learned_on": "2026-11-02"},
}
