"""Tables: the base of every model, the column types, and what rows have in common."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, DateTime, MetaData, Table, TypeDecorator, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from api.core.store.values import JsonArray, JsonObject, Values
from api.settings import SQLITE

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
    type_annotation_map = {datetime: UtcDateTime, UUID: Uuid(), JsonArray: Json, JsonObject: Json}  # noqa: RUF012


# Of a foreign key whose column may be null: its row goes all the same when what it refers to is purged.
GOES_WITH = {"goes_with": True}


def table_of(model: type[Base]) -> Table:
    """A model's table, for prebuilt statements."""
    return cast(Table, model.__table__)


class OrgScoped:
    """A tenant's row: its primary key begins with the organization."""

    org_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-3)


class ReferenceTable:
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
    def __mapper_args__(cls) -> Values:
        return {"version_id_col": cls.version}


class OrgRecord(OrgOwned, Versioned):
    """A tenant's row with an id and an ETag."""


class MemberRecord(MemberOwned, OrgRecord):
    """A member's row with an id and an ETag."""
