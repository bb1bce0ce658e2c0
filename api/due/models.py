"""What the rules say about the stored facts, stored: one row an item."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base, MemberOwned


class DueItem(MemberOwned, Base):
    """`rank` is the rule's place in the table of rules. Snoozes and dismissals are not here."""

    __tablename__ = "due_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"]
        ),
        Index(None, "org_id", "member_id", "due_at", "rank", "id"),
        Index(None, "org_id", "contact_id"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    rank: Mapped[int]
    contact_id: Mapped[UUID]
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[UUID]
    due_at: Mapped[datetime]
    late_at: Mapped[datetime]
    flagged_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    because: Mapped[list[Any]]
    computed_at: Mapped[datetime]
