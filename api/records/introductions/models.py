"""Introductions: a contact is asked to introduce the member to somebody."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.rows import before_and_after
from api.core.store.tables import Base, MemberRecord, MemberScoped
from api.method.due.touched import Touched

_CONTACT = ["contacts.org_id", "contacts.member_id", "contacts.id"]


class Introduction(MemberRecord, Base):
    """`target_name` is kept for a person who is no contact yet. Each step of its life keeps its time; `logged_at` is when
    the last of them was logged; `request_email_id` is the message by which it was asked for, if one was drafted.
    """

    __tablename__ = "introductions"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "member_id", "connector_id"], _CONTACT),
        ForeignKeyConstraint(["org_id", "member_id", "target_id"], _CONTACT),
        ForeignKeyConstraint(
            ["org_id", "member_id", "request_email_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
        ),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
        Index(None, "org_id", "connector_id", "member_id"),
        Index(None, "org_id", "target_id", "member_id"),
        Index(None, "org_id", "request_email_id"),
    )

    connector_id: Mapped[UUID]
    target_id: Mapped[UUID | None]
    target_name: Mapped[str | None] = mapped_column(String(200))
    request_email_id: Mapped[UUID | None]
    note: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    planned_at: Mapped[datetime]
    requested_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    introduced_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    logged_at: Mapped[datetime]
    closed_reason: Mapped[str | None] = mapped_column(String(500))

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: [*before_and_after(self, "connector_id"), *before_and_after(self, "target_id")]}


class IntroductionMessage(MemberScoped, Base):
    """A message that was drafted about an introduction."""

    __tablename__ = "introduction_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "outreach_email_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
            name="fk_introduction_messages_outreach_email",
        ),
        ForeignKeyConstraint(
            ["org_id", "member_id", "introduction_id"],
            ["introductions.org_id", "introductions.member_id", "introductions.id"],
            name="fk_introduction_messages_introduction",
        ),
        Index(None, "org_id", "introduction_id"),
    )

    outreach_email_id: Mapped[UUID] = mapped_column(primary_key=True)
    introduction_id: Mapped[UUID]
