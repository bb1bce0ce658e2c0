"""What goes in and out of /introductions."""

from enum import StrEnum
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from api.core.fields.times import Instant, OutInstant, TimeOrDay
from api.core.fields.types import Flag, In, Line200, OptionalLine500, OptionalProse10k, Out, OwnId, unset
from api.core.store.pagination import PageOut, SortedParams


class IntroductionStatus(StrEnum):
    """`closed` was given up, or has led to what it was for."""

    PLANNED = "planned"
    REQUESTED = "requested"
    AGREED = "agreed"
    DECLINED = "declined"
    INTRODUCED = "introduced"
    CLOSED = "closed"


CONNECTOR = "The contact who knows both."
TARGET = "Whom to be introduced to, if they are a contact already."
NAME = "Their name, if they are no contact yet."
NOTE = "What the connector may forward: who you are, why them, what you would ask."


class IntroductionCreate(In):
    connector_id: OwnId = Field(description=CONNECTOR)
    target_id: OwnId | None = Field(default=None, description=f"{TARGET} Or `target_name`.")
    target_name: Line200 | None = Field(default=None, description=f"{NAME} Or `target_id`.")
    note: OptionalProse10k = Field(default=None, description=NOTE)

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        if (self.target_id is None) == (self.target_name is None):
            raise ValueError("give `target_id` or `target_name`, one of the two")
        return self


class IntroductionPatch(In):
    connector_id: OwnId = Field(default_factory=unset, description=CONNECTOR)
    target_id: OwnId = Field(default_factory=unset, description=f"{TARGET} It takes the place of `target_name`.")
    target_name: Line200 = Field(default_factory=unset, description=NAME)
    note: OptionalProse10k = Field(default_factory=unset, description=NOTE)


class IntroductionStep(In):
    at: TimeOrDay | None = Field(default=None, description="When it happened: a time, or only a date; now if left out.")


class Closing(IntroductionStep):
    reason: OptionalLine500 = Field(default=None, description="Why, for yourself.")


class IntroductionOut(Out):
    id: UUID = Field(description="Id of the introduction.")
    connector_id: UUID = Field(description=CONNECTOR)
    target_id: UUID | None = Field(description=TARGET)
    target_name: str | None = Field(description=NAME)
    note: str | None = Field(description=NOTE)
    request_email_id: UUID | None = Field(
        description="The message by which it was asked for, where that was drafted here: it is requested as long as that was sent."
    )
    status: str = Field(description="planned, requested, agreed, declined, introduced or closed; an open set.")
    planned_at: OutInstant = Field(description="When it was planned, UTC.")
    requested_at: OutInstant | None = Field(description="When the connector was asked, UTC.")
    agreed_at: OutInstant | None = Field(description="When they agreed, UTC.")
    declined_at: OutInstant | None = Field(description="When they declined, UTC.")
    introduced_at: OutInstant | None = Field(description="When they introduced you, UTC.")
    closed_at: OutInstant | None = Field(description="When it was closed, UTC.")
    closed_reason: str | None = Field(description="Why it was closed or declined.")
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class IntroductionPage(PageOut[IntroductionOut]):
    """The introductions of this page."""


class IntroductionQuery(SortedParams):
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at"] = Field(
        default="-created_at", description="Field to sort by; `-` before it reverses."
    )
    connector_id: UUID | None = Field(default=None, description="Only those by this contact.")
    target_id: UUID | None = Field(default=None, description="Only those to this contact.")
    status: IntroductionStatus | None = Field(default=None, description="Only those with this status.")
    deleted: Flag = Field(default=False, description="`true` lists the deleted introductions instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
