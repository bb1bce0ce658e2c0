"""Whom to write to for a first time: a few a week, the oldest first, and not for ever."""

from dataclasses import replace
from datetime import date
from uuid import uuid5

from api.method.conversation.calendar import Calendar
from api.method.conversation.facts import Candidate, Reach
from api.method.due.approaching import approach_items
from api.method.due.contact_state import contact_state
from api.method.due.items import Item
from api.method.due.policy import policy_of
from api.method.due.table import items_about
from tests.method.due.facts import (
    ANA,
    PLAIN,
    SPACE,
    STANDARD,
    about,
    at,
    bounced,
    came,
    drafted,
    heard,
    introduction,
    met,
    promised,
    read,
    talked,
    times,
    wrote,
)

SUNDAY = "2026-03-01 15:00"


def listed(*names: str, since: str = SUNDAY, **more: object) -> list[Candidate]:
    return [Candidate(uuid5(SPACE, name), name, at(since), **more) for name in names]


def asked(
    *people: Candidate, moved: str = SUNDAY, written: tuple[str, ...] = (), calendar: Calendar = PLAIN, **policy: int
) -> list[Item]:
    reach = Reach(ANA, people, at(moved), [at(moment) for moment in written])
    return list(approach_items(reach, policy_of(policy), calendar))


def names(item: Item) -> list[str]:
    assert item.recipients
    return [person.full_name for person in item.recipients.people]


def test_twelve_who_were_added_on_sunday_are_asked_about_on_monday_three_a_week() -> None:
    items = asked(*listed(*"ABCDEFGHIJKL"))
    assert times(items[0]) == ("2026-03-02 08:00", "2026-03-07 00:00", None, "2026-03-09 00:00")
    assert [names(item) for item in items] == [["A", "B", "C"]] * len(items)
    assert len(items) == 8, "the week in which they were added is over; eight follow"
    assert len({item.id for item in items}) == 8
    assert {reason.fact for item in items for reason in item.because} == {"week"}


def test_first_messages_of_the_week_to_anybody_count() -> None:
    people = listed("A", "B", "C", "D")
    first, second = asked(*people, moved="2026-03-03 10:00", written=("2026-03-02 09:00", "2026-03-03 10:00"))[:2]
    assert (names(first), names(second)) == (["A"], ["A", "B", "C"])
    done = asked(
        *people, moved="2026-03-04 10:00", written=("2026-03-02 09:00", "2026-03-03 10:00", "2026-03-04 10:00")
    )
    assert times(done[0])[0] == "2026-03-09 08:00", "this week is done"


def test_who_was_added_in_the_week_is_asked_about_on_the_next_working_day() -> None:
    assert times(asked(*listed("A", since="2026-03-04 15:00"), moved="2026-03-04 15:00")[0])[0] == "2026-03-05 08:00"
    friday = asked(*listed("A", since="2026-03-06 15:00"), moved="2026-03-06 15:00")
    assert times(friday[0])[0] == "2026-03-09 08:00"


def test_it_falls_silent_some_weeks_after_the_list_last_changed_and_speaks_again_when_it_does() -> None:
    assert times(asked(*listed("A"))[-1])[0] == "2026-04-20 08:00"
    assert times(asked(*listed("A"), moved="2026-06-03 10:00")[-1])[0] == "2026-07-27 08:00"
    assert asked(*listed("A"), approach_a_week=0) == []
    assert asked() == []


def test_the_week_is_the_calendar_s_and_one_without_a_working_day_asks_nothing() -> None:
    riyadh = replace(PLAIN, weekend=frozenset({4, 5}))
    assert riyadh.week_of(date(2026, 3, 4)) == (date(2026, 3, 1), date(2026, 3, 7))
    assert PLAIN.week_of(date(2026, 3, 1)) == (date(2026, 2, 23), date(2026, 3, 1))
    assert replace(PLAIN, weekend=frozenset()).week_of(date(2026, 3, 4)) == (date(2026, 3, 2), date(2026, 3, 8))
    closed = replace(PLAIN, closed=[(date(2026, 3, 2), date(2026, 3, 10))])
    assert times(asked(*listed("A"), calendar=closed)[0])[0] == "2026-03-11 08:00"


def test_who_is_free_later_is_named_later() -> None:
    soon, later = listed("A"), listed("B", since="2026-03-12 00:00")
    items = asked(*soon, *later)
    assert [names(item) for item in items[:2]] == [["A"], ["A", "B"]]


def candidate(*facts: object, **more: object) -> str | None:
    """From when on Ana may be approached."""
    conversation = read(about(*facts, **more))
    found = contact_state(conversation, STANDARD, items_about(conversation, STANDARD))["approach_from"]
    return found and f"{found:%Y-%m-%d %H:%M}"


def test_who_is_on_the_list() -> None:
    added = "2026-01-05 10:00"
    assert candidate() == added
    assert candidate(approach=False) is None
    assert candidate(keep_in_touch=True) is None
    assert candidate(keep_in_touch=True, approach=True) is not None, "somebody said so"
    for silent in ({"archived": True}, {"silenced": True}, {"declined_at": at(added)}):
        assert candidate(**silent) is None
    for said in (wrote(added), heard(added), talked(added), wrote(added, copied=True)):
        assert candidate(said) is None
    assert candidate(met("2026-03-12 15:00", "2026-03-02 10:00")) is None
    assert candidate(came("advice", "2026-01-06")) is None, "they gave advice: the two have spoken"
    assert candidate(introduction("planned", added)) is None, "they are to introduce the member to somebody"


def test_what_else_is_left_about_them_comes_first() -> None:
    assert candidate(
        introduction("introduced", "2026-01-06 10:00", by=SPACE, to=ANA, introduced_at="2026-01-07 10:00")
    ) == ("2026-03-08 08:00"), "written to because of that, or after it lapsed"
    for fact in (
        introduction("planned", "2026-01-06 10:00", by=SPACE, to=ANA),
        promised("me", "2026-02-02"),
        bounced("2026-01-06 10:00"),
    ):
        assert candidate(fact) > "2026-01-31", fact
    assert candidate(drafted("2026-01-06 10:00", "request")) == "2026-01-05 10:00", "a draft keeps its place"
    deferred = {"deferred_at": at("2026-01-06 10:00"), "deferred_until": date(2026, 5, 2)}
    assert candidate(**deferred) == "2026-07-01 08:00", "they are asked again from that day on"
