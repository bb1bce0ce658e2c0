"""/reminders."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from api.core.http.responses import created, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.reminders import service
from api.records.reminders.schemas import Doing, ReminderCreate, ReminderOut, ReminderPage, ReminderPatch, ReminderQuery
from api.records.reminders.service import REMINDERS

router = api_router("/reminders", "reminders")


@router.get("", response_model=ReminderPage)
async def list_reminders(read: Reading, query: Annotated[ReminderQuery, Query()]) -> Response:
    """Your reminders, by when they come first."""
    return page(await REMINDERS.list(read, query))


@router.post("", response_model=ReminderOut, status_code=201)
async def create_reminder(write: Writing, given: ReminderCreate) -> Response:
    """Set a reminder: once, or again and again. `/due` shows it when it comes."""
    out = await service.create_reminder(write, given)
    return created(out, f"/reminders/{out.id}")


@router.get("/{reminder_id:uuid}", response_model=ReminderOut)
async def get_reminder(read: Reading, reminder_id: UUID) -> Response:
    """One reminder."""
    return item(await REMINDERS.get(read, reminder_id))


@router.patch("/{reminder_id:uuid}", response_model=ReminderOut)
async def update_reminder(write: Writing, reminder_id: UUID, patch: ReminderPatch) -> Response:
    """Change a reminder (RFC 7396 merge patch). A new time or rule starts it over."""
    return item(await service.update_reminder(write, reminder_id, patch))


@router.delete("/{reminder_id:uuid}", status_code=204)
async def delete_reminder(write: Writing, reminder_id: UUID) -> Response:
    """Delete a reminder; `POST /reminders/{id}/restore` brings it back for 30 days."""
    await REMINDERS.delete(write, reminder_id)
    return no_content()


@router.post("/{reminder_id:uuid}/restore", response_model=ReminderOut)
async def restore_reminder(write: Writing, reminder_id: UUID) -> Response:
    """Bring a deleted reminder back."""
    return item(await REMINDERS.restore(write, reminder_id))


@router.post("/{reminder_id:uuid}/done", response_model=ReminderOut)
async def finish_reminder(
    write: Writing, reminder_id: UUID, given: Annotated[Doing, Body(default_factory=Doing)]
) -> Response:
    """You did it: the time at hand goes from `/due`, and what was missed before it."""
    return item(await service.finish_reminder(write, reminder_id, given))
