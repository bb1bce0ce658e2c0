"""What goes in and out of /members."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.fields.times import Instant, OutInstant, TimeOfDay
from api.core.fields.types import (
    Cadence,
    EmailAddress,
    In,
    Line200,
    OptionalLine200,
    Out,
    Zone,
    unset,
)
from api.core.store.pagination import PageOut, SortedParams
from api.core.store.tenancy import Role
from api.records.organization.schemas import PeriodOut, Periods


class MemberStatus(StrEnum):
    ACTIVE = "active"
    ALUMNI = "alumni"
    INACTIVE = "inactive"


OpenRole = Annotated[Role, Field(strict=False)]
OpenStatus = Annotated[MemberStatus, Field(strict=False)]


INTRODUCTION = "Who they are, in a line that fits behind “I am”, such as `a second-year student of civil engineering`; drafts say it."


class MemberFields(In):
    introduction: OptionalLine200 = Field(default=None, description=INTRODUCTION)
    zone: Zone | None = Field(default=None, description="IANA time zone; null means the organization's.")
    day_starts_at: TimeOfDay = Field(default="08:00", description="Local time from which a day's items show, HH:MM.")
    away_periods: Periods = Field(
        default_factory=list, description="When the member is away: no working days for what they start themselves."
    )
    cadence: Cadence | None = Field(
        default=None, description="Time between touches, ISO 8601; null means the organization's policy."
    )


class MemberCreate(MemberFields):
    full_name: Line200 = Field(description="Name as it is written.")
    email: EmailAddress = Field(description="Email address, unique in the organization.")
    role: OpenRole = Field(default=Role.STUDENT, description="student, advisor or admin.")
    status: OpenStatus = Field(
        default=MemberStatus.ACTIVE, description="active, alumni or inactive; an inactive member's keys do not work."
    )


class MePatch(MemberFields):
    """What members change of themselves."""

    full_name: Line200 = Field(default_factory=unset, description="Name as it is written.")


class MemberPatch(MePatch):
    email: EmailAddress = Field(default_factory=unset, description="Email address, unique in the organization.")
    role: OpenRole = Field(default_factory=unset, description="student, advisor or admin.")
    status: OpenStatus = Field(
        default_factory=unset, description="active, alumni or inactive; an inactive member's keys do not work."
    )


class MemberOut(Out):
    id: UUID = Field(description="Id of the member.")
    full_name: str = Field(description="Name as it is written.")
    email: str = Field(description="Email address.")
    role: str = Field(description="student, advisor or admin.")
    status: str = Field(description="active, alumni or inactive.")
    introduction: str | None = Field(description=INTRODUCTION)
    zone: str | None = Field(description="IANA time zone; null means the organization's.")
    day_starts_at: str = Field(description="Local time from which a day's items show, HH:MM.")
    away_periods: list[PeriodOut] = Field(description="When the member is away.")
    cadence: str | None = Field(description="Time between touches, ISO 8601; null means the organization's policy.")
    created_at: OutInstant = Field(description="When the member was added, UTC.")
    updated_at: OutInstant = Field(description="When the member was last changed, UTC.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class MemberPage(PageOut[MemberOut]):
    """The members of this page."""


class MemberQuery(SortedParams):
    sort: Literal["created_at", "-created_at", "full_name", "-full_name"] = Field(
        default="created_at", description="Field to sort by; `-` before it reverses."
    )
    role: Annotated[Role | None, Field(description="Only this role.")] = None
    status: Annotated[MemberStatus | None, Field(description="Only this status.")] = None
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
