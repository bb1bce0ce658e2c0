"""What goes in and out of /contacts/{id}/question-suggestions."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from api.core.fields.types import In, Out, OwnId, Params, without_repeats
from api.method.questions.shapes import Topic
from api.records.questions.schemas import INTERVIEW, NOTE, TOPIC, BasedOnPositionOut, QuestionOut


class SuggestionQuery(Params):
    topic: Topic | None = Field(default=None, description="Only suggestions about this.")


class SuggestionFact(Out):
    fact: str = Field(description="What is known about them, in words.")
    href: str = Field(description="Path of the thing that says so.")


class SuggestionOut(Out):
    id: UUID = Field(description="Id of the suggestion: the same as long as the facts it is made from are.")
    text: str = Field(description="The question, ready to be asked.")
    topic: str = Field(description=TOPIC)
    because: list[SuggestionFact] = Field(description="The facts it is made from; none: it can be put to anybody.")
    based_on_note_id: UUID | None = Field(description=NOTE)
    based_on_position: BasedOnPositionOut | None = Field(description="The position it is based on.")


class SuggestionList(Out):
    items: list[SuggestionOut] = Field(
        description="Questions for this contact, those from their own career first; never two that ask the same."
    )
    etag: str = Field(description="Entity tag for If-None-Match.")


class Choice(In):
    ids: Annotated[list[OwnId], AfterValidator(without_repeats), Field(min_length=1, max_length=50)] = Field(
        description="Ids of the suggestions to take over, in the order in which to ask them."
    )
    interview_id: OwnId | None = Field(default=None, description=INTERVIEW)


class ChosenOut(Out):
    items: list[QuestionOut] = Field(description="The questions that were added, in their order.")
