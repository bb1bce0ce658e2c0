"""The prebuilt statements by which drafts learn what they may say."""

from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select

from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.values import Statement
from api.records.contacts.models import Contact, ContactState
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.introductions.models import Introduction
from api.records.members.models import Member
from api.records.milestones.models import Milestone
from api.records.organization.models import Organization
from api.records.outcomes.models import Outcome
from api.records.outreach_emails.models import OutreachEmail
from api.records.promises.models import Promise
from api.records.questions.models import Question

QUESTIONS_READ, NEWS_READ = 5, 20

contacts = table_of(Contact)
contact_states = table_of(ContactState)
members = table_of(Member)
organizations = table_of(Organization)
interviews = table_of(Interview)
interview_participants = table_of(InterviewParticipant)
introductions = table_of(Introduction)
questions = table_of(Question)
outreach_emails = table_of(OutreachEmail)
milestones = table_of(Milestone)
promises = table_of(Promise)
outcomes = table_of(Outcome)
_through, _connector, _referrer = (contacts.alias(name) for name in ("through", "connector", "referrer"))
_org: BindParameter[UUID] = bindparam("org_id")
_mine: BindParameter[UUID] = bindparam("member_id")
_whom: BindParameter[UUID] = bindparam("contact_id")
_states = and_(
    contact_states.c.org_id == contacts.c.org_id,
    contact_states.c.member_id == contacts.c.member_id,
    contact_states.c.contact_id == contacts.c.id,
)

