"""Keeps stored items and contact states equal to what the rules say: runs in every write, under the commit lock."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select

from api.core.store.jobs import enqueue
from api.core.store.units import Write
from api.method.due.touched import Touched
from api.views.due.computing import compute_contacts, compute_news, compute_reach, compute_reminders
from api.views.due.loading import CONTACTS_OF_MEMBERS, OF_EMPLOYERS
from api.views.due.loading_reminders import REMINDERS_OF_MEMBERS

# Beyond so many contacts, or reminders (which may come hundreds of times), a job computes them.
MOST_CONTACTS, MOST_REMINDERS = 1000, 10
REBUILD = "rebuild_due"


@dataclass(frozen=True, slots=True)
class Computation:
    """How items are computed from touched things of one kind. `of_members` finds the things of members whose settings
    changed; more than `most` things are left to a job. `compute` gives what it touched in turn: kinds later in the list.
    """

    kind: Touched
    compute: Callable[[Write, Sequence[UUID]], Awaitable[Mapping[Touched, Collection[UUID]]]]
    of_members: Select[tuple[UUID]] | None = None
    most: int | None = None


async def refresh(write: Write) -> None:
    """Compute what was touched; for the whole organization, or for very many things at once, a job does."""
    if write.touched[Touched.ORGANIZATION]:
        await ask_for_rebuild(write)
    for computation in COMPUTATIONS:
        ids = write.touched[computation.kind] | await _of_members(write, computation)
        if computation.most is not None and len(ids) > computation.most:
            await _leave_to_a_job(write)
        else:
            for kind, more in (await computation.compute(write, sorted(ids))).items():
                write.touch(kind, more)


async def _of_members(write: Write, computation: Computation) -> set[UUID]:
    members = write.touched[Touched.MEMBER]
    if not members or computation.of_members is None:
        return members
    return {row.id for row in await write.rows(computation.of_members, ids=list(members))}


async def _leave_to_a_job(write: Write) -> None:
    for member_id in write.touched[Touched.MEMBER] or {write.scope.member_id}:
        await ask_for_rebuild(write, member_id)


async def ask_for_rebuild(write: Write, member_id: UUID | None = None) -> None:
    """For the whole organization, or for one member's contacts."""
    whose = {} if member_id is None else {"member_id": str(member_id)}
    await enqueue(write, REBUILD, whose, dedupe_key=":".join([REBUILD, *whose.values()]))


async def _contacts_and_colleagues(write: Write, contact_ids: Sequence[UUID]) -> Mapping[Touched, Collection[UUID]]:
    """Also those whose `widen` reads what changed: everybody with the same employer, before and after."""
    computed = await compute_contacts(write, contact_ids)
    if not computed.employers:
        return computed.later
    rows = await write.rows(OF_EMPLOYERS, employers=list(computed.employers))
    if len(rows) > MOST_CONTACTS:
        await ask_for_rebuild(write, write.scope.member_id)
        return computed.later
    return computed.joined((await compute_contacts(write, sorted(row.id for row in rows))).later)


# In this order: contacts say whose news, which reminders, and who is to be approached, change with them.
COMPUTATIONS = (
    Computation(Touched.CONTACT, _contacts_and_colleagues, CONTACTS_OF_MEMBERS, MOST_CONTACTS),
    Computation(Touched.REMINDER, compute_reminders, REMINDERS_OF_MEMBERS, MOST_REMINDERS),
    Computation(Touched.NEWS, compute_news),
    Computation(Touched.REACH, compute_reach),
)
