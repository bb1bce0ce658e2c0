"""What both databases can do and SQLAlchemy has no one word for: lists as one parameter, and JSON arrays."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Text, TypeDecorator, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from api.core.store.tables import Json
from api.settings import SQLITE


class IdList(TypeDecorator[list[UUID]]):
    """Any number of ids as one parameter, so that a statement is prepared once for every length."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # Any: SQLAlchemy's own signature
        return dialect.type_descriptor(Text() if dialect.name == SQLITE else ARRAY(Uuid()))

    def process_bind_param(self, value: Iterable[UUID] | None, dialect: Dialect) -> Any:  # Any: text or list
        ids = [] if value is None else list(value)
        return json.dumps([id_.hex for id_ in ids]) if dialect.name == SQLITE else ids


class TextList(TypeDecorator[list[str]]):
    """The same for texts."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # Any: SQLAlchemy's own signature
        return dialect.type_descriptor(Text() if dialect.name == SQLITE else ARRAY(Text()))

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:  # Any: text or list
        texts = [] if value is None else list(value)
        return json.dumps(texts) if dialect.name == SQLITE else texts


class among(FunctionElement[bool]):  # noqa: N801 (reads as SQL)
    """`among(column, bindparam(..., type_=IdList))`: the column is one of the ids (or texts) of that parameter."""

    type = Boolean()
    inherit_cache = True
    name = "among"


@compiles(among)
def _among_postgresql(element: among, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    column, ids = element.clauses
    return f"{compiler.process(column, **kw)} = ANY ({compiler.process(ids, **kw)})"


@compiles(among, SQLITE)
def _among_sqlite(element: among, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    column, ids = element.clauses
    return f"{compiler.process(column, **kw)} IN (SELECT value FROM json_each({compiler.process(ids, **kw)}))"  # noqa: S608 (compiled parts)


class holds(FunctionElement[bool]):  # noqa: N801 (reads as SQL)
    """`holds(json_column, bindparam(...))`: the array has that string, or the object that key."""

    type = Boolean()
    inherit_cache = True
    name = "holds"


@compiles(holds, "postgresql")
def _holds_postgresql(element: holds, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    column, value = element.clauses
    return f"jsonb_exists({compiler.process(column, **kw)}, {compiler.process(value, **kw)})"


@compiles(holds, SQLITE)
def _holds_sqlite(element: holds, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    column, value = element.clauses
    inner = f"SELECT 1 FROM json_each({compiler.process(column, **kw)}) WHERE {compiler.process(value, **kw)} IN (key, value)"  # noqa: S608 (compiled parts)
    return f"EXISTS ({inner})"


class reads(FunctionElement[bool]):  # noqa: N801 (reads as SQL)
    """`reads(text_column, bindparam(..., type_=TextList))`: the text has every one of the words, as `word_patterns` makes
    them.
    """

    type = Boolean()
    inherit_cache = True
    name = "reads"


@compiles(reads)
def _reads_postgresql(element: reads, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    column, patterns = element.clauses
    return f"{compiler.process(column, **kw)} LIKE ALL ({compiler.process(patterns, **kw)})"


@compiles(reads, SQLITE)
def _reads_sqlite(element: reads, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    column, patterns = element.clauses
    every = f"SELECT 1 FROM json_each({compiler.process(patterns, **kw)})"  # noqa: S608 (compiled parts)
    return f"NOT EXISTS ({every} WHERE {compiler.process(column, **kw)} NOT LIKE value ESCAPE '\\')"


def word_patterns(text: str) -> list[str]:
    """Each word of a text as a pattern for LIKE, in which only itself counts."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [f"%{word}%" for word in plain.split()]


class arrays(FunctionElement[Any]):  # noqa: N801 (reads as SQL)  # Any: JSON
    """`select(arrays(a, b)).where(...).scalar_subquery()`: all its rows as one JSON array of arrays, in no order."""

    type = Json
    inherit_cache = True
    name = "arrays"


@compiles(arrays)
def _arrays_postgresql(element: arrays, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    return f"coalesce(jsonb_agg(jsonb_build_array({compiler.process(element.clauses, **kw)})), '[]')"


@compiles(arrays, SQLITE)
def _arrays_sqlite(element: arrays, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's own signature
    return f"json_group_array(json_array({compiler.process(element.clauses, **kw)}))"
