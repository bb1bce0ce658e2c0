"""Jobs that come every day, at an hour where the organization is. One of each kind waits; whoever ends it asks for the next."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import and_, bindparam, exists, select

from api.core.fields.ids import MemberId, OrgId, new_id
from api.core.store.jobs import Handler, enqueue, jobs
from api.core.store.tables import table_of
from api.core.store.tenancy import Scope
from api.core.store.units import Database, Write
from api.records.contacts.positions import RENEW, renew_positions
from api.records.organization.models import Organization
from api.work.purge import PURGE, purge

HANDLERS: dict[str, Handler] = {PURGE: purge, RENEW: renew_positions}
# In the night, when nobody waits for the same lock.
HOURS: Mapping[str, time] = {RENEW: time(2), PURGE: time(3)}

log = structlog.get_logger("touchbase.worker")

organizations = table_of(Organization)
ZONE = select(organizations.c.zone).where(organizations.c.id == bindparam("org_id"))
LACKING = select(organizations.c.id).where(
    ~exists().where(and_(jobs.c.org_id == organizations.c.id, jobs.c.dedupe_key == bindparam("kind")))
)


def next_after(now: datetime, zone: str, hour: time) -> datetime:
    """The next time at which it is that hour there."""
    there = now.astimezone(ZoneInfo(zone))
    days = (there.date() + timedelta(days=ahead) for ahead in range(3))
    return next(at for day in days if (at := datetime.combine(day, hour, there.tzinfo)) > now)


async def ask_for_next(write: Write, kind: str) -> None:
    ((zone,),) = await write.rows(ZONE)
    await enqueue(write, kind, {}, dedupe_key=kind, run_at=next_after(write.now, zone, HOURS[kind]))


async def ask_where_lacking(database: Database) -> None:
    """For organizations that are new, and where one failed for good."""
    for kind in HOURS:
        async with database.engines.read.connect() as connection:
            org_ids = [row.id for row in await connection.execute(LACKING, {"kind": kind})]
        for org_id in org_ids:
            await _ask_for_first(database, org_id, kind)


async def _ask_for_first(database: Database, org_id: UUID, kind: str) -> None:
    """What is wrong with one organization holds up no other."""
    scope = Scope.of_machine(OrgId(org_id), MemberId(org_id))
    try:
        async with database.write(scope, request_id=f"daily-{new_id().hex}") as write:
            await ask_for_next(write, kind)
            await write.commit()
    except Exception:
        log.exception("daily_job_not_asked_for", org_id=str(org_id), kind=kind)
