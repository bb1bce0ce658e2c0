"""From stored rows to what a draft may say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.fields.times import EARLIEST
from api.core.store.tenancy import Role
from api.core.store.units import Write
from api.core.store.values import Columns, ResultRow, Statement
from api.method.people import careers
from api.method.people.names import GreetingStyle, greeted
from api.method.questions.spoken_positions import said_of
from api.method.writing.values import About, DraftedIntroduction, DraftedMeeting, DraftedQuestion, Sent
from api.views.drafts.statements import (
    ABOUT,
    ANSWERED,
    LAST_TAKEAWAYS,
    NEWS,
    OWN_PROMISE,
    QUESTIONS_READ,
    RECEIVED,
    TO_ASK,
    USED_ADVICE,
    WRITTEN,
)
from api.views.question_suggestions.service import suggested_for_letters


@dataclass(frozen=True, slots=True)
class Asked:
    """What a draft was asked to be about: rows of the interview and the introduction, and the news to tell; None: those
    since they were last written to.
    """

    interview: ResultRow | None
    introduction: ResultRow | None
    news: Sequence[str] | None

    @property
    def own_introduction(self) -> ResultRow | None:
        """The introduction, if the contact is to make it."""
        return self.introduction if self.introduction is not None and self.introduction.is_by_them else None


async def load_about(write: Write, contact_id: UUID, named: Asked, *, kind: str) -> About:
    """What a draft may say to the contact. In a request for an introduction the questions are those for the target."""
    (row,) = await write.rows(ABOUT, contact_id=contact_id)
    zone, interview = ZoneInfo(row.zone), named.interview
    current = careers.current(row.positions, write.now.date()) or {}
    written, received = await _last(write, WRITTEN, contact_id, zone), await _last(write, RECEIVED, contact_id, zone)
    news, answered = await _news(write, row, named, zone), await _answered(write, contact_id, interview)
    takeaways = await _first(write, LAST_TAKEAWAYS, contact_id) if interview is None else interview.takeaways
    return About(
        now=write.now,
        zone=row.zone,
        their_name=row.full_name,
        greeting=greeted(
            row.full_name,
            row.given_name,
            GreetingStyle(row.greeting),
            family_name=row.family_name,
            work=_work(current),
        ),
        their_given_name=row.given_name,
        their_title=current.get("title"),
        their_employer=current.get("employer"),
        my_name=row.my_name,
        my_school=row.organization if row.role == Role.STUDENT else None,
        my_introduction=row.my_introduction,
        introduced_by=_introducer(named.introduction),
        referred_by=row.referred_by,
        met_through=row.met_through,
        source=row.source,
        source_detail=row.source_detail,
        put_off_on=_put_off_on(row, write.now.astimezone(zone).date(), written, zone),
        questions=await _to_ask(write, _whom_to_ask(contact_id, named, kind)),
        asked_question=answered.text if answered else None,
        their_answer=answered.answer if answered else None,
        meeting=_meeting(interview, row),
        last_met_on=_last_met_on(row.meeting_ends, write.now, zone),
        takeaways=takeaways,
        my_promise=await _first(write, OWN_PROMISE, contact_id),
        used_advice=await _first(write, USED_ADVICE, contact_id),
        news=news,
        introduction=_introduction(named.own_introduction, write.now, zone),
        written=written,
        received=received,
        they_wrote_last=received is not None and (written is None or received.on > written.on),
    )


def _work(current: Columns) -> str:
    return f"{current['title']}, {current.get('employer') or ''}" if current.get("title") else ""


def _put_off_on(row: ResultRow, today: date, written: Sent | None, zone: ZoneInfo) -> date | None:
    """The day on which they said to ask again later, if that day has come and they were not asked since."""
    until: date | None = row.deferred_until
    if row.deferred_at is None or until is None or until > today or (written and written.on >= until):
        return None
    at: datetime = row.deferred_at
    return at.astimezone(zone).date()


async def _news(write: Write, row: ResultRow, named: Asked, zone: ZoneInfo) -> Sequence[str]:
    if named.news is not None:
        return named.news
    since = _told_on(row, write.now.astimezone(zone).date())
    return [milestone.what for milestone in await write.rows(NEWS, since=since)]


async def _answered(write: Write, contact_id: UUID, interview: ResultRow | None) -> ResultRow | None:
    interview_id = None if interview is None else interview.id
    return next(iter(await write.rows(ANSWERED, contact_id=contact_id, interview_id=interview_id)), None)


async def _first(write: Write, statement: Statement, contact_id: UUID) -> Any:  # Any: a column's value
    rows = await write.rows(statement, contact_id=contact_id)
    return rows[0][0] if rows else None


async def _last(write: Write, statement: Statement, contact_id: UUID, zone: ZoneInfo) -> Sent | None:
    rows = await write.rows(statement, contact_id=contact_id)
    return _sent(rows[0], zone) if rows else None


def _whom_to_ask(contact_id: UUID, named: Asked, kind: str) -> UUID | None:
    if named.own_introduction is not None:
        target_id: UUID | None = named.own_introduction.target_id
        return target_id
    return None if kind == "introduction_request" else contact_id


def _told_on(row: ResultRow, today: date) -> date:
    """The last day on which they could hear of something; of that day's news, as for `share_news`, they have heard."""
    told_on: date | None = row.told_on if row.told_on and row.told_on <= today else row.written_on
    return told_on or EARLIEST.date()


