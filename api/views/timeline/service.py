"""A contact's timeline, merged from the tables by when each thing happened."""

from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Select,
    String,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from api.core.store.pagination import Collection, Order
from api.core.store.tables import table_of
from api.core.store.units import Read
from api.records.contacts.models import Contact
from api.records.contacts.reading import get_contact
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.introductions.models import Introduction
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc
from api.records.subjects import SUBJECTS, path_of
from api.views.timeline.schemas import TimelineEntry, TimelinePage, TimelineQuery

outreach_emails = table_of(OutreachEmail)
outreach_email_ccs = table_of(OutreachEmailCc)
interviews = table_of(Interview)
interview_participants = table_of(InterviewParticipant)
contacts = table_of(Contact)
introductions = table_of(Introduction)
_org: BindParameter[UUID] = bindparam("org_id")
_member: BindParameter[UUID] = bindparam("member_id")
_contact: BindParameter[UUID] = bindparam("contact_id")
_nothing = cast(null(), String)

_message = (
    outreach_emails.c.sent_at.label("at"),
    outreach_emails.c.day_only.label("day_only"),
    literal("outreach_email").label("type"),
    outreach_emails.c.id.label("id"),
    outreach_emails.c.status.label("status"),
    outreach_emails.c.direction.label("direction"),
    outreach_emails.c.kind.label("kind"),
    outreach_emails.c.subject.label("summary"),
    outreach_emails.c.updated_at.label("updated_at"),
)
_sent = and_(
    outreach_emails.c.org_id == _org,
    outreach_emails.c.member_id == _member,
    outreach_emails.c.deleted_at.is_(None),
    outreach_emails.c.sent_at.is_not(None),
)
_messages = select(*_message).where(_sent, outreach_emails.c.contact_id == _contact)
_copies = (
    select(*_message)
    .join_from(
        outreach_emails,
        outreach_email_ccs,
        and_(
            outreach_email_ccs.c.org_id == outreach_emails.c.org_id,
            outreach_email_ccs.c.outreach_email_id == outreach_emails.c.id,
        ),
    )
    .where(_sent, outreach_email_ccs.c.org_id == _org, outreach_email_ccs.c.contact_id == _contact)
)
_interviews = (
    select(
        func.coalesce(interviews.c.starts_at, interviews.c.created_at).label("at"),
        false().label("day_only"),
        literal("interview").label("type"),
        interviews.c.id,
        interviews.c.status,
        _nothing.label("direction"),
        interviews.c.medium.label("kind"),
        interviews.c.called_off_reason.label("summary"),
        interviews.c.updated_at.label("updated_at"),
    )
    .join_from(
        interviews,
        interview_participants,
        and_(
            interview_participants.c.org_id == interviews.c.org_id,
            interview_participants.c.interview_id == interviews.c.id,
        ),
    )
    .where(
        interviews.c.org_id == _org,
        interviews.c.member_id == _member,
        interview_participants.c.contact_id == _contact,
        interviews.c.deleted_at.is_(None),
    )
)


_introductions = select(
    func.coalesce(
        *(
            introductions.c[name]
            for name in ("closed_at", "introduced_at", "declined_at", "agreed_at", "requested_at", "planned_at")
        )
    ).label("at"),
    false().label("day_only"),
    literal("introduction").label("type"),
    introductions.c.id,
    introductions.c.status,
    _nothing.label("direction"),
    _nothing.label("kind"),
    introductions.c.target_name.label("summary"),
    introductions.c.updated_at.label("updated_at"),
).where(
    introductions.c.org_id == _org,
    introductions.c.member_id == _member,
    or_(introductions.c.connector_id == _contact, introductions.c.target_id == _contact),
    introductions.c.deleted_at.is_(None),
)


def _about_contact(word: str, at: str, reason: str | None) -> Select[tuple[object, ...]]:
    return select(
        contacts.c[at].label("at"),
        false().label("day_only"),
        literal(word).label("type"),
        contacts.c.id,
        _nothing.label("status"),
        _nothing.label("direction"),
        _nothing.label("kind"),
        (contacts.c[reason] if reason else _nothing).label("summary"),
        contacts.c.updated_at.label("updated_at"),
    ).where(
        contacts.c.org_id == _org,
        contacts.c.member_id == _member,
        contacts.c.id == _contact,
        contacts.c[at].is_not(None),
    )


_everything = union_all(
    _messages,
    _copies,
    _interviews,
    _introductions,
    _about_contact("added", "created_at", None),
    _about_contact("deferred", "deferred_at", "deferred_reason"),
    _about_contact("declined", "declined_at", "declined_reason"),
).subquery("happened")
COLLECTION = Collection(
    select(_everything),
    orders={"-at": Order((_everything.c.at, _everything.c.type, _everything.c.id), descending=True)},
    filters={"updated_since": _everything.c.updated_at >= bindparam("updated_since")},
)


async def list_timeline(read: Read, contact_id: UUID, params: TimelineQuery) -> TimelinePage:
    await get_contact(read, contact_id)
    found = await COLLECTION.page(
        read,
        params,
        filters={"updated_since": params.updated_since},
        parameters={"contact_id": contact_id},
    )
    items = [
        TimelineEntry(
            at=row.at,
            precision="day" if row.day_only else "time",
            type=row.type,
            id=row.id,
            href=path_of(row.type if row.type in SUBJECTS else "contact", row.id),
            status=row.status,
            direction=row.direction,
            kind=row.kind,
            summary=row.summary,
        )
        for row in found.rows
    ]
    return TimelinePage(items=items, next=found.next, total=found.total)
