"""Outreach emails: every message to or from a contact, talks by phone and in person among them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.core.store.rows import before_and_after
from api.core.store.tables import Base, MemberRecord, MemberScoped
from api.core.store.values import JsonArray
from api.method.due.touched import Touched


class OutreachEmailCc(MemberScoped, Base):
    """A further contact that a message went to."""

    __tablename__ = "outreach_email_ccs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "outreach_email_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
            name="fk_outreach_email_ccs_outreach_email",
        ),
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"]
        ),
        Index("ix_outreach_email_ccs_contact", "org_id", "contact_id", "outreach_email_id"),
    )

    outreach_email_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int]

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: (self.contact_id,)}


class OutreachEmail(MemberRecord, Base):
    """`sent_at` of a message known only by its day (`day_only`) is the last moment of that date in UTC. `asks`: its own words
    ask something. `handed_on`: its recipient is gone, and it stands under one who got a copy.
    """

    __tablename__ = "outreach_emails"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"]
        ),
        ForeignKeyConstraint(
            ["org_id", "member_id", "interview_id"], ["interviews.org_id", "interviews.member_id", "interviews.id"]
        ),
        ForeignKeyConstraint(
            ["org_id", "member_id", "in_reply_to_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
        ),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "sent_at", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
        Index(None, "org_id", "contact_id", "sent_at", "id"),
        Index(None, "org_id", "contact_id", "member_id"),
        Index(None, "org_id", "interview_id", "member_id"),
        Index(None, "org_id", "in_reply_to_id", "member_id"),
    )

    contact_id: Mapped[UUID]
    interview_id: Mapped[UUID | None]
    in_reply_to_id: Mapped[UUID | None]
    direction: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(30))
    also: Mapped[JsonArray]
    channel: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str | None] = mapped_column(String(500))
    body: Mapped[str | None] = mapped_column(Text)
    asks: Mapped[bool | None]
    status: Mapped[str] = mapped_column(String(20))
    sent_at: Mapped[datetime | None]
    day_only: Mapped[bool]
    logged_at: Mapped[datetime | None]
    expects_answer: Mapped[bool | None]
    auto_reply: Mapped[bool]
    bounced_at: Mapped[datetime | None]
    bounce_reason: Mapped[str | None] = mapped_column(String(500))
    bounced_address: Mapped[str | None] = mapped_column(String(254))
    handed_on: Mapped[bool | None]
    ccs: Mapped[list[OutreachEmailCc]] = relationship(
        lazy="raise",
        order_by=OutreachEmailCc.place,
        cascade="all, delete-orphan",
        primaryjoin="and_(OutreachEmailCc.org_id == OutreachEmail.org_id, "
        "foreign(OutreachEmailCc.outreach_email_id) == OutreachEmail.id)",
    )

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        contact_ids = [*before_and_after(self, "contact_id"), *(cc.contact_id for cc in self.ccs)]
        return {Touched.CONTACT: contact_ids, Touched.MESSAGE: (self.id,)}
