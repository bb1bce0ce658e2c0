"""The manifest of questions."""

from api.core.manifest import Resource
from api.records.questions.examples import EXAMPLES
from api.records.questions.routes import router

RESOURCE = Resource(
    tags={"questions": "What you want to ask a contact, suggestions made from their career, and what they answered."},
    routers=(router,),
    event_types={
        "question.created": "A question was added.",
        "question.updated": "A question was changed, asked or answered.",
        "question.deleted": "A question was deleted; it can be restored for 30 days.",
        "question.restored": "A deleted question came back.",
        "question.purged": "A deleted question went for good, 30 days later.",
    },
    examples=EXAMPLES,
)
