"""/questions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from api.core.http.responses import created, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.questions import service
from api.records.questions.schemas import (
    QuestionCreate,
    QuestionOut,
    QuestionPage,
    QuestionPatch,
    QuestionQuery,
)
from api.records.questions.service import QUESTIONS

router = api_router("/questions", "questions")


@router.get("", response_model=QuestionPage)
async def list_questions(read: Reading, query: Annotated[QuestionQuery, Query()]) -> Response:
    """Your questions, in the order in which to ask them."""
    return page(await QUESTIONS.list(read, query))


@router.post("", response_model=QuestionOut, status_code=201)
async def create_question(write: Writing, given: QuestionCreate) -> Response:
    """Add a question to a contact, for one interview or the next."""
    out = await service.create_question(write, given)
    return created(out, f"/questions/{out.id}")


@router.get("/{question_id:uuid}", response_model=QuestionOut)
async def get_question(read: Reading, question_id: UUID) -> Response:
    """One question."""
    return item(await QUESTIONS.get(read, question_id))


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
