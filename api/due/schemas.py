"""What goes in and out of /due."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema

from api.core.durations import Duration, parse_duration
from api.core.pagination import PageOut, PageParams
from api.core.times import Instant, OutInstant
from api.core.types import Out, Params
from api.due.rules import BY_KIND

MOST_DAYS_AHEAD = 5 * 366


class Severity(StrEnum):
    UPCOMING = "upcoming"
    DUE = "due"
    LATE = "late"
    FLAGGED = "flagged"


def _within(value: Any) -> Duration:  # Any: raw input
    duration = parse_duration(str(value))
    if duration.rough_days() > MOST_DAYS_AHEAD:
        raise ValueError("this may be at most five years: P5Y")
    return duration


def _known_kind(value: str) -> str:
    if value not in BY_KIND:
        raise ValueError(f"this must be one of {', '.join(BY_KIND)}")
    return value


Kind = Annotated[str, AfterValidator(_known_kind), WithJsonSchema({"type": "string", "enum": list(BY_KIND)})]
Within = Annotated[str, AfterValidator(_within), WithJsonSchema({"type": "string", "format": "duration"})]
AsOf = Annotated[
    Instant | None,
    Field(
        description="The moment to look from: what shows, and how severe it is, with the facts as stored; now if left out."
    ),
]


class AsOfParams(Params):
    as_of: AsOf = None


class DueQuery(PageParams):
    as_of: AsOf = None
    within: Within = Field(
        default="P0D", validate_default=True, description="Also what will show within this time, ISO 8601, up to P5Y."
    )
    kind: Kind | None = Field(default=None, description="Only this kind; an open set.")
    contact_id: UUID | None = Field(default=None, description="Only what is due about this contact.")
    updated_since: Instant | None = Field(default=None, description="Only items that changed at or after this time.")


class DueContact(Out):
    id: UUID = Field(description="Id of the contact.")
    full_name: str = Field(description="Name as it is written.")
    title: str | None = Field(description="Job title of the current position.")
    employer: str | None = Field(description="Employer of the current position.")


class Reference(Out):
    type: str = Field(description="contact, interview or outreach_email; an open set.")
    id: UUID = Field(description="Its id.")


class Fact(Out):
    fact: str = Field(description="What happened, in words.")
    at: OutInstant = Field(description="When, UTC.")
    href: str = Field(description="Path of the thing that says so.")


class RuleOut(Out):
    id: str = Field(description="The rule; the same as the item's `kind`.")
    says: str = Field(description="What it asks for, in a sentence.")
    source: str = Field(description="Where the advice comes from.")


class Action(Out):
    rel: str = Field(description="What the request does.")
    method: str = Field(description="HTTP method.")
    href: str = Field(description="Path.")
    headers: dict[str, str] = Field(description="Headers to send beside the authorization.")
    body: dict[str, Any] = Field(description="JSON body, once what `needs` names is filled in.")
    needs: list[str] = Field(description="JSON Pointers into `body` that the caller fills.")


class DueOut(Out):
    id: UUID = Field(description="Id of the item: the same as long as the same fact calls for it.")
    kind: str = Field(description=f"The rule: {', '.join(BY_KIND)}; an open set.")
    title: str = Field(description="What to do, in a line.")
    due_at: OutInstant = Field(description="The earliest sensible moment, UTC: from here on it shows.")
    late_at: OutInstant = Field(description="The deadline, UTC.")
    flagged_at: OutInstant | None = Field(description="When advisors see it, UTC; null if never.")
    expires_at: OutInstant = Field(description="When it lapses, UTC.")
    severity: str = Field(description="At `as_of`: upcoming, due, late or flagged.")
    contact: DueContact | None = Field(description="Whom it is about.")
    subject: Reference = Field(description="What it is about.")
    because: list[Fact] = Field(description="The facts that opened it.")
    rule: RuleOut = Field(description="The rule that asks for it.")
    actions: list[Action] = Field(description="Requests that settle it, the usual one first.")
    computed_at: OutInstant = Field(description="When it last changed, UTC.")
    etag: str = Field(description="Entity tag for If-None-Match.")


class DuePage(PageOut[DueOut]):
    """What is due, earliest first."""

    as_of: OutInstant = Field(description="The moment this page looks from, UTC; `next` keeps it.")
