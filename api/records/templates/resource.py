"""The manifest of templates."""

from api.core.manifest import Resource
from api.records.templates.examples import EXAMPLES
from api.records.templates.routes import router

RESOURCE = Resource(
    tags={
        "templates": "From what messages are drafted: your organization's own texts, version by version, or good defaults."
    },
    routers=(router,),
    event_types={
        "template.updated": "An admin changed a template; `subject` is its new version.",
        "template.reset": "An admin went back to the default of a template; `subject` is its new version.",
    },
    examples=EXAMPLES,
)
