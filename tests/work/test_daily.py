"""Daily jobs: one of a kind a day, at an hour where the organization is, though ten workers run."""

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from api.core.store.jobs import Job
from api.core.store.schema import migrate
from api.core.store.units import Database
from api.main import create_app
from api.records.organization.models import Organization
from api.settings import Settings
from api.work.daily import ask_where_lacking, next_after
from api.work.purge import PURGE
from api.work.worker import Worker
from tests.conftest import Clock, make_office
from tests.databases import BOTH


@pytest.mark.parametrize(
    ("now", "zone", "following"),
    [
        ("2026-03-02T02:59:59+00:00", "UTC", "2026-03-02T03:00:00+00:00"),
        ("2026-03-02T03:00:00+00:00", "UTC", "2026-03-03T03:00:00+00:00"),
        ("2026-03-02T12:00:00+00:00", "America/New_York", "2026-03-03T08:00:00+00:00"),
        ("2026-03-07T12:00:00+00:00", "America/New_York", "2026-03-08T07:00:00+00:00"),
        ("2026-12-31T23:00:00+00:00", "Pacific/Kiritimati", "2027-01-01T13:00:00+00:00"),
        ("2026-03-02T12:00:00+00:00", "Pacific/Pago_Pago", "2026-03-02T14:00:00+00:00"),
    ],
)
def test_the_next_time_is_that_hour_where_the_organization_is(now: str, zone: str, following: str) -> None:
    found = next_after(datetime.fromisoformat(now), zone, time(3))
    assert found.astimezone(UTC).isoformat() == following


@pytest.mark.parametrize("kind", BOTH)
async def test_ten_workers_do_it_once_a_day(kind: str, new_database) -> None:
    clock = Clock()
    app = create_app(Settings(database_url=new_database(kind), secret_key="s" * 40, log_level="error"), now=clock)
    database: Database = app.state.database
    await migrate(database.engines.write)
    offices = [await make_office(app, None, clock, zone) for zone in ("UTC", "Asia/Tokyo")]  # type: ignore[arg-type]
    broken = await make_office(app, None, clock)  # type: ignore[arg-type]
    async with database.engines.write.begin() as connection:
        zone = update(Organization.__table__).where(Organization.id == broken.org_id).values(zone="Nowhere/At_All")
        await connection.execute(zone)
    workers = [Worker(database, timedelta(), timedelta(seconds=30)) for _ in range(10)]
    for _ in range(3):
        await asyncio.gather(*(ask_where_lacking(database) for _ in workers))
        await asyncio.gather(*(worker.work_until_idle() for worker in workers))
        clock.pass_by(days=1)
    await asyncio.gather(*(worker.work_until_idle() for worker in workers))
    async with database.engines.read.connect() as connection:
        rows = (await connection.execute(select(Job.__table__).where(Job.kind == PURGE))).all()
    for office in offices:
        mine = [row for row in rows if row.org_id == office.org_id]
        assert sorted((row.outcome or "waits") for row in mine) == ["succeeded"] * 3 + ["waits"]
        assert all(row.attempts == 1 for row in mine if row.outcome)
    await app.state.engines.dispose()
