"""From stored rows to what ties contacts to each other: introductions and outcomes; and to promises."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select

from api.core.store.rows import values_of
from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow, Statement
from api.method.conversation.facts import ContactFacts, IntroductionFacts, OutcomeFacts, PromiseFacts
from api.records.contacts.models import Contact
from api.records.introductions.models import Introduction
from api.records.outcomes.models import Outcome
from api.records.promises.models import Promise

contacts = table_of(Contact)
introductions = table_of(Introduction)
promises = table_of(Promise)
outcomes = table_of(Outcome)
# Who is introduced, or referred to.
_other = contacts.alias("other")
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")

INTRODUCTIONS = (
    select(
        *(
            introductions.c[name]
            for name in ("id", "connector_id", "target_id", "status", "planned_at", "requested_at")
        ),
        *(introductions.c[name] for name in ("agreed_at", "declined_at", "introduced_at", "logged_at")),
        contacts.c.full_name.label("connector_name"),
        func.coalesce(_other.c.full_name, introductions.c.target_name).label("target_name"),
    )
    .join_from(
        introductions,
        contacts,
        and_(contacts.c.org_id == introductions.c.org_id, contacts.c.id == introductions.c.connector_id),
    )
    .outerjoin(
        _other,
        and_(
            _other.c.org_id == introductions.c.org_id, _other.c.org_id == _org, _other.c.id == introductions.c.target_id
        ),
    )
    .where(contacts.c.org_id == _org)
    .where(introductions.c.org_id == _org, introductions.c.deleted_at.is_(None))
    .where(or_(among(introductions.c.connector_id, _ids), among(introductions.c.target_id, _ids)))
    .order_by(introductions.c.id)
)
OUTCOMES = (
    select(
        outcomes.c.id,
        outcomes.c.contact_id,
        contacts.c.full_name.label("from_name"),
        outcomes.c.kind,
        outcomes.c.happened_on,
        outcomes.c.used_on,
        outcomes.c.referred_id,
        _other.c.full_name.label("referred_name"),
        outcomes.c.created_at.label("logged_at"),
    )
    .join_from(outcomes, contacts, and_(contacts.c.org_id == outcomes.c.org_id, contacts.c.id == outcomes.c.contact_id))
    .outerjoin(
        _other,
        and_(_other.c.org_id == outcomes.c.org_id, _other.c.org_id == _org, _other.c.id == outcomes.c.referred_id),
    )
    .where(outcomes.c.org_id == _org, contacts.c.org_id == _org, outcomes.c.deleted_at.is_(None))
    .where(or_(among(outcomes.c.contact_id, _ids), among(outcomes.c.referred_id, _ids)))
    .order_by(outcomes.c.id)
)
PROMISES = (
    select(promises.c.contact_id, promises.c.id, promises.c.by, promises.c.what, promises.c.due_on)
    .where(promises.c.org_id == _org, among(promises.c.contact_id, _ids), promises.c.deleted_at.is_(None))
    .where(promises.c.kept_at.is_(None), promises.c.released_at.is_(None), promises.c.due_on.is_not(None))
    .order_by(promises.c.id)
)


@dataclass(frozen=True, slots=True)
class Ties:
    """Introductions and outcomes by the contacts at both of their ends."""

    introductions: Mapping[UUID, Sequence[ResultRow]]
    outcomes: Mapping[UUID, Sequence[ResultRow]]

    @property
    def computed_too(self) -> set[UUID]:
        """Contacts to compute too, whose items depend on these, or name them: both ends of an introduction or a referral."""
        introductions = (row for rows in self.introductions.values() for row in rows)
        referrals = (row for rows in self.outcomes.values() for row in rows if row.referred_id)
        introduced = {end for row in introductions for end in (row.connector_id, row.target_id) if end is not None}
        return introduced | {end for row in referrals for end in (row.contact_id, row.referred_id)}

    @property
    def targets(self) -> set[UUID]:
        introduced = {row.target_id for rows in self.introductions.values() for row in rows if row.target_id}
        return introduced | {row.referred_id for rows in self.outcomes.values() for row in rows if row.referred_id}

    def added_to(self, facts: ContactFacts, known: Mapping[UUID, ContactFacts]) -> ContactFacts:
        """The facts with the introductions that the contact makes or gets, and the outcomes that they gave or came of."""
        introductions, outcomes = self.introductions.get(facts.contact_id, ()), self.outcomes.get(facts.contact_id, ())
        if not introductions and not outcomes:
            return facts
        return replace(
            facts,
            introductions=[
                IntroductionFacts(**values_of(row), target=known.get(row.target_id) if row.target_id else None)
                for row in introductions
            ],
            outcomes=[
                OutcomeFacts(
                    **values_of(row), referred=known.get(row.referred_id), led_to=self._led_to(row.referred_id)
                )
                for row in outcomes
            ],
        )

    def _led_to(self, referred_id: UUID | None) -> Sequence[date]:
        own = self.outcomes.get(referred_id, ()) if referred_id else ()
        return [row.happened_on for row in own if row.contact_id == referred_id]


async def load_ties(write: Write, contacts: Sequence[ResultRow]) -> Ties:
    introductions = await _rows(write, INTRODUCTIONS, [row.id for row in contacts if row.has_introductions])
    outcomes = await _rows(write, OUTCOMES, [row.id for row in contacts if row.has_outcomes])
    return Ties(
        _by_ends((row, {row.connector_id, row.target_id}) for row in introductions),
        _by_ends((row, {row.contact_id, row.referred_id}) for row in outcomes),
    )


async def load_promises(write: Write, contacts: Sequence[ResultRow]) -> Mapping[UUID, Sequence[PromiseFacts]]:
    found: defaultdict[UUID, list[PromiseFacts]] = defaultdict(list)
    for row in await _rows(write, PROMISES, [row.id for row in contacts if row.has_promises]):
        found[row.contact_id].append(PromiseFacts(row.id, row.by, row.what, row.due_on))
    return found


def _by_ends(rows: Iterable[tuple[ResultRow, Collection[UUID | None]]]) -> Mapping[UUID, Sequence[ResultRow]]:
    found: defaultdict[UUID, list[ResultRow]] = defaultdict(list)
    for row, ends in rows:
        for end in ends:
            if end is not None:
                found[end].append(row)
    return found


async def _rows(write: Write, statement: Statement, ids: Sequence[UUID]) -> Sequence[ResultRow]:
    return await write.rows(statement, ids=ids) if ids else []
