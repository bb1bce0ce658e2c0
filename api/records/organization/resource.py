"""The manifest of the organization."""

from api.core.manifest import Resource
from api.records.organization.examples import EXAMPLES
from api.records.organization.routes import router

RESOURCE = Resource(
    tags={"organization": "Your organization's settings, and who you are."},
    routers=(router,),
    event_types={
        "organization.created": "An organization was made.",
        "organization.updated": "Settings of the organization changed.",
    },
    examples=EXAMPLES,
)
