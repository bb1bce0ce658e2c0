"""What goes out of /me."""

from uuid import UUID

from pydantic import Field

from api.core.fields.types import (
    Out,
)
from api.records.members.schemas import MemberOut
from api.records.organization.schemas import OrganizationOut


class MeOut(Out):
    member: MemberOut = Field(description="The member whose key this is.")
    organization: OrganizationOut = Field(description="Their organization.")
    api_key_id: UUID | None = Field(description="Id of the key in use.")
    scopes: list[str] = Field(description="What the key in use may do.")
    etag: str = Field(description="Entity tag for If-None-Match.")
