"""What goes in and out of /outreach-emails/draft."""

from typing import Annotated

from pydantic import Field

from api.core.fields.types import In, Out, OwnId, OwnIds
from api.method.writing.defaults import TemplateKind
from api.records.outreach_emails.schemas import Also, OutreachEmailOut
from api.records.reviews.schemas import ReviewOut

MilestoneIds = Annotated[OwnIds, Field(max_length=20)]


class DraftCreate(In):
    contact_id: OwnId = Field(description="To whom.")
    kind: Annotated[TemplateKind, Field(strict=False)] = Field(description="What the message is for: which template.")
    interview_id: OwnId | None = Field(
        default=None,
        description="The interview that it arranges, confirms or thanks for; one with this contact. Left out of a confirmation "
        "or arrangement: the one coming meeting with them.",
    )
    introduction_id: OwnId | None = Field(
        default=None,
        description="The introduction that it asks, reminds or thanks for, or that led to it; one of this contact's. Left out of "
        "an introduction_request: the one that is planned by them.",
    )
    also: Also = Field(default_factory=list, description="What else it does, such as thanks that also tell your news.")
    milestone_ids: MilestoneIds = Field(
        default_factory=list,
        description="The news to tell; if left out, all that is news since you last wrote to them.",
    )


class TemplateUsed(Out):
    kind: str = Field(description="Its kind.")
    version: int = Field(description="Its version; 0: the default.")


class DraftOut(Out):
    outreach_email: OutreachEmailOut = Field(description="The draft; it is yours to change, and nothing is sent.")
    review: ReviewOut = Field(description="What it could do better, its gaps among them.")
    template: TemplateUsed = Field(description="From which template it was made.")
    etag: str = Field(description="Entity tag of the draft.")
