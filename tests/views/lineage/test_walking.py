"""Who led to whom: circles are walked once, and nobody is their own beginning."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from api.views.lineage.walking import ORDER, Link, around, first_links, origins, way_to, without_doubles

SPACE = UUID("00000000-0000-0000-0000-000000000002")
START = datetime(2026, 3, 2, tzinfo=UTC)


def who(name: str) -> UUID:
    return uuid5(SPACE, name)


def led(start: str, end: str, day: int | None, how: str = "referral") -> Link:
    at = None if day is None else START + timedelta(days=day)
    return Link(who(start), who(end), how, at, day_only=True, id=uuid5(SPACE, f"{start} {end} {how} {day}"))


def way(name: str, *links: Link) -> list[UUID]:
    return list(way_to(who(name), first_links(links)))


def test_a_way_goes_back_the_earliest_link_each_time() -> None:
    links = (led("Ana", "Ben", 1), led("Cy", "Ben", 0), led("Ben", "Di", 5), led("Ana", "Di", None, "met_through"))
    assert way("Di", *links) == [who("Cy"), who("Ben"), who("Di")]
    assert way("Ana", *links) == [who("Ana")]


def test_in_a_circle_the_one_who_was_first_stays_the_first() -> None:
    links = (led("Ana", "Ben", 1), led("Ben", "Cy", 2), led("Cy", "Ana", 9))
    assert way("Cy", *links) == [who("Ana"), who("Ben"), who("Cy")]
    assert way("Ana", *links) == [who("Ana")]
    assert around(links, who("Ben")) == {who("Ana"), who("Ben"), who("Cy")}


def test_those_beside_are_not_around() -> None:
    links = (led("Ana", "Ben", 1), led("Ana", "Cy", 2), led("Ben", "Di", 3))
    assert around(links, who("Ben")) == {who("Ana"), who("Ben"), who("Di")}


def test_that_one_was_met_through_somebody_says_nothing_more_beside_an_introduction() -> None:
    said = led("Ana", "Ben", 3, "introduction")
    links = without_doubles([led("Ana", "Ben", None, "met_through"), said, led("Cy", "Ben", None, "met_through")])
    assert [(link.how, link.from_id) for link in links] == [("introduction", who("Ana")), ("met_through", who("Cy"))]


names = st.sampled_from("ABCDEFGH")
some_links = st.lists(
    st.builds(led, names, names, st.none() | st.integers(0, 30), st.sampled_from(ORDER)).filter(
        lambda ends: ends.from_id != ends.to_id
    ),
    max_size=25,
)


@given(some_links)
def test_whatever_the_links_every_way_ends_and_everybody_is_on_one(links: list[Link]) -> None:
    first = first_links(links)
    everybody = {end for link in links for end in (link.from_id, link.to_id)}
    found = origins(everybody, first)
    for person in everybody:
        gone = list(way_to(person, first))
        assert len(gone) == len(set(gone)), "nobody twice"
        assert gone[0] == found[person]
        assert gone[0] not in first
        assert set(gone) <= around(links, person)
    assert set(first) <= {link.to_id for link in links}
    assert first == first_links(links[::-1]), "the order of logging does not matter"
