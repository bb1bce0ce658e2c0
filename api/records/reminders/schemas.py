"""What goes in and out of /reminders."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from api.core.fields.times import Instant, OutInstant
from api.core.fields.types import Flag, In, Line200, Out, OwnId, Zone, unset
from api.core.store.pagination import PageOut, SortedParams
from api.method.conversation.recurrence import checked

Rrule = Annotated[str, StringConstraints(max_length=200), AfterValidator(checked)]
RRULE = (
    "When it comes again (RFC 5545, such as FREQ=MONTHLY;INTERVAL=3): daily or less often, at the time of day of "
    "`remind_at`, for five years and 400 times at most; null: once."
)


class ReminderCreate(In):
    text: Line200 = Field(description="What to do.")
    remind_at: Instant = Field(description="When it comes first, a time with an offset.")
    rrule: Rrule | None = Field(default=None, description=RRULE)
    time_zone: Zone | None = Field(
        default=None, description="IANA zone in whose time it comes again; the member's if left out."
    )
    contact_id: OwnId | None = Field(
        default=None,
        description="The contact it is about; it does not show while they are archived, deleted, deceased or not to be contacted.",
    )


class ReminderPatch(In):
    text: Line200 = Field(default_factory=unset, description="What to do.")
    remind_at: Instant = Field(default_factory=unset, description="When it comes first; a new time starts it over.")
    rrule: Rrule | None = Field(default_factory=unset, description=f"{RRULE} A new rule starts it over.")
    time_zone: Zone = Field(default_factory=unset, description="IANA zone in whose time it comes again.")
    contact_id: OwnId | None = Field(default_factory=unset, description="The contact it is about; null: none.")


class Doing(In):
    occurrence: Instant | None = Field(
        default=None,
        description="Which of its times is done, and every one before it; if left out the latest that has come.",
    )


class ReminderOut(Out):
    id: UUID = Field(description="Id of the reminder.")
    text: str = Field(description="What to do.")
    remind_at: OutInstant = Field(description="When it comes first, UTC.")
    rrule: str | None = Field(description="When it comes again (RFC 5545); null: once.")
    time_zone: str = Field(description="IANA zone in whose time it comes again.")
    contact_id: UUID | None = Field(description="The contact it is about.")
    done_through: OutInstant | None = Field(description="The last of its times that is done, UTC.")
    next_at: OutInstant | None = Field(description="The first of its times that is not done, UTC; null once all are.")
    last_at: OutInstant = Field(description="The last of its times, UTC.")
    created_at: OutInstant = Field(description="When it was added here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    deleted_at: OutInstant | None = Field(description="When it was deleted, UTC; it can be restored for 30 days.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class ReminderPage(PageOut[ReminderOut]):
    """The reminders of this page."""


class ReminderQuery(SortedParams):
    sort: Literal["remind_at", "-remind_at", "created_at", "-created_at", "updated_at", "-updated_at"] = Field(
        default="remind_at", description="Field to sort by; `-` before it reverses."
    )
    contact_id: UUID | None = Field(default=None, description="Only reminders about this contact.")
    done: Flag | None = Field(default=None, description="`true`: only those that are done; `false`: only the others.")
    deleted: Flag = Field(default=False, description="`true` lists the deleted reminders instead of the others.")
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")
