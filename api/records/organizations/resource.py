"""The manifest of organizations, members and API keys."""

from api.core.manifest import Resource
from api.records.organizations import routes
from api.records.organizations.examples import EXAMPLES

RESOURCE = Resource(
    tags={
        "organization": "Your organization's settings, and who you are.",
        "members": "Students, advisors and admins of the organization.",
        "api-keys": "Keys of members: made, shown once, rotated, revoked.",
    },
    routers=(routes.me, routes.organization, routes.members, routes.api_keys),
    event_types={
        "organization.created": "An organization was made.",
        "organization.updated": "Settings of the organization changed.",
        "member.created": "A member was added.",
        "member.updated": "A member changed.",
        "api_key.created": "An API key was made for a member.",
        "api_key.rotated": "An API key got a successor and will expire.",
        "api_key.revoked": "An API key was revoked.",
    },
    examples=EXAMPLES,
)
