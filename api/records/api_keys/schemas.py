"""What goes in and out of /api-keys."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.fields.times import Instant, OutInstant
from api.core.fields.types import In, Line100, Out, OwnId
from api.core.store.pagination import PageOut, SortedParams
from api.core.store.tenancy import KeyScope

OpenScope = Annotated[KeyScope, Field(strict=False)]


class ApiKeyCreate(In):
    name: Line100 = Field(description="What the key is for, such as `Portal, production`.")
    member_id: OwnId | None = Field(
        default=None, description="Whose key it is; null means your own. Another member's needs an admin."
    )
    scopes: Annotated[list[OpenScope], Field(min_length=1, max_length=3)] | None = Field(
        default=None,
        description="What it may do: read, write, admin, none of which includes another; null means all that the key in "
        "use may.",
    )
    expires_at: Instant | None = Field(
        default=None, description="When it stops working; null means never, or with the key in use where that ends."
    )


class ApiKeyRotate(In):
    overlap_hours: int = Field(
        default=24, ge=0, le=720, description="Hours for which the old key still works, to change it everywhere."
    )


class ApiKeyOut(Out):
    id: UUID = Field(description="Id of the key; not the key itself.")
    member_id: UUID = Field(description="Whose key it is.")
    name: str = Field(description="What the key is for.")
    hint: str = Field(description="The key's first characters, to recognize it.")
    scopes: list[str] = Field(description="What it may do: read, write, admin.")
    expires_at: OutInstant | None = Field(description="When it stops working, UTC; null means never.")
    rotated_at: OutInstant | None = Field(description="When it got a successor, UTC.")
    revoked_at: OutInstant | None = Field(description="When it was revoked, UTC.")
    created_at: OutInstant = Field(description="When it was made, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed, UTC.")
    etag: str = Field(description="Entity tag for If-None-Match.")


class NewApiKey(ApiKeyOut):
    key: str | None = Field(description="The key itself. Shown this once; null when the answer is replayed.")


class ApiKeyPage(PageOut[ApiKeyOut]):
    """The keys of this page, revoked ones too."""


class ApiKeyQuery(SortedParams):
    sort: Literal["created_at", "-created_at"] = Field(
        default="-created_at", description="Field to sort by; `-` before it reverses."
    )
    member_id: UUID | None = Field(default=None, description="Only this member's keys; admins see every member's.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
