"""The rule about the member's own news: share_news. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from api.method.conversation.calendar import Calendar
from api.method.due.items import Because, Item, Recipients, Times, timed
from api.method.due.policy import DuePolicy


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody to tell, not before `deferred_until`: met, or kept in touch with, and not written to since it happened."""

    contact_id: UUID
    full_name: str
    last_touch_on: date | None
    deferred_until: date | None = None


@dataclass(frozen=True, slots=True)
class News:
    """A milestone that is news; `untold` in the order in which to tell them; `told` is how many were written to on
    `told_on`, the last day on which somebody was.
    """

    id: UUID
    what: str
    news_at: datetime
    untold: Sequence[Acquaintance]
    told_on: date | None = None
    told: int = 0


def share_news(one: News, policy: DuePolicy, calendar: Calendar) -> Iterator[Item]:
    """Tell those one has met, a few a day, and nobody who was in touch just now."""
    day = calendar.day_of(one.news_at)
    begins_at = one.news_at if calendar.is_working(day, own=True) else calendar.wd(1, day, own=True)
    left = policy.share_news_a_day
    if one.told_on is not None and one.told_on >= day:
        left = max(0, left - one.told)
        told_on = calendar.moved(one.told_on, own=True) if left else calendar.working_day(1, one.told_on, own=True)
        begins_at = max(begins_at, calendar.morning(told_on))
    lapses_at = calendar.morning(day + timedelta(days=policy.share_news_expires))
    free = [(_free_from(someone, begins_at, policy, calendar), someone) for someone in one.untold]
    named = sorted((each for each in free if each[0] < lapses_at), key=lambda each: each[0])[: policy.share_news_a_day]
    if not named:
        return
    due_at = named[0][0]
    times = Times(
        due_at=due_at,
        late_at=calendar.morning(calendar.day_of(due_at) + timedelta(days=policy.share_news_late)),
        expires_at=lapses_at,
    )
    recipients = Recipients(
        people=[(someone.contact_id, someone.full_name, at) for at, someone in named],
        left=left or policy.share_news_a_day,
        until=calendar.midnight_after(one.told_on) if left and one.told_on and one.told_on >= day else None,
    )
    because = [Because("news", one.news_at, "milestone", one.id)]
    subject, opened_by = ("milestone", one.id), one.news_at.isoformat()
    yield from timed(
        "share_news", None, subject, times, because, opened_by=opened_by, text=one.what, recipients=recipients
    )


def _free_from(someone: Acquaintance, earliest: datetime, policy: DuePolicy, calendar: Calendar) -> datetime:
    quiet = timedelta(days=policy.share_news_quiet)
    days = (someone.last_touch_on and someone.last_touch_on + quiet, someone.deferred_until)
    return max([earliest, *(calendar.morning(calendar.moved(day, own=True)) for day in days if day is not None)])
