"""/members."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from api.core.http.responses import created, item, page
from api.core.http.routing import AdminWriting, Reading, Writing, api_router
from api.records.members import service
from api.records.members.schemas import MemberCreate, MemberOut, MemberPage, MemberPatch, MemberQuery

router = api_router("/members", "members")


@router.get("", response_model=MemberPage)
async def list_members(read: Reading, query: Annotated[MemberQuery, Query()]) -> Response:
    """The organization's members; a student sees only themselves."""
    return page(await service.list_members(read, query))


@router.post("", response_model=MemberOut, status_code=201)
async def create_member(write: AdminWriting, given: MemberCreate) -> Response:
    """Add a member (admins). Make them a key with `POST /api-keys`."""
    out = await service.create_member(write, given)
    return created(out, f"/members/{out.id}")


@router.get("/{member_id:uuid}", response_model=MemberOut)
async def get_member(read: Reading, member_id: UUID) -> Response:
    """One member."""
    return item(await service.get_member(read, member_id))


@router.patch("/{member_id:uuid}", response_model=MemberOut)
async def update_member(write: Writing, member_id: UUID, patch: MemberPatch) -> Response:
    """Change yourself: name, introduction, zone, hours, absences, cadence. Admins change anybody, and email, role and status.

    To end a membership set `status` to `inactive`: its keys stop working and its things stay.
    """
    return item(await service.update_member(write, member_id, patch))
