"""/questions, and the suggestions under a contact."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from api.core.http.responses import created, created_batch, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.questions import service, suggesting
from api.records.questions.schemas import (
    Choice,
    ChosenOut,
    QuestionCreate,
    QuestionOut,
    QuestionPage,
    QuestionPatch,
    QuestionQuery,
    SuggestionList,
    SuggestionQuery,
)

router = api_router("/questions", "questions")
contact_router = api_router("/contacts/{contact_id:uuid}/question-suggestions", "questions")


@router.get("", response_model=QuestionPage)
async def list_questions(read: Reading, query: Annotated[QuestionQuery, Query()]) -> Response:
    """Your questions, in the order in which to ask them."""
    return page(await service.list_questions(read, query))


@router.post("", response_model=QuestionOut, status_code=201)
async def create_question(write: Writing, given: QuestionCreate) -> Response:
    """Add a question to a contact, for one interview or the next."""
    out = await service.create_question(write, given)
    return created(out, f"/questions/{out.id}")


@router.get("/{question_id:uuid}", response_model=QuestionOut)
async def get_question(read: Reading, question_id: UUID) -> Response:
    """One question."""
    return item(await service.get_question(read, question_id))


@router.patch("/{question_id:uuid}", response_model=QuestionOut)
async def update_question(write: Writing, question_id: UUID, patch: QuestionPatch) -> Response:
    """Change a question, move it, mark it as asked, or keep the answer (RFC 7396 merge patch)."""
    return item(await service.update_question(write, question_id, patch))


@router.delete("/{question_id:uuid}", status_code=204)
async def delete_question(write: Writing, question_id: UUID) -> Response:
    """Delete a question; `POST /questions/{id}/restore` brings it back for 30 days."""
    await service.delete_question(write, question_id)
    return no_content()


@router.post("/{question_id:uuid}/restore", response_model=QuestionOut)
async def restore_question(write: Writing, question_id: UUID) -> Response:
    """Bring a deleted question back."""
    return item(await service.restore_question(write, question_id))


@contact_router.get("", response_model=SuggestionList)
async def get_question_suggestions(
    read: Reading, contact_id: UUID, query: Annotated[SuggestionQuery, Query()]
) -> Response:
    """Questions worth asking this contact: made from their career, your research and how you found them, then good ones
    for anybody. What you have written down already is left out.
    """
    return item(await suggesting.suggest(read, contact_id, query))


@contact_router.post("", response_model=ChosenOut, status_code=201)
async def choose_question_suggestions(write: Writing, contact_id: UUID, given: Choice) -> Response:
    """Take suggestions over as questions of your own; all of them or, if one is not suggested any more, none."""
    return created_batch(await suggesting.choose(write, contact_id, given), "/questions")
