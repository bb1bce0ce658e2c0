"""/introductions."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from api.core.http.responses import created, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.introductions import service
from api.records.introductions.schemas import (
    Closing,
    IntroductionCreate,
    IntroductionOut,
    IntroductionPage,
    IntroductionPatch,
    IntroductionQuery,
    IntroductionStep,
)
from api.records.introductions.service import INTRODUCTIONS

router = api_router("/introductions", "introductions")
Step = Annotated[IntroductionStep, Body(default_factory=IntroductionStep)]
Reason = Annotated[Closing, Body(default_factory=Closing)]


@router.get("", response_model=IntroductionPage)
async def list_introductions(read: Reading, query: Annotated[IntroductionQuery, Query()]) -> Response:
    """Your introductions, newest first."""
    return page(await INTRODUCTIONS.list(read, query))


@router.post("", response_model=IntroductionOut, status_code=201)
async def create_introduction(write: Writing, given: IntroductionCreate) -> Response:
    """Plan to ask a common contact for an introduction: to a contact, or to a person who is none yet."""
    out = await service.create_introduction(write, given)
    return created(out, f"/introductions/{out.id}")


@router.get("/{introduction_id:uuid}", response_model=IntroductionOut)
async def get_introduction(read: Reading, introduction_id: UUID) -> Response:
    """One introduction."""
    return item(await INTRODUCTIONS.get(read, introduction_id))


@router.patch("/{introduction_id:uuid}", response_model=IntroductionOut)
async def update_introduction(write: Writing, introduction_id: UUID, patch: IntroductionPatch) -> Response:
    """Change an introduction (RFC 7396 merge patch); its status changes by its steps."""
    return item(await service.update_introduction(write, introduction_id, patch))


@router.delete("/{introduction_id:uuid}", status_code=204)
async def delete_introduction(write: Writing, introduction_id: UUID) -> Response:
    """Delete an introduction; `POST /introductions/{id}/restore` brings it back for 30 days."""
    await INTRODUCTIONS.delete(write, introduction_id)
    return no_content()


@router.post("/{introduction_id:uuid}/restore", response_model=IntroductionOut)
async def restore_introduction(write: Writing, introduction_id: UUID) -> Response:
    """Bring a deleted introduction back."""
    return item(await INTRODUCTIONS.restore(write, introduction_id))


@router.post("/{introduction_id:uuid}/request", response_model=IntroductionOut)
async def request_introduction(write: Writing, introduction_id: UUID, given: Step) -> Response:
    """You asked the connector."""
    return item(await service.request_introduction(write, introduction_id, given))


@router.post("/{introduction_id:uuid}/agree", response_model=IntroductionOut)
async def agree_introduction(write: Writing, introduction_id: UUID, given: Step) -> Response:
    """The connector agreed."""
    return item(await service.agree_introduction(write, introduction_id, given))


@router.post("/{introduction_id:uuid}/decline", response_model=IntroductionOut)
async def decline_introduction(write: Writing, introduction_id: UUID, given: Reason) -> Response:
    """The connector declined: it is over."""
    return item(await service.decline_introduction(write, introduction_id, given))


@router.post("/{introduction_id:uuid}/introduce", response_model=IntroductionOut)
async def make_introduction(write: Writing, introduction_id: UUID, given: Step) -> Response:
    """The connector introduced you. A target who is no contact yet becomes one, met through the connector."""
    return item(await service.make_introduction(write, introduction_id, given))


@router.post("/{introduction_id:uuid}/close", response_model=IntroductionOut)
async def close_introduction(write: Writing, introduction_id: UUID, given: Reason) -> Response:
    """Give it up, or note that it has led to what it was for."""
    return item(await service.close_introduction(write, introduction_id, given))
