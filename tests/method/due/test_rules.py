"""Every rule of the table: what opens it, its four times, and what settles it."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid5
from zoneinfo import ZoneInfo

import pytest

from api.method.conversation.calendar import Calendar
from api.method.due.actions import OpenItem
from api.method.due.contact_state import contact_state
from api.method.due.items import Item
from api.method.due.numbers import DuePolicy, months
from api.method.due.policy import IN_ORDER, is_in_order, policy_of
from api.method.due.table import BY_KIND, RULES
from tests.method.due.facts import (
    ANA,
    PLAIN,
    SPACE,
    STANDARD,
    about,
    at,
    bounced,
    came,
    comes,
    decided,
    drafted,
    heard,
    introduction,
    known,
    met,
    news,
    promised,
    proposed,
    read,
    reminded,
    shared,
    talked,
    times,
    wrote,
)

MONDAY = "2026-03-02 15:00"
DEFERRED = "2026-03-03 12:00"
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
    "prepare": (
        about(replace(MEETING, questions=2)),
        ("2026-03-09 08:00", "2026-03-11 08:00", None, "2026-03-12 15:00"),
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
    "widen": (
        about(wrote(MONDAY)),
        ("2026-03-05 08:00", "2026-03-09 08:00", None, "2026-03-16 08:00"),
    ),
    "schedule": (
        about(proposed(MONDAY)),
        ("2026-03-05 08:00", "2026-03-09 08:00", None, "2026-05-01 08:00"),
    ),
    "rebook": (
        about(replace(MEETING, status="canceled", called_off_at=at("2026-03-04 10:00"), called_off_by="them")),
        ("2026-03-05 08:00", "2026-03-09 08:00", None, "2026-04-03 08:00"),
    ),
    "ask_again": (
        about(wrote(MONDAY), heard("2026-03-03 10:00"), deferred_at=at(DEFERRED), deferred_until=date(2026, 5, 2)),
        ("2026-05-04 08:00", "2026-05-07 08:00", None, "2026-07-01 08:00"),
    ),
    "fix_delivery": (
        about(bounced("2026-03-06 15:00")),
        ("2026-03-06 15:00", "2026-03-09 08:00", None, "2026-05-05 08:00"),
    ),
    "finish_draft": (
        about(drafted(MONDAY, "request")),
        ("2026-03-04 08:00", "2026-03-09 08:00", None, "2026-04-01 08:00"),
    ),
}
BEN = uuid5(SPACE, "Ben")
INTRODUCED = {"introduced_at": "2026-03-04 10:00"}
OPENS |= {
    "ask_introduction": (
        about(introduction("planned", MONDAY)),
        ("2026-03-03 08:00", "2026-03-05 08:00", None, "2026-05-01 08:00"),
    ),
    "chase_introduction": (
        about(introduction("requested", MONDAY, requested_at=MONDAY)),
        ("2026-03-11 08:00", "2026-03-13 08:00", None, "2026-03-25 08:00"),
    ),
    "use_introduction": (
        about(introduction("introduced", MONDAY, by=BEN, to=ANA, **INTRODUCED)),
        ("2026-03-05 08:00", "2026-03-06 08:00", "2026-03-11 08:00", "2026-05-03 08:00"),
    ),
    "report_back": (
        about(came("advice", "2026-02-02", used_on="2026-03-02")),
        ("2026-03-09 08:00", "2026-03-16 08:00", None, "2026-05-01 08:00"),
    ),
    "pursue_referral": (
        about(came("referral", "2026-03-02", by=BEN, to=ANA)),
        ("2026-03-04 08:00", "2026-03-06 08:00", None, "2026-05-01 08:00"),
    ),
    "keep_promise": (
        about(promised("me", "2026-03-09")),
        ("2026-03-06 08:00", "2026-03-10 00:00", None, "2026-05-08 08:00"),
    ),
    "thank_introducer": (
        about(introduction("introduced", MONDAY, **INTRODUCED)),
        ("2026-03-06 08:00", "2026-03-10 08:00", None, "2026-04-03 08:00"),
    ),
}
WIDE = policy_of({"widen_on": True})
# They come of something else than a contact's facts, and have tests of their own.
BY_THEMSELVES = {"reminder", "share_news", "approach"}


def test_the_table_of_cases_covers_the_table_of_rules() -> None:
    missing = {rule.kind for rule in RULES} - {*OPENS, *BY_THEMSELVES}
    assert not missing, "give a new rule its facts and its four times in OPENS, and what settles it in SETTLED"
    assert {*OPENS, *BY_THEMSELVES} == {rule.kind for rule in RULES}


def test_the_default_numbers_of_a_rule_are_in_order() -> None:
    for earlier, later in IN_ORDER:
        assert is_in_order(earlier, later, STANDARD), (
            f"{later} would come before {earlier}: all numbers of a rule count from what opens its items. Where one time "
            f"counts from another, the finder gives `Times`, and the rule `when` and `order`, as in UPDATE."
        )


@pytest.mark.parametrize("kind", OPENS)
def test_a_rule_opens_with_its_four_times(kind: str) -> None:
    facts, expected = OPENS[kind]
    (item,) = decided(facts, policy=WIDE)[kind]
    assert times(item) == expected
    assert item.because, "every item says why"


LATER = "2026-03-04 10:00"
CONFIRMED = replace(MEETING, confirmed_for=MEETING.starts_at)
DONE = replace(MEETING, status="completed", completed_at=MEETING.scheduled_end, has_takeaways=True)
CANCELED = replace(MEETING, status="canceled", called_off_at=at(LATER))
MISSED = replace(MEETING, status="no_show", called_off_at=at("2026-03-12 15:20"))
THANKS = wrote("2026-03-12 17:00", "thank_you")
CONFIRMATION = wrote("2026-03-11 09:00", "confirmation")

ASK_LATER = {"deferred_at": at(DEFERRED), "deferred_until": date(2026, 5, 2)}

SETTLED = [
    (
        "follow_up",
        "an introduction that it asked for is under way",
        about(introduction("requested", MONDAY, requested_at=MONDAY), wrote(MONDAY, "introduction_request")),
    ),
    (
        "widen",
        "an introduction that it asked for is under way",
        about(introduction("requested", MONDAY, requested_at=MONDAY), wrote(MONDAY, "introduction_request")),
    ),
    (
        "report_back",
        "a message to them",
        about(came("advice", "2026-02-02", used_on="2026-03-02"), wrote(LATER, "update")),
    ),
    ("report_back", "it was no advice", about(came("offer", "2026-02-02", used_on="2026-03-02"))),
    ("pursue_referral", "a message to them", about(came("referral", "2026-03-02", by=BEN, to=ANA), wrote(LATER))),
    (
        "pursue_referral",
        "a meeting",
        about(came("referral", "2026-03-02", by=BEN, to=ANA), met("2026-03-12 15:00", LATER)),
    ),
    (
        "pursue_referral",
        "an introduction",
        about(came("referral", "2026-03-02", by=BEN, to=ANA), introduction("planned", LATER, by=BEN, to=ANA)),
    ),
    ("keep_promise", "they are not to be contacted", about(promised("me", "2026-03-09"), silenced=True)),
    ("ask_introduction", "having asked", about(introduction("requested", MONDAY, requested_at=LATER))),
    ("ask_introduction", "giving it up", about(introduction("closed", MONDAY))),
    ("ask_introduction", "writing to the other", about(introduction("planned", MONDAY, target=about(wrote(LATER))))),
    ("ask_introduction", "meeting the other", about(introduction("planned", MONDAY, target=about(met(LATER, LATER))))),
    (
        "ask_introduction",
        "the other is not to be contacted",
        about(introduction("planned", MONDAY, target=about(silenced=True))),
    ),
    (
        "chase_introduction",
        "one reminder",
        about(introduction("requested", MONDAY, requested_at=MONDAY), wrote(LATER, "follow_up")),
    ),
    (
        "chase_introduction",
        "the other wrote",
        about(introduction("agreed", MONDAY, agreed_at=MONDAY, target=about(heard(LATER)))),
    ),
    ("chase_introduction", "a no", about(introduction("declined", MONDAY, requested_at=MONDAY))),
    (
        "chase_introduction",
        "a follow-up asks for it",
        about(introduction("requested", MONDAY, requested_at=MONDAY), wrote(MONDAY)),
    ),
    (
        "use_introduction",
        "a message to them",
        about(introduction("introduced", MONDAY, by=BEN, to=ANA, **INTRODUCED), wrote("2026-03-04 11:00")),
    ),
    (
        "use_introduction",
        "a meeting that is set",
        about(
            introduction("introduced", MONDAY, by=BEN, to=ANA, **INTRODUCED),
            met("2026-03-12 15:00", "2026-03-04 12:00"),
        ),
    ),
    (
        "thank_introducer",
        "any message since",
        about(introduction("introduced", MONDAY, **INTRODUCED), wrote("2026-03-04 11:00", "update")),
    ),
    ("prepare", "questions and a research note", about(MEETING)),
    (
        "prepare",
        "called off",
        about(replace(MEETING, questions=0, status="canceled", called_off_at=at("2026-03-04 10:00"))),
    ),
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
    ("widen", "they said a word, ever", about(heard("2025-01-07 10:00", auto_reply=False), wrote(MONDAY))),
    ("widen", "a message to someone else there", about(wrote(MONDAY), colleagues_written_at=at("2026-03-04 09:00"))),
    (
        "widen",
        "a message to someone else there, on the same day",
        about(wrote(MONDAY), colleagues_written_on=date(2026, 3, 2)),
    ),
    ("widen", "no employer", about(wrote(MONDAY), has_employer=False)),
    ("widen", "decline", about(wrote(MONDAY), declined_at=at(LATER))),
    ("widen", "deferral", about(wrote(MONDAY), deferred_at=at(LATER), deferred_until=date(2026, 5, 1))),
    ("schedule", "scheduled", about(MEETING)),
    ("schedule", "canceled", about(proposed(MONDAY, status="canceled", called_off_at=at(LATER)))),
    ("schedule", "decline", about(proposed(MONDAY), declined_at=at(LATER))),
    ("rebook", "a message to them", about(CANCELED, wrote("2026-03-04 11:00", "other"))),
    ("rebook", "a talk", about(CANCELED, talked("2026-03-04 11:00"))),
    ("rebook", "a new interview", about(CANCELED, met("2026-03-20 15:00", "2026-03-05 10:00"))),
    (
        "rebook",
        "a new interview set before the old one was called off",
        about(CANCELED, met("2026-03-20 15:00", MONDAY)),
    ),
    ("rebook", "a new interview proposed", about(CANCELED, proposed("2026-03-05 10:00"))),
    ("rebook", "decline", about(CANCELED, declined_at=at("2026-03-04 12:00"))),
    ("rebook", "deferral", about(CANCELED, deferred_at=at("2026-03-04 12:00"), deferred_until=date(2026, 5, 1))),
    ("rebook", "a message after the meeting that was missed", about(MISSED, wrote("2026-03-12 15:40", "reply"))),
    ("ask_again", "a message on that day", about(wrote("2026-05-02", "update"), **ASK_LATER)),
    ("ask_again", "a word of theirs since that day", about(heard("2026-05-03 10:00"), **ASK_LATER)),
    (
        "ask_again",
        "an answer to a request before that day",
        about(wrote("2026-04-10 10:00"), heard("2026-04-12 10:00"), **ASK_LATER),
    ),
    ("ask_again", "asked just before that day, which is followed up", about(wrote("2026-04-29 10:00"), **ASK_LATER)),
    ("ask_again", "a meeting agreed", about(met("2026-04-10 15:00", "2026-03-09 10:00"), **ASK_LATER)),
    ("ask_again", "decline", about(declined_at=at("2026-03-20 10:00"), **ASK_LATER)),
    ("fix_delivery", "a message that was sent since", about(bounced(MONDAY), wrote(LATER))),
    ("fix_delivery", "a talk", about(bounced(MONDAY), talked(LATER))),
    ("fix_delivery", "sent again before the bounce came", about(bounced(LATER, MONDAY), wrote("2026-03-03 10:00"))),
    ("fix_delivery", "given up", about(bounced(LATER, MONDAY, status="canceled"))),
    ("fix_delivery", "an answer to it", about(bounced(MONDAY), heard(LATER, in_reply_to_id=bounced(MONDAY).id))),
    ("fix_delivery", "decline", about(bounced(MONDAY), declined_at=at(LATER))),
    ("finish_draft", "an open item points to it", about(heard("2026-02-27 10:00"), drafted(MONDAY, "reply"))),
    (
        "rebook",
        "a message after the moment at which it was missed",
        about(replace(MISSED, called_off_at=at("2026-03-12 15:10")), wrote("2026-03-12 15:20", "reply")),
    ),
    (
        "widen",
        "a deferral, which is a word",
        about(wrote("2026-03-10 10:00"), deferred_at=at(LATER), deferred_until=date(2026, 3, 9)),
    ),
]


@pytest.mark.parametrize(("kind", "how", "facts"), SETTLED, ids=[f"{kind}: {how}" for kind, how, _ in SETTLED])
def test_a_rule_is_settled(kind: str, how: str, facts: object) -> None:
    assert kind not in decided(facts, policy=WIDE), how


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
    (item,) = decided(about(ahead, wrote(MONDAY, "arrangement", asks=True)))["follow_up"]
    assert item.expires_at == ahead.starts_at


def test_widening_is_off_unless_the_organization_wants_it() -> None:
    assert "widen" not in decided(about(wrote(MONDAY)))


def test_a_courtesy_after_a_deferral_neither_waits_for_an_answer_nor_asks_again() -> None:
    asked = (wrote(MONDAY), heard("2026-03-03 10:00"))
    polite = about(*asked, wrote("2026-03-03 15:00", "reply"), **ASK_LATER)
    assert set(decided(polite)) == {"ask_again"}
    explicit = about(*asked, wrote("2026-03-03 15:00", "reply", expects_answer=True), **ASK_LATER)
    assert set(decided(explicit)) == {"ask_again"}, "what would show before that day does not, and then they are asked"


def test_only_the_last_meeting_that_fell_through_is_rebooked() -> None:
    earlier = met("2026-03-06 15:00", MONDAY, status="canceled", called_off_at=at("2026-03-03 10:00"))
    (item,) = decided(about(earlier, CANCELED))["rebook"]
    assert item.subject_id == CANCELED.id
    assert "rebook" not in decided(about(CANCELED, DONE)), "they met after all"


@pytest.mark.parametrize(
    ("status", "by", "fact"),
    [
        ("canceled", "me", "you_called_off"),
        ("canceled", "them", "they_called_off"),
        ("no_show", "me", "you_missed"),
        ("no_show", "them", "they_missed"),
    ],
)
def test_rebooking_says_whose_turn_it_is_to_apologize(status: str, by: str, fact: str) -> None:
    off = replace(MEETING, status=status, called_off_at=at("2026-03-12 16:00"), called_off_by=by)
    (item,) = decided(about(off))["rebook"]
    assert [reason.fact for reason in item.because] == [fact]


def test_a_draft_is_named_by_what_it_would_settle_and_reminded_of_where_nothing_does() -> None:
    draft = drafted(LATER, "reply")
    (reply,) = decided(about(heard(MONDAY), draft))["reply"]
    assert reply.draft_id == draft.id
    news = drafted("2026-03-13 10:00", "update")
    items = decided(about(MEETING, THANKS, news))
    assert items["update"][0].draft_id == news.id
    (left,) = items["finish_draft"]
    assert left.expires_at <= items["update"][0].due_at, "from there on the update points to it"
    other = about(MEETING, drafted("2026-03-13 10:00", "thank_you", interview_id=met(MONDAY, MONDAY).id))
    assert decided(other)["thank_you"][0].draft_id is None


def test_a_resend_that_bounces_too_takes_the_place_of_the_first() -> None:
    first, second = bounced("2026-03-02 15:05", MONDAY), bounced("2026-03-04 10:05", LATER)
    assert [item.subject_id for item in decided(about(first, second))["fix_delivery"]] == [second.id]
    assert "fix_delivery" not in decided(about(first, replace(second, status="canceled")))


def test_after_a_deferral_an_approach_begins_anew() -> None:
    before = (wrote("2026-01-05 10:00"), wrote("2026-01-14 10:00", "follow_up"))
    deferral = {"deferred_at": at("2026-01-16 10:00"), "deferred_until": date(2026, 3, 2)}
    (item,) = decided(about(*before, wrote(MONDAY), **deferral))["follow_up"]
    assert times(item)[0] == "2026-03-11 08:00"
    state = contact_state(read(about(*before, wrote(MONDAY), **deferral)), STANDARD, [])
    assert state["no_response_from"] == item.expires_at, "not before it was followed up, or could have been"


def test_who_is_left_with_a_meeting_of_their_own_is_asked_for_a_new_time() -> None:
    group = replace(MEETING, lead_id=met(MONDAY, MONDAY).id, status="canceled", called_off_at=at("2026-03-04 12:00"))
    (item,) = decided(about(CANCELED, replace(group, id=met(MONDAY, MONDAY).id)))["rebook"]
    assert item.subject_id == CANCELED.id


def test_a_reminder_comes_again_at_the_same_time_of_day_and_the_next_takes_the_place_of_the_last() -> None:
    (once,) = comes(reminded("2026-03-07 17:30"))
    assert times(once) == ("2026-03-07 17:30", "2026-03-08 08:00", None, "2026-04-06 08:00")
    weekly = reminded("2026-03-02 14:00", "FREQ=WEEKLY;COUNT=3", zone="America/New_York")
    items = comes(weekly)
    assert [f"{item.due_at:%m-%d %H:%M}" for item in items] == ["03-02 14:00", "03-09 13:00", "03-16 13:00"]
    assert [f"{item.expires_at:%m-%d %H:%M}" for item in items] == ["03-09 13:00", "03-16 13:00", "04-15 08:00"]
    assert len({item.id for item in items}) == 3
    left = comes(replace(weekly, done_through=at("2026-03-09 13:00")))
    assert [item.id for item in left] == [items[2].id]
    assert comes(replace(weekly, is_open=False)) == []


def test_news_is_told_at_once_and_lapses_after_a_month() -> None:
    (item,) = shared(news("2026-03-02 15:00", known("Ana")))
    assert times(item) == ("2026-03-02 15:00", "2026-03-09 08:00", None, "2026-04-01 08:00")
    assert [reason.fact for reason in item.because] == ["news"]
    (sunday,) = shared(news("2026-03-01 15:00", known("Ana")))
    assert times(sunday)[0] == "2026-03-02 08:00"
    exams = replace(PLAIN, closed=[(date(2026, 3, 1), date(2026, 3, 6))])
    (later,) = shared(news("2026-03-02 15:00", known("Ana")), calendar=exams)
    assert times(later)[0] == "2026-03-09 08:00", "the member starts it, so exam weeks do not count"
    assert shared(news("2026-03-02 15:00")) == [], "all were told"


def test_news_names_five_a_day_and_nobody_who_was_in_touch_just_now() -> None:
    just_now, long_ago = known("Ana", "2026-02-26"), known("Ben", "2026-01-05")
    (item,) = shared(news("2026-03-02 15:00", long_ago, just_now))
    assert [(person.full_name, f"{person.free_at:%m-%d %H:%M}") for person in item.recipients.people] == [
        ("Ben", "03-02 15:00"),
        ("Ana", "03-12 08:00"),
    ]
    (waits,) = shared(news("2026-03-02 15:00", just_now))
    assert times(waits) == ("2026-03-12 08:00", "2026-03-19 08:00", None, "2026-04-01 08:00")
    many = [known(f"Person {at}") for at in range(9)]
    (item,) = shared(news("2026-03-02 15:00", *many))
    assert (len(item.recipients.people), item.recipients.until) == (5, None)
    (some,) = shared(news("2026-03-02 15:00", *many, told=3, told_on="2026-03-02"))
    assert (some.recipients.left, some.recipients.until) == (2, at("2026-03-03 00:00"))
    assert some.due_at == item.due_at
    (enough,) = shared(news("2026-03-02 15:00", *many, told=5, told_on="2026-03-06"))
    assert times(enough)[0] == "2026-03-09 08:00", "five on Friday: the next on Monday"
    assert enough.id == item.id
    (next_one,) = shared(news("2026-03-02 15:00", *many, told=1, told_on="2026-03-09"))
    assert next_one.due_at == at("2026-03-09 08:00"), "telling somebody does not make it late"
    spring = replace(known("Cy"), deferred_until=date(2026, 3, 5))
    assert times(shared(news("2026-03-02 15:00", spring))[0])[0] == "2026-03-05 08:00"
    lapsed = known("Ana", "2026-03-25")
    assert shared(news("2026-03-02 15:00", lapsed)) == [], "it would be old by then"


def test_who_is_archived_deceased_or_not_to_be_contacted_has_no_items() -> None:
    facts = (heard(MONDAY), MEETING, proposed(MONDAY), bounced(MONDAY), drafted(MONDAY, "reply"))
    assert decided(about(*facts))
    assert decided(about(*facts, archived=True)) == decided(about(*facts, silenced=True)) == {}


def test_thanks_are_owed_again_when_the_other_was_met() -> None:
    met_ben = about(met("2026-03-12 15:00", "2026-03-05 10:00"))
    owed = introduction("introduced", MONDAY, target=met_ben, **INTRODUCED)
    first, again = decided(about(owed))["thank_introducer"]
    assert first.expires_at == again.because[0].at == at("2026-03-12 15:30"), "the second takes the place of the first"
    assert times(again) == ("2026-03-16 08:00", "2026-03-18 08:00", None, "2026-04-11 08:00")
    (left,) = decided(about(owed, wrote("2026-03-04 11:00", "thank_you")))["thank_introducer"]
    assert left == again


def test_what_they_promised_is_asked_about_some_days_after_and_the_archived_are_still_owed() -> None:
    (theirs,) = decided(about(promised("them", "2026-03-02")))["keep_promise"]
    assert times(theirs) == ("2026-03-09 08:00", "2026-03-16 08:00", None, "2026-05-01 08:00")
    kept = decided(about(promised("me", "2026-03-09"), heard(MONDAY), archived=True))
    assert set(kept) == {"keep_promise"}


def test_roles_have_their_first_evidence() -> None:
    first, again = came("offer", "2026-03-02"), came("hire", "2026-04-01")
    state = contact_state(read(about(again, first, came("advice", "2026-01-02"))), STANDARD, [])
    assert state["roles"] == {"employer": {"since": "2026-03-02", "outcome_id": str(first.id)}}


@pytest.mark.parametrize(
    ("on", "due", "late"),
    [
        (date(2026, 1, 15), "2026-02-15 08:00", "2026-04-15 08:00"),
        (date(2026, 1, 31), "2026-02-28 08:00", "2026-04-30 08:00"),
        (date(2028, 2, 29), "2028-03-29 08:00", "2028-05-29 08:00"),
    ],
)
def test_months_are_counted_to_the_same_day_or_to_the_month_s_last(on: date, due: str, late: str) -> None:
    rule = replace(BY_KIND["thank_you"], due=months(1, most=60, says="Due"), late=months(3, most=60, says="Late"))
    policy = DuePolicy({**STANDARD.values, "thank_you_due": 1, "thank_you_late": 3})
    times = rule.counted(on, None, policy, PLAIN)
    assert (f"{times.due_at:%Y-%m-%d %H:%M}", f"{times.late_at:%Y-%m-%d %H:%M}") == (due, late)


def test_a_time_is_asked_for_from_their_last_word_on_and_not_while_an_answer_is_awaited() -> None:
    offered = wrote("2026-03-02 11:00", "arrangement")
    assert "schedule" not in decided(about(proposed(MONDAY), offered)), "the follow-up stands for it"
    assert "follow_up" in decided(about(proposed(MONDAY), offered))
    answered = about(proposed(MONDAY), offered, heard("2026-03-06 10:00"), wrote("2026-03-06 12:00", "thank_you"))
    (item,) = decided(answered)["schedule"]
    assert [reason.fact for reason in item.because] == ["meeting_proposed", "last_word"]
    assert times(item)[0] == "2026-03-11 08:00"


def test_a_talk_in_person_is_thanked_for_unless_it_was_a_meeting_s_day() -> None:
    fair = talked("2026-03-05 16:00", channel="in_person")
    (item,) = decided(about(fair))["thank_you"]
    assert times(item) == ("2026-03-05 17:00", "2026-03-06 16:00", "2026-03-10 08:00", "2026-04-04 08:00")
    assert (item.subject_type, item.subject_id) == ("outreach_email", fair.id)
    opened = OpenItem(item.contact_id, item.subject_type, item.subject_id, [{"fact": "talked"}], None, "thank_you")
    (log,) = (action for action in BY_KIND["thank_you"].settle(opened) if action["rel"] == "log-message")
    assert "interview_id" not in log["body"]
    assert "thank_you" not in decided(about(talked("2026-03-05 16:00")))
    day = talked("2026-03-05", channel="in_person")
    assert times(decided(about(day))["thank_you"][0])[:2] == ("2026-03-06 01:00", "2026-03-07 00:00")
    assert "thank_you" not in decided(about(day, wrote("2026-03-05", "thank_you")))
    beside = met("2026-03-05 15:00", MONDAY)
    assert [found.subject_type for found in decided(about(fair, beside))["thank_you"]] == ["interview"]


def test_whoever_did_not_come_apologizes_at_once_and_a_word_of_theirs_is_answered_instead() -> None:
    missed = replace(MEETING, status="no_show", called_off_at=at("2026-03-12 16:00"), called_off_by="me")
    assert times(decided(about(missed))["rebook"][0])[0] == "2026-03-12 15:30"
    theirs = replace(missed, called_off_by="them")
    assert times(decided(about(theirs))["rebook"][0])[0] == "2026-03-13 08:00"
    waiting = decided(about(theirs, heard("2026-03-12 18:00", asks=True)))
    assert "rebook" not in waiting
    assert "reply" in waiting
    mine = replace(MEETING, status="canceled", called_off_at=at("2026-03-11 16:00"), called_off_by="me")
    assert "rebook" not in decided(about(mine, wrote("2026-03-11 09:00", "reply"))), "said on that day"


def test_nobody_is_reached_another_way_who_has_written_since() -> None:
    assert "fix_delivery" not in decided(about(bounced(MONDAY), heard(LATER)))


BEN = met(MONDAY, MONDAY).id


def referred_and(*facts: object, led_to: tuple[date, ...] = (), used_on: str | None = None) -> dict[str, list[Item]]:
    """What is due about Ana, who referred the member to Ben on 4 March."""
    referral = came("referral", "2026-03-04", to=BEN, used_on=used_on, referred=about(*facts), led_to=led_to)
    return decided(about(referral))


def test_a_referral_is_used_when_the_two_have_met_or_something_came_of_it() -> None:
    assert "report_back" not in referred_and()
    assert "report_back" not in referred_and(met("2026-03-03 10:00", "2026-03-02 10:00")), "they had met before"
    (item,) = referred_and(met("2026-03-10 10:00", "2026-03-05 10:00"))["report_back"]
    assert times(item)[:2] == ("2026-03-17 08:00", "2026-03-24 08:00")
    assert times(referred_and(talked("2026-03-11", channel="in_person"))["report_back"][0])[0] == "2026-03-18 08:00"
    assert times(referred_and(led_to=(date(2026, 3, 12),))["report_back"][0])[0] == "2026-03-19 08:00"
    assert times(referred_and(used_on="2026-03-06")["report_back"][0])[0] == "2026-03-13 08:00"


@pytest.mark.parametrize("silence", [{"declined_at": at(DEFERRED)}, ASK_LATER], ids=["declined", "deferred"])
def test_what_would_be_asked_of_who_declined_or_put_it_off_is_not(silence: dict[str, object]) -> None:
    off = replace(MEETING, status="canceled", called_off_at=at("2026-03-12 16:00"), called_off_by="them")
    facts = [
        proposed("2026-03-20 10:00"),
        off,
        introduction("planned", "2026-03-20 10:00"),
        introduction("requested", "2026-03-19 10:00", requested_at="2026-03-19 10:00"),
    ]
    open_before = set(decided(about(*facts, has_employer=False)))
    assert {"schedule", "ask_introduction", "chase_introduction"} <= open_before
    assert not set(decided(about(*facts, **silence))) & {"schedule", "rebook", "ask_introduction", "chase_introduction"}


def test_who_asked_to_be_asked_later_is_asked_from_that_day_on_in_the_member_s_zone() -> None:
    tokyo = replace(PLAIN, zone=ZoneInfo("Asia/Tokyo"))
    later = about(proposed("2026-04-28 16:00"), **ASK_LATER)
    assert "schedule" not in decided(later), "in UTC the third working day is the day before"
    (item,) = decided(later, calendar=tokyo)["schedule"]
    assert tokyo.day_of(item.due_at) == date(2026, 5, 4)
