"""From stored states to whom the member has not written to yet: some of the oldest, and when that last changed."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, func, select

from api.core.store.tables import UtcDateTime, table_of
from api.core.store.units import Write
from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import Candidate, Reach
from api.method.due.approaching import approach_items
from api.method.due.items import Item
from api.method.due.numbers import DuePolicy
from api.method.due.policy import policy_of
from api.records.contacts.models import Contact, ContactState
from api.records.members.models import Member
from api.records.organization.models import Organization
from api.views.due.calendars import IN_OFFICE, SETTINGS, calendars_of

# Longer than a week, in any zone.
MARGIN = timedelta(days=9)

contacts, contact_states = table_of(Contact), table_of(ContactState)
members, organizations = table_of(Member), table_of(Organization)
_org: BindParameter[UUID] = bindparam("org_id")
_whose: BindParameter[UUID] = bindparam("of_member")
through = contacts.alias("through")
_may_introduce = and_(
    through.c.org_id == contacts.c.org_id,
    through.c.org_id == _org,
    through.c.id == contacts.c.met_through_id,
    through.c.deleted_at.is_(None),
    ~through.c.deceased,
    ~through.c.do_not_contact,
    ~through.c.archived,
)
_mine = and_(contact_states.c.org_id == _org, contact_states.c.member_id == _whose)
LAST = (
    select(members.c.id.label("member_id"), *SETTINGS)
    .add_columns(select(func.max(contact_states.c.listed_at)).where(_mine).scalar_subquery().label("added_at"))
    .add_columns(select(func.max(contact_states.c.contacted_at)).where(_mine).scalar_subquery().label("written_at"))
    .join_from(members, organizations, IN_OFFICE)
    .where(members.c.org_id == _org, members.c.id == _whose)
)
CANDIDATES = (
    select(contacts.c.id, contacts.c.full_name, through.c.id.label("through_id"), contact_states.c.approach_from)
    .join_from(
        contact_states,
        contacts,
        and_(contacts.c.org_id == contact_states.c.org_id, contacts.c.id == contact_states.c.contact_id),
    )
    .outerjoin(through, _may_introduce)
    .where(_mine, contacts.c.org_id == _org, contact_states.c.approach_from.is_not(None))
    .order_by(contact_states.c.approach_from, contact_states.c.contact_id)
    .limit(bindparam("how_many"))
)
WRITTEN = (
    select(contact_states.c.contacted_at)
    .where(_mine, contact_states.c.contacted_at >= bindparam("since", type_=UtcDateTime))
    .order_by(contact_states.c.contacted_at.desc())
    .limit(bindparam("how_many"))
)


@dataclass(frozen=True, slots=True)
class Reaching:
    """Whom a member may approach, with what their items are counted by."""

    reach: Reach
    calendar: Calendar
    policy: DuePolicy

    def items(self) -> list[Item]:
        return list(approach_items(self.reach, self.policy, self.calendar))


async def load_reach(write: Write, member_id: UUID) -> Reaching | None:
    """None where nobody is left, or nobody is to be asked for."""
    rows = await write.rows(LAST, of_member=member_id)
    policy = policy_of(rows[0].due_policy) if rows else None
    if policy is None or rows[0].added_at is None or not policy["approach_a_week"]:
        return None
    moved_at = max(at for at in (rows[0].added_at, rows[0].written_at) if at is not None)
    how_many = policy["approach_a_week"]
    found = await write.rows(CANDIDATES, of_member=member_id, how_many=how_many)
    written = await write.rows(WRITTEN, of_member=member_id, since=moved_at - MARGIN, how_many=how_many)
    candidates = [Candidate(row.id, row.full_name, row.approach_from, row.through_id) for row in found]
    reach = Reach(member_id, candidates, moved_at, [row.contacted_at for row in written])
    return Reaching(reach, calendars_of(rows)[member_id], policy)
