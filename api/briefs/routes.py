"""/interviews/{id}/brief."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from api.briefs import service
from api.briefs.pages import as_html, as_markdown
from api.briefs.schemas import BriefOut
from api.core.etags import etag
from api.core.negotiation import preferred
from api.core.responses import item
from api.core.routing import Reading, api_router

router = api_router("/interviews/{interview_id:uuid}/brief", "briefs")
OFFERED = ("application/json", "text/markdown", "text/html")
PAGES = {"text/markdown": as_markdown, "text/html": as_html}
TEXT: dict[int | str, dict[str, Any]] = {  # Any: OpenAPI
    200: {
        "description": "The brief; as a page with `Accept: text/markdown` or `Accept: text/html`.",
        "content": {name: {"schema": {"type": "string"}} for name in PAGES},
    }
}


@router.get("", response_model=BriefOut, responses=TEXT)
async def get_brief(read: Reading, interview_id: UUID, request: Request) -> Response:
    """One page to read before the call: who, when by both clocks, their career, what you found out, what to ask."""
    brief = await service.brief(read, interview_id)
    chosen = preferred(request.headers.get("accept", ""), OFFERED)
    response = item(brief)
    if chosen in PAGES:
        body = PAGES[chosen](brief)
        response = Response(
            body, media_type=f"{chosen}; charset=utf-8", headers={"ETag": etag(1, [brief.etag, chosen])}
        )
    response.headers["Vary"] = "Accept, Authorization"
    return response
