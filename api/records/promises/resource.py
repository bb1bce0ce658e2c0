"""The manifest of promises."""

from api.core.manifest import Resource
from api.records.promises.examples import EXAMPLES
from api.records.promises.routes import router

RESOURCE = Resource(
    tags={"promises": "What you and your contacts promised each other, and by when."},
    routers=(router,),
    event_types={
        "promise.created": "A promise was noted.",
        "promise.updated": "A promise was changed.",
        "promise.kept": "A promise was kept.",
        "promise.released": "A promise need not be kept any more.",
        "promise.deleted": "A promise was deleted; it can be restored for 30 days.",
        "promise.restored": "A deleted promise came back.",
        "promise.purged": "A deleted promise went for good, 30 days later.",
    },
    examples=EXAMPLES,
)
