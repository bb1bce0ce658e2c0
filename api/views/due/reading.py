"""What is due, as it is shown: one index range of one member, compared with the clock that was asked for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import Boolean, and_, bindparam, case, func, literal, or_, select, union_all

from api.core.errors import not_found
from api.core.fields.etags import digest_tag
from api.core.fields.times import instant_text
from api.core.store.pagination import Collection, Order
from api.core.store.rows import values_of
from api.core.store.tables import UtcDateTime, table_of
from api.core.store.units import Read, Unit
from api.core.store.values import Columns, ResultRow, Values
from api.method.due.actions import OpenItem
from api.method.due.table import BY_KIND, FACTS, RANKS
from api.method.people import careers
from api.records.contacts.models import Contact
from api.records.subjects import path_of
from api.views.due.models import DueDecision, DueItem
from api.views.due.schemas import Counts, DueOut, DuePage, DueQuery, DueSummary, Included, KindCounts, RuleOut, Severity

RULES_OUT: Mapping[str, RuleOut] = {
    rule.kind: RuleOut(id=rule.kind, says=rule.says, source=rule.source, settled_by=rule.settled_by)
    for rule in BY_KIND.values()
}

due_items = table_of(DueItem)
contacts = table_of(Contact)
due_decisions = table_of(DueDecision)
_as_of, _until = bindparam("as_of", type_=UtcDateTime), bindparam("until", type_=UtcDateTime)
# A decision holds while the item is as it was when it was made.
_snoozed = and_(
    due_decisions.c.snoozed_until.is_not(None),
    due_decisions.c.snoozed_due_at == due_items.c.due_at,
    due_decisions.c.snoozed_until < due_items.c.expires_at,
)
_dismissed = and_(
    due_decisions.c.dismissed_because.is_not(None), due_decisions.c.dismissed_because == due_items.c.because
)
_shows_at = case(
    (and_(_snoozed, due_decisions.c.snoozed_until > due_items.c.due_at), due_decisions.c.snoozed_until),
    else_=due_items.c.due_at,
)
_severity = case(
    (_shows_at > _as_of, Severity.UPCOMING.value),
    (due_items.c.flagged_at <= _as_of, Severity.FLAGGED.value),
    (due_items.c.late_at <= _as_of, Severity.LATE.value),
    (due_items.c.due_at <= _as_of, Severity.DUE.value),
    else_=Severity.UPCOMING.value,
)
_decided = due_items.outerjoin(
    due_decisions, and_(due_decisions.c.org_id == due_items.c.org_id, due_decisions.c.id == due_items.c.id)
)
_mine = and_(due_items.c.org_id == bindparam("org_id"), due_items.c.member_id == bindparam("member_id"))
SELECT = (
    select(
        due_items,
        _severity.label("severity"),
        contacts.c.full_name,
        contacts.c.positions,
        case((and_(_snoozed, due_decisions.c.snoozed_until > _as_of), due_decisions.c.snoozed_until)).label(
            "snoozed_until"
        ),
        case((_dismissed, due_decisions.c.dismissed_at)).label("dismissed_at"),
        case((_dismissed, due_decisions.c.dismissed_reason)).label("dismissed_reason"),
    )
    .select_from(
        _decided.outerjoin(
            contacts, and_(contacts.c.org_id == due_items.c.org_id, contacts.c.id == due_items.c.contact_id)
        )
    )
    .where(_mine)
)
NAMES = tuple(SELECT.selected_columns.keys())
GET = SELECT.where(due_items.c.id == bindparam("id"), due_items.c.expires_at > _as_of)
COLLECTION = Collection(
    SELECT,
    orders={"due_at": Order((due_items.c.due_at, due_items.c.rank, due_items.c.id))},
    filters={
        "as_of": due_items.c.expires_at > _as_of,
        "until": due_items.c.due_at <= _until,
        "snoozed": or_(_shows_at <= _until, bindparam("snoozed", type_=Boolean)),
        "dismissed": or_(~_dismissed, bindparam("dismissed", type_=Boolean)),
        "kind": due_items.c.kind == bindparam("kind"),
        "severity": _severity == bindparam("severity"),
        "contact_id": due_items.c.contact_id == bindparam("contact_id"),
        "updated_since": due_items.c.computed_at >= bindparam("updated_since"),
    },
)
# What is to come is not counted, so of that only the first is read: a daily reminder has hundreds.
_upcoming = literal(Severity.UPCOMING.value).label("severity"), literal(1).label("how_many")
_counted = (
    select(
        due_items.c.kind,
        _severity.label("severity"),
        func.count().label("how_many"),
        func.min(_shows_at).label("first_at"),
    )
    .select_from(_decided)
    .where(_mine, due_items.c.due_at <= _as_of, due_items.c.expires_at > _as_of, ~_dismissed)
    .group_by(due_items.c.kind, _severity)
)
_first_ahead = (
    select(due_items.c.kind, *_upcoming, due_items.c.due_at.label("first_at"))
    .select_from(_decided)
    .where(_mine, due_items.c.due_at > _as_of, ~_snoozed, ~_dismissed)
    .order_by(due_items.c.due_at)
    .limit(1)
    .subquery()
)
_snoozed_ahead = (
    select(due_items.c.kind, *_upcoming, _shows_at.label("first_at"))
    .join_from(
        due_decisions,
        due_items,
        and_(due_items.c.org_id == due_decisions.c.org_id, due_items.c.id == due_decisions.c.id),
    )
    .where(_mine, due_decisions.c.org_id == bindparam("org_id"), due_decisions.c.member_id == bindparam("member_id"))
    .where(due_items.c.due_at > _as_of, _snoozed, ~_dismissed)
)
SUMMARY = union_all(_counted, select(_first_ahead), _snoozed_ahead)


async def list_due(read: Read, query: DueQuery, *, as_of: datetime) -> DuePage:
    within: Any = query.within  # Any: parsed to a Duration by the schema
    included = (query.include or "").split(",")
    filters = {
        "as_of": as_of,
        "until": as_of + relativedelta(months=within.months, days=within.days) + within.exact,
        "snoozed": Included.SNOOZED in included,
        "dismissed": Included.DISMISSED in included,
        **{name: getattr(query, name) for name in ("kind", "severity", "contact_id", "updated_since")},
    }
    found = await COLLECTION.page(_pinned(read, as_of), query, filters=filters)
    items = [due_fields(row, as_of) for row in found.rows]
    return DuePage.model_validate({"as_of": as_of, "items": items, "next": found.next, "total": found.total})


def _pinned(read: Read, as_of: datetime) -> Read:
    """The next page looks from the same moment as this one."""
    path, _, query = read.target.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "as_of"]
    return replace(read, target=f"{path}?{urlencode([*kept, ('as_of', instant_text(as_of))])}")


async def get_due(unit: Unit, item_id: UUID, *, as_of: datetime) -> DueOut:
    """One item, also before it shows, snoozed or dismissed; none once it has lapsed or was settled."""
    return due_out(await get_row(unit, item_id, as_of=as_of), as_of)


async def get_row(unit: Unit, item_id: UUID, *, as_of: datetime) -> ResultRow:
    rows = await unit.rows(GET, id=item_id, as_of=as_of)
    if not rows:
        raise not_found("due item (it may have been settled, or have lapsed)")
    return rows[0]


async def summarize(read: Read, *, as_of: datetime) -> DueSummary:
    """What shows, counted in the database; what is snoozed or yet to come only says when the next one shows."""
    rows = await read.rows(SUMMARY, as_of=as_of)
    counted: dict[str, dict[str, int]] = {}
    totals: Counter[str] = Counter()
    ahead = []
    for kind, severity, how_many, first_at in map(tuple, rows):
        if severity == Severity.UPCOMING:
            ahead.append(first_at)
        else:
            counted.setdefault(kind, {})[severity] = how_many
            totals[severity] += how_many
    by_kind = [KindCounts(kind=kind, **_counts(counted[kind])) for kind in sorted(counted, key=RANKS.__getitem__)]
    shown = {"total": totals.total(), "by_severity": Counts(**_counts(totals)), "by_kind": by_kind}
    next_at = min(ahead, default=None)
    return DueSummary(as_of=as_of, next_at=next_at, **shown, etag=digest_tag([shown, next_at]))


def _counts(found: Mapping[str, int]) -> dict[str, int]:
    return {str(severity): found.get(severity, 0) for severity in (Severity.DUE, Severity.LATE, Severity.FLAGGED)}


def due_out(row: ResultRow, as_of: datetime) -> DueOut:
    return DueOut(**due_fields(row, as_of))


def due_fields(row: ResultRow, as_of: datetime) -> Values:
    """What `DueOut` says; a page validates all of its items at once."""
    values = values_of(row, NAMES)
    rule, because = BY_KIND[values["kind"]], values["because"]
    shown = {
        "kind": rule.kind,
        "title": rule.titles.get(because[0]["fact"], rule.title).format(name=values["full_name"], text=values["text"]),
        "severity": values["severity"],
        "contact": _contact(values),
        "contacts": _named(values["recipients"], max(as_of, values["due_at"])),
    }
    times = {name: values[name] for name in ("due_at", "late_at", "flagged_at", "expires_at")}
    decided = {name: values[name] for name in ("snoozed_until", "dismissed_at", "dismissed_reason")}
    subject = (values["subject_type"], values["subject_id"])
    return {
        "id": values["id"],
        **shown,
        **times,
        "subject": {"type": subject[0], "id": subject[1], "href": path_of(*subject)},
        "because": [_fact(fact) for fact in because],
        "rule": RULES_OUT[rule.kind],
        "actions": rule.settle(
            OpenItem(values["contact_id"], *subject, because, values["draft_id"], rule.writes, shown["contacts"])
        ),
        **decided,
        "computed_at": values["computed_at"],
        "etag": digest_tag([shown, times, decided, because, values["draft_id"]]),
    }


def _contact(values: Columns) -> Values | None:
    if values["contact_id"] is None:
        return None
    current = careers.current(values["positions"]) or {}
    place = {"title": current.get("title"), "employer": current.get("employer")}
    return {"id": values["contact_id"], "full_name": values["full_name"], **place}


def _named(stored: Columns | None, as_of: datetime) -> list[Values]:
    """Those of the stored recipients who are named at that moment."""
    if stored is None:
        return []
    free = [person for person in stored["people"] if datetime.fromisoformat(person["from"]) <= as_of]
    if stored["until"] is not None and as_of < datetime.fromisoformat(stored["until"]):
        free = free[: stored["left"]]
    return [
        {"id": person["id"], "full_name": person["full_name"], "href": path_of("contact", person["id"])}
        for person in free
    ]


def _fact(stored: Columns) -> Values:
    return {"fact": FACTS[stored["fact"]], "at": stored["at"], "href": path_of(stored["type"], stored["id"])}
