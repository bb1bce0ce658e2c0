"""The manifest of drafts."""

from api.core.manifest import Resource
from api.views.drafts.examples import EXAMPLES
from api.views.drafts.routes import router

RESOURCE = Resource(
    tags={"drafts": "Messages drafted from templates, with what is known about the contact."},
    routers=(router,),
    event_types={},
    examples=EXAMPLES,
)
