"""Interviews as they are shown: the prebuilt statements, and from rows to answers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, select

from api.core.fields.etags import etag
from api.core.store.pagination import Collection, both_ways
from api.core.store.records import Rows
from api.core.store.sql import IdList, among, arrays
from api.core.store.tables import UtcDateTime, table_of
from api.core.store.units import Read, Unit
from api.core.store.values import ResultRow
from api.records.contacts.reading import GET_MANY as GET_CONTACTS
from api.records.contacts.reading import contact_out
from api.records.contacts.schemas import ContactOut
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.interviews.schemas import (
    InterviewOut,
    InterviewPage,
    InterviewQuery,
    InterviewStatus,
    InterviewWarning,
    ParticipantOut,
)

interviews = table_of(Interview)
INTERVIEWS = Rows("interview", Interview, "/interviews")
interview_participants = table_of(InterviewParticipant)
_mine = and_(interviews.c.org_id == bindparam("org_id"), interviews.c.member_id == bindparam("member_id"))
_participants = (
    select(
        arrays(
            interview_participants.c.place,
            interview_participants.c.contact_id,
            interview_participants.c.title,
            interview_participants.c.employer,
        )
    )
    .where(
        interview_participants.c.org_id == bindparam("org_id"), interview_participants.c.interview_id == interviews.c.id
    )
    .scalar_subquery()
)
SELECT = select(interviews, _participants.label("participants")).where(_mine)
GET = SELECT.where(interviews.c.id == bindparam("id"))
PARTICIPANTS = (
    select(interview_participants.c.interview_id, interview_participants.c.contact_id)
    .join_from(
        interview_participants,
        interviews,
        and_(
            interviews.c.org_id == interview_participants.c.org_id,
            interviews.c.id == interview_participants.c.interview_id,
        ),
    )
    .where(
        _mine,
        interview_participants.c.org_id == bindparam("org_id"),
        among(interview_participants.c.interview_id, bindparam("ids", type_=IdList)),
    )
    .where(interviews.c.deleted_at.is_(None))
)
NEARBY = select(interviews.c.id, interviews.c.starts_at, interviews.c.duration_minutes).where(
    _mine,
    interviews.c.id != bindparam("id"),
    interviews.c.deleted_at.is_(None),
    interviews.c.status.in_([InterviewStatus.SCHEDULED, InterviewStatus.COMPLETED]),
    interviews.c.starts_at > bindparam("earliest", type_=UtcDateTime),
    interviews.c.starts_at < bindparam("latest", type_=UtcDateTime),
)
LONGEST = timedelta(days=1)


COLLECTION = Collection(
    SELECT,
    orders=both_ways(
        {
            "created_at": interviews.c.created_at,
            "updated_at": interviews.c.updated_at,
            "starts_at": interviews.c.starts_at,
        },
        interviews.c.id,
        nullable=["starts_at"],
    ),
    filters={
        "status": interviews.c.status == bindparam("status"),
        "contact_id": exists().where(
            interview_participants.c.org_id == bindparam("org_id"),
            interview_participants.c.interview_id == interviews.c.id,
            interview_participants.c.contact_id == bindparam("contact_id"),
        ),
        "starts_after": interviews.c.starts_at >= bindparam("starts_after"),
        "starts_before": interviews.c.starts_at < bindparam("starts_before"),
        "deleted": interviews.c.deleted_at.is_not(None) == bindparam("deleted"),
        "updated_since": interviews.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_interviews(read: Read, query: InterviewQuery) -> InterviewPage:
    found = await COLLECTION.page(read, query)
    items = await _shown(read, found.rows, expand=query.expand)
    return InterviewPage(items=items, next=found.next, total=found.total)


async def get_interview(unit: Unit, interview_id: UUID, *, expand: str | None = None) -> InterviewOut:
    """The interview; in the answer to a write also with what overlaps it."""
    row = await INTERVIEWS.row(unit, GET, interview_id)
    (out,) = await _shown(unit, [row], expand=expand)
    return out if isinstance(unit, Read) else out.model_copy(update={"warnings": await _overlaps(unit, row)})


async def _shown(unit: Unit, rows: Sequence[ResultRow], *, expand: str | None) -> list[InterviewOut]:
    participants = {row.id: _participants_of(row) for row in rows}
    contacts: Mapping[UUID, ContactOut] | None = None
    if expand:
        ids = {participant.contact_id for all_of_one in participants.values() for participant in all_of_one}
        contacts = {row.id: contact_out(row, unit) for row in await unit.rows(GET_CONTACTS, ids=list(ids))}
    return [_interview_out(row, participants[row.id], contacts) for row in rows]


def _participants_of(row: ResultRow) -> list[ParticipantOut]:
    ordered = sorted(row.participants, key=lambda participant: participant[0])
    return [
        ParticipantOut(contact_id=UUID(contact_id), title=title, employer=employer)
        for _, contact_id, title, employer in ordered
    ]


def _interview_out(
    row: ResultRow, participants: Sequence[ParticipantOut], contacts: Mapping[UUID, ContactOut] | None
) -> InterviewOut:
    inside = None if contacts is None else [contacts[participant.contact_id] for participant in participants]
    kept = {name: getattr(row, name) for name in _KEPT}
    return InterviewOut(
        **kept,
        contact_ids=[participant.contact_id for participant in participants],
        participants=participants,
        confirmed_at=row.confirmed_at if row.confirmed_for == row.starts_at else None,
        contacts=inside,
        warnings=[],
        etag=etag(row.version, None if inside is None else [contact.etag for contact in inside]),
    )


_KEPT = tuple(name for name in InterviewOut.model_fields if name in interviews.c and name != "confirmed_at")


async def _overlaps(unit: Unit, row: ResultRow) -> list[InterviewWarning]:
    if (
        row.starts_at is None
        or row.status not in {InterviewStatus.SCHEDULED, InterviewStatus.COMPLETED}
        or row.deleted_at is not None
    ):
        return []
    ends_at = row.starts_at + timedelta(minutes=row.duration_minutes)
    nearby = await unit.rows(NEARBY, id=row.id, earliest=row.starts_at - LONGEST, latest=ends_at)
    detail = "You have another interview at that time; GET it and move one of the two."
    return [
        InterviewWarning(code="overlap", detail=detail, interview_id=other.id)
        for other in sorted(nearby, key=lambda interview: (interview.starts_at, interview.id))
        if other.starts_at + timedelta(minutes=other.duration_minutes) > row.starts_at
    ]
