"""/interviews/{id}/brief."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from api.core.http.pages import in_words, offered
from api.core.http.responses import item
from api.core.http.routing import Reading, api_router
from api.views.briefs import service
from api.views.briefs.pages import as_html, brief_page
from api.views.briefs.schemas import BriefOut

router = api_router("/interviews/{interview_id:uuid}/brief", "briefs")
HTML = "text/html"


@router.get("", response_model=BriefOut, responses=offered("The brief", HTML))
async def get_brief(read: Reading, interview_id: UUID, request: Request) -> Response:
    """One page to read before the call: who, when by both clocks, how to reach them, their career, what you found out, what
    to ask, and room to write.
    """
    brief = await service.brief(read, interview_id)
    return in_words(request, item(brief), lambda: brief_page(brief), {HTML: lambda: as_html(brief)})
