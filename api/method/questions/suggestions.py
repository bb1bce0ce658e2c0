"""Questions worth asking a contact, made from what is known about them. Pure: no language model, and no clock.

Each suggestion names its facts. A gap in a career is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from api.method.questions.bank import about_meeting, about_research, about_work, for_anybody
from api.method.questions.career_questions import about_career
from api.method.questions.shapes import MOST_WORDS, Known, Note, Suggestion
from api.method.questions.spoken_positions import roles_of

MOST, MOST_CHARACTERS = 16, 500

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
    for suggestion in (*about_career(roles, known.today), *about_research(known), *about_meeting(known)):
        _keep(suggestion, found, seen, known)
    covered = {suggestion.asks for suggestion in found}
    for suggestion in (*about_work(roles), *for_anybody()):
        if len(found) < MOST and suggestion.asks not in covered:
            covered.add(suggestion.asks)
            _keep(suggestion, found, seen, known)
    return found[:MOST]


def _keep(suggestion: Suggestion, found: list[Suggestion], seen: set[str], known: Known) -> None:
    # Behind “Co.” or “R.N.” the sentence has its stop already.
    suggestion = replace(suggestion, text=suggestion.text.replace("..", "."))
    folded = _folded(suggestion.text)
    fits = len(suggestion.text.split()) <= MOST_WORDS and len(suggestion.text) <= MOST_CHARACTERS
    if folded not in seen and fits and not _is_answered(suggestion, known.notes):
        seen.add(folded)
        found.append(suggestion)


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _is_answered(suggestion: Suggestion, notes: Sequence[Note]) -> bool:
    cue = ANSWERED.get(suggestion.asks)
    if cue is None:
        return False
    texts = (note.learned.casefold() for note in notes)
    return any(cue.search(text) and all(_speaks_of(text, side) for side in suggestion.sides) for text in texts)


def _speaks_of(text: str, side: Sequence[str | None]) -> bool:
    return any(word is not None and word.casefold().removeprefix("the ") in text for word in side)
