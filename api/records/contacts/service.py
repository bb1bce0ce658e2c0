"""Changing contacts: what is written into a row, and which event says so."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.core.errors import FieldError, Problem, invalid, state_conflict
from api.core.fields.folding import fold, name_key_of
from api.core.fields.times import require_happened
from api.core.fields.types import given_values, sent
from api.core.store.rows import apply, owned
from api.core.store.units import Write
from api.core.store.values import Columns, Values
from api.method.people import careers
from api.method.people.phones import e164
from api.records.contacts.models import Contact
from api.records.contacts.positions import position_indexes
from api.records.contacts.reading import CONTACTS, GET_MANY, OF_NAME, contact_out, get_contact
from api.records.contacts.schemas import (
    ContactBatch,
    ContactBatchOut,
    ContactCreate,
    ContactOut,
    ContactPatch,
    Decline,
    Deferral,
)
from api.records.members.service import moment_of, zone_of_member
from api.records.organization.service import GET_ORGANIZATION

SEARCHED = ("full_name", "given_name", "family_name")
# What takes somebody off the list of people to approach, and puts them on it again.
LISTING = frozenset({"approach", "archived", "keep_in_touch", "do_not_contact", "deceased"})
INDEXES = frozenset({"name_key", "employer_key", "position_changes_on", "search_text"})
UNDECIDED = dict.fromkeys(("deferred_at", "deferred_until", "deferred_reason", "declined_at", "declined_reason"), None)


async def create_contact(write: Write, given: ContactCreate) -> ContactOut:
    contact = (await _add(write, {"": given}))[0]
    await write.derive()
    return await get_contact(write, contact.id)


async def create_contacts(write: Write, batch: ContactBatch) -> ContactBatchOut:
    """All of them or none: the first wrong one ends the transaction."""
    added = await _add(write, {f"/items/{at}": contact for at, contact in enumerate(batch.items)})
    ids = [contact.id for contact in added]
    await write.derive()
    rows = {row.id: row for row in await write.rows(GET_MANY, ids=ids)}
    return ContactBatchOut(items=[contact_out(rows[contact_id], write) for contact_id in ids])


async def update_contact(write: Write, contact_id: UUID, patch: ContactPatch) -> ContactOut:
    contact = await CONTACTS.load(write, contact_id)
    values = sent(patch)
    if "met_through_id" in values:
        await _check_met_through(write, patch.met_through_id, contact)
    if "phones" in values:
        values["phones"] = _with_e164(values["phones"], await _region(write))
    if "emails" in values:
        values["emails"] = _with_primary(values["emails"])
    values = _with_positions(values, contact.positions, at="", today=write.now.date())
    changed = apply(contact, values | _indexes(contact, values, write.now.date()), write.now)
    shown = [name for name in changed if name not in INDEXES]
    if LISTING.intersection(shown):
        contact.listed_at = write.now
    if shown:
        CONTACTS.record(write, contact, "updated", shown)
    await write.derive()
    return await get_contact(write, contact.id)


async def delete_contact(write: Write, contact_id: UUID) -> None:
    """Soft: the contact can be restored for 30 days; its messages and interviews stay."""
    await CONTACTS.delete(write, contact_id)


async def restore_contact(write: Write, contact_id: UUID) -> ContactOut:
    CONTACTS.mark_restored(write, await CONTACTS.load(write, contact_id, deleted=True))
    await write.derive()
    return await get_contact(write, contact_id)


async def defer_contact(write: Write, contact_id: UUID, given: Deferral) -> ContactOut:
    """They asked to be asked later: follow-ups and updates wait for that day."""
    require_happened("/at", given.at, write.now)
    at = await moment_of(write, given.at)
    if given.until < at.astimezone(ZoneInfo(await zone_of_member(write))).date():
        detail = "This must not lie before the day on which they said so; to ask again now, use /resume."
        raise invalid(FieldError("/until", "past", detail))
    decision = {"deferred_at": at, "deferred_until": given.until, "deferred_reason": given.reason}
    same = decision.keys() - (set() if given.at else {"deferred_at"})
    return await _decide(write, contact_id, UNDECIDED | decision, "deferred", same=same)


async def decline_contact(write: Write, contact_id: UUID, given: Decline) -> ContactOut:
    """They said no: follow-ups and updates stop until /resume."""
    require_happened("/at", given.at, write.now)
    at = await moment_of(write, given.at)
    decision = {"declined_at": at, "declined_reason": given.reason}
    same = decision.keys() - (set() if given.at else {"declined_at"})
    return await _decide(write, contact_id, UNDECIDED | decision, "declined", same=same)


async def resume_contact(write: Write, contact_id: UUID) -> ContactOut:
    """Take back a deferral or a decline."""
    contact = await CONTACTS.load(write, contact_id)
    if contact.declined_at is None and contact.deferred_at is None:
        raise state_conflict("This contact has neither declined nor put you off: there is nothing to resume.")
    return await _keep_decision(write, contact, UNDECIDED, "resumed")


async def _decide(write: Write, contact_id: UUID, values: Columns, step: str, *, same: Collection[str]) -> ContactOut:
    """Record a decision; the same one again changes nothing."""
    contact = await CONTACTS.load(write, contact_id)
    taken = contact.declined_at is not None if step == "declined" else contact.deferred_at is not None
    if taken and all(getattr(contact, name) == values[name] for name in same):
        return await get_contact(write, contact.id)
    return await _keep_decision(write, contact, values, step)


async def _keep_decision(write: Write, contact: Contact, values: Columns, step: str) -> ContactOut:
    changed = apply(contact, values, write.now)
    CONTACTS.record(write, contact, step, changed)
    await write.derive()
    return await get_contact(write, contact.id)


async def meet_through(write: Write, contact_id: UUID, through_id: UUID) -> None:
    """Keep through whom they were met, unless somebody is named already or the other was met through them."""
    statement = select(Contact).where(Contact.id.in_([contact_id, through_id])).order_by(Contact.id)
    found = {contact.id: contact for contact in await write.session.scalars(statement.with_for_update(key_share=True))}
    contact = found[contact_id]
    if contact.met_through_id is None and found[through_id].met_through_id != contact_id:
        CONTACTS.change(write, contact, {"met_through_id": through_id})


async def is_known_by(write: Write, full_name: str) -> bool:
    """Whether a contact of the member's has that name, however it is accented."""
    return bool(await write.rows(OF_NAME, name_key=name_key_of(full_name)))


