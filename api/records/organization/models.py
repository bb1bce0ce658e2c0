"""The organization: the tenant. A reference table: small, rarely written."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import Base, ReferenceTable, Versioned
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
    greeting: Mapped[str] = mapped_column(String(20))
    refused_findings: Mapped[JsonArray]
