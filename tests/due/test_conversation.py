"""How facts are read: order, expectations, approaches, and days without a time."""

from datetime import date

import pytest

from api.due.conversation import Conversation
from tests.due.facts import PLAIN, about, at, decided, heard, met, talked, wrote


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
