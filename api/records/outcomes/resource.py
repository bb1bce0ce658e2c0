"""The manifest of outcomes."""

from api.core.manifest import Resource
from api.records.outcomes.examples import EXAMPLES
from api.records.outcomes.routes import router

RESOURCE = Resource(
    tags={"outcomes": "What came of a conversation: advice, a referral, an internship, an offer."},
    routers=(router,),
    event_types={
        "outcome.created": "An outcome was noted.",
        "outcome.updated": "An outcome was changed.",
        "outcome.deleted": "An outcome was deleted; it can be restored for 30 days.",
        "outcome.restored": "A deleted outcome came back.",
        "outcome.purged": "A deleted outcome went for good, 30 days later.",
    },
    examples=EXAMPLES,
)
