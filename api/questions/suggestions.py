"""Questions worth asking a contact, made from what is known about them. Pure: no language model, and no clock.

Each suggestion names its facts. A gap in a career is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, groupby
from uuid import UUID, uuid5

from api.questions.careers import Role, Stored, moves, roles_of
from api.questions.wording import with_article

NAMESPACE = UUID("3d5e7f0c-9f2b-5c57-8a0e-54a1f2f3c0de")
MOST, MOST_WORDS, MOST_CHARACTERS = 16, 30, 500
OLDER_MOVES, NOTES_USED = 2, 3
LONG, TOO_LONG = 10, 70
TWO = 2


class Topic(StrEnum):
    CAREER_PATH = "career_path"
    DAY_TO_DAY = "day_to_day"
    SKILLS = "skills"
    TRENDS = "trends"
    ADVICE = "advice"
    RESOURCES = "resources"
    ASSIGNMENTS = "assignments"
    CULTURE = "culture"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Note:
    """A research note."""

    id: UUID
    kind: str
    learned: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a contact on a day; `asked` are the questions that are written down already."""

    contact_id: UUID
    positions: Sequence[Stored]
    notes: Sequence[Note]
    tags: Sequence[str]
    source: str | None
    asked: Sequence[str]
    today: date


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`asks` names what is asked, so that nothing is asked twice. `facts` are in words; `place` is the position, and
    `note_id` the note, that it is based on. `sides` are what a note must speak of to answer it.
    """

    asks: str
    topic: Topic
    text: str
    facts: Sequence[str] = ()
    place: int | None = None
    note_id: UUID | None = None
    sides: Sequence[Sequence[str | None]] = ()

    def id_for(self, contact_id: UUID) -> UUID:
        return uuid5(NAMESPACE, f"{contact_id}/{self.asks}/{self.text}")


# The words of a note by which it may have answered what is asked.
ANSWERED: dict[str, re.Pattern[str]] = {
    "compare": re.compile(r"differ|compar|unlike|(hard|easi|slow|fast|small|larg|bigg)er than"),
    "help": re.compile(r"help|useful|taught|lesson"),
    "drew": re.compile(r"because|reason|wanted|after|so that|burn"),
    "kinds": re.compile(r"surpris|differ"),
    "came_back": re.compile(r"because|came back|return"),
    "stayed": re.compile(r"because|stay|kept|loyal"),
    "climbed": re.compile(r"learn|promot|step"),
    "trends": re.compile(r"trend|future|chang"),
    "reading": re.compile(r"\bbooks?\b|podcast|newsletter|\bblog"),
    "culture": re.compile(r"culture|atmosphere|values"),
    "difference_of_skill": re.compile(r"skill"),
    "start_again": re.compile(r"advice|advise|recommend"),
    "more_time": re.compile(r"typical|most of (his|her|their|the) (day|time)"),
}


def suggestions(known: Known) -> Sequence[Suggestion]:
    """The best first: from the career, from research, from how they were found; then, topic by topic, good ones for anybody."""
    roles = roles_of(known.positions, known.today)
    found: list[Suggestion] = []
    seen = {_folded(text) for text in known.asked}
    for one in (*_about_career(roles, known.today), *_about_research(known), *_about_meeting(known)):
        _keep(one, found, seen, known)
    covered = {one.asks for one in found}
    for one in (*_about_work(roles), *_for_anybody()):
        if len(found) < MOST and one.asks not in covered:
            covered.add(one.asks)
            _keep(one, found, seen, known)
    return found[:MOST]


def _keep(one: Suggestion, found: list[Suggestion], seen: set[str], known: Known) -> None:
    folded = _folded(one.text)
    fits = len(one.text.split()) <= MOST_WORDS and len(one.text) <= MOST_CHARACTERS
    if folded not in seen and fits and not _is_answered(one, known.notes):
        seen.add(folded)
        found.append(one)


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _is_answered(one: Suggestion, notes: Sequence[Note]) -> bool:
    cue = ANSWERED.get(one.asks)
    if cue is None:
        return False
    texts = (note.learned.casefold() for note in notes)
    return any(cue.search(text) and all(_speaks_of(text, side) for side in one.sides) for text in texts)


def _speaks_of(text: str, side: Sequence[str | None]) -> bool:
    return any(word is not None and word.casefold().removeprefix("the ") in text for word in side)


def _names(role: Role) -> Sequence[str | None]:
    return role.title, role.employer, role.field


def _about_career(roles: Sequence[Role], today: date) -> Iterator[Suggestion]:
    latest_first = list(moves(roles))
    for before, after in latest_first[:1]:
        yield from _about_move(before, after)
    for before, after in latest_first[1 : 1 + OLDER_MOVES]:
        yield from _about_older_move(before, after)
    yield from _returns(roles)
    yield from _climbs(roles)
    yield from _long_stays(roles, today)
    yield from _overlaps(roles)


def _is_climb(before: Role, after: Role) -> bool:
    same = before.employer_name is not None and before.employer_name == after.employer_name
    return same and before.field == after.field


def _about_older_move(before: Role, after: Role) -> Iterator[Suggestion]:
    if _is_climb(before, after) or not before.title or not after.title or before.title == after.title:
        return
    for said in (_in_full, _called):
        text = f"You were once {said(before)}. What of that did you miss when you became {_called(after)}?"
        if len(text.split()) <= MOST_WORDS:
            facts, sides = [_fact(before), _fact(after)], [_names(before), _names(after)]
            yield Suggestion("missed", Topic.CAREER_PATH, text, facts, before.place, sides=sides)
            return


def _about_move(before: Role, after: Role) -> Iterator[Suggestion]:
    if _is_climb(before, after):
        return
    facts = [_fact(before), _fact(after)]
    sides = [_names(before), _names(after)]
    for text in _comparisons(before, after):
        if len(text.split()) <= MOST_WORDS:
            yield Suggestion("compare", Topic.CAREER_PATH, text, facts, after.place, sides=sides)
            break
    if before.field and after.field and before.field != after.field:
        text = f"What drew you from {before.field} to {after.field}?"
        yield Suggestion("drew", Topic.CAREER_PATH, text, facts, after.place, sides=sides)
    if before.title and after.title and before.title != after.title:
        helps, now = ("helps", " today") if after.is_present else ("helped", "")
        text = f"What from your time as {_called(before)} {helps} you most as {_called(after)}{now}?"
        yield Suggestion("help", Topic.SKILLS, text, facts, after.place, sides=sides)
    if before.kind and after.kind and before.kind != after.kind:
        text = f"What surprised you most when you moved from {before.kind} to {after.kind}?"
        yield Suggestion("kinds", Topic.CULTURE, text, facts, after.place, sides=sides)


def _comparisons(before: Role, after: Role) -> Iterator[str]:
    """The fullest first; one of them is short enough."""
    do = "do" if after.is_present else "did"
    if before.title and after.title and before.title != after.title:
        yield f"I noticed you were {_in_full(before)} before you became {_in_full(after)}. How {do} the two compare?"
        yield f"I noticed you were {_called(before)} before you became {_called(after)}. How {do} the two compare?"
    elif after.on_their_own and before.where and not before.on_their_own:
        yield f"You were {before.where} before you went out on your own. What was the biggest difference?"
    elif after.employer and before.where and before.where != after.where:
        was = _in_full(before) if before.title else before.where
        start = "You worked for yourself" if before.on_their_own else f"You were {was}"
        yield f"{start} before you came to {after.employer}. How {do} the two compare?"


def _returns(roles: Sequence[Role]) -> Iterator[Suggestion]:
    dated = [one for one in roles if one.began]
    for left, between, back in zip(dated, dated[1:], dated[2:], strict=False):
        same = left.employer_name is not None and left.employer_name == back.employer_name
        if same and between.where and between.employer_name != back.employer_name and not left.is_present:
            text = f"What brought you back to {back.employer} after your time {between.where}?"
            facts = [_fact(one) for one in (left, between, back)]
            sides = [_names(between), [back.employer]]
            if back.employer:
                yield Suggestion("came_back", Topic.CAREER_PATH, text, facts, back.place, sides=sides)


def _climbs(roles: Sequence[Role]) -> Iterator[Suggestion]:
    for employer, together in groupby((one for one in roles if one.began), lambda one: one.employer_name):
        steps = [one for one in together if one.title]
        if employer is None or not steps or steps[0].title == steps[-1].title or steps[0].is_present:
            continue
        first, last = steps[0], steps[-1]
        start = f"You went from {first.title} to {last.title} {last.where}."
        asked = (
            "Which step changed your work most?" if len(steps) > TWO else "What did you have to learn for that step?"
        )
        facts = [_fact(one) for one in steps]
        if last.where:
            yield Suggestion("climbed", Topic.SKILLS, f"{start} {asked}", facts, last.place, sides=[[last.employer]])


def _long_stays(roles: Sequence[Role], today: date) -> Iterator[Suggestion]:
    stays = [(role.years(today) or 0, role) for role in roles if role.where and not _is_aside(role)]
    for years, role in sorted(stays, key=lambda one: -one[0])[:1]:
        if not LONG <= years <= TOO_LONG:
            continue
        if role.on_their_own and role.is_present:
            text = f"You have worked for yourself for {years} years. What would be hard to give up?"
        elif role.is_present:
            text = f"You have been {role.where} for {years} years. What has kept you there?"
        else:
            text = f"You were {role.where} for {years} years. How did you know that it was time to move on?"
        if role.is_present or not role.on_their_own:
            yield Suggestion("stayed", Topic.CAREER_PATH, text, [_fact(role)], role.place, sides=[[role.employer]])


def _overlaps(roles: Sequence[Role]) -> Iterator[Suggestion]:
    present = [one for one in roles if one.is_present and one.title and one.where]
    for one, other in combinations(present, 2):
        if one.employer_name != other.employer_name and one.title != other.title:
            for said in (_in_full, _called):
                text = (
                    f"You are {said(one)} and {said(other)} at the same time. What does each teach you for the other?"
                )
                if len(text.split()) <= MOST_WORDS:
                    facts = [_fact(one), _fact(other)]
                    yield Suggestion("both", Topic.DAY_TO_DAY, text, facts, other.place)
                    return


WITH_NOTES = {
    "article": "I read an article that you appear in. What did it leave out?",
    "talk": "I came across a talk of yours. What would you say differently today?",
    "website": "I looked at your website. Which of the things there are you proudest of?",
}
SHORTEST_QUOTE, LONGEST_QUOTE = 3, 14


def _about_research(known: Known) -> Iterator[Suggestion]:
    kinds: set[str] = set()
    for note in list(reversed(known.notes))[:NOTES_USED]:
        sentence = re.split(r"(?<=[.!?])\s|\n", note.learned.strip())[0].strip(" .\"“”'")
        quoted = f"While preparing I noted: “{sentence}”. What is the story behind it?"
        if SHORTEST_QUOTE <= len(sentence.split()) <= LONGEST_QUOTE and not sentence.endswith("?"):
            yield Suggestion("story", Topic.CAREER_PATH, quoted, [f"You noted: {sentence}."], note_id=note.id)
        elif note.kind in WITH_NOTES and note.kind not in kinds:
            kinds.add(note.kind)
            yield Suggestion("source", Topic.OTHER, WITH_NOTES[note.kind], ["You took a note of it."], note_id=note.id)


# How they were found: the question, and the fact that it is made from.
FOUND = {
    "alumni": (
        "You studied where I study now. What do you wish you had done differently there, knowing what you know today?",
        "You found them among alumni.",
    ),
    "class": (
        "What did you leave out when you spoke to our class that you would tell one person?",
        "You found them through a class.",
    ),
    "event": (
        "What do you take home from events like the one where I found you?",
        "You found them at an event.",
    ),
    "article": (
        "I found you through an article. What has changed since it was written?",
        "You found them through an article.",
    ),
}


def _about_meeting(known: Known) -> Iterator[Suggestion]:
    """How they were found, and tags that the career or the research confirms as theirs."""
    if known.source in FOUND:
        text, fact = FOUND[known.source]
        yield Suggestion("found", Topic.CAREER_PATH, text, [fact])
    confirmed = " ".join(
        [note.learned for note in known.notes] + [str(one.get("field") or "") for one in known.positions]
    ).casefold()
    for tag in known.tags:
        if re.fullmatch(r"[^\W\d_]{4,}( [^\W\d_]+){0,2}", tag) and tag.casefold() in confirmed:
            text = f"What should somebody who is curious about {tag} try first?"
            yield Suggestion("tag", Topic.ASSIGNMENTS, text, [f"You tagged them “{tag}”."])
            return


def _about_work(roles: Sequence[Role]) -> Iterator[Suggestion]:
    """The questions for anybody, said in the words of what they do now."""
    present = [one for one in reversed(roles) if one.is_present]
    now = next((one for one in present if not _is_aside(one)), present[0] if present else None)
    if now is None:
        return
    facts, title = [_fact(now)], now.title if not _is_own_boss(now) else None
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
            ("reading", Topic.RESOURCES, f"What should I read or listen to first to know {now.field} from inside?")
        )
    if now.where and not now.on_their_own:
        work.append(("culture", Topic.CULTURE, f"What is it like to work {now.where}, in ways that no website tells?"))
    for asks, topic, text in work:
        yield Suggestion(asks, topic, text, facts, now.place, sides=[_names(now)])


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


def _for_anybody() -> Iterator[Suggestion]:
    return (Suggestion(asks, topic, text) for asks, topic, text in BANK)


ASIDE = re.compile(r"board member|member of the board|trustee|volunteer|advis[eo]r|mentor", re.IGNORECASE)


def _is_aside(role: Role) -> bool:
    """What is done beside the main work."""
    return bool(ASIDE.match(role.title or ""))


OWN_BOSS = frozenset({"owner", "self-employed", "freelance", "freelancer"})


def _is_own_boss(role: Role) -> bool:
    return role.on_their_own and (role.title or "owner") in OWN_BOSS


def _called(role: Role) -> str:
    """`a charge nurse`."""
    return "your own boss" if _is_own_boss(role) else with_article(role.title or "")


def _in_full(role: Role) -> str:
    """`a charge nurse at Lakeview Hospice`."""
    return _called(role) if role.on_their_own or not role.where else f"{_called(role)} {role.where}"


def _fact(role: Role) -> str:
    """`Charge nurse at Lakeview Hospice, 2016 to 2021.`"""
    said = " ".join(part for part in (role.title, role.where) if part)
    began = role.began and role.began[:4]
    until = "today" if role.is_present else role.ended and role.ended[:4]
    when = f", {began} to {until}" if began and until else ""
    return f"{said[0].upper()}{said[1:]}{when}."
