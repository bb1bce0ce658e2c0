"""The secret: a wrong one is refused, a leaked one is replaced without a new key for anybody, and nothing is lost by it."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx2
import pytest
from cryptography.fernet import InvalidToken
from fastapi import FastAPI
from sqlalchemy import delete, select, update

from api.administration import new_key
from api.core.errors import ConfigurationError
from api.core.store.schema import migrate
from api.core.store.sealing import OrganizationKey
from api.core.store.secrets import Secret, SecretCheck, Secrets, require_known
from api.core.store.tenancy import Scope
from api.main import create_app
from api.records.api_keys.models import ApiKeyLookup
from api.records.api_keys.service import issue
from api.rotation import Rotation, rotate
from api.settings import Settings
from tests.client import Client
from tests.conftest import Clock, Office, make_office
from tests.databases import BOTH
from tests.factories import contact, message

FIRST, SECOND, WRONG = "first" * 8, "second" * 8, "wrong" * 8
BODY = (
    "Dear Ana, I read your article about night shifts, and wondered how you came to write it after teaching for so long. "
    "Could we talk for twenty minutes about the year in which you moved from the classroom to the ward?"
)


@asynccontextmanager
async def service(
    url: str, secret: str, *, old: str = "", days: int = 0
) -> AsyncIterator[tuple[FastAPI, httpx2.AsyncClient]]:
    settings = Settings(
        database_url=url, secret_key=secret, old_secret_keys=old, auth_cache_seconds=0, log_level="error"
    )
    clock = Clock()
    clock.now += timedelta(days=days)
    app = create_app(settings, now=clock)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=True)
    async with httpx2.AsyncClient(transport=transport, base_url="http://touchbase.test") as http:
        yield app, http
    await asyncio.gather(*app.state.authenticate._storing)
    await app.state.engines.dispose()


async def forget_secrets(app: FastAPI) -> None:
    """Leave the database as a version before check values left it."""
    async with app.state.engines.write.begin() as connection:
        await connection.execute(delete(SecretCheck))
        await connection.execute(update(ApiKeyLookup.__table__).values(made_under=None))


async def status(http: httpx2.AsyncClient, key: str | None) -> int:
    return (await Client(http, key).get("/me")).status_code


@pytest.mark.parametrize("kind", BOTH)
async def test_a_leaked_secret_is_replaced_and_every_key_goes_on_working(kind: str, new_database) -> None:
    url = new_database(kind)
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
        used, unused = await office.member(), await office.member()
        for name in ("Ana", "Ben"):
            await contact(used, name)
        page = await used.read("/contacts?limit=1")
        ana = await contact(used, "Ana Ruiz")
        await message(used, ana, "request", body=BODY)
        admin = office.admin.key
    async with service(url, SECOND, old=FIRST) as (app, http):
        await require_known(app.state.engines.read, app.state.database.secrets)
        before = await rotate(app.state.database)
        assert (before.keys, len(before.waiting), before.sealed_anew, before.ended) == (3, 3, 1, False)
        assert [await status(http, key) for key in (admin, used.key)] == [200, 200]
        await asyncio.gather(*app.state.authenticate._storing)
        meanwhile = await rotate(app.state.database)
        assert (meanwhile.keys, len(meanwhile.waiting), meanwhile.sealed_anew) == (3, 1, 0)
        assert "  test  (" in meanwhile.waiting[0], "it says which key, and whose"
        refused = await Client(http, used.key).get(page["next"])
        assert refused.json()["code"] == "invalid-cursor", "of the former secret"
        office.app, office.http = app, http
        await office.work()
        me = Client(http, used.key)
        draft = await me.make(
            "/outreach-emails", {"contact_id": (await contact(me, "Cy"))["id"], "kind": "request", "body": BODY}
        )
        found = (await me.do(f"/outreach-emails/{draft['id']}/review"))["findings"]
        assert "near_identical" in {finding["rule"] for finding in found}, "its fingerprint was keyed anew"
        assert await status(http, unused.key) == 200
        await asyncio.gather(*app.state.authenticate._storing)
        assert await rotate(app.state.database) == Rotation(3, [], [], inactive_left=0, sealed_anew=0, ended=True)
    async with service(url, SECOND) as (app, http):
        await require_known(app.state.engines.read, app.state.database.secrets)
        assert [await status(http, key) for key in (admin, used.key, unused.key)] == [200, 200, 200]
    async with service(url, FIRST) as (app, http):
        with pytest.raises(ConfigurationError, match="one that was replaced"):
            await require_known(app.state.engines.read, app.state.database.secrets)
        assert [await status(http, key) for key in (admin, used.key, unused.key)] == [401, 401, 401]


@pytest.mark.parametrize("kind", BOTH)
async def test_a_database_from_before_learns_its_secret_from_the_first_key_that_it_recognizes(
    kind: str, new_database
) -> None:
    url = new_database(kind)
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
        await forget_secrets(app)
    async with service(url, WRONG) as (app, http):
        await require_known(app.state.engines.read, app.state.database.secrets)
        assert await status(http, office.admin.key) == 401, "a start with the wrong secret teaches nothing"
    async with service(url, FIRST) as (app, http):
        await require_known(app.state.engines.read, app.state.database.secrets)
        assert await status(http, office.admin.key) == 200
        await asyncio.gather(*app.state.authenticate._storing)
        async with app.state.engines.read.connect() as connection:
            noted = (await connection.execute(select(SecretCheck.value))).scalars().all()
            under = (await connection.execute(select(ApiKeyLookup.made_under))).scalars().all()
        assert noted == [app.state.database.secrets.current.check]
        assert set(under) == set(noted)
    async with service(url, WRONG) as (app, http):
        with pytest.raises(ConfigurationError, match="TOUCHBASE_OLD_SECRET_KEYS"):
            await require_known(app.state.engines.read, app.state.database.secrets)


@pytest.mark.parametrize("kind", BOTH)
async def test_while_processes_restart_one_after_the_other_no_key_is_refused(kind: str, new_database) -> None:
    """Each process knows both secrets before any works with the new one; what that stores anew, the others still know."""
    url = new_database(kind)
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
    async with service(url, FIRST, old=SECOND) as (first, old), service(url, SECOND, old=FIRST) as (app, new):
        for http in (new, old, new, old):
            assert await status(http, office.admin.key) == 200
            await asyncio.gather(*app.state.authenticate._storing)
        made = await Client(new, office.admin.key).make("/api-keys", {"name": "Made meanwhile"})
        assert [await status(http, made["key"]) for http in (old, new)] == [200, 200]
        await asyncio.gather(*first.state.authenticate._storing)
        assert (await rotate(app.state.database)).ended
        late = await Client(old, office.admin.key).post("/api-keys", {"name": "Of a process that was forgotten"})
        assert (late.status_code, late.json()["code"]) == (503, "unavailable")
    async with service(url, FIRST) as (app, http):
        assert [await status(http, key) for key in (office.admin.key, made["key"])] == [401, 401]
    async with service(url, SECOND) as (app, http):
        assert [await status(http, key) for key in (office.admin.key, made["key"])] == [200, 200]


async def test_keys_of_members_who_are_not_active_hold_up_no_rotation(new_database) -> None:
    url = new_database("sqlite")
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
        gone = await office.member()
        member_id = (await gone.read("/me"))["member"]["id"]
        await office.admin.change(f"/members/{member_id}", {"status": "inactive"})
    async with service(url, SECOND, old=FIRST) as (app, http):
        assert await status(http, office.admin.key) == 200
        await asyncio.gather(*app.state.authenticate._storing)
        assert await rotate(app.state.database) == Rotation(1, [], [], inactive_left=1, sealed_anew=1, ended=True)


async def test_secrets_that_are_swapped_or_strange_are_refused_and_an_unnamed_one_is_said(new_database) -> None:
    url = new_database("sqlite")
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
        unused = await office.member()
    async with service(url, FIRST, old=SECOND) as (app, _):
        with pytest.raises(ConfigurationError, match="nothing was ever made here"):
            await rotate(app.state.database)
    async with service(url, SECOND, old=FIRST, days=1) as (app, http):
        assert await status(http, office.admin.key) == 200
        await asyncio.gather(*app.state.authenticate._storing)
    async with service(url, SECOND) as (app, http):
        await require_known(app.state.engines.read, app.state.database.secrets)
        assert await status(http, unused.key) == 401
        said = await rotate(app.state.database)
        assert (len(said.waiting), len(said.under_no_secret), said.ended) == (0, 1, False)
        assert "Name it in TOUCHBASE_OLD_SECRET_KEYS too" in str(said)
    async with service(url, FIRST, old=SECOND) as (app, _):
        with pytest.raises(ConfigurationError, match="newer than the one in force"):
            await rotate(app.state.database)
    async with service(url, SECOND, old=FIRST) as (app, http):
        assert await status(http, unused.key) == 200, "naming it again mends it"
        await asyncio.gather(*app.state.authenticate._storing)


async def test_a_database_from_before_goes_through_a_rotation(new_database) -> None:
    url = new_database("sqlite")
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
        await forget_secrets(app)
    async with service(url, SECOND, old=FIRST) as (app, http):
        with pytest.raises(ConfigurationError, match="not known yet"):
            await rotate(app.state.database, end=True)
        assert await status(http, office.admin.key) == 200
        await asyncio.gather(*app.state.authenticate._storing)
        assert (await rotate(app.state.database)).ended
    async with service(url, SECOND) as (app, http):
        assert await status(http, office.admin.key) == 200
        with pytest.raises(ConfigurationError, match="--end ends the secrets"):
            await rotate(app.state.database, end=True)


async def test_a_key_that_is_being_made_under_a_secret_is_counted_before_that_ends(new_database) -> None:
    """Of a process that was forgotten: the key is made, and the rotation waits for it and goes on; none is lost."""
    url = new_database("postgresql")
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
    async with service(url, FIRST, old=SECOND) as (old, _), service(url, SECOND, old=FIRST, days=1) as (app, http):
        assert await status(http, office.admin.key) == 200
        await asyncio.gather(*app.state.authenticate._storing)
        scope = Scope.of_machine(office.org_id, office.admin_id)
        async with old.state.database.write(scope, request_id="made-late") as write:
            made = await issue(write, member_id=office.admin_id, name="Late", scopes=["read"], expires_at=None)
            ending = asyncio.create_task(rotate(app.state.database))
            await asyncio.sleep(0.3)
            assert not ending.done(), "it waits for what is being made"
            await write.commit()
        done = await ending
        assert (len(done.waiting), done.ended) == (1, False)
        assert await status(http, made.key) == 200


async def test_a_rotation_is_ended_though_keys_are_left(new_database) -> None:
    url = new_database("sqlite")
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
    async with service(url, SECOND, old=FIRST) as (app, http):
        done = await rotate(app.state.database, end=True)
        assert (len(done.waiting), done.ended) == (1, True)
        assert await status(http, office.admin.key) == 401


async def test_a_key_made_under_a_wrong_secret_teaches_a_database_from_before_nothing(new_database) -> None:
    url = new_database("sqlite")
    async with service(url, FIRST) as (app, http):
        await migrate(app.state.engines.write)
        office = await make_office(app, http, app.state.database.now)
        await forget_secrets(app)
    async with service(url, WRONG) as (app, http):
        await new_key(app.state.database, office.org_id, office.admin_id, "By mistake")
    async with service(url, FIRST) as (app, http):
        await require_known(app.state.engines.read, app.state.database.secrets)
        assert await status(http, office.admin.key) == 200


def test_former_secrets_with_a_comma_in_them_are_named_as_json() -> None:
    settings = Settings(secret_key=FIRST, old_secret_keys=f'["{SECOND},{WRONG}", "{WRONG} "]')
    assert [secret.value for secret in Secrets.of(settings).former] == [f"{SECOND},{WRONG}", f"{WRONG} "]
    with pytest.raises(ValueError, match="is JSON"):
        Settings(secret_key=FIRST, old_secret_keys=f'["{SECOND}')


def test_former_secrets_are_listed_and_open_what_they_sealed() -> None:
    before = Secrets.of(Settings(secret_key=FIRST))
    after = Secrets.of(Settings(secret_key=SECOND, old_secret_keys=f"{WRONG}, {FIRST}"))
    assert after.opened(before.sealed(b"of the organization")) == b"of the organization"
    assert [secret.value for secret in after.every] == [SECOND, WRONG, FIRST]
    assert before.current.check not in {FIRST, after.current.check}


async def test_the_key_of_an_organization_is_stored_encrypted(app: FastAPI, office: Office) -> None:
    async with app.state.engines.read.connect() as connection:
        statement = select(OrganizationKey.sealed).where(OrganizationKey.org_id == office.org_id)
        sealed = (await connection.execute(statement)).scalar_one()
    key = app.state.database.secrets.opened(sealed)
    assert len(key) == 32
    assert base64.b64encode(key).decode().rstrip("=") not in sealed
    with pytest.raises(InvalidToken):
        Secrets(Secret(WRONG)).opened(sealed)
