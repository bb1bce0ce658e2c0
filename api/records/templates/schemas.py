"""What goes in and out of /templates."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from api.core.fields.times import Instant, OutInstant
from api.core.fields.types import In, Line500, Out, Prose10k, unset
from api.core.store.pagination import PageOut, SortedParams
from api.method.writing.language import parse
from api.method.writing.template_fields import FIELDS

SUBJECT = "Subject line, with `{{fields}}` and `{{#field}}optional sections{{/field}}`."
BODY = "Text of the message, in the same language; `[…]` is a gap for the writer to fill."


def _parsed(text: str) -> str:
    parse(text, FIELDS)
    return text


class TemplatePatch(In):
    subject: Annotated[Line500, AfterValidator(_parsed)] = Field(default_factory=unset, description=SUBJECT)
    body: Annotated[Prose10k, AfterValidator(_parsed)] = Field(default_factory=unset, description=BODY)


class TemplateField(Out):
    name: str = Field(description="Its name, as a template writes it between braces.")
    says: str = Field(description="What it is replaced by.")
    gap: str = Field(description="What stands in the draft where that is not known.")


class TemplateOut(Out):
    kind: str = Field(description="The kind of message it is for; an open set.")
    version: int = Field(description="Counts the changes; 0: the default, which nobody has changed.")
    is_default: bool = Field(description="Whether it is the default that comes with the service.")
    subject: str = Field(description=SUBJECT)
    body: str = Field(description=BODY)
    changed_at: OutInstant | None = Field(description="When it was last changed, UTC.")
    changed_by: UUID | None = Field(description="The member who changed it.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")


class TemplatesOut(Out):
    templates: list[TemplateOut] = Field(description="The template of every kind.")
    fields: list[TemplateField] = Field(description="The fields that they may name.")
    etag: str = Field(description="Entity tag for If-None-Match.")


class TemplateVersionOut(Out):
    id: UUID = Field(description="Id of the version.")
    version: int = Field(description="Its number, from 1.")
    is_default: bool = Field(description="Whether it went back to the default, which has no version of its own.")
    subject: str | None = Field(description="Its subject; null: the default.")
    body: str | None = Field(description="Its text; null: the default.")
    changed_at: OutInstant = Field(description="Since when it holds, or held, UTC.")
    changed_by: UUID = Field(description="The member who wrote it.")
    etag: str = Field(description="Entity tag of this version; it never changes.")


class TemplateVersionPage(PageOut[TemplateVersionOut]):
    """The versions of this page."""


class TemplateVersionQuery(SortedParams):
    sort: Literal["created_at", "-created_at"] = Field(
        default="-created_at", description="Field to sort by; `-` before it reverses."
    )
    updated_since: Instant | None = Field(default=None, description="Only versions made at or after this time.")
