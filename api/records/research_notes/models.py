"""What a member found out about a contact before talking to them."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.rows import before_and_after
from api.core.store.tables import Base, MemberRecord
from api.method.due.touched import Touched


class ResearchNote(MemberRecord, Base):
    __tablename__ = "research_notes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"]
        ),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
        Index(None, "org_id", "contact_id"),
    )

    contact_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str | None] = mapped_column(String(2000))
    learned: Mapped[str] = mapped_column(Text)
    learned_on: Mapped[date]
    quotable: Mapped[bool]

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: before_and_after(self, "contact_id")}
