"""What a message is about where nobody says so: the one coming meeting with them, the one introduction planned by them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select

from api.core.errors import FieldError, invalid
from api.core.fields.times import When
from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow, Statement, Values
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.interviews.schemas import InterviewStatus
from api.records.introductions.models import Introduction
from api.records.introductions.schemas import IntroductionStatus
from api.records.members.service import moment_of
from api.records.outreach_emails.schemas import Direction, Kind, OutreachEmailCreate

ABOUT_MEETINGS = frozenset({Kind.CONFIRMATION, Kind.ARRANGEMENT})
REQUESTS = frozenset({Kind.INTRODUCTION_REQUEST})
IDS = frozenset({"interview_id", "introduction_id"})
# What was sent longer before it was known here is about something else.
LOGGED_LATE = timedelta(days=30)

interviews, interview_participants = table_of(Interview), table_of(InterviewParticipant)
introductions = table_of(Introduction)
_ids = bindparam("ids", type_=IdList)
COMING = (
    select(
        interview_participants.c.contact_id,
        interviews.c.id,
        interviews.c.starts_at,
        func.coalesce(interviews.c.first_set_at, interviews.c.created_at).label("known_at"),
    )
    .join_from(
        interview_participants,
        interviews,
        and_(
            interviews.c.org_id == interview_participants.c.org_id,
            interviews.c.id == interview_participants.c.interview_id,
        ),
    )
    .where(interview_participants.c.org_id == bindparam("org_id"), among(interview_participants.c.contact_id, _ids))
    .where(interviews.c.org_id == bindparam("org_id"), interviews.c.member_id == bindparam("member_id"))
    .where(interviews.c.status.in_([InterviewStatus.PROPOSED, InterviewStatus.SCHEDULED]))
    .where(interviews.c.deleted_at.is_(None))
)
PLANNED = select(
    introductions.c.connector_id.label("contact_id"), introductions.c.id, introductions.c.planned_at.label("known_at")
).where(
    introductions.c.org_id == bindparam("org_id"),
    introductions.c.member_id == bindparam("member_id"),
    introductions.c.status == IntroductionStatus.PLANNED,
    introductions.c.deleted_at.is_(None),
    among(introductions.c.connector_id, _ids),
)


# Of introductions that were named: whose they are.
NAMED = select(introductions.c.id, introductions.c.connector_id, introductions.c.target_id).where(
    introductions.c.org_id == bindparam("org_id"),
    introductions.c.member_id == bindparam("member_id"),
    among(introductions.c.id, _ids),
)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A message to somebody, what it is for and when it was sent (None: now); `unsaid` are the ids that were left out."""

    contact_id: UUID
    kinds: frozenset[str | None]
    sent_at: When | None
    unsaid: Collection[str]


async def with_what_is_meant(
    write: Write, given: Mapping[str, OutreachEmailCreate]
) -> Mapping[str, OutreachEmailCreate]:
    """The messages, by their places in the body, with the ids that were left out and can be only one."""
    asked = {
        at: Unnamed(email.contact_id, frozenset({email.kind, *email.also}), email.sent_at, IDS - email.model_fields_set)
        for at, email in given.items()
        if email.direction is not Direction.INBOUND
    }
    found = await what_is_meant(write, asked)
    return {at: email.model_copy(update=found.get(at)) for at, email in given.items()}


async def what_is_meant(write: Write, messages: Mapping[str, Unnamed]) -> Mapping[str, Values]:
    """Those ids by the messages' names and the fields'."""
    found: defaultdict[str, Values] = defaultdict(dict)
    meetings, coming = await _candidates(write, messages, "interview_id", ABOUT_MEETINGS, COMING)
    for at, asked in meetings.items():
        since = await moment_of(write, asked.sent_at)
        found[at] |= _only(
            "interview_id", [row for row in coming if _fits(asked, row, since) and _comes(asked, row, since)]
        )
    requests, planned = await _candidates(write, messages, "introduction_id", REQUESTS, PLANNED)
    for at, asked in requests.items():
        since = await moment_of(write, asked.sent_at)
        found[at] |= _only("introduction_id", [row for row in planned if _fits(asked, row, since)])
    return found


async def _candidates(
    write: Write, messages: Mapping[str, Unnamed], field: str, kinds: Collection[str], statement: Statement
) -> tuple[Mapping[str, Unnamed], Sequence[ResultRow]]:
    """The messages of these kinds from which the field was left out, and what it may be in one of them."""
    asked = {at: message for at, message in messages.items() if field in message.unsaid and message.kinds & set(kinds)}
    ids = {message.contact_id for message in asked.values()}
    return asked, await write.rows(statement, ids=list(ids)) if ids else []


def _fits(asked: Unnamed, row: ResultRow, since: datetime) -> bool:
    return bool(row.contact_id == asked.contact_id and row.known_at - LOGGED_LATE <= since)


def _comes(asked: Unnamed, row: ResultRow, since: datetime) -> bool:
    """Whether the meeting was still to come. An arrangement may be about one that has no time yet."""
    return Kind.ARRANGEMENT in asked.kinds if row.starts_at is None else bool(row.starts_at > since)


def _only(field: str, rows: Sequence[ResultRow]) -> Values:
    return {field: rows[0].id} if len(rows) == 1 else {}


async def require_theirs(write: Write, given: Mapping[str, OutreachEmailCreate]) -> None:
    """Refuse introductions that are neither by nor to whom the message is for."""
    named = {at: email for at, email in given.items() if email.introduction_id is not None}
    if not named:
        return
    rows = {row.id: row for row in await write.rows(NAMED, ids=[email.introduction_id for email in named.values()])}
    detail = "It is neither by nor to this contact; name one of theirs, or leave it out."
    errors = [
        FieldError(f"{at}/introduction_id", "contradiction", detail)
        for at, email in named.items()
        if email.contact_id not in {rows[email.introduction_id].connector_id, rows[email.introduction_id].target_id}
    ]
    if errors:
        raise invalid(*errors)
