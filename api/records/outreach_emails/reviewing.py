"""Reviews of what a member writes, and what is kept of it to compare later messages with."""

from uuid import UUID

from api.core.errors import not_found, state_conflict
from api.core.store.units import Unit, Write
from api.records.outreach_emails.models import OutreachEmail
from api.records.outreach_emails.reading import get_email
from api.records.outreach_emails.schemas import Direction, OutreachEmailOut, OutreachEmailStatus
from api.records.reviews.schemas import ReviewOut
from api.records.reviews.service import ReviewedMessage, forget_text, remember_texts, review_message


async def review_email(unit: Unit, email_id: UUID) -> ReviewOut:
    """What it could do better; it may be a draft, or sent."""
    email = await get_email(unit, email_id)
    if email.deleted_at is not None:
        raise not_found("outreach email")
    if email.direction != Direction.OUTBOUND:
        raise state_conflict(f"Only what you write can be reviewed; this message is {email.direction}.")
    return await review_message(unit, reviewed(email), etag=email.etag)


def reviewed(email: OutreachEmail | OutreachEmailOut) -> ReviewedMessage:
    """The message as reviews know it."""
    return ReviewedMessage(
        id=email.id,
        contact_id=email.contact_id,
        interview_id=email.interview_id,
        kinds=frozenset({email.kind, *email.also}),
        kind=email.kind,
        subject=email.subject or "",
        body=email.body or "",
    )


async def remember(write: Write, *emails: OutreachEmail) -> None:
    """What was sent is compared with what is sent later."""
    there = (email for email in emails if email.deleted_at is None and email.direction == Direction.OUTBOUND)
    await remember_texts(write, [reviewed(email) for email in there if email.status == OutreachEmailStatus.SENT])


async def compare_anew(write: Write, email: OutreachEmail) -> None:
    """After a change: forget what it said, and remember what it says."""
    await forget_text(write, email.id)
    await remember(write, email)
