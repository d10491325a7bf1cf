"""How the store would run each statement: a scan of a whole table is what grows with a million items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from state.engine import State

BIG = ("batch_items", "batch_checkpoints", "batch_calls", "answers", "answer_uses", "call_items")
"""Tables with rows by item or call; others stay small."""


@contextmanager
def assert_indexed(state: State, *, but: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Check that no SELECT within the block reads a big table from end to end.

    PostgreSQL is told not to scan where it can do otherwise, as it would with many rows: what it scans all the same
    has no index.

    Args:
        state: Whose statements are looked at.
        but: Tables that may be scanned here.
    """
    seen: list[tuple[str, Any]] = []

    def note(conn: Connection, cursor: object, statement: str, parameters: Any, context: object, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    event.listen(state.engine, "before_cursor_execute", note)
    plans: list[str] = []
    try:
        yield plans
    finally:
        event.remove(state.engine, "before_cursor_execute", note)
    assert seen, "the block ran no SELECT"
    explain = _sqlite if state.dialect == "sqlite" else _postgres
    scanned = r"^SCAN {}(?! USING (COVERING )?INDEX)" if state.dialect == "sqlite" else r"Seq Scan on {} "
    with state.read() as conn:
        for statement, parameters in dict(seen).items():
            plan = explain(conn, statement, parameters)
            plans.append(plan)
            for name in BIG:
                if name not in but:
                    scans = re.search(scanned.format(name), plan, re.MULTILINE)
                    assert not scans, f"{name} is scanned:\n{statement}\n{plan}"


def _sqlite(conn: Connection, statement: str, parameters: Any) -> str:
    return "\n".join(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))


def _postgres(conn: Connection, statement: str, parameters: Any) -> str:
    conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
    rows = conn.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    lines: list[str] = []

    def walk(node: dict[str, Any]) -> None:
        lines.append(f"{node['Node Type']} on {node.get('Relation Name', '-')} by {node.get('Index Name', '-')}")
        for child in node.get("Plans", []):
            walk(child)

    walk((rows if isinstance(rows, list) else json.loads(rows))[0]["Plan"])
    return "\n".join(lines)
