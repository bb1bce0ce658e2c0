"""The manifest of reminders."""

from api.core.manifest import Resource
from api.records.reminders.examples import EXAMPLES
from api.records.reminders.routes import router

RESOURCE = Resource(
    tags={"reminders": "What you want to be reminded of, once or again and again."},
    routers=(router,),
    event_types={
        "reminder.created": "A reminder was set.",
        "reminder.updated": "A reminder was changed.",
        "reminder.done": "One of a reminder's times is done.",
        "reminder.deleted": "A reminder was deleted; it can be restored for 30 days.",
        "reminder.restored": "A deleted reminder came back.",
        "reminder.purged": "A deleted reminder went for good, 30 days later.",
    },
    examples=EXAMPLES,
)
