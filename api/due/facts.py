"""From stored rows to the facts that the rules read: a few statements for any number of contacts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, and_, bindparam, false, select, true, union_all

from api.contacts.models import Contact
from api.core.db import IdList, among
from api.core.units import Write
from api.due.calendar import Calendar, calendar_of
from api.due.conversation import ContactFacts, Meeting, Message
from api.interviews.models import Interview, InterviewParticipant
from api.organizations.models import Member
from api.organizations.policy import DuePolicy, policy_of
from api.organizations.service import GET_ORGANIZATION
from api.outreach_emails.models import OutreachEmail, OutreachEmailCc

_c, _m, _i = Contact.__table__.c, Member.__table__.c, Interview.__table__.c
_p, _e, _cc = InterviewParticipant.__table__.c, OutreachEmail.__table__.c, OutreachEmailCc.__table__.c
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")

CONTACTS_OF_MEMBERS = select(_c.id).where(_c.org_id == _org, among(_c.member_id, _ids)).order_by(_c.id)

CONTACTS = (
    select(
        *(_c[name] for name in ("id", "member_id", "created_at", "deleted_at", "archived", "deceased")),
        *(_c[name] for name in ("do_not_contact", "keep_in_touch", "deferred_at", "deferred_until", "declined_at")),
        _c.cadence,
        _m.cadence.label("member_cadence"),
        _m.zone,
        _m.day_starts_at,
        _m.away_periods,
    )
    .join_from(Contact.__table__, Member.__table__, and_(_m.org_id == _c.org_id, _m.id == _c.member_id))
    .where(_c.org_id == _org, among(_c.id, _ids))
)

_meetings_of = select(_p.interview_id).where(_p.org_id == _org, among(_p.contact_id, _ids))
MEETINGS = (
    select(
        *(_i[name] for name in ("id", "status", "starts_at", "duration_minutes", "first_set_at", "set_at")),
        *(_i[name] for name in ("confirmed_for", "completed_at", "called_off_at", "created_at")),
        _i.takeaways.is_not(None).label("has_takeaways"),
        _p.contact_id,
        and_(_c.deleted_at.is_(None), ~_c.deceased, ~_c.do_not_contact, ~_c.archived).label("may_lead"),
    )
    .join_from(
        Interview.__table__,
        InterviewParticipant.__table__,
        and_(_p.org_id == _i.org_id, _p.interview_id == _i.id),
    )
    .join(Contact.__table__, and_(_c.org_id == _p.org_id, _c.id == _p.contact_id))
    .where(_i.org_id == _org, _i.deleted_at.is_(None), _i.starts_at.is_not(None), _i.id.in_(_meetings_of))
    .order_by(_i.id, _p.place)
)

_message = [
    _e[name]
    for name in (
        "id", "direction", "kind", "also", "channel", "sent_at", "day_only", "logged_at", "expects_answer",
        "auto_reply", "in_reply_to_id", "interview_id",
    )
]  # fmt: skip
_happened = and_(_e.org_id == _org, _e.deleted_at.is_(None), _e.status.in_(["sent", "received"]))
MESSAGES = union_all(
    select(*_message, _e.contact_id.label("about_id"), false().label("copied")).where(
        _happened, among(_e.contact_id, _ids)
    ),
    select(*_message, _cc.contact_id.label("about_id"), true().label("copied"))
    .join_from(
        OutreachEmail.__table__,
        OutreachEmailCc.__table__,
        and_(_cc.org_id == _e.org_id, _cc.outreach_email_id == _e.id),
    )
    .where(_happened, _cc.org_id == _org, among(_cc.contact_id, _ids)),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A contact to compute: whose it is, its facts, and the calendar of its member."""

    member_id: UUID
    facts: ContactFacts
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Loaded:
    subjects: Sequence[Subject]
    policy: DuePolicy


