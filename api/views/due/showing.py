"""What shows at a moment, in SQL: the clock that was asked for, what the member decided, and one act as one item."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from api.core.store.tables import Json, UtcDateTime, table_of
from api.settings import SQLITE
from api.views.due.models import DueDecision, DueItem

due_items, due_decisions = table_of(DueItem), table_of(DueDecision)
others, others_decided = due_items.alias("others"), due_decisions.alias("others_decided")
AS_OF = bindparam("as_of", type_=UtcDateTime)


def is_snoozed(items: FromClause, decisions: FromClause) -> ColumnElement[bool]:
    """A decision holds while the item is as it was when it was made."""
    return and_(
        decisions.c.snoozed_until.is_not(None),
        decisions.c.snoozed_due_at == items.c.due_at,
        decisions.c.snoozed_until < items.c.expires_at,
    )


def is_dismissed(items: FromClause, decisions: FromClause) -> ColumnElement[bool]:
    return and_(decisions.c.dismissed_because.is_not(None), decisions.c.dismissed_because == items.c.because)


def shows_at(items: FromClause, decisions: FromClause) -> ColumnElement[Any]:  # Any: a time
    later = and_(is_snoozed(items, decisions), decisions.c.snoozed_until > items.c.due_at)
    return case((later, decisions.c.snoozed_until), else_=items.c.due_at)


def decided(items: FromClause, decisions: FromClause) -> FromClause:
    return items.outerjoin(decisions, and_(decisions.c.org_id == items.c.org_id, decisions.c.id == items.c.id))


Moment = ColumnElement[Any]  # Any: a time


def _shows(items: FromClause, decisions: FromClause, at: Moment) -> ColumnElement[bool]:
    return and_(shows_at(items, decisions) <= at, ~is_dismissed(items, decisions))


def _beside(at: Moment) -> ColumnElement[bool]:
    """Another about the same person that one message would settle too shows at that moment."""
    return and_(
        others.c.org_id == bindparam("org_id"),
        others.c.org_id == due_items.c.org_id,
        others.c.member_id == due_items.c.member_id,
        others.c.contact_id == due_items.c.contact_id,
        others.c.id != due_items.c.id,
        others.c.act.is_not(None),
        others.c.due_at <= at,
        others.c.expires_at > at,
        _shows(others, others_decided, at),
    )


_comes_first = tuple_(others.c.act, others.c.due_at, others.c.id) < tuple_(
    due_items.c.act, due_items.c.due_at, due_items.c.id
)


def waits_at(at: Moment) -> ColumnElement[bool]:
    """It shows, and so does another about the same person, which comes first and which the same message would settle."""
    found = exists().select_from(decided(others, others_decided)).where(_beside(at), _comes_first)
    # Most items stand for themselves, and for them nothing is looked up.
    return and_(due_items.c.act.is_not(None), _shows(due_items, due_decisions, at), found)


# Until when those that stand for it show.
WAITS_UNTIL = (
    select(func.max(others.c.expires_at))
    .select_from(decided(others, others_decided))
    .where(_beside(AS_OF), _comes_first)
    .scalar_subquery()
)


class objects(FunctionElement[Any]):  # noqa: N801 (reads as SQL)
    """`objects(name, column, …)`: the rows as a JSON array of objects."""

    type = Json
    inherit_cache = True
    name = "objects"


@compiles(objects)
def _objects_postgresql(element: objects, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    return f"jsonb_agg(jsonb_build_object({compiler.process(element.clauses, **kw)}))"


@compiles(objects, SQLITE)
def _objects_sqlite(element: objects, compiler: SQLCompiler, **kw: Any) -> str:  # Any: the same
    return f"json_group_array(json_object({compiler.process(element.clauses, **kw)}))"


class embedded(FunctionElement[Any]):  # noqa: N801 (reads as SQL)
    """A JSON column inside `objects`: SQLite would take it for a text."""

    inherit_cache = True
    name = "embedded"


@compiles(embedded)
def _embedded_postgresql(element: embedded, compiler: SQLCompiler, **kw: Any) -> str:  # Any: the same
    return compiler.process(element.clauses, **kw)


@compiles(embedded, SQLITE)
def _embedded_sqlite(element: embedded, compiler: SQLCompiler, **kw: Any) -> str:  # Any: the same
    return f"json({compiler.process(element.clauses, **kw)})"


def _named(*names: str) -> Iterator[ColumnElement[Any]]:  # Any: columns of several types
    for name in names:
        column = others.c[name]
        yield literal_column(f"'{name}'")
        yield embedded(column) if isinstance(column.type, JSON) else column


# What else shows about the same person and would be settled by the same message.
_beside_it = (
    select(objects(*_named("id", "kind", "because", "due_at", "late_at", "text")))
    .select_from(decided(others, others_decided))
    .where(_beside(AS_OF))
    .scalar_subquery()
)
BESIDE = case((and_(due_items.c.act.is_not(None), _shows(due_items, due_decisions, AS_OF)), _beside_it))
