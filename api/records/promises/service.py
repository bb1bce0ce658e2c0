"""Promises: open until they were kept or released."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from api.core.errors import invalid, state_conflict, unknown_reference
from api.core.fields.etags import etag
from api.core.fields.times import require_happened
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.rows import apply, delete_row, load_for_update, one_row, owned, restore_row
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit, Write
from api.core.store.values import Columns, ResultRow
from api.records.contacts.service import unknown_contacts
from api.records.interviews.reading import ARE_MINE as INTERVIEWS_ARE_MINE
from api.records.promises.models import Promise
from api.records.promises.schemas import PromiseCreate, PromiseOut, PromisePage, PromisePatch, PromiseQuery, PromiseStep

promises = table_of(Promise)
SELECT = select(promises).where(
    promises.c.org_id == bindparam("org_id"), promises.c.member_id == bindparam("member_id")
)
GET = SELECT.where(promises.c.id == bindparam("id"))
COLLECTION = Collection(
    SELECT,
    orders=both_ways({"created_at": promises.c.created_at, "updated_at": promises.c.updated_at}, promises.c.id),
    filters={
        "contact_id": promises.c.contact_id == bindparam("contact_id"),
        "by": promises.c.by == bindparam("by"),
        "open": and_(promises.c.kept_at.is_(None), promises.c.released_at.is_(None)) == bindparam("open"),
        "deleted": promises.c.deleted_at.is_not(None) == bindparam("deleted"),
        "updated_since": promises.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_promises(read: Read, query: PromiseQuery) -> PromisePage:
    filters = {name: getattr(query, name) for name in COLLECTION.filters}
    found = await COLLECTION.page(read, query, sort=query.sort, filters=filters)
    return PromisePage(items=[_promise_out(row) for row in found.rows], next=found.next, total=found.total)


async def get_promise(unit: Unit, promise_id: UUID) -> PromiseOut:
    return _promise_out(await one_row(unit, GET, promise_id, "promise"))


async def create_promise(write: Write, given: PromiseCreate) -> PromiseOut:
    await _check(write, dict(given))
    promise = Promise(**owned(write), **dict(given))
    write.session.add(promise)
    write.record(_event("created", promise))
    await write.derive()
    return await get_promise(write, promise.id)


async def update_promise(write: Write, promise_id: UUID, patch: PromisePatch) -> PromiseOut:
    promise = await load_for_update(write, Promise, promise_id, "promise")
    values = {name: getattr(patch, name) for name in patch.model_fields_set}
    await _check(write, {name: value for name, value in values.items() if getattr(promise, name) != value})
    changed = apply(promise, values, write.now)
    if changed:
        write.record(_event("updated", promise, changed))
    await write.derive()
    return await get_promise(write, promise.id)


async def delete_promise(write: Write, promise_id: UUID) -> None:
    await delete_row(write, Promise, promise_id, "promise")


async def restore_promise(write: Write, promise_id: UUID) -> PromiseOut:
    await restore_row(write, Promise, promise_id, "promise")
    return await get_promise(write, promise_id)


async def keep_promise(write: Write, promise_id: UUID, given: PromiseStep) -> PromiseOut:
    return await _end(write, promise_id, given, "kept")


async def release_promise(write: Write, promise_id: UUID, given: PromiseStep) -> PromiseOut:
    return await _end(write, promise_id, given, "released")


async def _end(write: Write, promise_id: UUID, given: PromiseStep, step: str) -> PromiseOut:
    at = given.at or write.now
    require_happened("/at", at, write.now)
    promise = await load_for_update(write, Promise, promise_id, "promise")
    if promise.kept_at is not None or promise.released_at is not None:
        raise state_conflict(f"This promise was {'kept' if promise.kept_at else 'released'} already.")
    write.record(_event(step, promise, apply(promise, {f"{step}_at": at}, write.now)))
    await write.derive()
    return await get_promise(write, promise.id)


async def _check(write: Write, values: Columns) -> None:
    """What it refers to is the member's own."""
    named = {f"/{name}": values[name] for name in ("contact_id",) if values.get(name) is not None}
    errors = await unknown_contacts(write, named)
    interview_id = values.get("interview_id")
    if interview_id is not None and not await write.rows(INTERVIEWS_ARE_MINE, ids=[interview_id]):
        errors.append(unknown_reference("/interview_id", "interview"))
    if errors:
        raise invalid(*errors)


def _event(step: str, promise: Promise, changes: Sequence[str] = ()) -> Event:
    return Event(f"promise.{step}", "promise", promise.id, changes, promise.member_id)


def _promise_out(row: ResultRow) -> PromiseOut:
    return PromiseOut(**{name: getattr(row, name) for name in _KEPT}, etag=etag(row.version))


_KEPT = tuple(name for name in PromiseOut.model_fields if name in promises.c)
