"""/interviews."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from api.core.http.responses import created, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.interviews import reading, service
from api.records.interviews.schemas import (
    CallOff,
    Completion,
    Happened,
    InterviewCreate,
    InterviewExpand,
    InterviewOut,
    InterviewPage,
    InterviewPatch,
    InterviewQuery,
    Schedule,
)

router = api_router("/interviews", "interviews")


@router.get("", response_model=InterviewPage)
async def list_interviews(read: Reading, query: Annotated[InterviewQuery, Query()]) -> Response:
    """Your interviews, latest start first."""
    return page(await reading.list_interviews(read, query))


@router.post("", response_model=InterviewOut, status_code=201)
async def create_interview(write: Writing, given: InterviewCreate) -> Response:
    """Add an interview: proposed without a start, scheduled with one, or `completed` to log a talk that took place.

    An overlap with another of your interviews comes back in `warnings` and is no error.
    """
    out = await service.create_interview(write, given)
    return created(out, f"/interviews/{out.id}")


@router.get("/{interview_id:uuid}", response_model=InterviewOut)
async def get_interview(read: Reading, interview_id: UUID, query: Annotated[InterviewExpand, Query()]) -> Response:
    """One interview."""
    return item(await reading.get_interview(read, interview_id, expand=query.expand))


@router.patch("/{interview_id:uuid}", response_model=InterviewOut)
async def update_interview(write: Writing, interview_id: UUID, patch: InterviewPatch) -> Response:
    """Change details (RFC 7396 merge patch). Its status, and a time that was newly agreed, change by steps such as `/schedule`."""
    return item(await service.update_interview(write, interview_id, patch))


@router.delete("/{interview_id:uuid}", status_code=204)
async def delete_interview(write: Writing, interview_id: UUID) -> Response:
    """Delete an interview; `POST /interviews/{id}/restore` brings it back for 30 days."""
    await service.delete_interview(write, interview_id)
    return no_content()


@router.post("/{interview_id:uuid}/restore", response_model=InterviewOut)
async def restore_interview(write: Writing, interview_id: UUID) -> Response:
    """Bring a deleted interview back, with what was due because of it."""
    return item(await service.restore_interview(write, interview_id))


@router.post("/{interview_id:uuid}/schedule", response_model=InterviewOut)
async def schedule_interview(write: Writing, interview_id: UUID, given: Schedule) -> Response:
    """A time was agreed for a proposed interview."""
    return item(await service.schedule_interview(write, interview_id, given))


@router.post("/{interview_id:uuid}/reschedule", response_model=InterviewOut)
async def reschedule_interview(write: Writing, interview_id: UUID, given: Schedule) -> Response:
    """Another time was agreed for a scheduled interview; it is to be confirmed anew."""
    return item(await service.reschedule_interview(write, interview_id, given))


@router.post("/{interview_id:uuid}/confirm", response_model=InterviewOut)
async def confirm_interview(
    write: Writing, interview_id: UUID, given: Annotated[Happened, Body(default_factory=Happened)]
) -> Response:
    """The present start was confirmed."""
    return item(await service.confirm_interview(write, interview_id, given))


@router.post("/{interview_id:uuid}/complete", response_model=InterviewOut)
async def complete_interview(
    write: Writing, interview_id: UUID, given: Annotated[Completion, Body(default_factory=Completion)]
) -> Response:
    """It took place. `takeaways` end the debrief and may come later by PATCH."""
    return item(await service.complete_interview(write, interview_id, given))


@router.post("/{interview_id:uuid}/cancel", response_model=InterviewOut)
async def cancel_interview(write: Writing, interview_id: UUID, given: CallOff) -> Response:
    """It was called off before it took place."""
    return item(await service.cancel_interview(write, interview_id, given))


@router.post("/{interview_id:uuid}/no-show", response_model=InterviewOut)
async def miss_interview(write: Writing, interview_id: UUID, given: CallOff) -> Response:
    """Somebody did not come: `by` says who."""
    return item(await service.miss_interview(write, interview_id, given))


@router.post("/{interview_id:uuid}/reopen", response_model=InterviewOut)
async def reopen_interview(write: Writing, interview_id: UUID) -> Response:
    """Take back that it was completed, canceled or a no-show."""
    return item(await service.reopen_interview(write, interview_id))
