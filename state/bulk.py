"""One statement for many rows, without SQLAlchemy's work per row.

SQLAlchemy compiles a statement once, but builds each row's parameters in general code, which is half of a group's
time. The compiled text and the columns' own conversions are taken from it here, and the driver gets plain rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert, Update

Row = Mapping[str, object]
_Convert = Callable[[object], object] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    columns: tuple[tuple[str, _Convert], ...]
    is_positional: bool


class Bulk:
    """A statement that is run with a list of rows; all rows have the keys of the first one ever given.

    Args:
        statement: Makes it, for the connection's dialect; once for each dialect.
    """

    def __init__(self, statement: Callable[[Connection], Insert | Update]) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, conn: Connection, rows: Sequence[Row]) -> None:
        """Run it once for each row; for no rows, not at all."""
        if not rows:
            return
        compiled = self._compiled.get(conn.dialect.name) or self._compile(conn, rows[0])
        columns = compiled.columns
        if compiled.is_positional:
            positional = [tuple(row[key] if to is None else to(row[key]) for key, to in columns) for row in rows]
            conn.exec_driver_sql(compiled.text, positional)
        else:
            named = [{key: row[key] if to is None else to(row[key]) for key, to in columns} for row in rows]
            conn.exec_driver_sql(compiled.text, named)

    def _compile(self, conn: Connection, row: Row) -> _Compiled:
        made = self._statement(conn).compile(dialect=conn.dialect, column_keys=list(row))
        if not isinstance(made, SQLCompiler):
            raise TypeError(f"{type(made).__name__} is no compiled statement")
        names = list(made.positiontup or made.binds)
        if fixed := set(names) - set(row):
            raise TypeError(f"a bulk statement binds {sorted(fixed)} beside its rows' columns")
        converts: Mapping[str, object] = made._bind_processors  # noqa: SLF001  # the columns' own conversions
        columns = tuple((name, cast("_Convert", converts.get(name))) for name in names)
        compiled = _Compiled(str(made), columns, bool(made.positional))
        self._compiled[conn.dialect.name] = compiled
        return compiled
