"""Research notes: what a member found out about a contact."""

from uuid import UUID

from api.core.errors import FieldError, invalid
from api.core.fields.types import given_values, sent
from api.core.store.records import Records, differing, require_own
from api.core.store.units import Write
from api.method.questions.shapes import LONGEST_QUOTE
from api.records.contacts.reading import CONTACTS
from api.records.members.service import today_of_member
from api.records.research_notes.models import ResearchNote
from api.records.research_notes.schemas import (
    ResearchNoteCreate,
    ResearchNoteOut,
    ResearchNotePage,
    ResearchNotePatch,
)

RESEARCH_NOTES = Records(
    "research note", ResearchNote, "/research-notes", ResearchNoteOut, ResearchNotePage, equal=("contact_id", "kind")
)


async def create_note(write: Write, given: ResearchNoteCreate) -> ResearchNoteOut:
    values = given_values(given)
    _require_short(given.learned, quotable=given.quotable, at="/learned")
    await require_own(write, values, contact_id=CONTACTS)
    return await RESEARCH_NOTES.create(
        write, {**values, "learned_on": given.learned_on or await today_of_member(write)}
    )


async def update_note(write: Write, note_id: UUID, patch: ResearchNotePatch) -> ResearchNoteOut:
    note, values = await RESEARCH_NOTES.load(write, note_id), sent(patch)
    await require_own(write, differing(note, values), contact_id=CONTACTS)
    learned, quotable = values.get("learned", note.learned), values.get("quotable", note.quotable)
    _require_short(learned, quotable=quotable, at="/learned" if "learned" in values else "/quotable")
    return await RESEARCH_NOTES.update(write, note, values)


def _require_short(learned: str, *, quotable: bool, at: str) -> None:
    """What may be quoted is a phrase, so that a question reads well with it; the rest belongs into a note of its own."""
    if quotable and (len(learned.split()) > LONGEST_QUOTE or "\n" in learned):
        detail = f"What may be quoted is one line of at most {LONGEST_QUOTE} words; make it a note of its own."
        raise invalid(FieldError(at, "out_of_range", detail))
