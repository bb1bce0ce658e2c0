"""The manifest of what is due: what members decide about items, and the work that runs in every write."""

from api.core.manifest import Resource
from api.views.due.examples import EXAMPLES
from api.views.due.rebuild import rebuild, rebuild_where_outdated
from api.views.due.refresh import REBUILD, refresh
from api.views.due.routes import router

RESOURCE = Resource(
    tags={"due": "What to do now, and why."},
    routers=(router,),
    event_types={
        "due_item.snoozed": "An item was put off.",
        "due_item.dismissed": "An item was dismissed.",
        "due_item.restored": "A snooze or dismissal was taken back.",
    },
    before_commit=(refresh,),
    job_handlers={REBUILD: rebuild},
    at_start=(rebuild_where_outdated,),
    examples=EXAMPLES,
)
