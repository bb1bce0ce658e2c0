"""Keyset pages over prebuilt statements: one statement a page, its cost independent of the page's number.

A cursor is bound to organization, member, filters and sort; NULLs always come last.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Collection as Collected
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import starmap
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from pydantic import Field
from pydantic_core import to_json
from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, tuple_

from api.core.errors import Problem
from api.core.fields.types import Flag, Limit, Out, Params
from api.core.store.tables import UtcDateTime
from api.core.store.units import Read
from api.core.store.values import Column, JsonArray, ResultRow, Statement, Values

MOST = 100
DIGEST = 12
MOST_STATEMENTS = 256
NO_PARAMETERS: Values = {}


class PageParams(Params):
    limit: Limit = Field(default=20, description="Items a page; more than 100 is lowered to 100.")
    cursor: str | None = Field(
        default=None, max_length=3000, description="Opaque position, from the `next` of the page before."
    )
    count: Flag = Field(default=False, description="`true` adds `total`, the exact number of items over all pages.")


class SortedParams(PageParams):
    """Each list says by what it sorts, and by what unless it is told."""

    sort: str


Entry = TypeVar("Entry", bound=Out)


class PageOut(Out, Generic[Entry]):
    items: list[Entry] = Field(description="The items of this page, in order.")
    next: str | None = Field(description="Path and query of the next page; null on the last one.")
    total: int | None = Field(default=None, description="Exact number of items; only there with `count=true`.")


@dataclass(frozen=True, slots=True)
class Order:
    """Columns to sort by, the last of them unique. Only the first may be nullable."""

    columns: tuple[Column, ...]
    descending: bool = False
    nullable: bool = False

    def terms(self) -> list[Column]:
        first, *rest = (column.desc() if self.descending else column.asc() for column in self.columns)
        return [first.nulls_last() if self.nullable else first, *rest]

    def after(self, *, null: bool) -> ColumnElement[bool]:
        """What lies behind the cursor, whose first value is null or not."""
        if null:
            return and_(self.columns[0].is_(None), self._beyond(self.columns[1:], first=1))
        beyond = self._beyond(self.columns, first=0)
        return or_(beyond, self.columns[0].is_(None)) if self.nullable else beyond

    def _beyond(self, columns: Sequence[Column], *, first: int) -> ColumnElement[bool]:
        mine = tuple_(*columns)
        theirs = tuple_(
            *(bindparam(f"after_{at}", type_=column.type) for at, column in enumerate(columns, start=first))
        )
        return mine < theirs if self.descending else mine > theirs


def both_ways(columns: Mapping[str, Column], unique: Column, *, nullable: Collected[str] = ()) -> dict[str, Order]:
    """Each name and its reverse, `-name`."""
    return {
        ("-" if down else "") + name: Order((column, unique), descending=down, nullable=name in nullable)
        for name, column in columns.items()
        for down in (False, True)
    }


@dataclass(frozen=True, slots=True)
class Found:
    """One page of rows and where the next begins."""

    rows: Sequence[ResultRow]
    next: str | None
    total: int | None


@dataclass(frozen=True)
class Collection:
    """A list that can be paged: its statement (which binds `org_id` and `member_id`), sorts and filters.

    A filter is a condition whose parameter has the filter's name.
    """

    statement: Statement
    orders: Mapping[str, Order]
    filters: Mapping[str, ColumnElement[bool]]

    async def page(
        self,
        read: Read,
        params: PageParams,
        *,
        filters: Values | None = None,
        parameters: Values = NO_PARAMETERS,
    ) -> Found:
        """`filters` are the values to filter by, those of the query where left out; `parameters` those of the statement."""
        sort, given = self._sort(params), self._given(params, filters)
        limit = min(params.limit, MOST)
        context = self._context(read, sort, {**given, **parameters})
        position = self._position(read, params, context, sort)
        statement = self._statement(sort, frozenset(given), None if position is None else position[0] is None)
        after = {} if position is None else {f"after_{at}": value for at, value in enumerate(position)}
        rows = await read.rows(statement, **given, **parameters, **after, row_limit=limit + 1)
        total = await self._total(read, given, parameters) if params.count else None
        more = len(rows) > limit
        rows = rows[:limit]
        return Found(rows, self._next(read, context, sort, rows[-1]) if more else None, total)

    def empty(self, read: Read, params: PageParams) -> Found:
        """The page of somebody who may see none of it."""
        sort = self._sort(params)
        self._position(read, params, self._context(read, sort, self._given(params, None)), sort)
        return Found([], None, 0 if params.count else None)

    def _sort(self, params: PageParams) -> str:
        """What the query says, or the one order that there is."""
        return params.sort if isinstance(params, SortedParams) else next(iter(self.orders))

    def _given(self, params: PageParams, filters: Values | None) -> Values:
        values = {name: getattr(params, name) for name in self.filters} if filters is None else filters
        return {name: value for name, value in values.items() if value is not None}

    def _position(self, read: Read, params: PageParams, context: bytes, sort: str) -> JsonArray | None:
        return None if params.cursor is None else _open_cursor(read, context, params.cursor, self.orders[sort])

    @cached_property
    def _statement(self) -> Callable[[str, frozenset[str], bool | None], Statement]:
        """Built once for each sort and set of filters that are asked for, of which there may be very many."""
        return lru_cache(maxsize=MOST_STATEMENTS)(self._built)

    def _built(self, sort: str, names: frozenset[str], null: bool | None) -> Statement:
        order = self.orders[sort]
        built = self._filtered(names).order_by(*order.terms()).limit(bindparam("row_limit"))
        built = built.add_columns(*(column.label(f"key_{at}") for at, column in enumerate(order.columns)))
        return built if null is None else built.where(order.after(null=null))

    def _filtered(self, names: frozenset[str]) -> Statement:
        return self.statement.where(*(self.filters[name] for name in sorted(names)))

    @cached_property
    def _count(self) -> Callable[[frozenset[str]], Select[int]]:
        return lru_cache(maxsize=MOST_STATEMENTS)(
            lambda names: select(func.count()).select_from(self._filtered(names).subquery())
        )

    async def _total(self, read: Read, given: Values, parameters: Values) -> int:
        ((total,),) = await read.rows(self._count(frozenset(given)), **given, **parameters)
        return int(total)

    def _context(self, read: Read, sort: str, given: Values) -> bytes:
        path = read.target.partition("?")[0]
        owner = [read.scope.org_id, read.scope.member_id, path, sort]
        return to_json([*owner, sorted((name, str(value)) for name, value in given.items())])

    def _next(self, read: Read, context: bytes, sort: str, last: ResultRow) -> str:
        values = [getattr(last, f"key_{at}") for at in range(len(self.orders[sort].columns))]
        payload = to_json(values)
        cursor = base64.urlsafe_b64encode(_digest(read, context + payload) + payload).rstrip(b"=").decode()
        path, _, query = read.target.partition("?")
        kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "cursor"]
        return f"{path}?{urlencode([*kept, ('cursor', cursor)])}"


def _stale_cursor() -> Problem:
    detail = "This is no cursor of this list, filter and sort. Start again without `cursor`, and follow `next`."
    return Problem("invalid-cursor", detail)


def _digest(read: Read, text: bytes) -> bytes:
    """By which a cursor is known to be ours, and of this secret."""
    return hmac.new(read.secrets.current.derived("cursors"), text, hashlib.sha256).digest()[:DIGEST]


def _open_cursor(read: Read, context: bytes, cursor: str, order: Order) -> JsonArray:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _stale_cursor() from None
    digest, payload = raw[:DIGEST], raw[DIGEST:]
    if digest != _digest(read, context + payload):
        raise _stale_cursor()
    return list(starmap(_typed, zip(json.loads(payload), order.columns, strict=True)))


def _typed(value: Any, column: Column) -> Any:  # Any: a key is text, number, instant or id
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if column.type.python_type is date:
        return date.fromisoformat(value)
    return UUID(value) if column.type.python_type is UUID else value
