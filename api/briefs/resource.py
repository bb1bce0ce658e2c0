"""The manifest of briefs."""

from api.briefs.routes import router
from api.core.manifest import Resource

RESOURCE = Resource(
    tags={"briefs": "One page to read before an interview."},
    routers=(router,),
    event_types={},
)
