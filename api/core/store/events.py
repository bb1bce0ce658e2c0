"""The organization's log: what changed, by whom, numbered without gaps.

Events name the fields that changed and never carry their values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Uuid, bindparam, insert, update
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import Base, table_of
from api.core.store.values import JsonArray, Values


class OrganizationCounter(Base):
    """The last event number of an organization. Its row is the organization's commit lock."""

    __tablename__ = "organization_counters"

    org_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("organizations.id"), primary_key=True)
    last_seq: Mapped[int] = mapped_column(BigInteger)


class EventRow(Base):
    """`member_id` is the member whose things the event concerns, if it concerns one member's."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "org_id", "subject_id", "seq"),)

    org_id: Mapped[UUID] = mapped_column(Uuid(), ForeignKey("organizations.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(60))
    actor_member_id: Mapped[UUID]
    actor_key_id: Mapped[UUID | None]
    on_behalf_of: Mapped[UUID | None]
    member_id: Mapped[UUID | None]
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    changes: Mapped[JsonArray]
    request_id: Mapped[str] = mapped_column(String(128))
    occurred_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Event:
    type: str
    subject_type: str
    subject_id: UUID
    changes: Sequence[str] = ()
    member_id: UUID | None = None


organization_counters = table_of(OrganizationCounter)
events = table_of(EventRow)
BUMP_COUNTER = (
    update(organization_counters)
    .where(organization_counters.c.org_id == bindparam("of_org"))
    .values(last_seq=organization_counters.c.last_seq + bindparam("how_many"))
    .returning(organization_counters.c.last_seq)
)
INSERT_EVENTS = insert(events)


def numbered(events: Sequence[Event], last_seq: int, shared: Values) -> Iterable[Values]:
    """The rows to insert, given the organization's number after the last of them."""
    first = last_seq - len(events) + 1
    for seq, event in enumerate(events, start=first):
        yield {
            **shared,
            "seq": seq,
            "type": event.type,
            "subject_type": event.subject_type,
            "subject_id": event.subject_id,
            "changes": list(event.changes),
            "member_id": event.member_id,
        }
