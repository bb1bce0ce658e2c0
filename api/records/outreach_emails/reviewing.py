"""Reviews of what a member writes, and what is kept of it to compare later messages with."""

from uuid import UUID

from sqlalchemy import bindparam, select

from api.core.errors import not_found, state_conflict
from api.core.store.jobs import Payload, Step
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow
from api.records.outreach_emails.models import OutreachEmail
from api.records.outreach_emails.reading import get_email
from api.records.outreach_emails.schemas import Direction, OutreachEmailOut, OutreachEmailStatus
from api.records.reviews.schemas import ReviewOut
from api.records.reviews.service import ReviewedMessage, forget_all_texts, forget_text, remember_texts, review_message

AT_ONCE = 50
NOTHING = UUID(int=0)

outreach_emails = table_of(OutreachEmail)
SENT = (
    select(outreach_emails)
    .where(
        outreach_emails.c.org_id == bindparam("org_id"),
        outreach_emails.c.id > bindparam("after"),
        outreach_emails.c.direction == Direction.OUTBOUND,
        outreach_emails.c.status == OutreachEmailStatus.SENT,
        outreach_emails.c.deleted_at.is_(None),
    )
    .order_by(outreach_emails.c.id)
    .limit(AT_ONCE)
)


async def review_email(write: Write, email_id: UUID) -> ReviewOut:
    """What it could do better; it may be a draft, or sent."""
    email = await get_email(write, email_id)
    if email.deleted_at is not None:
        raise not_found("outreach email")
    if email.direction != Direction.OUTBOUND:
        raise state_conflict(f"Only what you write can be reviewed; this message is {email.direction}.")
    return await review_message(write, reviewed(email), etag=email.etag)


def reviewed(email: OutreachEmail | OutreachEmailOut | ResultRow) -> ReviewedMessage:
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


async def key_anew(write: Write, payload: Payload) -> Step:
    """Fingerprints under the organization's present key, of all messages whose text is there, some in each step."""
    after, done = UUID(payload.get("after", NOTHING.hex)), payload.get("done", 0)
    if not done:
        await forget_all_texts(write)
    rows = await write.rows(SENT, after=after)
    for row in rows:
        await remember_texts(write, [reviewed(row)], of_member=row.member_id)
    done += len(rows)
    if len(rows) < AT_ONCE:
        return Step(done, done, None)
    return Step(done, None, {"after": rows[-1].id.hex, "done": done})
