"""Research notes: what a member found out about a contact."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from api.core.fields.etags import etag
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.rows import apply, delete_row, load_for_update, one_row, owned, restore_row
from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit, Write
from api.core.store.values import ResultRow
from api.records.contacts.service import require_contacts
from api.records.members.service import today_of_member
from api.records.research_notes.models import ResearchNote
from api.records.research_notes.schemas import (
    ResearchNoteCreate,
    ResearchNoteOut,
    ResearchNotePage,
    ResearchNotePatch,
    ResearchNoteQuery,
)

research_notes = table_of(ResearchNote)
SELECT = select(research_notes).where(
    research_notes.c.org_id == bindparam("org_id"), research_notes.c.member_id == bindparam("member_id")
)
GET = SELECT.where(research_notes.c.id == bindparam("id"))
ARE_MINE = SELECT.where(
    among(research_notes.c.id, bindparam("ids", type_=IdList)), research_notes.c.deleted_at.is_(None)
)
COLLECTION = Collection(
    SELECT,
    orders=both_ways(
        {"created_at": research_notes.c.created_at, "updated_at": research_notes.c.updated_at}, research_notes.c.id
    ),
    filters={
        "contact_id": research_notes.c.contact_id == bindparam("contact_id"),
        "kind": research_notes.c.kind == bindparam("kind"),
        "deleted": research_notes.c.deleted_at.is_not(None) == bindparam("deleted"),
        "updated_since": research_notes.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_notes(read: Read, query: ResearchNoteQuery) -> ResearchNotePage:
    filters = {name: getattr(query, name) for name in COLLECTION.filters}
    found = await COLLECTION.page(read, query, sort=query.sort, filters=filters)
    return ResearchNotePage(items=[_note_out(row) for row in found.rows], next=found.next, total=found.total)


async def get_note(unit: Unit, note_id: UUID) -> ResearchNoteOut:
    return _note_out(await one_row(unit, GET, note_id, "research note"))


async def create_note(write: Write, given: ResearchNoteCreate) -> ResearchNoteOut:
    await require_contacts(write, {"/contact_id": given.contact_id})
    today = await today_of_member(write)
    note = ResearchNote(**owned(write), **{**dict(given), "learned_on": given.learned_on or today})
    write.session.add(note)
    write.record(_event("created", note))
    await write.derive()
    return await get_note(write, note.id)


async def update_note(write: Write, note_id: UUID, patch: ResearchNotePatch) -> ResearchNoteOut:
    note = await load_for_update(write, ResearchNote, note_id, "research note")
    values = {name: getattr(patch, name) for name in patch.model_fields_set}
    if values.get("contact_id", note.contact_id) != note.contact_id:
        await require_contacts(write, {"/contact_id": values["contact_id"]})
    changed = apply(note, values, write.now)
    if changed:
        write.record(_event("updated", note, changed))
    await write.derive()
    return await get_note(write, note.id)


async def delete_note(write: Write, note_id: UUID) -> None:
    await delete_row(write, ResearchNote, note_id, "research note")


async def restore_note(write: Write, note_id: UUID) -> ResearchNoteOut:
    await restore_row(write, ResearchNote, note_id, "research note")
    return await get_note(write, note_id)


def _event(step: str, note: ResearchNote, changes: Sequence[str] = ()) -> Event:
    return Event(f"research_note.{step}", "research_note", note.id, changes, note.member_id)


def _note_out(row: ResultRow) -> ResearchNoteOut:
    return ResearchNoteOut(**{name: getattr(row, name) for name in _KEPT}, etag=etag(row.version))


_KEPT = tuple(name for name in ResearchNoteOut.model_fields if name in research_notes.c)
