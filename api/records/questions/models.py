"""What a member wants to ask a contact, and what they answered."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.rows import before_and_after
from api.core.store.tables import Base, MemberRecord
from api.core.store.values import JsonObject
from api.method.due.touched import Touched


class Question(MemberRecord, Base):
    """`based_on_position` is a copy: positions have no ids, and change."""

    __tablename__ = "questions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"]
        ),
        ForeignKeyConstraint(
            ["org_id", "member_id", "interview_id"], ["interviews.org_id", "interviews.member_id", "interviews.id"]
        ),
        ForeignKeyConstraint(
            ["org_id", "member_id", "based_on_note_id"],
            ["research_notes.org_id", "research_notes.member_id", "research_notes.id"],
        ),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "place", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
        Index(None, "org_id", "contact_id"),
        Index(None, "org_id", "interview_id"),
        Index(None, "org_id", "based_on_note_id", "member_id"),
    )

    contact_id: Mapped[UUID]
    interview_id: Mapped[UUID | None]
    text: Mapped[str] = mapped_column(String(500))
    place: Mapped[int]
    topic: Mapped[str] = mapped_column(String(20))
    based_on_note_id: Mapped[UUID | None]
    based_on_position: Mapped[JsonObject | None]
    asked: Mapped[bool]
    answer: Mapped[str | None] = mapped_column(Text)

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: before_and_after(self, "contact_id")}
