"""Work that outlives the request: rows written in the transaction of the change that asks for them.

A worker claims a job with a lease and does it step by step. Each step is one transaction, which also notes how far the
job is, and commits only while the lease is still the worker's: killed at any point, a job goes on after its last
committed step.
"""

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Update,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Mapped, mapped_column

from api.core.fields.ids import new_id
from api.core.store.tables import Base, OrgOwned, UtcDateTime, table_of
from api.core.store.units import Write
from api.core.store.values import Columns, ResultRow, Values

MOST_ATTEMPTS = 8
LONGEST_WAIT = timedelta(hours=1)
SUCCEEDED, FAILED = "succeeded", "failed"
Payload = Values


class Job(OrgOwned, Base):
    """`run_at` is null once the job has ended, and `dedupe_key` with it; `outcome` then says how. `revision` counts how
    often it was asked for anew while it had not ended.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("org_id", "dedupe_key"),
        Index(None, "run_at", "org_id"),
        Index(None, "org_id", "created_at", "id"),
        Index(None, "org_id", "updated_at", "id"),
        Index(
            "ix_jobs_failed",
            "org_id",
            postgresql_where=text("outcome = 'failed'"),
            sqlite_where=text("outcome = 'failed'"),
        ),
    )

    org_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("organizations.id"), primary_key=True, sort_order=-3)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[Values]
    dedupe_key: Mapped[str | None] = mapped_column(String(100))
    revision: Mapped[int]
    run_at: Mapped[datetime | None]
    attempts: Mapped[int]
    lease_token: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    steps_done: Mapped[int]
    steps_total: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    last_error: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job under a lease, as it stood when it was claimed or last read."""

    org_id: UUID
    id: UUID
    kind: str
    payload: Payload
    revision: int
    attempts: int
    lease_token: UUID


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction of a job did: `done` of `total` so far, and with what the next one begins; None ends it."""

    done: int
    total: int | None
    next: Payload | None


Handler = Callable[[Write, Payload], Awaitable[Step]]

jobs = table_of(Job)
_now, _until = bindparam("now", type_=UtcDateTime), bindparam("until", type_=UtcDateTime)
_is_free = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until <= _now)
READY = (
    select(jobs.c.org_id)
    .where(jobs.c.run_at <= _now, _is_free)
    .group_by(jobs.c.org_id)
    .order_by(func.min(jobs.c.run_at))
    .limit(100)
)
_first = (
    select(jobs.c.id)
    .where(jobs.c.org_id == bindparam("of_org"), jobs.c.run_at <= _now, _is_free)
    .order_by(jobs.c.run_at, jobs.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)


def _change(*conditions: Any) -> Update:  # Any: conditions
    return update(jobs).where(jobs.c.org_id == bindparam("of_org"), *conditions)


_FREE = {"lease_token": None, "lease_until": None}
CLAIM = (
    _change(jobs.c.id == _first)
    .values(lease_token=bindparam("token"), lease_until=_until, attempts=jobs.c.attempts + 1)
    .returning(jobs)
)
_mine = and_(jobs.c.id == bindparam("job_id"), jobs.c.lease_token == bindparam("token"))
FIND = select(jobs).where(jobs.c.org_id == bindparam("of_org"), _mine)
_unchanged = jobs.c.revision == bindparam("seen_revision")
_progress = {"steps_done": bindparam("done"), "steps_total": bindparam("total"), "updated_at": _now}
ADVANCE = (
    _change(_mine, _unchanged)
    .values(**_progress, payload=bindparam("next"), lease_until=_until, attempts=0, last_error=None)
    .returning(jobs.c.id)
)
END = (
    _change(_mine, _unchanged)
    .values(**_FREE, **_progress, run_at=None, dedupe_key=None, outcome=SUCCEEDED, last_error=None, ended_at=_now)
    .returning(jobs.c.id)
)
RELEASE = _change(_mine).values(**_FREE, attempts=0, updated_at=_now)
RETRY = _change(_mine).values(**_FREE, run_at=_until, last_error=bindparam("error"), updated_at=_now)
GIVE_UP = _change(_mine).values(
    **_FREE,
    run_at=None,
    dedupe_key=None,
    outcome=FAILED,
    last_error=bindparam("error"),
    updated_at=_now,
    ended_at=_now,
)


def _asking(insert: Any) -> Any:  # Any: either dialect's insert
    fresh = insert(jobs)
    over = {name: fresh.excluded[name] for name in ("payload", "run_at", "attempts", "steps_done", "steps_total")}
    again = {**over, "revision": jobs.c.revision + 1, "updated_at": fresh.excluded.updated_at}
    return fresh.on_conflict_do_update(index_elements=["org_id", "dedupe_key"], set_=again)


ENQUEUE: Columns = {"postgresql": _asking(postgresql.insert), "sqlite": _asking(sqlite.insert)}


async def enqueue(
    write: Write, kind: str, payload: Payload, *, dedupe_key: str, run_at: datetime | None = None
) -> None:
    """Ask for work in this transaction, now or at a later time. Asked for anew before it has ended, the same work begins
    from the start.
    """
    blank = dict.fromkeys(("lease_token", "lease_until", "steps_total", "outcome", "last_error", "ended_at"))
    values = {
        **blank,
        "org_id": write.scope.org_id,
        "id": new_id(),
        "kind": kind,
        "payload": payload,
        "dedupe_key": dedupe_key,
        "revision": 0,
        "run_at": run_at or write.now,
        "attempts": 0,
        "steps_done": 0,
        "created_at": write.now,
        "updated_at": write.now,
    }
    await write.run(ENQUEUE[write.session.get_bind().dialect.name], values)
    write.has_enqueued = write.has_enqueued or run_at is None


async def ready_organizations(engine: AsyncEngine, now: datetime) -> Sequence[UUID]:
    """Whose jobs wait, the longest first: a read, so that an idle worker takes no lock."""
    async with engine.connect() as connection:
        return [row.org_id for row in await connection.execute(READY, {"now": now})]


async def claim(engine: AsyncEngine, org_id: UUID, now: datetime, lease: timedelta) -> Claimed | None:
    """The next job of an organization, under a lease; None where another worker was faster."""
    values = {"of_org": org_id, "now": now, "until": now + lease, "token": uuid4()}
    async with engine.begin() as connection:
        row = (await connection.execute(CLAIM, values)).first()
    return None if row is None else _claimed(row)


async def advance(write: Write, job: Claimed, step: Step, lease: timedelta) -> bool:
    """Note inside a step's transaction how far the job is. False: the lease is lost, or the work was asked for anew;
    the transaction must not commit.
    """
    values = {
        "of_org": job.org_id,
        "job_id": job.id,
        "token": job.lease_token,
        "seen_revision": job.revision,
        "now": write.now,
        "done": step.done,
        "total": step.total,
    }
    more = {} if step.next is None else {"next": step.next, "until": write.now + lease}
    connection = await write.session.connection()
    return (await connection.execute(ADVANCE if more else END, values | more)).first() is not None


async def read_again(engine: AsyncEngine, job: Claimed) -> Claimed | None:
    """The job as it stands now, while the lease is held."""
    values = {"of_org": job.org_id, "job_id": job.id, "token": job.lease_token}
    async with engine.connect() as connection:
        row = (await connection.execute(FIND, values)).first()
    return None if row is None else _claimed(row)


async def release(engine: AsyncEngine, job: Claimed, now: datetime) -> None:
    """Give the lease back, so that another worker may go on at once."""
    await _run(engine, RELEASE, job, now)


async def fail(engine: AsyncEngine, job: Claimed, now: datetime, error: str) -> None:
    """Try again later, each time later; after the last attempt it stays failed."""
    if job.attempts >= MOST_ATTEMPTS:
        await _run(engine, GIVE_UP, job, now, error=error)
        return
    wait = min(timedelta(seconds=2**job.attempts), LONGEST_WAIT) * random.uniform(0.5, 1.5)  # noqa: S311 (no secret)
    await _run(engine, RETRY, job, now, error=error, until=now + wait)


async def _run(engine: AsyncEngine, statement: Update, job: Claimed, now: datetime, **more: object) -> None:
    values = {"of_org": job.org_id, "job_id": job.id, "token": job.lease_token, "now": now, **more}
    async with engine.begin() as connection:
        await connection.execute(statement, values)


def _claimed(row: ResultRow) -> Claimed:
    return Claimed(row.org_id, row.id, row.kind, row.payload, row.revision, row.attempts, row.lease_token)
