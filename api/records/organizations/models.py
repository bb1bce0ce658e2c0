"""Organizations, members and API keys. Organizations and key look-ups are reference tables: small, rarely written."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import Base, OrgRecord, ReferenceTable, Versioned
from api.core.store.values import JsonArray, JsonObject


class Organization(ReferenceTable, Versioned, Base):
    """A tenant: a school, a career office, or one person. `computed_with` says with which rules and
    calendar data everything due was last computed.
    """

    __tablename__ = "organizations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(60))
    weekend: Mapped[JsonArray]
    holiday_country: Mapped[str | None] = mapped_column(String(2))
    holiday_subdivision: Mapped[str | None] = mapped_column(String(10))
    computed_with: Mapped[str | None] = mapped_column(String(60))
    closed_periods: Mapped[JsonArray]
    due_policy: Mapped[JsonObject]
    refused_findings: Mapped[JsonArray]


class Member(OrgRecord, Base):
    """A student, advisor or admin. `zone` null means the organization's."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("org_id", "email_key"),
        Index(None, "org_id", "created_at", "id"),
        Index(None, "org_id", "name_key", "id"),
        Index(None, "org_id", "updated_at"),
    )

    org_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("organizations.id"), primary_key=True, sort_order=-3)
    full_name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(400))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    zone: Mapped[str | None] = mapped_column(String(60))
    day_starts_at: Mapped[str] = mapped_column(String(5))
    away_periods: Mapped[JsonArray]
    cadence: Mapped[str | None] = mapped_column(String(30))


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
    """From the HMAC of a key to its row: the one question asked before the tenant is known."""

    __tablename__ = "api_key_lookups"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    org_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("organizations.id"))
    api_key_id: Mapped[UUID]
