"""From stored milestones to the news that their rule reads: whom the member has met and not written to since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, and_, bindparam, func, or_, select

from api.core.store.sql import IdList, among
from api.core.store.units import Write
from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import Acquaintance, News
from api.method.due.items import Item
from api.method.due.news import news_items
from api.method.due.numbers import DuePolicy
from api.method.due.policy import policy_of
from api.records.contacts.models import Contact, ContactState
from api.records.milestones.models import Milestone
from api.records.organizations.models import Member, Organization
from api.views.due.calendars import IN_OFFICE, SETTINGS, calendars_of

# Longer than any zone or weekend moves the day on which news lapses.
MARGIN = timedelta(days=14)
# Only the latest are told: each write of the member's looks at all of them.
MOST_NEWS = 20

_ml, _m = Milestone.__table__.c, Member.__table__.c
_c, _s = Contact.__table__.c, ContactState.__table__.c
_org: BindParameter[UUID] = bindparam("org_id")
_whose: BindParameter[UUID] = bindparam("of_member")
MILESTONES = (
    select(*(_ml[name] for name in ("id", "member_id", "what", "news_at")), *SETTINGS)
    .join_from(Milestone.__table__, Member.__table__, and_(_m.org_id == _ml.org_id, _m.id == _ml.member_id))
    .join(Organization.__table__, IN_OFFICE)
    .where(_ml.org_id == _org, _m.org_id == _org, _ml.member_id == _whose)
    .where(_ml.is_news, _ml.done_at.is_(None), _ml.deleted_at.is_(None))
    .order_by(_ml.news_at.desc(), _ml.id)
)
_ids = bindparam("ids", type_=IdList)
_of_member = and_(_s.org_id == _ml.org_id, _s.member_id == _ml.member_id)
_with_contact = and_(_c.org_id == _s.org_id, _c.member_id == _s.member_id, _c.id == _s.contact_id)
_acquainted = (
    _ml.org_id == _org,
    _s.org_id == _org,
    _c.org_id == _org,
    _ml.member_id == _whose,
    among(_ml.id, _ids),
    _s.is_quiet.is_(False),
    _s.is_kept_up,
)
# Of each milestone so many who are free, and as many of those who asked to be left alone for a while.
_ranked = (
    select(
        _ml.id.label("milestone_id"),
        *(_c[name] for name in ("id", "full_name", "deferred_until")),
        _s.latest_touch_at,
        func.row_number()
        .over(
            partition_by=[_ml.id, _c.deferred_until.is_(None)],
            order_by=[_c.deferred_until, _s.latest_touch_at.asc().nulls_first(), _c.id],
        )
        .label("place"),
    )
    .join_from(Milestone.__table__, ContactState.__table__, _of_member)
    .join(Contact.__table__, _with_contact)
    .where(*_acquainted, or_(_s.told_on.is_(None), _s.told_on < _ml.happened_on))
    .subquery()
)
UNTOLD = (
    select(_ranked).where(_ranked.c.place <= bindparam("how_many")).order_by(_ranked.c.milestone_id, _ranked.c.place)
)
TOLD = (
    select(_ml.id, _s.written_on, func.count().label("how_many"))
    .join_from(Milestone.__table__, ContactState.__table__, _of_member)
    .join(Contact.__table__, _with_contact)
    .where(*_acquainted, _s.written_on >= _ml.happened_on)
    .group_by(_ml.id, _s.written_on)
    .order_by(_s.written_on)
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A member's news that may still be told, and the ids of what lapsed untold: that stays as it was."""

    news: Sequence[News]
    lapsed_ids: frozenset[UUID]
    calendar: Calendar
    policy: DuePolicy

    def items(self) -> Sequence[Item]:
        return [item for one in self.news for item in news_items(one, self.policy, self.calendar)]

    def leaves(self, item: Mapping[str, Any], now: datetime) -> bool:  # Any: a column's value
        """Whether a stored item lapsed, and is of what is told no more."""
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


async def _news(write: Write, rows: Sequence[Row[Any]], calendar: Calendar, policy: DuePolicy) -> Sequence[News]:
    if not rows:
        return []
    whose = {"of_member": rows[0].member_id, "ids": [row.id for row in rows]}
    untold: defaultdict[UUID, list[Acquaintance]] = defaultdict(list)
    for one in await write.rows(UNTOLD, **whose, how_many=policy["share_news_a_day"]):
        touched_on = calendar.day_of(one.latest_touch_at) if one.latest_touch_at else None
        untold[one.milestone_id].append(Acquaintance(one.id, one.full_name, touched_on, one.deferred_until))
    # The latest day comes last, and stays.
    told = {one.id: one for one in await write.rows(TOLD, **whose)}
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
