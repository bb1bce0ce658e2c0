"""/outreach-emails."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Request
from starlette.responses import Response

from api.core.http.pages import in_words, offered
from api.core.http.responses import created, created_batch, item, no_content, page
from api.core.http.routing import Reading, Writing, api_router
from api.records.outreach_emails import delivery, reading, reviewing, service
from api.records.outreach_emails.schemas import (
    Bounce,
    OutreachEmailBatch,
    OutreachEmailBatchOut,
    OutreachEmailCreate,
    OutreachEmailExpand,
    OutreachEmailOut,
    OutreachEmailPage,
    OutreachEmailPatch,
    OutreachEmailQuery,
    Sending,
    Settlement,
)
from api.records.reviews.pages import review_page
from api.records.reviews.schemas import ReviewOut

router = api_router("/outreach-emails", "outreach-emails")
reviews = api_router("/outreach-emails/{outreach_email_id:uuid}/review", "reviews")


@router.get("", response_model=OutreachEmailPage)
async def list_outreach_emails(read: Reading, query: Annotated[OutreachEmailQuery, Query()]) -> Response:
    """Your messages, newest first."""
    return page(await reading.list_emails(read, query))


@router.post("", response_model=OutreachEmailOut, status_code=201)
async def create_outreach_email(write: Writing, given: OutreachEmailCreate) -> Response:
    """Write a draft, or log a message or talk that happened elsewhere. Nothing is sent from here."""
    out = await service.create_email(write, given)
    return created(out, f"/outreach-emails/{out.id}")


@router.post("/batch", response_model=OutreachEmailBatchOut, status_code=201)
async def create_outreach_emails(write: Writing, given: OutreachEmailBatch) -> Response:
    """Add up to 500 messages: all of them or, if one is wrong, none."""
    return created_batch(await service.create_emails(write, given), "/outreach-emails")


@router.get("/{outreach_email_id:uuid}", response_model=OutreachEmailOut)
async def get_outreach_email(
    read: Reading, outreach_email_id: UUID, query: Annotated[OutreachEmailExpand, Query()]
) -> Response:
    """One message."""
    return item(await reading.get_email(read, outreach_email_id, expand=query.expand))


@router.patch("/{outreach_email_id:uuid}", response_model=OutreachEmailOut)
async def update_outreach_email(write: Writing, outreach_email_id: UUID, patch: OutreachEmailPatch) -> Response:
    """Correct a message (RFC 7396 merge patch)."""
    return item(await service.update_email(write, outreach_email_id, patch))


@router.delete("/{outreach_email_id:uuid}", status_code=204)
async def delete_outreach_email(write: Writing, outreach_email_id: UUID) -> Response:
    """Delete a message; `POST /outreach-emails/{id}/restore` brings it back for 30 days."""
    await service.delete_email(write, outreach_email_id)
    return no_content()


@router.post("/{outreach_email_id:uuid}/restore", response_model=OutreachEmailOut)
async def restore_outreach_email(write: Writing, outreach_email_id: UUID) -> Response:
    """Bring a deleted message back."""
    return item(await service.restore_email(write, outreach_email_id))


@router.post("/{outreach_email_id:uuid}/mark-sent", response_model=OutreachEmailOut)
async def mark_outreach_email_sent(
    write: Writing, outreach_email_id: UUID, given: Annotated[Sending, Body(default_factory=Sending)]
) -> Response:
    """You sent this draft yourself, elsewhere. Nothing is sent from here."""
    return item(await delivery.mark_sent(write, outreach_email_id, given))


@router.post("/{outreach_email_id:uuid}/mark-bounced", response_model=OutreachEmailOut)
async def mark_outreach_email_bounced(
    write: Writing, outreach_email_id: UUID, given: Annotated[Bounce, Body(default_factory=Bounce)]
) -> Response:
    """It came back undelivered: it counts as no touch, and nobody waits for its answer."""
    return item(await delivery.mark_bounced(write, outreach_email_id, given))


@router.post("/{outreach_email_id:uuid}/settle", response_model=OutreachEmailOut)
async def settle_outreach_email(write: Writing, outreach_email_id: UUID, given: Settlement) -> Response:
    """Say what became of a message that bounced or whose fate is unknown: it did arrive, or it is given up."""
    return item(await delivery.settle_email(write, outreach_email_id, given))


@reviews.post("", response_model=ReviewOut, responses=offered("The review"))
async def review_outreach_email(write: Writing, outreach_email_id: UUID, request: Request) -> Response:
    """What this message could do better before it is sent. Nothing is changed, and nothing is blocked."""
    review = await reviewing.review_email(write, outreach_email_id)
    return in_words(request, item(review), lambda: review_page(review))
