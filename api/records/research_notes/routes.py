"""/research-notes."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from api.core.http.responses import created, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.research_notes import service
from api.records.research_notes.schemas import (
    ResearchNoteCreate,
    ResearchNoteOut,
    ResearchNotePage,
    ResearchNotePatch,
    ResearchNoteQuery,
)
from api.records.research_notes.service import RESEARCH_NOTES

router = api_router("/research-notes", "research-notes")


@router.get("", response_model=ResearchNotePage)
async def list_research_notes(read: Reading, query: Annotated[ResearchNoteQuery, Query()]) -> Response:
    """What you found out, newest first."""
    return page(await RESEARCH_NOTES.list(read, query))


@router.post("", response_model=ResearchNoteOut, status_code=201)
async def create_research_note(write: Writing, given: ResearchNoteCreate) -> Response:
    """Keep what you found out about a contact. Questions can be based on it."""
    out = await service.create_note(write, given)
    return created(out, f"/research-notes/{out.id}")


@router.get("/{research_note_id:uuid}", response_model=ResearchNoteOut)
async def get_research_note(read: Reading, research_note_id: UUID) -> Response:
    """One research note."""
    return item(await RESEARCH_NOTES.get(read, research_note_id))


@router.patch("/{research_note_id:uuid}", response_model=ResearchNoteOut)
async def update_research_note(write: Writing, research_note_id: UUID, patch: ResearchNotePatch) -> Response:
    """Change a research note (RFC 7396 merge patch)."""
    return item(await service.update_note(write, research_note_id, patch))


@router.delete("/{research_note_id:uuid}", status_code=204)
async def delete_research_note(write: Writing, research_note_id: UUID) -> Response:
    """Delete a research note; `POST /research-notes/{id}/restore` brings it back for 30 days."""
    await RESEARCH_NOTES.delete(write, research_note_id)
    return no_content()


@router.post("/{research_note_id:uuid}/restore", response_model=ResearchNoteOut)
async def restore_research_note(write: Writing, research_note_id: UUID) -> Response:
    """Bring a deleted research note back."""
    return item(await RESEARCH_NOTES.restore(write, research_note_id))
