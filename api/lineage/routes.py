"""/lineage and /contacts/{id}/lineage."""

from typing import Any
from uuid import UUID

from anyio import fail_after, to_process
from fastapi import Request
from starlette.responses import Response

from api.core.errors import state_conflict
from api.core.etags import etag
from api.core.negotiation import preferred
from api.core.responses import item
from api.core.routing import Reading, api_router
from api.lineage import service
from api.lineage.drawing import arrows_of, as_empty_svg, as_svg, boxes_of
from api.lineage.layout import lay_out
from api.lineage.schemas import LineageOut
from api.lineage.text import as_text

everybody = api_router("/lineage", "lineage")
of_contact = api_router("/contacts/{contact_id:uuid}/lineage", "lineage")
SVG, TEXT = "image/svg+xml", "text/plain"
OFFERED = ("application/json", SVG, TEXT)
MOST_DRAWN = 300
SECONDS_TO_DRAW = 20
RESPONSES: dict[int | str, dict[str, Any]] = {  # Any: OpenAPI
    200: {
        "description": "Who led to whom; as a drawing with `Accept: image/svg+xml`, for a terminal with `Accept: text/plain`.",
        "content": {name: {"schema": {"type": "string"}} for name in (SVG, TEXT)},
    }
}


@everybody.get("", response_model=LineageOut, responses=RESPONSES)
async def get_lineage(read: Reading, request: Request) -> Response:
    """Who led to whom, through introductions and referrals, and what came of it. A drawing shows at most 300 people."""
    return await _answer(await service.lineage_of_everybody(read), request)


@of_contact.get("", response_model=LineageOut, responses=RESPONSES)
async def get_contact_lineage(read: Reading, contact_id: UUID, request: Request) -> Response:
    """Who led to this contact, and to whom the contact led. `way` begins with the contact whose first message began it."""
    return await _answer(await service.lineage_of(read, contact_id), request)


async def _answer(lineage: LineageOut, request: Request) -> Response:
    chosen = preferred(request.headers.get("accept", ""), OFFERED)
    if chosen == SVG:
        response = _page(await _drawn(lineage), SVG, lineage)
    elif chosen == TEXT:
        response = _page(as_text(lineage), f"{TEXT}; charset=utf-8", lineage)
    else:
        response = item(lineage)
    response.headers["Vary"] = "Accept, Authorization"
    return response


def _page(body: str, media_type: str, lineage: LineageOut) -> Response:
    return Response(body, media_type=media_type, headers={"ETag": etag(1, [lineage.etag, media_type])})


async def _drawn(lineage: LineageOut) -> str:
    if not lineage.people:
        return as_empty_svg()
    if len(lineage.people) > MOST_DRAWN:
        detail = (
            f"A drawing shows at most {MOST_DRAWN} people, and these are {len(lineage.people)}. Ask for one contact's."
        )
        raise state_conflict(detail)
    boxes = boxes_of(lineage)
    with fail_after(SECONDS_TO_DRAW):
        layout = await to_process.run_sync(lay_out, [one.size for one in boxes], arrows_of(lineage), cancellable=True)
    return as_svg(lineage, boxes, layout)
