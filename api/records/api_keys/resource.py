"""The manifest of API keys."""

from api.core.manifest import Resource
from api.records.api_keys.examples import EXAMPLES
from api.records.api_keys.routes import router

RESOURCE = Resource(
    tags={"api-keys": "Keys of members: made, shown once, rotated, revoked."},
    routers=(router,),
    event_types={
        "api_key.created": "An API key was made for a member.",
        "api_key.rotated": "An API key got a successor and will expire.",
        "api_key.revoked": "An API key was revoked.",
    },
    examples=EXAMPLES,
)
