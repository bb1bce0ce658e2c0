"""/lineage and /contacts/{id}/lineage."""

from collections.abc import Sequence
from uuid import UUID

from anyio import BrokenWorkerProcess, CapacityLimiter, fail_after, to_process
from fastapi import Request
from starlette.responses import Response

from api.core.errors import Problem, state_conflict
from api.core.fields.etags import digest_tag, matches
from api.core.http.negotiation import preferred
from api.core.http.responses import item
from api.core.http.routing import Reading, api_router
from api.core.store.values import Values
from api.views.lineage import service
from api.views.lineage.drawing import arrows_of, as_empty_svg, as_svg, boxes_of, drawable
from api.views.lineage.layout import Arrow, Layout, Size, lay_out
from api.views.lineage.schemas import LineageOut
from api.views.lineage.text import as_text

everybody = api_router("/lineage", "lineage")
of_contact = api_router("/contacts/{contact_id:uuid}/lineage", "lineage")
SVG, TEXT = "image/svg+xml", "text/plain"
OFFERED = ("application/json", SVG, TEXT)
MOST_DRAWN = 300
SECONDS_TO_DRAW = 10
DRAWING = CapacityLimiter(2)
READ_INSTEAD = "Ask for the lineage of somebody in it, or for `application/json` or `text/plain`."
RESPONSES: dict[int | str, Values] = {
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
    tag = lineage.etag if chosen == OFFERED[0] else digest_tag([lineage.etag, chosen])
    if chosen == OFFERED[0] or matches(request.headers.get("if-none-match", ""), tag):
        response = item(lineage)
    elif chosen == SVG:
        response = Response(await _drawn(lineage), media_type=SVG)
    else:
        response = Response(as_text(lineage), media_type=f"{TEXT}; charset=utf-8")
    response.headers.update({"ETag": tag, "Vary": "Accept, Authorization"})
    return response


async def _drawn(lineage: LineageOut) -> str:
    if not lineage.people:
        return as_empty_svg()
    if len(lineage.people) > MOST_DRAWN:
        raise state_conflict(
            f"A drawing shows at most {MOST_DRAWN} people, and these are {len(lineage.people)}. {READ_INSTEAD}"
        )
    shown = drawable(lineage)
    boxes = boxes_of(shown)
    try:
        with fail_after(SECONDS_TO_DRAW):
            layout = await _laid_out([box.size for box in boxes], arrows_of(shown))
    except TimeoutError:
        detail = f"It could not be drawn within {SECONDS_TO_DRAW} seconds. Try again in a moment. {READ_INSTEAD}"
        raise Problem("unavailable", detail, headers={"Retry-After": "5"}) from None
    return as_svg(shown, boxes, layout, left_out=len(lineage.links) - len(shown.links))


async def warm_up() -> None:
    """Start the process that draws, and load Graphviz there, before somebody waits for a drawing."""
    await _laid_out([Size(72, 72)], [])


async def _laid_out(sizes: Sequence[Size], arrows: Sequence[Arrow]) -> Layout:
    """Lay it out in a process of its own; if that was killed, once more in a new one."""
    try:
        return await to_process.run_sync(lay_out, sizes, arrows, cancellable=True, limiter=DRAWING)
    except BrokenWorkerProcess:
        return await to_process.run_sync(lay_out, sizes, arrows, cancellable=True, limiter=DRAWING)
