"""A lineage as plain text for a terminal: a tree, with everybody under the first who led to them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from api.views.lineage.schemas import LineageLink, LineageOut, LineagePerson, hrefs_of_links
from api.views.lineage.walking import HOW

NOTHING = "No introduction, referral or outcome is written down yet.\n"
# Columns to indent by: a long chain goes on at the right edge.
DEEPEST = 60
Branches = dict[UUID, list[LineageLink]]


def as_text(lineage: LineageOut) -> str:
    """Everybody once, under the first who led to them."""
    if not lineage.people:
        return NOTHING
    people = {person.id: person for person in lineage.people}
    branches: Branches = defaultdict(list)
    for link in lineage.links:
        if link.is_first:
            branches[link.from_id].append(link)
    shown = hrefs_of_links(lineage)
    roots = (person for person in lineage.people if person.origin_id == person.id)
    return "\n".join([*(line for root in roots for line in _tree(root, people, branches, shown)), ""])


def _tree(
    root: LineagePerson, people: Mapping[UUID, LineagePerson], branches: Branches, shown: Collection[str]
) -> Iterator[str]:
    """Without recursion: a chain may be longer than Python's stack."""
    waiting: list[tuple[UUID, str, str, str]] = [(root.id, "", "", "")]
    while waiting:
        here, before, under, led = waiting.pop()
        yield f"{before}{led}{_said(people[here])}"
        links = branches.get(here, [])
        leaves = [
            f"{outcome.kind.replace('_', ' ')}, {outcome.on}{f': {_line(outcome.what)}' if outcome.what else ''}"
            for outcome in people[here].outcomes
            if outcome.href not in shown
        ]
        for at, leaf in enumerate(leaves):
            last = at == len(leaves) - 1 and not links
            yield f"{under}{'└─' if last else '├─'} * {leaf}"
        for at, link in reversed(list(enumerate(links))):
            last = at == len(links) - 1
            how = f"{HOW.get(link.how, link.how)}{f' {link.on}' if link.on else ''}: "
            deeper = f"{under}{'   ' if last else '│  '}"[-DEEPEST:]
            waiting.append((link.to_id, f"{under}{'└─' if last else '├─'} ", deeper, how))


def _said(person: LineagePerson) -> str:
    place = ", ".join(part for part in (person.title, person.employer) if part)
    first = person.first_message
    began = f" - first message {first.on}{f': {first.subject}' if first.subject else ''}" if first else ""
    return f"{person.full_name}{f' ({place})' if place else ''}{began}"


def _line(text: str) -> str:
    first = " ".join(text.split())
    return first if len(first) <= 60 else f"{first[:59]}…"  # noqa: PLR2004 (a terminal's width)
