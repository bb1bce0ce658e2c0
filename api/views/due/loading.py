"""From stored rows to the facts that the rules read: a few statements for any number of contacts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Row,
    and_,
    bindparam,
    exists,
    false,
    func,
    null,
    or_,
    select,
    true,
    union_all,
)

from api.core.store.sql import IdList, TextList, among
from api.core.store.units import Write
from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import ContactFacts, Draft, Message, Undelivered
from api.method.due.numbers import DuePolicy
from api.method.due.policy import policy_of
from api.records.contacts.models import Contact, ContactState
from api.records.interviews.models import InterviewParticipant
from api.records.introductions.models import Introduction, IntroductionMessage
from api.records.milestones.models import Milestone
from api.records.organizations.models import Member, Organization
from api.records.outcomes.models import Outcome
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc
from api.records.promises.models import Promise
from api.views.due.calendars import IN_OFFICE, SETTINGS, calendars_of
from api.views.due.loading_meetings import meetings_of, proposals_of, rows_of_meetings
from api.views.due.loading_ties import load_promises, load_ties
from api.views.due.models import DueDecision

_c, _m, _e = Contact.__table__.c, Member.__table__.c, OutreachEmail.__table__.c
_p, _cc = InterviewParticipant.__table__.c, OutreachEmailCc.__table__.c
_in, _pr, _o = Introduction.__table__.c, Promise.__table__.c, Outcome.__table__.c
_ml, _im = Milestone.__table__.c, IntroductionMessage.__table__.c
_s, _d = ContactState.__table__.c, DueDecision.__table__.c
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")

CONTACTS_OF_MEMBERS = select(_c.id).where(_c.org_id == _org, among(_c.member_id, _ids)).order_by(_c.id)

CONTACTS = (
    select(
        *(_c[name] for name in ("id", "member_id", "created_at", "deleted_at", "archived", "deceased")),
        *(_c[name] for name in ("do_not_contact", "keep_in_touch", "deferred_at", "deferred_until", "declined_at")),
        *(_c[name] for name in ("cadence", "employer_key")),
        _m.cadence.label("member_cadence"),
        *SETTINGS,
        *(one.label(f"state_{one.name}") for one in _s),
        # What most contacts lack is not asked for again.
        exists().where(_p.org_id == _org, _p.contact_id == _c.id).label("has_meetings"),
        or_(
            exists().where(_e.org_id == _org, _e.contact_id == _c.id),
            exists().where(_cc.org_id == _org, _cc.contact_id == _c.id),
        ).label("has_messages"),
        or_(
            exists().where(_in.org_id == _org, _in.connector_id == _c.id),
            exists().where(_in.org_id == _org, _in.target_id == _c.id),
        ).label("has_introductions"),
        exists().where(_pr.org_id == _org, _pr.contact_id == _c.id).label("has_promises"),
        or_(
            exists().where(_o.org_id == _org, _o.contact_id == _c.id),
            exists().where(_o.org_id == _org, _o.referred_id == _c.id),
        ).label("has_outcomes"),
        exists().where(_d.org_id == _org, _d.contact_id == _c.id).label("has_decisions"),
        exists()
        .where(_ml.org_id == _org, _ml.member_id == _c.member_id, _ml.is_news)
        .where(_ml.done_at.is_(None), _ml.deleted_at.is_(None))
        .label("has_news"),
    )
    .join_from(Contact.__table__, Member.__table__, and_(_m.org_id == _c.org_id, _m.id == _c.member_id))
    .join(Organization.__table__, IN_OFFICE)
    .outerjoin(
        ContactState.__table__, and_(_s.org_id == _c.org_id, _s.member_id == _c.member_id, _s.contact_id == _c.id)
    )
    .where(_c.org_id == _org, _m.org_id == _org, among(_c.id, _ids))
)


_message = [
    _e[name]
    for name in (
        "id", "status", "direction", "kind", "also", "channel", "sent_at", "day_only", "logged_at", "expects_answer",
        "auto_reply", "in_reply_to_id", "interview_id", "bounced_at", "created_at", "updated_at",
    )
]  # fmt: skip
HAPPENED = ("sent", "received")
UNDELIVERED = ("bounced", "failed", "unknown", "canceled")
_there = and_(_e.org_id == _org, _e.deleted_at.is_(None))
_happened = and_(_there, _e.status.in_(HAPPENED))
MESSAGES = union_all(
    select(*_message, _e.contact_id.label("about_id"), false().label("copied"), _im.introduction_id)
    .outerjoin_from(
        OutreachEmail.__table__,
        IntroductionMessage.__table__,
        and_(_im.org_id == _e.org_id, _im.org_id == _org, _im.outreach_email_id == _e.id),
    )
    .where(_there, _e.status.in_([*HAPPENED, *UNDELIVERED, "draft"]), among(_e.contact_id, _ids)),
    select(*_message, _cc.contact_id.label("about_id"), true().label("copied"), null().cast(_im.introduction_id.type))
    .join_from(
        OutreachEmail.__table__,
        OutreachEmailCc.__table__,
        and_(_cc.org_id == _e.org_id, _cc.outreach_email_id == _e.id),
    )
    .where(_happened, _cc.org_id == _org, among(_cc.contact_id, _ids)),
)

OF_EMPLOYERS = select(_c.id).where(
    _c.org_id == _org,
    _c.member_id == bindparam("member_id"),
    among(_c.employer_key, bindparam("employers", type_=TextList)),
)
_me, _peer = Contact.__table__.alias("me"), Contact.__table__.alias("peer")
_same_owner = and_(_peer.c.org_id == _me.c.org_id, _peer.c.member_id == _me.c.member_id)
TO_COLLEAGUES = (
    select(
        _me.c.id,
        func.max(_e.sent_at).filter(~_e.day_only).label("written_at"),
        func.max(_e.sent_at).filter(_e.day_only).label("written_on"),
    )
    .join_from(_me, _peer, and_(_same_owner, _peer.c.employer_key == _me.c.employer_key, _peer.c.id != _me.c.id))
    .join(OutreachEmail.__table__, and_(_e.org_id == _peer.c.org_id, _e.contact_id == _peer.c.id))
    .where(_me.c.org_id == _org, _peer.c.org_id == _org, _e.org_id == _org, among(_me.c.id, _ids))
    .where(_e.deleted_at.is_(None), _e.status == "sent")
    .group_by(_me.c.id)
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A contact to compute: whose it is, its facts, the calendar of its member, and its row with the stored state."""

    member_id: UUID
    facts: ContactFacts
    calendar: Calendar
    policy: DuePolicy
    row: Row[Any]


