"""From stored rows to the facts that the rules read: a few statements for any number of contacts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, exists, or_, select

from api.core.store.rows import values_of
from api.core.store.sql import IdList, TextList, among
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow, Values
from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import ContactFacts
from api.method.due.numbers import DuePolicy
from api.method.due.policy import policy_of
from api.records.contacts.models import Contact, ContactState
from api.records.interviews.models import InterviewParticipant
from api.records.introductions.models import Introduction
from api.records.members.models import Member
from api.records.milestones.models import Milestone
from api.records.organization.models import Organization
from api.records.outcomes.models import Outcome
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc
from api.records.promises.models import Promise
from api.views.due.calendars import IN_OFFICE, SETTINGS, calendars_of
from api.views.due.loading_meetings import meetings_of, proposals_of, rows_of_meetings
from api.views.due.loading_messages import TO_COLLEAGUES, Written, load_written
from api.views.due.loading_ties import Ties, load_promises, load_ties
from api.views.due.models import DueDecision

contacts, contact_states, members = table_of(Contact), table_of(ContactState), table_of(Member)
outreach_emails, outreach_email_ccs = table_of(OutreachEmail), table_of(OutreachEmailCc)
interview_participants, milestones = table_of(InterviewParticipant), table_of(Milestone)
introductions, promises, outcomes = table_of(Introduction), table_of(Promise), table_of(Outcome)
due_decisions = table_of(DueDecision)
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")

CONTACTS_OF_MEMBERS = (
    select(contacts.c.id).where(contacts.c.org_id == _org, among(contacts.c.member_id, _ids)).order_by(contacts.c.id)
)
OF_EMPLOYERS = select(contacts.c.id).where(
    contacts.c.org_id == _org,
    contacts.c.member_id == bindparam("member_id"),
    among(contacts.c.employer_key, bindparam("employers", type_=TextList)),
)
CONTACTS = (
    select(
        *(
            contacts.c[name]
            for name in ("id", "member_id", "created_at", "listed_at", "deleted_at", "archived", "deceased")
        ),
        *(
            contacts.c[name]
            for name in ("do_not_contact", "keep_in_touch", "approach", "deferred_at", "deferred_until")
        ),
        *(contacts.c[name] for name in ("declined_at", "cadence", "employer_key")),
        members.c.cadence.label("member_cadence"),
        *SETTINGS,
        *(column.label(f"state_{column.name}") for column in contact_states.c),
        # Where a contact has none of something, no further statement asks for it.
        exists()
        .where(interview_participants.c.org_id == _org, interview_participants.c.contact_id == contacts.c.id)
        .label("has_meetings"),
        or_(
            exists().where(outreach_emails.c.org_id == _org, outreach_emails.c.contact_id == contacts.c.id),
            exists().where(outreach_email_ccs.c.org_id == _org, outreach_email_ccs.c.contact_id == contacts.c.id),
        ).label("has_messages"),
        or_(
            exists().where(introductions.c.org_id == _org, introductions.c.connector_id == contacts.c.id),
            exists().where(introductions.c.org_id == _org, introductions.c.target_id == contacts.c.id),
        ).label("has_introductions"),
        exists().where(promises.c.org_id == _org, promises.c.contact_id == contacts.c.id).label("has_promises"),
        or_(
            exists().where(outcomes.c.org_id == _org, outcomes.c.contact_id == contacts.c.id),
            exists().where(outcomes.c.org_id == _org, outcomes.c.referred_id == contacts.c.id),
        ).label("has_outcomes"),
        exists()
        .where(due_decisions.c.org_id == _org, due_decisions.c.contact_id == contacts.c.id)
        .label("has_decisions"),
        exists()
        .where(milestones.c.org_id == _org, milestones.c.member_id == contacts.c.member_id, milestones.c.is_news)
        .where(milestones.c.done_at.is_(None), milestones.c.deleted_at.is_(None))
        .label("has_news"),
    )
    .join_from(contacts, members, and_(members.c.org_id == contacts.c.org_id, members.c.id == contacts.c.member_id))
    .join(table_of(Organization), IN_OFFICE)
    .outerjoin(
        contact_states,
        and_(
            contact_states.c.org_id == contacts.c.org_id,
            contact_states.c.member_id == contacts.c.member_id,
            contact_states.c.contact_id == contacts.c.id,
        ),
    )
    .where(contacts.c.org_id == _org, members.c.org_id == _org, among(contacts.c.id, _ids))
)


@dataclass(frozen=True, slots=True)
class LoadedContact:
    """A contact to compute: its facts, the calendar of its member, and its row beside the stored state."""

    member_id: UUID
    facts: ContactFacts
    calendar: Calendar
    policy: DuePolicy
    row: ResultRow

    @property
    def has_state(self) -> bool:
        return self.row.state_contact_id is not None

    @property
    def state(self) -> Values:
        """What is stored of its state, by the names of the columns."""
        return {name.removeprefix("state_"): value for name, value in values_of(self.row).items()}


@dataclass(frozen=True, slots=True)
class Gathered:
    """The contacts `to_compute`, those whose facts are read (`described`), the meetings of these, and what ties them."""

    to_compute: Sequence[ResultRow]
    described: Sequence[ResultRow]
    meetings: Sequence[ResultRow]
    ties: Ties


async def load(write: Write, contact_ids: Collection[UUID]) -> Sequence[LoadedContact]:
    """The facts about these contacts, and about contacts whose items may depend on theirs: who shares a meeting with them,
    is asked to introduce the member to them, or was referred by them.
    """
    rows = await _rows(write, contact_ids)
    if rows is None:
        return []
    policy = policy_of(rows.to_compute[0].due_policy)
    facts = await _facts_of(write, rows, policy)
    promised = await load_promises(write, rows.to_compute)
    calendars = calendars_of(rows.to_compute)
    return [
        LoadedContact(
            row.member_id,
            replace(rows.ties.added_to(facts[row.id], facts), promises=promised.get(row.id, ())),
            calendars[row.member_id],
            policy,
            row,
        )
        for row in rows.to_compute
    ]


async def _rows(write: Write, contact_ids: Collection[UUID]) -> Gathered | None:
    """None where no such contact is there."""
    to_compute = list(await write.rows(CONTACTS, ids=list(contact_ids)))
    if not to_compute:
        return None
    meetings, ties = await rows_of_meetings(write, to_compute), await load_ties(write, to_compute)
    tied = {row.contact_id for row in meetings} | ties.computed_too
    if others := tied.difference(row.id for row in to_compute):
        to_compute += await write.rows(CONTACTS, ids=list(others))
        ties = await load_ties(write, to_compute)
    described = to_compute
    if unknown := ties.targets.difference(row.id for row in to_compute):
        described = [*to_compute, *await write.rows(CONTACTS, ids=list(unknown))]
    if others or unknown:
        meetings = await rows_of_meetings(write, described)
    return Gathered(to_compute, described, meetings, ties)


async def _facts_of(write: Write, rows: Gathered, policy: DuePolicy) -> Mapping[UUID, ContactFacts]:
    # A confirmation to one participant confirms for all of them.
    speaking = {row.id for row in rows.described if row.has_messages} | {row.contact_id for row in rows.meetings}
    written = await load_written(write, speaking)
    met, proposed = meetings_of(rows.meetings, written.messages), proposals_of(rows.meetings)
    ids = [row.id for row in rows.described]
    to_colleagues = {row.id: row for row in await write.rows(TO_COLLEAGUES, ids=ids)} if policy["widen_on"] else {}
    return {
        row.id: replace(
            _facts(row, written, to_colleagues.get(row.id)),
            meetings=met.get(row.id, ()),
            proposals=proposed.get(row.id, ()),
        )
        for row in rows.described
    }


def _facts(row: ResultRow, written: Written, to_colleagues: ResultRow | None) -> ContactFacts:
    return ContactFacts(
        contact_id=row.id,
        created_at=row.created_at,
        listed_at=row.listed_at or row.created_at,
        archived=row.archived,
        silenced=row.deceased or row.do_not_contact or row.deleted_at is not None,
        keep_in_touch=row.keep_in_touch,
        approach=row.approach,
        cadence=row.cadence or row.member_cadence,
        deferred_at=row.deferred_at,
        deferred_until=row.deferred_until,
        declined_at=row.declined_at,
        has_employer=row.employer_key is not None,
        messages=written.messages.get(row.id, ()),
        meetings=(),
        drafts=written.drafts.get(row.id, ()),
        undelivered=written.undelivered.get(row.id, ()),
        colleagues_written_at=to_colleagues and to_colleagues.written_at,
        colleagues_written_on=to_colleagues and to_colleagues.written_on and to_colleagues.written_on.date(),
    )
