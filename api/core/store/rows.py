"""Loading a row to change it, and changing it: a patch that changes nothing leaves no trace."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import inspect, select

from api.core.errors import not_found
from api.core.fields.ids import new_id
from api.core.store.tables import MemberRecord, OrgRecord, Versioned
from api.core.store.units import Write, require_version
from api.core.store.values import ResultRow, Values

RESTORABLE_FOR = timedelta(days=30)


ItemRow = TypeVar("ItemRow", bound=OrgRecord)
OwnRow = TypeVar("OwnRow", bound=MemberRecord)


def owned(write: Write) -> Values:
    """What a new row of the caller's own begins with."""
    scope = write.scope
    stamps = {"created_at": write.now, "updated_at": write.now}
    return {"org_id": scope.org_id, "id": new_id(), "member_id": scope.member_id, **stamps}


def values_of(row: ResultRow, names: Sequence[str] | None = None) -> Values:
    """The columns by name: one look-up for all of them, where an attribute costs one each. `names` are those of the
    statement, where it is known beforehand.
    """
    return dict(zip(names or row._fields, row, strict=False))


async def load_for_update(
    write: Write, model: type[ItemRow], row_id: UUID, what: str, *, deleted: bool = False
) -> ItemRow:
    """The row under its lock, its version checked against If-Match; a deleted one only where asked for.

    What hangs on it is read afterwards: a locking join locks the row once for each line it gives, and two of them
    that wait for each other's row have deadlocked.
    """
    row = await lock_row(write, model, row_id)
    if row is None or not _is_there(row, write.now, deleted=deleted):
        raise not_found(f"deleted {what}" if deleted else what)
    require_version(write, row.version)
    return row


async def lock_row(write: Write, model: type[ItemRow], row_id: UUID) -> ItemRow | None:
    """The row under its lock, whatever its version: for what changes along with the row that If-Match is about, and to count
    what hangs on the row before something is added.
    """
    statement = select(model).where(model.id == row_id).with_for_update(key_share=True)
    row: ItemRow | None = await write.session.scalar(statement)
    return row


def _is_there(row: OrgRecord, now: datetime, *, deleted: bool) -> bool:
    if row.deleted_at is None:
        return not deleted
    return deleted and now - row.deleted_at <= RESTORABLE_FOR


def apply(row: Versioned, values: Mapping[str, object], now: datetime) -> list[str]:
    """Set what differs, and name it. JSON values are assigned anew, never changed in place."""
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.updated_at = now
    return changed


def before_and_after(row: object, name: str) -> list[UUID]:
    """The ids that a column holds and held, before the flush that writes it."""
    history = inspect(row).attrs[name].history
    return [value for value in history.sum() if value is not None]
