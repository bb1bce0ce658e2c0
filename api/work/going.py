"""What goes with a deleted row, and what stays and changes. What hangs on what is read from the foreign keys: a row that must
refer to what goes, goes with it; one that need not, stays, unless its constraint is marked `GOES_WITH`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Column, Table, bindparam, exists, select

import api.registry  # noqa: F401 (every table is known once it is imported)
from api.core.store.sql import IdList, among
from api.core.store.tables import GOES_WITH, Base, table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow, Statement
from api.records.contacts.models import Contact
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc
from api.records.subjects import SUBJECTS

contacts = table_of(Contact)
interviews = table_of(Interview)
interview_participants = table_of(InterviewParticipant)
outreach_emails = table_of(OutreachEmail)
outreach_email_ccs = table_of(OutreachEmailCc)
SUBJECT_OF: Mapping[Table, str] = {rows.table: subject for subject, rows in SUBJECTS.items()}
ROOTS = tuple(SUBJECT_OF)
IDS = bindparam("ids", type_=IdList)


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


def ids_where(column: Column[UUID], among_which: Column[UUID]) -> Statement:
    return select(column.label("id")).where(
        column.table.c.org_id == bindparam("org_id"), among(among_which, IDS), column.is_not(None)
    )


WITH_ID = [reference for references in REFERENCES.values() for reference in references if "id" in reference.table.c]
FOUND_BY = {reference.column: ids_where(reference.table.c.id, reference.column) for reference in WITH_ID}
INTERVIEWS_OF = ids_where(interview_participants.c.interview_id, interview_participants.c.contact_id)
_others = interview_participants.alias("others")
# Interviews in which nobody takes part but these contacts.
LEFT_ALONE = INTERVIEWS_OF.where(
    ~exists().where(
        _others.c.org_id == bindparam("org_id"),
        _others.c.interview_id == interview_participants.c.interview_id,
        ~among(_others.c.contact_id, IDS),
    )
)
# What reached these contacts, and others with them: it stays theirs, without its words.
HANDED_ON = ids_where(outreach_emails.c.id, outreach_emails.c.contact_id).where(
    outreach_emails.c.direction != "inbound",
    outreach_emails.c.status == "sent",
    exists().where(
        outreach_email_ccs.c.org_id == bindparam("org_id"),
        outreach_email_ccs.c.outreach_email_id == outreach_emails.c.id,
        ~among(outreach_email_ccs.c.contact_id, IDS),
    ),
)
HANDING_ON = (outreach_emails, ("contact_id", "cc_contact_ids", "subject", "body", "expects_answer"))
# What contacts share: it stays, and what it shows changes.
SHARED: Mapping[tuple[Table, Sequence[str]], Statement] = {
    (interviews, ("contact_ids",)): INTERVIEWS_OF,
    (outreach_emails, ("cc_contact_ids",)): ids_where(
        outreach_email_ccs.c.outreach_email_id, outreach_email_ccs.c.contact_id
    ),
    HANDING_ON: HANDED_ON,
}


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with a deleted row, by table; and by their columns, the rows that stay and lose a reference."""

    member_id: UUID
    ids: defaultdict[Table, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    losing: defaultdict[Column[UUID], set[UUID]] = field(default_factory=lambda: defaultdict(set))
    shared: dict[tuple[Table, Sequence[str]], set[UUID]] = field(default_factory=dict)

    @property
    def everything(self) -> Sequence[Mapping[object, set[UUID]]]:
        """To compare: without what is empty."""
        return [{key: ids for key, ids in part.items() if ids} for part in (self.ids, self.losing, self.shared)]

    @property
    def count(self) -> int:
        return sum(map(len, self.ids.values()))

    def changing(self, table: Table) -> set[UUID]:
        """What stays and changes."""
        losing = (ids for column, ids in self.losing.items() if column.table is table)
        shared = (ids for (whose, _), ids in self.shared.items() if whose is table)
        return set().union(*losing, *shared)


async def all_of(write: Write, root: Table, row: ResultRow) -> Going:
    going = Going(row.member_id)
    waiting = [(root, {row.id})]
    while waiting:
        table, ids = waiting.pop()
        new = ids - going.ids[table]
        going.ids[table] |= new
        if table is contacts:
            waiting.append((interviews, await found_ids(write, LEFT_ALONE, new)))
        for reference in REFERENCES.get(table, ()):
            if reference.column in FOUND_BY and new:
                found = await found_ids(write, FOUND_BY[reference.column], new)
                if reference.column is outreach_emails.c.contact_id:
                    found -= await found_ids(write, HANDED_ON, new)
                if reference.goes:
                    waiting.append((reference.table, found))
                else:
                    going.losing[reference.column] |= found
    for column, losing in going.losing.items():
        losing.difference_update(going.ids[column.table])
    for shared, statement in SHARED.items():
        going.shared[shared] = await found_ids(write, statement, going.ids[contacts]) - going.ids[shared[0]]
    return going


async def found_ids(write: Write, statement: Statement, ids: set[UUID]) -> set[UUID]:
    return {row.id for row in await write.rows(statement, ids=list(ids))} if ids else set()
