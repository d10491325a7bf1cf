"""A row for each model and provider that is limited: what was learned of it, and what is taken of what is configured.

It is kept in the state because batch runners keep nothing over a retry or a run, and because all jobs share it. What
holds for all jobs is changed under the row's lock, which is taken after those of project and job, by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from state.clock import utc_now
from state.engine import State
from state.group import Group, insert_into
from state.schema import limits


def load_learned(state: State, models: Sequence[str]) -> dict[str, str | None]:
    """What was learned of each model, as a worker told it last (`state.flows`); None where nothing was."""
    with state.read() as conn:
        rows = conn.execute(select(limits.c.scope, limits.c.learned).where(limits.c.scope.in_(models))).all()
    return {**dict.fromkeys(models), **{row.scope: row.learned for row in rows}}


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
