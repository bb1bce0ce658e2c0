"""From stored rows to what a draft may say."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, exists, func, or_, select

from api.core.fields.times import EARLIEST
from api.core.store.sql import IdList, among
from api.core.store.tenancy import Role
from api.core.store.units import Write
from api.method.people import careers
from api.method.writing.values import About, Introduction, Meeting, Sent
from api.records.contacts.models import Contact, ContactState
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.introductions.models import Introduction as StoredIntroduction
from api.records.milestones.models import Milestone
from api.records.organizations.models import Member, Organization
from api.records.outcomes.models import Outcome
from api.records.outreach_emails.models import OutreachEmail
from api.records.promises.models import Promise
from api.records.questions.models import Question
from api.records.questions.suggesting import suggested_texts

QUESTIONS_READ, NEWS_READ = 5, 20

_c, _s, _m, _o = Contact.__table__.c, ContactState.__table__.c, Member.__table__.c, Organization.__table__.c
_i, _p, _in = Interview.__table__.c, InterviewParticipant.__table__.c, StoredIntroduction.__table__.c
_q, _e, _ml = Question.__table__.c, OutreachEmail.__table__.c, Milestone.__table__.c
_pr, _oc = Promise.__table__.c, Outcome.__table__.c
_through, _connector = Contact.__table__.alias("through"), Contact.__table__.alias("connector")
_org: BindParameter[UUID] = bindparam("org_id")
_mine: BindParameter[UUID] = bindparam("member_id")
_whom: BindParameter[UUID] = bindparam("contact_id")
_states = and_(_s.org_id == _c.org_id, _s.member_id == _c.member_id, _s.contact_id == _c.id)

ABOUT = (
    select(
        *(_c[name] for name in ("full_name", "given_name", "positions", "source", "source_detail", "time_zone")),
        _s.meeting_ends,
        _s.written_on,
        _s.told_on,
        _through.c.full_name.label("met_through"),
        _m.full_name.label("my_name"),
        _m.role,
        func.coalesce(_m.zone, _o.zone).label("zone"),
        _o.name.label("organization"),
    )
    .join_from(Contact.__table__, Member.__table__, and_(_m.org_id == _c.org_id, _m.id == _c.member_id))
    .join(Organization.__table__, and_(_o.id == _c.org_id, _o.id == _org))
    .outerjoin(ContactState.__table__, and_(_states, _s.org_id == _org))
    .outerjoin(
        _through,
        and_(_through.c.org_id == _c.org_id, _through.c.org_id == _org, _through.c.id == _c.met_through_id),
    )
    .where(_c.org_id == _org, _m.org_id == _org, _c.member_id == _mine, _c.id == _whom)
)
_takes_part = exists().where(_p.org_id == _org, _p.interview_id == _i.id, _p.contact_id == _whom)
_own_interview = (_i.org_id == _org, _i.member_id == _mine, _i.deleted_at.is_(None), _takes_part)
INTERVIEW = select(
    *(_i[name] for name in ("id", "status", "starts_at", "time_zone", "medium", "location", "link", "takeaways"))
).where(*_own_interview, _i.id == bindparam("id"))
LAST_TAKEAWAYS = (
    select(_i.takeaways).where(*_own_interview, _i.takeaways.is_not(None)).order_by(_i.starts_at.desc(), _i.id).limit(1)
)
INTRODUCTION = (
    select(
        *(_in[name] for name in ("introduced_at", "note")),
        _c.id.label("target_id"),
        func.coalesce(_c.full_name, _in.target_name).label("target_name"),
        _c.positions,
        _s.meeting_ends,
        _connector.c.full_name.label("connector_name"),
        (_in.connector_id == _whom).label("is_by_them"),
    )
    .join_from(
        StoredIntroduction.__table__,
        _connector,
        and_(_connector.c.org_id == _in.org_id, _connector.c.id == _in.connector_id),
    )
    .outerjoin(
        Contact.__table__,
        and_(_c.org_id == _in.org_id, _c.org_id == _org, _c.id == _in.target_id, _c.deleted_at.is_(None)),
    )
    .outerjoin(ContactState.__table__, and_(_states, _s.org_id == _org))
    .where(_in.org_id == _org, _connector.c.org_id == _org, _in.member_id == _mine, _in.deleted_at.is_(None))
    .where(_in.id == bindparam("id"), or_(_in.connector_id == _whom, _in.target_id == _whom))
)
_interview = bindparam("interview_id", type_=_i.id.type)
_questions = select(_q.text, _q.answer).where(_q.org_id == _org, _q.member_id == _mine, _q.deleted_at.is_(None))
TO_ASK = (
    _questions.where(_q.contact_id == bindparam("asked_id"), ~_q.asked, _q.answer.is_(None))
    .order_by(_q.place, _q.id)
    .limit(QUESTIONS_READ)
)
ANSWERED = (
    _questions.where(_q.contact_id == _whom, _q.answer.is_not(None))
    .where(or_(_interview.is_(None), _q.interview_id.is_(None), _q.interview_id == _interview))
    .order_by((_q.interview_id == _interview).desc().nulls_last(), _q.place, _q.id)
    .limit(1)
)


def _last_message(direction: str, status: str) -> Select[Any]:
    return (
        select(_e.subject, _e.sent_at, _e.day_only)
        .where(_e.org_id == _org, _e.member_id == _mine, _e.contact_id == _whom, _e.deleted_at.is_(None))
        .where(_e.direction == direction, _e.status == status, ~_e.auto_reply)
        .order_by(_e.sent_at.desc(), _e.id.desc())
        .limit(1)
    )


WRITTEN, RECEIVED = _last_message("outbound", "sent"), _last_message("inbound", "received")
OWN_PROMISE = (
    select(_pr.what)
    .where(_pr.org_id == _org, _pr.member_id == _mine, _pr.contact_id == _whom, _pr.by == "me")
    .where(_pr.kept_at.is_(None), _pr.released_at.is_(None), _pr.deleted_at.is_(None))
    .order_by(_pr.due_on.asc().nulls_last(), _pr.id)
    .limit(1)
)
USED_ADVICE = (
    select(_oc.what)
    .where(_oc.org_id == _org, _oc.member_id == _mine, _oc.contact_id == _whom, _oc.kind == "advice")
    .where(_oc.used_on.is_not(None), _oc.deleted_at.is_(None))
    .order_by(_oc.used_on.desc(), _oc.id)
    .limit(1)
)
_milestones = (
    select(_ml.id, _ml.what)
    .where(_ml.org_id == _org, _ml.member_id == _mine, _ml.deleted_at.is_(None))
    .order_by(_ml.happened_on, _ml.id)
)
NEWS = _milestones.where(
    _ml.is_news, _ml.done_at.is_(None), _ml.happened_on > bindparam("since", type_=_ml.happened_on.type)
).limit(NEWS_READ)
NAMED_NEWS = _milestones.where(among(_ml.id, bindparam("ids", type_=IdList)))


async def load_about(
    write: Write,
    contact_id: UUID,
    *,
    interview: Row[Any] | None,
    introduction: Row[Any] | None,
    news: Sequence[str] | None,
    kind: str,
) -> About:
    """What is known about the contact; `news` None: what is news since they were last written to. Who is asked for an
    introduction is told what the other would be asked.
    """
    (row,) = await write.rows(ABOUT, contact_id=contact_id)
    zone = ZoneInfo(row.zone)
    current = careers.current(row.positions) or {}
    if news is None:
        news = [one.what for one in await write.rows(NEWS, since=_told_on(row, write.now.astimezone(zone).date()))]

    answered = await write.rows(
        ANSWERED, contact_id=contact_id, interview_id=None if interview is None else interview.id
    )

    async def first(statement: Select[Any]) -> Any:  # Any: a column's value
        rows = await write.rows(statement, contact_id=contact_id)
        return rows[0][0] if rows else None

    async def last(statement: Select[Any]) -> Sent | None:
        rows = await write.rows(statement, contact_id=contact_id)
        return _sent(rows[0], zone) if rows else None

    by_them = introduction is not None and introduction.is_by_them
    asked_id = None if kind == "introduction_request" else contact_id
    if introduction is not None and by_them:
        asked_id = introduction.target_id
    return About(
        now=write.now,
        zone=row.zone,
        their_name=row.full_name,
        their_given_name=row.given_name,
        their_title=current.get("title"),
        their_employer=current.get("employer"),
        my_name=row.my_name,
        my_school=row.organization if row.role == Role.STUDENT else None,
        introduced_by=_introducer(introduction),
        met_through=row.met_through,
        source=row.source,
        source_detail=row.source_detail,
        questions=await _to_ask(write, asked_id),
        asked_question=answered[0].text if answered else None,
        their_answer=answered[0].answer if answered else None,
        meeting=_meeting(interview, row),
        last_met_on=_last_met_on(row.meeting_ends, write.now, zone),
        takeaways=await first(LAST_TAKEAWAYS) if interview is None else interview.takeaways,
        my_promise=await first(OWN_PROMISE),
        used_advice=await first(USED_ADVICE),
        news=news,
        introduction=_introduction(introduction, write.now, zone) if by_them else None,
        written=await last(WRITTEN),
        received=await last(RECEIVED),
    )


def _told_on(row: Row[Any], today: date) -> date:
    """The last day on which they could hear of something; as for `share_news`, what happened that day they have heard."""
    told_on: date | None = row.told_on if row.told_on and row.told_on <= today else row.written_on
    return told_on or EARLIEST.date()


def _introducer(introduction: Row[Any] | None) -> str | None:
    """Who introduced the member to the contact."""
    if introduction is None or introduction.is_by_them or introduction.introduced_at is None:
        return None
    return str(introduction.connector_name)


async def _to_ask(write: Write, contact_id: UUID | None) -> Sequence[str]:
    """Questions that were written down, and behind them suggested ones."""
    if contact_id is None:
        return []
    written = [row.text for row in await write.rows(TO_ASK, asked_id=contact_id)]
    return written if len(written) == QUESTIONS_READ else [*written, *await suggested_texts(write, contact_id)]


def _meeting(row: Row[Any] | None, about: Row[Any]) -> Meeting | None:
    if row is None or row.starts_at is None:
        return None
    fell_through = row.status in {"canceled", "no_show"}
    zone = row.time_zone or about.time_zone or about.zone
    return Meeting(row.starts_at, zone, row.medium, row.location, row.link, fell_through)


def _introduction(row: Row[Any] | None, now: datetime, zone: ZoneInfo) -> Introduction | None:
    if row is None:
        return None
    current: Mapping[str, Any] = careers.current(row.positions or []) or {}
    role = " at ".join(part for part in (current.get("title"), current.get("employer")) if part)
    return Introduction(row.target_name or "", role or None, _last_met_on(row.meeting_ends, now, zone), row.note)


def _last_met_on(ends: Sequence[str] | None, now: datetime, zone: ZoneInfo) -> date | None:
    past = [end for end in map(datetime.fromisoformat, ends or ()) if end <= now]
    return max(past).astimezone(zone).date() if past else None


def _sent(row: Row[Any], zone: ZoneInfo) -> Sent:
    at: datetime = row.sent_at
    return Sent(row.subject, at.date() if row.day_only else at.astimezone(zone).date())
