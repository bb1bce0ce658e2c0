"""Reminders that members set themselves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import GOES_WITH, Base, MemberRecord
from api.method.due.touched import Touched


class Reminder(MemberRecord, Base):
    """`next_at` is the first time that is not done, null once all are; `last_at` the last of all. Both follow from the
    rule and from `done_through`.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "member_id"], ["members.org_id", "members.id"]),
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            info=GOES_WITH,
        ),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "remind_at", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
        Index(None, "org_id", "contact_id"),
    )

    contact_id: Mapped[UUID | None]
    text: Mapped[str] = mapped_column(String(200))
    remind_at: Mapped[datetime]
    rrule: Mapped[str | None] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(60))
    done_through: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    last_at: Mapped[datetime]

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.REMINDER: (self.id,)}
