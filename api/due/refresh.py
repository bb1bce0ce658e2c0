"""Keeps stored items and contact states equal to what the rules say: runs in every write, under the commit lock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from api.contacts.models import ContactState
from api.core.db import Base, IdList, among
from api.core.jobs import enqueue
from api.core.units import Write
from api.due.contact_state import contact_state
from api.due.conversation import Conversation
from api.due.facts import CONTACTS_OF_MEMBERS, OF_EMPLOYERS, Subject, load, load_own
from api.due.items import Item
from api.due.keeping import reminded
from api.due.models import DueDecision, DueItem
from api.due.rules import RANKS, due_items

AT_ONCE = 500
# Beyond so many contacts a job computes them.
MOST_AT_ONCE = 1000
REBUILD = "rebuild_due"
Row = dict[str, Any]  # Any: a column's value

_d, _k = DueItem.__table__.c, DueDecision.__table__.c
_ids = bindparam("ids", type_=IdList)
_of_org = _d.org_id == bindparam("org_id")
STORED = select(DueItem.__table__).where(_of_org, among(_d.contact_id, _ids))
STORED_OWN = select(DueItem.__table__).where(_of_org, _d.contact_id.is_(None), among(_d.member_id, _ids))
DECISIONS = select(DueDecision.__table__).where(_k.org_id == bindparam("org_id"), among(_k.contact_id, _ids))
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
    if write.whole_organization:
        await ask_for_rebuild(write)
    touched = set(write.contacts)
    if write.members:
        touched.update(row.id for row in await write.rows(CONTACTS_OF_MEMBERS, ids=list(write.members)))
    if len(touched) > MOST_AT_ONCE:
        for member_id in write.members or {write.scope.member_id}:
            await ask_for_rebuild(write, member_id)
    elif employers := await compute(write, sorted(touched)):
        await _compute_colleagues(write, employers, touched)
    if own := write.own | write.members:
        await compute_own(write, own)


async def _compute_colleagues(write: Write, employers: Collection[str], but: Collection[UUID]) -> None:
    """Those whose `widen` reads the facts that changed: others with the same employer."""
    ids = {row.id for row in await write.rows(OF_EMPLOYERS, employers=list(employers))}.difference(but)
    if len(ids) > MOST_AT_ONCE:
        await ask_for_rebuild(write, write.scope.member_id)
    else:
        await compute(write, sorted(ids))


async def ask_for_rebuild(write: Write, member_id: UUID | None = None) -> None:
    """For the whole organization, or for one member's contacts."""
    whose = {} if member_id is None else {"member_id": str(member_id)}
    await enqueue(write, REBUILD, whose, dedupe_key=":".join([REBUILD, *whose.values()]))


async def compute(write: Write, contact_ids: Sequence[UUID]) -> Collection[str]:
    """Store what is due about these contacts, and their states. The organization's commit lock must be held.

    Gives their employers, before and after, where the policy looks at colleagues.
    """
    employers: set[str | None] = set()
    for start in range(0, len(contact_ids), AT_ONCE):
        subjects = await load(write, contact_ids[start : start + AT_ONCE])
        for one in subjects:
            employers |= {one.row.employer_key, one.row.state_employer_key} if one.policy.widen_on else set()
        if subjects:
            await _store(write, subjects)
    return {one for one in employers if one is not None}


async def compute_own(write: Write, member_ids: Collection[UUID]) -> None:
    """The same for what is due to members and is about no contact."""
    rows: dict[UUID, Row] = {}
    for facts in await load_own(write, member_ids):
        found = reminded(facts.reminders, None, facts.policy, facts.calendar)
        rows |= {item.id: _item_row(write, facts.member_id, item) for item in found}
    await _replace(write, rows, STORED_OWN, member_ids)


async def _store(write: Write, subjects: Sequence[Subject]) -> None:
    decisions = await _decisions(write, [one.row.id for one in subjects if one.row.has_decisions])
    rows: dict[UUID, Row] = {}
    states: list[Row] = []
    for subject in subjects:
        conversation = Conversation(subject.facts, subject.calendar)
        items = due_items(conversation, subject.policy)
        found = [_item_row(write, subject.member_id, item) for item in items]
        rows |= {row["id"]: row for row in found}
        derived = {
            **contact_state(conversation, subject.policy),
            "due_windows": list(_windows(found, decisions)),
            "employer_key": subject.row.employer_key,
        }
        states.append(_state_row(write, subject, derived))
    known = [one.row.id for one in subjects if one.row.state_contact_id is not None]
    await _replace(write, rows, STORED, known)
    before = {
        one.row.id: {name.removeprefix("state_"): value for name, value in one.row._asdict().items()}
        for one in subjects
    }
    if moved := [row for row in states if _differs(row, before[row["contact_id"]], but="changed_at")]:
        await write.run(_for(write, UPSERT_STATES), moved)


async def _replace(write: Write, rows: Mapping[UUID, Row], stored_of: Select[Any], ids: Collection[UUID]) -> None:
    """Bring the stored items of these contacts or members to what they are now; what stays the same is not written."""
    stored = {row.id: row._asdict() for row in await write.rows(stored_of, ids=list(ids))} if ids else {}
    if gone := stored.keys() - rows.keys():
        await write.run(DELETE, {"of_org": write.scope.org_id, "ids": list(gone)})
    if changed := [row for row in rows.values() if _differs(row, stored.get(row["id"]), but="computed_at")]:
        await write.run(_for(write, UPSERT_ITEMS), changed)


async def _decisions(write: Write, contact_ids: Sequence[UUID]) -> Mapping[UUID, Any]:  # Any: rows
    return {row.id: row for row in await write.rows(DECISIONS, ids=contact_ids)} if contact_ids else {}


def _windows(rows: Iterable[Row], decisions: Mapping[UUID, Any]) -> Iterable[list[str]]:  # Any: rows
    """From when to when each item shows, as the member decided."""
    for row in rows:
        decision = decisions.get(row["id"])
        if decision is not None and decision.dismissed_because == row["because"]:
            continue
        shows_from: datetime = row["due_at"]
        if decision is not None and decision.snoozed_due_at == row["due_at"]:
            shows_from = max(shows_from, decision.snoozed_until)
        yield [shows_from.isoformat(), row["expires_at"].isoformat()]


def _differs(row: Row, stored: Row | None, *, but: str) -> bool:
    return stored is None or any(stored[name] != value for name, value in row.items() if name != but)


def _for(write: Write, statements: Mapping[str, Any]) -> Any:  # Any: either dialect's insert
    return statements[write.session.get_bind().dialect.name]


def _item_row(write: Write, member_id: UUID, item: Item) -> Row:
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
            {"fact": one.fact, "at": one.at.isoformat(), "type": one.subject_type, "id": str(one.subject_id)}
            for one in item.because
        ],
        "text": item.text,
        "computed_at": write.now,
    }


def _state_row(write: Write, subject: Subject, state: Row) -> Row:
    owner = {"org_id": write.scope.org_id, "member_id": subject.member_id, "contact_id": subject.facts.contact_id}
    return owner | state | {"changed_at": write.now}
