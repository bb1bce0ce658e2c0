"""From the Authorization header to a principal: one statement, remembered for a few seconds in each process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_bytes

import structlog
from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from api.core.errors import Problem
from api.core.fields.ids import ApiKeyId, MemberId, OrgId
from api.core.store.engines import Engines
from api.core.store.secrets import Secret, Secrets, note_check
from api.core.store.tables import table_of
from api.core.store.tenancy import KeyScope, Principal, Role
from api.core.store.values import ResultRow
from api.records.api_keys.keys import digest_of, is_well_formed
from api.records.api_keys.models import ApiKey, ApiKeyLookup
from api.records.members.models import Member
from api.records.members.schemas import MemberStatus

MOST_REMEMBERED = 10_000

api_key_lookups = table_of(ApiKeyLookup)
api_keys = table_of(ApiKey)
members = table_of(Member)
FIND_KEY = (
    select(
        api_key_lookups.c.made_under,
        api_keys.c.org_id,
        api_keys.c.id,
        api_keys.c.key_scopes,
        api_keys.c.expires_at,
        api_keys.c.revoked_at,
    )
    .add_columns(members.c.id.label("member_id"), members.c.role, members.c.status)
    .select_from(api_key_lookups)
    .join(api_keys, and_(api_keys.c.org_id == api_key_lookups.c.org_id, api_keys.c.id == api_key_lookups.c.api_key_id))
    .join(members, and_(members.c.org_id == api_keys.c.org_id, members.c.id == api_keys.c.key_member_id))
    .where(api_key_lookups.c.digest == bindparam("digest"), members.c.deleted_at.is_(None))
)


KNOW = (
    update(api_key_lookups).where(api_key_lookups.c.made_under.is_(None)).values(made_under=bindparam("made_under_it"))
)
STORE = {
    "postgresql": postgresql.insert(api_key_lookups).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(api_key_lookups).on_conflict_do_nothing(),
}

log = structlog.get_logger("touchbase")


def unauthorized(detail: str) -> Problem:
    return Problem("unauthorized", detail, headers={"WWW-Authenticate": "Bearer"})


@dataclass(slots=True)
class Authenticator:
    """Remembers what it found for `cache_seconds`: that is the longest delay of a revocation.

    A key made under a former secret is recognized, and stored anew in the background under the one in force; under the
    former too until `rotate` ends it, for processes that are not started anew yet.
    """

    engines: Engines
    secrets: Secrets
    now: Callable[[], datetime]
    cache_seconds: float
    # Of this process alone: what is remembered is found by a digest, so that no key stands in memory.
    _salt: bytes = field(default_factory=lambda: token_bytes(32))
    _remembered: dict[bytes, tuple[datetime, Principal]] = field(default_factory=dict)
    _storing: set[asyncio.Task[None]] = field(default_factory=set)

    async def __call__(self, header: str | None) -> Principal:
        now = self.now()
        seen = blake2b((header or "").encode(), key=self._salt).digest()
        remembered = self._remembered.get(seen)
        if remembered and remembered[0] > now:
            return remembered[1]
        key = _presented(header)
        row, secret = await self._found(key)
        principal = _principal(row, now)
        if row is not None and row.made_under != self.secrets.current.check:
            self._store_anew(key, row, secret)
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        until = now + timedelta(seconds=self.cache_seconds)
        expires_at = row.expires_at if row else None
        self._remembered[seen] = (min(until, expires_at) if expires_at else until, principal)
        return principal

    async def _found(self, key: str) -> tuple[ResultRow | None, Secret]:
        """The row of a key, and the secret under which it was found."""
        async with self.engines.read.connect() as connection:
            for secret in self.secrets.every:
                row = (await connection.execute(FIND_KEY, {"digest": digest_of(key, secret.pepper)})).first()
                if row is not None:
                    return row, secret
        return None, self.secrets.current

    def _store_anew(self, key: str, row: ResultRow, secret: Secret) -> None:
        task = asyncio.create_task(self._stored_anew(key, row, secret))
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)

    async def _stored_anew(self, key: str, row: ResultRow, secret: Secret) -> None:
        """Never in the read itself. What fails is tried again when the key is next looked up."""
        current = self.secrets.current
        lookup = {"org_id": row.org_id, "api_key_id": row.id, "made_under": current.check}
        try:
            async with self.engines.write.begin() as connection:
                await note_check(connection, current, self.now())
                if row.made_under is None:
                    # A key was recognized: so all that were made before check values were kept, were made under it.
                    await connection.execute(KNOW, {"made_under_it": secret.check})
                    await note_check(connection, secret, self.now())
                if secret != current:
                    digest = digest_of(key, current.pepper)
                    await connection.execute(STORE[connection.dialect.name], {"digest": digest, **lookup})
        except (SQLAlchemyError, Problem) as error:
            log.warning("key_not_stored_anew", error=type(error).__name__)


def _presented(header: str | None) -> str:
    scheme, _, key = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise unauthorized("Send your API key: -H 'Authorization: Bearer tb_…'.")
    if not is_well_formed(key.strip()):
        raise unauthorized("This is not a whole API key: check that all of it was copied.")
    return key.strip()


def _principal(row: ResultRow | None, now: datetime) -> Principal:
    if row is None:
        raise unauthorized("This API key is unknown here: check the server's address, or make a new key.")
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        raise unauthorized("This API key was revoked or has expired: make a new one.")
    if row.status == MemberStatus.INACTIVE:
        raise unauthorized("The member of this API key is inactive: ask an admin.")
    role = Role(row.role)
    scopes = frozenset(KeyScope(scope) for scope in row.key_scopes)
    allowed = scopes if role is Role.ADMIN else scopes - {KeyScope.ADMIN}
    return Principal(OrgId(row.org_id), MemberId(row.member_id), role, ApiKeyId(row.id), allowed)
