"""What is due, as it is shown: one index range of one member, compared with the clock that was asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import Row, and_, bindparam, select

from api.contacts import careers
from api.contacts.models import Contact
from api.core.db import UtcDateTime
from api.core.errors import not_found
from api.core.etags import etag
from api.core.pagination import Collection, Order
from api.core.times import instant_text
from api.core.units import Read
from api.due.items import FACTS
from api.due.models import DueItem
from api.due.rules import BY_KIND
from api.due.schemas import DueContact, DueOut, DuePage, DueQuery, Fact, Reference, RuleOut, Severity

PATHS: Mapping[str, str] = {
    "contact": "/contacts",
    "interview": "/interviews",
    "outreach_email": "/outreach-emails",
}

_d, _c = DueItem.__table__.c, Contact.__table__.c
_as_of = bindparam("as_of", type_=UtcDateTime)
SELECT = (
    select(DueItem.__table__, _c.full_name, _c.positions)
    .join_from(DueItem.__table__, Contact.__table__, and_(_c.org_id == _d.org_id, _c.id == _d.contact_id))
    .where(_d.org_id == bindparam("org_id"), _d.member_id == bindparam("member_id"))
)
GET = SELECT.where(_d.id == bindparam("id"), _d.expires_at > _as_of)
COLLECTION = Collection(
    SELECT,
    orders={"due_at": Order((_d.due_at, _d.rank, _d.id))},
    filters={
        "as_of": _d.expires_at > _as_of,
        "until": _d.due_at <= bindparam("until", type_=UtcDateTime),
        "kind": _d.kind == bindparam("kind"),
        "contact_id": _d.contact_id == bindparam("contact_id"),
        "updated_since": _d.computed_at >= bindparam("updated_since"),
    },
)


async def list_due(read: Read, query: DueQuery, *, as_of: datetime) -> DuePage:
    within: Any = query.within  # Any: parsed to a Duration by the schema
    until = as_of + relativedelta(months=within.months, days=within.days) + within.exact
    named = {name: getattr(query, name) for name in ("kind", "contact_id", "updated_since")}
    filters = {"as_of": as_of, "until": until, **named}
    found = await COLLECTION.page(_pinned(read, as_of), query, sort="due_at", filters=filters)
    items = [due_out(row, as_of) for row in found.rows]
    return DuePage(as_of=as_of, items=items, next=found.next, total=found.total)


def _pinned(read: Read, as_of: datetime) -> Read:
    """The next page looks from the same moment as this one."""
    path, _, query = read.target.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "as_of"]
    return replace(read, target=f"{path}?{urlencode([*kept, ('as_of', instant_text(as_of))])}")


async def get_due(read: Read, item_id: UUID, *, as_of: datetime) -> DueOut:
    """One item, also before it shows; none once it has lapsed or was settled."""
    rows = await read.rows(GET, id=item_id, as_of=as_of)
    if not rows:
        raise not_found("due item (it may have been settled, or have lapsed)")
    return due_out(rows[0], as_of)


def severity(row: Row[Any], as_of: datetime) -> Severity:
    if row.flagged_at is not None and row.flagged_at <= as_of:
        return Severity.FLAGGED
    if row.late_at <= as_of:
        return Severity.LATE
    return Severity.DUE if row.due_at <= as_of else Severity.UPCOMING


def due_out(row: Row[Any], as_of: datetime) -> DueOut:
    rule = BY_KIND[row.kind]
    current = careers.current(row.positions) or {}
    contact = DueContact(
        id=row.contact_id, full_name=row.full_name, title=current.get("title"), employer=current.get("employer")
    )
    shown = {
        "kind": row.kind,
        "title": rule.title.format(name=row.full_name),
        "severity": severity(row, as_of),
        "contact": contact,
    }
    times = {name: getattr(row, name) for name in ("due_at", "late_at", "flagged_at", "expires_at")}
    return DueOut(
        id=row.id,
        **shown,
        **times,
        subject=Reference(type=row.subject_type, id=row.subject_id),
        because=[_fact(one) for one in row.because],
        rule=RuleOut(id=rule.kind, says=rule.says, source=rule.source),
        actions=rule.settle(row.contact_id, row.subject_id, row.because[0]["fact"]),
        computed_at=row.computed_at,
        etag=etag(1, [shown, times, row.because]),
    )


def _fact(stored: Mapping[str, Any]) -> Fact:
    return Fact(
        fact=FACTS[stored["fact"]],
        at=datetime.fromisoformat(stored["at"]),
        href=f"{PATHS[stored['type']]}/{stored['id']}",
    )
