"""From stored settings to calendars: the organization's settings beside each member's."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import and_, bindparam

from api.core.store.tables import table_of
from api.core.store.values import ResultRow
from api.method.conversation.calendar import Calendar, calendar_of
from api.records.members.models import Member
from api.records.organization.models import Organization

members = table_of(Member)
organizations = table_of(Organization)
SETTINGS = (
    *(members.c[name] for name in ("zone", "day_starts_at", "away_periods")),
    organizations.c.zone.label("office_zone"),
    *(
        organizations.c[name]
        for name in ("weekend", "holiday_country", "holiday_subdivision", "closed_periods", "due_policy")
    ),
)
IN_OFFICE = and_(organizations.c.id == members.c.org_id, organizations.c.id == bindparam("org_id"))


def calendars_of(rows: Iterable[ResultRow]) -> Mapping[UUID, Calendar]:
    """One calendar for each member, from rows that have `member_id` and the settings."""
    return {
        row.member_id: calendar_of(
            zone=row.zone or row.office_zone,
            day_starts_at=row.day_starts_at,
            weekend=row.weekend,
            country=row.holiday_country,
            subdivision=row.holiday_subdivision,
            closed=row.closed_periods,
            away=row.away_periods,
        )
        for row in {row.member_id: row for row in rows}.values()
    }
