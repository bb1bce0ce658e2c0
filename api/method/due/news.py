"""The rule about the member's own news: share_news. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import Acquaintance, News
from api.method.due.actions import BODY, Action, OpenItem, drafting, request
from api.method.due.items import Because, Item, Opening, Recipient, Recipients, Times
from api.method.due.numbers import DuePolicy, Number, NumberUnit, days
from api.method.due.rules import Rule

ONE_OF_THEM = {"/contact_id": "The id of the one of `contacts` to whom you wrote."}
contacts = partial(Number, unit=NumberUnit.CONTACTS)


def news_items(news: News, policy: DuePolicy, calendar: Calendar) -> Iterator[Item]:
    """Tell those one has met, a few a day, and nobody who was in touch just now."""
    day = calendar.day_of(news.news_at)
    begins_at = news.news_at if calendar.is_working(day, own=True) else calendar.working_morning(1, day, own=True)
    left = policy["share_news_a_day"]
    if news.told_on is not None and news.told_on >= day:
        left = max(0, left - news.told)
        told_on = calendar.moved(news.told_on, own=True) if left else calendar.working_day(1, news.told_on, own=True)
        begins_at = max(begins_at, calendar.morning(told_on))
    lapses_at = lapses(news.news_at, policy, calendar)
    free = [(_free_from(person, begins_at, policy, calendar), person) for person in news.untold]
    named = sorted((each for each in free if each[0] < lapses_at), key=lambda each: each[0])
    named = named[: policy["share_news_a_day"]]
    if not named:
        return
    due_at = named[0][0]
    opening = Opening(
        subject=("milestone", news.id),
        because=[Because("news", news.news_at, "milestone", news.id)],
        on=day,
        times=Times(
            due_at=due_at,
            late_at=calendar.morning(calendar.day_of(due_at) + timedelta(days=policy["share_news_late"])),
            expires_at=lapses_at,
        ),
        opened_by=news.news_at.isoformat(),
        text=news.what,
        recipients=Recipients(
            people=[Recipient(person.contact_id, person.full_name, at) for at, person in named],
            left=left or policy["share_news_a_day"],
            until=calendar.midnight_after(news.told_on) if left and news.told_on and news.told_on >= day else None,
        ),
    )
    yield from SHARE_NEWS.item(opening, None, policy, calendar)


def lapses(news_at: datetime, policy: DuePolicy, calendar: Calendar) -> datetime:
    return calendar.morning(calendar.day_of(news_at) + timedelta(days=policy["share_news_expires"]))


def _free_from(person: Acquaintance, earliest: datetime, policy: DuePolicy, calendar: Calendar) -> datetime:
    quiet = timedelta(days=policy["share_news_quiet"])
    free_on = (
        person.last_touch_on and person.last_touch_on + quiet,
        person.deferred_until,
        person.busy_until and calendar.day_of(person.busy_until),
    )
    return max([earliest, *(calendar.morning(calendar.moved(day, own=True)) for day in free_on if day is not None)])


def _tell(item: OpenItem) -> Sequence[Action]:
    body = {"contact_id": None, "direction": "outbound", "kind": "update", "status": "sent", "body": None}
    says, target = "Once you told somebody whom it names: log it.", ("POST", "/outreach-emails")
    told_all = "If nobody else is to be told: log that."
    return [
        *(drafting(person["id"], "update", {}, to=person["full_name"]) for person in item.named),
        request("log-message", says, target, body, ONE_OF_THEM | BODY),
        request("done", told_all, ("POST", f"/milestones/{item.subject_id}/done"), {}),
    ]


SHARE_NEWS = Rule(
    "share_news",
    title="Tell {names} your news: “{text}”",
    says="Let those you have met know where you are in your career: each of them personally, a few a day.",
    opens="You marked a milestone as news, and have met people who were not written to since it happened.",
    when="Due at once, late {share_news_late} after that; it lapses {share_news_expires} after it became news. It names "
    "{share_news_a_day} a day, and nobody who was in touch within {share_news_quiet}.",
    settled_by="Messages to all whom it is for, some each day, or a note that nobody else is to be told.",
    facts={"news": "You marked this as news; no message to whoever is named here is logged since."},
    more={
        "share_news_a_day": contacts(5, most=50, says="News: so many are named to be told on one day"),
        "share_news_quiet": days(14, least=0, most=90, says="News: whoever was in touch within this time is not named"),
    },
    late=days(7, most=90, says="News to share: late"),
    expires=days(30, most=366, says="News to share: it lapses"),
    own=True,
    find=None,
    settle=_tell,
)
