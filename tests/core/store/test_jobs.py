"""Jobs: asked for with the change, done once and to the end, whoever dies on the way."""

import asyncio
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from api.core.fields.ids import MemberId
from api.core.store.jobs import MOST_ATTEMPTS, Handler, Payload, Step, claim
from api.core.store.tenancy import Scope
from api.core.store.units import Write
from api.method.due.version import COMPUTED_WITH
from api.records.organization.models import Organization
from api.views.due.rebuild import AT_ONCE, NOTE_VERSION, rebuild
from api.work.worker import Worker
from tests.client import Client, Json
from tests.conftest import Clock, Office
from tests.factories import contact, due, message
from tests.views.due.histories import rebuilt, stored

LEASE = timedelta(seconds=30)


def worker(office: Office, handler: Handler = rebuild) -> Worker:
    """A worker that does this office's jobs by `handler`, and what other tests left in their own way."""

    async def by_office(write: Write, payload: Payload) -> Step:
        chosen = handler if write.scope.org_id == office.org_id else rebuild
        return await chosen(write, payload)

    return Worker(office.app.state.database, timedelta(seconds=1), LEASE, {"rebuild_due": by_office})


async def ask(office: Office, days: int = 3) -> Json:
    """A change of the policy, and the job that it asked for."""
    await office.admin.change("/organization", {"due_policy": {"follow_up_due": days}})
    return (await office.admin.everything("/jobs"))[0]


async def many_contacts(office: Office, me: Client, count: int) -> None:
    for start in range(0, count, 500):
        items = [{"full_name": f"Person {at}"} for at in range(start, min(count, start + 500))]
        ids = [person["id"] for person in (await me.make("/contacts/batch", {"items": items}))["items"]]
        asked = [{"contact_id": contact_id, "kind": "request", "sent_at": "2026-03-02T10:00:00Z"} for contact_id in ids]
        await me.make("/outreach-emails/batch", {"items": asked})


async def test_a_job_waits_runs_and_ends_and_shows_how_far_it_is(office: Office, me: Client, clock: Clock) -> None:
    await many_contacts(office, me, AT_ONCE + 20)
    job = await ask(office)
    assert (job["kind"], job["status"], job["done"], job["total"]) == ("rebuild_due", "waiting", 0, None)
    seen: list[tuple[str, int, int]] = []

    async def watched(write: Write, payload: Payload) -> Step:
        now = await office.admin.read(f"/jobs/{job['id']}")
        seen.append((now["status"], now["done"], now["total"]))
        return await rebuild(write, payload)

    await worker(office, watched).work_until_idle()
    assert seen[:2] == [("running", 0, None), ("running", AT_ONCE, AT_ONCE + 20)]
    assert set(seen[2:]) == {("running", AT_ONCE + 20, AT_ONCE + 20)}, "the reminders"
    ended = await office.admin.read(f"/jobs/{job['id']}")
    assert (ended["status"], ended["done"], ended["run_at"]) == ("succeeded", AT_ONCE + 20, None)
    assert len(await due(me, "2026-03-05T08:00:00Z")) == AT_ONCE + 20


async def test_asked_for_anew_on_the_way_it_starts_over_and_stays_one_job(
    office: Office, me: Client, clock: Clock
) -> None:
    await many_contacts(office, me, AT_ONCE + 20)
    await ask(office, days=4)
    steps = 0

    async def interrupted(write: Write, payload: Payload) -> Step:
        nonlocal steps
        steps += 1
        step = await rebuild(write, payload)
        if steps == 1:
            await write.session.rollback()  # lets the other change through, as a worker that is slow would
            await ask(office, days=3)
        return step

    await worker(office, interrupted).work_until_idle()
    (job,) = await office.admin.everything("/jobs")
    assert (job["status"], steps) == ("succeeded", 5)
    assert len(await due(me, "2026-03-05T08:00:00Z")) == AT_ONCE + 20


