"""Every test runs on both databases unless it says otherwise, in an organization of its own, by a clock of its own."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from sqlalchemy import event

from api.core.fields.ids import MemberId, OrgId, new_id
from api.core.store.engines import open_engines
from api.core.store.schema import migrate
from api.core.store.tenancy import KeyScope, Principal, Role, Scope
from api.main import create_app
from api.records.api_keys.service import issue
from api.records.members.schemas import MemberCreate
from api.records.members.service import add_member
from api.records.organization.service import create_organization
from api.settings import Settings
from api.work.worker import Worker
from tests.client import Client
from tests.databases import BOTH, POSTGRESQL, create_database, postgresql_server

SECRET = "tests" * 8
START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # a Monday

settings.register_profile("usual", deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
settings.load_profile("usual")


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> None:
        self.now = datetime.fromisoformat(text)

    def pass_by(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class Office:
    """An organization with its admin, and as many members as a test asks for."""

    app: FastAPI
    http: httpx2.AsyncClient
    clock: Clock
    org_id: OrgId
    admin_id: MemberId
    admin: Client
    made: list[str] = field(default_factory=list)

    async def member(self, role: str = "student", **more: object) -> Client:
        body = {"full_name": "Sam Lee", "email": f"{uuid4().hex}@example.org", "role": role, **more}
        member = await self.admin.make("/members", body)
        key = await self.admin.make("/api-keys", {"name": "test", "member_id": member["id"]})
        self.made.append(member["id"])
        return Client(self.http, key["key"])

    async def work(self) -> None:
        """Do the jobs that wait, as a worker would."""
        await Worker.of(self.app.state.settings, self.app.state.database).work_until_idle()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgresql(worker_id: str) -> Iterator[Path]:
    with postgresql_server(os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))) as socket:
        yield socket


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Make an empty database of a kind, and give its URL."""

    def make(kind: str) -> str:
        if kind == POSTGRESQL:
            return create_database(request.getfixturevalue("postgresql"), f"test_{uuid4().hex}")
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/touchbase.db"

    return make


@pytest.fixture(scope="session", params=BOTH)
async def app(request: pytest.FixtureRequest, new_database, anyio_backend: str) -> AsyncIterator[FastAPI]:
    """One service for each database, shared by all tests of a worker."""
    given = Settings(
        database_url=new_database(request.param), secret_key=SECRET, auth_cache_seconds=0, log_level="error"
    )
    engines = open_engines(given)
    await migrate(engines.write)
    await engines.dispose()
    service = create_app(given, now=Clock())
    yield service
    await service.state.engines.dispose()


@pytest.fixture
def clock(app: FastAPI) -> Clock:
    found: Clock = app.state.database.now
    found.now = START
    return found


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=True)
    async with httpx2.AsyncClient(transport=transport, base_url="http://touchbase.test") as client:
        yield client


@pytest.fixture
async def office(app: FastAPI, http: httpx2.AsyncClient, clock: Clock) -> Office:
    return await make_office(app, http, clock)


@pytest.fixture
async def me(office: Office) -> Client:
    """A student."""
    return await office.member()


@pytest.fixture
def statements(app: FastAPI) -> Iterator[list[str]]:
    """Every statement that the service runs from here on; a key that was seen is not looked up again."""
    run: list[str] = []
    engines = [app.state.engines.read.sync_engine, app.state.engines.write.sync_engine]

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        run.append(" ".join(statement.split()))

    app.state.authenticate.cache_seconds = 60
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield run
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    app.state.authenticate.cache_seconds = 0


@pytest.fixture
def stranger(http: httpx2.AsyncClient) -> Client:
    """A caller without a key."""
    return Client(http, None)


async def make_office(app: FastAPI, http: httpx2.AsyncClient, clock: Clock, zone: str = "UTC") -> Office:
    org_id, admin_id = OrgId(new_id()), MemberId(new_id())
    principal = Principal(org_id, admin_id, Role.ADMIN, new_id(), frozenset(KeyScope))
    async with app.state.database.write(Scope.own(principal), request_id="test") as write:
        admin = MemberCreate(full_name="Ada Office", email=f"{admin_id}@example.org", role="admin")
        await create_organization(write, name="Test School", zone=zone)
        await add_member(write, admin_id, admin)
        key = await issue(
            write,
            member_id=admin_id,
            name="first",
            scopes=frozenset(KeyScope),
            expires_at=None,
        )
        await write.commit()
    return Office(app, http, clock, org_id, admin_id, Client(http, key.key))
