"""What goes in and out of /questions."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.fields.times import Instant, OutInstant
from api.core.fields.types import Flag, In, Line500, OptionalLine200, OptionalProse10k, Out, OwnId, unset
from api.core.store.pagination import PageOut, SortedParams
from api.method.questions.shapes import Topic

Place = Annotated[int, Field(ge=1, le=10_000)]
TOPIC = "What it is about; an open set."
INTERVIEW = "The interview in which to ask it, one with this contact; null: the next."
PLACE = "Where it stands in the list, from 1."
NOTE = "The research note it is based on."
POSITION = "The position it is based on, as it was then."
ASKED = "Whether it was asked; what has an answer was."
ANSWER = "What they said."


class BasedOnPosition(In):
    """A line of their career, as it was when the question was written."""

    title: OptionalLine200 = Field(default=None, description="Job title.")
    employer: OptionalLine200 = Field(default=None, description="Where they worked.")


class QuestionCreate(In):
    contact_id: OwnId = Field(description="Whom to ask.")
    text: Line500 = Field(description="The question.")
    interview_id: OwnId | None = Field(default=None, description=INTERVIEW)
    place: Place | None = Field(default=None, description=f"{PLACE} If left out, the last.")
    topic: Annotated[Topic, Field(strict=False)] = Field(default=Topic.OTHER, description=TOPIC)
    based_on_note_id: OwnId | None = Field(default=None, description=NOTE)
    based_on_position: BasedOnPosition | None = Field(default=None, description=POSITION)
    asked: bool = Field(default=False, description=ASKED)
    answer: OptionalProse10k = Field(default=None, description=ANSWER)


class QuestionPatch(In):
    text: Line500 = Field(default_factory=unset, description="The question.")
    interview_id: OwnId | None = Field(default_factory=unset, description=INTERVIEW)
    place: Place = Field(default_factory=unset, description=PLACE)
    topic: Annotated[Topic, Field(strict=False)] = Field(default_factory=unset, description=TOPIC)
    based_on_note_id: OwnId | None = Field(default_factory=unset, description=NOTE)
    based_on_position: BasedOnPosition | None = Field(default_factory=unset, description=POSITION)
    asked: bool = Field(default_factory=unset, description=ASKED)
    answer: OptionalProse10k = Field(default_factory=unset, description=ANSWER)


class BasedOnPositionOut(Out):
    title: str | None = Field(description="Job title.")
    employer: str | None = Field(description="Where they worked.")


class QuestionOut(Out):
    id: UUID = Field(description="Id of the question.")
    contact_id: UUID = Field(description="Whom to ask.")
    interview_id: UUID | None = Field(description=INTERVIEW)
    text: str = Field(description="The question.")
    place: int = Field(description=PLACE)
    topic: str = Field(description=TOPIC)
    based_on_note_id: UUID | None = Field(description=NOTE)
    based_on_position: BasedOnPositionOut | None = Field(description=POSITION)
    asked: bool = Field(description=ASKED)
    answer: str | None = Field(description=ANSWER)
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class QuestionPage(PageOut[QuestionOut]):
    """The questions of this page."""


class QuestionQuery(SortedParams):
    sort: Literal["place", "-place", "created_at", "-created_at", "updated_at", "-updated_at"] = Field(
        default="place", description="Field to sort by; `-` before it reverses."
    )
    contact_id: UUID | None = Field(default=None, description="Only questions to this contact.")
    interview_id: UUID | None = Field(default=None, description="Only questions for this interview.")
    topic: Topic | None = Field(default=None, description="Only questions about this.")
    asked: Flag | None = Field(
        default=None, description="`true`: only those that were asked; `false`: only the others."
    )
    deleted: Flag = Field(default=False, description="`true` lists the deleted questions instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
