"""The manifest of briefs."""

from api.core.manifest import Resource
from api.views.briefs.routes import router

RESOURCE = Resource(
    tags={"briefs": "One page to read before an interview."},
    routers=(router,),
    event_types={},
)
