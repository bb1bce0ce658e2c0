"""What goes in and out of /outreach-emails."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from api.core.fields.times import Instant, OutInstant, TimeOrDay
from api.core.fields.types import (
    Flag,
    In,
    OptionalEmailAddress,
    OptionalLine500,
    OptionalProse100k,
    Out,
    OwnId,
    OwnIds,
    Params,
    unset,
    without_repeats,
)
from api.core.store.pagination import PageOut, SortedParams
from api.records.contacts.schemas import MOST_IN_BATCH, ContactOut


class Direction(StrEnum):
    """`mutual` is a talk: both spoke."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"
    MUTUAL = "mutual"


class Kind(StrEnum):
    REQUEST = "request"
    INTRODUCTION_REQUEST = "introduction_request"
    ARRANGEMENT = "arrangement"
    FOLLOW_UP = "follow_up"
    CONFIRMATION = "confirmation"
    THANK_YOU = "thank_you"
    UPDATE = "update"
    REPLY = "reply"
    OTHER = "other"


class Channel(StrEnum):
    EMAIL = "email"
    LINKEDIN = "linkedin"
    PHONE = "phone"
    IN_PERSON = "in_person"
    LETTER = "letter"
    OTHER = "other"


class OutreachEmailStatus(StrEnum):
    """`canceled` was given up after it did not arrive; `scheduled`, `sending`, `failed` and `unknown` are kept for messages
    the service itself sends.
    """

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNKNOWN = "unknown"
    CANCELED = "canceled"


OpenDirection = Annotated[Direction, Field(strict=False)]
OpenKind = Annotated[Kind, Field(strict=False)]
OpenChannel = Annotated[Channel, Field(strict=False)]


Ccs = Annotated[OwnIds, Field(max_length=50)]
Also = Annotated[list[OpenKind], AfterValidator(without_repeats), Field(max_length=5)]


class OutreachEmailFields(In):
    cc_contact_ids: Ccs = Field(
        default_factory=list, description="Further contacts it went to; a touch with each, and no answer expected."
    )
    interview_id: OwnId | None = Field(
        default=None,
        description="The interview it is about. Left out of a new confirmation or arrangement: the one coming meeting with "
        "them.",
    )
    in_reply_to_id: OwnId | None = Field(
        default=None, description="The message it answers; without it, the latest earlier one from the other side."
    )
    also: Also = Field(default_factory=list, description="What else it does, such as an update that also thanks.")
    subject: OptionalLine500 = Field(default=None, description="Subject line.")
    body: OptionalProse100k = Field(default=None, description="Text of the message.")
    expects_answer: bool | None = Field(
        default=None, description="Whether it expects an answer; null derives that from the facts each time."
    )
    auto_reply: bool = Field(
        default=False, description="An out-of-office or other automatic answer: no word of theirs."
    )


class OutreachEmailCreate(OutreachEmailFields):
    contact_id: OwnId = Field(description="The contact it is to or from.")
    direction: OpenDirection = Field(
        default=Direction.OUTBOUND, description="outbound (yours), inbound (theirs) or mutual (a talk)."
    )
    introduction_id: OwnId | None = Field(
        default=None,
        description="The introduction it is about, by or to the contact. Left out of an introduction_request: the one that "
        "is planned by them. Once the request is sent, the introduction is requested.",
    )
    kind: OpenKind | None = Field(
        default=None,
        description="What it is for; required if outbound, else `reply` (inbound) or `other` (mutual) if left out.",
    )
    channel: OpenChannel | None = Field(
        default=None, description="How; `email` if left out, for a talk `phone`. A talk is by phone or in person."
    )
    status: Literal["draft", "sent", "received"] | None = Field(
        default=None,
        description="draft, sent or received; if left out, received when inbound, sent when mutual or with `sent_at`, "
        "else draft.",
    )
    sent_at: TimeOrDay | None = Field(
        default=None, description="When its sender sent it: a time, or only a date; now where left out and not a draft."
    )


class OutreachEmailPatch(OutreachEmailFields):
    contact_id: OwnId = Field(default_factory=unset, description="The contact it is to or from.")
    direction: OpenDirection = Field(default_factory=unset, description="outbound, inbound or mutual.")
    kind: OpenKind = Field(default_factory=unset, description="What it is for.")
    channel: OpenChannel = Field(default_factory=unset, description="How.")
    sent_at: TimeOrDay = Field(default_factory=unset, description="When its sender sent it: a time, or only a date.")


