"""/contacts/{id}/question-suggestions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from api.core.http.responses import created_batch, item
from api.core.http.routing import Reading, Writing, api_router
from api.views.question_suggestions import service
from api.views.question_suggestions.schemas import Choice, ChosenOut, SuggestionList, SuggestionQuery

router = api_router("/contacts/{contact_id:uuid}/question-suggestions", "questions")


@router.get("", response_model=SuggestionList)
async def get_question_suggestions(
    read: Reading, contact_id: UUID, query: Annotated[SuggestionQuery, Query()]
) -> Response:
    """Questions worth asking this contact: made from their career, your research and how you found them, then good ones
    for anybody. What you have written down already is left out.
    """
    return item(await service.suggest(read, contact_id, query))


@router.post("", response_model=ChosenOut, status_code=201)
async def choose_question_suggestions(write: Writing, contact_id: UUID, given: Choice) -> Response:
    """Take suggestions over as questions of your own; all of them or, if one is not suggested any more, none."""
    return created_batch(await service.choose(write, contact_id, given), "/questions")
