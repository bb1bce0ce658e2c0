"""What is suggested: the wording over every career there is, and one test for each shape of a career."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest

from api.method.people.wording import at_employer, employer_said, field_said, title_said, with_article
from api.method.questions.shapes import MOST_WORDS, Known, Note, Suggestion
from api.method.questions.suggestions import MOST, suggestions
from tests.test_real_input import careers, legislators

SPACE = UUID("00000000-0000-0000-0000-000000000001")
TODAY = date(2026, 11, 23)
Position = dict[str, Any]


def position(
    title: str | None, employer: str | None, years: str = "", field: str | None = None, **more: Any
) -> Position:
    """`2012-2019`, or `2019-` while it lasts."""
    began, _, ended = years.partition("-")
    times = {"started_on": began or None, "ended_on": ended or None}
    return {"title": title, "employer": employer, "field": field, "employer_kind": None, **times, **more}


def known(
    *positions: Position, notes: Sequence[str] = (), kind: str = "other", quotable: bool = False, **more: Any
) -> Known:
    taken = [Note(uuid5(SPACE, text), kind, text, quotable) for text in notes]
    facts: dict[str, Any] = {"tags": [], "source": None, "asked": [], "today": TODAY, **more}
    return Known(positions=positions, notes=taken, **facts)


def texts(*positions: Position, **more: Any) -> list[str]:
    return [suggestion.text for suggestion in suggestions(known(*positions, **more))]


def everybody() -> Iterator[tuple[str, list[Position]]]:
    for person in (*careers(), *legislators()):
        lines = [{key: value or None for key, value in line.items()} for line in person["positions"]]
        yield person["full_name"], [{"started_on": None, "ended_on": None, **line} for line in lines]


BROKEN = re.compile(
    r"None|  |\b[Aa] [aeiou]|\ban [^aeiouAEFHILMNORSX]|\.\.|\?.*\?.*\?|\bat (in|at|on) |\(|\)|,\.|\bInc\b|LLP"
)


def test_every_career_there_is_gives_questions_that_could_be_asked() -> None:
    count = 0
    for name, positions in everybody():
        found = suggestions(known(*positions))
        count += 1
        assert 10 <= len(found) <= MOST, name
        assert len({suggestion.text for suggestion in found}) == len(found), name
        for suggestion in found:
            assert suggestion.text.endswith("?"), suggestion
            assert suggestion.text[0].isupper(), suggestion
            assert len(suggestion.text.split()) <= MOST_WORDS, suggestion
            assert not BROKEN.search(suggestion.text), (name, suggestion.text)
            assert all(fact.endswith(".") and "None" not in fact for fact in suggestion.facts), suggestion
        asks = [suggestion.asks for suggestion in found if suggestion.asks != "missed"]
        assert len(asks) == len(set(asks)), f"{name} is asked the same twice: {asks}"
        assert list(found) == list(suggestions(known(*positions))), "the order is stable"
    assert count == 777


def test_present_and_past_have_their_tense() -> None:
    teacher, nurse = (
        position("Teacher", "Maple Elementary", "2012-2019", "teaching"),
        position("Charge Nurse", "Lakeview Hospice", "2019-", "nursing"),
    )
    compare, drew, helps, *_ = texts(teacher, nurse)
    assert compare.endswith("How do the two compare?")
    assert drew == "What drew you from teaching to nursing?"
    assert helps == "What from your time as a teacher helps you most as a charge nurse today?"
    compare, _, helped, *_ = texts(teacher, {**nurse, "ended_on": "2024"})
    assert compare.endswith("How did the two compare?")
    assert helped == "What from your time as a teacher helped you most as a charge nurse?"


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        (
            [position("Teacher", "Maple Elementary", "2010-2015"), position("Teacher", "Lincoln High School", "2015-")],
            "You were a teacher at Maple Elementary before you came to Lincoln High School. How do the two compare?",
        ),
        (
            [position("Electrician", "Duggan Electric", "2010-2015"), position("Owner", "Self-employed", "2015-")],
            "I noticed you were an electrician at Duggan Electric before you became your own boss. How do the two compare?",
        ),
        (
            [position(None, "Self-employed", "2010-2015"), position(None, "Atlas Bank", "2016-")],
            "You worked for yourself before you came to Atlas Bank. How do the two compare?",
        ),
        (
            [position("Line Cook", "Saffron Kitchen", "2010-2015"), position("Head Chef", "Saffron Kitchen", "2015-")],
            "You went from line cook to head chef at Saffron Kitchen. What did you have to learn for that step?",
        ),
        (
            [position("Captain", "U.S. Navy", "2004-")],
            "You have been in the U.S. Navy for 22 years. What has kept you there?",
        ),
        (
            [
                position("Clerk", "City of Fairhaven", "2000-2004"),
                position("Baker", "Crumb", "2004-2010"),
                position("Planner", "City of Fairhaven", "2010-"),
            ],
            "What brought you back to the City of Fairhaven after your time at Crumb?",
        ),
        (
            [position("Nurse", "Lakeview Hospice", "2016-"), position("Board Member", "Rivers Trust", "2020-")],
            (
                "You are a nurse at Lakeview Hospice and a board member at the Rivers Trust at the same time. "
                "What does each teach you for the other?"
            ),
        ),
        (
            [
                position("Analyst", "Atlas Bank", "2010-2015", employer_kind="business"),
                position("Analyst", "Department of Transport", "2015-", employer_kind="government"),
            ],
            "What surprised you most when you moved from business to government?",
        ),
    ],
)
def test_a_career_is_asked_about_by_its_shape(positions: list[Position], expected: str) -> None:
    assert expected in texts(*positions)


def test_a_gap_is_left_alone_and_so_is_what_has_not_begun() -> None:
    found = texts(position("Reporter", "City Radio", "2000-2004"), position("Editor", "City Radio", "2015-"))
    assert not any(word in " ".join(found) for word in ("2004", "2015", "gap", "break", "time off"))
    assert not any("astronaut" in text for text in texts(position("Astronaut", "Star Base", "2030-")))


def story(found: Sequence[Suggestion]) -> Suggestion:
    return next(suggestion for suggestion in found if suggestion.note_id is not None)


def test_research_is_asked_about() -> None:
    told = story(suggestions(known(notes=["Started the night school at St. Brigid's."], quotable=True)))
    assert told.text.startswith("While preparing I noted: “Started the night school at St")
    assert story(suggestions(known(notes=["word " * 40], kind="talk"))).text.startswith(
        "I came across a talk of yours."
    )


def test_what_research_answers_is_not_asked() -> None:
    teacher = position("Teacher", "Maple Elementary", "2012-2019", "teaching")
    nurse = position("Charge Nurse", "Lakeview Hospice", "2019-", "nursing")
    drew = "What drew you from teaching to nursing?"
    assert drew in texts(teacher, nurse, notes=["Likes hiking."])
    assert drew not in texts(teacher, nurse, notes=["Left teaching for nursing because her mother fell ill."])
    reading = "What should I read or listen to first to know nursing from the inside?"
    assert reading in texts(teacher, nurse)
    assert reading not in texts(teacher, nurse, notes=["Recommends two podcasts about nursing."])


def test_what_is_written_down_is_not_suggested() -> None:
    asked = "Who else should I talk to, and may I say that you sent me?"
    assert asked in texts()
    assert asked not in texts(asked=["who else should I talk to -- and may I say that you sent me"])


def test_how_they_were_found_and_what_they_are_tagged_with() -> None:
    assert any(text.startswith("You are an alum of my school.") for text in texts(source="alumni"))
    curious = "What should somebody who is curious about nursing try first?"
    assert curious in texts(position("Nurse", None, "2019-", "nursing"), tags=["warm lead", "nursing"])
    assert not any("warm lead" in text for text in texts(tags=["warm lead"]))


def test_titles_employers_and_fields_are_said_as_people_say_them() -> None:
    titles = {
        "Charge Nurse": "a charge nurse",
        "Audit Associate": "an audit associate",
        "University Lecturer": "a university lecturer",
        "Utility Worker": "a utility worker",
        "X-ray Technician": "an X-ray technician",
        "NASA Engineer": "a NASA engineer",
        "UNDERWRITER": "an underwriter",
        "Coordinator": "a coordinator",
        "Cook": "a cook",
        "RN": "an RN",
        "UX Designer": "a UX designer",
        "Head of People": "head of people",
        "  intern ": "an intern",
        "Java Developer (remote)": "a Java developer",
        "Honorary Consul": "an Honorary Consul",
    }
    assert {raw: with_article(title_said(raw) or "") for raw in titles} == titles
    employers = {
        "ACME, Inc. (formerly “Foo”)": "at ACME",
        "Calder Finch LLP": "at Calder Finch",
        "Big 4 accounting firm Hartley & Moss": "at Hartley & Moss",
        "Merck & Co., Inc.": "at Merck & Co.",
        "Old Navy": "at Old Navy",
        "Navy Federal Credit Union": "at Navy Federal Credit Union",
        "USA Today": "at USA Today",
        "The Harbor Tribune": "at the Harbor Tribune",
        "U.S. Senate": "in the U.S. Senate",
        "Army Corps of Engineers": "in the Army Corps of Engineers",
        "Public Defender's Office": "at the Public Defender's Office",
    }
    assert {raw: at_employer(employer_said(raw) or "") for raw in employers} == employers
    assert [employer_said(raw) for raw in ("", "Freelance", "N/A", "東京都立病院", None)] == [None] * 5
    assert [field_said(raw) for raw in ("Trades", "nursing", "IT", "", None)] == [
        "the trades",
        "nursing",
        "IT",
        None,
        None,
    ]


def test_what_went_on_beside_is_no_move_and_what_is_too_long_is_left_out() -> None:
    teacher = position("Teacher", "Maple Elementary", "2000-2020", "teaching")
    coach = position("Coach", "City Sports", "2012-2014", "sports")
    assert not any("before you" in text or "drew" in text for text in texts(teacher, coach))
    assert all(len(text) <= 500 for text in texts(notes=[f"Read about https://x.example/{'a' * 900} today"]))


def test_a_tag_is_said_only_where_it_is_the_whole_of_a_field() -> None:
    trader = position("Analyst", "Ox", "2020-", "Crude oil trading")
    assert not any("rude try" in text for text in texts(trader, tags=["rude"]))
    nurse = position("Nurse", "Ox", "2020-", "nursing")
    assert "What should somebody who is curious about nursing try first?" in texts(nurse, tags=["nursing"])
