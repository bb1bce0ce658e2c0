"""The database: column types, table mixins, and the two engines.

Reads run on a read-only engine in AUTOCOMMIT, writes on an engine of their own; see docs/architecture.md.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import JSON, Connection, DateTime, MetaData, TypeDecorator, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from api.settings import SQLITE, Settings

LOCK_SECONDS = 5

NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: timezone-aware UTC in Python on both databases. PostgreSQL's driver gives it so by itself."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == SQLITE else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and dialect.name == SQLITE else value

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:  # Any: SQLAlchemy's own signature
        return super().result_processor(dialect, coltype) if dialect.name == SQLITE else None


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, UUID: Uuid(), list[Any]: Json, dict[str, Any]: Json}  # noqa: RUF012


class OrgScoped:
    """A tenant's row: its primary key begins with the organization."""

    org_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-3)


class Reference:
    """A row of a reference table, which every tenant's statements may join: they name its id themselves."""


class MemberScoped(OrgScoped):
    """A row that is one member's alone."""

    member_id: Mapped[UUID] = mapped_column(sort_order=-1)


class OrgOwned(OrgScoped):
    """A tenant's row with an id."""

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)


class MemberOwned(OrgOwned, MemberScoped):
    """A member's row with an id."""


class Versioned:
    """A row with an ETag: `version` counts its changes."""

    version: Mapped[int] = mapped_column(sort_order=90)
    created_at: Mapped[datetime] = mapped_column(sort_order=91)
    updated_at: Mapped[datetime] = mapped_column(sort_order=92)
    deleted_at: Mapped[datetime | None] = mapped_column(sort_order=93)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Item(OrgOwned, Versioned):
    """A tenant's row with an id and an ETag."""


class OwnItem(MemberOwned, Item):
    """A member's row with an id and an ETag."""


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


def _common() -> dict[str, Any]:  # Any: keyword arguments of create_async_engine
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
    """The driver's deferred BEGIN lets two writers read first and then refuses one of them. A COMMIT that failed, as
    on a full disk, has left its transaction open.
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
    pool: dict[str, Any] = {  # Any: keyword arguments of create_async_engine
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
