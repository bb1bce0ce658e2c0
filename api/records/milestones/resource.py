"""The manifest of milestones."""

from api.core.manifest import Resource
from api.records.milestones.examples import EXAMPLES
from api.records.milestones.routes import router

RESOURCE = Resource(
    tags={"milestones": "What happened in your own career, and whether it is news for those you have met."},
    routers=(router,),
    event_types={
        "milestone.created": "A milestone was noted.",
        "milestone.updated": "A milestone was changed, or became news.",
        "milestone.done": "Nobody more is to be told of a milestone.",
        "milestone.deleted": "A milestone was deleted; it can be restored for 30 days.",
        "milestone.restored": "A deleted milestone came back.",
        "milestone.purged": "A deleted milestone went for good, 30 days later.",
    },
    examples=EXAMPLES,
)
