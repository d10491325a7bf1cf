"""One statement for many rows, without SQLAlchemy's work per row.

SQLAlchemy compiles a statement once, but builds each row's parameters in general code, which is half of a group's
time. The compiled text and the columns' own conversions are taken from it here. SQLite's driver gets plain rows;
PostgreSQL gets each column as an array and runs the statement once, over `unnest` of them: one way there and back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, String, Text, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse

_LARGE_CHARS = 64 * 1024
"""A text in an array is escaped letter by letter, 70 ms a megabyte; by itself it is sent as it is."""

Row = Mapping[str, object]
Statement = Insert | Update
_Convert = Callable[[object], object] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement's text; its parameters by name, each with the conversion of a value, or of the list of all values."""

    text: str
    columns: tuple[tuple[str, _Convert], ...]
    takes_arrays: bool


class Bulk:
    """A statement that is run with a list of rows; all rows have the keys of the first one ever given.

    No two rows may mean the same row of the table, unless the second one then changes nothing.

    Args:
        statement: Makes it, for the connection's dialect; once for each dialect.
    """

    def __init__(self, statement: Callable[[Connection], Statement]) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, conn: Connection, rows: Sequence[Row]) -> None:
        """Run it once for each row; for no rows, not at all."""
        if not rows:
            return
        compiled = self._compiled.get(conn.dialect.name) or self._compile(conn, rows[0])
        columns = compiled.columns
        if compiled.takes_arrays:
            if large := [row for row in rows if _is_large(row)]:
                for row in large:
                    conn.execute(self._statement(conn), row)
                self.run(conn, [row for row in rows if not _is_large(row)])
                return
            lists = ((name, to, [row[name] for row in rows]) for name, to in columns)
            conn.exec_driver_sql(compiled.text, {name: given if to is None else to(given) for name, to, given in lists})
        else:
            conn.exec_driver_sql(
                compiled.text,
                [tuple(row[name] if to is None else to(row[name]) for name, to in columns) for row in rows],
            )

    def _compile(self, conn: Connection, row: Row) -> _Compiled:
        statement, takes_arrays = self._statement(conn), conn.dialect.name == "postgresql"
        made = statement.compile(dialect=conn.dialect, column_keys=list(row))
        if not isinstance(made, SQLCompiler):
            raise TypeError(f"{type(made).__name__} is no compiled statement")
        if fixed := set(made.binds) - set(row):
            raise TypeError(f"a bulk statement binds {sorted(fixed)} beside its rows' columns")
        if takes_arrays:
            made = _of_arrays(statement, made.binds).compile(dialect=conn.dialect)
        names = list(made.positiontup or made.binds)
        converts: Mapping[str, object] = made._bind_processors  # noqa: SLF001  # the columns' own conversions
        columns = tuple((name, cast("_Convert", converts.get(name))) for name in names)
        compiled = _Compiled(str(made), columns, takes_arrays)
        self._compiled[conn.dialect.name] = compiled
        return compiled


def _is_large(row: Row) -> bool:
    return any(isinstance(value, str) and len(value) > _LARGE_CHARS for value in row.values())


def _of_arrays(statement: Statement, binds: Mapping[str, BindParameter[Any]]) -> Statement:
    """The statement over a table of rows that is made of one array a parameter."""
    # A cast to VARCHAR(16) cuts off what is longer, without an error.
    types = {name: Text() if isinstance(bind.type, String) else bind.type for name, bind in binds.items()}
    arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in types.items()]
    columns = [column(name, kind) for name, kind in types.items()]
    given = func.unnest(*arrays).table_valued(*columns, name="given").render_derived()
    if isinstance(statement, Insert):
        return statement.from_select(list(binds), select(given))

    def by_row(element: ExternallyTraversible, **_: object) -> ExternallyTraversible | None:
        return given.c[element.key] if isinstance(element, BindParameter) else None

    return cast("Update", replacement_traverse(statement, {}, by_row))
