"""Who led to whom: walking links up and down. Pure; a circle is walked once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

# The kinds of links, the most telling first, and how each is said.
HOW: Mapping[str, str] = {"introduction": "introduced", "referral": "referred", "met_through": "led to"}
ORDER = tuple(HOW)
LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Link:
    """`from_id` led to `to_id`; `at` is when, with `day_only` the first moment of that day in UTC; `id` is what says so."""

    from_id: UUID
    to_id: UUID
    how: str
    at: datetime | None
    day_only: bool
    id: UUID

    @property
    def order(self) -> tuple[datetime, int, UUID]:
        """The earliest first; what has no date comes last."""
        return (self.at or LATEST, ORDER.index(self.how), self.id)


def without_doubles(links: Iterable[Link]) -> Sequence[Link]:
    """In order, without a `met_through` between two whom an introduction or a referral links already."""
    ordered = sorted(links, key=lambda link: link.order)
    said = {(link.from_id, link.to_id) for link in ordered if link.how != "met_through"}
    return [link for link in ordered if link.how != "met_through" or (link.from_id, link.to_id) not in said]


def around(links: Sequence[Link], contact_id: UUID) -> set[UUID]:
    """Those who led to a contact, those to whom the contact led, and the contact."""
    up = _reached(contact_id, links, lambda link: (link.to_id, link.from_id))
    return up | _reached(contact_id, links, lambda link: (link.from_id, link.to_id))


def _reached(start: UUID, links: Sequence[Link], ends: Callable[[Link], tuple[UUID, UUID]]) -> set[UUID]:
    steps: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for here, there in map(ends, links):
        steps[here].append(there)
    reached, waiting = {start}, [start]
    while waiting:
        new = [link for link in steps[waiting.pop()] if link not in reached]
        reached.update(new)
        waiting.extend(new)
    return reached


def first_links(links: Iterable[Link]) -> Mapping[UUID, Link]:
    """To each contact the earliest link that led there, from somebody whom the contact did not lead to before. Whoever
    has none was the first of a way; nobody is their own beginning.
    """
    found: dict[UUID, Link] = {}
    beginnings: dict[UUID, UUID] = {}

    def beginning(contact_id: UUID) -> UUID:
        passed = []
        while contact_id in beginnings:
            passed.append(contact_id)
            contact_id = beginnings[contact_id]
        beginnings.update(dict.fromkeys(passed, contact_id))
        return contact_id

    for link in sorted(links, key=lambda link: link.order):
        if link.to_id not in found and beginning(link.from_id) != link.to_id:
            found[link.to_id] = link
            beginnings[link.to_id] = link.from_id
    return found


def origins(contact_ids: Iterable[UUID], first: Mapping[UUID, Link]) -> Mapping[UUID, UUID]:
    """With whom the way to each of them began."""
    found: dict[UUID, UUID] = {}
    for contact_id in contact_ids:
        passed = [contact_id]
        while passed[-1] not in found and passed[-1] in first:
            passed.append(first[passed[-1]].from_id)
        found.update(dict.fromkeys(passed, found.get(passed[-1], passed[-1])))
    return found


def way_to(contact_id: UUID, first: Mapping[UUID, Link]) -> Sequence[UUID]:
    """The contacts on the way, from the one with whom it began."""
    way = [contact_id]
    while way[-1] in first:
        way.append(first[way[-1]].from_id)
    return way[::-1]
