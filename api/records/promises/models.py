"""What a member and a contact promised each other."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.rows import before_and_after
from api.core.store.tables import Base, MemberRecord
from api.method.due.touched import Touched


class Promise(MemberRecord, Base):
    """`by` is `me` or `them`. It is open until it was kept or released."""

    __tablename__ = "promises"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"]
        ),
        ForeignKeyConstraint(
            ["org_id", "member_id", "interview_id"], ["interviews.org_id", "interviews.member_id", "interviews.id"]
        ),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
        Index(None, "org_id", "contact_id"),
        Index(None, "org_id", "interview_id"),
    )

    contact_id: Mapped[UUID]
    interview_id: Mapped[UUID | None]
    by: Mapped[str] = mapped_column(String(10))
    what: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date | None]
    kept_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: before_and_after(self, "contact_id")}
