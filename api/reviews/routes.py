"""/outreach-emails/{id}/review."""

from uuid import UUID

from starlette.responses import Response

from api.core.responses import item
from api.core.routing import Writing, api_router
from api.reviews import service
from api.reviews.schemas import ReviewOut

router = api_router("/outreach-emails/{outreach_email_id:uuid}/review", "reviews")


@router.post("", response_model=ReviewOut)
async def review_outreach_email(write: Writing, outreach_email_id: UUID) -> Response:
    """What this message could do better before it is sent. Nothing is changed, and nothing is blocked."""
    return item(await service.review_email(write, outreach_email_id))
