"""What goes in and out of /contacts."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from api.core.fields.times import Day, Instant, OutInstant, TimeOrDay
from api.core.fields.types import (
    Cadence,
    Flag,
    In,
    Line50,
    Line200,
    OptionalLine100,
    OptionalLine200,
    OptionalLine500,
    OptionalProse20k,
    OptionalUrl,
    Out,
    OwnId,
    QueryLine200,
    Zone,
    unset,
    without_repeats,
)
from api.core.store.pagination import PageOut, SortedParams
from api.method.conversation.states import Stage, Standing
from api.records.contacts.parts import (
    ContactEmailOut,
    ContactLink,
    ContactLinkOut,
    ContactPhone,
    ContactPhoneOut,
    Emails,
    Position,
    PositionOut,
)

MOST_IN_BATCH = 500


class Source(StrEnum):
    """How a contact was found."""

    INTRODUCTION = "introduction"
    REFERRAL = "referral"
    ALUMNI = "alumni"
    CLASS = "class"
    EVENT = "event"
    FAMILY_OR_FRIEND = "family_or_friend"
    LINKEDIN = "linkedin"
    WEB_SEARCH = "web_search"
    ARTICLE = "article"
    IMPORT = "import"
    OTHER = "other"


Tags = Annotated[list[Line50], AfterValidator(without_repeats), Field(max_length=50)]


class ContactFields(In):
    given_name: OptionalLine100 = Field(default=None, description="Given name, for greetings.")
    family_name: OptionalLine100 = Field(default=None, description="Family name.")
    pronounced: OptionalLine200 = Field(default=None, description="How to say the name, such as `SHI-vawn`.")
    emails: Emails = Field(default_factory=list, description="Email addresses; at most one is primary.")
    phones: Annotated[list[ContactPhone], Field(max_length=20)] = Field(
        default_factory=list, description="Phone numbers."
    )
    title: OptionalLine200 = Field(
        default=None, description="Job title of the current position; writing it writes that position."
    )
    employer: OptionalLine200 = Field(
        default=None, description="Employer of the current position; writing it writes that position."
    )
    positions: Annotated[list[Position], Field(max_length=100)] = Field(
        default_factory=list,
        description="The career. Current is the open position with the latest start, then the first listed.",
    )
    linkedin_url: OptionalUrl = Field(default=None, description="Their LinkedIn page.")
    website_url: OptionalUrl = Field(default=None, description="Their own website.")
    links: Annotated[list[ContactLink], Field(max_length=50)] = Field(
        default_factory=list, description="Other pages about or by them."
    )
    location: OptionalLine200 = Field(default=None, description="Where they are, as you would say it.")
    time_zone: Zone | None = Field(default=None, description="Their IANA time zone.")
    source: Annotated[Source, Field(strict=False)] | None = Field(
        default=None, description="How you found them; an open set."
    )
    source_detail: OptionalLine500 = Field(default=None, description="More on how you found them.")
    met_through_id: OwnId | None = Field(default=None, description="The contact of yours through whom you met.")
    tags: Tags = Field(default_factory=list, description="Your own labels.")
    notes: OptionalProse20k = Field(default=None, description="Private notes.")
    cadence: Cadence | None = Field(
        default=None, description="Time between touches, ISO 8601; null means yours, then the organization's."
    )
    keep_in_touch: bool | None = Field(
        default=None, description="Whether updates are due; null means yes once you have met."
    )
    approach: bool | None = Field(
        default=None,
        description="Whether you want to write to them for a first time; null means yes, unless you keep in touch already.",
    )
    do_not_contact: bool = Field(default=False, description="They asked not to be contacted: nothing is ever due.")
    do_not_contact_reason: OptionalLine500 = Field(default=None, description="Why not.")
    deceased: bool = Field(default=False, description="They have died: nothing is ever due.")
    archived: bool = Field(default=False, description="Put aside: nothing is due; hidden from the list by default.")


class ContactCreate(ContactFields):
    full_name: Line200 = Field(description="Name as it is written. The one required field.")


class ContactPatch(ContactFields):
    full_name: Line200 = Field(default_factory=unset, description="Name as it is written.")


class ContactBatch(In):
    items: Annotated[list[ContactCreate], Field(min_length=1, max_length=MOST_IN_BATCH)] = Field(
        description="Contacts to add: all of them or, if one is wrong, none."
    )


class Deferral(In):
    until: Day = Field(description="The day from which they may be asked again, as a date.")
    reason: OptionalLine500 = Field(default=None, description="What they said, such as `after the budget`.")
    at: TimeOrDay | None = Field(
        default=None, description="When they said so: a time, or only a date; now where left out."
    )


class Decline(In):
    reason: OptionalLine500 = Field(default=None, description="What they said.")
    at: TimeOrDay | None = Field(
        default=None, description="When they said so: a time, or only a date; now where left out."
    )


class RoleName(StrEnum):
    """What a contact has become, from the outcomes."""

    MENTOR = "mentor"
    REFERRER = "referrer"
    EMPLOYER = "employer"


class RoleOut(Out):
    role: str = Field(description="mentor, referrer or employer; an open set.")
    since: date = Field(description="The day of the first outcome that shows it.")
    outcome_id: UUID = Field(description="That outcome, the evidence.")


class ContactOut(Out):
    id: UUID = Field(description="Id of the contact.")
    full_name: str = Field(description="Name as it is written.")
    given_name: str | None = Field(description="Given name.")
    family_name: str | None = Field(description="Family name.")
    pronounced: str | None = Field(description="How to say the name.")
    emails: list[ContactEmailOut] = Field(description="Email addresses.")
    phones: list[ContactPhoneOut] = Field(description="Phone numbers.")
    title: str | None = Field(description="Job title of the current position.")
    employer: str | None = Field(description="Employer of the current position.")
    positions: list[PositionOut] = Field(description="The career, as it was listed.")
    linkedin_url: str | None = Field(description="Their LinkedIn page.")
    website_url: str | None = Field(description="Their own website.")
    links: list[ContactLinkOut] = Field(description="Other pages about or by them.")
    location: str | None = Field(description="Where they are.")
    time_zone: str | None = Field(description="Their IANA time zone.")
    source: str | None = Field(description="How you found them; an open set.")
    source_detail: str | None = Field(description="More on how you found them.")
    met_through_id: UUID | None = Field(description="The contact of yours through whom you met.")
    tags: list[str] = Field(description="Your own labels.")
    notes: str | None = Field(description="Private notes.")
    cadence: str | None = Field(
        description="Time between touches, ISO 8601; null means yours, then the organization's."
    )
    keep_in_touch: bool | None = Field(description="Whether updates are due; null means yes once you have met.")
    approach: bool | None = Field(
        description="Whether a first message is wanted; null means yes, unless you keep in touch already."
    )
    do_not_contact: bool = Field(description="They asked not to be contacted.")
    do_not_contact_reason: str | None = Field(description="Why not.")
    deceased: bool = Field(description="They have died.")
    archived: bool = Field(description="Put aside.")
    deferred_until: date | None = Field(description="The day from which they may be asked again.")
    deferred_reason: str | None = Field(description="What they said when they put you off.")
    declined_at: OutInstant | None = Field(description="When they declined, UTC.")
    declined_reason: str | None = Field(description="What they said when they declined.")
    stage: str = Field(
        description="How far it has come, from the facts: identified, contacted, in_conversation, scheduled, met."
    )
    standing: str | None = Field(
        description="How it stands now: declined, deferred, no_response, waiting, dormant, active; "
        "null if never contacted."
    )
    met_from: OutInstant | None = Field(
        description="End of the first meeting that was set and not called off, or of a talk in person, UTC; may lie ahead."
    )
    last_touch_at: OutInstant | None = Field(
        description="Latest message, talk, or meeting that has ended, UTC; 00:00 where only its day is known."
    )
    next_due_at: OutInstant | None = Field(
        description="When the earliest open item of `/due` about them, reminders apart, shows or has shown, UTC."
    )
    roles: list[RoleOut] = Field(description="What they have become, from the outcomes, the first role first.")
    message_count: int = Field(description="Messages sent, received and talks; drafts and auto-replies left out.")
    interview_count: int = Field(description="Interviews that are scheduled or completed.")
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class ContactPage(PageOut[ContactOut]):
    """The contacts of this page."""


class ContactBatchOut(Out):
    items: list[ContactOut] = Field(description="The contacts that were added, in the order they were sent.")


class ContactQuery(SortedParams):
    sort: Literal[
        "created_at", "-created_at", "updated_at", "-updated_at", "full_name", "-full_name",
        "last_touch_at", "-last_touch_at", "role_since", "-role_since",
    ] = Field(
        default="-created_at",
        description="Field to sort by; `-` before it reverses. By last touch, a meeting ahead counts, and "
        "contacts without a touch come last. `role_since` is the earliest `since` of their `roles`; contacts without a "
        "role come last.",
    )  # fmt: skip
    archived: Flag = Field(default=False, description="`true` lists the archived contacts instead of the others.")
    deleted: Flag = Field(default=False, description="`true` lists the deleted contacts instead of the others.")
    q: QueryLine200 | None = Field(
        default=None,
        description="Only contacts in whose name, title or employer every one of these words stands; accents and case do "
        "not matter, and a part of a word is enough.",
    )
    tag: QueryLine200 | None = Field(default=None, description="Only contacts with this tag.")
    employer: QueryLine200 | None = Field(
        default=None, description="Only contacts who now work there; accents and case do not matter."
    )
    source: Source | None = Field(default=None, description="Only contacts found this way.")
    met_through_id: UUID | None = Field(default=None, description="Only contacts met through this contact.")
    role: RoleName | None = Field(default=None, description="Only contacts who have become this.")
    stage: Stage | None = Field(default=None, description="Only contacts at this stage now.")
    standing: Standing | None = Field(default=None, description="Only contacts that stand so now.")
    updated_since: Instant | None = Field(
        default=None, description="Only contacts that changed, or with whom something happened, at or after this time."
    )
