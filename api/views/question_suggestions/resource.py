"""The manifest of suggested questions."""

from api.core.manifest import Resource
from api.views.question_suggestions.examples import EXAMPLES
from api.views.question_suggestions.routes import router

RESOURCE = Resource(tags={}, routers=(router,), event_types={}, examples=EXAMPLES)
