"""Changing outreach emails. What was sent or received elsewhere is logged here and may be corrected."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from api.core.errors import FieldError, invalid, state_conflict
from api.core.fields.times import When, require_happened
from api.core.fields.types import sent
from api.core.store.records import differing
from api.core.store.rows import apply, owned
from api.core.store.units import Write
from api.core.store.values import Columns, Values
from api.method.due.touched import Touched
from api.method.writing.own_words import asks
from api.records.introductions.service import follow_message, link_message
from api.records.outreach_emails.about import require_theirs, with_what_is_meant
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc
from api.records.outreach_emails.reading import OUTREACH_EMAILS, get_email, get_emails
from api.records.outreach_emails.references import References
from api.records.outreach_emails.reviewing import compare_anew, remember
from api.records.outreach_emails.schemas import (
    Channel,
    Direction,
    Kind,
    OutreachEmailBatch,
    OutreachEmailBatchOut,
    OutreachEmailCreate,
    OutreachEmailOut,
    OutreachEmailPatch,
    OutreachEmailStatus,
)

HAPPENED = {
    Direction.OUTBOUND: OutreachEmailStatus.SENT,
    Direction.INBOUND: OutreachEmailStatus.RECEIVED,
    Direction.MUTUAL: OutreachEmailStatus.SENT,
}
KINDS = {Direction.INBOUND: Kind.REPLY, Direction.MUTUAL: Kind.OTHER}
# A change of one of these makes the fingerprint that is kept of the message an old one.
COMPARED = frozenset({"body", "kind", "also", "contact_id", "direction", "status"})
TALKS = (Channel.PHONE, Channel.IN_PERSON)


async def create_email(write: Write, given: OutreachEmailCreate) -> OutreachEmailOut:
    email = (await _add(write, {"": given}))[0]
    await write.derive()
    await remember(write, email)
    return await _logged(write, email)


async def create_emails(write: Write, batch: OutreachEmailBatch) -> OutreachEmailBatchOut:
    """All of them or none: the first wrong one ends the transaction."""
    added = await _add(write, {f"/items/{at}": email for at, email in enumerate(batch.items)})
    await write.derive()
    await remember(write, *added)
    kept = await get_emails(write, [email.id for email in added])
    return OutreachEmailBatchOut(items=[_as_read(write, email) for email in kept])


async def update_email(write: Write, email_id: UUID, patch: OutreachEmailPatch) -> OutreachEmailOut:
    email = await load_email(write, email_id)
    values = sent(patch)
    cc_contact_ids = values.pop("cc_contact_ids", None)
    if "sent_at" in values:
        if email.status == OutreachEmailStatus.DRAFT:
            raise state_conflict("A draft was not sent yet: POST …/mark-sent says when it was.")
        values |= sent_moment(values["sent_at"])
    if values.get("direction", email.direction) != email.direction:
        if email.status not in HAPPENED.values():
            raise state_conflict(f"The direction of a message that is {email.status} cannot change.")
        values["status"] = HAPPENED[values["direction"]]
    references = References()
    known = [cc.contact_id for cc in email.ccs]
    # What it refers to already may have been deleted since.
    new = differing(email, values)
    references.add("", new, [contact_id for contact_id in cc_contact_ids or () if contact_id not in known])
    await references.check(write)
    if values.get("in_reply_to_id") == email.id:
        raise invalid(FieldError("/in_reply_to_id", "self", "A message does not answer itself; use null."))
    _check(write, email, values, cc_contact_ids, at="")
    changed = apply(email, values, write.now)
    email.asks = asks(email.subject, email.body)
    if cc_contact_ids is not None and cc_contact_ids != [cc.contact_id for cc in email.ccs]:
        changed.append("cc_contact_ids")
        email.updated_at = write.now
        flag_modified(email, "updated_at")
        _copy_to(write, email, cc_contact_ids)
    if changed:
        OUTREACH_EMAILS.record(write, email, "updated", sorted(set(changed) - {"day_only"}))
        await _follow(write, email)
    await write.derive()
    if COMPARED.intersection(changed):
        await compare_anew(write, email)
    return await _logged(write, email)


async def delete_email(write: Write, email_id: UUID) -> None:
    """Soft: the message can be restored for 30 days."""
    email = await load_email(write, email_id)
    await take_step(write, email, "deleted", {"deleted_at": write.now})


async def restore_email(write: Write, email_id: UUID) -> OutreachEmailOut:
    email = await load_email(write, email_id, deleted=True)
    return await take_step(write, email, "restored", {"deleted_at": None})


async def _add(write: Write, given: Mapping[str, OutreachEmailCreate]) -> list[OutreachEmail]:
    """Messages by their place in the body; what they refer to is looked up for all of them at once."""
    given = await with_what_is_meant(write, given)
    references = References()
    for at, email in given.items():
        references.add(at, dict(email), email.cc_contact_ids)
    await references.check(write)
    await require_theirs(write, given)
    added = {at: _added(write, email, at=at) for at, email in given.items()}
    await _introduce(write, {added[at]: email.introduction_id for at, email in given.items() if email.introduction_id})
    return list(added.values())


async def _introduce(write: Write, about: Mapping[OutreachEmail, UUID]) -> None:
    """Keep which introduction these messages are about; one that asks for it was a step of it, once it was sent."""
    if about:
        await write.session.flush()
    for email, introduction_id in about.items():
        await link_message(write, introduction_id, email.id)
        await _follow(write, email)


def _added(write: Write, given: OutreachEmailCreate, *, at: str) -> OutreachEmail:
    direction = given.direction
    if given.kind is None and direction is Direction.OUTBOUND:
        kinds = ", ".join(Kind)
        raise invalid(FieldError(f"{at}/kind", "required", f"An outbound message has a kind: {kinds}."))
    status = _status(given, at=at)
    when = given.sent_at or (None if status is OutreachEmailStatus.DRAFT else When(write.now, day_only=False))
    values = {
        **given.model_dump(exclude={"cc_contact_ids", "introduction_id", "status", "sent_at"}),
        "kind": given.kind or KINDS[direction],
        "channel": given.channel or (Channel.PHONE if direction is Direction.MUTUAL else Channel.EMAIL),
        "status": status,
        **(sent_moment(when) if when else {"sent_at": None, "day_only": False}),
        "logged_at": write.now if when else None,
    }
    email = OutreachEmail(**owned(write), ccs=[])
    _check(write, email, values, given.cc_contact_ids, at=at)
    for name, value in values.items():
        setattr(email, name, value)
    email.asks = asks(email.subject, email.body)
    _copy_to(write, email, given.cc_contact_ids)
    write.session.add(email)
    OUTREACH_EMAILS.record(write, email, "created")
    return email


def _status(given: OutreachEmailCreate, *, at: str) -> OutreachEmailStatus:
    happened = HAPPENED[given.direction]
    if given.status is None:
        drafted = given.direction is Direction.OUTBOUND and given.sent_at is None
        return OutreachEmailStatus.DRAFT if drafted else happened
    status = OutreachEmailStatus(given.status)
    if status is OutreachEmailStatus.DRAFT and (given.direction is not Direction.OUTBOUND or given.sent_at is not None):
        detail = f"A draft is outbound and has no sent_at; here it would be `{happened}`, or leave status out."
        raise invalid(FieldError(f"{at}/status", "contradiction", detail))
    if status not in {OutreachEmailStatus.DRAFT, happened}:
        detail = f"A message that is {given.direction} has the status `{happened}`; or leave it out."
        raise invalid(FieldError(f"{at}/status", "contradiction", detail))
    return status


def _check(
    write: Write, email: OutreachEmail, values: Columns, cc_contact_ids: Sequence[UUID] | None, *, at: str
) -> None:
    """What must fit together, in a new message or in one of which a part changes."""

    def after(name: str) -> Any:  # Any: the column's type
        return values[name] if name in values else getattr(email, name)

    if after("direction") == Direction.MUTUAL and after("channel") not in TALKS:
        detail = "A talk is by phone or in_person; anything written is outbound or inbound."
        raise invalid(FieldError(f"{at}/channel", "contradiction", detail))
    if after("auto_reply") and after("direction") != Direction.INBOUND:
        raise invalid(
            FieldError(f"{at}/auto_reply", "contradiction", "Only an inbound message is an automatic answer.")
        )
    if after("sent_at") is not None and "sent_at" in values:
        require_happened(f"{at}/sent_at", When(values["sent_at"], day_only=values["day_only"]), write.now)
    copied = [cc.contact_id for cc in email.ccs] if cc_contact_ids is None else cc_contact_ids
    if after("contact_id") in copied:
        detail = "The contact it goes to is not copied too; name only the others here."
        raise invalid(FieldError(f"{at}/cc_contact_ids", "contradiction", detail))


def sent_moment(when: When) -> Values:
    return {"sent_at": when.at, "day_only": when.day_only}


def _copy_to(write: Write, email: OutreachEmail, contact_ids: Sequence[UUID]) -> None:
    known = {cc.contact_id: cc for cc in email.ccs}
    # Those left out are deleted inside the flush, which no longer notes whom it touches.
    write.touch(Touched.CONTACT, known)
    kept = []
    for place, contact_id in enumerate(contact_ids):
        cc = known.get(contact_id) or OutreachEmailCc(
            org_id=email.org_id, member_id=email.member_id, contact_id=contact_id
        )
        cc.place = place
        kept.append(cc)
    email.ccs = kept


async def _follow(write: Write, email: OutreachEmail) -> None:
    """The introduction is `requested` for as long as the message that asks for it is there and was sent."""
    asks_them = (
        email.deleted_at is None
        and email.status == OutreachEmailStatus.SENT
        and Kind.INTRODUCTION_REQUEST in {email.kind, *email.also}
    )
    at = When(email.sent_at, day_only=email.day_only) if asks_them and email.sent_at is not None else None
    await follow_message(write, email.id, asks=email.contact_id if asks_them else None, at=at)


async def load_email(write: Write, email_id: UUID, *, deleted: bool = False) -> OutreachEmail:
    email = await OUTREACH_EMAILS.load(write, email_id, deleted=deleted)
    own = OutreachEmailCc.outreach_email_id == email.id
    ccs = await write.session.scalars(select(OutreachEmailCc).where(own).order_by(OutreachEmailCc.place))
    set_committed_value(email, "ccs", list(ccs))
    return email


async def _logged(write: Write, email: OutreachEmail) -> OutreachEmailOut:
    return _as_read(write, await get_email(write, email.id))


def _as_read(write: Write, email: OutreachEmailOut) -> OutreachEmailOut:
    return email.model_copy(update=write.found.get(email.id))


async def take_step(
    write: Write, email: OutreachEmail, step: str, values: Columns, before: Sequence[str] = ()
) -> OutreachEmailOut:
    changed = [*before, *apply(email, values, write.now)]
    OUTREACH_EMAILS.record(write, email, step, [name for name in changed if name not in {"day_only", "logged_at"}])
    await _follow(write, email)
    await write.derive()
    await compare_anew(write, email)
    return await _logged(write, email)
