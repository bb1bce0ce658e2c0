"""Changing interviews: their details, and the steps of their life, each with the states that allow it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from api.core.errors import FieldError, invalid, state_conflict
from api.core.fields.times import require_happened, too_far_ahead
from api.core.fields.types import sent
from api.core.store.rows import apply, owned
from api.core.store.units import Write
from api.core.store.values import Columns, Values
from api.records.interviews.models import Interview, InterviewParticipant
from api.records.interviews.participants import participants_of, require_participants, take_part
from api.records.interviews.reading import INTERVIEWS, get_interview
from api.records.interviews.schemas import (
    CallOff,
    Completion,
    Happened,
    InterviewCreate,
    InterviewOut,
    InterviewPatch,
    InterviewStatus,
    Schedule,
)
from api.records.members.service import moment_of

CALLED_OFF: Columns = {"called_off_at": None, "called_off_by": None, "called_off_reason": None}
ALLOWED: Mapping[str, Sequence[InterviewStatus]] = {
    "scheduled": (InterviewStatus.PROPOSED,),
    "rescheduled": (InterviewStatus.SCHEDULED,),
    "confirmed": (InterviewStatus.SCHEDULED,),
    "completed": (InterviewStatus.SCHEDULED,),
    "canceled": (InterviewStatus.PROPOSED, InterviewStatus.SCHEDULED),
    "no_show": (InterviewStatus.SCHEDULED,),
    "reopened": (InterviewStatus.COMPLETED, InterviewStatus.CANCELED, InterviewStatus.NO_SHOW),
}
UNCONFIRMED: Columns = {"confirmed_at": None, "confirmed_for": None}
TOOK_PLACE = frozenset({"completed", "no_show"})


async def create_interview(write: Write, given: InterviewCreate) -> InterviewOut:
    status = InterviewStatus(
        given.status or (InterviewStatus.SCHEDULED if given.starts_at else InterviewStatus.PROPOSED)
    )
    _check_start(status, given.starts_at, write.now)
    require_happened("/set_at", given.set_at, write.now)
    if given.set_at and given.starts_at is None:
        raise invalid(FieldError("/set_at", "contradiction", "Without a start no time was agreed; leave this out."))
    if given.set_at and given.starts_at and given.set_at > given.starts_at:
        raise invalid(FieldError("/set_at", "contradiction", "A time is agreed before it comes; leave this out."))
    await require_participants(write, given.contact_ids)
    values = given.model_dump(exclude={"contact_ids", "status", "starts_at", "set_at"})
    interview = Interview(
        **owned(write),
        **values,
        status=status,
        starts_at=given.starts_at,
        first_set_at=_set_at(given.set_at, given.starts_at, write.now),
        set_at=_set_at(given.set_at, given.starts_at, write.now),
        participants=[],
    )
    if status is InterviewStatus.COMPLETED:
        interview.completed_at = _ended_at(interview, write.now)
    await take_part(write, interview, given.contact_ids)
    write.session.add(interview)
    INTERVIEWS.record(write, interview, "created")
    await write.derive()
    return await get_interview(write, interview.id)


async def update_interview(write: Write, interview_id: UUID, patch: InterviewPatch) -> InterviewOut:
    """Details, participants, and the correction of a wrong start; `status` changes by its steps."""
    interview = await _load(write, interview_id)
    values = sent(patch)
    contact_ids = values.pop("contact_ids", None)
    changed = []
    if "starts_at" in values and values["starts_at"] != interview.starts_at:
        values |= _corrected(interview, values["starts_at"], write.now)
    starts_at = values.get("starts_at", interview.starts_at)
    if starts_at and "duration_minutes" in values and interview.completed_at == _scheduled_end(interview):
        values["completed_at"] = min(write.now, starts_at + timedelta(minutes=values["duration_minutes"]))
    if contact_ids is not None and contact_ids != participants_of(interview):
        await require_participants(write, contact_ids, known=participants_of(interview))
        changed = ["contact_ids"]
        interview.updated_at = write.now
        flag_modified(interview, "updated_at")
    changed += apply(interview, values, write.now)
    if "contact_ids" in changed or "starts_at" in changed:
        await take_part(write, interview, contact_ids or participants_of(interview), anew="starts_at" in changed)
    if changed:
        INTERVIEWS.record(write, interview, "updated", sorted(changed))
    await write.derive()
    return await get_interview(write, interview.id)


async def schedule_interview(write: Write, interview_id: UUID, given: Schedule) -> InterviewOut:
    return await _set(write, interview_id, given, "scheduled")


async def reschedule_interview(write: Write, interview_id: UUID, given: Schedule) -> InterviewOut:
    return await _set(write, interview_id, given, "rescheduled")


async def confirm_interview(write: Write, interview_id: UUID, given: Happened) -> InterviewOut:
    """Confirm the present start; a new start asks anew. Confirming it again changes nothing."""
    require_happened("/at", given.at, write.now)
    interview = await _load_in(write, interview_id, "confirmed")
    if interview.confirmed_for == interview.starts_at:
        return await get_interview(write, interview.id)
    values = {"confirmed_for": interview.starts_at, "confirmed_at": await moment_of(write, given.at)}
    return await _apply_step(write, interview, "confirmed", values)


async def complete_interview(write: Write, interview_id: UUID, given: Completion) -> InterviewOut:
    """It took place. Its end is the scheduled one, or `at` if that is earlier."""
    require_happened("/at", given.at, write.now)
    interview = await _load_in(write, interview_id, "completed")
    at = await moment_of(write, given.at, not_before=interview.starts_at) if given.at else None
    _require_near_start(interview, at)
    values = given.model_dump(exclude={"at"}, exclude_none=True)
    ended_at = at if given.at and not given.at.day_only else None
    values |= {"status": InterviewStatus.COMPLETED, "completed_at": ended_at or _ended_at(interview, write.now)}
    await take_part(write, interview, participants_of(interview), anew=True)
    return await _apply_step(write, interview, "completed", values)


async def cancel_interview(write: Write, interview_id: UUID, given: CallOff) -> InterviewOut:
    return await _call_off(write, interview_id, given, "canceled")


async def miss_interview(write: Write, interview_id: UUID, given: CallOff) -> InterviewOut:
    return await _call_off(write, interview_id, given, "no_show")


async def reopen_interview(write: Write, interview_id: UUID) -> InterviewOut:
    """Take the last step back: scheduled again, or proposed where it never had a time."""
    interview = await _load_in(write, interview_id, "reopened")
    status = InterviewStatus.SCHEDULED if interview.starts_at else InterviewStatus.PROPOSED
    return await _apply_step(write, interview, "reopened", {**CALLED_OFF, "status": status, "completed_at": None})


async def delete_interview(write: Write, interview_id: UUID) -> None:
    """Soft: what was due because of it goes, and comes back with /restore."""
    interview = await _load(write, interview_id)
    await _apply_step(write, interview, "deleted", {"deleted_at": write.now})


async def restore_interview(write: Write, interview_id: UUID) -> InterviewOut:
    interview = await _load(write, interview_id, deleted=True)
    return await _apply_step(write, interview, "restored", {"deleted_at": None})


async def _set(write: Write, interview_id: UUID, given: Schedule, step: str) -> InterviewOut:
    require_happened("/at", given.at, write.now)
    interview = await _load_in(write, interview_id, step)
    values = given.model_dump(exclude={"at"}, exclude_none=True)
    if all(getattr(interview, name) == value for name, value in values.items()):
        return await get_interview(write, interview.id)
    values["status"] = InterviewStatus.SCHEDULED
    if interview.starts_at != given.starts_at:
        agreed_at = await moment_of(write, given.at, not_before=interview.set_at) if given.at else None
        values["set_at"] = agreed_at or _set_at(None, given.starts_at, write.now)
        values["first_set_at"] = interview.first_set_at or values["set_at"]
        values |= UNCONFIRMED
    changed = apply(interview, values, write.now)
    if "starts_at" in changed:
        await take_part(write, interview, participants_of(interview), anew=True)
    return await _recorded(write, interview, step, changed)


async def _call_off(write: Write, interview_id: UUID, given: CallOff, step: str) -> InterviewOut:
    require_happened("/at", given.at, write.now)
    interview = await _load_in(write, interview_id, step)
    before = interview.starts_at if step == "no_show" else interview.set_at
    at = await moment_of(write, given.at, not_before=before)
    if step == "no_show":
        _require_near_start(interview, at if given.at else None)
    called_off = {"called_off_at": at, "called_off_by": given.by, "called_off_reason": given.reason}
    return await _apply_step(write, interview, step, {**called_off, "status": InterviewStatus(step)})


async def _apply_step(write: Write, interview: Interview, step: str, values: Columns) -> InterviewOut:
    return await _recorded(write, interview, step, apply(interview, values, write.now))


async def _recorded(write: Write, interview: Interview, step: str, changed: Sequence[str]) -> InterviewOut:
    INTERVIEWS.record(write, interview, step, changed)
    await write.derive()
    return await get_interview(write, interview.id)


async def _load(write: Write, interview_id: UUID, *, deleted: bool = False) -> Interview:
    interview = await INTERVIEWS.load(write, interview_id, deleted=deleted)
    own = InterviewParticipant.interview_id == interview.id
    participants = await write.session.scalars(
        select(InterviewParticipant).where(own).order_by(InterviewParticipant.place)
    )
    set_committed_value(interview, "participants", list(participants))
    return interview


async def _load_in(write: Write, interview_id: UUID, step: str) -> Interview:
    """The interview, if its status allows the step."""
    interview = await _load(write, interview_id)
    if interview.status not in ALLOWED[step]:
        possible = [name for name, statuses in ALLOWED.items() if interview.status in statuses]
        steps = ", ".join(f"/{_PATHS.get(name, name)}" for name in possible)
        needed = " or ".join(ALLOWED[step])
        raise state_conflict(
            f"This needs an interview that is {needed}; this one is {interview.status}, which allows {steps}."
        )
    if step in TOOK_PLACE and interview.starts_at and too_far_ahead(interview.starts_at, write.now):
        raise state_conflict("It starts more than 24 hours from now. If it was moved forward, /reschedule it first.")
    return interview


_PATHS = {
    "scheduled": "schedule",
    "rescheduled": "reschedule",
    "confirmed": "confirm",
    "completed": "complete",
    "canceled": "cancel",
    "no_show": "no-show",
    "reopened": "reopen",
}


def _check_start(status: InterviewStatus, starts_at: datetime | None, now: datetime) -> None:
    if status is InterviewStatus.PROPOSED and starts_at is not None:
        raise invalid(FieldError("/status", "contradiction", "With a start it is scheduled; leave out `status`."))
    if status is not InterviewStatus.PROPOSED and starts_at is None:
        raise invalid(FieldError("/starts_at", "required", f"An interview that is {status} has a start."))
    if status is InterviewStatus.COMPLETED:
        require_happened("/starts_at", starts_at, now)


def _require_near_start(interview: Interview, at: datetime | None) -> None:
    if at is not None and interview.starts_at and at < interview.starts_at - timedelta(days=1):
        raise invalid(FieldError("/at", "past", "This lies more than a day before its start; correct one of the two."))


def _set_at(given: datetime | None, starts_at: datetime | None, now: datetime) -> datetime | None:
    """When a time was agreed: never later than the start it is about."""
    return None if starts_at is None else given or min(now, starts_at)


def _scheduled_end(interview: Interview) -> datetime | None:
    return interview.starts_at and interview.starts_at + timedelta(minutes=interview.duration_minutes)


def _ended_at(interview: Interview, now: datetime) -> datetime:
    starts_at = interview.starts_at or now
    return min(now, starts_at + timedelta(minutes=interview.duration_minutes))


def _corrected(interview: Interview, starts_at: datetime, now: datetime) -> Values:
    """What a corrected start carries along: times that were only assumed from the wrong one."""
    if interview.starts_at is None:
        raise state_conflict("A proposed interview has no start to correct; set one with /schedule.")
    values: Values = {}
    if interview.set_at is not None and interview.set_at >= min(interview.starts_at, starts_at):
        values["set_at"] = min(now, starts_at)
    if interview.first_set_at is not None:
        values["first_set_at"] = min(interview.first_set_at, values.get("set_at", interview.first_set_at))
    if interview.status == InterviewStatus.COMPLETED:
        require_happened("/starts_at", starts_at, now)
        values["completed_at"] = min(now, starts_at + timedelta(minutes=interview.duration_minutes))
    return values