def _introducer(introduction: ResultRow | None) -> str | None:
    """Who introduced the member to the contact."""
    if introduction is None or introduction.is_by_them or introduction.introduced_at is None:
        return None
    return str(introduction.connector_name)


async def _to_ask(write: Write, contact_id: UUID | None) -> Sequence[DraftedQuestion]:
    """Questions that were written down, and behind them suggested ones."""
    if contact_id is None:
        return []
    written = [DraftedQuestion(row.text, is_own=True) for row in await write.rows(TO_ASK, asked_id=contact_id)]
    if len(written) == QUESTIONS_READ:
        return written
    suggested = await suggested_for_letters(write, contact_id)
    return [*written, *(DraftedQuestion(suggestion.text, suggestion.about) for suggestion in suggested)]


def _meeting(row: ResultRow | None, about: ResultRow) -> DraftedMeeting | None:
    if row is None or row.starts_at is None:
        return None
    fell_through = row.status in {"canceled", "no_show"}
    zone, by_me = row.time_zone or about.time_zone or about.zone, row.called_off_by == "me"
    return DraftedMeeting(
        row.starts_at,
        zone,
        row.medium,
        row.location,
        row.link,
        fell_through,
        i_missed=by_me and row.status == "no_show",
        i_called_off=by_me and row.status == "canceled",
    )


def _introduction(row: ResultRow | None, now: datetime, zone: ZoneInfo) -> DraftedIntroduction | None:
    if row is None:
        return None
    return DraftedIntroduction(
        row.target_name or "",
        said_of(row.positions or [], now.astimezone(zone).date()),
        _last_met_on(row.meeting_ends, now, zone),
        row.note,
        asked_on=_day(row.requested_at, zone) if row.status == "requested" else None,
        agreed_on=_day(row.agreed_at, zone) if row.status == "agreed" else None,
        introduced_on=_day(row.introduced_at, zone),
    )


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None


def _last_met_on(ends: Sequence[str] | None, now: datetime, zone: ZoneInfo) -> date | None:
    past = [end for end in map(datetime.fromisoformat, ends or ()) if end <= now]
    return max(past).astimezone(zone).date() if past else None


def _sent(row: ResultRow, zone: ZoneInfo) -> Sent:
    at: datetime = row.sent_at
    return Sent(row.subject, at.date() if row.day_only else at.astimezone(zone).date(), row.body or "")
