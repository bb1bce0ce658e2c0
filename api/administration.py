"""What the administrator of the machine does, without a key: new organizations, lost keys, computing anew."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import func, select

from api.core.errors import ConfigurationError
from api.core.fields.folding import fold
from api.core.fields.ids import MemberId, OrgId, new_id
from api.core.store.engines import Engines, open_engines
from api.core.store.jobs import Payload
from api.core.store.schema import require_current, wait_for_lock
from api.core.store.secrets import require_known
from api.core.store.tables import table_of
from api.core.store.tenancy import KeyScope, Role, Scope
from api.core.store.units import Database, Write
from api.core.store.values import ResultRow, Statement
from api.main import open_database, utc_now
from api.records.api_keys.models import ApiKey, ApiKeyLookup
from api.records.api_keys.schemas import ApiKeyCreate
from api.records.api_keys.service import issue
from api.records.members.models import Member
from api.records.members.schemas import MemberCreate
from api.records.members.service import add_member
from api.records.organization.models import Organization
from api.records.organization.schemas import OrganizationPatch
from api.records.organization.service import create_organization
from api.settings import Settings
from api.views.due.rebuild import rebuild_at_once

EVERYTHING = frozenset(KeyScope)
# Any number that no other program on the same database uses for its locks.
BOOTSTRAP_LOCK = 7_203_715

api_key_lookups = table_of(ApiKeyLookup)
api_keys = table_of(ApiKey)
members = table_of(Member)
organizations = table_of(Organization)


@asynccontextmanager
async def administered(settings: Settings) -> AsyncIterator[Database]:
    """The database, if it is at this code's version."""
    engines = open_engines(settings)
    try:
        database = open_database(settings, engines, utc_now)
        await require_current(engines.write)
        await require_known(engines.read, database.secrets)
        yield database
    finally:
        await engines.dispose()


async def bootstrap(
    database: Database, *, name: str, email: str, full_name: str, zone: str, another: bool = False
) -> str:
    """A new organization and its first admin; gives the admin's key. The same one twice only if `another` is meant."""
    checked = OrganizationPatch(name=name, zone=zone)
    name, zone = checked.name, checked.zone
    admin = MemberCreate(full_name=full_name, email=email, role=Role.ADMIN)
    scope = machine(new_id(), new_id())
    async with database.write(scope, request_id=request_id()) as write:
        await (await write.session.connection()).run_sync(wait_for_lock, BOOTSTRAP_LOCK)
        same = [row for row in await members_with(database.engines, email) if fold(row.name) == fold(name)]
        if same and not another:
            raise ConfigurationError(
                f"{name} is there already, with this member: {same[0].org_id}. `touchbase keys {email} --new NAME` makes a "
                "key; --another makes a second organization of this name."
            )
        await create_organization(write, name=name, zone=zone)
        await add_member(write, scope.member_id, admin)
        key = await _issued(write, scope.member_id, "First key")
        await write.commit()
    return key


async def members_with(engines: Engines, email: str) -> Sequence[ResultRow]:
    query: Statement = (
        select(members.c.org_id, members.c.id, members.c.status, organizations.c.name)
        .join_from(members, organizations, organizations.c.id == members.c.org_id)
        .where(members.c.email_key == email.strip().casefold())
        .order_by(organizations.c.created_at)
    )
    async with engines.read.connect() as connection:
        return (await connection.execute(query)).all()


async def list_organizations(engines: Engines) -> Sequence[ResultRow]:
    """All of them, the oldest first, with how many members each has."""
    how_many = select(func.count()).where(members.c.org_id == organizations.c.id, members.c.deleted_at.is_(None))
    query: Statement = select(
        organizations.c.id,
        organizations.c.name,
        organizations.c.created_at,
        how_many.scalar_subquery().label("members"),
    ).order_by(organizations.c.created_at, organizations.c.id)
    async with engines.read.connect() as connection:
        return (await connection.execute(query)).all()


async def list_keys(engines: Engines, member: ResultRow) -> Sequence[ResultRow]:
    """A member's keys, the oldest first; never their secrets."""
    query: Statement = (
        select(api_keys.c.hint, api_keys.c.name, api_keys.c.created_at, api_keys.c.revoked_at, api_keys.c.expires_at)
        .where(api_keys.c.org_id == member.org_id, api_keys.c.key_member_id == member.id)
        .order_by(api_keys.c.created_at, api_keys.c.id)
    )
    async with engines.read.connect() as connection:
        return (await connection.execute(query)).all()


async def new_key(database: Database, org_id: UUID, member_id: UUID, name: str) -> str:
    name = ApiKeyCreate(name=name).name
    scope = machine(org_id, member_id)
    async with database.write(scope, request_id=request_id()) as write:
        key = await _issued(write, member_id, name)
        await write.commit()
    return key


async def _issued(write: Write, member_id: UUID, name: str) -> str:
    made = await issue(write, member_id=member_id, name=name, scopes=EVERYTHING, expires_at=None)
    return made.key or ""


async def rebuild_due(database: Database) -> AsyncIterator[str]:
    """Compute what is due anew, organization by organization; gives their names as they are done."""
    async with database.engines.read.connect() as connection:
        rows = (await connection.execute(select(organizations.c.id, organizations.c.name))).all()
    for row in rows:
        payload: Payload | None = {}
        while payload is not None:
            async with database.write(machine(row.id, row.id), request_id=request_id()) as write:
                payload = await rebuild_at_once(write, payload)
        yield row.name


def machine(org_id: UUID, member_id: UUID) -> Scope:
    return Scope.of_machine(OrgId(org_id), MemberId(member_id))


def request_id() -> str:
    return f"cli-{new_id().hex}"
