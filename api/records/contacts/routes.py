"""/contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Request
from starlette.responses import Response

from api.core.http.pages import in_words, offered
from api.core.http.responses import created, created_batch, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.contacts import reading, service
from api.records.contacts.pages import contact_page, contacts_page
from api.records.contacts.schemas import (
    ContactBatch,
    ContactBatchOut,
    ContactCreate,
    ContactOut,
    ContactPage,
    ContactPatch,
    ContactQuery,
    Decline,
    Deferral,
)

router = api_router("/contacts", "contacts")


@router.get("", response_model=ContactPage, responses=offered("The contacts of this page"))
async def list_contacts(read: Reading, query: Annotated[ContactQuery, Query()], request: Request) -> Response:
    """Your contacts, newest first; archived and deleted ones only when asked for."""
    found = await reading.list_contacts(read, query)
    return in_words(request, page(found), lambda: contacts_page(found))


@router.post("", response_model=ContactOut, status_code=201)
async def create_contact(write: Writing, given: ContactCreate) -> Response:
    """Add a contact. Only `full_name` is required."""
    out = await service.create_contact(write, given)
    return created(out, f"/contacts/{out.id}")


@router.post("/batch", response_model=ContactBatchOut, status_code=201)
async def create_contacts(write: Writing, given: ContactBatch) -> Response:
    """Add up to 500 contacts: all of them or, if one is wrong, none."""
    return created_batch(await service.create_contacts(write, given), "/contacts")


@router.get("/{contact_id:uuid}", response_model=ContactOut, responses=offered("The contact"))
async def get_contact(read: Reading, contact_id: UUID, request: Request) -> Response:
    """One contact, with what follows from its facts: stage, standing, last touch, what is due next."""
    contact = await reading.get_contact(read, contact_id)
    return in_words(request, item(contact), lambda: contact_page(contact))


@router.patch("/{contact_id:uuid}", response_model=ContactOut)
async def update_contact(write: Writing, contact_id: UUID, patch: ContactPatch) -> Response:
    """Change a contact (RFC 7396 merge patch): null clears a field, arrays are replaced whole."""
    return item(await service.update_contact(write, contact_id, patch))


@router.delete("/{contact_id:uuid}", status_code=204)
async def delete_contact(write: Writing, contact_id: UUID) -> Response:
    """Delete a contact; `POST /contacts/{id}/restore` brings it back for 30 days. Its messages and interviews stay."""
    await service.delete_contact(write, contact_id)
    return no_content()


@router.post("/{contact_id:uuid}/restore", response_model=ContactOut)
async def restore_contact(write: Writing, contact_id: UUID) -> Response:
    """Bring a deleted contact back, with everything that was due."""
    return item(await service.restore_contact(write, contact_id))


@router.post("/{contact_id:uuid}/defer", response_model=ContactOut)
async def defer_contact(write: Writing, contact_id: UUID, given: Deferral) -> Response:
    """They asked to be asked later: no follow-up, and no update before that day."""
    return item(await service.defer_contact(write, contact_id, given))


@router.post("/{contact_id:uuid}/decline", response_model=ContactOut)
async def decline_contact(
    write: Writing, contact_id: UUID, given: Annotated[Decline, Body(default_factory=Decline)]
) -> Response:
    """They said no: follow-ups and updates stop until `/resume`."""
    return item(await service.decline_contact(write, contact_id, given))


@router.post("/{contact_id:uuid}/resume", response_model=ContactOut)
async def resume_contact(write: Writing, contact_id: UUID) -> Response:
    """Take back a deferral or a decline."""
    return item(await service.resume_contact(write, contact_id))
