"""How facts are read: order, expectations, approaches, and days without a time."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from api.method.conversation.conversation import Conversation
from api.method.due.policy import NUMBERS, policy_of
from tests.method.due.facts import PLAIN, about, at, decided, heard, met, talked, wrote


def read(*facts: object, **more: object) -> Conversation:
    return Conversation(about(*facts, **more), PLAIN)


def test_a_fact_known_by_its_day_stands_after_the_timed_facts_of_that_day() -> None:
    day, timed = wrote("2026-03-02"), heard("2026-03-02 22:00")
    assert read(day, timed).messages == [timed, day]


def test_on_one_day_inbound_stands_before_outbound_unless_it_answers_it() -> None:
    asked, answered = wrote("2026-03-02"), heard("2026-03-02")
    assert read(asked, answered).messages == [answered, asked]
    told = heard("2026-03-02", in_reply_to_id=asked.id)
    assert read(told, asked).messages == [asked, told]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((wrote("2026-03-02 10:00", "request"),), True),
        ((wrote("2026-03-02 10:00", "introduction_request"),), True),
        ((wrote("2026-03-02 10:00", "follow_up"),), True),
        ((wrote("2026-03-02 10:00", "arrangement"),), True),
        ((wrote("2026-03-02 10:00", "reply"),), True),
        ((wrote("2026-03-02 10:00", "thank_you"),), False),
        ((wrote("2026-03-02 10:00", "update"),), False),
        ((wrote("2026-03-02 10:00", "confirmation"),), False),
        ((wrote("2026-03-02 10:00", "other"),), False),
        ((wrote("2026-03-02 10:00", "other", expects_answer=True),), True),
        ((met("2026-03-05 10:00", "2026-03-01 10:00"), wrote("2026-03-02 10:00", "reply")), False),
        ((talked("2026-03-01 10:00", channel="in_person"), wrote("2026-03-02 10:00", "reply")), False),
        ((heard("2026-03-02 10:00"),), True),
        ((wrote("2026-03-01 10:00", "request"), heard("2026-03-02 10:00")), True),
        ((wrote("2026-03-01 10:00", "thank_you"), heard("2026-03-02 10:00")), False),
        ((wrote("2026-03-01 10:00", "update"), heard("2026-03-01 12:00"), heard("2026-03-02 10:00")), False),
        ((talked("2026-03-02 10:00"),), False),
    ],
)
def test_whether_the_last_word_expects_an_answer(facts: tuple[object, ...], expected: bool) -> None:
    assert read(*facts).expectations[-1] is expected


def test_a_reply_after_a_meeting_was_called_off_expects_an_answer_again() -> None:
    off = met("2026-03-05 10:00", "2026-03-01 10:00", status="canceled", called_off_at=at("2026-03-02 09:00"))
    assert read(off, wrote("2026-03-02 10:00", "reply")).expectations == [True]


def test_an_answer_names_what_it_answers() -> None:
    thanks, request = wrote("2026-03-01 10:00", "thank_you"), wrote("2026-03-01 12:00", "request")
    assert read(thanks, request, heard("2026-03-02 10:00", in_reply_to_id=thanks.id)).expectations[-1] is False


def test_working_days_count_from_the_last_message_that_expects_an_answer() -> None:
    facts = about(wrote("2026-03-02 10:00"), wrote("2026-03-05 10:00", "other"))
    (item,) = decided(facts)["follow_up"]
    assert item.due_at == at("2026-03-11 08:00")


def test_a_request_known_by_its_day_is_answered_by_a_meeting_set_that_day() -> None:
    assert read(wrote("2026-03-02"), met("2026-03-05 10:00", "2026-03-02 09:00")).asked is None


def test_who_was_only_copied_was_touched_and_is_not_waited_for() -> None:
    copied = read(wrote("2026-03-02 10:00", copied=True))
    assert copied.asked is None
    assert copied.last_touch is not None


def test_met_is_from_the_end_of_a_meeting_or_from_a_talk_in_person() -> None:
    assert read(met("2026-03-05 10:00", "2026-03-02 09:00")).met_from == at("2026-03-05 10:30")
    assert read(talked("2026-03-03", channel="in_person")).met_from == at("2026-03-03 00:00")
    assert read(talked("2026-03-03")).met_from is None


def test_a_meeting_completed_early_ended_then() -> None:
    early = met("2026-03-05 10:00", "2026-03-02 09:00", status="completed", completed_at=at("2026-03-05 10:10"))
    assert early.ended_at == at("2026-03-05 10:10")


def test_a_deferral_ends_with_its_day() -> None:
    facts = about(
        met("2026-01-05 10:00", "2026-01-02 09:00"),
        wrote("2026-01-06 10:00", "thank_you"),
        deferred_at=at("2026-03-02 10:00"),
        deferred_until=date(2026, 6, 6),
    )
    (item,) = decided(facts)["update"]
    assert item.due_at == at("2026-06-08 08:00"), "the Monday after the Saturday they named"


def test_a_thread_of_one_day_keeps_its_order_however_it_was_logged() -> None:
    request = wrote("2026-03-02")
    answer = heard("2026-03-02 09:00", in_reply_to_id=request.id)
    own = wrote("2026-03-02 11:00", "reply", in_reply_to_id=answer.id)
    for logged in permutations([request, answer, own]):
        assert read(*logged).messages == [request, answer, own]
    assert "reply" not in decided(about(own, answer, request))


def test_messages_that_name_each_other_in_a_circle_are_all_read() -> None:
    first, second = wrote("2026-03-02 09:00"), heard("2026-03-02 10:00")
    circle = (replace(first, in_reply_to_id=second.id), replace(second, in_reply_to_id=first.id))
    assert len(read(*circle).messages) == 2


def test_what_a_message_also_does_counts() -> None:
    assert read(wrote("2026-03-02 10:00", "thank_you", also=frozenset({"request"}))).expectations == [True]


def test_a_message_in_which_they_were_copied_answers_them() -> None:
    assert read(heard("2026-03-02 10:00"), wrote("2026-03-02 12:00", "reply", copied=True)).unanswered == []


def test_a_question_after_an_old_one_has_lapsed_opens_anew() -> None:
    first, second = decided(about(heard("2026-01-05 10:00"), heard("2026-03-16 10:00")))["reply"]
    assert (first.expires_at, second.due_at) == (at("2026-03-06 08:00"), at("2026-03-17 08:00"))


def test_a_question_before_a_meeting_already_set_is_still_to_be_answered() -> None:
    facts = about(
        wrote("2026-03-02 10:00", "arrangement"), met("2026-03-09 07:00", "2026-03-03 10:00"), heard("2026-03-06 17:00")
    )
    assert decided(facts)["reply"][0].due_at == at("2026-03-09 08:00")


def test_a_follow_up_before_a_meeting_does_not_count_against_the_next_approach() -> None:
    facts = about(
        met("2026-03-12 15:00", "2026-03-05 10:00"),
        wrote("2026-03-06 10:00", "follow_up"),
        wrote("2026-03-13 10:00", "thank_you"),
        wrote("2026-03-18 10:00", "introduction_request"),
    )
    assert decided(facts)["follow_up"][0].due_at == at("2026-03-27 08:00")


def test_a_meeting_called_off_the_same_day_answers_nothing() -> None:
    off = met("2026-03-12 15:00", "2026-03-02 09:00", status="canceled", called_off_at=at("2026-03-02 12:00"))
    assert "follow_up" in decided(about(off, wrote("2026-03-02")))


def test_rescheduling_does_not_change_what_earlier_messages_expected() -> None:
    moved = met("2026-03-17 15:00", "2026-03-05 10:00", first_set_at=at("2026-02-25 10:00"))
    facts = about(moved, wrote("2026-03-01 10:00", "reply"), heard("2026-03-02 10:00"), heard("2026-03-06 10:00"))
    assert "reply" not in decided(facts)


def test_thanks_after_a_meeting_held_early_settle_it() -> None:
    early = met("2026-03-12 15:00", "2026-03-02 10:00", status="completed", completed_at=at("2026-03-12 09:00"))
    assert "thank_you" not in decided(about(early, wrote("2026-03-12 10:00", "thank_you")))


def test_a_confirmation_without_a_name_is_for_the_next_meeting() -> None:
    note = wrote("2026-03-11 10:00", "confirmation")
    soon = met("2026-03-12 15:00", "2026-03-02 10:00", confirmations=[note])
    later = met("2026-04-16 15:00", "2026-03-02 10:00", confirmations=[note])
    (item,) = decided(about(soon, later, note))["confirm"]
    assert item.subject_id == later.id


@pytest.mark.parametrize("name", ["follow_up_due", "reply_due", "thank_you_due"])
def test_an_item_always_shows_for_a_while(name: str) -> None:
    policy = policy_of({name: NUMBERS[name].most, "reply_expires": 1, "follow_up_expires": 1, "thank_you_expires": 1})
    facts = about(wrote("2026-03-02 10:00"), met("2026-03-12 15:00", "2026-01-02 15:00"), heard("2026-03-15 10:00"))
    for items in decided(facts, policy=policy).values():
        for item in items:
            assert item.due_at < item.expires_at
