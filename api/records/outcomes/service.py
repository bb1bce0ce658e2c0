"""Outcomes: what came of a conversation, and from whom."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from api.core.errors import FieldError, invalid, unknown_reference
from api.core.fields.etags import etag
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.rows import apply, delete_row, load_for_update, one_row, owned, restore_row
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit, Write
from api.core.store.values import Columns, ResultRow
from api.records.contacts.schemas import ContactCreate, Source
from api.records.contacts.service import create_contact, require_new_name, unknown_contacts
from api.records.interviews.reading import ARE_MINE as INTERVIEWS_ARE_MINE
from api.records.members.service import today_of_member
from api.records.outcomes.models import Outcome
from api.records.outcomes.schemas import OutcomeCreate, OutcomeOut, OutcomePage, OutcomePatch, OutcomeQuery

outcomes = table_of(Outcome)
SELECT = select(outcomes).where(
    outcomes.c.org_id == bindparam("org_id"), outcomes.c.member_id == bindparam("member_id")
)
GET = SELECT.where(outcomes.c.id == bindparam("id"))
COLLECTION = Collection(
    SELECT,
    orders=both_ways(
        {
            "happened_on": outcomes.c.happened_on,
            "created_at": outcomes.c.created_at,
            "updated_at": outcomes.c.updated_at,
        },
        outcomes.c.id,
    ),
    filters={
        "contact_id": outcomes.c.contact_id == bindparam("contact_id"),
        "kind": outcomes.c.kind == bindparam("kind"),
        "deleted": outcomes.c.deleted_at.is_not(None) == bindparam("deleted"),
        "updated_since": outcomes.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_outcomes(read: Read, query: OutcomeQuery) -> OutcomePage:
    filters = {name: getattr(query, name) for name in COLLECTION.filters}
    found = await COLLECTION.page(read, query, sort=query.sort, filters=filters)
    return OutcomePage(items=[_outcome_out(row) for row in found.rows], next=found.next, total=found.total)


async def get_outcome(unit: Unit, outcome_id: UUID) -> OutcomeOut:
    return _outcome_out(await one_row(unit, GET, outcome_id, "outcome"))


async def create_outcome(write: Write, given: OutcomeCreate) -> OutcomeOut:
    """Whom they referred the member to becomes a contact in the same transaction, met through them."""
    values = given.model_dump(exclude={"referred_name"})
    await _check(write, values)
    _check_apart(given.contact_id, given.referred_id)
    if given.referred_name is not None:
        await require_new_name(write, "/referred_name", given.referred_name)
        person = {"full_name": given.referred_name, "source": Source.REFERRAL, "met_through_id": given.contact_id}
        values["referred_id"] = (await create_contact(write, ContactCreate.model_validate(person))).id
    if given.happened_on is None:
        values["happened_on"] = await today_of_member(write)
    outcome = Outcome(**owned(write), **values)
    write.session.add(outcome)
    write.record(_event("created", outcome))
    await write.derive()
    return await get_outcome(write, outcome.id)


async def update_outcome(write: Write, outcome_id: UUID, patch: OutcomePatch) -> OutcomeOut:
    outcome = await load_for_update(write, Outcome, outcome_id, "outcome")
    values = {name: getattr(patch, name) for name in patch.model_fields_set}
    await _check(write, {name: value for name, value in values.items() if getattr(outcome, name) != value})
    _check_apart(values.get("contact_id", outcome.contact_id), values.get("referred_id", outcome.referred_id))
    changed = apply(outcome, values, write.now)
    if changed:
        write.record(_event("updated", outcome, changed))
    await write.derive()
    return await get_outcome(write, outcome.id)


async def delete_outcome(write: Write, outcome_id: UUID) -> None:
    await delete_row(write, Outcome, outcome_id, "outcome")


async def restore_outcome(write: Write, outcome_id: UUID) -> OutcomeOut:
    await restore_row(write, Outcome, outcome_id, "outcome")
    return await get_outcome(write, outcome_id)


def _check_apart(contact_id: UUID, referred_id: UUID | None) -> None:
    if contact_id == referred_id:
        raise invalid(FieldError("/referred_id", "self", "Nobody refers you to themselves; name another contact."))


async def _check(write: Write, values: Columns) -> None:
    """What it refers to is the member's own."""
    named = {f"/{name}": values[name] for name in ("contact_id", "referred_id") if values.get(name) is not None}
    errors = await unknown_contacts(write, named)
    interview_id = values.get("interview_id")
    if interview_id is not None and not await write.rows(INTERVIEWS_ARE_MINE, ids=[interview_id]):
        errors.append(unknown_reference("/interview_id", "interview"))
    if errors:
        raise invalid(*errors)


def _event(step: str, outcome: Outcome, changes: Sequence[str] = ()) -> Event:
    return Event(f"outcome.{step}", "outcome", outcome.id, changes, outcome.member_id)


def _outcome_out(row: ResultRow) -> OutcomeOut:
    return OutcomeOut(**{name: getattr(row, name) for name in _KEPT}, etag=etag(row.version))


_KEPT = tuple(name for name in OutcomeOut.model_fields if name in outcomes.c)
