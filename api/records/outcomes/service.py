"""Outcomes: what came of a conversation, and from whom."""

from uuid import UUID

from api.core.errors import FieldError, invalid
from api.core.fields.types import given_values, sent
from api.core.store.records import Records, differing, require_own
from api.core.store.units import Write
from api.core.store.values import Columns
from api.records.contacts.reading import CONTACTS
from api.records.contacts.schemas import ContactCreate, Source
from api.records.contacts.service import create_contact, require_new_name
from api.records.interviews.reading import INTERVIEWS
from api.records.members.service import today_of_member
from api.records.outcomes.models import Outcome
from api.records.outcomes.schemas import OutcomeCreate, OutcomeOut, OutcomePage, OutcomePatch

OUTCOMES = Records(
    "outcome",
    Outcome,
    "/outcomes",
    OutcomeOut,
    OutcomePage,
    equal=("contact_id", "kind"),
    sorts=("happened_on",),
)


async def create_outcome(write: Write, given: OutcomeCreate) -> OutcomeOut:
    """Whom they referred the member to becomes a contact in the same transaction, met through them."""
    values = given_values(given)
    del values["referred_name"]
    await _check(write, values)
    _check_apart(given.contact_id, given.referred_id)
    if given.referred_name is not None:
        await require_new_name(write, "/referred_name", given.referred_name)
        person = {"full_name": given.referred_name, "source": Source.REFERRAL, "met_through_id": given.contact_id}
        values["referred_id"] = (await create_contact(write, ContactCreate.model_validate(person))).id
    if given.happened_on is None:
        values["happened_on"] = await today_of_member(write)
    return await OUTCOMES.create(write, values)


async def update_outcome(write: Write, outcome_id: UUID, patch: OutcomePatch) -> OutcomeOut:
    outcome, values = await OUTCOMES.load(write, outcome_id), sent(patch)
    await _check(write, differing(outcome, values))
    _check_apart(values.get("contact_id", outcome.contact_id), values.get("referred_id", outcome.referred_id))
    return await OUTCOMES.update(write, outcome, values)


def _check_apart(contact_id: UUID, referred_id: UUID | None) -> None:
    if contact_id == referred_id:
        raise invalid(FieldError("/referred_id", "self", "Nobody refers you to themselves; name another contact."))


async def _check(write: Write, values: Columns) -> None:
    await require_own(write, values, contact_id=CONTACTS, referred_id=CONTACTS, interview_id=INTERVIEWS)
