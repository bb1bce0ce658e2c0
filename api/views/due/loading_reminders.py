"""From stored reminders to the facts that their rule reads. They are computed by themselves: a contact's other facts change
often, and a daily reminder has many times.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select

from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import ReminderFacts
from api.method.due.numbers import DuePolicy
from api.method.due.policy import policy_of
from api.records.contacts.models import Contact
from api.records.members.models import Member
from api.records.organization.models import Organization
from api.records.reminders.models import Reminder
from api.views.due.calendars import IN_OFFICE, SETTINGS, calendars_of

reminders = table_of(Reminder)
contacts = table_of(Contact)
members = table_of(Member)
organizations = table_of(Organization)
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")
_is_quiet = or_(contacts.c.archived, contacts.c.deceased, contacts.c.do_not_contact, contacts.c.deleted_at.is_not(None))
REMINDERS = (
    select(
        *(reminders.c[name] for name in ("id", "member_id", "contact_id", "text", "remind_at", "time_zone", "rrule")),
        reminders.c.done_through,
        and_(reminders.c.deleted_at.is_(None), ~func.coalesce(_is_quiet, False)).label("is_open"),
        *SETTINGS,
    )
    .join_from(reminders, members, and_(members.c.org_id == reminders.c.org_id, members.c.id == reminders.c.member_id))
    .join(organizations, IN_OFFICE)
    .outerjoin(
        contacts,
        and_(
            contacts.c.org_id == reminders.c.org_id, contacts.c.org_id == _org, contacts.c.id == reminders.c.contact_id
        ),
    )
    .where(reminders.c.org_id == _org, members.c.org_id == _org, among(reminders.c.id, _ids))
)
OF_CONTACTS = select(reminders.c.id).where(reminders.c.org_id == _org, among(reminders.c.contact_id, _ids))
REMINDERS_OF_MEMBERS = select(reminders.c.id).where(reminders.c.org_id == _org, among(reminders.c.member_id, _ids))


@dataclass(frozen=True, slots=True)
class Reminding:
    """A reminder to compute: whose it is, and the calendar and policy it goes by."""

    member_id: UUID
    reminder: ReminderFacts
    calendar: Calendar
    policy: DuePolicy


async def load_reminders(write: Write, ids: Collection[UUID]) -> Sequence[Reminding]:
    rows = await write.rows(REMINDERS, ids=list(ids))
    calendars = calendars_of(rows)
    found = []
    for row in rows:
        when = (row.remind_at, row.time_zone, row.rrule, row.done_through)
        reminder = ReminderFacts(row.id, row.contact_id, row.text, *when, is_open=bool(row.is_open))
        found.append(Reminding(row.member_id, reminder, calendars[row.member_id], policy_of(row.due_policy)))
    return found
