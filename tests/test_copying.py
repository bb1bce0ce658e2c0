"""A database as a whole: backed up while it is written to, lost and restored; copied from SQLite to PostgreSQL and back."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import inspect

from api.copying import back_up, copy_to
from api.core.errors import ConfigurationError
from api.core.store.engines import open_engines
from api.core.store.schema import migrate
from api.main import create_app
from api.settings import Settings
from tests.client import Client, Json
from tests.conftest import Clock, make_office
from tests.databases import BOTH, POSTGRESQL, SQLITE
from tests.factories import contact, inbound, meeting, message
from tests.live import local_service
from tests.test_cli import SECRET, refused, touchbase

SECRET_KEY = "s" * 40


async def life(url: str) -> str:
    """An organization with something of everything; gives a student's key."""
    app = create_app(Settings(database_url=url, secret_key=SECRET_KEY, log_level="error"), now=Clock())
    await migrate(app.state.engines.write)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://touchbase.test") as http:
        me = await (await make_office(app, http, app.state.database.now)).member()
        people = [await contact(me, f"Zoë {at} 李", tags=["a", "b"], cadence="P6W") for at in range(600)]
        ana, ben = people[0], people[-1]
        await me.change(f"/contacts/{ana['id']}", {"met_through_id": ben["id"]})
        asked = await message(
            me, ana, "request", body="Why nursing, after so many years of teaching?", cc_contact_ids=[ben["id"]]
        )
        await inbound(me, ana, in_reply_to_id=asked["id"])
        await meeting(me, ana, ben, starts_at="2026-03-05T15:00:00Z")
        await me.make("/introductions", {"connector_id": ben["id"], "target_id": ana["id"]})
        await me.make(
            "/reminders", {"text": "Call", "remind_at": "2026-04-01T09:00:00Z", "rrule": "FREQ=WEEKLY;COUNT=3"}
        )
        await me.delete(f"/contacts/{people[5]['id']}")
    await app.state.engines.dispose()
    return str(me.key)


async def shown(url: str, key: str) -> list[Json]:
    app = create_app(Settings(database_url=url, secret_key=SECRET_KEY, log_level="error"), now=Clock())
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://touchbase.test") as http:
        me = Client(http, key)
        lists = [
            "/due?within=P1Y",
            "/contacts?limit=100",
            "/outreach-emails",
            "/interviews",
            "/introductions",
            "/reminders",
        ]
        # An entity tag is a digest of JSON as the database keeps it, and PostgreSQL keeps it in an order of its own.
        found = [item | {"etag": None} for path in lists for item in await me.everything(path)]
    await app.state.engines.dispose()
    return found


@pytest.mark.parametrize(("source", "target"), [(SQLITE, POSTGRESQL), (POSTGRESQL, SQLITE)])
async def test_a_copy_shows_the_same(source: str, target: str, new_database) -> None:
    here, there = new_database(source), new_database(target)
    key = await life(here)
    settings = Settings(database_url=here, secret_key=SECRET_KEY)
    counts = await copy_to(settings, there)
    assert (counts["contacts"], counts["outreach_email_ccs"], counts["organizations"]) == (600, 1, 1)
    assert await shown(there, key) == await shown(here, key)
    with pytest.raises(ConfigurationError, match="is not empty"):
        await copy_to(settings, there)


@pytest.mark.parametrize("kind", BOTH)
async def test_a_database_that_others_use_is_left_as_it_is(kind: str, new_database) -> None:
    """Of another program, and of another version: neither is migrated before it is refused."""
    settings = Settings(database_url=new_database(SQLITE), secret_key=SECRET_KEY)
    engines = open_engines(settings)
    await migrate(engines.write)
    await engines.dispose()
    for made, says in (
        ("CREATE TABLE invoices (id INTEGER)", "it has a table invoices"),
        ("CREATE TABLE alembic_version (version_num VARCHAR(32))", "another version of Touchbase"),
    ):
        there = new_database(kind)
        engines = open_engines(Settings(database_url=there))
        async with engines.write.begin() as connection:
            await connection.exec_driver_sql(made)
            await connection.exec_driver_sql("CREATE TABLE members (id INTEGER)")
        with pytest.raises(ConfigurationError, match=says):
            await copy_to(settings, there)
        async with engines.read.connect() as connection:
            assert len(await connection.run_sync(lambda bound: inspect(bound).get_table_names())) == 2
        await engines.dispose()


