"""Questions from research, from how they were found, about what they do now, and for anybody. Pure."""

import re
from collections.abc import Iterator, Sequence

from api.method.people.careers import is_aside
from api.method.people.wording import with_article
from api.method.questions.shapes import Known, Suggestion, Topic
from api.method.questions.spoken_positions import SpokenPosition, fact, is_own_boss, names

NOTES_USED = 3

WITH_NOTES = {
    "article": "I read an article that you appear in. What did it leave out?",
    "talk": "I came across a talk of yours. What do people ask you most after it?",
    "website": "I looked at your website. Which of the things there are you proudest of?",
}


def about_research(known: Known) -> Iterator[Suggestion]:
    kinds: set[str] = set()
    for note in list(reversed(known.notes))[:NOTES_USED]:
        phrase = note.learned.strip(" .\"“”'")
        quoted = f"While preparing I noted: “{phrase}”. What is the story behind it?"
        if note.quotable and not phrase.endswith("?"):
            yield Suggestion("story", Topic.CAREER_PATH, quoted, [f"You noted: {phrase}."], note_id=note.id)
        elif note.kind in WITH_NOTES and note.kind not in kinds:
            kinds.add(note.kind)
            yield Suggestion("source", Topic.OTHER, WITH_NOTES[note.kind], ["You took a note of it."], note_id=note.id)


# How they were found: the question, and the fact that it is made from.
QUESTIONS_BY_SOURCE = {
    "alumni": (
        "You are an alum of my school. Which person or class there set you on your way?",
        "You found them among alumni.",
    ),
    "class": (
        "What does your work ask for that no class can teach?",
        "You found them through a class.",
    ),
    "event": (
        "I found you at an event. Which conversation there would you have liked to go on longer?",
        "You found them at an event.",
    ),
    "article": (
        "I found you through an article. What has changed since it was written?",
        "You found them through an article.",
    ),
}


def about_meeting(known: Known) -> Iterator[Suggestion]:
    """How they were found, and tags that the career confirms as theirs."""
    if known.source in QUESTIONS_BY_SOURCE:
        text, fact = QUESTIONS_BY_SOURCE[known.source]
        yield Suggestion("found", Topic.CAREER_PATH, text, [fact])
    fields = {str(position.get("field") or "").casefold() for position in known.positions}
    for tag in known.tags:
        if re.fullmatch(r"[^\W\d_]{4,}( [^\W\d_]+){0,2}", tag) and tag.casefold() in fields:
            text = f"What should somebody who is curious about {tag} try first?"
            yield Suggestion("tag", Topic.ASSIGNMENTS, text, [f"You tagged them “{tag}”."])
            return


def about_work(roles: Sequence[SpokenPosition]) -> Iterator[Suggestion]:
    """The questions for anybody, said in the words of what they do now."""
    present = [role for role in reversed(roles) if role.is_present]
    now = next((role for role in present if not is_aside(role.title)), present[0] if present else None)
    if now is None:
        return
    facts, title = [fact(now)], now.title if not is_own_boss(now) else None
    about = f"your work as {with_article(title)}" if title else f"your work {now.where}" if now.where else None
    work: list[tuple[str, Topic, str]] = []
    if title:
        said = with_article(title)
        work.append(
            ("more_time", Topic.DAY_TO_DAY, f"As {said}, what takes more of your time than outsiders would guess?")
        )
        work.append(
            (
                "difference_of_skill",
                Topic.SKILLS,
                f"Which skill makes the difference between a good {title} and a great one?",
            )
        )
    if now.field:
        work.append(("trends", Topic.TRENDS, f"What is changing in {now.field} that newcomers do not see coming?"))
        work.append(
            ("start_again", Topic.ADVICE, f"If you started out in {now.field} today, what would you do differently?")
        )
        work.append(
            ("reading", Topic.RESOURCES, f"What should I read or listen to first to know {now.field} from the inside?")
        )
    if now.where and not now.on_their_own:
        work.append(("culture", Topic.CULTURE, f"What is it like to work {now.where}, in ways that no website tells?"))
    for asks, topic, text in work:
        yield Suggestion(asks, topic, text, facts, now.place, sides=[names(now)], about=about)


BANK: Sequence[tuple[str, Topic, str]] = (
    ("more_time", Topic.DAY_TO_DAY, "What takes more of your time than outsiders would guess?"),
    ("difference_of_skill", Topic.SKILLS, "Which skill makes the difference between good and great in your work?"),
    ("trends", Topic.TRENDS, "What is changing in your field that newcomers do not see coming?"),
    ("start_again", Topic.ADVICE, "If you started out today, what would you do differently?"),
    ("reading", Topic.RESOURCES, "Which book, talk or person shaped how you think about your work?"),
    ("culture", Topic.CULTURE, "What kind of person is happy where you work, and what kind is not?"),
    ("exercise", Topic.ASSIGNMENTS, "Is there something small I could try, to find out whether this work suits me?"),
    ("who_else", Topic.OTHER, "Who else should I talk to, and may I say that you sent me?"),
    ("unplanned", Topic.CAREER_PATH, "Which turn in your career could nobody have planned?"),
    ("mistakes", Topic.ADVICE, "Which mistakes do you see newcomers make again and again?"),
    ("good_day", Topic.DAY_TO_DAY, "When did you last go home and think: this is why I do it?"),
    ("unprepared", Topic.SKILLS, "What did your training not prepare you for?"),
)


# What is asked in the same words whoever it is.
SAME_WORDS: Sequence[str] = (
    *(text for _, _, text in BANK),
    *(text for text, _ in QUESTIONS_BY_SOURCE.values()),
    *WITH_NOTES.values(),
)


def for_anybody() -> Iterator[Suggestion]:
    return (Suggestion(asks, topic, text) for asks, topic, text in BANK)
