"""What goes out of /jobs."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.core.fields.times import Instant, OutInstant
from api.core.fields.types import Out
from api.core.store.pagination import PageOut, SortedParams


class JobStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class JobOut(Out):
    id: UUID = Field(description="Id of the job.")
    kind: str = Field(description="What it does, such as `rebuild_due`; an open set.")
    status: str = Field(description="waiting, running, succeeded or failed; an open set.")
    done: int = Field(description="How many of its things it has done, such as contacts computed.")
    total: int | None = Field(description="Of how many, as counted when it began; null before that.")
    attempts: int = Field(description="Attempts since it last got further.")
    last_error: str | None = Field(description="The kind of error that stopped the last attempt; the log has the rest.")
    run_at: OutInstant | None = Field(
        description="When it is next tried, or was asked for, UTC; null once it has ended."
    )
    created_at: OutInstant = Field(description="When it was first asked for, UTC.")
    updated_at: OutInstant = Field(description="When it last got further, UTC.")
    ended_at: OutInstant | None = Field(description="When it ended, UTC.")
    etag: str = Field(description="Entity tag for If-None-Match.")


class JobPage(PageOut[JobOut]):
    """The jobs of this page."""


class JobQuery(SortedParams):
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at"] = Field(
        default="-created_at", description="Field to sort by; `-` before it reverses."
    )
    kind: Annotated[str, StringConstraints(max_length=40)] | None = Field(
        default=None, description="Only this kind, such as `rebuild_due`."
    )
    updated_since: Instant | None = Field(default=None, description="Only what got further at or after this time.")
