"""The manifest of timelines: nothing is stored here."""

from api.core.manifest import Resource
from api.timeline.routes import router

RESOURCE = Resource(name="timeline", says="What happened with a contact.", routers=(router,), event_types={})