async def test_what_one_database_keeps_and_the_other_does_not_is_named_by_its_table(new_database) -> None:
    here = new_database(SQLITE)
    await life(here)
    with closing(sqlite3.connect(here.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE contacts SET notes = char(0) WHERE full_name = 'Zoë 7 李'")
        connection.commit()
    settings = Settings(database_url=here, secret_key=SECRET_KEY)
    with pytest.raises(ConfigurationError, match=r"Nothing was copied\. contacts: .*0x00"):
        await copy_to(settings, new_database(POSTGRESQL))


async def test_what_is_wrong_with_the_address_to_copy_to_is_said_of_that(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/touchbase.db", secret_key=SECRET_KEY)
    engines = open_engines(settings)
    await migrate(engines.write)
    await engines.dispose()
    with pytest.raises(ConfigurationError, match="The database to copy to: a database URL starts"):
        await copy_to(settings, "mysql://there")
    with pytest.raises(ConfigurationError, match=r"Nothing was copied\. postgresql://127\.0\.0\.1:1/there: "):
        await copy_to(settings, "postgresql://me:secret@127.0.0.1:1/there")


@pytest.mark.parametrize("kind", BOTH)
async def test_a_database_is_not_copied_onto_itself(kind: str, new_database) -> None:
    url = new_database(kind)
    with pytest.raises(ConfigurationError, match="the database itself"):
        await copy_to(Settings(database_url=url, secret_key=SECRET_KEY), url)


def test_a_backup_taken_while_others_write_holds_all_that_was_acknowledged_before(tmp_path: Path) -> None:
    with local_service(tmp_path) as service:
        for at in range(20):
            service.call("POST", "/contacts", {"full_name": f"Before {at}"})
        beside = threading.Thread(
            target=lambda: [service.call("POST", "/contacts", {"full_name": f"Beside {at}"}) for at in range(30)]
        )
        beside.start()
        back_up(
            Settings(database_url=f"sqlite:///{tmp_path}/touchbase.db", secret_key=SECRET_KEY), tmp_path / "backup.db"
        )
        beside.join()
    assert (tmp_path / "backup.db").stat().st_mode & 0o077 == 0
    for name in ("touchbase.db", "touchbase.db-wal", "touchbase.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "backup.db").rename(tmp_path / "touchbase.db")
    with local_service(tmp_path) as service:
        names = {person["full_name"] for person in service.call("GET", "/contacts?limit=100")["items"]}
    assert {f"Before {at}" for at in range(20)} <= names


def test_what_is_no_backup_is_one_line(new_database, tmp_path: Path) -> None:
    variables = {"TOUCHBASE_SECRET_KEY": SECRET, "TOUCHBASE_DATABASE_URL": f"sqlite:///{tmp_path}/touchbase.db"}
    assert "no database at" in refused("backup", "copy.db", cwd=tmp_path, **variables)
    touchbase("migrate", cwd=tmp_path, **variables)
    assert ", checked" in touchbase("backup", "copy.db", cwd=tmp_path, **variables).stdout
    assert "is there already" in refused("backup", "copy.db", cwd=tmp_path, **variables)
    (tmp_path / "none.db").write_text("no database")
    garbage = {**variables, "TOUCHBASE_DATABASE_URL": f"sqlite:///{tmp_path}/none.db"}
    assert "No backup was made: file is not a database" in refused("backup", "again.db", cwd=tmp_path, **garbage)
    assert "No such file" in refused("backup", "nowhere/at/all.db", cwd=tmp_path, **variables)
    for name in ("n" * 300, "copy.db/x"):
        assert refused("backup", name, cwd=tmp_path, **variables)
    assert not [path for path in tmp_path.iterdir() if "again" in path.name], "nothing is left of what failed"
    on_postgresql = {**variables, "TOUCHBASE_DATABASE_URL": new_database(POSTGRESQL)}
    assert "pg_dump" in refused("backup", "other.db", cwd=tmp_path, **on_postgresql)
