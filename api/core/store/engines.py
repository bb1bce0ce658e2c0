"""The two engines: reads run on a read-only one in AUTOCOMMIT, writes on one of their own (docs/decisions/0002)."""

import socket
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from api.core.store.values import Values
from api.settings import SQLITE, Settings

LOCK_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Engines:
    """`write` begins transactions that may change rows; `read` cannot, and commits each statement by itself."""

    write: AsyncEngine
    read: AsyncEngine

    async def dispose(self) -> None:
        await self.write.dispose()
        await self.read.dispose()


def open_engines(settings: Settings) -> Engines:
    return _sqlite_engines(settings) if settings.database_url.startswith(SQLITE) else _postgresql_engines(settings)


def said(error: BaseException) -> str:
    """The first line of what the database, or the way to it, says is wrong."""
    if isinstance(error, socket.gaierror):
        return "the host is not known; in a URL, a password's @ : / and % are written %40 %3A %2F and %25"
    return (str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _common() -> Values:
    return {
        "json_serializer": lambda value: to_json(value).decode(),
        "json_deserializer": from_json,
        "hide_parameters": True,  # notes and messages are no business of a log
    }


def _sqlite_engines(settings: Settings) -> Engines:
    connect = {"isolation_level": None, "timeout": LOCK_SECONDS}
    write = create_async_engine(
        settings.database_url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=LOCK_SECONDS,
        connect_args=connect,
        **_common(),
    )
    read = create_async_engine(
        settings.database_url,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_timeout=LOCK_SECONDS,
        connect_args={"timeout": LOCK_SECONDS},
        **_common(),
    )
    _run_on_connect(write, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON")
    _run_on_connect(read, "PRAGMA query_only=ON")
    event.listen(write.sync_engine, "begin", _begin_immediate)
    return Engines(write, read)


def _begin_immediate(connection: Connection) -> None:
    """BEGIN IMMEDIATE: a deferred one lets two writers read first, and then refuses one of them. Before it, end what a COMMIT
    that failed, as on a full disk, has left open.
    """
    driver: Any = connection.connection.driver_connection  # Any: aiosqlite's connection
    if driver.in_transaction:
        connection.exec_driver_sql("ROLLBACK")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _run_on_connect(engine: AsyncEngine, *pragmas: str) -> None:
    def run(connection: Any, _record: object) -> None:  # Any: the driver's connection
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine.sync_engine, "connect", run)


def _postgresql_engines(settings: Settings) -> Engines:
    pool: Values = {
        "pool_size": settings.pool_size,
        "max_overflow": 0,
        "pool_timeout": LOCK_SECONDS,
        "pool_pre_ping": False,
        "pool_recycle": 1800,
        **_common(),
    }
    quick = {"timezone": "UTC", "lock_timeout": f"{LOCK_SECONDS}s", "jit": "off"}
    write = create_async_engine(settings.database_url, connect_args={"server_settings": quick}, **pool)
    read = create_async_engine(
        settings.database_url,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        connect_args={"server_settings": {**quick, "default_transaction_read_only": "on"}},
        **pool,
    )
    return Engines(write, read)
