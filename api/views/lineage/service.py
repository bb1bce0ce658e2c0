"""A lineage: the member's links in one statement, walked, and in another everybody whom they name."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Row,
    and_,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from api.core.errors import not_found
from api.core.fields.etags import etag
from api.core.store.sql import IdList, among, arrays
from api.core.store.tables import UtcDateTime
from api.core.store.units import Read
from api.method.people import careers
from api.records.contacts.models import Contact, ContactState
from api.records.introductions.models import Introduction
from api.records.organizations.models import Member, Organization
from api.records.outcomes.models import Outcome
from api.records.outreach_emails.models import OutreachEmail
from api.views.lineage.schemas import LineageLink, LineageMessage, LineageOut, LineageOutcome, LineagePerson
from api.views.lineage.walking import Link, around, first_links, origins, way_to, without_doubles

PATHS = {"introduction": "/introductions", "referral": "/outcomes", "met_through": "/contacts"}

_c, _s, _in, _oc = Contact.__table__.c, ContactState.__table__.c, Introduction.__table__.c, Outcome.__table__.c
_e, _m, _o = OutreachEmail.__table__.c, Member.__table__.c, Organization.__table__.c
_there = Contact.__table__.alias("there")
_org: BindParameter[UUID] = bindparam("org_id")
_mine: BindParameter[UUID] = bindparam("member_id")
_no_time, _no_day = null().cast(UtcDateTime), null().cast(Date)


def _is_there(contact_id: ColumnElement[Any]) -> ColumnElement[bool]:
    one = _there.c
    return select(one.id).where(one.org_id == _org, one.id == contact_id, one.deleted_at.is_(None)).exists()


LINKS = union_all(
    select(_in.connector_id.label("from_id"), _in.target_id.label("to_id"), literal("introduction").label("how"))
    .add_columns(_in.introduced_at.label("at"), _no_day.label("day"), _in.id.label("id"))
    .where(_in.org_id == _org, _in.member_id == _mine, _in.deleted_at.is_(None), _in.introduced_at.is_not(None))
    .where(_is_there(_in.connector_id), _is_there(_in.target_id)),
    select(_oc.contact_id, _oc.referred_id, literal("referral"), _no_time, _oc.happened_on, _oc.id)
    .where(_oc.org_id == _org, _oc.member_id == _mine, _oc.deleted_at.is_(None), _oc.referred_id.is_not(None))
    .where(_is_there(_oc.contact_id), _is_there(_oc.referred_id)),
    select(_c.met_through_id, _c.id, literal("met_through"), _no_time, _no_day, _c.id)
    .where(_c.org_id == _org, _c.member_id == _mine, _c.deleted_at.is_(None), _c.met_through_id.is_not(None))
    .where(_is_there(_c.met_through_id)),
)
_first = (
    select(_e.id)
    .where(_e.org_id == _org, _e.contact_id == _c.id, _e.deleted_at.is_(None))
    .where(_e.status.in_(["sent", "received"]), ~_e.auto_reply)
    .order_by(_e.sent_at, _e.id)
    .limit(1)
    .correlate(Contact.__table__)
    .scalar_subquery()
)
_began = OutreachEmail.__table__.alias("began")
_has_outcomes = select(_oc.id).where(_oc.org_id == _org, _oc.contact_id == _c.id, _oc.deleted_at.is_(None)).exists()
PEOPLE = (
    select(
        *(_c[name] for name in ("id", "full_name", "positions")),
        _s.roles,
        func.coalesce(_m.zone, _o.zone).label("zone"),
        *(
            _began.c[name].label(f"first_{name}")
            for name in ("id", "sent_at", "day_only", "direction", "kind", "subject")
        ),
        select(arrays(_oc.happened_on, _oc.id, _oc.kind, _oc.what))
        .where(_oc.org_id == _org, _oc.contact_id == _c.id, _oc.deleted_at.is_(None))
        .scalar_subquery()
        .label("outcomes"),
    )
    .join_from(Contact.__table__, Member.__table__, and_(_m.org_id == _c.org_id, _m.id == _c.member_id))
    .join(Organization.__table__, and_(_o.id == _c.org_id, _o.id == _org))
    .outerjoin(
        ContactState.__table__,
        and_(_s.org_id == _c.org_id, _s.org_id == _org, _s.member_id == _c.member_id, _s.contact_id == _c.id),
    )
    .outerjoin(_began, and_(_began.c.org_id == _c.org_id, _began.c.org_id == _org, _began.c.id == _first))
    .where(_c.org_id == _org, _m.org_id == _org, _c.member_id == _mine, _c.deleted_at.is_(None))
    .where(or_(among(_c.id, bindparam("ids", type_=IdList)), and_(bindparam("everybody"), _has_outcomes)))
    .order_by(_c.id)
)


async def lineage_of(read: Read, contact_id: UUID) -> LineageOut:
    """Who led to a contact, and to whom the contact led."""
    links = await _links(read)
    ids = around(links, contact_id)
    rows = await read.rows(PEOPLE, ids=list(ids), everybody=False)
    if all(row.id != contact_id for row in rows):
        raise not_found("contact")
    return _out(rows, [one for one in links if {one.from_id, one.to_id} <= ids], contact_id)


async def lineage_of_everybody(read: Read) -> LineageOut:
    """Everybody who led to somebody, was led to, or of whom something came."""
    links = await _links(read)
    ids = {end for one in links for end in (one.from_id, one.to_id)}
    return _out(await read.rows(PEOPLE, ids=list(ids), everybody=True), links, None)


async def _links(read: Read) -> Sequence[Link]:
    rows = await read.rows(LINKS)
    return without_doubles(
        Link(row.from_id, row.to_id, row.how, row.at or _midnight(row.day), row.at is None, row.id) for row in rows
    )


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, UTC)


def _out(rows: Sequence[Row[Any]], links: Sequence[Link], contact_id: UUID | None) -> LineageOut:
    # Between the two statements somebody may have been deleted.
    known: Collection[UUID] = {row.id for row in rows}
    links = [one for one in links if one.from_id in known and one.to_id in known]
    zone, first = ZoneInfo(rows[0].zone if rows else "UTC"), first_links(links)
    origin_ids = origins(known, first)
    shown = {
        "contact_id": contact_id,
        "way": [] if contact_id is None else way_to(contact_id, first),
        "people": [_person(row, origin_ids[row.id], zone) for row in rows],
        "links": [_link(one, first, zone) for one in links],
    }
    return LineageOut(**shown, etag=etag(1, shown))


def _person(row: Row[Any], origin_id: UUID, zone: ZoneInfo) -> LineagePerson:
    current = careers.current(row.positions) or {}
    return LineagePerson(
        id=row.id,
        href=f"/contacts/{row.id}",
        full_name=row.full_name,
        title=current.get("title"),
        employer=current.get("employer"),
        roles=sorted(row.roles or ()),
        first_message=_message(row, zone) if row.first_id else None,
        outcomes=[
            LineageOutcome(id=one, href=f"/outcomes/{UUID(one)}", kind=kind, what=what, on=date.fromisoformat(day))
            for day, one, kind, what in sorted(row.outcomes)
        ],
        origin_id=origin_id,
    )


def _message(row: Row[Any], zone: ZoneInfo) -> LineageMessage:
    at: datetime = row.first_sent_at
    return LineageMessage(
        id=row.first_id,
        href=f"/outreach-emails/{row.first_id}",
        on=at.date() if row.first_day_only else at.astimezone(zone).date(),
        **{name: getattr(row, f"first_{name}") for name in ("direction", "kind", "subject")},
    )


def _link(one: Link, first: Mapping[UUID, Link], zone: ZoneInfo) -> LineageLink:
    return LineageLink(
        from_id=one.from_id,
        to_id=one.to_id,
        how=one.how,
        on=one.at and (one.at.date() if one.day_only else one.at.astimezone(zone).date()),
        is_first=first.get(one.to_id) == one,
        href=f"{PATHS[one.how]}/{one.id}",
    )
