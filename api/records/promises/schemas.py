"""What goes in and out of /promises."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.fields.times import Day, Instant, OutInstant, TimeOrDay
from api.core.fields.types import Flag, In, Line200, Out, OwnId, unset
from api.core.store.pagination import PageOut, SortedParams


class PromisedBy(StrEnum):
    ME = "me"
    THEM = "them"


BY = "Who promised it: me or them."
WHAT = "What was promised, in words that the other may read: “send you the article about night shifts”."
DUE = "By which day; null: no day was named."
INTERVIEW = "The interview in which it was promised."


class PromiseCreate(In):
    contact_id: OwnId = Field(description="The other side.")
    by: Annotated[PromisedBy, Field(strict=False)] = Field(description=BY)
    what: Line200 = Field(description=WHAT)
    due_on: Day | None = Field(default=None, description=DUE)
    interview_id: OwnId | None = Field(default=None, description=INTERVIEW)


class PromisePatch(In):
    contact_id: OwnId = Field(default_factory=unset, description="The other side.")
    by: Annotated[PromisedBy, Field(strict=False)] = Field(default_factory=unset, description=BY)
    what: Line200 = Field(default_factory=unset, description=WHAT)
    due_on: Day | None = Field(default_factory=unset, description=DUE)
    interview_id: OwnId | None = Field(default_factory=unset, description=INTERVIEW)


class PromiseStep(In):
    at: TimeOrDay | None = Field(default=None, description="When it happened: a time, or only a date; now if left out.")


class PromiseOut(Out):
    id: UUID = Field(description="Id of the promise.")
    contact_id: UUID = Field(description="The other side.")
    interview_id: UUID | None = Field(description=INTERVIEW)
    by: str = Field(description=BY)
    what: str = Field(description=WHAT)
    due_on: date | None = Field(description=DUE)
    kept_at: OutInstant | None = Field(description="When it was kept, UTC.")
    released_at: OutInstant | None = Field(description="Since when it need not be kept any more, UTC.")
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class PromisePage(PageOut[PromiseOut]):
    """The promises of this page."""


class PromiseQuery(SortedParams):
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at"] = Field(
        default="-created_at", description="Field to sort by; `-` before it reverses."
    )
    contact_id: UUID | None = Field(default=None, description="Only those between you and this contact.")
    by: PromisedBy | None = Field(default=None, description="Only yours, or only theirs.")
    open: Flag | None = Field(
        default=None, description="`true`: only those neither kept nor released; `false`: the others."
    )
    deleted: Flag = Field(default=False, description="`true` lists the deleted promises instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
