"""Members. Students see themselves, advisors and admins every member; admins change them."""

from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from api.core.errors import already_exists, forbidden, not_found, state_conflict
from api.core.fields.etags import etag
from api.core.fields.folding import name_key_of
from api.core.fields.ids import new_id
from api.core.fields.times import When
from api.core.fields.types import given_values, sent
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.rows import apply, load_for_update
from api.core.store.tables import table_of
from api.core.store.tenancy import Role
from api.core.store.units import Read, Unit, Write
from api.core.store.values import Columns, ResultRow, Values
from api.method.due.touched import Touched
from api.records.members.models import Member
from api.records.members.schemas import MemberCreate, MemberOut, MemberPage, MemberPatch, MemberQuery, MemberStatus
from api.records.organization.service import lock_organization, organizations

MEMBER_DUE_INPUTS = frozenset({"zone", "day_starts_at", "away_periods", "cadence"})
FOR_ADMINS = frozenset({"email", "role", "status"})

members = table_of(Member)
GET_MEMBER = select(members).where(members.c.org_id == bindparam("org_id"), members.c.id == bindparam("id"))
GET_ZONE = (
    select(func.coalesce(members.c.zone, organizations.c.zone).label("zone"))
    .join_from(members, organizations, organizations.c.id == members.c.org_id)
    .where(
        members.c.org_id == bindparam("org_id"),
        organizations.c.id == bindparam("org_id"),
        members.c.id == bindparam("member_id"),
    )
)
MEMBERS = Collection(
    select(members).where(members.c.org_id == bindparam("org_id"), members.c.deleted_at.is_(None)),
    orders=both_ways({"created_at": members.c.created_at, "full_name": members.c.name_key}, members.c.id),
    filters={
        "role": members.c.role == bindparam("role"),
        "status": members.c.status == bindparam("status"),
        "updated_since": members.c.updated_at >= bindparam("updated_since"),
        "only_id": members.c.id == bindparam("only_id"),
    },
)


async def list_members(read: Read, query: MemberQuery) -> MemberPage:
    filters = {
        "role": query.role,
        "status": query.status,
        "updated_since": query.updated_since,
        "only_id": None if _sees_everyone(read) else read.scope.principal.member_id,
    }
    found = await MEMBERS.page(read, query, filters=filters)
    return MemberPage(items=[member_out(row) for row in found.rows], next=found.next, total=found.total)


async def get_member(unit: Unit, member_id: UUID) -> MemberOut:
    rows = await unit.rows(GET_MEMBER, id=member_id)
    if not rows or not (_sees_everyone(unit) or member_id == unit.scope.principal.member_id):
        raise not_found("member")
    return member_out(rows[0])


async def zone_of_member(unit: Unit) -> str:
    """The zone of the scope's member: their own, or the organization's."""
    ((zone,),) = await unit.rows(GET_ZONE)
    return str(zone)


async def moment_of(unit: Unit, given: When | None, *, not_before: datetime | None = None) -> datetime:
    """When a step was taken: now where nobody said; of a day its first moment where the member lives, or the moment of the
    step before, if that was on the same day.
    """
    if given is None or given.day is None:
        return unit.now if given is None else given.at
    zone = ZoneInfo(await zone_of_member(unit))
    first = datetime.combine(given.day, time.min, zone).astimezone(UTC)
    is_that_day = not_before is not None and not_before.astimezone(zone).date() == given.day
    return max(first, not_before) if is_that_day and not_before is not None else first


async def today_of_member(unit: Unit) -> date:
    """The day that it is now where the scope's member lives."""
    return unit.now.astimezone(ZoneInfo(await zone_of_member(unit))).date()


async def create_member(write: Write, given: MemberCreate) -> MemberOut:
    await lock_organization(write)
    await _refuse_taken_email(write, given.email)
    member_id = new_id()
    await add_member(write, member_id, given)
    return await get_member(write, member_id)


async def add_member(write: Write, member_id: UUID, given: MemberCreate) -> None:
    """Store a member under this id; the first of an organization has that of the write's scope."""
    member = Member(
        org_id=write.scope.org_id,
        id=member_id,
        **given_values(given),
        email_key=given.email.casefold(),
        name_key=name_key_of(given.full_name),
        created_at=write.now,
        updated_at=write.now,
    )
    write.session.add(member)
    write.record(Event("member.created", "member", member.id, member_id=member.id))
    await write.derive()


async def update_member(write: Write, member_id: UUID, patch: MemberPatch) -> MemberOut:
    """Members change their own name, introduction, zone, hours, absences and cadence; the rest is the admins'."""
    principal = write.scope.principal
    await get_member(write, member_id)
    if principal.role is not Role.ADMIN and member_id != principal.member_id:
        raise forbidden("Only an admin changes other members.")
    values = sent(patch)
    for_admins = FOR_ADMINS.intersection(values)
    if for_admins or member_id != principal.member_id:
        principal.require_admin()
    if for_admins:
        await lock_organization(write)
    member = await load_for_update(write, Member, member_id, "member")
    await change_member(write, member, values)
    return await get_member(write, member.id)


async def change_member(write: Write, member: Member, values: Values) -> None:
    """Store changes of a member who is locked; who may make them is decided before."""
    if "email" in values:
        values["email_key"] = values["email"].casefold()
        if values["email_key"] != member.email_key:
            await _refuse_taken_email(write, values["email"])
    if "full_name" in values:
        values["name_key"] = name_key_of(values["full_name"])
    await _keep_an_admin(write, member, values)
    changed = [name for name in apply(member, values, write.now) if not name.endswith("_key")]
    if changed:
        write.record(Event("member.updated", "member", member.id, changed, member_id=member.id))
    if MEMBER_DUE_INPUTS.intersection(changed):
        write.touch(Touched.MEMBER, [member.id])
    await write.derive()


async def _refuse_taken_email(write: Write, email: str) -> None:
    taken = await write.session.scalar(select(Member.id).where(Member.email_key == email.casefold()))
    if taken is not None:
        raise already_exists("A member with this email address is there already; PATCH that one.")


async def _keep_an_admin(write: Write, member: Member, values: Columns) -> None:
    stays = (values.get("role", member.role), values.get("status", member.status))
    was_admin = (member.role, member.status) == (Role.ADMIN, MemberStatus.ACTIVE)
    if not was_admin or stays == (Role.ADMIN, MemberStatus.ACTIVE):
        return
    others = select(Member.id).where(
        Member.role == Role.ADMIN, Member.status == MemberStatus.ACTIVE, Member.id != member.id
    )
    if await write.session.scalar(others.limit(1)) is None:
        raise state_conflict("This is the organization's last active admin. Make another member an admin first.")


def _sees_everyone(unit: Unit) -> bool:
    return unit.scope.principal.role is not Role.STUDENT


def member_out(row: ResultRow) -> MemberOut:
    return MemberOut(
        id=row.id,
        full_name=row.full_name,
        introduction=row.introduction,
        email=row.email,
        role=row.role,
        status=row.status,
        zone=row.zone,
        day_starts_at=row.day_starts_at,
        away_periods=row.away_periods,
        cadence=row.cadence,
        created_at=row.created_at,
        updated_at=row.updated_at,
        etag=etag(row.version),
    )
