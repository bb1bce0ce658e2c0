"""/outreach-emails/draft."""

from starlette.responses import Response

from api.core.http.responses import created
from api.core.http.routing import Writing, api_router
from api.views.drafts import service
from api.views.drafts.schemas import DraftCreate, DraftOut

router = api_router("/outreach-emails/draft", "drafts")


@router.post("", response_model=DraftOut, status_code=201)
async def draft_outreach_email(write: Writing, given: DraftCreate) -> Response:
    """Write a draft from the organization's template and what is known about the contact. What is missing is a gap,
    `[…]`, which the review names. PATCH the draft, and send it yourself.
    """
    out = await service.draft_email(write, given)
    return created(out, f"/outreach-emails/{out.outreach_email.id}")
