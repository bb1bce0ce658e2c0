"""From stored milestones to the news that their rule reads: whom the member has met and not written to since."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select

from api.core.store.sql import IdList, among
from api.core.store.tables import UtcDateTime, table_of
from api.core.store.units import Write
from api.core.store.values import Columns, ResultRow
from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import Acquaintance, News
from api.method.due.items import Item
from api.method.due.keeping import UPDATE
from api.method.due.news import lapses, news_items
from api.method.due.numbers import DuePolicy
from api.method.due.policy import policy_of
from api.method.due.table import ACTS
from api.records.contacts.models import Contact, ContactState
from api.records.members.models import Member
from api.records.milestones.models import Milestone
from api.records.organization.models import Organization
from api.views.due.calendars import IN_OFFICE, SETTINGS, calendars_of
from api.views.due.showing import decided, due_decisions, due_items, is_dismissed

# Longer than any zone or weekend moves the day on which news lapses.
MARGIN = timedelta(days=14)
# Only the latest are told: each write of the member's looks at all of them.
MOST_NEWS = 20

milestones = table_of(Milestone)
members = table_of(Member)
contacts = table_of(Contact)
contact_states = table_of(ContactState)
organizations = table_of(Organization)
_org: BindParameter[UUID] = bindparam("org_id")
_whose: BindParameter[UUID] = bindparam("of_member")
MILESTONES = (
    select(*(milestones.c[name] for name in ("id", "member_id", "what", "news_at")), *SETTINGS)
    .join_from(
        milestones, members, and_(members.c.org_id == milestones.c.org_id, members.c.id == milestones.c.member_id)
    )
    .join(organizations, IN_OFFICE)
    .where(milestones.c.org_id == _org, members.c.org_id == _org, milestones.c.member_id == _whose)
    .where(milestones.c.is_news, milestones.c.done_at.is_(None), milestones.c.deleted_at.is_(None))
    .order_by(milestones.c.news_at.desc(), milestones.c.id)
)
_ids = bindparam("ids", type_=IdList)
_of_member = and_(contact_states.c.org_id == milestones.c.org_id, contact_states.c.member_id == milestones.c.member_id)
_with_contact = and_(
    contacts.c.org_id == contact_states.c.org_id,
    contacts.c.member_id == contact_states.c.member_id,
    contacts.c.id == contact_states.c.contact_id,
)
_acquainted = (
    milestones.c.org_id == _org,
    contact_states.c.org_id == _org,
    contacts.c.org_id == _org,
    milestones.c.member_id == _whose,
    among(milestones.c.id, _ids),
    contact_states.c.is_quiet.is_(False),
    contact_states.c.is_kept_up,
)
_about_them = and_(
    due_items.c.org_id == _org,
    due_items.c.contact_id == contacts.c.id,
    due_items.c.member_id == contacts.c.member_id,
    due_items.c.due_at < bindparam("lapses_at", type_=UtcDateTime),
)
# One message tells the news and settles what else is due about them: they are named once that has lapsed.
_busy_until = (
    select(func.max(due_items.c.expires_at))
    .select_from(decided(due_items, due_decisions))
    .where(_about_them, due_items.c.kind.in_(ACTS), due_items.c.expires_at > milestones.c.news_at)
    .where(~is_dismissed(due_items, due_decisions))
    .scalar_subquery()
)
# For each milestone, numbered apart: contacts who can be told now, and contacts who are to be left alone for a while.
_ranked = (
    select(
        milestones.c.id.label("milestone_id"),
        *(contacts.c[name] for name in ("id", "full_name", "deferred_until")),
        contact_states.c.latest_touch_at,
        _busy_until.label("busy_until"),
        func.row_number()
        .over(
            partition_by=[milestones.c.id, and_(contacts.c.deferred_until.is_(None), _busy_until.is_(None))],
            order_by=[contacts.c.deferred_until, contact_states.c.latest_touch_at.asc().nulls_first(), contacts.c.id],
        )
        .label("place"),
    )
    .join_from(milestones, contact_states, _of_member)
    .join(contacts, _with_contact)
    .where(*_acquainted, or_(contact_states.c.told_on.is_(None), contact_states.c.told_on < milestones.c.happened_on))
    # Whose update falls due before the news lapses is told it with that.
    .where(~exists().where(_about_them, due_items.c.kind == UPDATE.kind))
    .subquery()
)
UNTOLD = (
    select(_ranked).where(_ranked.c.place <= bindparam("how_many")).order_by(_ranked.c.milestone_id, _ranked.c.place)
)
TOLD = (
    select(milestones.c.id, contact_states.c.written_on, func.count().label("how_many"))
    .join_from(milestones, contact_states, _of_member)
    .join(contacts, _with_contact)
    .where(*_acquainted, contact_states.c.written_on >= milestones.c.happened_on)
    .group_by(milestones.c.id, contact_states.c.written_on)
    .order_by(contact_states.c.written_on)
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A member's news that may still be told, and the ids of news that is too old for it: their lapsed items stay."""

    news: Sequence[News]
    lapsed_ids: frozenset[UUID]
    calendar: Calendar
    policy: DuePolicy

    def items(self) -> Sequence[Item]:
        return [item for news in self.news for item in news_items(news, self.policy, self.calendar)]

    def leaves(self, item: Columns, now: datetime) -> bool:
        """Whether a stored item stays as it is: it lapsed, and its news is no longer told."""
        return item["subject_id"] in self.lapsed_ids and item["expires_at"] <= now


async def load_news(write: Write, member_id: UUID) -> Telling | None:
    """None where nothing is news."""
    rows = await write.rows(MILESTONES, of_member=member_id)
    if not rows:
        return None
    calendar, policy = calendars_of(rows)[member_id], policy_of(rows[0].due_policy)
    shown_for = timedelta(days=policy["share_news_expires"]) + MARGIN
    current = [row for row in rows if row.news_at + shown_for > write.now][:MOST_NEWS]
    lapsed_ids = {row.id for row in rows if row.news_at + shown_for <= write.now}
    return Telling(await _news(write, current, calendar, policy), frozenset(lapsed_ids), calendar, policy)


async def _news(write: Write, rows: Sequence[ResultRow], calendar: Calendar, policy: DuePolicy) -> Sequence[News]:
    if not rows:
        return []
    whose = {"of_member": rows[0].member_id, "ids": [row.id for row in rows]}
    untold: defaultdict[UUID, list[Acquaintance]] = defaultdict(list)
    for news in rows:
        lapses_at = lapses(news.news_at, policy, calendar)
        of_it = {"of_member": news.member_id, "ids": [news.id], "lapses_at": lapses_at}
        for row in await write.rows(UNTOLD, **of_it, how_many=policy["share_news_a_day"]):
            touched_on = calendar.day_of(row.latest_touch_at) if row.latest_touch_at else None
            untold[row.milestone_id].append(
                Acquaintance(row.id, row.full_name, touched_on, row.deferred_until, row.busy_until)
            )
    # Rows come by day: of each milestone the last one stays.
    told = {row.id: row for row in await write.rows(TOLD, **whose)}
    return [
        News(
            id=row.id,
            what=row.what,
            news_at=row.news_at,
            untold=untold[row.id],
            told_on=told[row.id].written_on if row.id in told else None,
            told=told[row.id].how_many if row.id in told else 0,
        )
        for row in rows
    ]
