"""/promises."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from api.core.http.responses import created, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.promises import service
from api.records.promises.schemas import PromiseCreate, PromiseOut, PromisePage, PromisePatch, PromiseQuery, PromiseStep
from api.records.promises.service import PROMISES

router = api_router("/promises", "promises")


@router.get("", response_model=PromisePage)
async def list_promises(read: Reading, query: Annotated[PromiseQuery, Query()]) -> Response:
    """What you and your contacts promised each other, newest first."""
    return page(await PROMISES.list(read, query))


@router.post("", response_model=PromiseOut, status_code=201)
async def create_promise(write: Writing, given: PromiseCreate) -> Response:
    """Note what you, or they, promised."""
    out = await service.create_promise(write, given)
    return created(out, f"/promises/{out.id}")


@router.get("/{promise_id:uuid}", response_model=PromiseOut)
async def get_promise(read: Reading, promise_id: UUID) -> Response:
    """One promise."""
    return item(await PROMISES.get(read, promise_id))


@router.patch("/{promise_id:uuid}", response_model=PromiseOut)
async def update_promise(write: Writing, promise_id: UUID, patch: PromisePatch) -> Response:
    """Change a promise (RFC 7396 merge patch)."""
    return item(await service.update_promise(write, promise_id, patch))


@router.delete("/{promise_id:uuid}", status_code=204)
async def delete_promise(write: Writing, promise_id: UUID) -> Response:
    """Delete a promise; `POST /promises/{id}/restore` brings it back for 30 days."""
    await PROMISES.delete(write, promise_id)
    return no_content()


@router.post("/{promise_id:uuid}/restore", response_model=PromiseOut)
async def restore_promise(write: Writing, promise_id: UUID) -> Response:
    """Bring a deleted promise back."""
    return item(await PROMISES.restore(write, promise_id))


@router.post("/{promise_id:uuid}/keep", response_model=PromiseOut)
async def keep_promise(
    write: Writing, promise_id: UUID, given: Annotated[PromiseStep, Body(default_factory=PromiseStep)]
) -> Response:
    """It was kept."""
    return item(await service.keep_promise(write, promise_id, given))


@router.post("/{promise_id:uuid}/release", response_model=PromiseOut)
async def release_promise(
    write: Writing, promise_id: UUID, given: Annotated[PromiseStep, Body(default_factory=PromiseStep)]
) -> Response:
    """It need not be kept any more."""
    return item(await service.release_promise(write, promise_id, given))
