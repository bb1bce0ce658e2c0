"""From stored rows to what ties contacts to each other: introductions and outcomes; and to promises."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, func, or_, select

from api.core.store.rows import values_of
from api.core.store.sql import IdList, among
from api.core.store.units import Write
from api.method.conversation.facts import ContactFacts, IntroductionFacts, OutcomeFacts, PromiseFacts
from api.records.contacts.models import Contact
from api.records.introductions.models import Introduction
from api.records.outcomes.models import Outcome
from api.records.promises.models import Promise

_c, _in = Contact.__table__.c, Introduction.__table__.c
_pr, _o = Promise.__table__.c, Outcome.__table__.c
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")

INTRODUCTIONS = (
    select(
        *(_in[name] for name in ("id", "connector_id", "target_id", "status", "planned_at", "requested_at")),
        *(_in[name] for name in ("agreed_at", "introduced_at", "logged_at")),
        func.coalesce(_c.full_name, _in.target_name).label("target_name"),
    )
    .outerjoin_from(
        Introduction.__table__,
        Contact.__table__,
        and_(_c.org_id == _in.org_id, _c.org_id == _org, _c.id == _in.target_id),
    )
    .where(_in.org_id == _org, _in.deleted_at.is_(None))
    .where(or_(among(_in.connector_id, _ids), among(_in.target_id, _ids)))
    .order_by(_in.id)
)
OUTCOMES = (
    select(_o.id, _o.contact_id, _c.full_name.label("from_name"), _o.kind, _o.happened_on, _o.used_on, _o.referred_id)
    .join_from(Outcome.__table__, Contact.__table__, and_(_c.org_id == _o.org_id, _c.id == _o.contact_id))
    .where(_o.org_id == _org, _c.org_id == _org, _o.deleted_at.is_(None))
    .where(or_(among(_o.contact_id, _ids), among(_o.referred_id, _ids)))
    .order_by(_o.id)
)
PROMISES = (
    select(_pr.contact_id, _pr.id, _pr.by, _pr.what, _pr.due_on)
    .where(_pr.org_id == _org, among(_pr.contact_id, _ids), _pr.deleted_at.is_(None))
    .where(_pr.kept_at.is_(None), _pr.released_at.is_(None), _pr.due_on.is_not(None))
    .order_by(_pr.id)
)


@dataclass(frozen=True, slots=True)
class Ties:
    """Introductions and outcomes by the contacts at both of their ends."""

    introductions: Mapping[UUID, Sequence[Row[Any]]]
    outcomes: Mapping[UUID, Sequence[Row[Any]]]

    @property
    def computed_too(self) -> set[UUID]:
        """Whose items read the facts at the other end: who introduces, and who was referred."""
        connectors = {row.connector_id for rows in self.introductions.values() for row in rows}
        return connectors | {row.referred_id for rows in self.outcomes.values() for row in rows if row.referred_id}

    @property
    def targets(self) -> set[UUID]:
        return {row.target_id for rows in self.introductions.values() for row in rows if row.target_id}

    def added_to(self, facts: ContactFacts, known: Mapping[UUID, ContactFacts]) -> ContactFacts:
        """With the introductions that the contact is to make, and those to the contact; with what came of either."""
        introductions, outcomes = self.introductions.get(facts.contact_id, ()), self.outcomes.get(facts.contact_id, ())
        if not introductions and not outcomes:
            return facts
        return replace(
            facts,
            introductions=[
                IntroductionFacts(**values_of(row), target=known.get(row.target_id) if row.target_id else None)
                for row in introductions
            ],
            outcomes=[OutcomeFacts(**values_of(row)) for row in outcomes],
        )


async def load_ties(write: Write, contacts: Sequence[Row[Any]]) -> Ties:
    introductions = await _rows(write, INTRODUCTIONS, [row.id for row in contacts if row.has_introductions])
    outcomes = await _rows(write, OUTCOMES, [row.id for row in contacts if row.has_outcomes])
    return Ties(
        _by_ends((row, {row.connector_id, row.target_id}) for row in introductions),
        _by_ends((row, {row.contact_id, row.referred_id}) for row in outcomes),
    )


async def load_promises(write: Write, contacts: Sequence[Row[Any]]) -> Mapping[UUID, Sequence[PromiseFacts]]:
    found: defaultdict[UUID, list[PromiseFacts]] = defaultdict(list)
    for row in await _rows(write, PROMISES, [row.id for row in contacts if row.has_promises]):
        found[row.contact_id].append(PromiseFacts(row.id, row.by, row.what, row.due_on))
    return found


def _by_ends(rows: Iterable[tuple[Row[Any], Collection[UUID | None]]]) -> Mapping[UUID, Sequence[Row[Any]]]:
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row, ends in rows:
        for end in ends:
            if end is not None:
                found[end].append(row)
    return found


async def _rows(write: Write, statement: Select[Any], ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    return await write.rows(statement, ids=ids) if ids else []
