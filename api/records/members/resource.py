"""The manifest of members."""

from api.core.manifest import Resource
from api.records.members.examples import EXAMPLES
from api.records.members.routes import router

RESOURCE = Resource(
    tags={"members": "Students, advisors and admins of the organization."},
    routers=(router,),
    event_types={
        "member.created": "A member was added.",
        "member.updated": "A member changed.",
    },
    examples=EXAMPLES,
)
