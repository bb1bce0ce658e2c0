"""The rules as they stand for the caller: in words with their numbers in them, and as data."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from api.core.fields.durations import Duration, parse_duration
from api.core.fields.etags import etag
from api.core.store.jobs import Job
from api.core.store.units import Read
from api.method.conversation.calendar import public_holidays
from api.method.due.items import Rule
from api.method.due.policy import NUMBERS, SWITCHES, DuePolicy
from api.method.due.rules import RULES
from api.records.organizations.schemas import MemberOut, OrganizationOut
from api.records.organizations.service import get_member, get_organization
from api.views.due.refresh import REBUILD
from api.views.due.schemas import NamedDay, NumberOut, Rebuild, RuleExplained, RulesOut, WorkingTime

HOLIDAYS_SHOWN, HOLIDAYS_AHEAD = 5, timedelta(days=400)
# Numbers that a rule goes by and that do not bear its name.
SHARED: Mapping[str, tuple[str, ...]] = {
    "follow_up": ("no_response",),
    "reply": ("logged_late",),
    "debrief": ("logged_late",),
    "thank_you": ("logged_late",),
}

_j = Job.__table__.c
REBUILDING = (
    select(_j.created_at, _j.steps_done, _j.steps_total)
    .where(_j.org_id == bindparam("org_id"), _j.kind == REBUILD, _j.run_at.is_not(None))
    .order_by(_j.created_at)
    .limit(1)
)


async def explain_rules(read: Read) -> RulesOut:
    organization = await get_organization(read)
    member = await get_member(read, read.scope.member_id)
    policy = DuePolicy(**organization.due_policy.model_dump())
    waiting = await read.rows(REBUILDING)
    rebuild = [Rebuild(asked_at=row.created_at, done=row.steps_done, total=row.steps_total) for row in waiting]
    shown = {
        "rules": [_explained(rule, policy, member.cadence) for rule in RULES],
        "calendar": _working_time(organization, member, read.now.date()),
        "rebuild": next(iter(rebuild), None),
    }
    return RulesOut(**shown, etag=etag(1, shown))


def _explained(rule: Rule, policy: DuePolicy, cadence: str | None) -> RuleExplained:
    in_words = {name: _words(name, value) for name, value in asdict(policy).items() if name in NUMBERS}
    if cadence:
        in_words["update_due"] = _duration_words(parse_duration(cadence))
    named = {"title": rule.title, "says": rule.says, "source": rule.source, "settled_by": rule.settled_by}
    return RuleExplained(
        id=rule.kind,
        on=rule.switch is None or getattr(policy, rule.switch),
        **named,
        opens=rule.opens.format(**in_words),
        when=rule.when.format(**in_words),
        waits_for_you=rule.own,
        numbers=list(_numbers(rule.kind, policy)),
    )


def _numbers(kind: str, policy: DuePolicy) -> Iterator[NumberOut]:
    for name, value in asdict(policy).items():
        if not name.startswith(f"{kind}_") and name not in SHARED.get(kind, ()):
            continue
        limits: dict[str, Any] = {"unit": None, "least": None, "most": None}  # Any: text or numbers
        explained: Any = SWITCHES.get(name)  # Any: a switch or a number
        if explained is None:
            explained = NUMBERS[name]
            limits = {one: getattr(explained, one) for one in limits}
        said = {one: getattr(explained, one) for one in ("default", "says", "source")}
        yield NumberOut(name=name, value=value, **limits, **said)


def _words(name: str, value: int) -> str:
    return _counted(value, NUMBERS[name].unit)


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
