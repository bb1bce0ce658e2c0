"""Due items as the rules computed them, one row each; and what members decided about them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import GOES_WITH, Base, MemberOwned
from api.core.store.values import JsonArray, JsonObject
from api.method.due.touched import Touched


class DueItem(MemberOwned, Base):
    """`rank` is the rule's place in the table of rules; `draft_id` a draft that would do what the item asks for;
    `recipients` whom it names, where it is about several; `act` its place among those about the same person that may show
    at the same time and that one message settles (null: it stands for itself).
    """

    __tablename__ = "due_items"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "member_id"], ["members.org_id", "members.id"]),
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            info=GOES_WITH,
        ),
        # The last column spares the lapsed ones a visit to their rows.
        Index("ix_due_items_shown", "org_id", "member_id", "due_at", "rank", "id", "expires_at"),
        Index(None, "org_id", "contact_id", "member_id"),
        Index(None, "org_id", "subject_id"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    rank: Mapped[int]
    contact_id: Mapped[UUID | None]
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[UUID]
    due_at: Mapped[datetime]
    late_at: Mapped[datetime]
    flagged_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    because: Mapped[JsonArray]
    text: Mapped[str | None] = mapped_column(String(200))
    draft_id: Mapped[UUID | None]
    recipients: Mapped[JsonObject | None]
    act: Mapped[int | None]
    computed_at: Mapped[datetime]


class DueDecision(MemberOwned, Base):
    """A snooze or dismissal, under the item's id. A snooze holds while the item's `due_at` is `snoozed_due_at`, a
    dismissal while its `because` is `dismissed_because`; so they outlive whatever computes the item anew.
    """

    __tablename__ = "due_decisions"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "member_id"], ["members.org_id", "members.id"]),
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            info=GOES_WITH,
        ),
        Index(None, "org_id", "contact_id", "member_id"),
        Index(None, "org_id", "subject_id"),
        Index(None, "org_id", "member_id"),
    )

    contact_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    snoozed_until: Mapped[datetime | None]
    snoozed_due_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
    dismissed_reason: Mapped[str | None] = mapped_column(String(500))
    dismissed_because: Mapped[JsonArray | None]

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: () if self.contact_id is None else (self.contact_id,)}
