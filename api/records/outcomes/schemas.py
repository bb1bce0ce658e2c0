"""What goes in and out of /outcomes."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from api.core.fields.times import Day, Instant, OutInstant
from api.core.fields.types import Flag, In, Line200, OptionalProse10k, Out, OwnId, unset
from api.core.store.pagination import PageOut, SortedParams


class OutcomeKind(StrEnum):
    ADVICE = "advice"
    REFERRAL = "referral"
    INTRODUCTION = "introduction"
    MENTORSHIP = "mentorship"
    INTERNSHIP = "internship"
    JOB_INTERVIEW = "job_interview"
    OFFER = "offer"
    HIRE = "hire"


KIND = "What came of it; an open set."
CONTACT = "The contact from whom it came."
INTERVIEW = "The interview in which it came."
WHAT = "What exactly, in your own words."
HAPPENED = "The day on which it came"
USED = "The day on which you used the advice or the referral; tell them what came of it."
REFERRED = "The contact to whom they referred you."


class OutcomeCreate(In):
    contact_id: OwnId = Field(description=CONTACT)
    kind: Annotated[OutcomeKind, Field(strict=False)] = Field(description=KIND)
    what: OptionalProse10k = Field(default=None, description=WHAT)
    interview_id: OwnId | None = Field(default=None, description=INTERVIEW)
    happened_on: Day | None = Field(default=None, description=f"{HAPPENED}; today if left out.")
    used_on: Day | None = Field(default=None, description=USED)
    referred_id: OwnId | None = Field(default=None, description=f"{REFERRED} Or `referred_name`.")
    referred_name: Line200 | None = Field(
        default=None, description="The name of somebody to whom they referred you: becomes a contact, met through them."
    )

    @model_validator(mode="after")
    def at_most_one(self) -> Self:
        if self.referred_id is not None and self.referred_name is not None:
            raise ValueError("give `referred_id` or `referred_name`, not both")
        return self


class OutcomePatch(In):
    contact_id: OwnId = Field(default_factory=unset, description=CONTACT)
    kind: Annotated[OutcomeKind, Field(strict=False)] = Field(default_factory=unset, description=KIND)
    what: OptionalProse10k = Field(default_factory=unset, description=WHAT)
    interview_id: OwnId | None = Field(default_factory=unset, description=INTERVIEW)
    happened_on: Day = Field(default_factory=unset, description=f"{HAPPENED}.")
    used_on: Day | None = Field(default_factory=unset, description=USED)
    referred_id: OwnId | None = Field(default_factory=unset, description=REFERRED)


class OutcomeOut(Out):
    id: UUID = Field(description="Id of the outcome.")
    contact_id: UUID = Field(description=CONTACT)
    interview_id: UUID | None = Field(description=INTERVIEW)
    kind: str = Field(description=KIND)
    what: str | None = Field(description=WHAT)
    happened_on: date = Field(description=f"{HAPPENED}.")
    used_on: date | None = Field(description=USED)
    referred_id: UUID | None = Field(description=REFERRED)
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class OutcomePage(PageOut[OutcomeOut]):
    """The outcomes of this page."""


class OutcomeQuery(SortedParams):
    sort: Literal["happened_on", "-happened_on", "created_at", "-created_at", "updated_at", "-updated_at"] = Field(
        default="-happened_on", description="Field to sort by; `-` before it reverses."
    )
    contact_id: UUID | None = Field(default=None, description="Only those from this contact.")
    kind: OutcomeKind | None = Field(default=None, description="Only this kind.")
    deleted: Flag = Field(default=False, description="`true` lists the deleted outcomes instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
