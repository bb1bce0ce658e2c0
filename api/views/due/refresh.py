"""Keeps stored items and contact states equal to what the rules say: runs in every write, under the commit lock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from api.core.store.jobs import enqueue
from api.core.store.rows import values_of
from api.core.store.sql import IdList, among
from api.core.store.tables import Base
from api.core.store.units import Write
from api.method.conversation.conversation import Conversation
from api.method.due.contact_state import contact_state
from api.method.due.items import Item, Recipients
from api.method.due.keeping import reminder_items
from api.method.due.table import RANKS, due_items
from api.records.contacts.models import ContactState
from api.views.due.loading import CONTACTS_OF_MEMBERS, OF_EMPLOYERS, Subject, load
from api.views.due.loading_news import load_news
from api.views.due.loading_reminders import OF_CONTACTS, OF_MEMBERS, load_reminders
from api.views.due.models import DueDecision, DueItem

AT_ONCE = 500
# Beyond so many contacts, or reminders (which may come hundreds of times), a job computes them.
MOST_AT_ONCE = 1000
REMINDERS_AT_ONCE = 10
REBUILD = "rebuild_due"
Row = dict[str, Any]  # Any: a column's value

_d, _k = DueItem.__table__.c, DueDecision.__table__.c
_ids = bindparam("ids", type_=IdList)
_of_org = _d.org_id == bindparam("org_id")
STORED = select(DueItem.__table__).where(_of_org, among(_d.contact_id, _ids), _d.subject_type != "reminder")
STORED_OF_SUBJECTS = select(DueItem.__table__).where(_of_org, among(_d.subject_id, _ids))
STORED_NEWS = select(DueItem.__table__).where(
    _of_org, _d.member_id == bindparam("of_member"), _d.subject_type == "milestone"
)
_decisions_of_org = select(DueDecision.__table__).where(_k.org_id == bindparam("org_id"))
DECISIONS = _decisions_of_org.where(among(_k.contact_id, _ids))
DECISIONS_OF_SUBJECTS = _decisions_of_org.join(DueItem.__table__, and_(_d.org_id == _k.org_id, _d.id == _k.id)).where(
    _of_org, among(_d.subject_id, _ids)
)
DELETE = delete(DueItem.__table__).where(_d.org_id == bindparam("of_org"), among(_d.id, _ids))  # type: ignore[arg-type] # a declared table is a Table
FORGET = delete(DueDecision.__table__).where(_k.org_id == bindparam("of_org"), among(_k.id, _ids))  # type: ignore[arg-type] # the same


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
    contact_ids = set(write.contacts)
    if write.members:
        members = list(write.members)
        contact_ids.update(row.id for row in await write.rows(CONTACTS_OF_MEMBERS, ids=members))
        write.reminders.update(row.id for row in await write.rows(OF_MEMBERS, ids=members))
    if len(contact_ids) > MOST_AT_ONCE:
        for member_id in write.members or {write.scope.member_id}:
            await ask_for_rebuild(write, member_id)
    elif employers := await compute(write, sorted(contact_ids)):
        await _compute_colleagues(write, employers)
    if len(write.reminders) > REMINDERS_AT_ONCE:
        for member_id in write.members or {write.scope.member_id}:
            await ask_for_rebuild(write, member_id)
    else:
        await compute_reminders(write, sorted(write.reminders))
    for member_id in sorted(write.news_of | write.members):
        await _compute_news(write, member_id)


async def _compute_colleagues(write: Write, employers: Collection[str]) -> None:
    """Those whose `widen` reads what changed: everybody with the same employer."""
    ids = [row.id for row in await write.rows(OF_EMPLOYERS, employers=list(employers))]
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

    Gives the employers, before and after, of those whose colleagues have to be computed too.
    """
    employers: set[str | None] = set()
    for start in range(0, len(contact_ids), AT_ONCE):
        subjects = await load(write, contact_ids[start : start + AT_ONCE])
        if subjects:
            employers |= await _store(write, subjects)
    return {one for one in employers if one is not None}


async def compute_reminders(write: Write, reminder_ids: Sequence[UUID]) -> None:
    for start in range(0, len(reminder_ids), REMINDERS_AT_ONCE):
        ids = reminder_ids[start : start + REMINDERS_AT_ONCE]
        rows: dict[UUID, Row] = {}
        for one in await load_reminders(write, ids):
            found = reminder_items(one.reminder, one.policy, one.calendar)
            rows |= {item.id: _item_row(write, one.member_id, item) for item in found}
        stored = await _stored(write, STORED_OF_SUBJECTS, ids)
        decisions = {row.id: row for row in await write.rows(DECISIONS_OF_SUBJECTS, ids=ids)} if stored else {}
        await _still_hold(write, decisions, rows, stored)
        await _replace(write, rows, stored)


async def _compute_news(write: Write, member_id: UUID) -> None:
    """Whom to tell what, once the states of the contacts are stored."""
    telling = await load_news(write, member_id)
    rows = {item.id: _item_row(write, member_id, item) for item in (telling.items() if telling else ())}
    found = [values_of(row) for row in await write.rows(STORED_NEWS, of_member=member_id)]
    stored = {one["id"]: one for one in found if telling is None or not telling.leaves(one, write.now)}
    subject_ids = [one["subject_id"] for one in stored.values()]
    decisions = await write.rows(DECISIONS_OF_SUBJECTS, ids=subject_ids) if stored else []
    await _still_hold(write, {row.id: row for row in decisions}, rows, stored)
    await _replace(write, rows, stored)


