"""Items, states and decisions as they are stored: brought to what the rules say, and what stays the same is not written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from api.core.store.rows import values_of
from api.core.store.sql import IdList, among
from api.core.store.tables import Base, table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow, Statement, Values
from api.method.due.items import Item, Recipients
from api.method.due.table import RANKS
from api.records.contacts.models import ContactState
from api.views.due.models import DueDecision, DueItem

Decisions = Mapping[UUID, ResultRow]

due_items, due_decisions = table_of(DueItem), table_of(DueDecision)
_ids = bindparam("ids", type_=IdList)
_of_org = due_items.c.org_id == bindparam("org_id")
_items = select(due_items).where(_of_org)
STORED = _items.where(among(due_items.c.contact_id, _ids), due_items.c.subject_type != "reminder")
STORED_OF_SUBJECTS = _items.where(among(due_items.c.subject_id, _ids))
STORED_NEWS = _items.where(due_items.c.member_id == bindparam("of_member"), due_items.c.subject_type == "milestone")
_decisions = select(due_decisions).where(due_decisions.c.org_id == bindparam("org_id"))
DECISIONS = _decisions.where(among(due_decisions.c.contact_id, _ids))
DECISIONS_OF_SUBJECTS = _decisions.join(
    due_items, and_(due_items.c.org_id == due_decisions.c.org_id, due_items.c.id == due_decisions.c.id)
).where(_of_org, among(due_items.c.subject_id, _ids))
DELETE = delete(due_items).where(due_items.c.org_id == bindparam("of_org"), among(due_items.c.id, _ids))
FORGET = delete(due_decisions).where(due_decisions.c.org_id == bindparam("of_org"), among(due_decisions.c.id, _ids))


def _upsert(insert: Any, model: type[Base], key: Sequence[str]) -> Any:  # Any: either dialect's insert
    fresh = insert(table_of(model))
    over = {column.name: fresh.excluded[column.name] for column in table_of(model).c if column.name not in key}
    return fresh.on_conflict_do_update(index_elements=list(key), set_=over)


INSERTS = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
UPSERT_ITEMS = {name: _upsert(insert, DueItem, ("org_id", "id")) for name, insert in INSERTS.items()}
UPSERT_STATES = {
    name: _upsert(insert, ContactState, ("org_id", "member_id", "contact_id")) for name, insert in INSERTS.items()
}


async def by_id(write: Write, statement: Statement, ids: Collection[UUID]) -> Mapping[UUID, Values]:
    return {row.id: values_of(row) for row in await write.rows(statement, ids=list(ids))} if ids else {}


async def replace_items(write: Write, rows: Mapping[UUID, Values], stored: Mapping[UUID, Values]) -> None:
    """Bring the stored items to what they are now."""
    if gone := stored.keys() - rows.keys():
        await write.run(DELETE, {"of_org": write.scope.org_id, "ids": list(gone)})
    if changed := [row for row in rows.values() if differs(row, stored.get(row["id"]), but="computed_at")]:
        await write.run(UPSERT_ITEMS[_dialect(write)], changed)


async def store_states(write: Write, rows: Sequence[Values]) -> None:
    if rows:
        await write.run(UPSERT_STATES[_dialect(write)], rows)


def differs(row: Values, stored: Values | None, *, but: str) -> bool:
    return stored is None or any(stored[name] != value for name, value in row.items() if name != but)


def _dialect(write: Write) -> str:
    return write.session.get_bind().dialect.name


async def keep_what_holds(
    write: Write, decisions: Decisions, rows: Mapping[UUID, Values], stored: Mapping[UUID, Values]
) -> Decisions:
    """Drop a snooze whose item moved, went, or would lapse before it ends, and a dismissal whose reasons changed. They do
    not come back if the change is undone.
    """
    ended = [
        item_id
        for item_id, decision in decisions.items()
        if item_id in stored and not _holds(decision, rows.get(item_id))
    ]
    if ended:
        await write.run(FORGET, {"of_org": write.scope.org_id, "ids": ended})
    return {item_id: decision for item_id, decision in decisions.items() if item_id not in ended}


def _holds(decision: ResultRow, row: Values | None) -> bool:
    if decision.snoozed_until is not None:
        return row is not None and _is_snoozed(decision, row)
    return row is None or bool(decision.dismissed_because == row["because"])


def _is_snoozed(decision: ResultRow, row: Values) -> bool:
    return bool(decision.snoozed_due_at == row["due_at"] and decision.snoozed_until < row["expires_at"])


def windows(rows: Iterable[Values], decisions: Decisions) -> Iterable[list[str]]:
    """From when to when each item shows, as the member decided."""
    for row in rows:
        decision = decisions.get(row["id"])
        if decision is not None and decision.dismissed_because == row["because"]:
            continue
        shows_from: datetime = row["due_at"]
        if decision is not None and decision.snoozed_until is not None and _is_snoozed(decision, row):
            shows_from = max(shows_from, decision.snoozed_until)
        yield [shows_from.isoformat(), row["expires_at"].isoformat()]


def item_row(write: Write, member_id: UUID, item: Item, *, act: int | None = None) -> Values:
    return {
        "org_id": write.scope.org_id,
        "id": item.id,
        "member_id": member_id,
        "kind": item.kind,
        "rank": RANKS[item.kind],
        "contact_id": item.contact_id,
        "subject_type": item.subject_type,
        "subject_id": item.subject_id,
        "due_at": item.due_at,
        "late_at": item.late_at,
        "flagged_at": item.flagged_at,
        "expires_at": item.expires_at,
        "because": [
            {
                "fact": because.fact,
                "at": because.at.isoformat(),
                "type": because.subject_type,
                "id": str(because.subject_id),
            }
            for because in item.because
        ],
        "text": item.text,
        "draft_id": item.draft_id,
        "recipients": None if item.recipients is None else _recipients(item.recipients),
        "act": act,
        "computed_at": write.now,
    }


def _recipients(given: Recipients) -> Values:
    return {
        "people": [
            {
                "id": str(person.contact_id),
                "full_name": person.full_name,
                "from": person.free_at.isoformat(),
                "through": person.through_id and str(person.through_id),
            }
            for person in given.people
        ],
        "left": given.left,
        "until": given.until and given.until.isoformat(),
    }
