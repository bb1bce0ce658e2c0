"""Suggestions as they are shown and taken over: one statement reads all that is known about the contact."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, and_, bindparam, func, select

from api.core.errors import FieldError, invalid, not_found
from api.core.fields.etags import digest_tag
from api.core.store.sql import arrays
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit, Write
from api.core.store.values import ResultRow
from api.method.questions.shapes import Known, Note, Suggestion
from api.method.questions.suggestions import suggestions
from api.records.contacts.models import Contact
from api.records.members.models import Member
from api.records.organization.models import Organization
from api.records.questions.models import Question
from api.records.questions.schemas import BasedOnPositionOut
from api.records.questions.service import GET_MANY, QUESTIONS, add, check_references, next_place
from api.records.research_notes.models import ResearchNote
from api.records.subjects import path_of
from api.views.question_suggestions.schemas import (
    Choice,
    ChosenOut,
    SuggestionFact,
    SuggestionList,
    SuggestionOut,
    SuggestionQuery,
)

contacts = table_of(Contact)
members = table_of(Member)
organizations = table_of(Organization)
research_notes = table_of(ResearchNote)
questions = table_of(Question)
_org: BindParameter[UUID] = bindparam("org_id")
KNOWN = (
    select(
        *(contacts.c[name] for name in ("id", "positions", "tags", "source")),
        func.coalesce(members.c.zone, organizations.c.zone).label("zone"),
        select(arrays(*(research_notes.c[name] for name in ("created_at", "id", "kind", "learned", "quotable"))))
        .where(
            research_notes.c.org_id == _org,
            research_notes.c.contact_id == contacts.c.id,
            research_notes.c.deleted_at.is_(None),
        )
        .scalar_subquery()
        .label("notes"),
        select(arrays(questions.c.text))
        .where(questions.c.org_id == _org, questions.c.contact_id == contacts.c.id, questions.c.deleted_at.is_(None))
        .scalar_subquery()
        .label("questions"),
    )
    .join_from(contacts, members, and_(members.c.org_id == contacts.c.org_id, members.c.id == contacts.c.member_id))
    .join(organizations, and_(organizations.c.id == contacts.c.org_id, organizations.c.id == _org))
    .where(contacts.c.org_id == _org, members.c.org_id == _org, contacts.c.member_id == bindparam("member_id"))
    .where(contacts.c.id == bindparam("id"), contacts.c.deleted_at.is_(None))
)


async def suggest(read: Read, contact_id: UUID, query: SuggestionQuery) -> SuggestionList:
    row, found = await _found(read, contact_id)
    shown = [_suggestion_out(suggestion, row) for suggestion in found if query.topic in {None, suggestion.topic}]
    return SuggestionList(items=shown, etag=digest_tag([[str(suggestion.id) for suggestion in shown]]))


async def suggested_for_letters(unit: Unit, contact_id: UUID) -> list[Suggestion]:
    """Those with which a letter to a stranger may open, the best first; all of them where there are none."""
    _, found = await _found(unit, contact_id)
    return [suggestion for suggestion in found if suggestion.is_for_strangers] or found


async def choose(write: Write, contact_id: UUID, given: Choice) -> ChosenOut:
    """They become questions in the order in which they are named, behind those that there are."""
    first = await next_place(write, contact_id)
    row, found = await _found(write, contact_id)
    by_id = {suggestion.id_for(contact_id): suggestion for suggestion in found}
    gone = "This is not suggested any more: GET the suggestions again, and choose from those."
    errors = [
        FieldError(f"/ids/{at}", "not_found", gone)
        for at, suggestion_id in enumerate(given.ids)
        if suggestion_id not in by_id
    ]
    if errors:
        raise invalid(*errors)
    await check_references(write, contact_id, {"interview_id": given.interview_id})
    ids = []
    for place, suggestion in enumerate((by_id[suggestion_id] for suggestion_id in given.ids), start=first):
        position = _position(suggestion, row)
        values = {
            "contact_id": contact_id,
            "interview_id": given.interview_id,
            "text": suggestion.text,
            "topic": suggestion.topic,
            "based_on_note_id": suggestion.note_id,
            "based_on_position": None if position is None else position.model_dump(),
            "asked": False,
        }
        ids.append(add(write, values, place).id)
    await write.derive()
    return ChosenOut(items=[QUESTIONS.shown(row) for row in await write.rows(GET_MANY, ids=ids)])


async def _found(unit: Unit, contact_id: UUID) -> tuple[ResultRow, list[Suggestion]]:
    rows = await unit.rows(KNOWN, id=contact_id)
    if not rows:
        raise not_found("contact")
    row = rows[0]
    known = Known(
        positions=row.positions,
        notes=[
            Note(UUID(note_id), kind, learned, bool(quotable))
            for _, note_id, kind, learned, quotable in sorted(row.notes)
        ],
        tags=row.tags,
        source=row.source,
        asked=[text for (text,) in row.questions],
        today=unit.now.astimezone(ZoneInfo(row.zone)).date(),
    )
    return row, list(suggestions(known))


def _suggestion_out(suggestion: Suggestion, row: ResultRow) -> SuggestionOut:
    href = path_of("research_note", suggestion.note_id) if suggestion.note_id else path_of("contact", row.id)
    return SuggestionOut(
        id=suggestion.id_for(row.id),
        text=suggestion.text,
        topic=suggestion.topic,
        because=[SuggestionFact(fact=fact, href=href) for fact in suggestion.facts],
        based_on_note_id=suggestion.note_id,
        based_on_position=_position(suggestion, row),
    )


def _position(suggestion: Suggestion, row: ResultRow) -> BasedOnPositionOut | None:
    if suggestion.place is None:
        return None
    position = row.positions[suggestion.place]
    return BasedOnPositionOut(title=position["title"], employer=position["employer"])
