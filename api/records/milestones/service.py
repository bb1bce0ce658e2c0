"""Milestones: what happened in the member's own career, and whether it is news."""

from uuid import UUID

from api.core.errors import FieldError, invalid, state_conflict
from api.core.fields.times import When, instant_text, require_happened
from api.core.fields.types import given_values, sent
from api.core.store.records import Records
from api.core.store.units import Write
from api.records.members.service import moment_of, today_of_member
from api.records.milestones.models import Milestone
from api.records.milestones.schemas import (
    MilestoneCreate,
    MilestoneDone,
    MilestoneOut,
    MilestonePage,
    MilestonePatch,
)

MILESTONES = Records(
    "milestone",
    Milestone,
    "/milestones",
    MilestoneOut,
    MilestonePage,
    equal=("kind", "is_news"),
    sorts=("happened_on",),
)


async def create_milestone(write: Write, given: MilestoneCreate) -> MilestoneOut:
    values = given_values(given)
    if given.happened_on is None:
        values["happened_on"] = await today_of_member(write)
    require_happened("/happened_on", When.on(values["happened_on"]), write.now)
    values |= {"news_at": write.now if given.is_news else None, "done_at": None}
    return await MILESTONES.create(write, values)


async def update_milestone(write: Write, milestone_id: UUID, patch: MilestonePatch) -> MilestoneOut:
    """What is marked as news anew is told anew; what is news no more need not be told."""
    milestone, values = await MILESTONES.load(write, milestone_id), sent(patch)
    if "happened_on" in values:
        require_happened("/happened_on", When.on(values["happened_on"]), write.now)
    if values.get("is_news", milestone.is_news) != milestone.is_news:
        values |= {"news_at": write.now if values["is_news"] else None, "done_at": None}
    return await MILESTONES.update(write, milestone, values)


async def finish_milestone(write: Write, milestone_id: UUID, given: MilestoneDone) -> MilestoneOut:
    """Nobody else is to be told of it."""
    require_happened("/at", given.at, write.now)
    milestone = await MILESTONES.load(write, milestone_id)
    at = await moment_of(write, given.at, not_before=milestone.news_at)
    if not milestone.is_news:
        raise state_conflict("This milestone is no news, so nobody is to be told; PATCH `is_news` to make it news.")
    if milestone.done_at is not None:
        raise state_conflict("This news was done already; PATCH `is_news` to false and to true to tell it once more.")
    if milestone.news_at is not None and at < milestone.news_at:
        raise invalid(
            FieldError("/at", "past", f"It became news at {instant_text(milestone.news_at)}, later than that.")
        )
    return await MILESTONES.step(write, milestone, "done", {"done_at": at})
