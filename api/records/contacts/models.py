"""Contacts, and what is derived about each. Nothing here is shared between members."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.store.tables import Base, MemberRecord, MemberScoped
from api.core.store.values import JsonArray, JsonObject
from api.method.due.touched import Touched


class Contact(MemberRecord, Base):
    """A professional. `positions` is the truth about title and employer; the folded columns only serve searching. `listed_at`
    is when they last came back to the list of people to approach; null: they are on it since they were added.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "member_id"], ["members.org_id", "members.id"]),
        ForeignKeyConstraint(
            ["org_id", "member_id", "met_through_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
        ),
        UniqueConstraint("org_id", "member_id", "id"),
        Index(None, "org_id", "member_id", "created_at", "id"),
        Index(None, "org_id", "member_id", "name_key", "id"),
        Index(None, "org_id", "member_id", "updated_at", "id"),
        Index(None, "org_id", "member_id", "employer_key"),
        Index("ix_contacts_position_changes_on", "org_id", "position_changes_on", "id"),
        Index(None, "org_id", "member_id", "met_through_id"),
    )

    full_name: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str | None] = mapped_column(String(100))
    family_name: Mapped[str | None] = mapped_column(String(100))
    pronounced: Mapped[str | None] = mapped_column(String(200))
    emails: Mapped[JsonArray]
    phones: Mapped[JsonArray]
    positions: Mapped[JsonArray]
    linkedin_url: Mapped[str | None] = mapped_column(String(2000))
    website_url: Mapped[str | None] = mapped_column(String(2000))
    links: Mapped[JsonArray]
    location: Mapped[str | None] = mapped_column(String(200))
    time_zone: Mapped[str | None] = mapped_column(String(60))
    source: Mapped[str | None] = mapped_column(String(30))
    source_detail: Mapped[str | None] = mapped_column(String(500))
    met_through_id: Mapped[UUID | None]
    tags: Mapped[JsonArray]
    notes: Mapped[str | None] = mapped_column(Text)
    cadence: Mapped[str | None] = mapped_column(String(30))
    keep_in_touch: Mapped[bool | None]
    approach: Mapped[bool | None]
    listed_at: Mapped[datetime | None]
    do_not_contact: Mapped[bool]
    do_not_contact_reason: Mapped[str | None] = mapped_column(String(500))
    deceased: Mapped[bool]
    archived: Mapped[bool]
    deferred_at: Mapped[datetime | None]
    deferred_until: Mapped[date | None]
    deferred_reason: Mapped[str | None] = mapped_column(String(500))
    declined_at: Mapped[datetime | None]
    declined_reason: Mapped[str | None] = mapped_column(String(500))
    name_key: Mapped[str] = mapped_column(String(400))
    employer_key: Mapped[str | None] = mapped_column(String(200))
    position_changes_on: Mapped[date | None]
    search_text: Mapped[str] = mapped_column(Text)

    def touches(self) -> Mapping[str, Iterable[UUID]]:
        return {Touched.CONTACT: (self.id,)}


class ContactState(MemberScoped, Base):
    """What follows from a contact's facts, without a clock; `due` writes it under the organization's commit lock.

    `is_quiet`: nothing is ever due about them. `is_kept_up`: the member keeps in touch with them. `written_at` is the last
    message to them, `written_on` its day where the member lives, `told_on` the day of that or of the last meeting's end. `listed_at`: added to the
    list of people to approach, and not written to yet; `approach_from`, from when on to do so.
    """

    __tablename__ = "contact_states"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"]
        ),
        Index("ix_contact_states_role_since", "org_id", "member_id", "role_since", "contact_id"),
        Index("ix_contact_states_approach_from", "org_id", "member_id", "approach_from", "contact_id"),
        Index("ix_contact_states_listed_at", "org_id", "member_id", "listed_at", "contact_id"),
        Index("ix_contact_states_contacted_at", "org_id", "member_id", "contacted_at", "contact_id"),
        Index("ix_contact_states_latest_touch_at", "org_id", "member_id", "latest_touch_at", "contact_id"),
    )

    member_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    listed_at: Mapped[datetime | None]
    approach_from: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    spoke_at: Mapped[datetime | None]
    met_from: Mapped[datetime | None]
    last_message_at: Mapped[datetime | None]
    meeting_ends: Mapped[JsonArray]
    latest_touch_at: Mapped[datetime | None]
    awaiting_since: Mapped[datetime | None]
    awaiting_until: Mapped[datetime | None]
    no_response_from: Mapped[datetime | None]
    deferred_to: Mapped[datetime | None]
    due_windows: Mapped[JsonArray]
    dormant_from: Mapped[datetime | None]
    employer_key: Mapped[str | None] = mapped_column(String(200))
    written_at: Mapped[datetime | None]
    is_kept_up: Mapped[bool | None]
    written_on: Mapped[date | None]
    told_on: Mapped[date | None]
    is_quiet: Mapped[bool | None]
    roles: Mapped[JsonObject | None]
    role_since: Mapped[date | None]
    changed_at: Mapped[datetime]
    message_count: Mapped[int]
    interview_count: Mapped[int]
