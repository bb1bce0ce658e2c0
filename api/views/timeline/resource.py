"""The manifest of timelines: nothing is stored here, and its route stands among the contacts'."""

from api.core.manifest import Resource
from api.views.timeline.routes import router

RESOURCE = Resource(tags={}, routers=(router,), event_types={})
