"""Reminders: when they come, what ends them, and what is refused."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.method.conversation.recurrence import MOST, checked, come_by, occurrences
from tests.client import Client, Json, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact, due

FIRST = datetime(2026, 1, 31, 14, tzinfo=UTC)


def days(rule: str, zone: str = "UTC") -> list[str]:
    return [f"{moment:%Y-%m-%d}" for moment in occurrences(FIRST, zone, checked(rule))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["2026-01-31", "2026-02-01", "2026-02-02"]),
        ("rrule:freq=weekly;count=2", ["2026-01-31", "2026-02-07"]),
        ("FREQ=MONTHLY;COUNT=3", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=2", ["2026-02-02", "2026-03-02"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-02-27", "2026-03-31"]),
        ("FREQ=WEEKLY;UNTIL=20260214", ["2026-01-31", "2026-02-07", "2026-02-14"]),
        ("FREQ=WEEKLY;UNTIL=20260214T135959Z", ["2026-01-31", "2026-02-07"]),
        ("FREQ=YEARLY", [f"{year}-01-31" for year in range(2026, 2032)]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29"]),
        ("FREQ=YEARLY;INTERVAL=9", ["2026-01-31"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", []),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", []),
        ("FREQ=WEEKLY;", [f"{FIRST + timedelta(weeks=week):%Y-%m-%d}" for week in range(261)]),
        ("FREQ=YEARLY;UNTIL=99991231T235959Z", [f"{year}-01-31" for year in range(2026, 2032)]),
        ("FREQ=YEARLY;UNTIL=00010101T000000Z", []),
    ],
)
def test_a_rule_comes_on_these_days(rule: str, expected: list[str]) -> None:
    assert days(rule) == expected


def test_it_keeps_its_time_of_day_where_clocks_change() -> None:
    times = occurrences(datetime(2026, 3, 7, 7, 30, tzinfo=UTC), "America/New_York", "FREQ=DAILY;COUNT=4")
    assert [f"{moment:%d %H:%M}" for moment in times] == ["07 07:30", "08 07:30", "09 06:30", "10 06:30"]
    local = [moment.astimezone(ZoneInfo("America/New_York")) for moment in times]
    assert [f"{moment:%H:%M}" for moment in local] == ["02:30", "03:30", "02:30", "02:30"], (
        "02:30 is skipped on the 8th"
    )


def test_five_years_are_the_most_and_four_hundred_times() -> None:
    assert len(days("FREQ=DAILY;COUNT=9999")) == len(days("FREQ=DAILY")) == MOST == 400
    assert len(days("FREQ=MONTHLY;BYMONTHDAY=1")) == 5 * 12


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "daily",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=1000",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=3;UNTIL=20260214",
        "FREQ=DAILY;UNTIL=2026-02-14",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYEASTER=1",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 99),
        "FREQ=DAILY;UNTIL=20261399",
        "FREQ=DAILY\nDTSTART:20260101T000000Z",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=MONTHLY;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=9MO",
        "FREQ=YEARLY;BYDAY=60MO",
        "FREQ=YEARLY;BYMONTH=1;BYDAY=9MO",
        "FREQ=YEARLY;BYMONTH=13;BYDAY=1MO",
        "FREQ=YEARLY;BYMONTH=-1;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYWEEKNO=13",
    ],
)
def test_other_rules_are_refused_with_what_would_be_right(rule: str) -> None:
    with pytest.raises(ValueError, match=r"this|FREQ|INTERVAL|COUNT|UNTIL|BY[A-Z]+|part|rule|number"):
        checked(rule)


RULES = st.builds(
    lambda freq, more: ";".join([f"FREQ={freq}", *more]),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.lists(
        st.sampled_from(
            [
                "INTERVAL=2",
                "INTERVAL=999",
                "COUNT=7",
                "BYDAY=MO,-1FR",
                "BYMONTH=2,12",
                "BYMONTHDAY=-1,30",
                "BYWEEKNO=53",
                "BYYEARDAY=366",
                "BYSETPOS=1,-1",
                "WKST=SU",
                "UNTIL=20270101T000000Z",
                "UNTIL=19990101",
            ]
        ),
        unique_by=lambda part: part.partition("=")[0],
    ),
)


@given(
    rule=RULES,
    first=st.datetimes(datetime(1901, 1, 1), datetime(2194, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (bounds)
    zone=st.sampled_from(sorted(available_timezones())),
)
def test_no_rule_takes_long_goes_backwards_or_comes_twice_a_day(rule: str, first: datetime, zone: str) -> None:
    began = time.process_time()
    try:
        times = occurrences(first, zone, checked(rule))
    except ValueError:
        return
    assert time.process_time() - began < 2
    assert list(times) == sorted(set(times))
    assert len(times) <= MOST
    assert all(first <= moment for moment in times)
    if times:
        assert come_by(times, times[-1]) == times[-1]


async def reminder(me: Client, **more: object) -> Json:
    return await me.make("/reminders", {"text": "Look for news", "remind_at": "2026-03-05T09:00:00Z", **more})


async def test_once_or_again_and_again(office: Office, clock: Clock) -> None:
    me = await office.member(zone="America/New_York")
    once = await reminder(me)
    assert (once["next_at"], once["last_at"], once["time_zone"]) == (once["remind_at"],) * 2 + ("America/New_York",)
    weekly = await reminder(me, rrule="FREQ=WEEKLY;COUNT=3", time_zone="Europe/Berlin")
    assert (weekly["next_at"], weekly["last_at"]) == ("2026-03-05T09:00:00Z", "2026-03-19T09:00:00Z")
    clock.set("2026-03-13T10:00:00+00:00")
    done = await me.do(f"/reminders/{weekly['id']}/done")
    assert (done["done_through"], done["next_at"]) == ("2026-03-12T09:00:00Z", "2026-03-19T09:00:00Z")
    again = await me.do(f"/reminders/{weekly['id']}/done", {"occurrence": "2026-03-12T09:00:00Z"})
    assert again == done, "done twice is done once"
    assert await me.do(f"/reminders/{weekly['id']}/done") == done, "the next one has not come yet"
    last = await me.do(f"/reminders/{weekly['id']}/done", {"occurrence": "2026-03-19T09:00:00Z"})
    assert last["next_at"] is None
    assert [moment["id"] for moment in await me.everything("/reminders?done=false")] == [once["id"]]
    assert [moment["id"] for moment in await me.everything("/reminders?done=true")] == [weekly["id"]]
    over = await me.change(f"/reminders/{weekly['id']}", {"rrule": "FREQ=MONTHLY"})
    assert (over["done_through"], over["next_at"]) == (None, "2026-03-05T09:00:00Z")


async def test_a_reminder_that_has_not_come_is_done_ahead_only_by_name(me: Client, clock: Clock) -> None:
    weekly = await reminder(me, rrule="FREQ=WEEKLY")
    assert (await me.post(f"/reminders/{weekly['id']}/done")).status_code == 409
    once = await reminder(me)
    assert (await me.do(f"/reminders/{once['id']}/done"))["next_at"] is None
    moved = await me.change(f"/reminders/{once['id']}", {"time_zone": "Asia/Tokyo"})
    assert moved["next_at"] is None, "its only time is the same"


def test_it_begins_with_the_very_first_time_where_clocks_are_put_back() -> None:
    first = datetime(2026, 11, 1, 6, 30, 0, 900, tzinfo=UTC)
    times = occurrences(first, "America/New_York", "FREQ=DAILY;COUNT=2")
    assert times == (first, datetime(2026, 11, 2, 6, 30, tzinfo=UTC))


async def test_it_can_be_deleted_and_restored(me: Client, clock: Clock) -> None:
    made = await reminder(me)
    assert (await me.delete(f"/reminders/{made['id']}")).status_code == 204
    assert (await me.get(f"/reminders/{made['id']}")).status_code == 404
    assert (await me.read("/due?within=P7D"))["items"] == []
    await me.do(f"/reminders/{made['id']}/restore")
    assert len((await me.read("/due?within=P7D"))["items"]) == 1


async def test_it_can_move_from_one_contact_to_another_and_to_none(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana", approach=False), await contact(me, "Ben", approach=False)
    made = await reminder(me, contact_id=ana["id"])
    for about in (ben["id"], None, ana["id"]):
        await me.change(f"/reminders/{made['id']}", {"contact_id": about})
        (item,) = (await me.read("/due?within=P7D"))["items"]
        assert (item["contact"] and item["contact"]["id"]) == about


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"text": ""}, "/text"),
        ({"text": "x" * 201}, "/text"),
        ({"remind_at": "2026-03-05"}, "/remind_at"),
        ({"rrule": "FREQ=HOURLY"}, "/rrule"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "/rrule"),
        ({"rrule": "FREQ=DAILY;UNTIL=20200101"}, "/rrule"),
        ({"time_zone": "Mars"}, "/time_zone"),
        ({"contact_id": "00000000-0000-7000-8000-000000000000"}, "/contact_id"),
    ],
)
async def test_what_makes_no_sense_is_refused(me: Client, body: Json, at: str) -> None:
    whole = {"text": "Look for news", "remind_at": "2026-03-05T09:00:00Z"}
    answer = await me.post("/reminders", {**whole, **body})
    assert answer.status_code == 422
    assert set(errors_of(answer)) == {at}
    made = await me.make("/reminders", whole)
    assert (await me.patch(f"/reminders/{made['id']}", body)).status_code == 422
    assert await me.read(f"/reminders/{made['id']}") == made


async def test_a_time_at_which_it_does_not_come_cannot_be_done(me: Client) -> None:
    made = await reminder(me, rrule="FREQ=WEEKLY")
    answer = await me.post(f"/reminders/{made['id']}/done", {"occurrence": "2026-03-06T09:00:00Z"})
    assert (answer.status_code, set(errors_of(answer))) == (422, {"/occurrence"})


async def test_a_decision_ends_with_the_time_it_was_about(me: Client, clock: Clock) -> None:
    reminder = await me.make("/reminders", {"text": "Call", "remind_at": "2026-03-02T14:00:00Z"})
    (item,) = (await due(me)).values()
    await me.do(f"/due/{item['id']}/snooze", {"for": "P2D"})
    assert await due(me) == {}
    await me.delete(f"/reminders/{reminder['id']}")
    await me.do(f"/reminders/{reminder['id']}/restore")
    (again,) = (await due(me)).values()
    assert (again["id"], again["snoozed_until"]) == (item["id"], None)


async def test_very_many_reminders_are_computed_in_the_background(office: Office, clock: Clock) -> None:
    me = await office.member()
    for at in range(11):
        await me.make("/reminders", {"text": f"Call {at}", "remind_at": "2026-03-02T14:00:00Z"})
    before = {item["late_at"] for item in (await me.read("/due"))["items"]}
    await office.admin.change(f"/members/{office.made[-1]}", {"day_starts_at": "09:30"})
    assert {item["late_at"] for item in (await me.read("/due"))["items"]} == before
    await office.work()
    assert {item["late_at"] for item in (await me.read("/due"))["items"]} == {"2026-03-03T09:30:00Z"} != before
