"""What organizations made of the templates: one row a version, and none is ever changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import Base, OrgOwned


class TemplateVersion(OrgOwned, Base):
    """The latest `number` of a kind holds. Without a text it stands for the default, whatever that is by then."""

    __tablename__ = "template_versions"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "changed_by"], ["members.org_id", "members.id"]),
        UniqueConstraint("org_id", "kind", "number"),
        Index(None, "org_id", "kind", "created_at", "id"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[int]
    subject: Mapped[str | None] = mapped_column(String(500))
    body: Mapped[str | None] = mapped_column(Text)
    changed_by: Mapped[UUID]
    created_at: Mapped[datetime]
