"""Suggestions as they are shown and taken over: one statement reads all that is known about the contact."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Row, and_, bindparam, func, select

from api.core.errors import FieldError, invalid, not_found
from api.core.fields.etags import etag
from api.core.store.sql import arrays
from api.core.store.units import Read, Unit, Write
from api.method.questions.shapes import Known, Note, Suggestion
from api.method.questions.suggestions import suggestions
from api.records.contacts.models import Contact
from api.records.organizations.models import Member, Organization
from api.records.questions.models import Question
from api.records.questions.schemas import (
    BasedOnPositionOut,
    Choice,
    ChosenOut,
    SuggestionFact,
    SuggestionList,
    SuggestionOut,
    SuggestionQuery,
)
from api.records.questions.service import GET_MANY, add, check_references, next_place, question_out
from api.records.research_notes.models import ResearchNote

_c, _m, _o = Contact.__table__.c, Member.__table__.c, Organization.__table__.c
_n, _q = ResearchNote.__table__.c, Question.__table__.c
_org: BindParameter[UUID] = bindparam("org_id")
KNOWN = (
    select(
        *(_c[name] for name in ("id", "positions", "tags", "source")),
        func.coalesce(_m.zone, _o.zone).label("zone"),
        select(arrays(_n.created_at, _n.id, _n.kind, _n.learned))
        .where(_n.org_id == _org, _n.contact_id == _c.id, _n.deleted_at.is_(None))
        .scalar_subquery()
        .label("notes"),
        select(arrays(_q.text))
        .where(_q.org_id == _org, _q.contact_id == _c.id, _q.deleted_at.is_(None))
        .scalar_subquery()
        .label("questions"),
    )
    .join_from(Contact.__table__, Member.__table__, and_(_m.org_id == _c.org_id, _m.id == _c.member_id))
    .join(Organization.__table__, and_(_o.id == _c.org_id, _o.id == _org))
    .where(_c.org_id == _org, _m.org_id == _org, _c.member_id == bindparam("member_id"))
    .where(_c.id == bindparam("id"), _c.deleted_at.is_(None))
)


async def suggest(read: Read, contact_id: UUID, query: SuggestionQuery) -> SuggestionList:
    row, found = await _found(read, contact_id)
    shown = [_suggestion_out(one, row) for one in found if query.topic in {None, one.topic}]
    return SuggestionList(items=shown, etag=etag(1, [[str(one.id) for one in shown]]))


async def suggested_texts(unit: Unit, contact_id: UUID) -> list[str]:
    """The questions alone, the best first."""
    return [one.text for one in (await _found(unit, contact_id))[1]]


async def choose(write: Write, contact_id: UUID, given: Choice) -> ChosenOut:
    """They become questions in the order in which they are named, behind those that there are."""
    first = await next_place(write, contact_id)
    row, found = await _found(write, contact_id)
    by_id = {one.id_for(contact_id): one for one in found}
    gone = "This is not suggested any more: GET the suggestions again, and choose from those."
    errors = [FieldError(f"/ids/{at}", "not_found", gone) for at, one in enumerate(given.ids) if one not in by_id]
    if errors:
        raise invalid(*errors)
    await check_references(write, contact_id, {"interview_id": given.interview_id})
    ids = []
    for place, one in enumerate((by_id[one] for one in given.ids), start=first):
        position = _position(one, row)
        values = {
            "contact_id": contact_id,
            "interview_id": given.interview_id,
            "text": one.text,
            "topic": one.topic,
            "based_on_note_id": one.note_id,
            "based_on_position": None if position is None else position.model_dump(),
            "asked": False,
        }
        ids.append(add(write, values, place).id)
    await write.settle()
    return ChosenOut(items=[question_out(one) for one in await write.rows(GET_MANY, ids=ids)])


async def _found(unit: Unit, contact_id: UUID) -> tuple[Row[Any], list[Suggestion]]:
    rows = await unit.rows(KNOWN, id=contact_id)
    if not rows:
        raise not_found("contact")
    row = rows[0]
    known = Known(
        contact_id=contact_id,
        positions=row.positions,
        notes=[Note(UUID(note_id), kind, learned) for _, note_id, kind, learned in sorted(row.notes)],
        tags=row.tags,
        source=row.source,
        asked=[text for (text,) in row.questions],
        today=unit.now.astimezone(ZoneInfo(row.zone)).date(),
    )
    return row, list(suggestions(known))


def _suggestion_out(one: Suggestion, row: Row[Any]) -> SuggestionOut:
    href = f"/contacts/{row.id}" if one.note_id is None else f"/research-notes/{one.note_id}"
    return SuggestionOut(
        id=one.id_for(row.id),
        text=one.text,
        topic=one.topic,
        because=[SuggestionFact(fact=fact, href=href) for fact in one.facts],
        based_on_note_id=one.note_id,
        based_on_position=_position(one, row),
    )


def _position(one: Suggestion, row: Row[Any]) -> BasedOnPositionOut | None:
    if one.place is None:
        return None
    position = row.positions[one.place]
    return BasedOnPositionOut(title=position["title"], employer=position["employer"])
