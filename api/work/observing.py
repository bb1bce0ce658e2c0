"""What a machine that watches the service wants to know beside its requests: jobs that wait or failed, and the pools."""

import asyncio
from datetime import datetime
from typing import Literal

import structlog
from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy import bindparam, event, func, select
from sqlalchemy.exc import SQLAlchemyError

from api.core.store.engines import Engines
from api.core.store.jobs import FAILED, jobs
from api.core.store.tables import UtcDateTime
from api.core.store.units import Database

LOOKS_EVERY = 15

Mode = Literal["mostrecent", "livesum"]

READY = select(func.count().label("ready"), func.min(jobs.c.run_at).label("oldest_at")).where(
    jobs.c.run_at <= bindparam("now", type_=UtcDateTime)
)
HOW_MANY_FAILED = select(func.count()).where(jobs.c.outcome == FAILED)

log = structlog.get_logger("touchbase")


class Observed:
    """Gauges over all organizations: of jobs each process sets the same ones, and the latest word counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, says: str, *labels: str, mode: Mode = "mostrecent") -> Gauge:
            return Gauge(f"touchbase_{name}", says, labels, registry=registry, multiprocess_mode=mode)

        self.jobs_ready = gauge("jobs_ready", "Jobs whose time has come, and that have not ended.")
        self.jobs_oldest = gauge("jobs_oldest_seconds", "How long the oldest of them has waited.")
        self.jobs_failed = gauge("jobs_failed", "Jobs of the last 30 days that failed for good.")
        self.connections = gauge(
            "connections_in_use", "Database connections in use, of all processes.", "pool", mode="livesum"
        )

    async def look(self, database: Database) -> None:
        now = database.now()
        async with database.engines.read.connect() as connection:
            ready = (await connection.execute(READY, {"now": now})).one()
            failed = (await connection.execute(HOW_MANY_FAILED)).scalar_one()
        self.jobs_ready.set(ready.ready)
        self.jobs_oldest.set(_seconds(now, ready.oldest_at))
        self.jobs_failed.set(failed)

    def count_connections(self, engines: Engines) -> None:
        """As they are taken and given back."""
        for name, engine in (("read", engines.read), ("write", engines.write)):
            in_use = self.connections.labels(name)
            event.listen(engine.sync_engine, "checkout", lambda *_, gauge=in_use: gauge.inc())
            event.listen(engine.sync_engine, "checkin", lambda *_, gauge=in_use: gauge.dec())

    async def keep_looking(self, database: Database) -> None:
        while True:
            try:
                await self.look(database)
            except SQLAlchemyError:
                log.exception("not_observed")
            await asyncio.sleep(LOOKS_EVERY)


def _seconds(now: datetime, oldest_at: datetime | None) -> float:
    return 0.0 if oldest_at is None else (now - oldest_at).total_seconds()
