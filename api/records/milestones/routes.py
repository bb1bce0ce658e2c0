"""/milestones."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from api.core.http.responses import created, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.milestones import service
from api.records.milestones.schemas import (
    MilestoneCreate,
    MilestoneDone,
    MilestoneOut,
    MilestonePage,
    MilestonePatch,
    MilestoneQuery,
)
from api.records.milestones.service import MILESTONES

router = api_router("/milestones", "milestones")


@router.get("", response_model=MilestonePage)
async def list_milestones(read: Reading, query: Annotated[MilestoneQuery, Query()]) -> Response:
    """What happened in your career, the latest first."""
    return page(await MILESTONES.list(read, query))


@router.post("", response_model=MilestoneOut, status_code=201)
async def create_milestone(write: Writing, given: MilestoneCreate) -> Response:
    """Note a step of your career. If it is news, `/due` says whom to tell, five a day."""
    out = await service.create_milestone(write, given)
    return created(out, f"/milestones/{out.id}")


@router.get("/{milestone_id:uuid}", response_model=MilestoneOut)
async def get_milestone(read: Reading, milestone_id: UUID) -> Response:
    """One milestone."""
    return item(await MILESTONES.get(read, milestone_id))


@router.patch("/{milestone_id:uuid}", response_model=MilestoneOut)
async def update_milestone(write: Writing, milestone_id: UUID, patch: MilestonePatch) -> Response:
    """Change a milestone (RFC 7396 merge patch)."""
    return item(await service.update_milestone(write, milestone_id, patch))


@router.delete("/{milestone_id:uuid}", status_code=204)
async def delete_milestone(write: Writing, milestone_id: UUID) -> Response:
    """Delete a milestone; `POST /milestones/{id}/restore` brings it back for 30 days."""
    await MILESTONES.delete(write, milestone_id)
    return no_content()


@router.post("/{milestone_id:uuid}/restore", response_model=MilestoneOut)
async def restore_milestone(write: Writing, milestone_id: UUID) -> Response:
    """Bring a deleted milestone back."""
    return item(await MILESTONES.restore(write, milestone_id))


@router.post("/{milestone_id:uuid}/done", response_model=MilestoneOut)
async def finish_milestone(
    write: Writing, milestone_id: UUID, given: Annotated[MilestoneDone, Body(default_factory=MilestoneDone)]
) -> Response:
    """Nobody more is to be told of it."""
    return item(await service.finish_milestone(write, milestone_id, given))
