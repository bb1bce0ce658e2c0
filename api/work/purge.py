"""What was deleted 30 days ago goes for good, with all that hangs on it. What others share stays, and loses the reference.

What hangs on what is read from the foreign keys: a row that must refer to what goes, goes with it; one that need not,
stays, unless its constraint is marked `GOES_WITH`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Column, Delete, Table, Update, bindparam, delete, exists, select, update

import api.registry  # noqa: F401 (every table is known once it is imported)
from api.core.store.events import Event
from api.core.store.idempotency import idempotency_records
from api.core.store.jobs import Payload, Step, jobs
from api.core.store.rows import RESTORABLE_FOR
from api.core.store.sql import IdList, among
from api.core.store.tables import GOES_WITH, Base, UtcDateTime, table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow, Statement, Values
from api.method.due.touched import Touched
from api.records.contacts.models import Contact
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.introductions.models import Introduction
from api.records.milestones.models import Milestone
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc
from api.records.subjects import SUBJECTS

PURGE = "purge"
AT_ONCE = 10
ENDED_JOBS_STAY = timedelta(days=30)

NOTHING = UUID(int=0)

contacts = table_of(Contact)
interviews = table_of(Interview)
interview_participants = table_of(InterviewParticipant)
introductions = table_of(Introduction)
milestones = table_of(Milestone)
outreach_emails = table_of(OutreachEmail)
outreach_email_ccs = table_of(OutreachEmailCc)
SUBJECT_OF: Mapping[Table, str] = {rows.table: subject for subject, rows in SUBJECTS.items()}
ROOTS = tuple(SUBJECT_OF)
_ids = bindparam("ids", type_=IdList)
_before, _now = bindparam("before", type_=UtcDateTime), bindparam("now", type_=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Referring:
    """A column by which rows of a table refer to rows that may be purged; whether they go with them."""

    column: Column[UUID]
    goes: bool

    @property
    def table(self) -> Table:
        return self.column.table


def _references() -> Mapping[Table, Sequence[Referring]]:
    found: defaultdict[Table, list[Referring]] = defaultdict(list)
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table in SUBJECT_OF:
                (column,) = [column for column in constraint.columns if column.name not in {"org_id", "member_id"}]
                goes = not column.nullable or constraint.info == GOES_WITH
                found[constraint.referred_table].append(Referring(column, goes))
    return found


REFERENCES = _references()


def _expired(table: Table) -> Statement:
    return (
        select(table.c.id, table.c.member_id)
        .where(table.c.org_id == bindparam("org_id"), table.c.deleted_at < _before, table.c.id > bindparam("after"))
        .order_by(table.c.id)
        .limit(AT_ONCE)
    )


def _ids_where(column: Column[UUID], among_which: Column[UUID]) -> Statement:
    return select(column.label("id")).where(
        column.table.c.org_id == bindparam("org_id"), among(among_which, _ids), column.is_not(None)
    )


def _changing(table: Table, values: Values) -> Update:
    """Rows that stay have another version then."""
    mine = update(table).where(table.c.org_id == bindparam("of_org"), among(table.c.id, _ids))
    return mine.values({**values, "version": table.c.version + 1, "updated_at": _now})


EXPIRED = {table: _expired(table) for table in ROOTS}
# What somebody else holds, or is about to refer to, is left out: it waits for tomorrow.
FREE_TO_GO = {table: _ids_where(table.c.id, table.c.id).with_for_update(skip_locked=True) for table in ROOTS}
STILL_DELETED = {table: _ids_where(table.c.id, table.c.id).where(table.c.deleted_at.is_not(None)) for table in ROOTS}
FREE_TO_CHANGE = {
    table: _ids_where(table.c.id, table.c.id).with_for_update(key_share=True, skip_locked=True) for table in ROOTS
}
WITH_ID = [reference for references in REFERENCES.values() for reference in references if "id" in reference.table.c]
FOUND_BY = {reference.column: _ids_where(reference.table.c.id, reference.column) for reference in WITH_ID}
# The contacts to whom rows that go, or lose a reference, refer: their items may move.
CONTACTS_OF = {
    reference.column: _ids_where(reference.column, reference.table.c.id)
    for reference in REFERENCES[contacts]
    if reference.table in SUBJECT_OF
}
INTERVIEWS_OF = _ids_where(interview_participants.c.interview_id, interview_participants.c.contact_id)
PARTICIPANTS_OF = _ids_where(interview_participants.c.contact_id, interview_participants.c.interview_id)
COPIED = _ids_where(outreach_email_ccs.c.contact_id, outreach_email_ccs.c.outreach_email_id)
# What contacts share, by what it shows of them.
SHARED = {
    (interviews, "contact_ids"): INTERVIEWS_OF,
    (outreach_emails, "cc_contact_ids"): _ids_where(
        outreach_email_ccs.c.outreach_email_id, outreach_email_ccs.c.contact_id
    ),
}
_others = interview_participants.alias("others")
# Interviews in which nobody takes part but these contacts.
LEFT_ALONE = INTERVIEWS_OF.where(
    ~exists().where(
        _others.c.org_id == bindparam("org_id"),
        _others.c.interview_id == interview_participants.c.interview_id,
        ~among(_others.c.contact_id, _ids),
    )
)
KEEP_NAME = (
    update(introductions)
    .where(introductions.c.org_id == bindparam("of_org"), among(introductions.c.target_id, _ids))
    .values(
        target_name=select(contacts.c.full_name)
        .where(contacts.c.org_id == bindparam("of_org"), contacts.c.id == introductions.c.target_id)
        .scalar_subquery()
    )
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
        (parent, delete(table).where(table.c.org_id == bindparam("of_org"), among(column, _ids)))
        for parent, column in columns.items()
    ]


# Who refers goes before what it refers to.
HELD = {*ROOTS, *(reference.table for references in REFERENCES.values() for reference in references)}
DELETES = [found for table in reversed(Base.metadata.sorted_tables) if table in HELD for found in _deleting(table)]


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with a deleted row, by table; and by their columns, the rows that stay and lose a reference."""

    member_id: UUID
    ids: defaultdict[Table, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    losing: defaultdict[Column[UUID], set[UUID]] = field(default_factory=lambda: defaultdict(set))
    shared: dict[tuple[Table, str], set[UUID]] = field(default_factory=dict)

    @property
    def everything(self) -> Sequence[Mapping[object, set[UUID]]]:
        """To compare: without what is empty."""
        return [{key: ids for key, ids in part.items() if ids} for part in (self.ids, self.losing, self.shared)]

    def changing(self, table: Table) -> set[UUID]:
        """What stays and changes."""
        losing = (ids for column, ids in self.losing.items() if column.table is table)
        shared = (ids for (whose, _), ids in self.shared.items() if whose is table)
        return set().union(*losing, *shared)


async def purge(write: Write, payload: Payload) -> Step:
    """Some deleted rows of one table; the next step goes on behind them. At the end goes what else has expired."""
    first, done, after = payload.get("table", 0), payload.get("done", 0), UUID(payload.get("after", NOTHING.hex))
    for place in range(first, len(ROOTS)):
        rows = await write.rows(EXPIRED[ROOTS[place]], after=after, before=write.now - RESTORABLE_FOR)
        if rows:
            done += await _purge_rows(write, ROOTS[place], rows)
            return Step(done, None, {"table": place, "done": done, "after": rows[-1].id.hex})
        after = NOTHING
    await write.run(FORGET_ANSWERS, {"of_org": write.scope.org_id, "now": write.now})
    await write.run(FORGET_JOBS, {"of_org": write.scope.org_id, "before": write.now - ENDED_JOBS_STAY})
    return Step(done, done, None)


async def _purge_rows(write: Write, table: Table, rows: Sequence[ResultRow]) -> int:
    """How many went: some may have gone with others, and what is in use waits for tomorrow."""
    gone = 0
    for row in rows:
        going = await _all_of(write, table, row)
        if await _are_free(write, going) and await _is_the_same(write, table, row, going):
            await write.take_commit_lock()
            await _remove(write, going)
            gone += 1
    return gone


async def _all_of(write: Write, root: Table, row: ResultRow) -> Going:
    going = Going(row.member_id)
    waiting = [(root, {row.id})]
    while waiting:
        table, ids = waiting.pop()
        new = ids - going.ids[table]
        going.ids[table] |= new
        if table is contacts:
            waiting.append((interviews, await _found(write, LEFT_ALONE, new)))
        for reference in REFERENCES.get(table, ()):
            if reference.column in FOUND_BY and new:
                found = await _found(write, FOUND_BY[reference.column], new)
                if reference.goes:
                    waiting.append((reference.table, found))
                else:
                    going.losing[reference.column] |= found
    for column, losing in going.losing.items():
        losing.difference_update(going.ids[column.table])
    for shared, statement in SHARED.items():
        going.shared[shared] = await _found(write, statement, going.ids[contacts]) - going.ids[shared[0]]
    return going


async def _found(write: Write, statement: Statement, ids: set[UUID]) -> set[UUID]:
    return {row.id for row in await write.rows(statement, ids=list(ids))} if ids else set()


async def _are_free(write: Write, going: Going) -> bool:
    """Lock the rows, then the organization: the other order deadlocks with a PATCH. False: one of them is in use."""
    for table in ROOTS:
        to_go, to_change = going.ids[table], going.changing(table)
        if await _found(write, FREE_TO_GO[table], to_go) != to_go:
            return False
        if await _found(write, FREE_TO_CHANGE[table], to_change) != to_change:
            return False
    return True


async def _is_the_same(write: Write, table: Table, row: ResultRow, going: Going) -> bool:
    """Whether it is deleted still, and nothing was moved away from it, or to it, before its rows were locked."""
    found = await _found(write, STILL_DELETED[table], {row.id})
    again = await _all_of(write, table, row)
    return bool(found) and again.everything == going.everything


async def _remove(write: Write, going: Going) -> None:
    org_id = write.scope.org_id
    write.touch(Touched.CONTACT, await _whose_items_move(write, going))
    if going.ids[milestones]:
        write.touch(Touched.NEWS, [going.member_id])
    await write.run(KEEP_NAME, {"of_org": org_id, "ids": list(going.ids[contacts])})
    for column, ids in going.losing.items():
        await write.run(LOSE[column], {"of_org": org_id, "ids": list(ids), "now": write.now})
        _record(write, going, column.table, ids, "updated", [column.name])
    for (table, shows), ids in going.shared.items():
        await write.run(CHANGE[table], {"of_org": org_id, "ids": list(ids), "now": write.now})
        _record(write, going, table, ids, "updated", [shows])
    for table, statement in DELETES:
        if going.ids[table]:
            await write.run(statement, {"of_org": org_id, "ids": list(going.ids[table])})
    for table, ids in going.ids.items():
        _record(write, going, table, ids, "purged")


async def _whose_items_move(write: Write, going: Going) -> set[UUID]:
    found: set[UUID] = set()
    for column, statement in CONTACTS_OF.items():
        found |= await _found(write, statement, going.ids[column.table] | going.changing(column.table))
    met = going.ids[interviews] | await _found(write, INTERVIEWS_OF, going.ids[contacts])
    found |= await _found(write, PARTICIPANTS_OF, met)
    found |= await _found(write, COPIED, going.ids[outreach_emails])
    return found - going.ids[contacts]


def _record(
    write: Write, going: Going, table: Table, ids: Iterable[UUID], step: str, changes: Sequence[str] = ()
) -> None:
    subject = SUBJECT_OF.get(table)
    for row_id in sorted(ids) if subject else ():
        write.record(Event(f"{subject}.{step}", str(subject), row_id, changes, going.member_id))
