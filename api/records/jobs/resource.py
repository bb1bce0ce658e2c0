"""The manifest of jobs: they are asked for by what changes, so there is nothing to write here."""

from api.core.manifest import Resource
from api.records.jobs.routes import router

RESOURCE = Resource(
    tags={"jobs": "Work that goes on after a request was answered, and how far it is; for admins."},
    routers=(router,),
    event_types={},
)
