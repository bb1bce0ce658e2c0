"""Fingerprints of what was sent: the only thing of one member's that is ever compared with another's."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import Base, MemberScoped


class TextPrint(MemberScoped, Base):
    """One keyed hash of a message that was sent to `contact_id`; `size` is how many the message has."""

    __tablename__ = "text_prints"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "outreach_email_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
        ),
        Index(None, "org_id", "print", "outreach_email_id"),
    )

    outreach_email_id: Mapped[UUID] = mapped_column(primary_key=True)
    print: Mapped[str] = mapped_column(String(16), primary_key=True)
    contact_id: Mapped[UUID]
    size: Mapped[int]
