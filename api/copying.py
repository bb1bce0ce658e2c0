"""A database as a whole: a backup of SQLite while it is used, and a copy into another database, verified row by row."""

import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Table, bindparam, func, insert, inspect, literal, make_url, select, tuple_, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import api.registry  # noqa: F401 (every table is known once it is imported)
from api.core.errors import ConfigurationError
from api.core.store.engines import open_engines, said
from api.core.store.rows import values_of
from api.core.store.schema import VERSION_TABLE, describe, migrate, require_current
from api.core.store.tables import Base
from api.core.store.values import ResultRow, Statement, Values
from api.settings import POSTGRESQL, SQLITE, Settings

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Copied:
    """What is in a backup; its size in bytes."""

    size: int
    organizations: int
    contacts: int


def back_up(settings: Settings, target: Path) -> Copied:
    """Copy a SQLite database into a new file while others use it, and check the copy."""
    if not settings.database_url.startswith(SQLITE):
        raise ConfigurationError(
            "This backs up SQLite. Of PostgreSQL take one with `pg_dump`; docs/operations.md has the commands."
        )
    if os.path.lexists(target):
        raise ConfigurationError(f"{target} is there already: name a new file.")
    source = make_url(settings.database_url).database or ""
    if not Path(source).exists():
        raise ConfigurationError(f"There is no database at {source}.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.touch(mode=0o600)
        organizations, contacts = _copy_file(source, unfinished)
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise ConfigurationError(f"No backup was made: {getattr(error, 'strerror', None) or error}.") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return Copied(target.stat().st_size, organizations, contacts)


def _copy_file(source: str, target: Path) -> tuple[int, int]:
    """How many organizations and contacts the copy holds: one of a database that nobody set up is none."""
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
        (found,) = here.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            damage = found.splitlines()[0]
            raise sqlite3.DatabaseError(f"the copy is damaged ({damage}), and the database may be")
        if here.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (VERSION_TABLE,)).fetchone() is None:
            raise sqlite3.DatabaseError(f"{source} is no database of Touchbase")
        ((organizations,),) = here.execute("SELECT count(*) FROM organizations")
        ((contacts,),) = here.execute("SELECT count(*) FROM contacts")
    return organizations, contacts


async def copy_to(settings: Settings, url: str) -> Mapping[str, int]:
    """Copy everything into an empty database, and compare every row; gives how many there are, by table. One transaction:
    all of it is there, or nothing.
    """
    there = _with_url(settings, url)
    if there.database_url == settings.database_url:
        raise ConfigurationError("That is the database itself: name another one.")
    source, target = open_engines(settings), open_engines(there)
    try:
        await require_current(source.write)
        with _naming(describe(there)):
            await _require_empty(target.write, describe(there))
            await migrate(target.write)
        async with _snapshot(source.write) as reading, target.write.begin() as writing:
            for table in Base.metadata.sorted_tables:
                with _naming(table.name):
                    await _copy(reading, writing, table)
            return {table.name: await _compare(reading, writing, table) for table in Base.metadata.sorted_tables}
    finally:
        await source.dispose()
        await target.dispose()


def _with_url(settings: Settings, url: str) -> Settings:
    try:
        return settings.model_copy(update={"database_url": Settings(database_url=url).database_url})
    except ValidationError as error:
        says = error.errors(include_input=False)[0]["msg"].removeprefix("Value error, ")
        raise ConfigurationError(f"The database to copy to: {says}.") from None


@contextmanager
def _naming(what: str) -> Iterator[None]:
    """An error says where it is from; which row it was, the database does not say."""
    try:
        yield
    except (SQLAlchemyError, OSError, ValueError, OverflowError) as error:
        raise ConfigurationError(f"Nothing was copied. {what}: {said(error)}.") from None


def _snapshot(engine: AsyncEngine) -> AsyncConnection:
    """One moment of the whole database: SQLite's writers wait meanwhile, PostgreSQL's do not."""
    isolated = engine.dialect.name == POSTGRESQL
    return (engine.execution_options(isolation_level="REPEATABLE READ") if isolated else engine).connect()


async def _require_empty(engine: AsyncEngine, name: str) -> None:
    """Before anything is made there: a database that another program, or another version, uses stays as it is."""
    async with engine.connect() as connection:
        there = await connection.run_sync(lambda bound: set(inspect(bound).get_table_names()))
    if foreign := sorted(there - set(Base.metadata.tables) - {VERSION_TABLE}):
        raise ConfigurationError(f"{name} is not empty: it has a table {foreign[0]}. Name an empty database.")
    if not there:
        return
    try:
        await require_current(engine)
    except ConfigurationError:
        raise ConfigurationError(
            f"{name} is not empty: another version of Touchbase set it up. Name an empty database."
        ) from None
    async with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
                raise ConfigurationError(f"{name} is not empty: {table.name} has rows. Name an empty database.")


async def _copy(reading: AsyncConnection, writing: AsyncConnection, table: Table) -> None:
    """What refers to rows of the same table is written when all of them are there."""
    own = _own_references(table)
    async for rows in _in_order(reading, table):
        await writing.execute(insert(table), [values_of(row) | dict.fromkeys(own) for row in rows])
    for name in own:
        linked = update(table).values({name: bindparam("refers_to")})
        for key in table.primary_key.columns:
            linked = linked.where(key == bindparam(f"key_{key.name}"))
        async for rows in _in_order(reading, table):
            values = [_link(table, values_of(row), name) for row in rows if values_of(row)[name] is not None]
            if values:
                await writing.execute(linked, values)


def _own_references(table: Table) -> Sequence[str]:
    return [
        column.name
        for constraint in table.foreign_key_constraints
        if constraint.referred_table is table
        for column in constraint.columns
        if column.nullable
    ]


def _link(table: Table, values: Values, name: str) -> Values:
    keys = {f"key_{key.name}": values[key.name] for key in table.primary_key.columns}
    return {**keys, "refers_to": values[name]}


async def _compare(reading: AsyncConnection, writing: AsyncConnection, table: Table) -> int:
    """How many rows there are, each the same in both."""
    count = 0
    copied = _in_order(writing, table)
    async for rows in _in_order(reading, table):
        found: Sequence[ResultRow] = await anext(copied, [])
        if [tuple(row) for row in rows] != [tuple(row) for row in found]:
            raise ConfigurationError(f"{table.name} differs after it was copied: nothing was kept.")
        count += len(rows)
    if await anext(copied, None) is not None:
        raise ConfigurationError(f"{table.name} has more rows after it was copied: nothing was kept.")
    return count


async def _in_order(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[ResultRow]]:
    """The rows of a table by its key, some at a time."""
    keys = list(table.primary_key.columns)
    first: Statement = select(table).order_by(*keys).limit(AT_ONCE)
    rows: Sequence[ResultRow] = (await connection.execute(first)).all()
    while rows:
        yield rows
        last = values_of(rows[-1])
        behind = tuple_(*keys) > tuple_(*(literal(last[key.name], key.type) for key in keys))
        rows = (await connection.execute(first.where(behind))).all()
