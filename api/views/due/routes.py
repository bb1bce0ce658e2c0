"""/due."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Request
from starlette.responses import Response

from api.core.http.negotiation import preferred
from api.core.http.responses import item, page
from api.core.http.routing import Reading, Writing, api_router
from api.core.store.values import Values
from api.records.members.service import get_member
from api.records.organization.service import get_organization
from api.views.due import explaining, reading, service
from api.views.due.schemas import AsOfParams, Detail, Dismissal, DueOut, DuePage, DueQuery, DueSummary, RulesOut, Snooze
from api.views.due.text import as_text

router = api_router("/due", "due")
OFFERED = ("application/json", "text/plain")

TEXT: dict[int | str, Values] = {
    200: {
        "description": "What is due, earliest first; as a list for a terminal, gravest first, with `Accept: text/plain`.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
}


@router.get("", response_model=DuePage, responses=TEXT)
async def list_due(read: Reading, query: Annotated[DueQuery, Query()], request: Request) -> Response:
    """What to do now to be a person that professionals are glad to have met: each item with its reasons.

    Items open, move and vanish by themselves as messages and meetings are logged.
    """
    as_of = query.as_of or read.now
    for_people = preferred(request.headers.get("accept", ""), OFFERED) == "text/plain"
    found = await reading.list_due(read, query, as_of=as_of, gravest_first=for_people)
    if for_people:
        member = await get_member(read, read.scope.member_id)
        zone = member.zone or (await get_organization(read)).zone
        text = as_text(
            found, zone=zone, day_starts_at=member.day_starts_at, as_of=as_of, full=query.detail is Detail.FULL
        )
        response = Response(text, media_type="text/plain; charset=utf-8")
    else:
        response = page(found)
    response.headers["Vary"] = "Accept, Authorization"
    return response


@router.get("/summary", response_model=DueSummary)
async def get_due_summary(read: Reading, query: Annotated[AsOfParams, Query()]) -> Response:
    """How much is due, by kind and severity, and when the next item shows. What is snoozed or dismissed is not counted."""
    return item(await reading.summarize(read, as_of=query.as_of or read.now))


@router.get("/rules", response_model=RulesOut)
async def get_due_rules(read: Reading) -> Response:
    """Every rule as it stands for you: what opens it, when it is due, late, flagged and lapsed, and what settles it."""
    return item(await explaining.explain_rules(read))


@router.get("/{due_item_id:uuid}", response_model=DueOut)
async def get_due(read: Reading, due_item_id: UUID, query: Annotated[AsOfParams, Query()]) -> Response:
    """One item, also before it shows, snoozed or dismissed; 404 once it was settled or has lapsed."""
    return item(await reading.get_due(read, due_item_id, as_of=query.as_of or read.now))


@router.post("/{due_item_id:uuid}/snooze", response_model=DueOut)
async def snooze_due_item(write: Writing, due_item_id: UUID, given: Snooze) -> Response:
    """Not now: it shows again at that time, or at once if its `due_at` moves."""
    return item(await service.snooze_item(write, due_item_id, given))


@router.post("/{due_item_id:uuid}/dismiss", response_model=DueOut)
async def dismiss_due_item(
    write: Writing, due_item_id: UUID, given: Annotated[Dismissal, Body(default_factory=Dismissal)]
) -> Response:
    """Not at all: it does not show again, unless the facts that opened it change."""
    return item(await service.dismiss_item(write, due_item_id, given))


@router.post("/{due_item_id:uuid}/restore", response_model=DueOut)
async def restore_due_item(write: Writing, due_item_id: UUID) -> Response:
    """Take back a snooze or a dismissal."""
    return item(await service.restore_item(write, due_item_id))
