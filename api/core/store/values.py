"""What statements take and give, as types. Any: a column's value has the type of its column, which no annotation repeats."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, Select

Values = dict[str, Any]
Columns = Mapping[str, Any]
ResultRow = Row[Any]
Statement = Select[Any]
Column = ColumnElement[Any]
# JSON, as a column holds it.
JsonArray = list[Any]
JsonObject = dict[str, Any]
