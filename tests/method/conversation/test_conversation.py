"""How facts are read: order, expectations, approaches, and days without a time."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from api.method.conversation.conversation import Conversation
from api.method.conversation.states import Stored, standing
from api.method.due.contact_state import contact_state
from api.method.due.policy import NUMBERS, policy_of
from tests.method.due.facts import STANDARD, about, at, decided, heard, introduction, met, talked, wrote
from tests.method.due.facts import read as reading


def read(*facts: object, **more: object) -> Conversation:
    return reading(about(*facts, **more))


def last_expects(conversation: Conversation) -> bool:
    return conversation.words[-1].id in conversation.expecting


def test_a_day_of_which_one_message_has_no_time_is_read_as_a_conversation() -> None:
    request, answer, thanks = wrote("2026-03-02"), heard("2026-03-02"), wrote("2026-03-02", "thank_you")
    for logged in permutations([request, answer, thanks]):
        assert read(*logged).messages == [request, answer, thanks]
    timed = heard("2026-03-02 22:00")
    assert read(request, timed).messages == [request, timed], "a question and its answer"
    assert read(wrote("2026-03-02 23:00", "reply"), timed).messages[0] == timed


def test_timed_messages_keep_their_order_beside_one_without_a_time() -> None:
    reply, later = wrote("2026-03-02 09:00", "reply"), heard("2026-03-02 16:00")
    note = wrote("2026-03-02", "other")
    assert read(note, later, reply).messages == [reply, later, note]
    request = wrote("2026-03-02")
    assert read(reply, request, later).messages == [request, reply, later]


def test_what_is_named_stands_before_its_answer() -> None:
    asked, told = wrote("2026-03-02", "other"), heard("2026-03-02", in_reply_to_id=wrote("2026-03-02", "other").id)
    assert read(told, asked).messages == [asked, told]


def test_a_day_stands_where_it_was_logged_if_that_was_on_the_day() -> None:
    thanks = wrote("2026-03-12", "thank_you", logged_at=at("2026-03-12 09:00"))
    meeting = met("2026-03-12 15:00", "2026-03-10 10:00")
    assert "thank_you" in decided(about(meeting, thanks)), "thanked in the morning, met in the afternoon"
    assert "thank_you" not in decided(about(meeting, replace(thanks, logged_at=at("2026-03-12 17:00"))))
    assert "thank_you" not in decided(about(meeting, replace(thanks, logged_at=at("2026-03-14 09:00"))))


AHEAD = met("2026-03-05 10:00", "2026-03-01 10:00")
ASKS = {"asks": True}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((wrote("2026-03-02 10:00", "request"),), True),
        ((wrote("2026-03-02 10:00", "introduction_request"),), True),
        ((wrote("2026-03-02 10:00", "follow_up"),), True),
        ((wrote("2026-03-02 10:00", "arrangement"),), True),
        ((AHEAD, wrote("2026-03-02 10:00", "arrangement")), False),
        ((AHEAD, wrote("2026-03-02 10:00", "arrangement", **ASKS)), True),
        ((wrote("2026-03-02 10:00", "arrangement"), met("2026-03-05 10:00", "2026-03-03 10:00")), False),
        ((AHEAD, wrote("2026-03-06 10:00", "arrangement")), True),
        ((wrote("2026-03-02 10:00", "reply"),), True),
        ((AHEAD, wrote("2026-03-02 10:00", "reply")), False),
        ((AHEAD, wrote("2026-03-02 10:00", "reply", **ASKS)), True),
        ((AHEAD, wrote("2026-03-06 10:00", "reply")), False),
        ((AHEAD, wrote("2026-03-06 10:00", "reply", **ASKS)), True),
        ((talked("2026-03-01 10:00", channel="in_person"), wrote("2026-03-02 10:00", "reply")), False),
        ((talked("2026-03-01 10:00"), wrote("2026-03-02 10:00", "reply")), True),
        ((wrote("2026-03-02 10:00", "thank_you", **ASKS),), False),
        ((wrote("2026-03-02 10:00", "update", **ASKS),), False),
        ((wrote("2026-03-02 10:00", "confirmation"),), False),
        ((wrote("2026-03-02 10:00", "other"),), False),
        ((wrote("2026-03-02 10:00", "other", expects_answer=True),), True),
        ((wrote("2026-03-02 10:00", "thank_you", also=frozenset({"request"})),), True),
        ((talked("2026-03-02 10:00"),), False),
        # Theirs: an answer is expected, unless it closes.
        ((heard("2026-03-02 10:00"),), True),
        ((wrote("2026-03-01 10:00", "request"), heard("2026-03-02 10:00")), True),
        ((wrote("2026-03-01 10:00", "thank_you"), heard("2026-03-02 10:00")), False),
        ((wrote("2026-03-01 10:00", "thank_you"), heard("2026-03-02 10:00", **ASKS)), True),
        ((wrote("2026-03-01 10:00", "thank_you"), heard("2026-03-08 23:00")), False),
        ((wrote("2026-03-01 10:00", "thank_you"), heard("2026-03-09 01:00")), True),
        ((wrote("2026-03-01 10:00", "update"), heard("2026-03-01 12:00"), heard("2026-03-01 18:00")), False),
        ((wrote("2026-03-01 10:00", "update"), heard("2026-03-01 12:00"), heard("2026-03-02 10:00")), True),
        ((wrote("2026-03-01 10:00", "update", copied=True), heard("2026-03-02 10:00")), False),
        ((talked("2026-03-01 10:00"), heard("2026-03-02 10:00")), False),
        ((wrote("2026-02-27 10:00"), AHEAD, heard("2026-03-02 10:00")), False),
        (
            (wrote("2026-03-01 09:00"), AHEAD, wrote("2026-03-01 12:00", "reply", **ASKS), heard("2026-03-02 10:00")),
            True,
        ),
        ((AHEAD, heard("2026-03-05 12:00")), False),
        ((AHEAD, heard("2026-03-20 12:00")), True),
    ],
)
def test_whether_the_last_word_expects_an_answer(facts: tuple[object, ...], expected: bool) -> None:
    for logged in (facts, facts[::-1]):
        assert last_expects(read(*logged)) is expected


def test_a_reply_after_a_meeting_was_called_off_expects_an_answer_again() -> None:
    off = met("2026-03-05 10:00", "2026-03-01 10:00", status="canceled", called_off_at=at("2026-03-02 09:00"))
    assert last_expects(read(off, wrote("2026-03-02 10:00", "reply")))


def test_an_answer_names_what_it_answers() -> None:
    thanks, request = wrote("2026-03-01 10:00", "thank_you"), wrote("2026-03-01 12:00", "request")
    assert not last_expects(read(thanks, request, heard("2026-03-02 10:00", in_reply_to_id=thanks.id)))
    assert last_expects(read(request, thanks, heard("2026-03-02 10:00", in_reply_to_id=request.id)))


def test_what_they_write_on_the_day_on_which_they_introduce_the_member_closes() -> None:
    made = introduction("introduced", "2026-03-01 10:00", introduced_at="2026-03-02 09:00")
    said = (wrote("2026-03-01 10:00", "introduction_request"), heard("2026-03-02 08:00"))
    assert not last_expects(read(made, *said))
    assert last_expects(read(made, said[0], heard("2026-03-02 08:00", asks=True)))
    assert last_expects(read(*said))


def test_an_offer_seven_weeks_after_the_thanks_is_to_be_answered_and_see_you_then_is_not() -> None:
    held, thanks = met("2026-02-01 10:00", "2026-01-20 10:00"), wrote("2026-02-01 15:00", "thank_you")
    (offer,) = decided(about(held, thanks, heard("2026-03-22 10:00")))["reply"]
    assert offer.due_at == at("2026-03-23 08:00")
    assert "reply" not in decided(about(wrote("2026-02-27 10:00"), AHEAD, heard("2026-03-01 12:00")))


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


def test_a_message_in_which_they_were_copied_answers_them() -> None:
    assert read(heard("2026-03-02 10:00"), wrote("2026-03-02 12:00", "reply", copied=True)).unanswered == []


def test_a_question_after_an_old_one_has_lapsed_opens_anew() -> None:
    first, second = decided(about(heard("2026-01-05 10:00"), heard("2026-03-16 10:00")))["reply"]
    assert (first.expires_at, second.due_at) == (at("2026-03-06 08:00"), at("2026-03-17 08:00"))


def test_a_question_before_a_meeting_already_set_is_still_to_be_answered() -> None:
    facts = about(
        wrote("2026-03-02 10:00", "arrangement"),
        met("2026-03-09 07:00", "2026-03-03 10:00"),
        heard("2026-03-06 17:00", asks=True),
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


def test_a_question_after_a_meeting_was_moved_is_to_be_answered_and_a_word_about_it_is_not() -> None:
    moved = met("2026-03-17 15:00", "2026-03-05 10:00", first_set_at=at("2026-02-25 10:00"))
    before = (moved, wrote("2026-03-01 10:00", "reply"), heard("2026-03-02 10:00"))
    assert "reply" not in decided(about(*before, heard("2026-03-06 10:00")))
    assert "reply" in decided(about(*before, heard("2026-03-06 10:00", asks=True)))


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


def standing_of(*facts: object, on: str) -> str | None:
    """What it is called on the evening of a day."""
    state = contact_state(read(*facts), STANDARD, [])
    return standing(Stored.of({"declined_at": None, "due_windows": [], **state}), at(f"{on} 22:00"))


def test_an_approach_ends_though_nobody_followed_up_and_a_later_one_is_followed_up_by_itself() -> None:
    first = wrote("2026-03-02 10:00")
    assert standing_of(first, on="2026-03-24") == "waiting"
    assert standing_of(first, on="2026-03-25") == "no_response", "the follow-up lapsed undone"
    assert standing_of(first, wrote("2026-03-20 10:00", "thank_you"), on="2026-03-25") == "no_response"
    second = wrote("2026-09-01 10:00")
    assert standing_of(first, second, on="2026-09-02") == "waiting"
    (item,) = decided(about(first, second))["follow_up"]
    assert item.due_at == at("2026-09-10 08:00")


def test_an_approach_soon_after_one_without_a_response_is_not_followed_up_again() -> None:
    first, reminder = wrote("2026-03-02 10:00"), wrote("2026-03-11 10:00", "follow_up")
    assert standing_of(first, reminder, on="2026-03-25") == "no_response"
    again = wrote("2026-04-20 10:00")
    assert "follow_up" not in decided(about(first, reminder, again))
    assert standing_of(first, reminder, again, on="2026-04-21") == "waiting"
    assert standing_of(first, reminder, again, on="2026-05-04") == "no_response"
    assert "follow_up" in decided(about(first, reminder, wrote("2026-05-10 10:00")))


def test_who_introduced_the_member_agreed_to_or_declined_to_has_responded() -> None:
    asked = wrote("2026-03-02 10:00", "introduction_request")
    for status, step in (("introduced", "introduced_at"), ("agreed", "agreed_at"), ("declined", "declined_at")):
        steps = {"requested_at": "2026-03-02 10:00", step: "2026-03-05 10:00"}
        made = introduction(status, "2026-03-01 10:00", **steps)
        assert standing_of(asked, made, on="2026-05-04") == "active", status
    waiting = introduction("requested", "2026-03-01 10:00", requested_at="2026-03-02 10:00")
    assert standing_of(asked, waiting, on="2026-03-24") == "waiting"
    assert standing_of(asked, waiting, on="2026-03-25") == "no_response", "nobody reminded them"