async def test_a_lease_is_one_worker_s_until_it_ends(app: FastAPI, office: Office, me: Client, clock: Clock) -> None:
    await contact(me)
    await ask(office)
    engine = app.state.engines.write
    claims = [claim(engine, office.org_id, clock(), LEASE) for _ in range(8)]
    held = [claimed for claimed in await asyncio.gather(*claims) if claimed]
    assert len(held) == 1
    await worker(office).work_until_idle()
    assert (await office.admin.everything("/jobs"))[0]["status"] == "running", "nobody else took it"
    clock.pass_by(seconds=31)
    await worker(office).work_until_idle()
    assert (await office.admin.everything("/jobs"))[0]["status"] == "succeeded"


async def test_a_worker_that_lost_its_lease_commits_nothing(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    await message(me, await contact(me), "request", sent_at="2026-03-02T10:00:00Z")
    await ask(office)

    late = True

    async def slow(write: Write, payload: Payload) -> Step:
        nonlocal late
        if late:
            late = False
            clock.pass_by(seconds=31)
            await write.session.rollback()
            await worker(office).work_until_idle()
            await write.run(NOTE_VERSION, {"of_org": office.org_id, "seen": "by the slow one"})
        return await rebuild(write, payload)

    await worker(office, slow).work_until_idle()
    (job,) = await office.admin.everything("/jobs")
    assert job["status"] == "succeeded"
    async with app.state.engines.read.connect() as connection:
        seen = await connection.execute(select(Organization.computed_with).where(Organization.id == office.org_id))
        assert seen.scalar_one() == COMPUTED_WITH


async def test_what_fails_is_tried_again_later_and_at_last_given_up(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    job = await ask(office)
    attempts = []

    async def broken(write: Write, payload: Payload) -> Step:
        attempts.append(clock())
        raise ZeroDivisionError

    for _ in range(MOST_ATTEMPTS):
        await worker(office, broken).work_until_idle()
        seen = await office.admin.read(f"/jobs/{job['id']}")
        clock.pass_by(hours=2)
    assert (seen["status"], seen["last_error"]) == ("failed", "ZeroDivisionError")
    assert len(attempts) == MOST_ATTEMPTS
    assert (await ask(office, days=6))["id"] != job["id"], "asked for anew, it is a new job"


async def test_a_worker_that_stops_leaves_the_rest_to_others_at_once(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    await many_contacts(office, me, AT_ONCE + 20)
    job = await ask(office)

    async def stopped(write: Write, payload: Payload) -> Step:
        first.stop()
        return await rebuild(write, payload)

    first = worker(office, stopped)
    await first.work_until_idle()
    left = await office.admin.read(f"/jobs/{job['id']}")
    assert (left["status"], left["done"]) == ("waiting", AT_ONCE)
    await worker(office).work_until_idle()
    assert (await office.admin.read(f"/jobs/{job['id']}"))["status"] == "succeeded"


async def test_those_who_write_meanwhile_neither_wait_long_nor_spoil_it(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    await many_contacts(office, me, 3 * AT_ONCE)
    await ask(office)

    async def write_on() -> None:
        for at in range(20):
            newcomer = await contact(me, f"Newcomer {at}")
            await message(me, newcomer, "request", sent_at="2026-03-02T10:00:00Z")

    await asyncio.gather(worker(office).work_until_idle(), write_on())
    assert len(await due(me, "2026-03-05T08:00:00Z")) == 3 * AT_ONCE + 20
    scope = Scope.of_machine(office.org_id, MemberId(office.admin_id))
    assert await stored(app.state.database, scope) == await rebuilt(app.state.database, scope)


@pytest.mark.parametrize("path", ["", "/00000000-0000-7000-8000-000000000000"])
async def test_without_a_key_there_are_no_jobs(stranger: Client, path: str) -> None:
    assert (await stranger.get(f"/jobs{path}")).status_code == 401


async def test_more_contacts_than_fit_into_a_write_are_left_to_a_job(office: Office, me: Client, clock: Clock) -> None:
    await many_contacts(office, me, 1001)
    mine = (await me.read("/me"))["member"]["id"]
    await me.change(f"/members/{mine}", {"zone": "Asia/Tokyo"})
    (job,) = await office.admin.everything("/jobs")
    assert job["status"] == "waiting"
    await office.work()
    page = await me.read("/due?as_of=2026-03-20T08:00:00Z&limit=1&count=true")
    assert page["total"] == 1001
    assert page["items"][0]["due_at"] == "2026-03-10T23:00:00Z", "08:00 in Tokyo"
