"""/api-keys."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from api.core.http.responses import created, item, page
from api.core.http.routing import Reading, Writing, api_router, shows_once
from api.records.api_keys import service
from api.records.api_keys.schemas import ApiKeyCreate, ApiKeyOut, ApiKeyPage, ApiKeyQuery, ApiKeyRotate, NewApiKey

router = api_router("/api-keys", "api-keys")


@router.get("", response_model=ApiKeyPage)
async def list_api_keys(read: Reading, query: Annotated[ApiKeyQuery, Query()]) -> Response:
    """Your keys, never their secrets; an admin's key with the scope `admin` sees every member's."""
    return page(await service.list_api_keys(read, query))


@router.post("", response_model=NewApiKey, status_code=201)
@shows_once("key")
async def create_api_key(write: Writing, given: ApiKeyCreate) -> Response:
    """Make a key for yourself or, as an admin, for another member. `key` is shown this once."""
    out = await service.create_api_key(write, given)
    return created(out, f"/api-keys/{out.id}")


@router.get("/{api_key_id:uuid}", response_model=ApiKeyOut)
async def get_api_key(read: Reading, api_key_id: UUID) -> Response:
    """One key, never its secret."""
    return item(await service.get_api_key(read, api_key_id))


@router.post("/{api_key_id:uuid}/rotate", response_model=NewApiKey, status_code=201)
@shows_once("key")
async def rotate_api_key(
    write: Writing,
    api_key_id: UUID,
    given: Annotated[ApiKeyRotate, Body(default_factory=ApiKeyRotate)],
) -> Response:
    """Make a successor with the same rights; the old key works on for `overlap_hours`."""
    out = await service.rotate_api_key(write, api_key_id, given)
    return created(out, f"/api-keys/{out.id}")


@router.post("/{api_key_id:uuid}/revoke", response_model=ApiKeyOut)
async def revoke_api_key(write: Writing, api_key_id: UUID) -> Response:
    """Stop a key for good; it may work on for `TOUCHBASE_AUTH_CACHE_SECONDS` (5 by default)."""
    return item(await service.revoke_api_key(write, api_key_id))
