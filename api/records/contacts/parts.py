"""What a contact is described by: email addresses, phones, pages, positions."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from api.core.fields.times import PartialDate
from api.core.fields.types import (
    EmailAddress,
    In,
    Line50,
    OptionalLine20,
    OptionalLine50,
    OptionalLine100,
    OptionalLine200,
    Out,
    Url,
)


class EmployerKind(StrEnum):
    BUSINESS = "business"
    STARTUP = "startup"
    NONPROFIT = "nonprofit"
    GOVERNMENT = "government"
    EDUCATION = "education"
    HEALTHCARE = "healthcare"
    MILITARY = "military"
    SELF_EMPLOYED = "self_employed"
    OTHER = "other"


class ContactEmail(In):
    """One of a contact's email addresses."""

    address: EmailAddress = Field(description="The address.")
    label: OptionalLine50 = Field(default=None, description="What it is for, such as `work`.")
    primary: bool = Field(default=False, description="The one to write to; the first, where none is marked.")
    undeliverable: bool = Field(default=False, description="A message to it came back.")


class ContactPhone(In):
    """One of a contact's phone numbers."""

    number: Line50 = Field(description="The number as it was typed.")
    label: OptionalLine50 = Field(default=None, description="What it is for, such as `mobile`.")
    e164: OptionalLine20 = Field(
        default=None,
        description="The number in E.164, made from `number` (a national one is read as of the organization's "
        "holiday country); null where it cannot be. Read-only: ignored when sent.",
    )


class ContactLink(In):
    """A page about or by a contact."""

    label: OptionalLine50 = Field(default=None, description="What it is, such as `Talk at PyCon`.")
    url: Url = Field(description="Its web address.")


class Position(In):
    """One line of a career. Everything is optional; blank is null; gaps, overlaps and the future are allowed."""

    title: OptionalLine200 = Field(default=None, description="Job title.")
    employer: OptionalLine200 = Field(default=None, description="Where they worked.")
    field: OptionalLine100 = Field(default=None, description="Field of work, such as `nursing`.")
    employer_kind: Annotated[EmployerKind, Field(strict=False)] | None = Field(
        default=None, description="What kind of employer it is; an open set."
    )
    started_on: PartialDate = Field(default=None, description="Year, month or day: 2019, 2019-09 or 2019-09-01.")
    ended_on: PartialDate = Field(default=None, description="Year, month or day; null while it lasts.")

    @model_validator(mode="after")
    def in_order(self) -> Self:
        started, ended = self.started_on, self.ended_on
        if started and ended:
            same = min(len(started), len(ended))
            if ended[:same] < started[:same]:
                raise ValueError("`ended_on` must not lie before `started_on`")
        return self


def _one_primary(emails: list[ContactEmail]) -> list[ContactEmail]:
    if len({email.address.casefold() for email in emails}) != len(emails):
        raise ValueError("name each email address once")
    if sum(email.primary for email in emails) > 1:
        raise ValueError("mark at most one email address as primary")
    return emails


Emails = Annotated[list[ContactEmail], AfterValidator(_one_primary), Field(max_length=20)]


class ContactEmailOut(Out):
    address: str = Field(description="The address.")
    label: str | None = Field(description="What it is for.")
    primary: bool = Field(description="The one to write to.")
    undeliverable: bool = Field(description="A message to it came back.")


class ContactPhoneOut(Out):
    number: str = Field(description="The number as it was typed.")
    label: str | None = Field(description="What it is for.")
    e164: str | None = Field(description="The number in E.164; null where it could not be understood.")


class ContactLinkOut(Out):
    label: str | None = Field(description="What it is.")
    url: str = Field(description="Its web address.")


class PositionOut(Out):
    title: str | None = Field(description="Job title.")
    employer: str | None = Field(description="Where they worked.")
    field: str | None = Field(description="Field of work.")
    employer_kind: str | None = Field(description="What kind of employer it is; an open set.")
    started_on: str | None = Field(description="Year, month or day.")
    ended_on: str | None = Field(description="Year, month or day; null while it lasts.")
