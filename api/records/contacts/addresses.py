"""Which of a contact's email addresses messages come back from."""

from uuid import UUID

from api.core.errors import FieldError, invalid
from api.core.store.rows import lock_row
from api.core.store.units import Write
from api.core.store.values import JsonArray
from api.records.contacts.models import Contact
from api.records.contacts.reading import CONTACTS


async def mark_undeliverable(write: Write, contact_id: UUID, address: str | None) -> str | None:
    """A message came back from `address`; None: from where they are written to. Gives the address, if it is known: one that
    nobody named and that is marked already was hardly written to.
    """
    contact = await lock_row(write, Contact, contact_id)
    emails = [] if contact is None else contact.emails
    named = [email for email in emails if address is not None and _is(email["address"], address)]
    if address is not None and not named:
        detail = "This contact has no such address; add it to their `emails` first, or leave this out."
        raise invalid(FieldError("/address", "not_found", detail))
    written_to = named or [email for email in emails if email["primary"] and not email["undeliverable"]]
    if contact is None or not written_to:
        return None
    found: str = written_to[0]["address"]
    _mark(write, contact, found, undeliverable=True)
    return found


async def mark_deliverable(write: Write, contact_id: UUID, address: str) -> None:
    """A message did arrive there."""
    if (contact := await lock_row(write, Contact, contact_id)) is not None:
        _mark(write, contact, address, undeliverable=False)


def _mark(write: Write, contact: Contact, address: str, *, undeliverable: bool) -> None:
    emails: JsonArray = [
        email | ({"undeliverable": undeliverable} if _is(email["address"], address) else {}) for email in contact.emails
    ]
    CONTACTS.change(write, contact, {"emails": emails})


def _is(address: str, other: str) -> bool:
    return address.casefold() == other.casefold()
