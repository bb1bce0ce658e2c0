"""The manifest of /me."""

from api.core.manifest import Resource
from api.records.me.routes import router

RESOURCE = Resource(
    tags={},
    routers=(router,),
    event_types={},
)
