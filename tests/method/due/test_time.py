"""Whatever the dates, the zone, the calendar and the policy: no rule fails, goes backwards, or lands on a wrong day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, available_timezones

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from api.method.conversation.calendar import WEEKDAYS, Calendar, calendar_of
from api.method.conversation.facts import (
    Acquaintance,
    Candidate,
    ContactFacts,
    Draft,
    IntroductionFacts,
    Meeting,
    Message,
    News,
    OutcomeFacts,
    PromiseFacts,
    Proposal,
    Reach,
    ReminderFacts,
    Undelivered,
)
from api.method.due.approaching import approach_items
from api.method.due.contact_state import contact_state
from api.method.due.items import Item
from api.method.due.keeping import reminder_items
from api.method.due.news import news_items
from api.method.due.numbers import DuePolicy
from api.method.due.policy import EXPLAINED, IN_ORDER, NUMBERS, is_in_order
from api.method.due.table import BY_KIND, RULES, items_about
from tests.method.due.facts import ANA, SPACE, read

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
COUNTRIES = holidays.list_supported_countries(include_aliases=False)
# Items of these kinds are due on the morning of a working day, those of the others at some other moment.
ON_WORKING_DAYS = {
    "approach",
    "reply",
    "follow_up",
    "widen",
    "schedule",
    "confirm",
    "update",
    "ask_again",
    "finish_draft",
    "ask_introduction",
    "chase_introduction",
    "use_introduction",
    "thank_introducer",
    "report_back",
    "pursue_referral",
}

BASE = datetime(2026, 3, 2, 15, tzinfo=UTC)
eras = st.sampled_from([BASE, datetime(1900, 1, 2, tzinfo=UTC), datetime(2011, 12, 1, tzinfo=UTC)])
eras |= st.datetimes(datetime(1900, 1, 1), datetime(2190, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds)


def periods(era: datetime) -> st.SearchStrategy[list[dict[str, str]]]:
    def period(start: int, length: int) -> dict[str, str]:
        first = era.date() + timedelta(days=start)
        return {"starts_on": first.isoformat(), "ends_on": (first + timedelta(days=length)).isoformat()}

    return st.lists(st.builds(period, st.integers(0, 300), st.integers(0, 90)), max_size=3)


@st.composite
def calendars(draw: st.DrawFn, era: datetime) -> Calendar:
    country = draw(st.sampled_from([None, "US", *COUNTRIES]))
    subdivisions = [None, *(COUNTRIES[country] if country else [])]
    return calendar_of(
        zone=draw(st.sampled_from(["America/New_York", "Pacific/Apia", "Africa/Cairo", *ZONES])),
        day_starts_at=draw(st.sampled_from(["00:00", "00:30", "02:30", "08:00", "23:59"])),
        weekend=draw(st.lists(st.sampled_from(WEEKDAYS), unique=True, max_size=6)),
        country=country,
        subdivision=draw(st.sampled_from(subdivisions)),
        closed=draw(periods(era)),
        away=draw(periods(era)),
    )


@st.composite
def policies(draw: st.DrawFn) -> DuePolicy:
    """Any that `PATCH /organization` would take."""
    numbers = {
        name: draw(st.just(number.default) | st.integers(number.least, number.most)) for name, number in NUMBERS.items()
    }
    for earlier, later in IN_ORDER:
        if not is_in_order(earlier, later, DuePolicy(numbers)):
            numbers[later] = max(numbers[earlier], NUMBERS[later].default)
    return DuePolicy({**numbers, "widen_on": draw(st.sampled_from([True, True, False]))})


def days(era: datetime) -> st.SearchStrategy[date]:
    return st.integers(0, 200).map(lambda days: (era + timedelta(days=days)).date())


def promises(era: datetime) -> st.SearchStrategy[PromiseFacts]:
    by = st.sampled_from(["me", "them"])
    return st.builds(PromiseFacts, st.just(uuid5(SPACE, "promise")), by, st.just("It"), days(era))


@st.composite
def outcomes(draw: st.DrawFn, era: datetime) -> OutcomeFacts:
    by, to = draw(st.sampled_from([(ANA, None), (uuid5(SPACE, "Ben"), ANA)]))
    kind, used = draw(st.sampled_from(["advice", "referral", "offer"])), draw(st.none() | days(era))
    return OutcomeFacts(
        uuid5(SPACE, f"outcome {draw(st.integers(0, 3))}"), by, "Ben", kind, draw(days(era)), used, to, "Cy", era
    )


@st.composite
def contacts(draw: st.DrawFn, era: datetime) -> ContactFacts:
    def moment() -> datetime:
        return era + timedelta(minutes=draw(st.integers(0, 200 * 24 * 60)))

    def maybe(value: Any) -> Any:
        return draw(st.sampled_from([None, value]))

    def some(make: Any, most: int = 3) -> list[Any]:
        return [make(uuid5(SPACE, f"{make.__name__} {at}")) for at in range(draw(st.integers(0, most)))]

    def message(id: UUID) -> Message:
        at = moment()
        day = maybe(at.date())
        return Message(
            id=id,
            direction=draw(st.sampled_from(voices)),
            kind=draw(st.sampled_from(["request", "reply", "follow_up", "thank_you", "update", "confirmation"])),
            also=frozenset(),
            channel=draw(st.sampled_from(["email", "in_person"])),
            at=datetime.combine(day, time.max, UTC) if day else at,
            day=day,
            logged_at=moment(),
            expects_answer=draw(st.sampled_from([None, None, True, False])),
            auto_reply=False,
            asks=draw(st.booleans()),
            in_reply_to_id=None,
            interview_id=None,
            copied=draw(st.booleans()),
        )

    def meeting(id: UUID) -> Meeting:
        starts_at = moment()
        end = starts_at + timedelta(minutes=draw(st.integers(5, 600)))
        return Meeting(
            id=id,
            lead_id=ANA,
            status=draw(st.sampled_from(["scheduled", "scheduled", "completed", "canceled", "no_show"])),
            starts_at=starts_at,
            scheduled_end=end,
            first_set_at=min(starts_at, moment()),
            set_at=min(starts_at, moment()),
            confirmed_for=None,
            completed_at=maybe(end),
            called_off_at=moment(),
            called_off_by=draw(st.sampled_from(["me", "them"])),
            has_takeaways=draw(st.booleans()),
            logged_at=moment(),
            questions=draw(st.integers(0, 25)),
            is_researched=draw(st.booleans()),
        )

    def proposal(id: UUID) -> Proposal:
        return Proposal(id, ANA, draw(st.sampled_from(["proposed", "canceled"])), moment(), moment(), "me")

    def draft(id: UUID) -> Draft:
        return Draft(id, frozenset({draw(st.sampled_from(["reply", "update", "request"]))}), None, moment())

    def undelivered(id: UUID) -> Undelivered:
        sent_at = moment()
        return Undelivered(id, draw(st.sampled_from(["bounced", "failed", "unknown"])), sent_at, max(sent_at, moment()))

    def introduction(id: UUID) -> IntroductionFacts:
        ends = draw(st.sampled_from([(ANA, None), (uuid5(SPACE, "Ben"), ANA)]))
        steps = [draw(st.sampled_from([None, moment()])) for _ in range(4)]
        status = draw(st.sampled_from(["planned", "requested", "agreed", "introduced"]))
        return IntroductionFacts(id, *ends, "Ana", "Ben", status, moment(), *steps, moment())

    # Half of them never say a word, and are never met.
    approached = draw(st.booleans())
    voices = ["outbound"] if approached else ["outbound", "inbound", "mutual"]
    deferred_at = draw(st.sampled_from([None, None, None, moment()]))
    return ContactFacts(
        contact_id=ANA,
        created_at=moment(),
        listed_at=moment(),
        archived=False,
        silenced=False,
        keep_in_touch=draw(st.sampled_from([None, True, False])),
        approach=draw(st.sampled_from([None, True, False])),
        cadence=draw(st.sampled_from([None, None, "P1W", "P6M", "P5Y"])),
        deferred_at=deferred_at,
        deferred_until=(deferred_at + timedelta(days=draw(st.integers(0, 900)))).date() if deferred_at else None,
        declined_at=draw(st.sampled_from([None, None, None, None, None, moment()])),
        has_employer=draw(st.sampled_from([True, True, False])),
        messages=some(message, 5),
        meetings=[] if approached else some(meeting),
        proposals=some(proposal, 1),
        drafts=some(draft, 2),
        undelivered=some(undelivered, 1),
        colleagues_written_at=draw(st.sampled_from([None, None, None, moment()])),
        colleagues_written_on=draw(st.sampled_from([None, None, moment().date()])),
        introductions=some(introduction, 2),
        promises=draw(st.lists(promises(era), max_size=1)),
        outcomes=draw(st.lists(outcomes(era), max_size=2, unique_by=lambda fact: fact.id)),
    )


@st.composite
def reminders(draw: st.DrawFn, era: datetime) -> ReminderFacts:
    first = era + timedelta(minutes=draw(st.integers(0, 1440)))
    rules = [None, "FREQ=DAILY;COUNT=9", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=9", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"]
    done = draw(st.sampled_from([None, first]))
    return ReminderFacts(
        uuid5(SPACE, "reminder"), None, "Call", first, draw(st.sampled_from(ZONES)), draw(st.sampled_from(rules)), done
    )


@st.composite
def news(draw: st.DrawFn, era: datetime) -> News:
    touched = st.none() | days(era)
    untold = [Acquaintance(uuid5(SPACE, f"untold {at}"), "Ben", draw(touched)) for at in range(draw(st.integers(0, 7)))]
    marked_at = era + timedelta(minutes=draw(st.integers(0, 90 * 24 * 60)))
    return News(uuid5(SPACE, "news"), "News", marked_at, untold, draw(touched), draw(st.integers(1, 7)))


@st.composite
def reaches(draw: st.DrawFn, era: datetime) -> Reach:
    def moments(most: int) -> list[datetime]:
        return sorted(era + timedelta(hours=draw(st.integers(0, 3000))) for _ in range(draw(st.integers(0, most))))

    listed = [Candidate(uuid5(SPACE, f"listed {at}"), "Ben", free) for at, free in enumerate(moments(9))]
    return Reach(ANA, listed, era + timedelta(hours=draw(st.integers(0, 3000))), moments(5))


worlds = eras.flatmap(
    lambda era: st.tuples(contacts(era), reminders(era), news(era), reaches(era), calendars(era), policies())
)


def check(item: Item, calendar: Calendar) -> None:
    flagged_at = item.flagged_at or item.late_at
    assert item.due_at <= item.late_at <= flagged_at <= item.expires_at, item
    assert item.due_at < item.expires_at, "it shows at least for a moment"
    if item.kind not in ON_WORKING_DAYS:
        return
    day = calendar.day_of(item.due_at)
    assert item.due_at == calendar.morning(day), item
    assert calendar.is_working(day, own=BY_KIND[item.kind].own), f"{item.kind} is due on {day}"


def check_recipients(item: Item, calendar: Calendar, policy: DuePolicy) -> None:
    assert (item.recipients is None) is (item.kind not in {"share_news", "approach"})
    if item.recipients is None:
        return
    assert calendar.is_working(calendar.day_of(item.due_at), own=True)
    most = policy["share_news_a_day" if item.kind == "share_news" else "approach_a_week"]
    assert 0 < item.recipients.left <= most
    assert 0 < len(item.recipients.people) <= most
    moments = [person.free_at for person in item.recipients.people]
    assert moments == sorted(moments)
    assert moments[0] == item.due_at or (item.kind == "approach" and moments[0] < item.due_at)


def test_no_date_zone_or_calendar_makes_a_rule_fail() -> None:
    seen: set[str] = set()

    @settings(max_examples=900)
    @given(world=worlds)
    def holds(world: tuple[ContactFacts, ReminderFacts, News, Reach, Calendar, DuePolicy]) -> None:
        facts, reminder, told, reach, calendar, policy = world
        conversation = read(facts, calendar=calendar, policy=policy)
        by_themselves = [*reminder_items(reminder, policy, calendar), *news_items(told, policy, calendar)]
        by_themselves += approach_items(reach, policy, calendar)
        items = [*items_about(conversation, policy), *by_themselves]
        for item in items:
            check(item, calendar)
            check_recipients(item, calendar, policy)
            assert item.because
        assert len({item.id for item in items}) == len(items)
        again = [*items_about(read(facts, calendar=calendar, policy=policy), policy), *by_themselves]
        assert again == items, "the same facts, the same items"
        assert contact_state(conversation, policy, items)
        seen.update(item.kind for item in items)

    holds()
    assert seen == set(BY_KIND), "every rule took part"


# Due at an hour of its own, or counted by its finder.
AT_OTHER_MOMENTS = {
    "rebook",
    "prepare",
    "keep_promise",
    "debrief",
    "thank_you",
    "fix_delivery",
    "reminder",
    "share_news",
}


def test_every_rule_and_number_takes_part() -> None:
    kinds = {rule.kind for rule in RULES}
    assert kinds == ON_WORKING_DAYS | AT_OTHER_MOMENTS, "a new rule is in one of the two"
    assert set(EXPLAINED) == {*NUMBERS, "widen_on"}


def test_the_day_that_samoa_left_out_is_no_working_day() -> None:
    apia = calendar_of(
        zone="Pacific/Apia",
        day_starts_at="08:00",
        weekend=["saturday", "sunday"],
        country=None,
        subdivision=None,
        closed=[],
        away=[],
    )
    assert apia.zone == ZoneInfo("Pacific/Apia")
    assert apia.working_day(1, date(2011, 12, 29)) == date(2012, 1, 2)
