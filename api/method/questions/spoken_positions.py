"""A career as questions see it: the positions that began, in order, as they are said, and the moves between them. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from api.method.people import careers
from api.method.people.careers import StoredPosition
from api.method.people.wording import (
    at_employer,
    employer_key,
    employer_said,
    field_said,
    kind_said,
    title_said,
    with_article,
    works_for_themselves,
)


@dataclass(frozen=True, slots=True)
class SpokenPosition:
    """One position, as it is said; what cannot be said is None. `place` is where it stands in the contact's list."""

    place: int
    title: str | None
    employer: str | None
    employer_name: str | None
    field: str | None
    kind: str | None
    on_their_own: bool
    is_present: bool
    began: str | None
    ended: str | None

    @property
    def where(self) -> str | None:
        """`at Atlas Bank`, `in the U.S. Navy`, `on your own`."""
        if self.on_their_own:
            return "on your own"
        return at_employer(self.employer) if self.employer else None

    def years(self, today: date) -> int | None:
        """Whole years, as far as the dates tell."""
        if self.began is None:
            return None
        until = today.isoformat() if self.is_present else self.ended
        if until is None:
            return None
        same = min(len(self.began), len(until))
        return int(until[:4]) - int(self.began[:4]) - (until[4:same] < self.began[4:same])


def roles_of(positions: Sequence[StoredPosition], today: date) -> Sequence[SpokenPosition]:
    """In the order in which they began; what has not begun, or says nothing, is left out."""
    found = [_role(at, position, today) for at, position in enumerate(positions)]
    told = [role for role in found if (role.began or "") <= today.isoformat() and (role.title or role.where)]
    return sorted(told, key=lambda role: (role.began is None, role.began or "", role.ended or "9999", role.place))


def _role(place: int, position: StoredPosition, today: date) -> SpokenPosition:
    ended = position.get("ended_on")
    own = works_for_themselves(position.get("employer"))
    return SpokenPosition(
        place=place,
        title=title_said(position.get("title")),
        employer=employer_said(position.get("employer")),
        employer_name=None if own else employer_key(position.get("employer")),
        field=field_said(position.get("field")),
        kind=kind_said(position.get("employer_kind")),
        on_their_own=own,
        is_present=ended is None or ended >= today.isoformat()[: len(ended)],
        began=position.get("started_on"),
        ended=ended,
    )


def moves(roles: Sequence[SpokenPosition]) -> Iterator[tuple[SpokenPosition, SpokenPosition]]:
    """From one role to the next that began after it, where the dates say so, the latest first; a role that went on beside
    the other is no move.
    """
    dated = [role for role in roles if role.began]
    in_turn = [(role, other) for role, other in pairwise(dated) if role.began != other.began]
    return reversed([(move, other) for move, other in in_turn if not move.is_present and not _went_on(move, other)])


def _went_on(role: SpokenPosition, other: SpokenPosition) -> bool:
    """Beside the other, for longer than it takes to change."""
    ended, began = role.ended or "9999", other.began or "9999"
    return int(ended[:4]) - int(began[:4]) > 1


def names(role: SpokenPosition) -> Sequence[str | None]:
    return role.title, role.employer, role.field


OWN_BOSS = frozenset({"owner", "self-employed", "freelance", "freelancer"})


def is_own_boss(role: SpokenPosition) -> bool:
    return role.on_their_own and (role.title or "owner") in OWN_BOSS


def called(role: SpokenPosition) -> str:
    """`a charge nurse`."""
    return "your own boss" if is_own_boss(role) else with_article(role.title or "")


_OF_ALL_OF_IT = re.compile(r"(?:(?:co-)?(?:owner|founder)|president)(?: and \w+)?", re.IGNORECASE)


def in_full(role: SpokenPosition) -> str:
    """`a charge nurse at Lakeview Hospice`."""
    if role.on_their_own or not role.where:
        return called(role)
    if _OF_ALL_OF_IT.fullmatch(role.title or ""):
        return f"the {role.title} of {role.employer}"
    return f"{called(role)} {role.where}"


def said_of(positions: Sequence[StoredPosition], today: date) -> str | None:
    """What somebody does now: `a detective at City Police`; None where that is not known."""
    current = careers.current(positions, today)
    if current is None:
        return None
    role = _role(0, current, today)
    if role.title is None and (role.where is None or role.on_their_own):
        return None
    return in_full(role) if role.title else role.where


def fact(role: SpokenPosition) -> str:
    """`Charge nurse at Lakeview Hospice, 2016 to 2021.`"""
    said = " ".join(part for part in (role.title, role.where) if part)
    began = role.began and role.began[:4]
    until = "today" if role.is_present else role.ended and role.ended[:4]
    when = f", {began} to {until}" if began and until else ""
    return f"{said[0].upper()}{said[1:]}{when}."
