"""Idempotency-Key: the first answer to a keyed POST is stored with the write and replayed for 24 hours.

Only answers of a committed transaction are stored. A key belongs to its caller: others may use the same text.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, Uuid, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from api.core.errors import Problem
from api.core.store.tables import Base, OrgOwned, table_of
from api.core.store.units import Write

KEPT_FOR = timedelta(hours=24)


class IdempotencyRecord(OrgOwned, Base):
    """`id` is a digest of the principal and its rights, method, path and key."""

    __tablename__ = "idempotency_records"
    __table_args__ = (Index(None, "org_id", "expires_at"),)

    org_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("organizations.id"), primary_key=True, sort_order=-3)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    body: Mapped[str | None] = mapped_column(Text)
    etag: Mapped[str | None] = mapped_column(String(64))
    location: Mapped[str | None] = mapped_column(String(255))
    media_type: Mapped[str | None] = mapped_column(String(60))
    expires_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is replayed."""

    status: int
    body: str
    etag: str | None
    location: str | None
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A key as one principal used it on one path with one payload."""

    id: UUID
    fingerprint: str

    @classmethod
    def of(cls, write: Write, *, method: str, target: str, key: str, payload: bytes) -> "Claim":
        principal = write.scope.principal
        path, _, query = target.partition("?")
        rights = [principal.role, *sorted(principal.key_scopes)]
        owner = "\0".join((str(principal.member_id), str(write.scope.on_behalf_of), *rights, method, path, key))
        fingerprint = hashlib.sha256(query.encode() + b"\0" + payload).hexdigest()
        return cls(UUID(bytes=hashlib.blake2b(owner.encode(), digest_size=16).digest()), fingerprint)


idempotency_records = table_of(IdempotencyRecord)
FIND = select(idempotency_records).where(
    idempotency_records.c.org_id == bindparam("org_id"), idempotency_records.c.id == bindparam("record_id")
)
STORE = (
    update(idempotency_records)
    .where(idempotency_records.c.org_id == bindparam("of_org"), idempotency_records.c.id == bindparam("record_id"))
    .values({name: bindparam(name) for name in ("status", "body", "etag", "location", "media_type")})
)


def _claiming(insert: type[postgresql.Insert] | type[sqlite.Insert]) -> ReturningInsert[Any]:  # Any: the rows
    fresh = insert(idempotency_records)
    over = {
        name: fresh.excluded[name]
        for name in (*("fingerprint", "status", "body", "etag"), *("location", "media_type", "expires_at"))
    }
    return fresh.on_conflict_do_update(
        index_elements=["org_id", "id"], set_=over, where=idempotency_records.c.expires_at <= bindparam("claimed_at")
    ).returning(idempotency_records.c.id)


CLAIM = {"postgresql": _claiming(postgresql.Insert), "sqlite": _claiming(sqlite.Insert)}


async def claim_or_replay(write: Write, claim: Claim) -> Answer | None:
    """Take the key (an expired one is taken over), or give the answer that was stored under it."""
    connection = await write.session.connection()
    values = {
        "org_id": write.scope.org_id,
        "id": claim.id,
        "fingerprint": claim.fingerprint,
        "status": None,
        "body": None,
        "etag": None,
        "location": None,
        "media_type": None,
        "expires_at": write.now + KEPT_FOR,
        "claimed_at": write.now,
    }
    if (await connection.execute(CLAIM[connection.dialect.name], values)).first() is not None:
        return None
    (stored,) = await write.rows(FIND, record_id=claim.id)
    if stored.fingerprint != claim.fingerprint:
        detail = "This Idempotency-Key was used for another request on this path. Use a new key for a new request."
        raise Problem("idempotency-key-reused", detail)
    return Answer(stored.status, stored.body, stored.etag, stored.location, stored.media_type)


async def store_answer(write: Write, claim: Claim, answer: Answer) -> None:
    values = {
        "status": answer.status,
        "body": answer.body,
        "etag": answer.etag,
        "location": answer.location,
        "media_type": answer.media_type,
    }
    await write.run(STORE, {"of_org": write.scope.org_id, "record_id": claim.id, **values})
