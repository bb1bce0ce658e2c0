"""The organization's jobs, as its admins see them; nobody else sees any. Payloads are not shown."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from api.core.errors import not_found
from api.core.fields.etags import digest_tag
from api.core.store.jobs import Job
from api.core.store.pagination import Collection, both_ways
from api.core.store.tables import table_of
from api.core.store.tenancy import Role
from api.core.store.units import Read
from api.core.store.values import ResultRow
from api.records.jobs.schemas import JobOut, JobPage, JobQuery, JobStatus

jobs = table_of(Job)
SELECT = select(jobs).where(jobs.c.org_id == bindparam("org_id"))
GET = SELECT.where(jobs.c.id == bindparam("id"))
COLLECTION = Collection(
    SELECT,
    orders=both_ways({"created_at": jobs.c.created_at, "updated_at": jobs.c.updated_at}, jobs.c.id),
    filters={
        "kind": jobs.c.kind == bindparam("kind"),
        "updated_since": jobs.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_jobs(read: Read, query: JobQuery) -> JobPage:
    found = await COLLECTION.page(read, query) if _is_admin(read) else COLLECTION.empty(read, query)
    return JobPage(items=[_job_out(row, read.now) for row in found.rows], next=found.next, total=found.total)


async def get_job(read: Read, job_id: UUID) -> JobOut:
    rows = await read.rows(GET, id=job_id)
    if not rows or not _is_admin(read):
        raise not_found("job")
    return _job_out(rows[0], read.now)


def _is_admin(read: Read) -> bool:
    return read.scope.principal.role is Role.ADMIN


def _status(row: ResultRow, now: datetime) -> str:
    if row.outcome is not None:
        return str(row.outcome)
    return JobStatus.RUNNING if row.lease_until is not None and row.lease_until > now else JobStatus.WAITING


def _job_out(row: ResultRow, now: datetime) -> JobOut:
    names = ("kind", "attempts", "last_error", "run_at", "created_at", "updated_at", "ended_at")
    shown = {name: getattr(row, name) for name in names}
    shown |= {"status": _status(row, now), "done": row.steps_done, "total": row.steps_total}
    return JobOut(id=row.id, **shown, etag=digest_tag(shown))
