"""The manifest of what is due: no events of its own, and the work that runs in every write."""

from api.core.manifest import Resource
from api.due.rebuild import KIND, rebuild, rebuild_where_holidays_changed
from api.due.refresh import refresh
from api.due.routes import router

RESOURCE = Resource(
    tags={"due": "What to do now, and why."},
    routers=(router,),
    event_types={},
    before_commit=(refresh,),
    job_handlers={KIND: rebuild},
    at_start=(rebuild_where_holidays_changed,),
)
