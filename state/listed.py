"""`column IN (a list of any length)` as one parameter: the statement stays the same text, whatever the list's length.

SQLAlchemy's own IN writes a placeholder for each value, anew for each execution: a seventh of a group commit's time.
SQLite reads the list as one JSON text, PostgreSQL as one array; both look it up in the column's index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Dialect, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine


class _List(TypeDecorator[Sequence[object]]):
    """A list of texts or numbers, as one value."""

    impl = Text
    cache_ok = True

    def __init__(self, element: TypeEngine[Any]) -> None:
        super().__init__()
        self.element = element

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array on PostgreSQL."""
        return dialect.type_descriptor(ARRAY(self.element) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[object] | None, dialect: Dialect) -> object:
        """JSON text on SQLite."""
        if value is None:
            raise TypeError("a list is bound, even if it is empty")
        return list(value) if dialect.name == "postgresql" else orjson.dumps(list(value)).decode()


class Among(ColumnElement[bool]):
    """Whether a column's value is in the list that is bound under a name."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012  # SQLAlchemy's protocol
        ("column", InternalTraversal.dp_clauseelement),
        ("values", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.values = bindparam(name, type_=_List(column.type))
        self.type = Boolean()

    def self_group(self, against: object = None) -> Among:
        """As it is: SQLite would otherwise be asked for `… = 1`, which no index answers."""
        return self


@compiles(Among, "sqlite")
def _sqlite(element: Among, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401  # SQLAlchemy's protocol
    column, values = compiler.process(element.column, **given), compiler.process(element.values, **given)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  # both parts are compiled


@compiles(Among, "postgresql")
def _postgresql(element: Among, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401  # SQLAlchemy's protocol
    column, values = compiler.process(element.column, **given), compiler.process(element.values, **given)
    return f"{column} = ANY({values})"
