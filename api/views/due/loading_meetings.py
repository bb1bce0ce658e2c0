"""From stored interviews and their participants to the meetings and proposals that the rules read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, and_, bindparam, exists, func, or_, select

from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow
from api.method.conversation.facts import Meeting, Message, Proposal
from api.records.contacts.models import Contact
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.questions.models import Question
from api.records.questions.waiting import waits_for_next
from api.records.research_notes.models import ResearchNote

contacts = table_of(Contact)
interviews = table_of(Interview)
interview_participants = table_of(InterviewParticipant)
questions = table_of(Question)
research_notes = table_of(ResearchNote)
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")


def _questions(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    mine = (
        questions.c.org_id == _org,
        questions.c.deleted_at.is_(None),
        questions.c.contact_id == interview_participants.c.contact_id,
    )
    return select(func.count()).where(*mine, *which).scalar_subquery()


_earlier, _took_part = interviews.alias("earlier"), interview_participants.alias("took_part")
# They met, or are to, between the writing of a question and this meeting: it was for that one.
_met_between = (
    exists()
    .where(_took_part.c.org_id == _org, _took_part.c.contact_id == interview_participants.c.contact_id)
    .where(_earlier.c.org_id == _org, _earlier.c.id == _took_part.c.interview_id, _earlier.c.deleted_at.is_(None))
    .where(_earlier.c.id != interviews.c.id, _earlier.c.status.in_(["scheduled", "completed"]))
    .where(_earlier.c.starts_at > questions.c.created_at, _earlier.c.starts_at < interviews.c.starts_at)
    .correlate(questions, interviews, interview_participants)
)
_meetings_of = select(interview_participants.c.interview_id).where(
    interview_participants.c.org_id == _org, among(interview_participants.c.contact_id, _ids)
)
MEETINGS = (
    select(
        *(interviews.c[name] for name in ("id", "status", "starts_at", "duration_minutes", "first_set_at", "set_at")),
        *(
            interviews.c[name]
            for name in ("confirmed_for", "completed_at", "called_off_at", "called_off_by", "created_at")
        ),
        interviews.c.takeaways.is_not(None).label("has_takeaways"),
        interview_participants.c.contact_id,
        _questions(or_(questions.c.interview_id == interviews.c.id, and_(waits_for_next(), ~_met_between))).label(
            "questions"
        ),
        exists()
        .where(
            research_notes.c.org_id == _org,
            research_notes.c.contact_id == interview_participants.c.contact_id,
            research_notes.c.deleted_at.is_(None),
        )
        .label("is_researched"),
        and_(
            contacts.c.deleted_at.is_(None), ~contacts.c.deceased, ~contacts.c.do_not_contact, ~contacts.c.archived
        ).label("may_lead"),
    )
    .join_from(
        interviews,
        interview_participants,
        and_(
            interview_participants.c.org_id == interviews.c.org_id,
            interview_participants.c.interview_id == interviews.c.id,
        ),
    )
    .join(
        contacts,
        and_(
            contacts.c.org_id == interview_participants.c.org_id, contacts.c.id == interview_participants.c.contact_id
        ),
    )
    .where(interviews.c.org_id == _org, interviews.c.deleted_at.is_(None), interviews.c.id.in_(_meetings_of))
    .order_by(interviews.c.id, interview_participants.c.place)
)


async def rows_of_meetings(write: Write, contacts: Sequence[ResultRow]) -> Sequence[ResultRow]:
    ids = [row.id for row in contacts if row.has_meetings]
    return await write.rows(MEETINGS, ids=ids) if ids else []


def _by_meeting(rows: Iterable[ResultRow]) -> Iterable[tuple[Sequence[ResultRow], UUID | None]]:
    """The rows of each interview, one a participant, and under whom its own items stand."""
    participants: defaultdict[UUID, list[ResultRow]] = defaultdict(list)
    for row in rows:
        participants[row.id].append(row)
    for together in participants.values():
        yield together, next((row.contact_id for row in together if row.may_lead), None)


def proposals_of(rows: Sequence[ResultRow]) -> Mapping[UUID, list[Proposal]]:
    proposals: defaultdict[UUID, list[Proposal]] = defaultdict(list)
    for together, lead_id in _by_meeting(row for row in rows if row.starts_at is None):
        first = together[0]
        off = (first.called_off_at, first.called_off_by)
        proposal = Proposal(first.id, lead_id, first.status, first.created_at, *off)
        for row in together:
            proposals[row.contact_id].append(proposal)
    return proposals


def meetings_of(rows: Sequence[ResultRow], messages: Mapping[UUID, Sequence[Message]]) -> Mapping[UUID, list[Meeting]]:
    meetings: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for together, lead_id in _by_meeting(row for row in rows if row.starts_at is not None):
        meeting = replace(
            _meeting(together[0], lead_id),
            questions=sum(row.questions for row in together),
            is_researched=any(row.is_researched for row in together),
            confirmations=[
                message
                for row in together
                for message in messages.get(row.contact_id, ())
                if "confirmation" in message.kinds and not message.is_from_them
            ],
        )
        for row in together:
            meetings[row.contact_id].append(meeting)
    return meetings


def _meeting(row: ResultRow, lead_id: UUID | None) -> Meeting:
    return Meeting(
        id=row.id,
        lead_id=lead_id,
        status=row.status,
        starts_at=row.starts_at,
        scheduled_end=row.starts_at + timedelta(minutes=row.duration_minutes),
        first_set_at=row.first_set_at,
        set_at=row.set_at,
        confirmed_for=row.confirmed_for,
        completed_at=row.completed_at,
        called_off_at=row.called_off_at,
        called_off_by=row.called_off_by,
        has_takeaways=row.has_takeaways,
        logged_at=row.created_at,
    )
