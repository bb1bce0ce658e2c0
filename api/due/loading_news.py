"""From stored milestones to the news that their rule reads: whom the member has met and not written to since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, and_, bindparam, func, or_, select

from api.contacts.models import Contact, ContactState
from api.core.units import Write
from api.due.calendar import Calendar
from api.due.calendars import IN_OFFICE, SETTINGS, calendars_of
from api.due.items import Item
from api.due.news import Acquaintance, News, share_news
from api.milestones.models import Milestone
from api.organizations.models import Member, Organization
from api.organizations.policy import DuePolicy, policy_of

# Longer than any zone or weekend moves the day on which news lapses.
MARGIN = timedelta(days=14)

_ml, _m = Milestone.__table__.c, Member.__table__.c
_c, _s = Contact.__table__.c, ContactState.__table__.c
_org: BindParameter[UUID] = bindparam("org_id")
_whose: BindParameter[UUID] = bindparam("of_member")
MILESTONES = (
    select(*(_ml[name] for name in ("id", "member_id", "what", "happened_on", "news_at")), *SETTINGS)
    .join_from(Milestone.__table__, Member.__table__, and_(_m.org_id == _ml.org_id, _m.id == _ml.member_id))
    .join(Organization.__table__, IN_OFFICE)
    .where(_ml.org_id == _org, _m.org_id == _org, _ml.member_id == _whose)
    .where(_ml.is_news, _ml.done_at.is_(None), _ml.deleted_at.is_(None))
    .order_by(_ml.id)
)
_happened_on, _news_on = (
    bindparam("happened_on", type_=_ml.happened_on.type),
    bindparam("news_on", type_=_s.told_on.type),
)
_acquainted = (
    _s.org_id == _org,
    _c.org_id == _org,
    _s.member_id == _whose,
    _s.is_quiet.is_(False),
    _c.declined_at.is_(None),
    _c.keep_in_touch.is_not(False),
    or_(_s.met_from.is_not(None), _c.keep_in_touch),
    or_(_c.deferred_until.is_(None), _c.deferred_until <= _news_on),
)
_with_state = and_(_s.org_id == _c.org_id, _s.member_id == _c.member_id, _s.contact_id == _c.id)
UNTOLD = (
    select(_c.id, _c.full_name, _s.latest_touch_at)
    .join_from(ContactState.__table__, Contact.__table__, _with_state)
    .where(*_acquainted, or_(_s.told_on.is_(None), _s.told_on < _happened_on))
    .order_by(_s.latest_touch_at.asc().nulls_first(), _c.id)
    .limit(bindparam("how_many"))
)
TOLD = (
    select(_s.written_on, func.count().label("how_many"))
    .join_from(ContactState.__table__, Contact.__table__, _with_state)
    .where(*_acquainted, _s.written_on >= _happened_on, _s.written_on >= _news_on)
    .group_by(_s.written_on)
    .order_by(_s.written_on.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A member's news that may still be told, and the ids of what lapsed untold: that stays as it was."""

    news: Sequence[News]
    lapsed_ids: frozenset[UUID]
    calendar: Calendar
    policy: DuePolicy

    def items(self) -> Sequence[Item]:
        return [item for one in self.news for item in share_news(one, self.policy, self.calendar)]

    def leaves(self, item: Mapping[str, Any], now: datetime) -> bool:  # Any: a column's value
        """Whether a stored item lapsed, and is of what is told no more."""
        return item["subject_id"] in self.lapsed_ids and item["expires_at"] <= now


async def load_news(write: Write, member_id: UUID) -> Telling | None:
    """None where nothing is news."""
    rows = await write.rows(MILESTONES, of_member=member_id)
    if not rows:
        return None
    calendar, policy = calendars_of(rows)[member_id], policy_of(rows[0].due_policy)
    shown_for = timedelta(days=policy.share_news_expires) + MARGIN
    current = [row for row in rows if row.news_at + shown_for > write.now]
    news = [await _news(write, row, calendar, policy) for row in current]
    return Telling(news, frozenset(row.id for row in rows) - {row.id for row in current}, calendar, policy)


async def _news(write: Write, row: Row[Any], calendar: Calendar, policy: DuePolicy) -> News:
    since = {"of_member": row.member_id, "happened_on": row.happened_on, "news_on": calendar.day_of(row.news_at)}
    untold = await write.rows(UNTOLD, **since, how_many=policy.share_news_a_day)
    told = await write.rows(TOLD, **since)
    return News(
        id=row.id,
        what=row.what,
        news_at=row.news_at,
        untold=[
            Acquaintance(one.id, one.full_name, calendar.day_of(one.latest_touch_at) if one.latest_touch_at else None)
            for one in untold
        ],
        told_on=told[0].written_on if told else None,
        told=told[0].how_many if told else 0,
    )
