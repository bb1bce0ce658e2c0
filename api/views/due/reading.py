"""What is due, as it is shown: one index range of one member, compared with the clock that was asked for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import Boolean, Row, and_, bindparam, case, func, literal, or_, select, union_all

from api.core.errors import not_found
from api.core.fields.etags import etag
from api.core.fields.times import instant_text
from api.core.store.pagination import Collection, Order
from api.core.store.rows import values_of
from api.core.store.tables import UtcDateTime
from api.core.store.units import Read, Unit
from api.method.due.actions import OpenItem
from api.method.due.table import BY_KIND, FACTS, RANKS
from api.method.people import careers
from api.records.contacts.models import Contact
from api.views.due.models import DueDecision, DueItem
from api.views.due.schemas import Counts, DueOut, DuePage, DueQuery, DueSummary, Included, KindCounts, RuleOut, Severity

PATHS: Mapping[str, str] = {
    "contact": "/contacts",
    "interview": "/interviews",
    "outreach_email": "/outreach-emails",
    "introduction": "/introductions",
    "outcome": "/outcomes",
    "promise": "/promises",
    "reminder": "/reminders",
    "milestone": "/milestones",
}

RULES_OUT: Mapping[str, RuleOut] = {
    rule.kind: RuleOut(id=rule.kind, says=rule.says, source=rule.source, settled_by=rule.settled_by)
    for rule in BY_KIND.values()
}

_d, _c, _k = DueItem.__table__.c, Contact.__table__.c, DueDecision.__table__.c
_as_of, _until = bindparam("as_of", type_=UtcDateTime), bindparam("until", type_=UtcDateTime)
# A decision holds as long as what it was about is as it was.
_snoozed = and_(_k.snoozed_until.is_not(None), _k.snoozed_due_at == _d.due_at, _k.snoozed_until < _d.expires_at)
_dismissed = and_(_k.dismissed_because.is_not(None), _k.dismissed_because == _d.because)
_shows_at = case((and_(_snoozed, _k.snoozed_until > _d.due_at), _k.snoozed_until), else_=_d.due_at)
_severity = case(
    (_shows_at > _as_of, Severity.UPCOMING.value),
    (_d.flagged_at <= _as_of, Severity.FLAGGED.value),
    (_d.late_at <= _as_of, Severity.LATE.value),
    (_d.due_at <= _as_of, Severity.DUE.value),
    else_=Severity.UPCOMING.value,
)
_decided = DueItem.__table__.outerjoin(DueDecision.__table__, and_(_k.org_id == _d.org_id, _k.id == _d.id))
_mine = and_(_d.org_id == bindparam("org_id"), _d.member_id == bindparam("member_id"))
SELECT = (
    select(
        DueItem.__table__,
        _severity.label("severity"),
        _c.full_name,
        _c.positions,
        case((and_(_snoozed, _k.snoozed_until > _as_of), _k.snoozed_until)).label("snoozed_until"),
        case((_dismissed, _k.dismissed_at)).label("dismissed_at"),
        case((_dismissed, _k.dismissed_reason)).label("dismissed_reason"),
    )
    .select_from(_decided.outerjoin(Contact.__table__, and_(_c.org_id == _d.org_id, _c.id == _d.contact_id)))
    .where(_mine)
)
NAMES = tuple(SELECT.selected_columns.keys())
GET = SELECT.where(_d.id == bindparam("id"), _d.expires_at > _as_of)
COLLECTION = Collection(
    SELECT,
    orders={"due_at": Order((_d.due_at, _d.rank, _d.id))},
    filters={
        "as_of": _d.expires_at > _as_of,
        "until": _d.due_at <= _until,
        "snoozed": or_(_shows_at <= _until, bindparam("snoozed", type_=Boolean)),
        "dismissed": or_(~_dismissed, bindparam("dismissed", type_=Boolean)),
        "kind": _d.kind == bindparam("kind"),
        "severity": _severity == bindparam("severity"),
        "contact_id": _d.contact_id == bindparam("contact_id"),
        "updated_since": _d.computed_at >= bindparam("updated_since"),
    },
)
# What is to come is not counted, so of that only the first is read: a daily reminder has hundreds.
_upcoming = literal(Severity.UPCOMING.value).label("severity"), literal(1).label("how_many")
_counted = (
    select(_d.kind, _severity.label("severity"), func.count().label("how_many"), func.min(_shows_at).label("first_at"))
    .select_from(_decided)
    .where(_mine, _d.due_at <= _as_of, _d.expires_at > _as_of, ~_dismissed)
    .group_by(_d.kind, _severity)
)
_first_ahead = (
    select(_d.kind, *_upcoming, _d.due_at.label("first_at"))
    .select_from(_decided)
    .where(_mine, _d.due_at > _as_of, ~_snoozed, ~_dismissed)
    .order_by(_d.due_at)
    .limit(1)
    .subquery()
)
_snoozed_ahead = (
    select(_d.kind, *_upcoming, _shows_at.label("first_at"))
    .join_from(DueDecision.__table__, DueItem.__table__, and_(_d.org_id == _k.org_id, _d.id == _k.id))
    .where(_mine, _k.org_id == bindparam("org_id"), _k.member_id == bindparam("member_id"))
    .where(_d.due_at > _as_of, _snoozed, ~_dismissed)
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
    found = await COLLECTION.page(_pinned(read, as_of), query, sort="due_at", filters=filters)
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


async def get_row(unit: Unit, item_id: UUID, *, as_of: datetime) -> Row[Any]:
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
    return DueSummary(as_of=as_of, next_at=next_at, **shown, etag=etag(1, [shown, next_at]))


def _counts(found: Mapping[str, int]) -> dict[str, int]:
    return {str(one): found.get(one, 0) for one in (Severity.DUE, Severity.LATE, Severity.FLAGGED)}


def due_out(row: Row[Any], as_of: datetime) -> DueOut:
    return DueOut(**due_fields(row, as_of))


def due_fields(row: Row[Any], as_of: datetime) -> dict[str, Any]:
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
        "subject": {"type": subject[0], "id": subject[1], "href": _path(*subject)},
        "because": [_fact(one) for one in because],
        "rule": RULES_OUT[rule.kind],
        "actions": rule.settle(
            OpenItem(values["contact_id"], *subject, because, values["draft_id"], rule.writes, shown["contacts"])
        ),
        **decided,
        "computed_at": values["computed_at"],
        "etag": etag(1, [shown, times, decided, because, values["draft_id"]]),
    }


def _contact(values: Mapping[str, Any]) -> dict[str, Any] | None:
    if values["contact_id"] is None:
        return None
    current = careers.current(values["positions"]) or {}
    place = {"title": current.get("title"), "employer": current.get("employer")}
    return {"id": values["contact_id"], "full_name": values["full_name"], **place}


def _named(stored: Mapping[str, Any] | None, as_of: datetime) -> list[dict[str, Any]]:
    """Those of the stored recipients who are named at that moment."""
    if stored is None:
        return []
    free = [one for one in stored["people"] if datetime.fromisoformat(one["from"]) <= as_of]
    if stored["until"] is not None and as_of < datetime.fromisoformat(stored["until"]):
        free = free[: stored["left"]]
    return [{"id": one["id"], "full_name": one["full_name"], "href": _path("contact", one["id"])} for one in free]


def _fact(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {"fact": FACTS[stored["fact"]], "at": stored["at"], "href": _path(stored["type"], stored["id"])}


def _path(subject_type: str, subject_id: object) -> str:
    return f"{PATHS[subject_type]}/{subject_id}"