async def _store(write: Write, subjects: Sequence[Subject]) -> set[str | None]:
    decisions = await _decisions(write, [one.row.id for one in subjects if one.row.has_decisions])
    rows: dict[UUID, Row] = {}
    states: list[Row] = []
    employers: set[str | None] = set()
    stored = await _stored(write, STORED, [one.row.id for one in subjects if one.row.state_contact_id is not None])
    write.news_of.update(one.member_id for one in subjects if one.row.has_news)
    for subject in subjects:
        conversation = Conversation(subject.facts, subject.calendar)
        items = due_items(conversation, subject.policy)
        found = [_item_row(write, subject.member_id, item) for item in items]
        rows |= {row["id"]: row for row in found}
        standing = {one: decisions[one] for one in decisions if decisions[one].contact_id == subject.row.id}
        decided = await _still_hold(write, standing, rows, stored) if standing else {}
        state = contact_state(conversation, subject.policy) | {
            "due_windows": list(_windows(found, decided)),
            "employer_key": subject.row.employer_key,
            "written_at": _written_at(conversation),
            "is_quiet": subject.facts.silenced or subject.facts.archived,
        }
        states.append(_state_row(write, subject, state))
        before = (subject.row.state_employer_key, subject.row.state_written_at)
        if subject.policy["widen_on"] and before != (state["employer_key"], state["written_at"]):
            employers |= {subject.row.state_employer_key, state["employer_key"]}
    await _replace(write, rows, stored)
    await _store_states(write, subjects, states)
    return employers


def _written_at(conversation: Conversation) -> datetime | None:
    """The last message to them, by which `widen` knows that somebody there was written to."""
    return max((one.at for one in conversation.messages if not one.is_from_them and not one.copied), default=None)


async def _store_states(write: Write, subjects: Sequence[Subject], states: Sequence[Row]) -> None:
    before = {one.row.id: _state_before(one.row) for one in subjects}
    moved = [row for row in states if _differs(row, before[row["contact_id"]], but="changed_at")]
    if moved:
        await write.run(_for(write, UPSERT_STATES), moved)
    turned = [row["contact_id"] for row in moved if row["is_quiet"] != bool(before[row["contact_id"]]["is_quiet"])]
    if turned:
        write.reminders.update(row.id for row in await write.rows(OF_CONTACTS, ids=turned))


def _state_before(row: Any) -> Row:  # Any: a row of a contact with its stored state
    return {name.removeprefix("state_"): value for name, value in values_of(row).items()}


async def _stored(write: Write, statement: Select[Any], ids: Collection[UUID]) -> Mapping[UUID, Row]:
    return {row.id: values_of(row) for row in await write.rows(statement, ids=list(ids))} if ids else {}


async def _replace(write: Write, rows: Mapping[UUID, Row], stored: Mapping[UUID, Row]) -> None:
    """Bring the stored items to what they are now; what stays the same is not written."""
    if gone := stored.keys() - rows.keys():
        await write.run(DELETE, {"of_org": write.scope.org_id, "ids": list(gone)})
    if changed := [row for row in rows.values() if _differs(row, stored.get(row["id"]), but="computed_at")]:
        await write.run(_for(write, UPSERT_ITEMS), changed)


async def _still_hold(
    write: Write, decisions: Mapping[UUID, Any], rows: Mapping[UUID, Row], stored: Mapping[UUID, Row]
) -> Mapping[UUID, Any]:  # Any: rows of decisions
    """A snooze ends when its item moves or goes, or would lapse before; a dismissal when its reasons change. For good,
    even if they change back.
    """
    ended = [one.id for one in decisions.values() if one.id in stored and not _holds(one, rows.get(one.id))]
    if ended:
        await write.run(FORGET, {"of_org": write.scope.org_id, "ids": ended})
    return {one: decision for one, decision in decisions.items() if one not in ended}


def _holds(decision: Any, row: Row | None) -> bool:  # Any: a row
    if decision.snoozed_until is not None:
        return row is not None and _is_snoozed(decision, row)
    return row is None or bool(decision.dismissed_because == row["because"])


def _is_snoozed(decision: Any, row: Row) -> bool:  # Any: a row
    return bool(decision.snoozed_due_at == row["due_at"] and decision.snoozed_until < row["expires_at"])


async def _decisions(write: Write, contact_ids: Sequence[UUID]) -> Mapping[UUID, Any]:  # Any: rows
    return {row.id: row for row in await write.rows(DECISIONS, ids=contact_ids)} if contact_ids else {}


def _windows(rows: Iterable[Row], decisions: Mapping[UUID, Any]) -> Iterable[list[str]]:  # Any: rows
    """From when to when each item shows, as the member decided."""
    for row in rows:
        decision = decisions.get(row["id"])
        if decision is not None and decision.dismissed_because == row["because"]:
            continue
        shows_from: datetime = row["due_at"]
        if decision is not None and decision.snoozed_until is not None and _is_snoozed(decision, row):
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
        "draft_id": item.draft_id,
        "recipients": _recipients(item.recipients),
        "computed_at": write.now,
    }


def _recipients(given: Recipients | None) -> Row | None:
    if given is None:
        return None
    return {
        "people": [{"id": str(one), "full_name": name, "from": at.isoformat()} for one, name, at in given.people],
        "left": given.left,
        "until": given.until and given.until.isoformat(),
    }


def _state_row(write: Write, subject: Subject, state: Row) -> Row:
    owner = {"org_id": write.scope.org_id, "member_id": subject.member_id, "contact_id": subject.facts.contact_id}
    return owner | state | {"changed_at": write.now}
