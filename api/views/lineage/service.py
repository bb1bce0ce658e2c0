"""A lineage: the member's links in one statement, walked, and in another everybody whom they name."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
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
from api.core.fields.etags import digest_tag
from api.core.store.sql import IdList, among, arrays
from api.core.store.tables import UtcDateTime, table_of
from api.core.store.units import Read
from api.core.store.values import Column, ResultRow
from api.method.people import careers
from api.records.contacts.models import Contact, ContactState
from api.records.introductions.models import Introduction
from api.records.members.models import Member
from api.records.organization.models import Organization
from api.records.outcomes.models import Outcome
from api.records.outreach_emails.models import OutreachEmail
from api.records.subjects import path_of
from api.views.lineage.schemas import LineageLink, LineageMessage, LineageOut, LineageOutcome, LineagePerson
from api.views.lineage.walking import Link, around, first_links, origins, way_to, without_doubles

# What says so, by how one led to another.
SAID_BY = {"introduction": "introduction", "referral": "outcome", "met_through": "contact"}

contacts = table_of(Contact)
contact_states = table_of(ContactState)
introductions = table_of(Introduction)
outcomes = table_of(Outcome)
outreach_emails = table_of(OutreachEmail)
members = table_of(Member)
organizations = table_of(Organization)
_there = contacts.alias("there")
_org: BindParameter[UUID] = bindparam("org_id")
_mine: BindParameter[UUID] = bindparam("member_id")
_no_time, _no_day = null().cast(UtcDateTime), null().cast(Date)


def _is_there(contact_id: Column) -> ColumnElement[bool]:
    contact = _there.c
    return (
        select(contact.id)
        .where(contact.org_id == _org, contact.id == contact_id, contact.deleted_at.is_(None))
        .exists()
    )


LINKS = union_all(
    select(
        introductions.c.connector_id.label("from_id"),
        introductions.c.target_id.label("to_id"),
        literal("introduction").label("how"),
    )
    .add_columns(introductions.c.introduced_at.label("at"), _no_day.label("day"), introductions.c.id.label("id"))
    .where(
        introductions.c.org_id == _org,
        introductions.c.member_id == _mine,
        introductions.c.deleted_at.is_(None),
        introductions.c.introduced_at.is_not(None),
    )
    .where(_is_there(introductions.c.connector_id), _is_there(introductions.c.target_id)),
    select(
        outcomes.c.contact_id,
        outcomes.c.referred_id,
        literal("referral"),
        _no_time,
        outcomes.c.happened_on,
        outcomes.c.id,
    )
    .where(
        outcomes.c.org_id == _org,
        outcomes.c.member_id == _mine,
        outcomes.c.deleted_at.is_(None),
        outcomes.c.referred_id.is_not(None),
    )
    .where(_is_there(outcomes.c.contact_id), _is_there(outcomes.c.referred_id)),
    select(contacts.c.met_through_id, contacts.c.id, literal("met_through"), _no_time, _no_day, contacts.c.id)
    .where(
        contacts.c.org_id == _org,
        contacts.c.member_id == _mine,
        contacts.c.deleted_at.is_(None),
        contacts.c.met_through_id.is_not(None),
    )
    .where(_is_there(contacts.c.met_through_id)),
)
_first = (
    select(outreach_emails.c.id)
    .where(
        outreach_emails.c.org_id == _org,
        outreach_emails.c.contact_id == contacts.c.id,
        outreach_emails.c.deleted_at.is_(None),
    )
    .where(outreach_emails.c.status.in_(["sent", "received"]), ~outreach_emails.c.auto_reply)
    .order_by(outreach_emails.c.sent_at, outreach_emails.c.id)
    .limit(1)
    .correlate(contacts)
    .scalar_subquery()
)
_began = outreach_emails.alias("began")
_has_outcomes = (
    select(outcomes.c.id)
    .where(outcomes.c.org_id == _org, outcomes.c.contact_id == contacts.c.id, outcomes.c.deleted_at.is_(None))
    .exists()
)
PEOPLE = (
    select(
        *(contacts.c[name] for name in ("id", "full_name", "positions")),
        contact_states.c.roles,
        func.coalesce(members.c.zone, organizations.c.zone).label("zone"),
        *(
            _began.c[name].label(f"first_{name}")
            for name in ("id", "sent_at", "day_only", "direction", "kind", "subject")
        ),
        select(arrays(outcomes.c.happened_on, outcomes.c.id, outcomes.c.kind, outcomes.c.what))
        .where(outcomes.c.org_id == _org, outcomes.c.contact_id == contacts.c.id, outcomes.c.deleted_at.is_(None))
        .scalar_subquery()
        .label("outcomes"),
    )
    .join_from(contacts, members, and_(members.c.org_id == contacts.c.org_id, members.c.id == contacts.c.member_id))
    .join(organizations, and_(organizations.c.id == contacts.c.org_id, organizations.c.id == _org))
    .outerjoin(
        contact_states,
        and_(
            contact_states.c.org_id == contacts.c.org_id,
            contact_states.c.org_id == _org,
            contact_states.c.member_id == contacts.c.member_id,
            contact_states.c.contact_id == contacts.c.id,
        ),
    )
    .outerjoin(_began, and_(_began.c.org_id == contacts.c.org_id, _began.c.org_id == _org, _began.c.id == _first))
    .where(
        contacts.c.org_id == _org,
        members.c.org_id == _org,
        contacts.c.member_id == _mine,
        contacts.c.deleted_at.is_(None),
    )
    .where(or_(among(contacts.c.id, bindparam("ids", type_=IdList)), and_(bindparam("everybody"), _has_outcomes)))
    .order_by(contacts.c.id)
)


async def lineage_of(read: Read, contact_id: UUID) -> LineageOut:
    """Who led to a contact, and to whom the contact led."""
    links = await _links(read)
    ids = around(links, contact_id)
    rows = await read.rows(PEOPLE, ids=list(ids), everybody=False)
    if all(row.id != contact_id for row in rows):
        raise not_found("contact")
    return _out(read, rows, [link for link in links if {link.from_id, link.to_id} <= ids], contact_id)


async def lineage_of_everybody(read: Read) -> LineageOut:
    """Everybody who led to somebody, was led to, or of whom something came."""
    links = await _links(read)
    ids = {end for link in links for end in (link.from_id, link.to_id)}
    return _out(read, await read.rows(PEOPLE, ids=list(ids), everybody=True), links, None)


async def _links(read: Read) -> Sequence[Link]:
    rows = await read.rows(LINKS)
    return without_doubles(
        Link(row.from_id, row.to_id, row.how, row.at or _midnight(row.day), row.at is None, row.id) for row in rows
    )


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, UTC)


def _out(read: Read, rows: Sequence[ResultRow], links: Sequence[Link], contact_id: UUID | None) -> LineageOut:
    # Between the two statements somebody may have been deleted.
    known: Collection[UUID] = {row.id for row in rows}
    links = [link for link in links if link.from_id in known and link.to_id in known]
    zone, first = ZoneInfo(rows[0].zone if rows else "UTC"), first_links(links)
    origin_ids = origins(known, first)
    shown = {
        "contact_id": contact_id,
        "way": [] if contact_id is None else way_to(contact_id, first),
        "people": [_person(row, origin_ids[row.id], zone, read.now.date()) for row in rows],
        "links": [_link(link, first, zone) for link in links],
    }
    return LineageOut(**shown, etag=digest_tag(shown))


def _person(row: ResultRow, origin_id: UUID, zone: ZoneInfo, today: date) -> LineagePerson:
    current = careers.current(row.positions, today) or {}
    return LineagePerson(
        id=row.id,
        href=path_of("contact", row.id),
        full_name=row.full_name,
        title=current.get("title"),
        employer=current.get("employer"),
        roles=sorted(row.roles or ()),
        first_message=_message(row, zone) if row.first_id else None,
        outcomes=[
            LineageOutcome(
                id=outcome_id,
                href=path_of("outcome", UUID(outcome_id)),
                kind=kind,
                what=what,
                on=date.fromisoformat(day),
            )
            for day, outcome_id, kind, what in sorted(row.outcomes)
        ],
        origin_id=origin_id,
    )


def _message(row: ResultRow, zone: ZoneInfo) -> LineageMessage:
    at: datetime = row.first_sent_at
    return LineageMessage(
        id=row.first_id,
        href=path_of("outreach_email", row.first_id),
        on=at.date() if row.first_day_only else at.astimezone(zone).date(),
        **{name: getattr(row, f"first_{name}") for name in ("direction", "kind", "subject")},
    )


def _link(link: Link, first: Mapping[UUID, Link], zone: ZoneInfo) -> LineageLink:
    return LineageLink(
        from_id=link.from_id,
        to_id=link.to_id,
        how=link.how,
        on=link.at and (link.at.date() if link.day_only else link.at.astimezone(zone).date()),
        is_first=first.get(link.to_id) == link,
        href=path_of(SAID_BY[link.how], link.id),
    )
