"""What /contacts/{id}/timeline answers."""

from uuid import UUID

from pydantic import Field

from api.core.fields.times import Instant, OutInstant
from api.core.fields.types import Out
from api.core.store.pagination import PageOut, PageParams


class TimelineQuery(PageParams):
    updated_since: Instant | None = Field(default=None, description="Only what changed at or after this time.")


class TimelineEntry(Out):
    at: OutInstant = Field(
        description="When it happened, UTC. For a message known by its day, the last moment of that date; "
        "for a proposed interview, when it was added; for an introduction, its last step."
    )
    precision: str = Field(description="`time`, or `day` where only the date is known.")
    type: str = Field(description="outreach_email, interview, introduction, added, deferred or declined; an open set.")
    id: UUID = Field(description="Id of the message, the interview, the introduction or the contact.")
    href: str = Field(description="Path of it.")
    status: str | None = Field(description="Status of the message, interview or introduction.")
    direction: str | None = Field(description="Direction of the message.")
    kind: str | None = Field(description="Kind of the message, or medium of the interview.")
    summary: str | None = Field(description="Subject of the message, what was said, or whom the introduction is to.")


class TimelinePage(PageOut[TimelineEntry]):
    """What happened, newest first."""
