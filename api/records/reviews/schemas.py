"""What /outreach-emails/{id}/review answers."""

from pydantic import Field

from api.core.fields.types import Out


class FindingOut(Out):
    rule: str = Field(description="Name of the rule; an open set.")
    severity: str = Field(description="hint or warning; an open set. Neither blocks anything.")
    advice: str = Field(description="What would be better, in words.")
    source: str = Field(description="Where the advice comes from.")
    quote: str | None = Field(description="The words that it means; null where something is missing.")
    part: str = Field(description="Where it is: body or subject.")
    start: int = Field(description="Where in that part it begins, in characters.")
    end: int = Field(description="Where it ends, in characters; the whole body where something is missing.")


class ReviewOut(Out):
    findings: list[FindingOut] = Field(description="In the order of their places; none: nothing was found.")
    words: int = Field(description="How many words of the body are your own: no quotes, no signature.")
    etag: str = Field(description="Entity tag of the message as it was reviewed.")
