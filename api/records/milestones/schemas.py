"""What goes in and out of /milestones."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.fields.times import Day, Instant, OutInstant, TimeOrDay
from api.core.fields.types import Flag, In, Line200, Out, unset
from api.core.store.pagination import PageOut, SortedParams


class MilestoneKind(StrEnum):
    EDUCATION = "education"
    EXAM = "exam"
    AWARD = "award"
    PROJECT = "project"
    PUBLICATION = "publication"
    INTERNSHIP = "internship"
    JOB = "job"
    PROMOTION = "promotion"
    MOVE = "move"
    OTHER = "other"


WHAT = "What happened, as you would tell it: “I passed the nursing exam.”"
KIND = "What kind of step it is; an open set."
HAPPENED = "The day on which it happened"
NEWS = "Whether it is news for the contacts you have met; then `/due` says whom to tell."


class MilestoneCreate(In):
    what: Line200 = Field(description=WHAT)
    kind: Annotated[MilestoneKind, Field(strict=False)] = Field(default=MilestoneKind.OTHER, description=KIND)
    happened_on: Day | None = Field(default=None, description=f"{HAPPENED}; today if left out.")
    is_news: bool = Field(default=True, description=NEWS)


class MilestonePatch(In):
    what: Line200 = Field(default_factory=unset, description=WHAT)
    kind: Annotated[MilestoneKind, Field(strict=False)] = Field(default_factory=unset, description=KIND)
    happened_on: Day = Field(default_factory=unset, description=f"{HAPPENED}.")
    is_news: bool = Field(default_factory=unset, description=f"{NEWS} First false, then true: it is news once more.")


class MilestoneDone(In):
    at: TimeOrDay | None = Field(
        default=None, description="When you had told everybody: a time, or only a date; now if left out."
    )


class MilestoneOut(Out):
    id: UUID = Field(description="Id of the milestone.")
    what: str = Field(description=WHAT)
    kind: str = Field(description=KIND)
    happened_on: date = Field(description=f"{HAPPENED}.")
    is_news: bool = Field(description=NEWS)
    news_at: OutInstant | None = Field(description="When it was marked as news, UTC; null: it is none.")
    done_at: OutInstant | None = Field(description="Since when nobody more is to be told, UTC.")
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class MilestonePage(PageOut[MilestoneOut]):
    """The milestones of this page."""


class MilestoneQuery(SortedParams):
    sort: Literal["happened_on", "-happened_on", "created_at", "-created_at", "updated_at", "-updated_at"] = Field(
        default="-happened_on", description="Field to sort by; `-` before it reverses."
    )
    kind: MilestoneKind | None = Field(default=None, description="Only this kind.")
    is_news: Flag | None = Field(default=None, description="Only what is news, or only what is none.")
    deleted: Flag = Field(default=False, description="`true` lists the deleted milestones instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
