"""/interviews/{id}/brief."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from api.core.fields.etags import digest_tag
from api.core.http.negotiation import preferred
from api.core.http.responses import item
from api.core.http.routing import Reading, api_router
from api.core.store.values import Values
from api.views.briefs import service
from api.views.briefs.pages import as_html, as_markdown
from api.views.briefs.schemas import BriefOut

router = api_router("/interviews/{interview_id:uuid}/brief", "briefs")
OFFERED = ("application/json", "text/markdown", "text/html")
PAGES = {"text/markdown": as_markdown, "text/html": as_html}
TEXT: dict[int | str, Values] = {
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
            body, media_type=f"{chosen}; charset=utf-8", headers={"ETag": digest_tag([brief.etag, chosen])}
        )
    response.headers["Vary"] = "Accept, Authorization"
    return response