async def contacts_to_compute(write: Write) -> list[UUID]:
    """The contacts whose facts this write changed, and those of members whose calendar or cadence it changed."""
    ids = set(write.contacts)
    if write.members:
        ids.update(row.id for row in await write.rows(CONTACTS_OF_MEMBERS, ids=list(write.members)))
    return sorted(ids)


async def load(write: Write, contact_ids: Collection[UUID]) -> Loaded:
    """The facts about these contacts, and about those who share a meeting with them: its lead may have changed."""
    meetings = await write.rows(MEETINGS, ids=list(contact_ids))
    together = set(contact_ids) | {row.contact_id for row in meetings}
    if len(together) > len(set(contact_ids)):
        meetings = await write.rows(MEETINGS, ids=list(together))
    everyone = together | {row.contact_id for row in meetings}
    contacts = await write.rows(CONTACTS, ids=list(together))
    messages = _by_contact(await write.rows(MESSAGES, ids=list(everyone)))
    (organization,) = await write.rows(GET_ORGANIZATION)
    met = _meetings(meetings, messages)
    calendars = _calendars(organization, contacts)
    subjects = [
        Subject(row.member_id, _facts(row, messages[row.id], met[row.id]), calendars[row.member_id]) for row in contacts
    ]
    return Loaded(subjects, policy_of(organization.due_policy))


def _calendars(organization: Row[Any], contacts: Iterable[Row[Any]]) -> Mapping[UUID, Calendar]:
    """One calendar for each member."""
    return {
        row.member_id: calendar_of(
            zone=row.zone or organization.zone,
            day_starts_at=row.day_starts_at,
            weekend=organization.weekend,
            country=organization.holiday_country,
            subdivision=organization.holiday_subdivision,
            closed=organization.closed_periods,
            away=row.away_periods,
        )
        for row in {row.member_id: row for row in contacts}.values()
    }


def _facts(row: Row[Any], messages: Sequence[Message], meetings: Sequence[Meeting]) -> ContactFacts:
    return ContactFacts(
        contact_id=row.id,
        created_at=row.created_at,
        archived=row.archived,
        silenced=row.deceased or row.do_not_contact or row.deleted_at is not None,
        keep_in_touch=row.keep_in_touch,
        cadence=row.cadence or row.member_cadence,
        deferred_at=row.deferred_at,
        deferred_until=row.deferred_until,
        declined_at=row.declined_at,
        messages=messages,
        meetings=meetings,
    )


def _by_contact(rows: Iterable[Row[Any]]) -> Mapping[UUID, list[Message]]:
    messages: defaultdict[UUID, list[Message]] = defaultdict(list)
    for row in rows:
        messages[row.about_id].append(
            Message(
                id=row.id,
                direction=row.direction,
                kind=row.kind,
                also=frozenset(row.also),
                channel=row.channel,
                at=row.sent_at,
                day=row.sent_at.date() if row.day_only else None,
                logged_at=row.logged_at or row.sent_at,
                expects_answer=row.expects_answer,
                auto_reply=row.auto_reply,
                in_reply_to_id=row.in_reply_to_id,
                interview_id=row.interview_id,
                # In a talk everybody speaks; whoever else is named only reads along.
                copied=bool(row.copied) and row.direction != "mutual",
            )
        )
    return messages


def _meetings(rows: Sequence[Row[Any]], messages: Mapping[UUID, list[Message]]) -> Mapping[UUID, list[Meeting]]:
    participants: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        participants[row.id].append(row)
    meetings: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for together in participants.values():
        lead_id = next((row.contact_id for row in together if row.may_lead), None)
        meeting = replace(
            _meeting(together[0], lead_id),
            confirmations=[
                message
                for row in together
                for message in messages[row.contact_id]
                if "confirmation" in message.kinds and not message.is_from_them
            ],
        )
        for row in together:
            meetings[row.contact_id].append(meeting)
    return meetings


def _meeting(row: Row[Any], lead_id: UUID | None) -> Meeting:
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
        has_takeaways=row.has_takeaways,
        logged_at=row.created_at,
    )
