"""What goes in and out of /research-notes."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.fields.times import Day, Instant, OutInstant
from api.core.fields.types import Flag, In, OptionalUrl, Out, OwnId, Prose10k, unset
from api.core.store.pagination import PageOut, SortedParams
from api.method.questions.shapes import LONGEST_QUOTE


class NoteKind(StrEnum):
    """Where it was learned."""

    WEB_SEARCH = "web_search"
    LINKEDIN = "linkedin"
    WEBSITE = "website"
    ARTICLE = "article"
    TALK = "talk"
    OTHER = "other"


KIND = "Where you learned it; an open set."
LEARNED = "What you learned, in your own words."
URL = "The page."
QUOTABLE = (
    f"Whether suggested questions may quote it to them, so that it can stand in a message. What may be quoted is a phrase of at "
    f"most {LONGEST_QUOTE} words, such as “left a bank to open a bakery”."
)


class ResearchNoteCreate(In):
    contact_id: OwnId = Field(description="The contact it is about.")
    learned: Prose10k = Field(description=LEARNED)
    kind: Annotated[NoteKind, Field(strict=False)] = Field(default=NoteKind.OTHER, description=KIND)
    url: OptionalUrl = Field(default=None, description=URL)
    learned_on: Day | None = Field(default=None, description="The day on which you learned it; today if left out.")
    quotable: bool = Field(default=False, description=QUOTABLE)


class ResearchNotePatch(In):
    contact_id: OwnId = Field(default_factory=unset, description="The contact it is about.")
    learned: Prose10k = Field(default_factory=unset, description=LEARNED)
    kind: Annotated[NoteKind, Field(strict=False)] = Field(default_factory=unset, description=KIND)
    url: OptionalUrl = Field(default_factory=unset, description=URL)
    learned_on: Day = Field(default_factory=unset, description="The day on which you learned it.")
    quotable: bool = Field(default_factory=unset, description=QUOTABLE)


class ResearchNoteOut(Out):
    id: UUID = Field(description="Id of the research note.")
    contact_id: UUID = Field(description="The contact it is about.")
    kind: str = Field(description=KIND)
    url: str | None = Field(description=URL)
    learned: str = Field(description=LEARNED)
    learned_on: date = Field(description="The day on which you learned it.")
    quotable: bool = Field(description=QUOTABLE)
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class ResearchNotePage(PageOut[ResearchNoteOut]):
    """The research notes of this page."""


class ResearchNoteQuery(SortedParams):
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at"] = Field(
        default="-created_at", description="Field to sort by; `-` before it reverses."
    )
    contact_id: UUID | None = Field(default=None, description="Only notes about this contact.")
    kind: NoteKind | None = Field(default=None, description="Only notes of this kind.")
    deleted: Flag = Field(default=False, description="`true` lists the deleted notes instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
