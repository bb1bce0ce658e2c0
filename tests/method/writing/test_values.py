"""What a draft's fields say, and how they read."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from api.method.people import careers
from api.method.people.names import GreetingStyle, greeted
from api.method.questions.suggestions import suggestions
from api.method.writing.defaults import DEFAULTS, TemplateKind
from api.method.writing.findings import MANY_WORDS, MessageText, review
from api.method.writing.language import parse, render
from api.method.writing.template_fields import FIELDS, GAPS
from api.method.writing.values import (
    About,
    DraftedMeeting,
    DraftedQuestion,
    Sent,
    day_words,
    field_values,
    first_sentence,
    time_words,
)
from tests.views.question_suggestions.test_question_suggestions import everybody, known

NOW = datetime(2026, 3, 12, 18, tzinfo=UTC)
NOBODY = About(
    now=NOW,
    zone="America/New_York",
    their_name="Ana Ruiz",
    greeting="Ana",
    their_given_name=None,
    their_title=None,
    their_employer=None,
    my_name="Sam Lee",
    my_school=None,
    my_introduction=None,
    introduced_by=None,
    referred_by=None,
    put_off_on=None,
    they_wrote_last=False,
    met_through=None,
    source=None,
    source_detail=None,
    questions=(),
    asked_question=None,
    their_answer=None,
    meeting=None,
    last_met_on=None,
    takeaways=None,
    my_promise=None,
    used_advice=None,
    news=(),
    introduction=None,
    written=None,
    received=None,
)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-03-12", "today"),
        ("2026-03-11", "yesterday"),
        ("2026-03-10", "on Tuesday"),
        ("2026-03-06", "on Friday"),
        ("2026-03-05", "on March 5"),
        ("2025-12-31", "on December 31, 2025"),
        ("2026-03-13", "on March 13"),
    ],
)
def test_a_day_is_said_as_people_say_it(day: str, words: str) -> None:
    assert day_words(date.fromisoformat(day), date(2026, 3, 12)) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "Sunday, March 8, at 3:30 AM EDT"),
        ("Europe/Berlin", "Sunday, March 8, at 8:30 AM CET"),
        ("Asia/Dubai", "Sunday, March 8, at 11:30 AM UTC+04"),
        ("Asia/Kathmandu", "Sunday, March 8, at 1:15 PM UTC+0545"),
        ("Pacific/Honolulu", "Saturday, March 7, at 9:30 PM HST"),
        ("UTC", "Sunday, March 8, at 7:30 AM UTC"),
    ],
)
def test_a_time_is_said_by_the_clock_of_its_reader(zone: str, words: str) -> None:
    assert time_words(datetime(2026, 3, 8, 7, 30, tzinfo=UTC), zone) == words


@pytest.mark.parametrize(
    ("takeaways", "first"),
    [
        (None, None),
        ("  \n ", None),
        ("- Charge nurses run the ward\n- More", "Charge nurses run the ward."),
        ("Ask early! Then listen.", "Ask early!"),
        (
            "Dr. Lee runs the lab, e.g. at night, with J. Park. More.",
            "Dr. Lee runs the lab, e.g. at night, with J. Park.",
        ),
        ("3.5 years are normal. More.", "3.5 years are normal."),
        ("看護師は教える。夜も。", "看護師は教える。夜も。"),
        ("word " * 60, f"{'word ' * 39}word …"),
    ],
)
def test_of_takeaways_the_first_sentence_is_told(takeaways: str | None, first: str | None) -> None:
    assert first_sentence(takeaways) == first


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, None),
        ({"source": "import"}, None),
        (
            {"source": "event", "source_detail": "Career Day."},
            "We met at [… in your words, to Ana: “Career Day”].",
        ),
        ({"source_detail": "A [real] tip"}, "[… in your words, to Ana: “A (real) tip”]"),
        ({"source": "article"}, "I read about you in [… which article]."),
        ({"source": "linkedin", "met_through": "Ben Okafor"}, "I know of you through Ben Okafor."),
        ({"met_through": "Ben Okafor", "referred_by": "Di Wu"}, "Di Wu suggested that I write to you."),
        ({"met_through": "Ben Okafor", "introduced_by": "Cy Young"}, "Cy Young introduced us."),
    ],
)
def test_how_they_were_found_is_a_sentence(more: dict[str, str], sentence: str | None) -> None:
    assert field_values(replace(NOBODY, **more)).get("how_i_found_you") == sentence


def test_a_subject_is_answered_once() -> None:
    values = field_values(replace(NOBODY, written=Sent("RE: Fwd: Re: Your way", date(2026, 3, 5))))
    assert (values["last_subject"], values["wrote_when"]) == ("Your way", "on March 5")


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("a nursing student.", "a nursing student"),
        ("I am a nursing student", "a nursing student"),
        ("I\u2019m a nurse in training", "a nurse in training"),
        ("Iamas assistant", "Iamas assistant"),
        (None, "a student at Fairhaven"),
    ],
)
def test_who_one_is_stands_behind_i_am(said: str | None, stands: str) -> None:
    assert field_values(replace(NOBODY, my_introduction=said, my_school="Fairhaven"))["my_introduction"] == stands


def test_a_question_is_repeated_word_by_word_or_not_at_all() -> None:
    asked, other = DraftedQuestion("How was it?"), DraftedQuestion("Why?")
    sent = Sent("Hi", date(2026, 3, 5))
    assert field_values(replace(NOBODY, questions=[other, asked], written=sent))["repeated_question"] == "Why?"
    about = replace(NOBODY, questions=[other, asked], written=replace(sent, text="Dear Ana, How was it? Bye"))
    assert field_values(about)["repeated_question"] == "How was it?"
    about = replace(about, written=replace(sent, text="Dear Ana, may we talk?"))
    assert "repeated_question" not in field_values(about)


def test_a_meeting_ahead_behind_and_fallen_through() -> None:
    held = DraftedMeeting(
        NOW.replace(day=16), "America/New_York", "video", None, "https://example.org/call", fell_through=False
    )
    ahead = field_values(replace(NOBODY, meeting=held))
    assert ahead["meeting_when"] == "Monday, March 16, at 2:00 PM EDT"
    assert ahead["meeting_where"] == "by video, https://example.org/call"
    assert "met_when" not in ahead
    behind = field_values(replace(NOBODY, meeting=replace(held, starts_at=NOW.replace(day=11))))
    assert (behind["met_when"], behind.get("meeting_when")) == ("yesterday", None)
    fell = field_values(replace(NOBODY, meeting=replace(held, fell_through=True)))
    assert (fell["fell_through"], fell.get("meeting_when"), fell.get("i_missed")) == ("on March 16", None, None)
    missed = field_values(replace(NOBODY, meeting=replace(held, fell_through=True, i_missed=True)))
    assert (missed["i_missed"], missed["fell_through"]) == ("on March 16", "on March 16")


def test_the_second_question_is_one_that_leaves_the_email_short() -> None:
    long, short = "Why " * 20 + "?", "How so?"
    values = field_values(replace(NOBODY, questions=[DraftedQuestion(text) for text in (long, long, short)]))
    assert (values["first_question"], values["second_question"]) == (long, short)
    assert "second_question" not in field_values(replace(NOBODY, questions=[DraftedQuestion(long)] * 2))


def requested(about: About) -> str:
    return render(parse(DEFAULTS[TemplateKind.REQUEST].body, FIELDS), field_values(about), GAPS)


def test_a_request_to_anybody_passes_its_own_review() -> None:
    """Every career there is: one gap is left, for what only the writer can say, and it is short."""
    count = 0
    for name, positions in everybody():
        found = [
            DraftedQuestion(suggestion.text, suggestion.about)
            for suggestion in suggestions(known(*positions))
            if suggestion.is_for_strangers
        ]
        current = careers.current([{"employer": None, **position} for position in positions], NOW.date()) or {}
        about = replace(
            NOBODY,
            their_name=name,
            greeting=greeted(name, None, GreetingStyle.FIRST_NAME, work=current.get("title")),
            their_employer=current.get("employer"),
            my_school="Fairhaven College",
            source="alumni",
            questions=found,
        )
        body = requested(about)
        findings = review(MessageText(body=body, kinds=frozenset({"request"}), full_name=name))
        assert [finding.rule for finding in findings] == ["unfilled_gap"], body
        detailed = replace(
            about, source="event", source_detail="the evening of engineers without borders, in a red scarf"
        )
        assert len(requested(detailed).split()) <= MANY_WORDS, requested(detailed)
        count += 1
    assert count == 777
