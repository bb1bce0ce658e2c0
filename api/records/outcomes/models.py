"""What came of a conversation."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.rows import before_and_after
from api.core.store.tables import Base, MemberRecord
from api.method.due.touched import Touched

_CONTACT = ["contacts.org_id", "contacts.member_id", "contacts.id"]


class Outcome(MemberRecord, Base):
    """From `contact_id`; `referred_id` is whom they named. `used_on` is when advice was followed."""

    __tablename__ = "outcomes"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "member_id", "contact_id"], _CONTACT),
        ForeignKeyConstraint(["org_id", "member_id", "referred_id"], _CONTACT),
        ForeignKeyConstraint(
            ["org_id", "member_id", "interview_id"], ["interviews.org_id", "interviews.member_id", "interviews.id"]
        ),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "happened_on", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
        Index(None, "org_id", "contact_id"),
        Index(None, "org_id", "referred_id"),
        Index(None, "org_id", "interview_id"),
    )

    contact_id: Mapped[UUID]
    interview_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(20))
    what: Mapped[str | None] = mapped_column(Text)
    happened_on: Mapped[date] = mapped_column(Date)
    used_on: Mapped[date | None]
    referred_id: Mapped[UUID | None]

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: [*before_and_after(self, "contact_id"), *before_and_after(self, "referred_id")]}
