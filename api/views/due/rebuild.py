"""Computes again what is due, in the background and some contacts at a time, so that nobody waits for it."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update

from api.core.fields.ids import MemberId, OrgId, new_id
from api.core.store.jobs import Payload, Step
from api.core.store.tables import table_of
from api.core.store.tenancy import Scope
from api.core.store.units import Database, Write
from api.method.due.version import COMPUTED_WITH
from api.records.contacts.models import Contact
from api.records.organization.models import Organization
from api.records.reminders.models import Reminder
from api.views.due.computing import REMINDERS_AT_ONCE, compute_contacts, compute_reminders
from api.views.due.refresh import ask_for_rebuild

AT_ONCE = 100

contacts = table_of(Contact)
reminders = table_of(Reminder)
organizations = table_of(Organization)
_of_org, _of_member = contacts.c.org_id == bindparam("org_id"), contacts.c.member_id == bindparam("of_member")


def _count(*whose: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(contacts).where(*whose)


def _next(*whose: ColumnElement[bool]) -> Select[UUID]:
    return (
        select(contacts.c.id)
        .where(*whose, contacts.c.id > bindparam("after", type_=contacts.c.id.type))
        .order_by(contacts.c.id)
        .limit(AT_ONCE)
    )


COUNT, COUNT_OF_MEMBER = _count(_of_org), _count(_of_org, _of_member)
NEXT, NEXT_OF_MEMBER = _next(_of_org), _next(_of_org, _of_member)
NOTE_VERSION = (
    update(organizations).where(organizations.c.id == bindparam("of_org")).values(computed_with=bindparam("seen"))
)
OUTDATED = select(organizations.c.id).where(func.coalesce(organizations.c.computed_with, "") != bindparam("seen"))


def _next_reminders(*whose: ColumnElement[bool]) -> Select[UUID]:
    later = reminders.c.id > bindparam("after", type_=reminders.c.id.type)
    return (
        select(reminders.c.id)
        .where(reminders.c.org_id == bindparam("org_id"), *whose, later)
        .order_by(reminders.c.id)
        .limit(REMINDERS_AT_ONCE)
    )


NEXT_REMINDERS, NEXT_REMINDERS_OF_MEMBER = (
    _next_reminders(),
    _next_reminders(reminders.c.member_id == bindparam("of_member")),
)
FIRST = UUID(int=0)


async def rebuild(write: Write, payload: Payload) -> Step:
    """One step: the next contacts; after the last of them the reminders."""
    whose = {"of_member": UUID(payload["member_id"])} if "member_id" in payload else {}
    done, total = payload.get("done", 0), payload.get("total")
    if total is None:
        ((total,),) = await write.rows(COUNT_OF_MEMBER if whose else COUNT, **whose)
    await write.take_commit_lock()
    after = UUID(payload.get("after", FIRST.hex))
    if payload.get("reminders"):
        next_reminders = NEXT_REMINDERS_OF_MEMBER if whose else NEXT_REMINDERS
        ids = [row.id for row in await write.rows(next_reminders, after=after, **whose)]
        await compute_reminders(write, ids)
    else:
        ids = [row.id for row in await write.rows(NEXT_OF_MEMBER if whose else NEXT, after=after, **whose)]
        for kind, more in (await compute_contacts(write, ids)).later.items():
            write.touch(kind, more)
        done += len(ids)
    so_far = {**payload, "done": done, "total": max(done, total)}
    if ids:
        return Step(done, so_far["total"], {**so_far, "after": ids[-1].hex})
    if not payload.get("reminders"):
        return Step(done, so_far["total"], {**so_far, "after": FIRST.hex, "reminders": True})
    if not whose:
        await write.run(NOTE_VERSION, {"of_org": write.scope.org_id, "seen": COMPUTED_WITH})
    return Step(done, done, None)


async def rebuild_at_once(write: Write, payload: Payload) -> Payload | None:
    """One step for the command line: committed; gives what the next one begins with, or None after the last."""
    step = await rebuild(write, payload)
    await write.commit()
    return step.next


async def rebuild_where_outdated(database: Database) -> None:
    """Ask for a rebuild where items were computed with other rules, holidays or zones than those of this version."""
    async with database.engines.read.connect() as connection:
        found = await connection.execute(OUTDATED, {"seen": COMPUTED_WITH})
        organizations = [row.id for row in found]
    for org_id in organizations:
        scope = Scope.of_machine(OrgId(org_id), MemberId(org_id))
        async with database.write(scope, request_id=f"outdated-{new_id().hex}") as write:
            await ask_for_rebuild(write)
            await write.commit()
