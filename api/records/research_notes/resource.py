"""The manifest of research notes."""

from api.core.manifest import Resource
from api.records.research_notes.examples import EXAMPLES
from api.records.research_notes.routes import router

RESOURCE = Resource(
    tags={"research-notes": "What you found out about a contact before talking to them."},
    routers=(router,),
    event_types={
        "research_note.created": "A research note was added.",
        "research_note.updated": "A research note was changed.",
        "research_note.deleted": "A research note was deleted; it can be restored for 30 days.",
        "research_note.restored": "A deleted research note came back.",
        "research_note.purged": "A deleted research note went for good, 30 days later.",
    },
    examples=EXAMPLES,
)
