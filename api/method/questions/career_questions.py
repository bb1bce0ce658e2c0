"""Questions about a career: its moves, returns, climbs, long stays and overlaps. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, groupby

from api.method.people.careers import is_aside
from api.method.questions.shapes import MOST_WORDS, Suggestion, Topic
from api.method.questions.spoken_positions import SpokenPosition, called, fact, in_full, moves, names

OLDER_MOVES = 2
LONG, TOO_LONG = 10, 70
TWO = 2


def about_career(roles: Sequence[SpokenPosition], today: date) -> Iterator[Suggestion]:
    latest_first = list(moves(roles))
    for before, after in latest_first[:1]:
        yield from _about_move(before, after)
    for before, after in latest_first[1 : 1 + OLDER_MOVES]:
        yield from _about_older_move(before, after)
    yield from _returns(roles)
    yield from _climbs(roles)
    yield from _long_stays(roles, today)
    yield from _overlaps(roles)


def _is_climb(before: SpokenPosition, after: SpokenPosition) -> bool:
    same = before.employer_name is not None and before.employer_name == after.employer_name
    return same and before.field == after.field


def _about_older_move(before: SpokenPosition, after: SpokenPosition) -> Iterator[Suggestion]:
    if _is_climb(before, after) or not before.title or not after.title or before.title == after.title:
        return
    for said in (in_full, called):
        text = f"You were once {said(before)}. What of that did you miss when you became {called(after)}?"
        if len(text.split()) <= MOST_WORDS:
            facts, sides = [fact(before), fact(after)], [names(before), names(after)]
            yield Suggestion("missed", Topic.CAREER_PATH, text, facts, before.place, sides=sides)
            return


def _about_move(before: SpokenPosition, after: SpokenPosition) -> Iterator[Suggestion]:
    if _is_climb(before, after):
        return
    facts, about = [fact(before), fact(after)], _move(before, after)
    sides = [names(before), names(after)]
    for text in _comparisons(before, after):
        if len(text.split()) <= MOST_WORDS:
            yield Suggestion("compare", Topic.CAREER_PATH, text, facts, after.place, sides=sides, about=about)
            break
    if before.field and after.field and before.field != after.field:
        text = f"What drew you from {before.field} to {after.field}?"
        yield Suggestion("drew", Topic.CAREER_PATH, text, facts, after.place, sides=sides, about=about)
    if before.title and after.title and before.title != after.title:
        helps, now = ("helps", " today") if after.is_present else ("helped", "")
        text = f"What from your time as {called(before)} {helps} you most as {called(after)}{now}?"
        yield Suggestion("help", Topic.SKILLS, text, facts, after.place, sides=sides, about=about)
    if before.kind and after.kind and before.kind != after.kind:
        text = f"What surprised you most when you moved from {before.kind} to {after.kind}?"
        yield Suggestion("kinds", Topic.CULTURE, text, facts, after.place, sides=sides, about=about)


def _move(before: SpokenPosition, after: SpokenPosition) -> str | None:
    if before.field and after.field and before.field != after.field:
        return f"your move from {before.field} to {after.field}"
    if before.title and after.title and before.title != after.title:
        return f"your path from {before.title} to {after.title}"
    if before.employer and after.employer and before.employer != after.employer:
        return f"your move from {before.employer} to {after.employer}"
    return None


def _comparisons(before: SpokenPosition, after: SpokenPosition) -> Iterator[str]:
    """The fullest first; one of them is short enough."""
    do = "do" if after.is_present else "did"
    same = before.employer_name is not None and before.employer_name == after.employer_name
    if same and before.title and after.title and before.title != after.title:
        yield f"I noticed you were {in_full(before)} before you became {called(after)} there. How {do} the two compare?"
    if before.title and after.title and before.title != after.title:
        yield f"I noticed you were {in_full(before)} before you became {in_full(after)}. How {do} the two compare?"
        yield f"I noticed you were {called(before)} before you became {called(after)}. How {do} the two compare?"
    elif after.on_their_own and before.where and not before.on_their_own:
        yield f"You were {before.where} before you went out on your own. What was the biggest difference?"
    elif after.employer and before.where and before.where != after.where:
        was = in_full(before) if before.title else before.where
        start = "You worked for yourself" if before.on_their_own else f"You were {was}"
        yield f"{start} before you came to {after.employer}. How {do} the two compare?"


def _returns(roles: Sequence[SpokenPosition]) -> Iterator[Suggestion]:
    dated = [role for role in roles if role.began]
    for left, between, back in zip(dated, dated[1:], dated[2:], strict=False):
        same = left.employer_name is not None and left.employer_name == back.employer_name
        if same and between.where and between.employer_name != back.employer_name and not left.is_present:
            text = f"What brought you back to {back.employer} after your time {between.where}?"
            facts = [fact(role) for role in (left, between, back)]
            sides = [names(between), [back.employer]]
            if back.employer:
                about = f"your return to {back.employer}"
                yield Suggestion("came_back", Topic.CAREER_PATH, text, facts, back.place, sides=sides, about=about)


def _climbs(roles: Sequence[SpokenPosition]) -> Iterator[Suggestion]:
    for employer, together in groupby((role for role in roles if role.began), lambda role: role.employer_name):
        steps = [role for role in together if role.title]
        if employer is None or not steps or steps[0].title == steps[-1].title or steps[0].is_present:
            continue
        first, last = steps[0], steps[-1]
        start = f"You went from {first.title} to {last.title} {last.where}."
        asked = (
            "Which step changed your work most?" if len(steps) > TWO else "What did you have to learn for that step?"
        )
        facts = [fact(step) for step in steps]
        if last.where:
            text, about = f"{start} {asked}", f"your path {last.where}"
            yield Suggestion("climbed", Topic.SKILLS, text, facts, last.place, sides=[[last.employer]], about=about)


def _long_stays(roles: Sequence[SpokenPosition], today: date) -> Iterator[Suggestion]:
    stays = [(role.years(today) or 0, role) for role in roles if role.where and not is_aside(role.title)]
    for years, role in sorted(stays, key=lambda stay: -stay[0])[:1]:
        if not LONG <= years <= TOO_LONG:
            continue
        if role.on_their_own and role.is_present:
            text = f"You have worked for yourself for {years} years. What would be hard to give up?"
        elif role.is_present:
            text = f"You have been {role.where} for {years} years. What has kept you there?"
        else:
            text = f"You were {role.where} for {years} years. What did those years teach you that you still use?"
        if role.is_present or not role.on_their_own:
            about, sides = f"your {years} years {role.where}", [[role.employer]]
            yield Suggestion("stayed", Topic.CAREER_PATH, text, [fact(role)], role.place, sides=sides, about=about)


def _overlaps(roles: Sequence[SpokenPosition]) -> Iterator[Suggestion]:
    present = [role for role in roles if role.is_present and role.title and role.where]
    for role, other in combinations(present, 2):
        if role.employer_name != other.employer_name and role.title != other.title:
            for said in (in_full, called):
                text = (
                    f"You are {said(role)} and {said(other)} at the same time. What does each teach you for the other?"
                )
                if len(text.split()) <= MOST_WORDS:
                    facts = [fact(role), fact(other)]
                    yield Suggestion("both", Topic.DAY_TO_DAY, text, facts, other.place, about="your two roles")
                    return
