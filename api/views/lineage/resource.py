"""The manifest of lineages."""

from api.core.manifest import Resource
from api.views.lineage.routes import everybody, of_contact, warm_up

RESOURCE = Resource(
    tags={"lineage": "Who led to whom, and which first message led to what."},
    routers=(everybody, of_contact),
    event_types={},
    warm_up=(warm_up,),
)
