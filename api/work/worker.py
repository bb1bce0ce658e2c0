"""Claims jobs and does them, step by step. Any number of workers may run, in any number of processes."""

import asyncio
import contextlib
import math
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog

from api.core.fields.ids import MemberId, OrgId
from api.core.store.jobs import Claimed, Handler, advance, claim, fail, read_again, ready_organizations, release
from api.core.store.tenancy import Scope
from api.core.store.units import Database
from api.registry import RESOURCES
from api.settings import Settings
from api.work.daily import HANDLERS, HOURS, ask_for_next, ask_where_lacking

# How often it looks for organizations that lack a daily job, in seconds.
LOOKS_EVERY = 3600

log = structlog.get_logger("touchbase.worker")


def handlers() -> Mapping[str, Handler]:
    return HANDLERS | {kind: handler for resource in RESOURCES for kind, handler in resource.job_handlers.items()}


@dataclass(slots=True)
class Worker:
    """`poll` is how long it sleeps where nothing is ready; `lease` how long a job stays its own without a step."""

    database: Database
    poll: timedelta
    lease: timedelta
    handlers: Mapping[str, Handler] = field(default_factory=handlers)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    health_file: Path | None = None

    @classmethod
    def of(cls, settings: Settings, database: Database) -> "Worker":
        poll, lease = settings.worker_poll_seconds, settings.worker_lease_seconds
        return cls(database, timedelta(seconds=poll), timedelta(seconds=lease))

    async def run(self) -> None:
        """Work until it is stopped; what fails is logged and tried again."""
        log.info("worker_started")
        for resource in RESOURCES:
            for start in resource.at_start:
                await self._survive(start(self.database))
        looked_at = -math.inf
        while not self.stopping.is_set():
            if time.monotonic() >= looked_at + LOOKS_EVERY:
                looked_at = time.monotonic()
                await self._survive(ask_where_lacking(self.database))
            await self._survive(self.work_until_idle())
            self._is_alive()
            await self._sleep()

    def stop(self) -> None:
        """End after the step at hand."""
        self.stopping.set()
        self.database.jobs_wait.set()

    async def work_until_idle(self) -> None:
        """Do every job that is ready, and those that become ready meanwhile."""
        while not self.stopping.is_set():
            self.database.jobs_wait.clear()
            ready = await ready_organizations(self.database.engines.read, self.database.now())
            done = [await self._one_job(org_id) for org_id in ready]
            if not any(done):
                return

    async def _survive(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception:
            log.exception("worker_failed")

    async def _sleep(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.database.jobs_wait.wait(), self.poll.total_seconds())

    def _is_alive(self) -> None:
        if self.health_file is not None:
            try:
                self.health_file.touch()
            except OSError:
                log.exception("health_file_not_touched")

    async def _one_job(self, org_id: UUID) -> bool:
        engine, now = self.database.engines.write, self.database.now
        job: Claimed | None = await claim(engine, org_id, now(), self.lease)
        if job is None:
            return False
        bound = log.bind(org_id=str(org_id), job_id=str(job.id), kind=job.kind)
        try:
            ended = await self._steps(job)
        except Exception as error:  # noqa: BLE001 (whatever a handler raises, the job is tried again)
            bound.exception("job_failed", attempts=job.attempts)
            await fail(engine, job, now(), type(error).__name__)
        else:
            bound.info("job_left" if not ended else "job_done")
            if not ended:
                await release(engine, job, now())
        return True

    async def _steps(self, job: Claimed | None) -> bool:
        """Whether it ended here; not where the lease was lost, or the worker is to stop."""
        while job is not None and not self.stopping.is_set():
            self._is_alive()
            began = time.monotonic()
            scope = Scope.of_machine(OrgId(job.org_id), MemberId(job.org_id))
            async with self.database.write(scope, request_id=f"job-{job.id.hex}") as write:
                step = await self.handlers[job.kind](write, job.payload)
                await write.derive()
                advanced = await advance(write, job, step, self.lease)
                if advanced and step.next is None and job.kind in HOURS:
                    await ask_for_next(write, job.kind)
                if advanced:
                    await write.commit()
            if not advanced:
                job = await read_again(self.database.engines.read, job)
            elif step.next is None:
                return True
            else:
                job = replace(job, payload=step.next)
            # Half of the time is left to those who wait for the same lock.
            await asyncio.sleep(time.monotonic() - began)
        return False
