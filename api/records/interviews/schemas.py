"""What goes in and out of /interviews."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.fields.times import Instant, OutInstant, TimeOrDay
from api.core.fields.types import (
    Flag,
    In,
    Line100,
    OptionalLine500,
    OptionalProse10k,
    OptionalProse20k,
    OptionalProse50k,
    OptionalUrl,
    Out,
    OwnIds,
    Params,
    Zone,
    unset,
)
from api.core.store.pagination import PageOut, SortedParams
from api.records.contacts.schemas import ContactOut


class InterviewStatus(StrEnum):
    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    CANCELED = "canceled"
    NO_SHOW = "no_show"


class Medium(StrEnum):
    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"


class By(StrEnum):
    """Who called a meeting off, or did not come."""

    ME = "me"
    THEM = "them"


Participants = Annotated[OwnIds, Field(min_length=1, max_length=10)]
Skills = Annotated[list[Line100], Field(max_length=50)]
Minutes = Annotated[int, Field(ge=5, le=1440)]


class Details(In):
    """What may be said of an interview at any time."""

    time_zone: Zone | None = Field(default=None, description="IANA zone in which the time was agreed.")
    medium: Annotated[Medium, Field(strict=False)] | None = Field(
        default=None, description="video, phone or in_person."
    )
    location: OptionalLine500 = Field(default=None, description="Where, if in person.")
    link: OptionalUrl = Field(default=None, description="Web address of the call.")
    agenda: OptionalProse10k = Field(default=None, description="What you want to talk about.")
    notes: OptionalProse50k = Field(default=None, description="Private notes.")
    takeaways: OptionalProse20k = Field(default=None, description="What you learned; ends the debrief.")
    skills_learned: Skills = Field(default_factory=list, description="Skills you learned of or practiced.")
    rating: Annotated[int, Field(ge=1, le=5)] | None = Field(
        default=None, description="How well you did, for yourself: 1 to 5."
    )


class InterviewCreate(Details):
    contact_ids: Participants = Field(description="Contacts who take part, 1 to 10; the first is the lead.")
    status: Literal["proposed", "scheduled", "completed"] | None = Field(
        default=None,
        description="scheduled where `starts_at` is given, else proposed; `completed` logs a talk that took place.",
    )
    starts_at: Instant | None = Field(default=None, description="When it starts; required unless proposed.")
    duration_minutes: Minutes = Field(default=30, description="How long it lasts, in minutes.")
    set_at: Instant | None = Field(
        default=None, description="When its time was agreed; now where left out, or its start if that has passed."
    )


class InterviewPatch(Details):
    contact_ids: Participants = Field(
        default_factory=unset, description="Contacts who take part; the first is the lead."
    )
    starts_at: Instant = Field(
        default_factory=unset,
        description="Corrects a start that was logged wrong; a new time that was agreed goes to `/reschedule`.",
    )
    duration_minutes: Minutes = Field(default_factory=unset, description="How long it lasts, in minutes.")


class Schedule(In):
    starts_at: Instant = Field(description="When it starts.")
    duration_minutes: Minutes | None = Field(default=None, description="How long it lasts, in minutes; null keeps it.")
    time_zone: Zone | None = Field(default=None, description="IANA zone in which the time was agreed; null keeps it.")
    medium: Annotated[Medium, Field(strict=False)] | None = Field(
        default=None, description="video, phone or in_person; null keeps it."
    )
    location: OptionalLine500 = Field(default=None, description="Where, if in person; null keeps it.")
    link: OptionalUrl = Field(default=None, description="Web address of the call; null keeps it.")
    at: TimeOrDay | None = Field(
        default=None, description="When the time was agreed: a time, or only a date; now where left out."
    )


class Happened(In):
    at: TimeOrDay | None = Field(
        default=None, description="When it happened: a time, or only a date; now where left out."
    )


class Completion(In):
    at: TimeOrDay | None = Field(
        default=None,
        description="When it ended: a time, or only a date; its scheduled end, or now if that is earlier, where left out.",
    )
    takeaways: OptionalProse20k = Field(default=None, description="What you learned; null keeps it.")
    notes: OptionalProse50k = Field(default=None, description="Private notes; null keeps them.")
    skills_learned: Skills | None = Field(default=None, description="Skills you learned of; null keeps them.")
    rating: Annotated[int, Field(ge=1, le=5)] | None = Field(
        default=None, description="How well you did, 1 to 5; null keeps it."
    )


class CallOff(Happened):
    by: Annotated[By, Field(strict=False)] = Field(description="Whose doing it was: me or them.")
    reason: OptionalLine500 = Field(default=None, description="What was said.")


class ParticipantOut(Out):
    contact_id: UUID = Field(description="Id of the contact.")
    title: str | None = Field(description="Their job title as it was on the day.")
    employer: str | None = Field(description="Their employer as it was on the day.")


class InterviewWarning(Out):
    code: str = Field(description="What to look at, for programs: overlap.")
    detail: str = Field(description="What to look at, for people.")
    interview_id: UUID = Field(description="The other interview.")


class InterviewOut(Out):
    id: UUID = Field(description="Id of the interview.")
    status: str = Field(description="proposed, scheduled, completed, canceled or no_show.")
    contact_ids: list[UUID] = Field(description="Contacts who take part; the first is the lead.")
    participants: list[ParticipantOut] = Field(description="The same contacts, as they were on the day.")
    starts_at: OutInstant | None = Field(description="When it starts, UTC.")
    duration_minutes: int = Field(description="How long it lasts, in minutes.")
    time_zone: str | None = Field(description="IANA zone in which the time was agreed.")
    medium: str | None = Field(description="video, phone or in_person.")
    location: str | None = Field(description="Where, if in person.")
    link: str | None = Field(description="Web address of the call.")
    agenda: str | None = Field(description="What you want to talk about.")
    notes: str | None = Field(description="Private notes.")
    takeaways: str | None = Field(description="What you learned.")
    skills_learned: list[str] = Field(description="Skills you learned of or practiced.")
    rating: int | None = Field(description="How well you did, for yourself: 1 to 5.")
    set_at: OutInstant | None = Field(description="When its time was agreed, UTC.")
    confirmed_at: OutInstant | None = Field(description="When its present start was confirmed, UTC.")
    completed_at: OutInstant | None = Field(description="When it ended, as far as that was logged, UTC.")
    called_off_at: OutInstant | None = Field(description="When it was canceled or nobody came, UTC.")
    called_off_by: str | None = Field(description="Whose doing that was: me or them.")
    called_off_reason: str | None = Field(description="What was said.")
    contacts: list[ContactOut] | None = Field(description="The contacts themselves, with `expand=contacts`; else null.")
    warnings: list[InterviewWarning] = Field(
        description="What to look at, in the answer to a write; empty when reading."
    )
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class InterviewPage(PageOut[InterviewOut]):
    """The interviews of this page."""


Expand = Annotated[Literal["contacts"] | None, Field(description="`contacts` puts the participants' contacts inside.")]


class InterviewExpand(Params):
    expand: Expand = None


class InterviewQuery(SortedParams):
    sort: Literal["created_at", "-created_at", "starts_at", "-starts_at", "updated_at", "-updated_at"] = Field(
        default="-starts_at", description="Field to sort by; `-` before it reverses. Without a start, last."
    )
    status: InterviewStatus | None = Field(default=None, description="Only this status.")
    contact_id: UUID | None = Field(default=None, description="Only interviews in which this contact takes part.")
    starts_after: Instant | None = Field(default=None, description="Only what starts at or after this time.")
    starts_before: Instant | None = Field(default=None, description="Only what starts before this time.")
    deleted: Flag = Field(default=False, description="`true` lists the deleted interviews instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
    expand: Expand = None
