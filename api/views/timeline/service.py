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
    true,
    union_all,
)

from api.core.store.pagination import Collection, Order
from api.core.store.units import Read
from api.records.contacts.models import Contact
from api.records.contacts.reading import get_contact
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.introductions.models import Introduction
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc
from api.views.timeline.schemas import TimelineEntry, TimelinePage, TimelineQuery

PATHS = {"outreach_email": "/outreach-emails", "interview": "/interviews", "introduction": "/introductions"}

_e, _cc = OutreachEmail.__table__.c, OutreachEmailCc.__table__.c
_i, _p, _c = Interview.__table__.c, InterviewParticipant.__table__.c, Contact.__table__.c
_n = Introduction.__table__.c
_org: BindParameter[UUID] = bindparam("org_id")
_member: BindParameter[UUID] = bindparam("member_id")
_contact: BindParameter[UUID] = bindparam("contact_id")
_nothing = cast(null(), String)

_message = (
    _e.sent_at.label("at"),
    _e.day_only.label("day_only"),
    literal("outreach_email").label("type"),
    _e.id.label("id"),
    _e.status.label("status"),
    _e.direction.label("direction"),
    _e.kind.label("kind"),
    _e.subject.label("summary"),
    _e.updated_at.label("updated_at"),
)
_sent = and_(_e.org_id == _org, _e.member_id == _member, _e.deleted_at.is_(None), _e.sent_at.is_not(None))
_messages = select(*_message).where(_sent, _e.contact_id == _contact)
_copies = (
    select(*_message)
    .join_from(
        OutreachEmail.__table__,
        OutreachEmailCc.__table__,
        and_(_cc.org_id == _e.org_id, _cc.outreach_email_id == _e.id),
    )
    .where(_sent, _cc.org_id == _org, _cc.contact_id == _contact)
)
_interviews = (
    select(
        func.coalesce(_i.starts_at, _i.created_at).label("at"),
        false().label("day_only"),
        literal("interview").label("type"),
        _i.id,
        _i.status,
        _nothing.label("direction"),
        _i.medium.label("kind"),
        _i.called_off_reason.label("summary"),
        _i.updated_at.label("updated_at"),
    )
    .join_from(
        Interview.__table__, InterviewParticipant.__table__, and_(_p.org_id == _i.org_id, _p.interview_id == _i.id)
    )
    .where(_i.org_id == _org, _i.member_id == _member, _p.contact_id == _contact, _i.deleted_at.is_(None))
)


_introductions = select(
    func.coalesce(
        *(_n[name] for name in ("closed_at", "introduced_at", "declined_at", "agreed_at", "requested_at", "planned_at"))
    ).label("at"),
    false().label("day_only"),
    literal("introduction").label("type"),
    _n.id,
    _n.status,
    _nothing.label("direction"),
    _nothing.label("kind"),
    _n.target_name.label("summary"),
    _n.updated_at.label("updated_at"),
).where(
    _n.org_id == _org,
    _n.member_id == _member,
    or_(_n.connector_id == _contact, _n.target_id == _contact),
    _n.deleted_at.is_(None),
)


def _about_contact(word: str, at: str, reason: str | None) -> Select[tuple[object, ...]]:
    return select(
        _c[at].label("at"),
        false().label("day_only"),
        literal(word).label("type"),
        _c.id,
        _nothing.label("status"),
        _nothing.label("direction"),
        _nothing.label("kind"),
        (_c[reason] if reason else _nothing).label("summary"),
        _c.updated_at.label("updated_at"),
    ).where(_c.org_id == _org, _c.member_id == _member, _c.id == _contact, _c[at].is_not(None))


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
    # The condition stands in each arm of the union; the name here binds its parameter.
    filters={"contact_id": true(), "updated_since": _everything.c.updated_at >= bindparam("updated_since")},
)


async def list_timeline(read: Read, contact_id: UUID, params: TimelineQuery) -> TimelinePage:
    await get_contact(read, contact_id)
    filters = {"contact_id": contact_id, "updated_since": params.updated_since}
    found = await COLLECTION.page(read, params, sort="-at", filters=filters)
    items = [
        TimelineEntry(
            at=row.at,
            precision="day" if row.day_only else "time",
            type=row.type,
            id=row.id,
            href=f"{PATHS.get(row.type, '/contacts')}/{row.id}",
            status=row.status,
            direction=row.direction,
            kind=row.kind,
            summary=row.summary,
        )
        for row in found.rows
    ]
    return TimelinePage(items=items, next=found.next, total=found.total)
