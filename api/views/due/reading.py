"""What is due, as it is shown: one index range of one member, compared with the clock that was asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
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
from api.method.due.rules import Rule
from api.method.due.table import ACTS, BY_KIND, RANKS, writes_also
from api.method.people import careers
from api.method.people.names import listed
from api.records.contacts.models import Contact
from api.records.subjects import path_of
from api.views.due.schemas import Counts, DueOut, DuePage, DueQuery, DueSummary, Included, KindCounts, RuleOut, Severity
from api.views.due.showing import (
    AS_OF,
    BESIDE,
    WAITS_UNTIL,
    decided,
    due_decisions,
    due_items,
    is_dismissed,
    is_snoozed,
    shows_at,
    waits_at,
)

RULES_OUT: Mapping[str, RuleOut] = {
    rule.kind: RuleOut(id=rule.kind, says=rule.says, source=rule.source, settled_by=rule.settled_by)
    for rule in BY_KIND.values()
}

contacts = table_of(Contact)
_until = bindparam("until", type_=UtcDateTime)
_snoozed, _dismissed = is_snoozed(due_items, due_decisions), is_dismissed(due_items, due_decisions)
_shows_at = shows_at(due_items, due_decisions)
_severity = case(
    (_shows_at > AS_OF, Severity.UPCOMING.value),
    (due_items.c.flagged_at <= AS_OF, Severity.FLAGGED.value),
    (due_items.c.late_at <= AS_OF, Severity.LATE.value),
    (due_items.c.due_at <= AS_OF, Severity.DUE.value),
    else_=Severity.UPCOMING.value,
)
_decided = decided(due_items, due_decisions)
_mine = and_(due_items.c.org_id == bindparam("org_id"), due_items.c.member_id == bindparam("member_id"))
SELECT = (
    select(
        due_items,
        _severity.label("severity"),
        contacts.c.full_name,
        contacts.c.positions,
        case((and_(_snoozed, due_decisions.c.snoozed_until > AS_OF), due_decisions.c.snoozed_until)).label(
            "snoozed_until"
        ),
        case((_dismissed, due_decisions.c.dismissed_at)).label("dismissed_at"),
        case((_dismissed, due_decisions.c.dismissed_reason)).label("dismissed_reason"),
        BESIDE.label("beside"),
    )
    .select_from(
        _decided.outerjoin(
            contacts, and_(contacts.c.org_id == due_items.c.org_id, contacts.c.id == due_items.c.contact_id)
        )
    )
    .where(_mine)
)
NAMES = tuple(SELECT.selected_columns.keys())
GET = SELECT.where(due_items.c.id == bindparam("id"), due_items.c.expires_at > AS_OF)
COLLECTION = Collection(
    SELECT,
    orders={"due_at": Order((due_items.c.due_at, due_items.c.rank, due_items.c.id))},
    filters={
        "as_of": due_items.c.expires_at > AS_OF,
        "until": due_items.c.due_at <= _until,
        "snoozed": or_(_shows_at <= _until, bindparam("snoozed", type_=Boolean)),
        "dismissed": or_(~_dismissed, bindparam("dismissed", type_=Boolean)),
        "waiting": or_(~waits_at(AS_OF), bindparam("waiting", type_=Boolean)),
        "kind": due_items.c.kind == bindparam("kind"),
        "severity": _severity == bindparam("severity"),
        "contact_id": due_items.c.contact_id == bindparam("contact_id"),
        "updated_since": due_items.c.computed_at >= bindparam("updated_since"),
    },
)
_gravity = case(
    {severity.value: place for place, severity in enumerate((Severity.FLAGGED, Severity.LATE, Severity.DUE))},
    value=_severity,
    else_=len(Severity) - 1,
)
GRAVEST_FIRST = replace(
    COLLECTION, orders={"gravity": Order((_gravity, due_items.c.due_at, due_items.c.rank, due_items.c.id))}
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
    .where(_mine, due_items.c.due_at <= AS_OF, due_items.c.expires_at > AS_OF, ~_dismissed)
    .where(or_(due_items.c.flagged_at <= AS_OF, ~waits_at(case((_shows_at > AS_OF, _shows_at), else_=AS_OF))))
    .group_by(due_items.c.kind, _severity)
)
_first_ahead = (
    select(due_items.c.kind, *_upcoming, due_items.c.due_at.label("first_at"))
    .select_from(_decided)
    .where(_mine, due_items.c.due_at > AS_OF, ~_snoozed, ~_dismissed, ~waits_at(due_items.c.due_at))
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
    .where(due_items.c.due_at > AS_OF, _snoozed, ~_dismissed, ~waits_at(_shows_at))
)
_waiting = (
    select(due_items.c.kind, *_upcoming, WAITS_UNTIL.label("first_at"))
    .select_from(_decided)
    .where(_mine, due_items.c.due_at <= AS_OF, due_items.c.expires_at > AS_OF, due_items.c.act.is_not(None))
    .where(waits_at(AS_OF), due_items.c.expires_at > WAITS_UNTIL)
)
SUMMARY = union_all(_counted, select(_first_ahead), _snoozed_ahead, _waiting)


async def list_due(read: Read, query: DueQuery, *, as_of: datetime, gravest_first: bool = False) -> DuePage:
    within: Any = query.within  # Any: parsed to a Duration by the schema
    included = (query.include or "").split(",")
    filters = {
        "as_of": as_of,
        "until": as_of + relativedelta(months=within.months, days=within.days) + within.exact,
        "snoozed": Included.SNOOZED in included,
        "dismissed": Included.DISMISSED in included,
        "waiting": Included.WAITING in included or query.severity is not None,
        **{name: getattr(query, name) for name in ("kind", "severity", "contact_id", "updated_since")},
    }
    collection = GRAVEST_FIRST if gravest_first else COLLECTION
    found = await collection.page(_pinned(read, as_of), query, filters=filters)
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
    named = _named(values["recipients"], max(as_of, values["due_at"]))
    shown = {
        "kind": rule.kind,
        "title": _title(rule, values, as_of, named),
        "severity": values["severity"],
        "contact": _contact(values, as_of),
        "contacts": named,
    }
    also = [] if _waits(values) else _also(values["beside"], values["full_name"], as_of)
    times = {name: values[name] for name in ("due_at", "late_at", "flagged_at", "expires_at")}
    decided = {name: values[name] for name in ("snoozed_until", "dismissed_at", "dismissed_reason")}
    subject = (values["subject_type"], values["subject_id"])
    return {
        "id": values["id"],
        **shown,
        **times,
        "subject": {"type": subject[0], "id": subject[1], "href": path_of(*subject)},
        "because": [_fact(rule, fact, values) for fact in because],
        "also": also,
        "rule": RULES_OUT[rule.kind],
        "actions": rule.settle(
            OpenItem(
                values["contact_id"],
                *subject,
                because,
                values["draft_id"],
                rule.writes,
                shown["contacts"],
                writes_also([item["kind"] for item in also], rule.writes),
            )
        ),
        **decided,
        "computed_at": values["computed_at"],
        "etag": digest_tag([shown, times, decided, because, values["draft_id"], also]),
    }


def _waits(values: Columns) -> bool:
    """Whether another that shows comes before it."""
    here = (ACTS.get(values["kind"]), values["due_at"], values["id"])
    return any(
        (ACTS[item["kind"]], _instant(item["due_at"]), UUID(item["id"])) < here for item in values["beside"] or ()
    )


def _also(beside: Sequence[Columns] | None, name: str | None, as_of: datetime) -> list[Values]:
    """What else the same message settles, in the order in which it would stand for others."""
    found = sorted(beside or (), key=lambda item: (ACTS[item["kind"]], item["due_at"], item["id"]))
    return [
        {
            "id": UUID(item["id"]),
            "kind": item["kind"],
            "title": _title(BY_KIND[item["kind"]], {**item, "full_name": name}, as_of),
            "because": [_fact(BY_KIND[item["kind"]], fact, {**item, "full_name": name}) for fact in item["because"]],
            "late_at": _instant(item["late_at"]),
        }
        for item in found
    ]


EMPLOYER = "{employer}"


def _instant(text: str) -> datetime:
    """As the database writes it inside JSON: in UTC, whether it says so or not."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _contact(values: Columns, as_of: datetime) -> Values | None:
    if values["contact_id"] is None:
        return None
    current = careers.current(values["positions"], as_of.date()) or {}
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
        {
            "id": person["id"],
            "full_name": person["full_name"],
            "href": path_of("contact", person["id"]),
            "met_through_id": person.get("through"),
        }
        for person in free
    ]


def _employer(values: Columns, as_of: datetime) -> str:
    current = careers.current(values.get("positions") or (), as_of.date()) or {}
    return current.get("employer") or "the same employer"


def _title(rule: Rule, values: Columns, as_of: datetime, named: Sequence[Columns] = ()) -> str:
    title, names = rule.titles.get(values["because"][0]["fact"], rule.title), [person["full_name"] for person in named]
    employer = _employer(values, as_of) if EMPLOYER in title else None
    return title.format(name=values["full_name"], text=values["text"], names=listed(names), employer=employer)


def _fact(rule: Rule, stored: Columns, values: Columns) -> Values:
    said = rule.facts[stored["fact"]].format(name=values["full_name"], text=values["text"])
    return {"fact": said, "at": stored["at"], "href": path_of(stored["type"], stored["id"])}
