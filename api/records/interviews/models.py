"""Interviews and their participants. A participant's title and employer are kept as they were on the day."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.core.store.tables import Base, MemberRecord, MemberScoped
from api.core.store.values import JsonArray
from api.method.due.touched import Touched


class InterviewParticipant(MemberScoped, Base):
    __tablename__ = "interview_participants"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "interview_id"],
            ["interviews.org_id", "interviews.member_id", "interviews.id"],
            name="fk_interview_participants_interview",
        ),
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"]
        ),
        Index("ix_interview_participants_contact", "org_id", "contact_id", "interview_id"),
    )

    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(200))
    employer: Mapped[str | None] = mapped_column(String(200))

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: (self.contact_id,)}


class Interview(MemberRecord, Base):
    """`set_at` is when its present time was agreed, `first_set_at` when any was; `confirmed_for` the start that was confirmed."""

    __tablename__ = "interviews"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "member_id"], ["members.org_id", "members.id"]),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "starts_at", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
    )

    status: Mapped[str] = mapped_column(String(20))
    starts_at: Mapped[datetime | None]
    duration_minutes: Mapped[int]
    time_zone: Mapped[str | None] = mapped_column(String(60))
    medium: Mapped[str | None] = mapped_column(String(20))
    location: Mapped[str | None] = mapped_column(String(500))
    link: Mapped[str | None] = mapped_column(String(2000))
    agenda: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    takeaways: Mapped[str | None] = mapped_column(Text)
    skills_learned: Mapped[JsonArray]
    rating: Mapped[int | None]
    first_set_at: Mapped[datetime | None]
    set_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_for: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    called_off_by: Mapped[str | None] = mapped_column(String(10))
    called_off_reason: Mapped[str | None] = mapped_column(String(500))
    participants: Mapped[list[InterviewParticipant]] = relationship(
        lazy="raise",
        order_by=InterviewParticipant.place,
        cascade="all, delete-orphan",
        primaryjoin="and_(InterviewParticipant.org_id == Interview.org_id, "
        "foreign(InterviewParticipant.interview_id) == Interview.id)",
    )

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: [participant.contact_id for participant in self.participants]}