async def load(write: Write, contact_ids: Collection[UUID]) -> Sequence[Subject]:
    """The facts about these contacts; about those who share a meeting with them, since its lead may have changed; about
    those who are to introduce the member to them, and to whom they referred the member.
    """
    contacts = list(await write.rows(CONTACTS, ids=list(contact_ids)))
    if not contacts:
        return []
    meetings, ties = await rows_of_meetings(write, contacts), await load_ties(write, contacts)
    tied = {row.contact_id for row in meetings} | ties.computed_too
    if others := tied.difference(row.id for row in contacts):
        contacts += await write.rows(CONTACTS, ids=list(others))
        ties = await load_ties(write, contacts)
    described = contacts
    if unknown := ties.targets.difference(row.id for row in contacts):
        described = [*contacts, *await write.rows(CONTACTS, ids=list(unknown))]
    if others or unknown:
        meetings = await rows_of_meetings(write, described)
    policy = policy_of(contacts[0].due_policy)
    facts = await _facts_of(write, described, meetings, policy)
    promises = await load_promises(write, contacts)

    def whole(row: Row[Any]) -> ContactFacts:
        known = ties.added_to(facts[row.id], facts)
        return replace(known, promises=promises[row.id]) if row.id in promises else known

    calendars = calendars_of(contacts)
    return [Subject(row.member_id, whole(row), calendars[row.member_id], policy, row) for row in contacts]


async def _facts_of(
    write: Write, contacts: Sequence[Row[Any]], rows: Sequence[Row[Any]], policy: DuePolicy
) -> Mapping[UUID, ContactFacts]:
    # A confirmation to one participant confirms for all of them.
    speaking = {row.id for row in contacts if row.has_messages} | {row.contact_id for row in rows}
    written = await write.rows(MESSAGES, ids=list(speaking)) if speaking else []
    colleagues = await write.rows(TO_COLLEAGUES, ids=[row.id for row in contacts]) if policy["widen_on"] else []
    messages = _messages([row for row in written if row.status in HAPPENED])
    met, proposed = meetings_of(rows, messages), proposals_of(rows)
    drafts, undelivered = _drafts(written), _undelivered(written)
    to_colleagues = {row.id: row for row in colleagues}

    def facts(row: Row[Any]) -> ContactFacts:
        theirs = to_colleagues.get(row.id)
        return replace(
            _facts(row),
            messages=messages.get(row.id, ()),
            meetings=met.get(row.id, ()),
            proposals=proposed.get(row.id, ()),
            drafts=drafts.get(row.id, ()),
            undelivered=undelivered.get(row.id, ()),
            colleagues_written_at=theirs and theirs.written_at,
            colleagues_written_on=theirs and theirs.written_on and theirs.written_on.date(),
        )

    return {row.id: facts(row) for row in contacts}


def _facts(row: Row[Any]) -> ContactFacts:
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
        has_employer=row.employer_key is not None,
        messages=(),
        meetings=(),
    )


def _messages(rows: Iterable[Row[Any]]) -> Mapping[UUID, list[Message]]:
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


def _drafts(rows: Iterable[Row[Any]]) -> Mapping[UUID, list[Draft]]:
    drafts: defaultdict[UUID, list[Draft]] = defaultdict(list)
    for row in rows:
        if row.status == "draft":
            kinds = frozenset({row.kind, *row.also})
            drafts[row.about_id].append(Draft(row.id, kinds, row.interview_id, row.updated_at, row.introduction_id))
    return drafts


def _undelivered(rows: Iterable[Row[Any]]) -> Mapping[UUID, list[Undelivered]]:
    undelivered: defaultdict[UUID, list[Undelivered]] = defaultdict(list)
    for row in rows:
        if row.status in UNDELIVERED:
            sent_at = row.sent_at or row.created_at
            undelivered[row.about_id].append(Undelivered(row.id, row.status, sent_at, row.bounced_at or sent_at))
    return undelivered
