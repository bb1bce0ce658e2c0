"""/outreach-emails/draft."""

from fastapi import Request
from starlette.responses import Response

from api.core.http.pages import in_words, offered
from api.core.http.responses import created
from api.core.http.routing import Writing, api_router
from api.views.drafts import service
from api.views.drafts.pages import draft_page
from api.views.drafts.schemas import DraftCreate, DraftOut

router = api_router("/outreach-emails/draft", "drafts")


@router.post("", response_model=DraftOut, status_code=201, responses=offered("The draft", status=201))
async def draft_outreach_email(write: Writing, given: DraftCreate, request: Request) -> Response:
    """Write a draft from the organization's template and what is known about the contact. What is missing is a gap,
    `[…]`, which the review names. PATCH the draft, and send it yourself.
    """
    out = await service.draft_email(write, given)
    return in_words(request, created(out, f"/outreach-emails/{out.outreach_email.id}"), lambda: draft_page(out))
