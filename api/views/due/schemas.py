"""What goes in and out of /due."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema, model_validator

from api.core.fields.durations import Duration, parse_duration
from api.core.fields.times import Instant, OutInstant
from api.core.fields.types import In, OptionalLine500, Out, Params
from api.core.store.pagination import PageOut, PageParams
from api.core.store.values import Values
from api.method.due.table import BY_KIND
from api.records.organization.schemas import PeriodOut

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


RuleKind = Annotated[str, AfterValidator(_known_kind), WithJsonSchema({"type": "string", "enum": list(BY_KIND)})]
Within = Annotated[str, AfterValidator(_within), WithJsonSchema({"type": "string", "format": "duration"})]
AsOf = Annotated[
    Instant | None,
    Field(
        description="The moment to look from: what shows, and how severe it is, with the facts as stored; now if left out."
    ),
]


class AsOfParams(Params):
    as_of: AsOf = None


class Included(StrEnum):
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    WAITING = "waiting"


def _known_inclusions(value: str) -> str:
    if set(value.split(",")) - set(Included):
        raise ValueError("this must be one or more of snoozed, dismissed and waiting, with commas between them")
    return value


Include = Annotated[
    str,
    AfterValidator(_known_inclusions),
    WithJsonSchema({"type": "string", "pattern": "^(snoozed|dismissed|waiting)(,(snoozed|dismissed|waiting)){0,2}$"}),
]


class Detail(StrEnum):
    BRIEF = "brief"
    FULL = "full"


class DueQuery(PageParams):
    as_of: AsOf = None
    within: Within = Field(
        default="P0D", validate_default=True, description="Also what will show within this time, ISO 8601, up to P5Y."
    )
    kind: RuleKind | None = Field(default=None, description="Only this kind; an open set.")
    severity: Severity | None = Field(
        default=None, description="Only what has this severity at `as_of`, also what waits behind another item."
    )
    contact_id: UUID | None = Field(default=None, description="Only what is due about this contact.")
    include: Include | None = Field(
        default=None,
        description="Also what is `snoozed`, `dismissed`, or `waiting` behind another item that the same message would settle; "
        "several with commas: `snoozed,dismissed`.",
    )
    updated_since: Instant | None = Field(default=None, description="Only items that changed at or after this time.")
    detail: Detail = Field(
        default=Detail.BRIEF,
        description="As text: `brief` has two lines an item, `full` reasons, advice and source too.",
    )


def _whole(value: str) -> str:
    duration = parse_duration(value)
    if duration == Duration() or duration.rough_days() > MOST_DAYS_AHEAD:
        raise ValueError("this must be a duration of more than nothing and at most five years, such as P3D or PT4H")
    return value


Span = Annotated[
    str,
    StringConstraints(max_length=30),
    AfterValidator(_whole),
    WithJsonSchema({"type": "string", "format": "duration", "maxLength": 30}),
]


class Snooze(In):
    until: Instant | None = Field(default=None, description="When it shows again, a time with an offset; or `for`.")
    for_: Span | None = Field(
        default=None, alias="for", description="For how long from now, ISO 8601, such as P3D; or `until`."
    )

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        if (self.until is None) == (self.for_ is None):
            raise ValueError("give `until` or `for`, one of the two")
        return self


class Dismissal(In):
    reason: OptionalLine500 = Field(default=None, description="Why, for yourself.")


class DueContact(Out):
    id: UUID = Field(description="Id of the contact.")
    full_name: str = Field(description="Name as it is written.")
    title: str | None = Field(description="Job title of the current position.")
    employer: str | None = Field(description="Employer of the current position.")


class Named(Out):
    id: UUID = Field(description="Id of the contact.")
    full_name: str = Field(description="Name as it is written.")
    href: str = Field(description="Its path.")
    met_through_id: UUID | None = Field(description="A contact of yours who knows them, if you noted one.")


class Reference(Out):
    type: str = Field(
        description="contact, interview, outreach_email, introduction, outcome, promise, milestone, reminder or member; an open set."
    )
    id: UUID = Field(description="Its id.")
    href: str = Field(description="Its path.")


class Fact(Out):
    fact: str = Field(description="What happened, in words.")
    at: OutInstant = Field(description="When, UTC.")
    href: str = Field(description="Path of the thing that says so.")


class AlsoDue(Out):
    id: UUID = Field(description="Id of the item.")
    kind: str = Field(description="Its rule; an open set.")
    title: str = Field(description="What it asks for.")
    because: list[Fact] = Field(description="The facts that opened it.")
    late_at: OutInstant = Field(description="Its deadline, UTC.")


class RuleOut(Out):
    id: str = Field(description="The rule; the same as the item's `kind`.")
    says: str = Field(description="What it asks for, in a sentence.")
    source: str = Field(description="Where the advice comes from.")
    settled_by: str = Field(description="What settles it; one of these is enough.")


class Action(Out):
    rel: str = Field(description="What the request does, as a name.")
    says: str = Field(description="What it does, in a sentence. Nothing is sent to anybody from here.")
    method: str = Field(description="HTTP method.")
    href: str = Field(description="Path.")
    headers: dict[str, str] = Field(description="Headers to send beside the authorization.")
    body: Values = Field(description="JSON body, once what `needs` names is filled in; `{}`: none is needed.")
    needs: list[str] = Field(description="JSON Pointers into `body` that the caller fills.")
    hints: dict[str, str] = Field(description="What to put there, by pointer.")


class DueOut(Out):
    id: UUID = Field(description="Id of the item: the same as long as the same fact calls for it.")
    kind: str = Field(description=f"The rule: {', '.join(BY_KIND)}; an open set.")
    title: str = Field(description="What to do, in a line.")
    due_at: OutInstant = Field(description="The earliest sensible moment, UTC: from here on it shows.")
    late_at: OutInstant = Field(description="The deadline, UTC.")
    flagged_at: OutInstant | None = Field(description="From when on it is flagged: long overdue, UTC; null: never.")
    expires_at: OutInstant = Field(description="When it lapses, UTC: from then on it is not shown any more.")
    severity: str = Field(description="At `as_of`: upcoming, due, late or flagged.")
    contact: DueContact | None = Field(description="Whom it is about; null: nobody, or several, as in `contacts`.")
    contacts: list[Named] = Field(
        description="Whom it names where it is about several, such as those to tell your news today, or to write to this week; else empty."
    )
    subject: Reference = Field(description="What it is about.")
    because: list[Fact] = Field(description="The facts that opened it.")
    also: list[AlsoDue] = Field(
        description="What else is due about the same person and is settled by the same message; listed by itself with "
        "`include=waiting`."
    )
    rule: RuleOut = Field(description="The rule that asks for it.")
    actions: list[Action] = Field(
        description="Requests that settle it, the usual one first; before them one that drafts what is to be sent."
    )
    snoozed_until: OutInstant | None = Field(description="When it shows again, UTC, if it was snoozed.")
    dismissed_at: OutInstant | None = Field(
        description="When it was dismissed, UTC; it shows with `include=dismissed`."
    )
    dismissed_reason: str | None = Field(description="Why it was dismissed.")
    computed_at: OutInstant = Field(description="When it last changed, UTC.")
    etag: str = Field(description="Entity tag for If-None-Match.")


class DuePage(PageOut[DueOut]):
    """What is due, earliest first."""

    as_of: OutInstant = Field(description="The moment this page looks from, UTC; `next` keeps it.")


class Counts(Out):
    due: int = Field(description="Due, and not late.")
    late: int = Field(description="Late, and not flagged.")
    flagged: int = Field(description="Flagged: long overdue; also what waits behind another item.")


class KindCounts(Counts):
    kind: str = Field(description="The rule; an open set.")


class DueSummary(Out):
    as_of: OutInstant = Field(description="The moment this looks from, UTC.")
    total: int = Field(description="How many items show, with what is flagged and waits behind another.")
    by_severity: Counts = Field(description="How many of each severity.")
    by_kind: list[KindCounts] = Field(description="The same for each kind that shows.")
    next_at: OutInstant | None = Field(description="When the next one shows that does not yet, UTC; null: none will.")
    etag: str = Field(description="Entity tag for If-None-Match.")


class NumberOut(Out):
    name: str = Field(description="Its name in the organization's `due_policy`.")
    value: int | bool = Field(description="What holds for you now.")
    default: int | bool = Field(description="What holds where nobody sets it.")
    unit: str | None = Field(
        description="working days, days, hours, weeks, months, questions or contacts; null: yes or no."
    )
    least: int | None = Field(description="The least it may be.")
    most: int | None = Field(description="The most it may be.")
    says: str = Field(description="What it is.")
    source: str = Field(description="Where it comes from.")


class RuleExplained(Out):
    id: str = Field(description="The rule: the `kind` of its items.")
    title: str = Field(description="What its items are called; `{name}` is the contact's name.")
    on: bool = Field(description="Whether it is used.")
    says: str = Field(description="What it asks for, in a sentence.")
    source: str = Field(description="Where the advice comes from.")
    opens: str = Field(description="What opens an item.")
    when: str = Field(description="When an item is due, late, flagged and lapsed, with the numbers that hold for you.")
    settled_by: str = Field(description="What settles it.")
    waits_for_you: bool = Field(
        description="Whether it is something you start: then closed and away periods are no working days for it."
    )
    numbers: list[NumberOut] = Field(description="The numbers it goes by.")


class NamedDay(Out):
    day: date = Field(description="The day.")
    name: str = Field(description="What it is called.")


class Rebuild(Out):
    asked_at: OutInstant = Field(description="When it was asked for, UTC.")
    done: int = Field(description="Contacts computed.")
    total: int | None = Field(description="Of how many; null until it begins.")


class WorkingTime(Out):
    zone: str = Field(description="IANA time zone.")
    day_starts_at: str = Field(description="Local time at which a working day's items show.")
    weekend: list[str] = Field(description="Weekdays that are no working days.")
    holiday_country: str | None = Field(description="Whose public holidays are no working days, ISO 3166-1.")
    holiday_subdivision: str | None = Field(description="Its subdivision.")
    next_holidays: list[NamedDay] = Field(description="The next of them.")
    closed_periods: list[PeriodOut] = Field(description="The organization's vacations and exam weeks.")
    away_periods: list[PeriodOut] = Field(description="Your own absences.")
    cadence: str | None = Field(description="Your own time between touches, ISO 8601; null: the policy's.")


class RulesOut(Out):
    rules: list[RuleExplained] = Field(description="Every rule, in the order in which items are shown.")
    calendar: WorkingTime = Field(description="The working time they count in, for you.")
    rebuild: Rebuild | None = Field(
        description="Set while a change of the policy or the calendar is still being worked through; null: all is done."
    )
    etag: str = Field(description="Entity tag for If-None-Match.")
