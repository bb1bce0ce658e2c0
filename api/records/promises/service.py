"""Promises: open until they were kept or released."""

from uuid import UUID

from sqlalchemy import and_, bindparam

from api.core.errors import state_conflict
from api.core.fields.times import require_happened
from api.core.fields.types import given_values, sent
from api.core.store.records import Records, differing, require_own
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import Columns
from api.records.contacts.reading import CONTACTS
from api.records.interviews.reading import INTERVIEWS
from api.records.members.service import moment_of
from api.records.promises.models import Promise
from api.records.promises.schemas import PromiseCreate, PromiseOut, PromisePage, PromisePatch, PromiseStep

promises = table_of(Promise)
PROMISES = Records(
    "promise",
    Promise,
    "/promises",
    PromiseOut,
    PromisePage,
    equal=("contact_id", "by"),
    filters={"open": and_(promises.c.kept_at.is_(None), promises.c.released_at.is_(None)) == bindparam("open")},
)


async def create_promise(write: Write, given: PromiseCreate) -> PromiseOut:
    values = given_values(given)
    await _check(write, values)
    return await PROMISES.create(write, values)


async def update_promise(write: Write, promise_id: UUID, patch: PromisePatch) -> PromiseOut:
    promise, values = await PROMISES.load(write, promise_id), sent(patch)
    await _check(write, differing(promise, values))
    return await PROMISES.update(write, promise, values)


async def keep_promise(write: Write, promise_id: UUID, given: PromiseStep) -> PromiseOut:
    return await _end(write, promise_id, given, "kept")


async def release_promise(write: Write, promise_id: UUID, given: PromiseStep) -> PromiseOut:
    return await _end(write, promise_id, given, "released")


async def _end(write: Write, promise_id: UUID, given: PromiseStep, step: str) -> PromiseOut:
    require_happened("/at", given.at, write.now)
    at = await moment_of(write, given.at)
    promise = await PROMISES.load(write, promise_id)
    if promise.kept_at is not None or promise.released_at is not None:
        raise state_conflict(f"This promise was {'kept' if promise.kept_at else 'released'} already.")
    return await PROMISES.step(write, promise, step, {f"{step}_at": at})


async def _check(write: Write, values: Columns) -> None:
    await require_own(write, values, contact_id=CONTACTS, interview_id=INTERVIEWS)
