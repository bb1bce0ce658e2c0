"""What becomes of an outreach email: it is sent, comes back, arrives after all or is given up."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from api.core.errors import FieldError, invalid, state_conflict
from api.core.fields.times import When, require_happened
from api.core.store.rows import apply, lock_row
from api.core.store.units import Write
from api.core.store.values import Values
from api.method.writing.own_words import asks
from api.records.contacts.addresses import mark_deliverable, mark_undeliverable
from api.records.contacts.models import Contact
from api.records.members.service import moment_of
from api.records.outreach_emails.models import OutreachEmail
from api.records.outreach_emails.reviewing import reviewed
from api.records.outreach_emails.schemas import (
    Bounce,
    Channel,
    Direction,
    OutreachEmailOut,
    OutreachEmailStatus,
    Sending,
    Settlement,
)
from api.records.outreach_emails.service import load_email, sent_moment, take_step
from api.records.reviews.service import require_sendable

UNDELIVERED = (OutreachEmailStatus.BOUNCED, OutreachEmailStatus.FAILED, OutreachEmailStatus.UNKNOWN)
# A day is somebody's own: in UTC it may have begun the day before.
ONE_DAY = timedelta(days=1)


async def mark_sent(write: Write, email_id: UUID, given: Sending) -> OutreachEmailOut:
    """A draft was sent elsewhere; the service itself sends nothing here. What has an open gap, or findings that the
    organization refuses, does not go out.
    """
    email = await load_email(write, email_id)
    if email.status != OutreachEmailStatus.DRAFT:
        raise state_conflict(f"Only a draft can be marked as sent; this one is {email.status}. PATCH corrects it.")
    when = given.at or When(write.now, day_only=False)
    require_happened("/at", when, write.now)
    text = {name: value for name in ("subject", "body") if (value := getattr(given, name)) is not None}
    changed = apply(email, text, write.now)
    email.asks = asks(email.subject, email.body)
    await require_sendable(write, reviewed(email), with_gaps=given.force)
    sending = {"status": OutreachEmailStatus.SENT, **sent_moment(when), "logged_at": write.now}
    return await take_step(write, email, "sent", sending, changed)


async def mark_bounced(write: Write, email_id: UUID, given: Bounce) -> OutreachEmailOut:
    """It never arrived: it is no touch, and nobody waits for its answer."""
    email = await load_email(write, email_id)
    if email.status != OutreachEmailStatus.SENT or email.direction != Direction.OUTBOUND:
        raise state_conflict(
            f"Only an outbound message that was sent can bounce; this one is {email.direction}, {email.status}."
        )
    require_happened("/at", given.at, write.now)
    at = await moment_of(write, given.at, not_before=None if email.day_only else email.sent_at)
    too_early = email.sent_at is not None and (
        at.date() < email.sent_at.date() - ONE_DAY if email.day_only else at < email.sent_at
    )
    if too_early:
        raise invalid(FieldError("/at", "past", "It cannot come back before it was sent; correct one of the two."))
    if given.address is not None and email.channel != Channel.EMAIL:
        detail = f"This message went by {email.channel}, not to an email address; leave this out."
        raise invalid(FieldError("/address", "contradiction", detail))
    values: Values = {"status": OutreachEmailStatus.BOUNCED, "bounced_at": at, "bounce_reason": given.reason}
    if email.channel == Channel.EMAIL:
        values["bounced_address"] = await mark_undeliverable(write, email.contact_id, given.address)
    return await take_step(write, email, "bounced", values)


async def settle_email(write: Write, email_id: UUID, given: Settlement) -> OutreachEmailOut:
    """A message that bounced, failed, or whose fate is unknown: somebody says what became of it."""
    email = await load_email(write, email_id)
    if email.status not in UNDELIVERED:
        raise state_conflict(
            f"Only a message that bounced, failed or is unknown can be settled; this one is {email.status}."
        )
    values: Values = {"status": OutreachEmailStatus(given.status)}
    if given.status == "sent":
        values |= {"bounced_at": None, "bounce_reason": None, "bounced_address": None}
        await _arrived(write, email)
    return await take_step(write, email, "settled", values)


async def _arrived(write: Write, email: OutreachEmail) -> None:
    """Take the mark from its address, unless another message came back from there: that is looked for once no other write
    can mark one.
    """
    address = email.bounced_address
    if address is None:
        return
    await lock_row(write, Contact, email.contact_id)
    others = select(OutreachEmail.bounced_address).where(
        OutreachEmail.contact_id == email.contact_id,
        OutreachEmail.id != email.id,
        OutreachEmail.bounced_address.is_not(None),
        OutreachEmail.deleted_at.is_(None),
    )
    came_back = {other.casefold() for other in await write.session.scalars(others) if other is not None}
    if address.casefold() not in came_back:
        await mark_deliverable(write, email.contact_id, address)
