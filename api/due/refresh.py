"""Keeps stored items and contact states equal to what the rules say: runs in every write, under the commit lock."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from api.contacts.models import ContactState
from api.core.db import Base, IdList, among
from api.core.units import Write
from api.due.contact_state import contact_state
from api.due.conversation import Conversation
from api.due.facts import Subject, contacts_to_compute, load
from api.due.items import Item
from api.due.models import DueItem
from api.due.rebuild import ask_for_rebuild
from api.due.rules import RANKS, due_items
from api.organizations.policy import DuePolicy

AT_ONCE = 500
# Beyond so many contacts a job computes them.
MOST_AT_ONCE = 1000
Row = dict[str, Any]  # Any: a column's value

_d = DueItem.__table__.c
_ids = bindparam("ids", type_=IdList)
_s = ContactState.__table__.c
STORED_ITEMS = select(DueItem.__table__).where(_d.org_id == bindparam("org_id"), among(_d.contact_id, _ids))
STORED_STATES = select(ContactState.__table__).where(_s.org_id == bindparam("org_id"), among(_s.contact_id, _ids))
DELETE = delete(DueItem.__table__).where(_d.org_id == bindparam("of_org"), among(_d.id, _ids))  # type: ignore[arg-type] # a declared table is a Table


def _upsert(insert: Any, model: type[Base], key: Sequence[str]) -> Any:  # Any: either dialect's insert
    fresh = insert(model.__table__)
    over = {column.name: fresh.excluded[column.name] for column in model.__table__.c if column.name not in key}
    return fresh.on_conflict_do_update(index_elements=list(key), set_=over)


STATE_KEY = ("org_id", "member_id", "contact_id")
UPSERT_ITEMS = {
    "postgresql": _upsert(postgresql.insert, DueItem, ("org_id", "id")),
    "sqlite": _upsert(sqlite.insert, DueItem, ("org_id", "id")),
}
UPSERT_STATES = {
    "postgresql": _upsert(postgresql.insert, ContactState, STATE_KEY),
    "sqlite": _upsert(sqlite.insert, ContactState, STATE_KEY),
}


async def refresh(write: Write) -> None:
    """What changed for the whole organization, or for very many contacts, a job computes in the background."""
    contact_ids = await contacts_to_compute(write)
    if write.whole_organization:
        await ask_for_rebuild(write)
    if len(contact_ids) > MOST_AT_ONCE:
        for member_id in write.members or {write.scope.member_id}:
            await ask_for_rebuild(write, member_id)
        return
    for batch in _batches(contact_ids):
        loaded = await load(write, batch)
        if loaded.subjects:
            await _store(write, loaded.subjects, loaded.policy)


def _batches(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


async def _store(write: Write, subjects: Sequence[Subject], policy: DuePolicy) -> None:
    items: dict[UUID, Row] = {}
    states: list[Row] = []
    for subject in subjects:
        conversation = Conversation(subject.facts, subject.calendar)
        found = due_items(conversation, policy)
        items |= {item.id: _item_row(write, subject, item) for item in found}
        states.append(_state_row(write, subject, contact_state(conversation, policy, found)))
    contact_ids = [one.facts.contact_id for one in subjects]
    stored = {row.id: row._asdict() for row in await write.rows(STORED_ITEMS, ids=contact_ids)}
    if gone := stored.keys() - items.keys():
        await write.run(DELETE, {"of_org": write.scope.org_id, "ids": list(gone)})
    if changed := [row for row in items.values() if _differs(row, stored.get(row["id"]), but="computed_at")]:
        await write.run(_for(write, UPSERT_ITEMS), changed)
    before = {row.contact_id: row._asdict() for row in await write.rows(STORED_STATES, ids=contact_ids)}
    if moved := [row for row in states if _differs(row, before.get(row["contact_id"]), but="changed_at")]:
        await write.run(_for(write, UPSERT_STATES), moved)


def _differs(row: Row, stored: Row | None, *, but: str) -> bool:
    return stored is None or any(stored[name] != value for name, value in row.items() if name != but)


def _for(write: Write, statements: Mapping[str, Any]) -> Any:  # Any: either dialect's insert
    return statements[write.session.get_bind().dialect.name]


def _item_row(write: Write, subject: Subject, item: Item) -> Row:
    return {
        "org_id": write.scope.org_id,
        "id": item.id,
        "member_id": subject.member_id,
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
            {"fact": one.fact, "at": one.at.isoformat(), "type": one.subject_type, "id": str(one.subject_id)}
            for one in item.because
        ],
        "computed_at": write.now,
    }


def _state_row(write: Write, subject: Subject, state: Row) -> Row:
    owner = {"org_id": write.scope.org_id, "member_id": subject.member_id, "contact_id": subject.facts.contact_id}
    return owner | state | {"changed_at": write.now}