class OutreachEmailBatch(In):
    items: Annotated[list[OutreachEmailCreate], Field(min_length=1, max_length=MOST_IN_BATCH)] = Field(
        description="Messages to log: all of them or, if one is wrong, none."
    )


class Sending(In):
    at: TimeOrDay | None = Field(
        default=None, description="When it was sent: a time, or only a date; now where left out."
    )
    subject: OptionalLine500 = Field(
        default=None, description="The subject line as it was sent; null keeps the draft's."
    )
    body: OptionalProse100k = Field(default=None, description="The text as it was sent; null keeps the draft's.")
    force: bool = Field(
        default=False,
        description="Whether it was sent though a gap of a template is open in it (`unfilled_gap`). Other findings that your "
        "organization refuses are refused all the same.",
    )


class Bounce(In):
    at: TimeOrDay | None = Field(
        default=None, description="When it came back: a time, or only a date; now where left out."
    )
    reason: OptionalLine500 = Field(default=None, description="What the bounce said.")
    address: OptionalEmailAddress = Field(
        default=None,
        description="The address that it came back from, one of the contact's; if left out, of an email the primary one. "
        "It is marked as undeliverable.",
    )


class Settlement(In):
    status: Literal["sent", "canceled"] = Field(
        description="sent: it did arrive; canceled: it did not, and is given up."
    )


class OutreachEmailOut(Out):
    id: UUID = Field(description="Id of the message.")
    contact_id: UUID = Field(description="The contact it is to or from.")
    cc_contact_ids: list[UUID] = Field(description="Further contacts it went to.")
    interview_id: UUID | None = Field(description="The interview it is about.")
    introduction_id: UUID | None = Field(description="The introduction it is about.")
    in_reply_to_id: UUID | None = Field(description="The message it answers, where that was said.")
    direction: str = Field(description="outbound (yours), inbound (theirs) or mutual (a talk).")
    kind: str = Field(description="What it is for; an open set.")
    also: list[str] = Field(description="What else it does.")
    channel: str = Field(description="How; an open set.")
    subject: str | None = Field(description="Subject line.")
    body: str | None = Field(description="Text of the message.")
    status: str = Field(description="draft, sent, received, bounced; an open set.")
    sent_at: str | None = Field(
        description="When its sender sent it: RFC 3339 UTC, or a date.",
        json_schema_extra={"anyOf": [{"format": "date-time"}, {"format": "date"}]},
    )
    sent_at_precision: str | None = Field(description="`time` or `day`; null without `sent_at`.")
    expects_answer: bool | None = Field(description="Whether it expects an answer; null derives that from the facts.")
    expects: bool | None = Field(
        description="In the answer to a write: whether it was taken to expect an answer, as `expects_answer` says or as follows "
        "from the facts. Null where it was only read, nothing changed, it was neither sent nor received, or that is derived in the background."
    )
    auto_reply: bool = Field(description="An automatic answer.")
    bounced_at: OutInstant | None = Field(description="When it came back, UTC.")
    bounce_reason: str | None = Field(description="What the bounce said.")
    bounced_address: str | None = Field(description="The address that it came back from, where that is known.")
    logged_at: OutInstant | None = Field(description="When it was first logged here as sent or received, UTC.")
    contact: ContactOut | None = Field(description="The contact itself, with `expand=contact`; else null.")
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class OutreachEmailPage(PageOut[OutreachEmailOut]):
    """The messages of this page."""


class OutreachEmailBatchOut(Out):
    items: list[OutreachEmailOut] = Field(description="The messages that were added, in the order they were sent.")


Expand = Annotated[Literal["contact"] | None, Field(description="`contact` puts the contact inside.")]


class OutreachEmailExpand(Params):
    expand: Expand = None


class OutreachEmailQuery(SortedParams):
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at", "sent_at", "-sent_at"] = Field(
        default="-created_at", description="Field to sort by; `-` before it reverses. Drafts have no `sent_at`: last."
    )
    contact_id: UUID | None = Field(default=None, description="Only messages to or from this contact.")
    interview_id: UUID | None = Field(default=None, description="Only messages about this interview.")
    direction: Direction | None = Field(default=None, description="Only this direction.")
    kind: Kind | None = Field(default=None, description="Only this kind.")
    channel: Channel | None = Field(default=None, description="Only this channel.")
    status: OutreachEmailStatus | None = Field(default=None, description="Only this status.")
    deleted: Flag = Field(default=False, description="`true` lists the deleted messages instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
    expand: Expand = None
