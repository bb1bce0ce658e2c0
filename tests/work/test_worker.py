"""`touchbase worker` in processes of their own, killed without mercy: the job still ends, once and right."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from api.core.fields.ids import MemberId
from api.core.store.jobs import Job
from api.core.store.schema import migrate
from api.core.store.tenancy import Scope
from api.core.store.units import Database
from api.main import create_app
from api.records.contacts.schemas import ContactBatch
from api.records.contacts.service import create_contacts
from api.records.organization.schemas import OrganizationPatch
from api.records.organization.service import update_organization
from api.records.outreach_emails.schemas import OutreachEmailBatch
from api.records.outreach_emails.service import create_emails
from api.settings import Settings
from api.views.due.refresh import REBUILD
from tests.conftest import Clock, make_office
from tests.databases import BOTH
from tests.live import environment
from tests.views.due.histories import rebuilt, stored

SECRET = "s" * 40
KILLS = 4


async def many_contacts(database: Database, scope: Scope) -> None:
    for _ in range(6):
        async with database.write(scope, request_id="many") as write:
            people = ContactBatch.model_validate({"items": [{"full_name": f"Person {at}"} for at in range(300)]})
            ids = [str(item.id) for item in (await create_contacts(write, people)).items]
            asked = [
                {"contact_id": contact_id, "kind": "request", "sent_at": "2026-03-02T10:00:00Z"} for contact_id in ids
            ]
            await create_emails(write, OutreachEmailBatch.model_validate({"items": asked}))
            await write.commit()


async def the_job(database: Database, scope: Scope) -> Job:
    async with database.engines.read.connect() as connection:
        return (
            await connection.execute(select(Job.__table__).where(Job.org_id == scope.org_id, Job.kind == REBUILD))
        ).one()


def start_worker(cwd: Path, url: str) -> subprocess.Popen[str]:
    variables = {
        "TOUCHBASE_DATABASE_URL": url,
        "TOUCHBASE_SECRET_KEY": SECRET,
        "TOUCHBASE_WORKER_LEASE_SECONDS": "0.3",
        "TOUCHBASE_WORKER_POLL_SECONDS": "0.1",
    }
    command = [sys.executable, "-m", "api.cli", "worker"]
    return subprocess.Popen(command, cwd=cwd, env=environment(**variables), text=True, stdout=subprocess.PIPE)


@pytest.mark.parametrize("kind", BOTH)
async def test_a_rebuild_ends_once_and_right_however_often_its_worker_is_killed(
    kind: str, new_database, tmp_path: Path
) -> None:
    url = new_database(kind)
    app = create_app(Settings(database_url=url, secret_key=SECRET, log_level="error"), now=Clock())
    database: Database = app.state.database
    await migrate(database.engines.write)
    office = await make_office(app, None, Clock())  # type: ignore[arg-type] # nothing is sent over HTTP
    scope = Scope.of_machine(office.org_id, MemberId(office.admin_id))
    await many_contacts(database, scope)
    async with database.write(scope, request_id="change") as write:
        await update_organization(write, OrganizationPatch.model_validate({"due_policy": {"follow_up_due": 3}}))
        await write.commit()
    seen = 0
    for kill in range(KILLS + 1):
        process = start_worker(tmp_path, url)
        patience = time.monotonic() + 60
        try:
            while time.monotonic() < patience:
                job = await the_job(database, scope)
                if job.outcome or (kill < KILLS and job.steps_done > seen):
                    break
        finally:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        seen = job.steps_done
        assert kill == KILLS or job.outcome is None, "it was killed on the way"
    assert (job.outcome, job.steps_done, job.steps_total) == ("succeeded", 1800, 1800)
    assert await stored(database, scope) == await rebuilt(database, scope)
    await database.engines.dispose()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_stop_stops(ending: signal.Signals, new_database, tmp_path: Path) -> None:
    url = new_database("sqlite")
    migrating = [sys.executable, "-m", "api.cli", "migrate"]
    subprocess.run(migrating, cwd=tmp_path, env=environment(TOUCHBASE_DATABASE_URL=url), check=True, timeout=60)
    process = start_worker(tmp_path, url)
    assert "worker_started" in process.stdout.readline()
    process.send_signal(ending)
    process.communicate(timeout=10)
    assert process.returncode == 0
