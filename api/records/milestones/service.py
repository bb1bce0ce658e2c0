"""Milestones: what happened in the member's own career, and whether it is news."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from api.core.errors import FieldError, invalid, state_conflict
from api.core.fields.etags import etag
from api.core.fields.times import When, instant_text, require_happened
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.rows import apply, delete_row, load_for_update, one_row, owned, restore_row
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit, Write
from api.core.store.values import ResultRow, Values
from api.records.members.service import today_of_member
from api.records.milestones.models import Milestone
from api.records.milestones.schemas import (
    MilestoneCreate,
    MilestoneDone,
    MilestoneOut,
    MilestonePage,
    MilestonePatch,
    MilestoneQuery,
)

milestones = table_of(Milestone)
SELECT = select(milestones).where(
    milestones.c.org_id == bindparam("org_id"), milestones.c.member_id == bindparam("member_id")
)
GET = SELECT.where(milestones.c.id == bindparam("id"))
COLLECTION = Collection(
    SELECT,
    orders=both_ways(
        {
            "happened_on": milestones.c.happened_on,
            "created_at": milestones.c.created_at,
            "updated_at": milestones.c.updated_at,
        },
        milestones.c.id,
    ),
    filters={
        "kind": milestones.c.kind == bindparam("kind"),
        "is_news": milestones.c.is_news == bindparam("is_news"),
        "deleted": milestones.c.deleted_at.is_not(None) == bindparam("deleted"),
        "updated_since": milestones.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_milestones(read: Read, query: MilestoneQuery) -> MilestonePage:
    filters = {name: getattr(query, name) for name in COLLECTION.filters}
    found = await COLLECTION.page(read, query, sort=query.sort, filters=filters)
    return MilestonePage(items=[_milestone_out(row) for row in found.rows], next=found.next, total=found.total)


async def get_milestone(unit: Unit, milestone_id: UUID) -> MilestoneOut:
    return _milestone_out(await one_row(unit, GET, milestone_id, "milestone"))


async def create_milestone(write: Write, given: MilestoneCreate) -> MilestoneOut:
    values = given.model_dump()
    if given.happened_on is None:
        values["happened_on"] = await today_of_member(write)
    require_happened("/happened_on", When.on(values["happened_on"]), write.now)
    milestone = Milestone(**owned(write), **values, news_at=write.now if given.is_news else None, done_at=None)
    write.session.add(milestone)
    write.record(_event("created", milestone))
    await write.derive()
    return await get_milestone(write, milestone.id)


async def update_milestone(write: Write, milestone_id: UUID, patch: MilestonePatch) -> MilestoneOut:
    """What is marked as news anew is told anew; what is news no more need not be told."""
    milestone = await load_for_update(write, Milestone, milestone_id, "milestone")
    values: Values = {name: getattr(patch, name) for name in patch.model_fields_set}
    if "happened_on" in values:
        require_happened("/happened_on", When.on(values["happened_on"]), write.now)
    if values.get("is_news", milestone.is_news) != milestone.is_news:
        values |= {"news_at": write.now if values["is_news"] else None, "done_at": None}
    changed = apply(milestone, values, write.now)
    if changed:
        write.record(_event("updated", milestone, changed))
    await write.derive()
    return await get_milestone(write, milestone.id)


async def delete_milestone(write: Write, milestone_id: UUID) -> None:
    await delete_row(write, Milestone, milestone_id, "milestone")


async def restore_milestone(write: Write, milestone_id: UUID) -> MilestoneOut:
    await restore_row(write, Milestone, milestone_id, "milestone")
    return await get_milestone(write, milestone_id)


async def finish_milestone(write: Write, milestone_id: UUID, given: MilestoneDone) -> MilestoneOut:
    """Nobody else is to be told of it."""
    at = given.at or write.now
    require_happened("/at", at, write.now)
    milestone = await load_for_update(write, Milestone, milestone_id, "milestone")
    if not milestone.is_news:
        raise state_conflict("This milestone is no news, so nobody is to be told; PATCH `is_news` to make it news.")
    if milestone.done_at is not None:
        raise state_conflict("This news was done already; PATCH `is_news` to false and to true to tell it once more.")
    if milestone.news_at is not None and at < milestone.news_at:
        raise invalid(
            FieldError("/at", "past", f"It became news at {instant_text(milestone.news_at)}, later than that.")
        )
    write.record(_event("done", milestone, apply(milestone, {"done_at": at}, write.now)))
    await write.derive()
    return await get_milestone(write, milestone.id)


def _event(step: str, milestone: Milestone, changes: Sequence[str] = ()) -> Event:
    return Event(f"milestone.{step}", "milestone", milestone.id, changes, milestone.member_id)


def _milestone_out(row: ResultRow) -> MilestoneOut:
    return MilestoneOut(**{name: getattr(row, name) for name in _KEPT}, etag=etag(row.version))


_KEPT = tuple(name for name in MilestoneOut.model_fields if name in milestones.c)
