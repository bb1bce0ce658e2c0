"""/outcomes."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from api.core.http.responses import created, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.outcomes import service
from api.records.outcomes.schemas import OutcomeCreate, OutcomeOut, OutcomePage, OutcomePatch, OutcomeQuery
from api.records.outcomes.service import OUTCOMES

router = api_router("/outcomes", "outcomes")


@router.get("", response_model=OutcomePage)
async def list_outcomes(read: Reading, query: Annotated[OutcomeQuery, Query()]) -> Response:
    """What came of your conversations, newest first."""
    return page(await OUTCOMES.list(read, query))


@router.post("", response_model=OutcomeOut, status_code=201)
async def create_outcome(write: Writing, given: OutcomeCreate) -> Response:
    """Note what came of a conversation. Somebody you were referred to becomes a contact in the same call."""
    out = await service.create_outcome(write, given)
    return created(out, f"/outcomes/{out.id}")


@router.get("/{outcome_id:uuid}", response_model=OutcomeOut)
async def get_outcome(read: Reading, outcome_id: UUID) -> Response:
    """One outcome."""
    return item(await OUTCOMES.get(read, outcome_id))


@router.patch("/{outcome_id:uuid}", response_model=OutcomeOut)
async def update_outcome(write: Writing, outcome_id: UUID, patch: OutcomePatch) -> Response:
    """Change an outcome, or note when advice was used (RFC 7396 merge patch)."""
    return item(await service.update_outcome(write, outcome_id, patch))


@router.delete("/{outcome_id:uuid}", status_code=204)
async def delete_outcome(write: Writing, outcome_id: UUID) -> Response:
    """Delete an outcome; `POST /outcomes/{id}/restore` brings it back for 30 days."""
    await OUTCOMES.delete(write, outcome_id)
    return no_content()


@router.post("/{outcome_id:uuid}/restore", response_model=OutcomeOut)
async def restore_outcome(write: Writing, outcome_id: UUID) -> Response:
    """Bring a deleted outcome back."""
    return item(await OUTCOMES.restore(write, outcome_id))
