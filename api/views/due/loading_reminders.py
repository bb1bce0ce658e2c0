"""From stored reminders to the facts that their rule reads. They are computed by themselves: a contact's other facts change
often, and a daily reminder has many times.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select

from api.core.store.sql import IdList, among
from api.core.store.units import Write
from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import ReminderFacts
from api.method.due.numbers import DuePolicy
from api.method.due.policy import policy_of
from api.records.contacts.models import Contact
from api.records.organizations.models import Member, Organization
from api.records.reminders.models import Reminder
from api.views.due.calendars import IN_OFFICE, SETTINGS, calendars_of

_r, _c, _m = Reminder.__table__.c, Contact.__table__.c, Member.__table__.c
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")
_is_quiet = or_(_c.archived, _c.deceased, _c.do_not_contact, _c.deleted_at.is_not(None))
REMINDERS = (
    select(
        *(_r[name] for name in ("id", "member_id", "contact_id", "text", "remind_at", "time_zone", "rrule")),
        _r.done_through,
        and_(_r.deleted_at.is_(None), ~func.coalesce(_is_quiet, False)).label("is_open"),
        *SETTINGS,
    )
    .join_from(Reminder.__table__, Member.__table__, and_(_m.org_id == _r.org_id, _m.id == _r.member_id))
    .join(Organization.__table__, IN_OFFICE)
    .outerjoin(Contact.__table__, and_(_c.org_id == _r.org_id, _c.org_id == _org, _c.id == _r.contact_id))
    .where(_r.org_id == _org, _m.org_id == _org, among(_r.id, _ids))
)
OF_CONTACTS = select(_r.id).where(_r.org_id == _org, among(_r.contact_id, _ids))
REMINDERS_OF_MEMBERS = select(_r.id).where(_r.org_id == _org, among(_r.member_id, _ids))


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
