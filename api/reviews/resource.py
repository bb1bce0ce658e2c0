"""The manifest of reviews."""

from api.core.manifest import Resource
from api.reviews.routes import router

RESOURCE = Resource(
    tags={"reviews": "What a message could do better, by rules: findings with their place and advice."},
    routers=(router,),
    event_types={},
)
