"""The rules as they stand for the caller: in words with their numbers in them, and as data."""

from datetime import date, timedelta

from sqlalchemy import bindparam, select

from api.core.fields.durations import Duration, parse_duration
from api.core.fields.etags import digest_tag
from api.core.store.jobs import Job
from api.core.store.tables import table_of
from api.core.store.units import Read
from api.method.conversation.calendar import public_holidays
from api.method.due.numbers import DuePolicy, Number, Switch
from api.method.due.policy import NUMBERS, policy_of
from api.method.due.rules import Rule
from api.method.due.table import RULES
from api.records.members.schemas import MemberOut
from api.records.members.service import get_member
from api.records.organization.schemas import OrganizationOut
from api.records.organization.service import get_organization
from api.views.due.refresh import REBUILD
from api.views.due.schemas import NamedDay, NumberOut, Rebuild, RuleExplained, RulesOut, WorkingTime

HOLIDAYS_SHOWN, HOLIDAYS_AHEAD = 5, timedelta(days=400)
jobs = table_of(Job)
REBUILDING = (
    select(jobs.c.created_at, jobs.c.steps_done, jobs.c.steps_total)
    .where(jobs.c.org_id == bindparam("org_id"), jobs.c.kind == REBUILD, jobs.c.run_at.is_not(None))
    .order_by(jobs.c.created_at)
    .limit(1)
)


async def explain_rules(read: Read) -> RulesOut:
    organization = await get_organization(read)
    member = await get_member(read, read.scope.member_id)
    policy = policy_of(organization.due_policy.model_dump())
    waiting = await read.rows(REBUILDING)
    rebuild = [Rebuild(asked_at=row.created_at, done=row.steps_done, total=row.steps_total) for row in waiting]
    shown = {
        "rules": [_explained(rule, policy, member.cadence) for rule in RULES],
        "calendar": _working_time(organization, member, read.now.date()),
        "rebuild": next(iter(rebuild), None),
    }
    return RulesOut(**shown, etag=digest_tag(shown))


def _explained(rule: Rule, policy: DuePolicy, cadence: str | None) -> RuleExplained:
    in_words = {name: _counted(policy[name], number.unit) for name, number in NUMBERS.items()}
    if cadence:
        in_words["update_due"] = _duration_words(parse_duration(cadence))
    return RuleExplained(
        id=rule.kind,
        title=rule.title,
        on=rule.is_used(policy),
        says=rule.says,
        source=rule.source,
        opens=rule.opens.format(**in_words),
        when=rule.explanation.format(**in_words),
        settled_by=rule.settled_by,
        waits_for_you=rule.own,
        numbers=[_number(name, known, policy) for name, known in rule.numbers.items()],
    )


def _number(name: str, known: Number | Switch, policy: DuePolicy) -> NumberOut:
    said = {"name": name, "value": policy[name], "default": known.default, "says": known.says, "source": known.source}
    if isinstance(known, Switch):
        return NumberOut(**said, unit=None, least=None, most=None)
    return NumberOut(**said, unit=known.unit, least=known.least, most=known.most)


def _counted(value: int, unit: str) -> str:
    return f"{value} {unit.removesuffix('s') if value == 1 else unit}"


def _duration_words(duration: Duration) -> str:
    parts = [(duration.months, "months"), (duration.days, "days")]
    return " and ".join(_counted(value, unit) for value, unit in parts if value)


def _working_time(organization: OrganizationOut, member: MemberOut, today: date) -> WorkingTime:
    country, subdivision = organization.holiday_country, organization.holiday_subdivision
    return WorkingTime(
        zone=member.zone or organization.zone,
        day_starts_at=member.day_starts_at,
        weekend=organization.weekend,
        holiday_country=country,
        holiday_subdivision=subdivision,
        next_holidays=[NamedDay(day=day, name=name) for day, name in _next_holidays(country, subdivision, today)],
        closed_periods=organization.closed_periods,
        away_periods=member.away_periods,
        cadence=member.cadence,
    )


def _next_holidays(country: str | None, subdivision: str | None, today: date) -> list[tuple[date, str]]:
    known = public_holidays(country, subdivision)
    days = (today + timedelta(days=at) for at in range(HOLIDAYS_AHEAD.days))
    return [(day, known[day]) for day in days if day in known][:HOLIDAYS_SHOWN]
