"""API keys, and their look-up: a reference table, small and rarely written."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.secrets import CHECK_LENGTH
from api.core.store.tables import Base, OrgRecord
from api.core.store.values import JsonArray


class ApiKey(OrgRecord, Base):
    """A key of one member. Its secret is not here: only the look-up table holds a hash of it."""

    __tablename__ = "api_keys"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "key_member_id"], ["members.org_id", "members.id"]),
        Index(None, "org_id", "key_member_id", "created_at", "id"),
        Index(None, "org_id", "created_at", "id"),
    )

    key_member_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(100))
    hint: Mapped[str] = mapped_column(String(12))
    key_scopes: Mapped[JsonArray]
    expires_at: Mapped[datetime | None]
    rotated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class ApiKeyLookup(Base):
    """From the HMAC of a key to its row: the one question asked before the tenant is known. `made_under` is the check value
    of the secret; null: whichever it was before check values were kept.
    """

    __tablename__ = "api_key_lookups"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    org_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("organizations.id"))
    api_key_id: Mapped[UUID]
    made_under: Mapped[str | None] = mapped_column(String(CHECK_LENGTH))
