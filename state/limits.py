"""What was learned of a model's limits: kept in the state, because batch runners keep nothing over a retry or a run."""

from __future__ import annotations

from sqlalchemy import Connection, select

from state.clock import utc_now
from state.engine import State
from state.group import insert_into
from state.schema import limits


def load_limit(state: State, scope: str) -> str | None:
    """What was learned for a scope ("provider/model"), as it was saved; None when nothing was."""
    with state.read() as conn:
        return conn.execute(select(limits.c.learned).where(limits.c.scope == scope)).scalar_one_or_none()


def save_limit(state: State, scope: str, learned: str) -> None:
    """Keep what was learned for a scope; the last one to save it wins, whichever job it works for."""

    def work(conn: Connection) -> None:
        statement = insert_into(conn, limits)
        newer = {"learned": statement.excluded.learned, "at": statement.excluded.at}
        conn.execute(
            statement.on_conflict_do_update(index_elements=["scope"], set_=newer),
            {"scope": scope, "learned": learned, "at": utc_now()},
        )

    state.transact(work)
