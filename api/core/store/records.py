"""What resources share, as a value: the rows of one kind that members own, each change of them with its event.

A service keeps what is its own. What it shares with its siblings it asks of its `Rows`, or of its `Records` where a row is
shown as it is stored.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Table, and_, bindparam, select

from api.core.errors import FieldError, invalid, not_found, unknown_reference
from api.core.fields.etags import etag
from api.core.fields.types import Out
from api.core.store.events import Event
from api.core.store.pagination import Collection, PageOut, SortedParams, both_ways
from api.core.store.rows import apply, load_for_update, owned
from api.core.store.sql import IdList, among
from api.core.store.tables import Base, MemberRecord, table_of
from api.core.store.units import Read, Unit, Write
from api.core.store.values import Columns, ResultRow, Statement, Values

OwnRow = TypeVar("OwnRow", bound=MemberRecord)
Shown = TypeVar("Shown", bound=Out)


@dataclass(frozen=True, eq=False)
class Rows(Generic[OwnRow]):
    """The rows of one kind that members own: `what` is one of them in words, `path` the address of the collection."""

    what: str
    model: type[OwnRow]
    path: str

    @cached_property
    def table(self) -> Table:
        return table_of(cast(type[Base], self.model))

    @cached_property
    def subject(self) -> str:
        """The type of subject that an event, or an item of `/due`, is about."""
        return self.what.replace(" ", "_")

    @cached_property
    def are_mine(self) -> Statement:
        columns = self.table.c
        return select(columns.id).where(
            _mine(self.table), among(columns.id, bindparam("ids", type_=IdList)), columns.deleted_at.is_(None)
        )

    async def load(self, write: Write, row_id: UUID, *, deleted: bool = False) -> OwnRow:
        """The row under its lock, its version checked against If-Match; a deleted one only where asked for."""
        return await load_for_update(write, self.model, row_id, self.what, deleted=deleted)

    async def row(self, unit: Unit, statement: Executable, row_id: UUID) -> ResultRow:
        """What a prebuilt statement finds by `id`; a deleted row only in the answer to the write that deleted it."""
        rows = await unit.rows(statement, id=row_id)
        if not rows or (rows[0].deleted_at is not None and isinstance(unit, Read)):
            raise not_found(self.what)
        return rows[0]

    def add(self, write: Write, values: Columns) -> OwnRow:
        row = self.model(**owned(write), **values)
        write.session.add(row)
        self.record(write, row, "created")
        return row

    def change(self, write: Write, row: OwnRow, values: Columns) -> None:
        """Set what differs; where nothing does, no event says so."""
        if changed := apply(row, values, write.now):
            self.record(write, row, "updated", changed)

    def record(self, write: Write, row: OwnRow, step: str, changes: Sequence[str] = ()) -> None:
        write.record(Event(f"{self.subject}.{step}", self.subject, row.id, changes, row.member_id))

    def mark_deleted(self, write: Write, row: OwnRow) -> None:
        apply(row, {"deleted_at": write.now}, write.now)
        self.record(write, row, "deleted")

    def mark_restored(self, write: Write, row: OwnRow) -> None:
        apply(row, {"deleted_at": None}, write.now)
        self.record(write, row, "restored")

    async def delete(self, write: Write, row_id: UUID) -> None:
        """Soft: it can be restored for 30 days."""
        self.mark_deleted(write, await self.load(write, row_id))

    async def unknown(self, unit: Unit, ids: Mapping[str, UUID | None]) -> list[FieldError]:
        """Errors for the ids that are none of the member's. `ids` are by their pointers in the body; null is nobody's."""
        named = {at: row_id for at, row_id in ids.items() if row_id is not None}
        if not named:
            return []
        found = {row.id for row in await unit.rows(self.are_mine, ids=list(set(named.values())))}
        return [unknown_reference(at, self.what) for at, row_id in named.items() if row_id not in found]

    async def require(self, unit: Unit, ids: Mapping[str, UUID | None]) -> None:
        if errors := await self.unknown(unit, ids):
            raise invalid(*errors)


@dataclass(frozen=True, eq=False)
class Records(Rows[OwnRow], Generic[OwnRow, Shown]):
    """Rows that are shown as they are stored. Lists filter by the columns `equal` and by `filters`, whose parameters have
    their names, and sort by the columns `sorts`; by `deleted` and `updated_since`, and by when they were created and
    updated, all of them do.
    """

    out: type[Shown]
    page: type[PageOut[Shown]]
    equal: Sequence[str] = ()
    filters: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)
    sorts: Sequence[str] = ()

    @cached_property
    def mine(self) -> Statement:
        return select(self.table).where(_mine(self.table))

    @cached_property
    def by_id(self) -> Statement:
        return self.mine.where(self.table.c.id == bindparam("id"))

    @cached_property
    def collection(self) -> Collection:
        columns = self.table.c
        return Collection(
            self.mine,
            orders=both_ways({name: columns[name] for name in (*self.sorts, "created_at", "updated_at")}, columns.id),
            filters={
                **{name: columns[name] == bindparam(name) for name in self.equal},
                **self.filters,
                "deleted": columns.deleted_at.is_not(None) == bindparam("deleted"),
                "updated_since": columns.updated_at >= bindparam("updated_since"),
            },
        )

    @cached_property
    def _names(self) -> Sequence[str]:
        return [name for name in self.out.model_fields if name in self.table.c]

    def shown(self, row: ResultRow) -> Shown:
        values: Values = {name: getattr(row, name) for name in self._names}
        values["etag"] = etag(row.version)
        return self.out(**values)

    async def list(self, read: Read, query: SortedParams) -> PageOut[Shown]:
        found = await self.collection.page(read, query)
        return self.page(items=[self.shown(row) for row in found.rows], next=found.next, total=found.total)

    async def get(self, unit: Unit, row_id: UUID) -> Shown:
        return self.shown(await self.row(unit, self.by_id, row_id))

    async def create(self, write: Write, values: Columns) -> Shown:
        row = self.add(write, values)
        await write.derive()
        return await self.get(write, row.id)

    async def update(self, write: Write, row: OwnRow, values: Columns) -> Shown:
        self.change(write, row, values)
        await write.derive()
        return await self.get(write, row.id)

    async def step(self, write: Write, row: OwnRow, step: str, values: Columns) -> Shown:
        """A step of its life, which is an event of its own."""
        self.record(write, row, step, apply(row, values, write.now))
        await write.derive()
        return await self.get(write, row.id)

    async def restore(self, write: Write, row_id: UUID) -> Shown:
        self.mark_restored(write, await self.load(write, row_id, deleted=True))
        await write.derive()
        return await self.get(write, row_id)


async def require_own(unit: Unit, values: Columns, **kinds: Rows[Any]) -> None:  # Any: rows of any kind
    """Refuse what refers to something that is not the member's: of which kind a field is, `kinds` say by its name. One
    statement a kind.
    """
    named: defaultdict[Rows[Any], dict[str, UUID | None]] = defaultdict(dict)  # Any: the same
    for name, rows in kinds.items():
        named[rows][f"/{name}"] = values.get(name)
    errors = [error for rows, ids in named.items() for error in await rows.unknown(unit, ids)]
    if errors:
        raise invalid(*errors)


def differing(row: MemberRecord, values: Columns) -> Values:
    """What would change: what is there already may refer to something that was deleted since."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def _mine(table: Table) -> ColumnElement[bool]:
    return and_(table.c.org_id == bindparam("org_id"), table.c.member_id == bindparam("member_id"))
