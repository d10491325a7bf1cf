"""A row for each model and provider that is limited: what was learned of it, and what is taken of what is configured.

It is kept in the state because batch runners keep nothing over a retry or a run, and because all jobs share it. What
holds for all jobs is changed under the row's lock, which is taken after those of project and job, by name.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from state.clock import utc_now
from state.engine import State
from state.group import Group, insert_into
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


def lock_limits(group: Group, scopes: Iterable[str]) -> dict[str, str | None]:
    """Lock the rows of scopes until the group is committed, and return the `rates` of each.

    A group locks all that it needs at once, so that no two wait for each other.
    """
    names = sorted(set(scopes))
    if not names:
        return {}
    query = select(limits.c.scope, limits.c.rates).where(limits.c.scope.in_(names)).order_by(limits.c.scope)
    query = query.with_for_update(key_share=True)
    rows = group.conn.execute(query).all()
    if len(rows) < len(names):
        new = insert_into(group.conn, limits).on_conflict_do_nothing()
        group.conn.execute(new, [{"scope": name, "at": utc_now()} for name in names])
        rows = group.conn.execute(query).all()
    return {row.scope: row.rates for row in rows}
