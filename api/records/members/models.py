"""Members of an organization."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import Base, OrgRecord
from api.core.store.values import JsonArray


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
    introduction: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    zone: Mapped[str | None] = mapped_column(String(60))
    day_starts_at: Mapped[str] = mapped_column(String(5))
    away_periods: Mapped[JsonArray]
    cadence: Mapped[str | None] = mapped_column(String(30))
