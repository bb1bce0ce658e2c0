"""The current position changes with the day: what is read at once, what filters need in the night after it."""

from datetime import timedelta

from sqlalchemy import select

from api.core.store.events import EventRow
from api.core.store.tenancy import Scope
from api.records.contacts.positions import AT_ONCE, RENEW
from api.work.daily import ask_for_next
from api.work.worker import Worker
from tests.client import Client
from tests.conftest import Clock, Office
from tests.factories import contact

CAREER = [
    {"title": "Nurse", "employer": "Lakeview Hospice", "started_on": "2020", "ended_on": "2026-03"},
    {"title": "Director", "employer": "Harbor Clinic", "started_on": "2026-04-01"},
]


async def night(office: Office, clock: Clock, day: str) -> None:
    database = office.app.state.database
    async with database.write(Scope.of_machine(office.org_id, office.admin_id), request_id="daily") as write:
        await ask_for_next(write, RENEW)
        await write.commit()
    clock.set(f"{day}T12:00:00+00:00")
    await Worker(database, timedelta(), timedelta(seconds=30)).work_until_idle()


async def at(me: Client, employer: str) -> list[str]:
    return [person["full_name"] for person in await me.everything(f"/contacts?employer={employer}")]


async def test_a_job_that_begins_is_the_current_one_from_its_day_on(office: Office, me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", positions=CAREER)
    path = f"/contacts/{ana['id']}"
    assert (ana["title"], ana["employer"]) == ("Nurse", "Lakeview Hospice")
    assert (await at(me, "lakeview hospice"), await at(me, "harbor clinic")) == (["Ana Ruiz"], [])
    clock.set("2026-04-01T12:00:00+00:00")
    now = await me.read(path)
    assert (now["title"], now["employer"]) == ("Director", "Harbor Clinic")
    assert now["etag"] != ana["etag"], "what is seen has changed"
    await night(office, clock, "2026-04-03")
    assert (await at(me, "lakeview hospice"), await at(me, "harbor clinic")) == ([], ["Ana Ruiz"])
    changed = await me.everything("/contacts?updated_since=2026-04-02T00:00:00Z")
    assert [person["id"] for person in changed] == [ana["id"]]
    of_ana = select(EventRow.changes).where(EventRow.org_id == office.org_id, EventRow.type == "contact.updated")
    async with office.app.state.database.engines.read.connect() as connection:
        assert (await connection.execute(of_ana)).scalars().all() == [["employer", "title"]]
    await night(office, clock, "2026-04-05")
    assert (await me.read(path))["updated_at"] == "2026-04-03T12:00:00Z", "nothing changes twice"


async def test_what_is_written_meanwhile_stands(office: Office, me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", positions=CAREER)
    clock.set("2026-04-01T12:00:00+00:00")
    await me.change(f"/contacts/{ana['id']}", {"employer": "City Clinic"})
    assert await at(me, "city clinic") == ["Ana Ruiz"]
    await night(office, clock, "2026-04-03")
    found = await me.read(f"/contacts/{ana['id']}")
    assert [position["employer"] for position in found["positions"]] == ["Lakeview Hospice", "City Clinic"]


async def test_very_many_are_renewed_step_by_step(office: Office, me: Client, clock: Clock) -> None:
    people = [{"full_name": f"Person {at}", "positions": CAREER} for at in range(AT_ONCE + 1)]
    await me.make("/contacts/batch", {"items": people})
    await night(office, clock, "2026-04-03")
    assert len(await at(me, "harbor clinic")) == AT_ONCE + 1
