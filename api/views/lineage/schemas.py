"""What /lineage and /contacts/{id}/lineage answer."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.core.fields.types import Out


class LineageMessage(Out):
    id: UUID = Field(description="Id of the message.")
    href: str = Field(description="Its path.")
    on: date = Field(description="Its day, by your clock.")
    direction: str = Field(description="outbound, inbound or mutual.")
    kind: str = Field(description="What it was for.")
    subject: str | None = Field(description="Its subject.")


class LineageOutcome(Out):
    id: UUID = Field(description="Id of the outcome.")
    href: str = Field(description="Its path.")
    kind: str = Field(description="What came of it; an open set.")
    what: str | None = Field(description="What exactly.")
    on: date = Field(description="The day on which it came.")


class LineagePerson(Out):
    id: UUID = Field(description="Id of the contact.")
    href: str = Field(description="Their path.")
    full_name: str = Field(description="Name as it is written.")
    title: str | None = Field(description="Job title, as it is now.")
    employer: str | None = Field(description="Employer, as it is now.")
    roles: list[str] = Field(description="What they have become: mentor, referrer, employer; an open set.")
    first_message: LineageMessage | None = Field(description="The first message to or from them, or talk with them.")
    outcomes: list[LineageOutcome] = Field(description="What came of conversations with them, the earliest first.")
    origin_id: UUID = Field(description="With whom the way to them began, going back the first link each time.")


class LineageLink(Out):
    from_id: UUID = Field(description="The contact who led to the other.")
    to_id: UUID = Field(description="The other.")
    how: str = Field(description="introduction, referral or met_through; an open set.")
    on: date | None = Field(description="When, by your clock; null: nobody wrote it down.")
    is_first: bool = Field(description="Whether it is the one that led there first: these links make no circle.")
    href: str = Field(description="Path of what says so: the introduction, the outcome, or the contact.")


class LineageOut(Out):
    contact_id: UUID | None = Field(description="Whose lineage it is; null: everybody's.")
    way: list[UUID] = Field(
        description="The contacts on the way to this one, from the first, whose `first_message` began it, to the contact; "
        "empty where it is everybody's."
    )
    people: list[LineagePerson] = Field(description="Everybody who led to whom, in the order in which you added them.")
    links: list[LineageLink] = Field(description="Who led to whom, the earliest first.")
    etag: str = Field(description="Entity tag for If-None-Match.")


def hrefs_of_links(lineage: LineageOut) -> frozenset[str]:
    """What the links show already, and need not be told again beside a person."""
    return frozenset(link.href for link in lineage.links)
