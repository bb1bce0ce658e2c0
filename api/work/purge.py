"""What was deleted 30 days ago goes for good, with all that hangs on it. What others share stays, and loses the reference."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Delete, Table, Update, and_, bindparam, delete, exists, select, update

from api.core.store.events import Event
from api.core.store.idempotency import idempotency_records
from api.core.store.jobs import Payload, Step, jobs
from api.core.store.rows import RESTORABLE_FOR
from api.core.store.sql import IdList, among
from api.core.store.tables import Base, UtcDateTime, table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow, Statement, Values
from api.method.due.touched import Touched
from api.records.introductions.models import Introduction
from api.records.milestones.models import Milestone
from api.records.reviews.models import TextPrint
from api.views.due.models import DueDecision
from api.work.going import (
    HANDING_ON,
    IDS,
    INTERVIEWS_OF,
    REFERENCES,
    ROOTS,
    SHARED,
    SUBJECT_OF,
    WITH_ID,
    Going,
    all_of,
    contacts,
    found_ids,
    ids_where,
    interview_participants,
    interviews,
    outreach_email_ccs,
    outreach_emails,
)

PURGE = "purge"
AT_ONCE = 10
# Whoever writes meanwhile waits: a transaction ends once so many rows went in it.
ENOUGH_ROWS = 500
ENDED_JOBS_STAY = timedelta(days=30)

NOTHING = UUID(int=0)

introductions, milestones, text_prints = table_of(Introduction), table_of(Milestone), table_of(TextPrint)
due_decisions = table_of(DueDecision)
_before, _now = bindparam("before", type_=UtcDateTime), bindparam("now", type_=UtcDateTime)


def _expired(table: Table) -> Statement:
    return (
        select(table.c.id, table.c.member_id)
        .where(table.c.org_id == bindparam("org_id"), table.c.deleted_at < _before, table.c.id > bindparam("after"))
        .order_by(table.c.id)
        .limit(AT_ONCE)
    )


def _changing(table: Table, values: Values) -> Update:
    """Rows that stay have another version then."""
    mine = update(table).where(table.c.org_id == bindparam("of_org"), among(table.c.id, IDS))
    return mine.values({**values, "version": table.c.version + 1, "updated_at": _now})


EXPIRED = {table: _expired(table) for table in ROOTS}
# What somebody else holds, or is about to refer to, is left out: it waits for tomorrow.
FREE_TO_GO = {table: ids_where(table.c.id, table.c.id).with_for_update(skip_locked=True) for table in ROOTS}
STILL_DELETED = {table: ids_where(table.c.id, table.c.id).where(table.c.deleted_at.is_not(None)) for table in ROOTS}
FREE_TO_CHANGE = {
    table: ids_where(table.c.id, table.c.id).with_for_update(key_share=True, skip_locked=True) for table in ROOTS
}
# The contacts to whom rows that go, or lose a reference, refer: their items may move.
CONTACTS_OF = {
    reference.column: ids_where(reference.column, reference.table.c.id)
    for reference in REFERENCES[contacts]
    if reference.table in SUBJECT_OF
}
PARTICIPANTS_OF = ids_where(interview_participants.c.contact_id, interview_participants.c.interview_id)
_peers = contacts.alias("peers")
# At their employers: whoever was written to there may matter to them (`widen`).
COLLEAGUES = (
    select(contacts.c.id)
    .join_from(
        contacts,
        _peers,
        and_(
            _peers.c.org_id == contacts.c.org_id,
            _peers.c.member_id == contacts.c.member_id,
            _peers.c.employer_key == contacts.c.employer_key,
        ),
    )
    .where(contacts.c.org_id == bindparam("org_id"), _peers.c.org_id == bindparam("org_id"), among(_peers.c.id, IDS))
)
COPIED = ids_where(outreach_email_ccs.c.contact_id, outreach_email_ccs.c.outreach_email_id)
KEEP_NAME = (
    update(introductions)
    .where(introductions.c.org_id == bindparam("of_org"), among(introductions.c.target_id, IDS))
    .values(
        target_name=select(contacts.c.full_name)
        .where(contacts.c.org_id == bindparam("of_org"), contacts.c.id == introductions.c.target_id)
        .scalar_subquery()
    )
)
_first_in_copy = (
    select(outreach_email_ccs.c.contact_id)
    .where(
        outreach_email_ccs.c.org_id == bindparam("of_org"),
        outreach_email_ccs.c.outreach_email_id == outreach_emails.c.id,
        ~among(outreach_email_ccs.c.contact_id, bindparam("gone", type_=IdList)),
    )
    .order_by(outreach_email_ccs.c.place)
    .limit(1)
    .scalar_subquery()
)
# It goes on counting as a copy: it asked nothing of whom it stands under now.
HAND_ON = (
    update(outreach_emails)
    .where(outreach_emails.c.org_id == bindparam("of_org"), among(outreach_emails.c.id, IDS))
    .values(contact_id=_first_in_copy, subject=None, body=None, asks=False, expects_answer=False, handed_on=True)
)
TO_NOW = delete(outreach_email_ccs).where(
    outreach_email_ccs.c.org_id == bindparam("of_org"),
    among(outreach_email_ccs.c.outreach_email_id, IDS),
    exists().where(
        outreach_emails.c.org_id == outreach_email_ccs.c.org_id,
        outreach_emails.c.id == outreach_email_ccs.c.outreach_email_id,
        outreach_emails.c.contact_id == outreach_email_ccs.c.contact_id,
    ),
)
FORGET_PRINTS = delete(text_prints).where(
    text_prints.c.org_id == bindparam("of_org"), among(text_prints.c.outreach_email_id, IDS)
)
LOSE = {
    reference.column: _changing(reference.table, {reference.column.name: None})
    for reference in WITH_ID
    if not reference.goes
}
CHANGE = {table: _changing(table, {}) for table, _ in SHARED}
FORGET_ANSWERS = delete(idempotency_records).where(
    idempotency_records.c.org_id == bindparam("of_org"), idempotency_records.c.expires_at < _now
)
FORGET_DECISIONS = delete(due_decisions).where(
    due_decisions.c.org_id == bindparam("of_org"), among(due_decisions.c.subject_id, IDS)
)
FORGET_JOBS = delete(jobs).where(jobs.c.org_id == bindparam("of_org"), jobs.c.ended_at < _before)


def _deleting(table: Table) -> Sequence[tuple[Table, Delete]]:
    """Statements that delete rows of a table, each with the table whose ids it takes: its own or, of rows without an id,
    those that they refer to.
    """
    if "id" in table.c:
        columns = {table: table.c.id}
    else:
        columns = {
            parent: reference.column
            for parent, references in REFERENCES.items()
            for reference in references
            if reference.table is table
        }
    return [
        (parent, delete(table).where(table.c.org_id == bindparam("of_org"), among(column, IDS)))
        for parent, column in columns.items()
    ]


# Who refers goes before what it refers to.
HELD = {*ROOTS, *(reference.table for references in REFERENCES.values() for reference in references)}
DELETES = [found for table in reversed(Base.metadata.sorted_tables) if table in HELD for found in _deleting(table)]


async def purge(write: Write, payload: Payload) -> Step:
    """Some deleted rows of one table; the next step goes on behind them. At the end goes what else has expired."""
    first, done, after = payload.get("table", 0), payload.get("done", 0), UUID(payload.get("after", NOTHING.hex))
    for place in range(first, len(ROOTS)):
        rows = await write.rows(EXPIRED[ROOTS[place]], after=after, before=write.now - RESTORABLE_FOR)
        if rows:
            gone, last = await _purge_rows(write, ROOTS[place], rows)
            done += gone
            return Step(done, None, {"table": place, "done": done, "after": last.id.hex})
        after = NOTHING
    org_id = write.scope.org_id
    await write.run(FORGET_ANSWERS, {"of_org": org_id, "now": write.now})
    await write.run(FORGET_JOBS, {"of_org": org_id, "before": write.now - ENDED_JOBS_STAY})
    return Step(done, done, None)


async def _purge_rows(write: Write, table: Table, rows: Sequence[ResultRow]) -> tuple[int, ResultRow]:
    """How many went, and the last that was tried: some may have gone with others, and what is in use waits for tomorrow."""
    gone, with_them = 0, 0
    for row in rows:
        going = await all_of(write, table, row)
        if await _are_free(write, going) and await _is_the_same(write, table, row, going):
            await write.take_commit_lock()
            await _remove(write, going)
            gone, with_them = gone + 1, with_them + going.count
        if with_them >= ENOUGH_ROWS:
            return gone, row
    return gone, rows[-1]


async def _are_free(write: Write, going: Going) -> bool:
    """Lock the rows, then the organization: the other order deadlocks with a PATCH. False: one of them is in use."""
    for table in ROOTS:
        to_go, to_change = going.ids[table], going.changing(table)
        if await found_ids(write, FREE_TO_GO[table], to_go) != to_go:
            return False
        if await found_ids(write, FREE_TO_CHANGE[table], to_change) != to_change:
            return False
    return True


async def _is_the_same(write: Write, table: Table, row: ResultRow, going: Going) -> bool:
    """Whether it is deleted still, and nothing was moved away from it, or to it, before its rows were locked."""
    found = await found_ids(write, STILL_DELETED[table], {row.id})
    again = await all_of(write, table, row)
    return bool(found) and again.everything == going.everything


async def _remove(write: Write, going: Going) -> None:
    org_id = write.scope.org_id
    write.touch(Touched.CONTACT, await _whose_items_move(write, going))
    if going.ids[contacts]:
        write.touch(Touched.REACH, [going.member_id])
    if going.ids[milestones]:
        write.touch(Touched.NEWS, [going.member_id])
    await write.run(KEEP_NAME, {"of_org": org_id, "ids": list(going.ids[contacts])})
    for column, ids in going.losing.items():
        await write.run(LOSE[column], {"of_org": org_id, "ids": list(ids), "now": write.now})
        _record(write, going, column.table, ids, "updated", [column.name])
    for (table, shows), ids in going.shared.items():
        await write.run(CHANGE[table], {"of_org": org_id, "ids": list(ids), "now": write.now})
        _record(write, going, table, ids, "updated", shows)
    await _hand_on(write, going)
    for table, statement in DELETES:
        if going.ids[table]:
            await write.run(statement, {"of_org": org_id, "ids": list(going.ids[table])})
    await write.run(FORGET_DECISIONS, {"of_org": org_id, "ids": list(set().union(*going.ids.values()))})
    for table, ids in going.ids.items():
        _record(write, going, table, ids, "purged")


async def _hand_on(write: Write, going: Going) -> None:
    """What was written to those who go, to others whom it reached too; its words went to them alone."""
    if ids := list(going.shared[HANDING_ON]):
        values = {"of_org": write.scope.org_id, "ids": ids}
        await write.run(HAND_ON, {**values, "gone": list(going.ids[contacts])})
        await write.run(TO_NOW, values)
        await write.run(FORGET_PRINTS, values)


async def _whose_items_move(write: Write, going: Going) -> set[UUID]:
    found: set[UUID] = set()
    for column, statement in CONTACTS_OF.items():
        found |= await found_ids(write, statement, going.ids[column.table] | going.changing(column.table))
    met = going.ids[interviews] | await found_ids(write, INTERVIEWS_OF, going.ids[contacts])
    found |= await found_ids(write, PARTICIPANTS_OF, met)
    found |= await found_ids(write, COPIED, going.ids[outreach_emails] | going.changing(outreach_emails))
    found |= await found_ids(write, COLLEAGUES, going.ids[contacts])
    return found - going.ids[contacts]


def _record(
    write: Write, going: Going, table: Table, ids: Iterable[UUID], step: str, changes: Sequence[str] = ()
) -> None:
    subject = SUBJECT_OF.get(table)
    for row_id in sorted(ids) if subject else ():
        write.record(Event(f"{subject}.{step}", str(subject), row_id, changes, going.member_id))
