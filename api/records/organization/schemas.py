"""What goes in and out of /organization."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

import holidays
from pydantic import AfterValidator, Field, StringConstraints, create_model, model_validator

from api.core.fields.times import Day, OutInstant
from api.core.fields.types import In, Line200, OptionalLine10, OptionalLine100, Out, Zone, unset, without_repeats
from api.core.store.values import Values
from api.method.due.numbers import Number
from api.method.due.policy import EXPLAINED
from api.method.people.names import GreetingStyle
from api.method.writing.findings import FindingRule

MOST_DAYS = 366


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


OpenWeekday = Annotated[Weekday, Field(strict=False)]


class Period(In):
    """Days in a row, both ends included."""

    starts_on: Day = Field(description="First day, as a date.")
    ends_on: Day = Field(description="Last day, as a date; at most 366 days in all.")
    name: OptionalLine100 = Field(default=None, description="What it is, such as `Exam weeks`.")

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError("`ends_on` must not lie before `starts_on`")
        if (self.ends_on - self.starts_on).days >= MOST_DAYS:
            raise ValueError("a period has at most 366 days; split a longer one")
        return self


def _not_too_long_together(periods: list[Period]) -> list[Period]:
    """Periods without a day between them count as one, which has at most 366 days."""
    first: date | None = None
    last: date | None = None
    for period in sorted(periods, key=lambda period: period.starts_on):
        if first is None or last is None or (period.starts_on - last).days > 1:
            first, last = period.starts_on, period.ends_on
        last = max(last, period.ends_on)
        if (last - first).days >= MOST_DAYS:
            raise ValueError("periods in a row have at most 366 days together; leave days between them")
    return periods


Periods = Annotated[list[Period], AfterValidator(_not_too_long_together), Field(max_length=100)]


class PeriodOut(Out):
    starts_on: date = Field(description="First day.")
    ends_on: date = Field(description="Last day, included.")
    name: str | None = Field(description="What it is.")


def _policy_fields() -> Iterator[tuple[str, str, Any, Values]]:  # Any: a type, and Field's own
    """Name, description, type and limits of everything in the policy."""
    for name, known in EXPLAINED.items():
        if isinstance(known, Number):
            says = f"{known.says}. Unit: {known.unit}. Default: {known.default}. Source: {known.source}."
            yield name, says, int, {"ge": known.least, "le": known.most}
        else:
            yield name, f"{known.says}. Default: {str(known.default).lower()}. Source: {known.source}.", bool, {}


def _fields_in() -> Values:
    return {
        name: (type_ | None, Field(default=None, description=f"{says} Null resets it.", **limits))
        for name, says, type_, limits in _policy_fields()
    }


def _fields_out() -> Values:
    return {name: (type_, Field(description=says)) for name, says, type_, _ in _policy_fields()}


DuePolicyIn = create_model("DuePolicyIn", __base__=In, **_fields_in())
DuePolicyOut = create_model("DuePolicy", __base__=Out, **_fields_out())


def _known_country(value: str) -> str:
    if value not in holidays.list_supported_countries(include_aliases=False):
        raise ValueError("this must be an ISO 3166-1 code in capitals, such as US")
    return value


def _each_once(value: list[Weekday]) -> list[Weekday]:
    if len(set(value)) != len(value):
        raise ValueError("name each weekday once")
    return value


GREETING = (
    "How drafts greet: `first_name` (by a title that they have, else by first name) or `formal` (by a title that they have, "
    "else by the whole name). A `given_name` that is stored goes before a title in `first_name`."
)
REFUSED = (
    "Rules of the review, by name: a draft with one of these findings cannot be marked as sent (409). One with an `unfilled_gap` "
    "never can, except with `force`."
)


class OrganizationPatch(In):
    name: Line200 = Field(default_factory=unset, description="What the organization is called.")
    zone: Zone = Field(default_factory=unset, description="IANA time zone of members who set none.")
    weekend: Annotated[list[OpenWeekday], AfterValidator(_each_once), Field(max_length=6)] = Field(
        default_factory=unset, description="Weekdays without work; at least one weekday must be left."
    )
    holiday_country: Annotated[str, StringConstraints(max_length=2), AfterValidator(_known_country)] | None = Field(
        default=None, description="ISO 3166-1 code of the country whose public holidays are no working days."
    )
    holiday_subdivision: OptionalLine10 = Field(
        default=None, description="Code of its state or province, where holidays differ there."
    )
    closed_periods: Periods = Field(
        default_factory=unset,
        description="Vacations and exam weeks: no working days for what members start themselves.",
    )
    due_policy: DuePolicyIn = Field(
        default_factory=unset, description="Numbers of the due rules to change; the others stay."
    )
    greeting: Annotated[GreetingStyle, Field(strict=False)] = Field(default_factory=unset, description=GREETING)
    refused_findings: Annotated[
        list[Annotated[FindingRule, Field(strict=False)]], AfterValidator(without_repeats), Field(max_length=30)
    ] = Field(default_factory=unset, description=REFUSED)


class OrganizationOut(Out):
    id: UUID = Field(description="Id of the organization.")
    name: str = Field(description="What the organization is called.")
    zone: str = Field(description="IANA time zone of members who set none.")
    weekend: list[str] = Field(description="Weekdays without work.")
    holiday_country: str | None = Field(description="ISO 3166-1 code of the country of its public holidays.")
    holiday_subdivision: str | None = Field(description="Code of its state or province.")
    closed_periods: list[PeriodOut] = Field(description="No working days for what members start themselves.")
    due_policy: DuePolicyOut = Field(description="Every number of the due rules, as it stands.")
    greeting: str = Field(description=GREETING)
    refused_findings: list[str] = Field(description=REFUSED)
    created_at: OutInstant = Field(description="When it was made here, UTC.")
    updated_at: OutInstant = Field(description="When it was last changed here, UTC.")
    etag: str = Field(description="Entity tag for If-Match and If-None-Match.")
