"""The manifest of introductions."""

from api.core.manifest import Resource
from api.records.introductions.examples import EXAMPLES
from api.records.introductions.routes import router

RESOURCE = Resource(
    tags={"introductions": "Common contacts who are asked to introduce you: planned, requested, agreed, introduced."},
    routers=(router,),
    event_types={
        "introduction.created": "An introduction was planned.",
        "introduction.updated": "An introduction was changed.",
        "introduction.requested": "The connector was asked for it.",
        "introduction.agreed": "The connector agreed.",
        "introduction.declined": "The connector declined.",
        "introduction.introduced": "The connector introduced you.",
        "introduction.closed": "An introduction was closed.",
        "introduction.deleted": "An introduction was deleted; it can be restored for 30 days.",
        "introduction.restored": "A deleted introduction came back.",
        "introduction.purged": "A deleted introduction went for good, 30 days later.",
    },
    examples=EXAMPLES,
)
