"""The manifest of what is due: no events of its own, and the work that runs in every write."""

from api.core.manifest import Resource
from api.due.refresh import refresh
from api.due.routes import router

RESOURCE = Resource(
    tags={"due": "What to do now, and why."},
    routers=(router,),
    event_types={},
    before_commit=(refresh,),
)
