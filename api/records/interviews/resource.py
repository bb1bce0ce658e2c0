"""The manifest of interviews."""

from api.core.manifest import Resource
from api.records.interviews.examples import EXAMPLES
from api.records.interviews.routes import router

RESOURCE = Resource(
    tags={"interviews": "Informational interviews, from the proposal to the takeaways."},
    routers=(router,),
    event_types={
        "interview.created": "An interview was added.",
        "interview.updated": "Details of an interview changed.",
        "interview.deleted": "An interview was deleted; it can be restored for 30 days.",
        "interview.restored": "A deleted interview came back.",
        "interview.purged": "A deleted interview went for good, 30 days later.",
        "interview.scheduled": "A time was agreed.",
        "interview.rescheduled": "Another time was agreed.",
        "interview.confirmed": "Its present start was confirmed.",
        "interview.completed": "It took place.",
        "interview.canceled": "It was called off.",
        "interview.no_show": "Somebody did not come.",
        "interview.reopened": "Its last step was taken back.",
    },
    examples=EXAMPLES,
)
