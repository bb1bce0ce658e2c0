"""/organization, /members, /api-keys and /me."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Request
from starlette.responses import Response

from api.core.http.responses import created, item, page
from api.core.http.routing import AdminWriting, Reading, Writing, api_router, shows_once
from api.records.organizations import key_service, service
from api.records.organizations.schemas import (
    ApiKeyCreate,
    ApiKeyOut,
    ApiKeyPage,
    ApiKeyQuery,
    ApiKeyRotate,
    MemberCreate,
    MemberOut,
    MemberPage,
    MemberPatch,
    MemberQuery,
    MeOut,
    NewApiKey,
    OrganizationOut,
    OrganizationPatch,
)

organization = api_router("/organization", "organization")
members = api_router("/members", "members")
api_keys = api_router("/api-keys", "api-keys")
me = api_router("/me", "organization")


@me.get("", response_model=MeOut)
async def get_me(read: Reading) -> Response:
    """Who you are: the member, the organization and the scopes of the key in use."""
    return item(await key_service.get_me(read))


@organization.get("", response_model=OrganizationOut)
async def get_organization(read: Reading) -> Response:
    """Settings of your organization: zone, weekend, holidays, closed periods, and every number of the due policy."""
    return item(await service.get_organization(read))


@organization.patch("", response_model=OrganizationOut)
async def update_organization(write: AdminWriting, patch: OrganizationPatch) -> Response:
    """Change settings (admins). What the due rules read from them is computed anew for every member in the background:
    `GET /jobs?kind=rebuild_due` shows how far it is.
    """
    return item(await service.update_organization(write, patch))


@members.get("", response_model=MemberPage)
async def list_members(read: Reading, query: Annotated[MemberQuery, Query()]) -> Response:
    """The organization's members; a student sees only themselves."""
    return page(await service.list_members(read, query))


@members.post("", response_model=MemberOut, status_code=201)
async def create_member(write: AdminWriting, given: MemberCreate) -> Response:
    """Add a member (admins). Make them a key with `POST /api-keys`."""
    out = await service.create_member(write, given)
    return created(out, f"/members/{out.id}")


@members.get("/{member_id:uuid}", response_model=MemberOut)
async def get_member(read: Reading, member_id: UUID) -> Response:
    """One member."""
    return item(await service.get_member(read, member_id))


@members.patch("/{member_id:uuid}", response_model=MemberOut)
async def update_member(write: Writing, member_id: UUID, patch: MemberPatch) -> Response:
    """Change yourself: name, zone, hours, absences, cadence. Admins change anybody, and email, role and status.

    To end a membership set `status` to `inactive`: its keys stop working and its things stay.
    """
    return item(await service.update_member(write, member_id, patch))


@api_keys.get("", response_model=ApiKeyPage)
async def list_api_keys(read: Reading, query: Annotated[ApiKeyQuery, Query()]) -> Response:
    """Your keys, never their secrets; an admin's key with the scope `admin` sees every member's."""
    return page(await key_service.list_api_keys(read, query))


@api_keys.post("", response_model=NewApiKey, status_code=201)
@shows_once("key")
async def create_api_key(write: Writing, given: ApiKeyCreate, request: Request) -> Response:
    """Make a key for yourself or, as an admin, for another member. `key` is shown this once."""
    out = await key_service.create_api_key(write, given, pepper=request.app.state.pepper)
    return created(out, f"/api-keys/{out.id}")


@api_keys.get("/{api_key_id:uuid}", response_model=ApiKeyOut)
async def get_api_key(read: Reading, api_key_id: UUID) -> Response:
    """One key, never its secret."""
    return item(await key_service.get_api_key(read, api_key_id))


@api_keys.post("/{api_key_id:uuid}/rotate", response_model=NewApiKey, status_code=201)
@shows_once("key")
async def rotate_api_key(
    write: Writing,
    api_key_id: UUID,
    request: Request,
    given: Annotated[ApiKeyRotate, Body(default_factory=ApiKeyRotate)],
) -> Response:
    """Make a successor with the same rights; the old key works on for `overlap_hours`."""
    out = await key_service.rotate_api_key(write, api_key_id, given, pepper=request.app.state.pepper)
    return created(out, f"/api-keys/{out.id}")


@api_keys.post("/{api_key_id:uuid}/revoke", response_model=ApiKeyOut)
async def revoke_api_key(write: Writing, api_key_id: UUID) -> Response:
    """Stop a key for good; it may work on for `TOUCHBASE_AUTH_CACHE_SECONDS` (5 by default)."""
    return item(await key_service.revoke_api_key(write, api_key_id))
