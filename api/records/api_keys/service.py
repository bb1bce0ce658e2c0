"""API keys: made, shown once, rotated, revoked. An admin may make one for a member; the log says so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from api.core.errors import FieldError, forbidden, invalid, not_found, state_conflict, unknown_reference
from api.core.fields.etags import etag
from api.core.fields.ids import new_id
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.rows import apply, load_for_update
from api.core.store.secrets import note_check
from api.core.store.tables import table_of
from api.core.store.tenancy import KeyScope, Role
from api.core.store.units import Read, Unit, Write
from api.core.store.values import ResultRow, Values
from api.records.api_keys.keys import HINT_LENGTH, digest_of, new_key
from api.records.api_keys.models import ApiKey, ApiKeyLookup
from api.records.api_keys.schemas import (
    ApiKeyCreate,
    ApiKeyOut,
    ApiKeyPage,
    ApiKeyQuery,
    ApiKeyRotate,
    NewApiKey,
)
from api.records.members.models import Member

api_keys, api_key_lookups = table_of(ApiKey), table_of(ApiKeyLookup)
# Keys made before check values were kept: the secret that made them is known once one of them is recognized.
FROM_BEFORE = select(api_key_lookups.c.digest).where(api_key_lookups.c.made_under.is_(None)).limit(1)
GET_KEY = select(api_keys).where(api_keys.c.org_id == bindparam("org_id"), api_keys.c.id == bindparam("id"))
KEYS = Collection(
    select(api_keys).where(api_keys.c.org_id == bindparam("org_id")),
    orders=both_ways({"created_at": api_keys.c.created_at}, api_keys.c.id),
    filters={
        "of_member": api_keys.c.key_member_id == bindparam("of_member"),
        "only_mine": api_keys.c.key_member_id == bindparam("only_mine"),
        "updated_since": api_keys.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_api_keys(read: Read, query: ApiKeyQuery) -> ApiKeyPage:
    filters = {
        "of_member": query.member_id,
        "only_mine": None if _manages_every_key(read) else read.scope.principal.member_id,
        "updated_since": query.updated_since,
    }
    found = await KEYS.page(read, query, filters=filters)
    return ApiKeyPage(items=[ApiKeyOut(**_shown(row)) for row in found.rows], next=found.next, total=found.total)


async def get_api_key(unit: Unit, api_key_id: UUID) -> ApiKeyOut:
    rows = await unit.rows(GET_KEY, id=api_key_id)
    if not rows or not _may_see(unit, rows[0].key_member_id):
        raise not_found("API key")
    return ApiKeyOut(**_shown(rows[0]))


async def create_api_key(write: Write, given: ApiKeyCreate) -> NewApiKey:
    principal = write.scope.principal
    member_id = given.member_id or principal.member_id
    if member_id != principal.member_id:
        principal.require_admin()
    role = await write.session.scalar(select(Member.role).where(Member.id == member_id, Member.deleted_at.is_(None)))
    if role is None:
        raise invalid(unknown_reference("/member_id", "member"))
    allowed = principal.key_scopes if role == Role.ADMIN else principal.key_scopes - {KeyScope.ADMIN}
    scopes = allowed if given.scopes is None else frozenset(given.scopes)
    if not scopes <= allowed:
        detail = f"This key can hand on no more than {', '.join(sorted(allowed))} to this member."
        raise invalid(FieldError("/scopes", "too_much", detail))
    if given.expires_at is not None and given.expires_at <= write.now:
        raise invalid(FieldError("/expires_at", "past", "This must lie in the future, or be null for never."))
    ends_at = await _own_end(write)
    if ends_at is not None and given.expires_at is not None and given.expires_at > ends_at:
        detail = "The key in use ends before that, and hands on no more. Leave this out, or use an admin's key."
        raise invalid(FieldError("/expires_at", "too_much", detail))
    expires_at = given.expires_at or ends_at
    return await issue(write, member_id=member_id, name=given.name, scopes=scopes, expires_at=expires_at)


async def _own_end(write: Write) -> datetime | None:
    """A key that ends hands on its end, unless it administers."""
    principal = write.scope.principal
    if KeyScope.ADMIN in principal.key_scopes or principal.api_key_id is None:
        return None
    (row,) = await write.rows(GET_KEY, id=principal.api_key_id)
    ends_at: datetime | None = row.expires_at
    return ends_at


async def issue(
    write: Write,
    *,
    member_id: UUID,
    name: str,
    scopes: frozenset[KeyScope] | Sequence[str],
    expires_at: datetime | None,
) -> NewApiKey:
    """Make a key and show it; only its HMAC is kept."""
    key = new_key()
    row = ApiKey(
        org_id=write.scope.org_id,
        id=new_id(),
        key_member_id=member_id,
        name=name,
        hint=key[:HINT_LENGTH],
        key_scopes=sorted(scopes),
        expires_at=expires_at,
        created_at=write.now,
        updated_at=write.now,
    )
    secret = write.secrets.current
    lookup = ApiKeyLookup(
        digest=digest_of(key, secret.pepper), org_id=row.org_id, api_key_id=row.id, made_under=secret.check
    )
    write.session.add_all([row, lookup])
    if not await write.rows(FROM_BEFORE):
        await note_check(await write.session.connection(), secret, write.now)
    write.record(Event("api_key.created", "api_key", row.id, member_id=member_id))
    await write.derive()
    (stored,) = await write.rows(GET_KEY, id=row.id)
    return NewApiKey(**_shown(stored), key=key)


async def rotate_api_key(write: Write, api_key_id: UUID, given: ApiKeyRotate) -> NewApiKey:
    """Make a successor with the same rights; the old key works on for the overlap."""
    old = await _load(write, api_key_id)
    if old.revoked_at is not None or (old.expires_at is not None and old.expires_at <= write.now):
        raise state_conflict("A key that was revoked or has expired cannot be rotated. Make a new one.")
    if old.rotated_at is not None:
        raise state_conflict("This key has a successor already. Rotate that one, or make a new key.")
    _require_no_more(write, old, "rotate")
    successor_expires_at = old.expires_at
    until = write.now + timedelta(hours=given.overlap_hours)
    ends_at = min(until, old.expires_at) if old.expires_at else until
    changed = apply(old, {"expires_at": ends_at, "rotated_at": write.now}, write.now)
    write.record(Event("api_key.rotated", "api_key", old.id, changed, member_id=old.key_member_id))
    return await issue(
        write,
        member_id=old.key_member_id,
        name=old.name,
        scopes=old.key_scopes,
        expires_at=successor_expires_at,
    )


async def revoke_api_key(write: Write, api_key_id: UUID) -> ApiKeyOut:
    """Stop a key for good; revoking it again changes nothing."""
    key = await _load(write, api_key_id)
    _require_no_more(write, key, "revoke")
    if key.revoked_at is None:
        apply(key, {"revoked_at": write.now}, write.now)
        write.record(Event("api_key.revoked", "api_key", key.id, ["revoked_at"], member_id=key.key_member_id))
        await write.derive()
    return await get_api_key(write, api_key_id)


async def _load(write: Write, api_key_id: UUID) -> ApiKey:
    """The key to change, if the caller sees it at all: its version is nobody else's business."""
    await get_api_key(write, api_key_id)
    return await load_for_update(write, ApiKey, api_key_id, "API key")


def _require_no_more(write: Write, key: ApiKey, step: str) -> None:
    if not {KeyScope(scope) for scope in key.key_scopes} <= write.scope.principal.key_scopes:
        raise forbidden(f"This key can do less than the key to {step}. Use one with the same scopes.")


def _manages_every_key(unit: Unit) -> bool:
    principal = unit.scope.principal
    return principal.role is Role.ADMIN and KeyScope.ADMIN in principal.key_scopes


def _may_see(unit: Unit, key_member_id: UUID) -> bool:
    return _manages_every_key(unit) or key_member_id == unit.scope.principal.member_id


def _shown(row: ResultRow) -> Values:
    return {
        "id": row.id,
        "member_id": row.key_member_id,
        "name": row.name,
        "hint": row.hint,
        "scopes": row.key_scopes,
        "expires_at": row.expires_at,
        "rotated_at": row.rotated_at,
        "revoked_at": row.revoked_at,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "etag": etag(row.version),
    }