# Who referred the member to the contact last.
_REFERRED_BY = (
    select(_referrer.c.full_name)
    .join_from(
        outcomes, _referrer, and_(_referrer.c.org_id == outcomes.c.org_id, _referrer.c.id == outcomes.c.contact_id)
    )
    .where(
        outcomes.c.org_id == _org,
        _referrer.c.org_id == _org,
        outcomes.c.member_id == _mine,
        outcomes.c.referred_id == _whom,
        outcomes.c.kind == "referral",
        outcomes.c.deleted_at.is_(None),
    )
    .order_by(outcomes.c.happened_on.desc(), outcomes.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
ABOUT = (
    select(
        *(
            contacts.c[name]
            for name in ("full_name", "given_name", "family_name", "positions", "source", "source_detail", "time_zone")
        ),
        contacts.c.deferred_at,
        contacts.c.deferred_until,
        contact_states.c.meeting_ends,
        contact_states.c.written_on,
        contact_states.c.told_on,
        _through.c.full_name.label("met_through"),
        members.c.full_name.label("my_name"),
        members.c.introduction.label("my_introduction"),
        members.c.role,
        _REFERRED_BY.label("referred_by"),
        organizations.c.greeting,
        func.coalesce(members.c.zone, organizations.c.zone).label("zone"),
        organizations.c.name.label("organization"),
    )
    .join_from(contacts, members, and_(members.c.org_id == contacts.c.org_id, members.c.id == contacts.c.member_id))
    .join(organizations, and_(organizations.c.id == contacts.c.org_id, organizations.c.id == _org))
    .outerjoin(contact_states, and_(_states, contact_states.c.org_id == _org))
    .outerjoin(
        _through,
        and_(
            _through.c.org_id == contacts.c.org_id,
            _through.c.org_id == _org,
            _through.c.id == contacts.c.met_through_id,
        ),
    )
    .where(contacts.c.org_id == _org, members.c.org_id == _org, contacts.c.member_id == _mine, contacts.c.id == _whom)
)
_takes_part = exists().where(
    interview_participants.c.org_id == _org,
    interview_participants.c.interview_id == interviews.c.id,
    interview_participants.c.contact_id == _whom,
)
_own_interview = (
    interviews.c.org_id == _org,
    interviews.c.member_id == _mine,
    interviews.c.deleted_at.is_(None),
    _takes_part,
)
INTERVIEW = select(
    *(
        interviews.c[name]
        for name in (
            *("id", "status", "starts_at", "time_zone", "medium", "location", "link", "takeaways", "called_off_by"),
        )
    )
).where(*_own_interview, interviews.c.id == bindparam("id"))
LAST_TAKEAWAYS = (
    select(interviews.c.takeaways)
    .where(*_own_interview, interviews.c.takeaways.is_not(None))
    .order_by(interviews.c.starts_at.desc(), interviews.c.id)
    .limit(1)
)
INTRODUCTION = (
    select(
        *(introductions.c[name] for name in ("status", "requested_at", "agreed_at", "introduced_at", "note")),
        contacts.c.id.label("target_id"),
        func.coalesce(contacts.c.full_name, introductions.c.target_name).label("target_name"),
        contacts.c.positions,
        contact_states.c.meeting_ends,
        _connector.c.full_name.label("connector_name"),
        (introductions.c.connector_id == _whom).label("is_by_them"),
    )
    .join_from(
        introductions,
        _connector,
        and_(_connector.c.org_id == introductions.c.org_id, _connector.c.id == introductions.c.connector_id),
    )
    .outerjoin(
        contacts,
        and_(
            contacts.c.org_id == introductions.c.org_id,
            contacts.c.org_id == _org,
            contacts.c.id == introductions.c.target_id,
            contacts.c.deleted_at.is_(None),
        ),
    )
    .outerjoin(contact_states, and_(_states, contact_states.c.org_id == _org))
    .where(
        introductions.c.org_id == _org,
        _connector.c.org_id == _org,
        introductions.c.member_id == _mine,
        introductions.c.deleted_at.is_(None),
    )
    .where(
        introductions.c.id == bindparam("id"),
        or_(introductions.c.connector_id == _whom, introductions.c.target_id == _whom),
    )
)
_interview = bindparam("interview_id", type_=interviews.c.id.type)
_questions = select(questions.c.text, questions.c.answer).where(
    questions.c.org_id == _org, questions.c.member_id == _mine, questions.c.deleted_at.is_(None)
)
TO_ASK = (
    _questions.where(questions.c.contact_id == bindparam("asked_id"), ~questions.c.asked, questions.c.answer.is_(None))
    .order_by(questions.c.place, questions.c.id)
    .limit(QUESTIONS_READ)
)
ANSWERED = (
    _questions.where(questions.c.contact_id == _whom, questions.c.answer.is_not(None))
    .where(or_(_interview.is_(None), questions.c.interview_id.is_(None), questions.c.interview_id == _interview))
    .order_by((questions.c.interview_id == _interview).desc().nulls_last(), questions.c.place, questions.c.id)
    .limit(1)
)


def _last_message(direction: str, status: str) -> Statement:
    return (
        select(*(outreach_emails.c[name] for name in ("subject", "body", "sent_at", "day_only")))
        .where(
            outreach_emails.c.org_id == _org,
            outreach_emails.c.member_id == _mine,
            outreach_emails.c.contact_id == _whom,
            outreach_emails.c.deleted_at.is_(None),
        )
        .where(
            outreach_emails.c.direction == direction, outreach_emails.c.status == status, ~outreach_emails.c.auto_reply
        )
        .order_by(outreach_emails.c.sent_at.desc(), outreach_emails.c.id.desc())
        .limit(1)
    )


WRITTEN, RECEIVED = _last_message("outbound", "sent"), _last_message("inbound", "received")
OWN_PROMISE = (
    select(promises.c.what)
    .where(
        promises.c.org_id == _org, promises.c.member_id == _mine, promises.c.contact_id == _whom, promises.c.by == "me"
    )
    .where(promises.c.kept_at.is_(None), promises.c.released_at.is_(None), promises.c.deleted_at.is_(None))
    .order_by(promises.c.due_on.asc().nulls_last(), promises.c.id)
    .limit(1)
)
USED_ADVICE = (
    select(outcomes.c.what)
    .where(
        outcomes.c.org_id == _org,
        outcomes.c.member_id == _mine,
        outcomes.c.contact_id == _whom,
        outcomes.c.kind == "advice",
    )
    .where(outcomes.c.used_on.is_not(None), outcomes.c.deleted_at.is_(None))
    .order_by(outcomes.c.used_on.desc(), outcomes.c.id)
    .limit(1)
)
_milestones = (
    select(milestones.c.id, milestones.c.what)
    .where(milestones.c.org_id == _org, milestones.c.member_id == _mine, milestones.c.deleted_at.is_(None))
    .order_by(milestones.c.happened_on, milestones.c.id)
)
NEWS = _milestones.where(
    milestones.c.is_news,
    milestones.c.done_at.is_(None),
    milestones.c.happened_on > bindparam("since", type_=milestones.c.happened_on.type),
).limit(NEWS_READ)
NAMED_NEWS = _milestones.where(among(milestones.c.id, bindparam("ids", type_=IdList)))
