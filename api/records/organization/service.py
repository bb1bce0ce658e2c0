"""The organization's settings: read by its members, changed by its admins."""

import holidays
from sqlalchemy import bindparam, select

from api.core.errors import FieldError, invalid, not_found
from api.core.fields.etags import etag
from api.core.fields.types import sent
from api.core.store.events import Event, OrganizationCounter
from api.core.store.rows import apply
from api.core.store.sealing import make_organization_key
from api.core.store.tables import table_of
from api.core.store.units import Unit, Write, require_version
from api.core.store.values import Columns, Values
from api.method.due.numbers import DuePolicy
from api.method.due.policy import IN_ORDER, NUMBERS, is_in_order, policy_of
from api.method.due.touched import Touched
from api.method.people.names import GreetingStyle
from api.records.organization.models import Organization
from api.records.organization.schemas import OrganizationOut, OrganizationPatch

DUE_INPUTS = frozenset({"zone", "weekend", "holiday_country", "holiday_subdivision", "closed_periods", "due_policy"})

organizations = table_of(Organization)
GET_ORGANIZATION = select(organizations).where(organizations.c.id == bindparam("org_id"))


async def get_organization(unit: Unit) -> OrganizationOut:
    (row,) = await unit.rows(GET_ORGANIZATION)
    return OrganizationOut(
        id=row.id,
        name=row.name,
        zone=row.zone,
        weekend=row.weekend,
        holiday_country=row.holiday_country,
        holiday_subdivision=row.holiday_subdivision,
        closed_periods=row.closed_periods,
        due_policy=policy_of(row.due_policy).values,
        greeting=row.greeting,
        refused_findings=row.refused_findings,
        created_at=row.created_at,
        updated_at=row.updated_at,
        etag=etag(row.version),
    )


async def update_organization(write: Write, patch: OrganizationPatch) -> OrganizationOut:
    """Change settings; what the due rules read from them makes a job compute every member's items anew."""
    organization = await lock_organization(write)
    require_version(write, organization.version)
    values = sent(patch)
    if "due_policy" in values:
        values["due_policy"] = _merged_policy(organization.due_policy, sent(patch.due_policy))
        _check_policy(values["due_policy"])
    _check_subdivision(organization, values)
    changed = apply(organization, values, write.now)
    if changed:
        write.record(Event("organization.updated", "organization", organization.id, changed))
    if DUE_INPUTS.intersection(changed):
        write.touch(Touched.ORGANIZATION, [organization.id])
    await write.derive()
    return await get_organization(write)


def _merged_policy(stored: Columns, sent: Columns) -> Values:
    """RFC 7396 inside the policy: null resets a number to its default, which is not stored."""
    merged = {**stored, **sent}
    return {name: value for name, value in merged.items() if value is not None}


def _check_policy(stored: Columns) -> None:
    """Within a rule the times come one after the other."""
    policy = policy_of(stored)
    errors = [
        FieldError(f"/due_policy/{later}", "order", _order_detail(earlier, later, policy))
        for earlier, later in IN_ORDER
        if not is_in_order(earlier, later, policy)
    ]
    if errors:
        raise invalid(*errors)


def _order_detail(earlier: str, later: str, policy: DuePolicy) -> str:
    first, last = (f"{policy[name]} {NUMBERS[name].unit}" for name in (earlier, later))
    return f"This would be {last}, and must not come before {earlier}, which would be {first}. Send both."


def _check_subdivision(organization: Organization, values: Values) -> None:
    if "holiday_country" in values and "holiday_subdivision" not in values:
        if values["holiday_country"] == organization.holiday_country:
            return
        values["holiday_subdivision"] = None
    country = values.get("holiday_country", organization.holiday_country)
    subdivision = values.get("holiday_subdivision", organization.holiday_subdivision)
    if subdivision is None:
        return
    known = holidays.list_supported_countries(include_aliases=False).get(country or "", ())
    if subdivision not in known:
        some = ", ".join(known[:60])
        detail = (
            f"This must be a subdivision of the holiday country: {some}."
            if some
            else ("The holiday country has none; set `holiday_country` first.")
        )
        raise invalid(FieldError("/holiday_subdivision", "not_one_of", detail))


async def lock_organization(write: Write) -> Organization:
    statement = select(Organization).where(Organization.id == write.scope.org_id)
    organization: Organization | None = await write.session.scalar(statement.with_for_update(key_share=True))
    if organization is None:
        raise not_found("organization")
    return organization


async def create_organization(write: Write, *, name: str, zone: str) -> None:
    """A new tenant, under the id of the write's scope."""
    organization = Organization(
        id=write.scope.org_id,
        name=name,
        zone=zone,
        weekend=["saturday", "sunday"],
        closed_periods=[],
        due_policy={},
        greeting=GreetingStyle.FIRST_NAME,
        refused_findings=[],
        created_at=write.now,
        updated_at=write.now,
    )
    write.session.add(organization)
    await write.session.flush()
    write.session.add(OrganizationCounter(org_id=organization.id, last_seq=0))
    write.record(Event("organization.created", "organization", organization.id))
    await write.session.flush()
    await make_organization_key(write)
