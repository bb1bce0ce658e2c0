"""Questions: what a member wants to ask a contact, in which order, and what they answered."""

from collections.abc import Collection as Collected
from uuid import UUID

from sqlalchemy import bindparam, func, select

from api.core.errors import FieldError, invalid, unknown_reference
from api.core.fields.types import given_values, sent
from api.core.store.records import Records, differing
from api.core.store.rows import lock_row
from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import Columns
from api.method.due.touched import Touched
from api.records.contacts.models import Contact
from api.records.contacts.reading import CONTACTS
from api.records.interviews.reading import PARTICIPANTS
from api.records.questions.models import Question
from api.records.questions.schemas import QuestionCreate, QuestionOut, QuestionPage, QuestionPatch
from api.records.research_notes.service import RESEARCH_NOTES

questions = table_of(Question)
QUESTIONS = Records(
    "question",
    Question,
    "/questions",
    QuestionOut,
    QuestionPage,
    equal=("contact_id", "interview_id", "topic", "asked"),
    sorts=("place",),
)
GET_MANY = QUESTIONS.mine.where(among(questions.c.id, bindparam("ids", type_=IdList))).order_by(
    questions.c.place, questions.c.id
)
LAST_PLACE = select(func.coalesce(func.max(questions.c.place), 0)).where(
    questions.c.org_id == bindparam("org_id"),
    questions.c.member_id == bindparam("member_id"),
    questions.c.contact_id == bindparam("contact_id"),
    questions.c.deleted_at.is_(None),
)
MOST_PLACES = 10_000


async def create_question(write: Write, given: QuestionCreate) -> QuestionOut:
    values = {**given_values(given), "asked": given.asked or given.answer is not None}
    del values["place"]
    await check_references(write, given.contact_id, values)
    question = add(write, values, given.place or await next_place(write, given.contact_id))
    await write.derive()
    return await QUESTIONS.get(write, question.id)


async def update_question(write: Write, question_id: UUID, patch: QuestionPatch) -> QuestionOut:
    question, values = await QUESTIONS.load(write, question_id), sent(patch)
    if values.get("answer") is not None:
        values.setdefault("asked", True)
    new = differing(question, values)
    await check_references(write, question.contact_id, new)
    await _touch_participants(write, {question.interview_id} if new else set())
    return await QUESTIONS.update(write, question, values)


async def delete_question(write: Write, question_id: UUID) -> None:
    """Soft: it can be restored for 30 days."""
    question = await QUESTIONS.load(write, question_id)
    await _touch_participants(write, {question.interview_id})
    QUESTIONS.mark_deleted(write, question)


async def restore_question(write: Write, question_id: UUID) -> QuestionOut:
    question = await QUESTIONS.load(write, question_id, deleted=True)
    await _touch_participants(write, {question.interview_id})
    QUESTIONS.mark_restored(write, question)
    await write.derive()
    return await QUESTIONS.get(write, question.id)


async def next_place(write: Write, contact_id: UUID) -> int:
    """The place after the contact's last question. The contact is locked, so that no two requests take the same."""
    await lock_row(write, Contact, contact_id)
    ((last,),) = await write.rows(LAST_PLACE, contact_id=contact_id)
    return int(last) + 1


def add(write: Write, values: Columns, place: int) -> Question:
    return QUESTIONS.add(write, {**values, "place": min(place, MOST_PLACES)})


async def check_references(write: Write, contact_id: UUID, values: Columns) -> None:
    """Refuse references to what is not the member's own, and to an interview in which the contact takes no part."""
    errors = await CONTACTS.unknown(write, {"/contact_id": contact_id} if "contact_id" in values else {})
    interview_id, note_id = values.get("interview_id"), values.get("based_on_note_id")
    if interview_id is not None:
        participants = await _touch_participants(write, {interview_id})
        if not participants:
            errors.append(unknown_reference("/interview_id", "interview"))
        elif contact_id not in participants and not errors:
            detail = "This contact takes no part in that interview; name another one, or null for the next."
            errors.append(FieldError("/interview_id", "contradiction", detail))
    errors += await RESEARCH_NOTES.unknown(write, {"/based_on_note_id": note_id})
    if errors:
        raise invalid(*errors)


async def _touch_participants(write: Write, interview_ids: Collected[UUID | None]) -> Collected[UUID]:
    """Touch, and give, those who take part in these interviews: their item `prepare` counts the questions."""
    ids = [interview_id for interview_id in interview_ids if interview_id is not None]
    found = {row.contact_id for row in await write.rows(PARTICIPANTS, ids=ids)} if ids else set()
    write.touch(Touched.CONTACT, found)
    return found
