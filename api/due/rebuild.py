"""Computing what is due anew in the background, some contacts at a time, so that nobody waits for it."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update

from api.contacts.models import Contact
from api.core.ids import MemberId, OrgId, new_id
from api.core.jobs import Payload, Step, enqueue
from api.core.tenancy import Scope
from api.core.units import Database, Write
from api.due.calendar import HOLIDAYS_VERSION
from api.organizations.models import Organization

KIND = "rebuild_due"
AT_ONCE = 100

_c, _o = Contact.__table__.c, Organization.__table__.c
_of_org, _of_member = _c.org_id == bindparam("org_id"), _c.member_id == bindparam("of_member")


def _count(*whose: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(Contact.__table__).where(*whose)


def _next(*whose: ColumnElement[bool]) -> Select[UUID]:
    return select(_c.id).where(*whose, _c.id > bindparam("after", type_=_c.id.type)).order_by(_c.id).limit(AT_ONCE)


COUNT, COUNT_OF_MEMBER = _count(_of_org), _count(_of_org, _of_member)
NEXT, NEXT_OF_MEMBER = _next(_of_org), _next(_of_org, _of_member)
NOTE_HOLIDAYS = (
    update(Organization.__table__)  # type: ignore[arg-type] # a declared table is a Table
    .where(_o.id == bindparam("of_org"))
    .values(holidays_version=bindparam("seen"))
)
OTHER_HOLIDAYS = select(_o.id).where(
    _o.holiday_country.is_not(None), func.coalesce(_o.holidays_version, "") != bindparam("seen")
)
FIRST = UUID(int=0)


async def ask_for_rebuild(write: Write, member_id: UUID | None = None) -> None:
    """For the whole organization, or for one member's contacts."""
    whose = {} if member_id is None else {"member_id": str(member_id)}
    await enqueue(write, KIND, whose, dedupe_key=":".join([KIND, *whose.values()]))


async def rebuild(write: Write, payload: Payload) -> Step:
    """One step: the next contacts. The refresh that every write runs does the work."""
    whose = {"of_member": UUID(payload["member_id"])} if "member_id" in payload else {}
    done, total = payload.get("done", 0), payload.get("total")
    if total is None:
        ((total,),) = await write.rows(COUNT_OF_MEMBER if whose else COUNT, **whose)
    after = UUID(payload.get("after", FIRST.hex))
    ids = [row.id for row in await write.rows(NEXT_OF_MEMBER if whose else NEXT, after=after, **whose)]
    write.touch(ids)
    done += len(ids)
    if len(ids) == AT_ONCE:
        return Step(done, max(done, total), {**payload, "done": done, "total": total, "after": ids[-1].hex})
    if not whose:
        await write.run(NOTE_HOLIDAYS, {"of_org": write.scope.org_id, "seen": HOLIDAYS_VERSION})
    return Step(done, done, None)


async def rebuild_at_once(write: Write, payload: Payload) -> Payload | None:
    """The same step outside a job, for the command line: commits, and gives what the next one begins with."""
    step = await rebuild(write, payload)
    await write.commit()
    return step.next


async def rebuild_where_holidays_changed(database: Database) -> None:
    """A new version of the calendar data moves what is due wherever it is used."""
    async with database.engines.read.connect() as connection:
        found = await connection.execute(OTHER_HOLIDAYS, {"seen": HOLIDAYS_VERSION})
        organizations = [row.id for row in found]
    for org_id in organizations:
        scope = Scope.of_machine(OrgId(org_id), MemberId(org_id))
        async with database.write(scope, request_id=f"holidays-{new_id().hex}") as write:
            await ask_for_rebuild(write)
            await write.commit()
