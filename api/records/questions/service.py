"""Questions: what a member wants to ask a contact, in which order, and what they answered."""

from collections.abc import Collection as Collected
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, select

from api.core.errors import FieldError, invalid, unknown_reference
from api.core.fields.etags import etag
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.rows import apply, load_for_update, lock_row, one_row, owned
from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit, Write
from api.core.store.values import Columns, ResultRow
from api.method.due.touched import Touched
from api.records.contacts.models import Contact
from api.records.contacts.service import unknown_contacts
from api.records.interviews.reading import PARTICIPANTS
from api.records.questions.models import Question
from api.records.questions.schemas import QuestionCreate, QuestionOut, QuestionPage, QuestionPatch, QuestionQuery
from api.records.research_notes.service import ARE_MINE as NOTES_ARE_MINE

questions = table_of(Question)
SELECT = select(questions).where(
    questions.c.org_id == bindparam("org_id"), questions.c.member_id == bindparam("member_id")
)
GET = SELECT.where(questions.c.id == bindparam("id"))
GET_MANY = SELECT.where(among(questions.c.id, bindparam("ids", type_=IdList))).order_by(
    questions.c.place, questions.c.id
)
LAST_PLACE = select(func.coalesce(func.max(questions.c.place), 0)).where(
    questions.c.org_id == bindparam("org_id"),
    questions.c.member_id == bindparam("member_id"),
    questions.c.contact_id == bindparam("contact_id"),
    questions.c.deleted_at.is_(None),
)
COLLECTION = Collection(
    SELECT,
    orders=both_ways(
        {"place": questions.c.place, "created_at": questions.c.created_at, "updated_at": questions.c.updated_at},
        questions.c.id,
    ),
    filters={
        **{name: questions.c[name] == bindparam(name) for name in ("contact_id", "interview_id", "topic", "asked")},
        "deleted": questions.c.deleted_at.is_not(None) == bindparam("deleted"),
        "updated_since": questions.c.updated_at >= bindparam("updated_since"),
    },
)
MOST_PLACES = 10_000


async def list_questions(read: Read, query: QuestionQuery) -> QuestionPage:
    filters = {name: getattr(query, name) for name in COLLECTION.filters}
    found = await COLLECTION.page(read, query, sort=query.sort, filters=filters)
    return QuestionPage(items=[question_out(row) for row in found.rows], next=found.next, total=found.total)


async def get_question(unit: Unit, question_id: UUID) -> QuestionOut:
    return question_out(await one_row(unit, GET, question_id, "question"))


async def create_question(write: Write, given: QuestionCreate) -> QuestionOut:
    values = {**given.model_dump(exclude={"place"}), "asked": given.asked or given.answer is not None}
    await check_references(write, given.contact_id, values)
    question = add(write, values, given.place or await next_place(write, given.contact_id))
    await write.derive()
    return await get_question(write, question.id)


async def update_question(write: Write, question_id: UUID, patch: QuestionPatch) -> QuestionOut:
    question = await load_for_update(write, Question, question_id, "question")
    values = patch.model_dump(include=patch.model_fields_set)
    if values.get("answer") is not None:
        values.setdefault("asked", True)
    new = {name: value for name, value in values.items() if getattr(question, name) != value}
    await check_references(write, question.contact_id, new)
    await _touch_participants(write, {question.interview_id} if new else set())
    changed = apply(question, values, write.now)
    if changed:
        write.record(_event("updated", question, changed))
    await write.derive()
    return await get_question(write, question.id)


async def delete_question(write: Write, question_id: UUID) -> None:
    """Soft: it can be restored for 30 days."""
    question = await load_for_update(write, Question, question_id, "question")
    await _touch_participants(write, {question.interview_id})
    apply(question, {"deleted_at": write.now}, write.now)
    write.record(_event("deleted", question))


async def restore_question(write: Write, question_id: UUID) -> QuestionOut:
    question = await load_for_update(write, Question, question_id, "question", deleted=True)
    await _touch_participants(write, {question.interview_id})
    apply(question, {"deleted_at": None}, write.now)
    write.record(_event("restored", question))
    await write.derive()
    return await get_question(write, question.id)


async def next_place(write: Write, contact_id: UUID) -> int:
    """The place after the contact's last question. The contact is locked, so that no two requests take the same."""
    await lock_row(write, Contact, contact_id)
    ((last,),) = await write.rows(LAST_PLACE, contact_id=contact_id)
    return int(last) + 1


def add(write: Write, values: Columns, place: int) -> Question:
    question = Question(**owned(write), **values, place=min(place, MOST_PLACES))
    write.session.add(question)
    write.record(_event("created", question))
    return question


async def check_references(write: Write, contact_id: UUID, values: Columns) -> None:
    """Refuse references to what is not the member's own, and to an interview in which the contact takes no part."""
    errors = await unknown_contacts(write, {"/contact_id": contact_id} if "contact_id" in values else {})
    interview_id, note_id = values.get("interview_id"), values.get("based_on_note_id")
    if interview_id is not None:
        participants = await _touch_participants(write, {interview_id})
        if not participants:
            errors.append(unknown_reference("/interview_id", "interview"))
        elif contact_id not in participants and not errors:
            detail = "This contact takes no part in that interview; name another one, or null for the next."
            errors.append(FieldError("/interview_id", "contradiction", detail))
    if note_id is not None and not await write.rows(NOTES_ARE_MINE, ids=[note_id]):
        errors.append(unknown_reference("/based_on_note_id", "research note"))
    if errors:
        raise invalid(*errors)


async def _touch_participants(write: Write, interview_ids: Collected[UUID | None]) -> Collected[UUID]:
    """Touch, and give, those who take part in these interviews: their item `prepare` counts the questions."""
    ids = [interview_id for interview_id in interview_ids if interview_id is not None]
    found = {row.contact_id for row in await write.rows(PARTICIPANTS, ids=ids)} if ids else set()
    write.touch(Touched.CONTACT, found)
    return found


def _event(step: str, question: Question, changes: Sequence[str] = ()) -> Event:
    return Event(f"question.{step}", "question", question.id, changes, question.member_id)


def question_out(row: ResultRow) -> QuestionOut:
    return QuestionOut(**{name: getattr(row, name) for name in _KEPT}, etag=etag(row.version))


_KEPT = tuple(name for name in QuestionOut.model_fields if name in questions.c)
