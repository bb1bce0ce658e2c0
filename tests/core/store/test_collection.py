"""The statements of a list: built once for each set of filters, and never more than so many of them."""

from itertools import combinations

from sqlalchemy import column, select, table

from api.core.store.pagination import MOST_STATEMENTS, Collection, both_ways

NAMES = [f"filter_{at}" for at in range(10)]
THINGS = table("things", column("id"), *(column(name) for name in NAMES))
SETS = [frozenset(chosen) for size in range(len(NAMES) + 1) for chosen in combinations(NAMES, size)]


def collection() -> Collection:
    return Collection(
        select(THINGS),
        orders=both_ways({"id": THINGS.c.id}, THINGS.c.id),
        filters={name: THINGS.c[name].is_not(None) for name in NAMES},
    )


def test_a_statement_is_built_once() -> None:
    things = collection()
    assert things._statement("id", SETS[5], None) is things._statement("id", SETS[5], None)
    assert things._statement("id", SETS[5], None) is not things._statement("-id", SETS[5], None)


def test_there_are_never_more_statements_than_are_remembered() -> None:
    things = collection()
    first = str(things._statement("id", SETS[1], None))
    assert len(SETS) > MOST_STATEMENTS
    for names in SETS:
        things._statement("id", names, None)
        things._count(names)
    assert things._statement.cache_info().currsize == things._count.cache_info().currsize == MOST_STATEMENTS
    assert str(things._statement("id", SETS[1], None)) == first, "forgotten, and built again"
