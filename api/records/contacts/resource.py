"""The manifest of contacts."""

from api.core.manifest import Resource
from api.records.contacts.examples import EXAMPLES
from api.records.contacts.routes import router

RESOURCE = Resource(
    tags={"contacts": "Professionals you talk to, or want to talk to, and what happened with each."},
    routers=(router,),
    event_types={
        "contact.created": "A contact was added.",
        "contact.updated": "Fields of a contact changed.",
        "contact.deleted": "A contact was deleted; it can be restored for 30 days.",
        "contact.restored": "A deleted contact came back.",
        "contact.purged": "A deleted contact went for good, 30 days later.",
        "contact.deferred": "They asked to be asked later.",
        "contact.declined": "They said no.",
        "contact.resumed": "A deferral or a decline was taken back.",
    },
    examples=EXAMPLES,
)
