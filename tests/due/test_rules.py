"""Every rule of the table: what opens it, its four times, and what settles it."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from api.due.calendar import Calendar
from api.due.rules import RULES
from tests.due.facts import PLAIN, about, at, decided, heard, met, talked, times, wrote

MONDAY = "2026-03-02 15:00"
MEETING = met("2026-03-12 15:00", "2026-03-02 15:00")

OPENS = {
    "reply": (
        about(heard(MONDAY)),
        ("2026-03-03 08:00", "2026-03-04 08:00", "2026-03-09 08:00", "2026-05-01 08:00"),
    ),
    "follow_up": (
        about(wrote(MONDAY)),
        ("2026-03-11 08:00", "2026-03-13 08:00", None, "2026-03-25 08:00"),
    ),
    "confirm": (
        about(MEETING),
        ("2026-03-11 08:00", "2026-03-12 13:00", None, "2026-03-12 15:00"),
    ),
    "debrief": (
        about(MEETING),
        ("2026-03-12 15:30", "2026-03-14 00:00", "2026-03-17 08:00", "2026-04-11 08:00"),
    ),
    "thank_you": (
        about(MEETING),
        ("2026-03-12 16:30", "2026-03-13 15:30", "2026-03-17 08:00", "2026-04-11 08:00"),
    ),
    "update": (
        about(MEETING, wrote("2026-03-12 17:00", "thank_you")),
        ("2026-06-12 08:00", "2026-06-26 08:00", None, "2027-03-12 08:00"),
    ),
}


def test_the_table_of_cases_covers_the_table_of_rules() -> None:
    assert set(OPENS) == {rule.kind for rule in RULES}


@pytest.mark.parametrize("kind", OPENS)
def test_a_rule_opens_with_its_four_times(kind: str) -> None:
    facts, expected = OPENS[kind]
    (item,) = decided(facts)[kind]
    assert times(item) == expected
    assert item.because, "every item says why"


LATER = "2026-03-04 10:00"
CONFIRMED = replace(MEETING, confirmed_for=MEETING.starts_at)
DONE = replace(MEETING, status="completed", completed_at=MEETING.scheduled_end, has_takeaways=True)
CANCELED = replace(MEETING, status="canceled", called_off_at=at(LATER))
MISSED = replace(MEETING, status="no_show", called_off_at=at("2026-03-12 15:20"))
THANKS = wrote("2026-03-12 17:00", "thank_you")
CONFIRMATION = wrote("2026-03-11 09:00", "confirmation")

SETTLED = [
    ("reply", "a message to them", about(heard(MONDAY), wrote(LATER, "reply", expects_answer=False))),
    ("reply", "a talk", about(heard(MONDAY), talked(LATER))),
    ("reply", "a meeting set", about(heard(MONDAY), met("2026-03-12 15:00", LATER))),
    ("reply", "their message was an automatic answer", about(heard(MONDAY, auto_reply=True))),
    ("reply", "somebody said it expects none", about(heard(MONDAY, expects_answer=False))),
    ("reply", "it answers thanks", about(wrote("2026-03-02 09:00", "thank_you"), heard(MONDAY))),
    ("reply", "it answers an update", about(wrote("2026-03-02 09:00", "update"), heard(MONDAY))),
    ("follow_up", "an answer", about(wrote(MONDAY), heard(LATER))),
    ("follow_up", "a talk", about(wrote(MONDAY), talked(LATER))),
    ("follow_up", "a meeting set", about(wrote(MONDAY), met("2026-03-12 15:00", LATER))),
    ("follow_up", "the follow-up", about(wrote(MONDAY), wrote("2026-03-11 10:00", "follow_up"))),
    ("follow_up", "deferral", about(wrote(MONDAY), deferred_at=at(LATER), deferred_until=date(2026, 5, 1))),
    ("follow_up", "decline", about(wrote(MONDAY), declined_at=at(LATER))),
    ("confirm", "confirmed", about(CONFIRMED)),
    ("confirm", "a confirmation sent", about(replace(MEETING, confirmations=[CONFIRMATION]), CONFIRMATION)),
    ("confirm", "canceled", about(CANCELED)),
    ("confirm", "completed", about(DONE)),
    ("confirm", "set too shortly before", about(met("2026-03-03 09:00", "2026-03-02 18:00"))),
    ("debrief", "completed with takeaways", about(DONE)),
    ("debrief", "canceled", about(CANCELED)),
    ("debrief", "no-show", about(MISSED)),
    ("thank_you", "thanks after its start", about(MEETING, THANKS)),
    (
        "thank_you",
        "thanks for that interview, whenever",
        about(MEETING, wrote(LATER, "other", also=frozenset({"thank_you"}), interview_id=MEETING.id)),
    ),
    ("thank_you", "canceled", about(CANCELED)),
    ("thank_you", "no-show", about(MISSED)),
    ("update", "they declined", about(MEETING, THANKS, declined_at=at("2026-03-20 10:00"))),
    ("update", "not to be kept in touch with", about(MEETING, THANKS, keep_in_touch=False)),
    ("update", "never met", about(wrote(MONDAY), heard(LATER))),
]


@pytest.mark.parametrize(("kind", "how", "facts"), SETTLED, ids=[f"{kind}: {how}" for kind, how, _ in SETTLED])
def test_a_rule_is_settled(kind: str, how: str, facts: object) -> None:
    assert kind not in decided(facts), how


def test_an_automatic_answer_leaves_the_approach_unanswered() -> None:
    assert "follow_up" in decided(about(wrote(MONDAY), heard(LATER, auto_reply=True)))


def test_an_update_waits_until_the_touch_before_it_is_a_cadence_old() -> None:
    facts = about(MEETING, THANKS, wrote("2026-06-15 10:00", "update"))
    (item,) = decided(facts)["update"]
    assert times(item)[0] == "2026-09-15 08:00"


def test_an_update_waits_until_what_else_is_open_has_lapsed() -> None:
    facts = about(MEETING, THANKS, heard("2026-03-13 10:00", expects_answer=True), cadence="P2W")
    (reply,) = decided(facts)["reply"]
    (update,) = decided(facts)["update"]
    assert update.due_at >= reply.expires_at


@pytest.mark.parametrize("told", [True, None])
def test_somebody_to_keep_in_touch_with_gets_updates_once_met_or_when_told(told: bool | None) -> None:
    assert ("update" in decided(about(keep_in_touch=told))) is (told is True)
    assert "update" in decided(about(MEETING, THANKS, keep_in_touch=told))


def test_a_new_start_asks_for_a_confirmation_anew() -> None:
    moved = replace(CONFIRMED, starts_at=at("2026-03-13 15:00"), scheduled_end=at("2026-03-13 15:30"))
    (before,), (after,) = decided(about(MEETING))["confirm"], decided(about(moved))["confirm"]
    assert before.id != after.id


def test_one_note_of_thanks_settles_every_earlier_meeting() -> None:
    earlier = met("2026-03-05 15:00", "2026-03-02 15:00")
    assert len(decided(about(earlier, MEETING))["thank_you"]) == 2
    assert "thank_you" not in decided(about(earlier, MEETING, THANKS))


def test_what_is_logged_long_after_it_happened_is_never_flagged() -> None:
    late = replace(MEETING, logged_at=at("2026-03-20 10:00"))
    items = decided(about(late))
    assert [items[kind][0].flagged_at for kind in ("debrief", "thank_you")] == [None, None]
    assert decided(about(heard(MONDAY, logged_at=at("2026-03-20 10:00"))))["reply"][0].flagged_at is None


def test_who_is_silenced_or_archived_has_nothing_due() -> None:
    assert decided(about(MEETING, heard(MONDAY), silenced=True)) == {}
    assert decided(about(MEETING, heard(MONDAY), archived=True)) == {}


def test_an_item_keeps_its_id_until_another_fact_calls_for_it() -> None:
    def update_id(*facts: object) -> object:
        return decided(about(MEETING, THANKS, *facts))["update"][0].id

    assert update_id() == update_id()
    assert update_id() != update_id(wrote("2026-06-15 10:00", "update"))


def test_only_what_the_member_starts_waits_for_closed_and_away_periods() -> None:
    closed = replace(PLAIN, closed=[(date(2026, 3, 3), date(2026, 3, 20))])
    assert times(decided(about(wrote(MONDAY)), calendar=closed)["follow_up"][0])[0] == "2026-03-31 08:00"
    assert times(decided(about(heard(MONDAY)), calendar=closed)["reply"][0])[0] == "2026-03-03 08:00"


def test_holidays_and_another_weekend_are_no_working_days_for_any_rule() -> None:
    calendar = Calendar(
        zone=ZoneInfo("Asia/Riyadh"),
        day_starts_at=time(9),
        weekend=frozenset({4, 5}),
        holidays={date(2026, 3, 3): "A holiday"},
        closed=(),
        away=(),
    )
    assert times(decided(about(heard(MONDAY)), calendar=calendar)["reply"][0])[0] == "2026-03-04 06:00"


def test_a_meeting_ahead_makes_waiting_for_an_answer_moot_once_it_begins() -> None:
    ahead = met("2026-03-12 15:00", "2026-02-27 10:00")
    (item,) = decided(about(ahead, wrote(MONDAY, "arrangement")))["follow_up"]
    assert item.expires_at == ahead.starts_at