async def require_new_name(write: Write, at: str, full_name: str) -> None:
    """Refuse a name that a contact has already: their id is meant, or one person would become two contacts."""
    if await is_known_by(write, full_name):
        detail = "You have a contact of this name: give its id. If they are somebody else, POST /contacts first."
        raise invalid(FieldError(at, "exists", detail))


async def _add(write: Write, given: Mapping[str, ContactCreate]) -> list[Contact]:
    """Add contacts, which are given by their pointers in the body."""
    through = {
        f"{at}/met_through_id": contact.met_through_id for at, contact in given.items() if contact.met_through_id
    }
    await CONTACTS.require(write, through)
    region = await _region(write) if any(contact.phones for contact in given.values()) else None
    return [_added(write, contact, at=at, region=region) for at, contact in given.items()]


def _added(write: Write, given: ContactCreate, *, at: str, region: str | None) -> Contact:
    values = given_values(given)
    values["phones"] = _with_e164(values["phones"], region)
    values["emails"] = _with_primary(values["emails"])
    named = {name: value for name, value in values.items() if name in given.model_fields_set or name == "positions"}
    values |= _with_positions(named, (), at=at, today=write.now.date())
    values = {name: value for name, value in values.items() if name not in {"title", "employer"}}
    contact = Contact(**owned(write), **values)
    for name, value in _indexes(contact, values, write.now.date()).items():
        setattr(contact, name, value)
    write.session.add(contact)
    CONTACTS.record(write, contact, "created")
    return contact


async def _check_met_through(write: Write, other_id: UUID | None, contact: Contact) -> None:
    if other_id == contact.id:
        detail = "Nobody is met through themselves; name another contact or null."
        raise invalid(FieldError("/met_through_id", "self", detail))
    if other_id is not None and other_id != contact.met_through_id:
        await CONTACTS.require(write, {"/met_through_id": other_id})


async def _region(write: Write) -> str | None:
    """The country in which a phone number without a country code is read."""
    (organization,) = await write.rows(GET_ORGANIZATION)
    country: str | None = organization.holiday_country
    return country


def _with_e164(phones: Sequence[Values], region: str | None) -> list[Values]:
    return [{**phone, "e164": e164(phone["number"], region)} for phone in phones]


def _with_primary(emails: Sequence[Values]) -> list[Values]:
    if any(email["primary"] for email in emails):
        return list(emails)
    return [{**email, "primary": at == 0} for at, email in enumerate(emails)]


def _with_positions(values: Columns, before: Sequence[careers.StoredPosition], *, at: str, today: date) -> Values:
    """Write `title` and `employer` into the current position, the one place where they are stored."""
    changes = {name: values[name] for name in ("title", "employer") if name in values}
    rest = {name: value for name, value in values.items() if name not in changes}
    positions = rest.get("positions", before)
    if rest.get("positions"):
        current = careers.current(positions, today) or {}
        for name, value in changes.items():
            if value is not None and current.get(name) is not None and current[name] != value:
                raise _contradiction(f"{at}/{name}")
        changes = {name: value for name, value in changes.items() if value is not None}
    if changes:
        rest["positions"] = careers.with_current(positions, changes, today)
    return rest


def _contradiction(at: str) -> Problem:
    detail = "This differs from the current one of `positions`. Send one of the two, or the same in both."
    return invalid(FieldError(at, "contradiction", detail))


def _indexes(contact: Contact, values: Columns, today: date) -> Values:
    """The columns that are searched and sorted by, folded from what the row is about to hold."""
    after = {name: values.get(name, getattr(contact, name)) for name in (*SEARCHED, "positions")}
    places = [position[name] for position in after["positions"] for name in ("title", "employer")]
    words = [after[name] for name in SEARCHED] + places
    return {
        "name_key": name_key_of(after["full_name"]),
        **position_indexes(after["positions"], today),
        "search_text": fold(" ".join(word for word in words if word)),
    }
