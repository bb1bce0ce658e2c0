"""The member's own career news."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import Base, MemberRecord
from api.method.due.touched import Touched


class Milestone(MemberRecord, Base):
    """`news_at` is when it was marked as news, null where it is none; `done_at` when all were told who were to be told."""

    __tablename__ = "milestones"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "member_id"], ["members.org_id", "members.id"]),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "happened_on", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
    )

    what: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    is_news: Mapped[bool]
    news_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.NEWS: (self.member_id,)}
