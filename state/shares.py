"""Shares: how many calls each worker may have out, so that all together never pass a limit.

    scope             limit                        changed under the lock of
    job:ID            the job's concurrency        the job's row
    provider[/model]  concurrency in the config    the scope's row in `limits`, which all jobs share

A worker says how much it wants and how much it has out; its target is the max-min fair part by what all of them want.
Who holds more gives back as calls end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, delete, func, select

from state.alive import living
from state.group import Group, insert_into
from state.provider_settings import ScopeLimit
from state.schema import IS_OPEN, batch_calls, batch_jobs, shares, workers
from state.status import CallStatus


@dataclass(frozen=True, slots=True)
class ShareAsk:
    """What a worker asks of a limit.

    Args:
        wanted: Calls that it could have out now.
        in_use: Calls that it has out, which it cannot give back yet.
        limit: The config's, with its concurrency; None is the job's own.
    """

    wanted: int
    in_use: int
    limit: ScopeLimit | None = None

    @property
    def scope(self) -> str | None:
        """Of the config's limit."""
        return None if self.limit is None else self.limit.scope


def fair_parts(limit: int, wanted: Mapping[str, int]) -> dict[str, int]:
    """The max-min fair whole parts of `limit` by what each wants; the sum never passes the limit.

    Nobody gets more than it wants, nobody who wants more has less than another, but for the whole numbers' remainder,
    which goes by name.
    """
    parts = dict.fromkeys(wanted, 0)
    left = limit
    hungry = sorted(name for name, want in wanted.items() if want > 0)
    while left > 0 and hungry:
        each = max(1, left // len(hungry))
        for name in hungry:
            more = min(each, wanted[name] - parts[name], left)
            parts[name] += more
            left -= more
        hungry = [name for name in hungry if parts[name] < wanted[name]]
    return parts


def divide(group: Group, ask: ShareAsk) -> int:
    """Set the share of the group's worker in its job's concurrency, or in a limit whose row the group has locked.

    Returns:
        How many calls the worker may have out. A fenced worker gets none.
    """
    if not group.is_current:
        return 0
    most: int = group.job.concurrency if ask.limit is None else ask.limit.concurrency or 0
    scope, me = ask.scope or f"job:{group.job_id}", group.worker.worker_id
    rows = group.conn.execute(select(shares).where(shares.c.scope == scope, shares.c.worker_id != me)).all()
    alive = _alive(group, [row.worker_id for row in rows])
    wanted = {row.worker_id: row.wanted for row in rows if row.worker_id in alive}
    target = fair_parts(most, {**wanted, me: max(ask.wanted, ask.in_use)})[me]
    others = sum(row.held if row.worker_id in alive else _still_out(group, row, ask.scope) for row in rows)
    free = max(0, most - others)
    held = min(free, max(target, ask.in_use))
    statement = insert_into(group.conn, shares)
    group.conn.execute(
        statement.on_conflict_do_update(
            index_elements=["scope", "worker_id"],
            set_={"held": statement.excluded.held, "wanted": statement.excluded.wanted},
        ),
        [{"scope": scope, "worker_id": me, "job_id": group.job_id, "held": held, "wanted": ask.wanted}],
    )
    return held


def _alive(group: Group, ids: list[str]) -> set[str]:
    if not ids:
        return set()
    rows = group.conn.execute(select(workers).where(workers.c.worker_id.in_(ids))).all()
    return living(group.conn, group.state, rows, group.now, declares=group.declares)


def _still_out(group: Group, share: Row[tuple[object, ...]], scope: str | None) -> int:
    """Calls of a lapsed worker that have not expired, of whatever project; without any its share returns."""
    calls = batch_calls.c
    its_project = select(batch_jobs.c.project).where(batch_jobs.c.job_id == share.job_id).scalar_subquery()
    out: int = group.conn.execute(
        select(func.count()).where(
            calls.project == its_project,
            IS_OPEN,
            calls.job_id == share.job_id,
            calls.worker_id == share.worker_id,
            calls.status == CallStatus.SENT,
            calls.expires_at > group.now,
            *_counts(scope),
        )
    ).scalar_one()
    if not out:
        group.conn.execute(delete(shares).where(shares.c.scope == share.scope, shares.c.worker_id == share.worker_id))
    return out


def _counts(scope: str | None) -> tuple[ColumnElement[bool], ...]:
    """Which calls a limit counts: a model's, a provider's, or all of the job."""
    if scope is None:
        return ()
    return (batch_calls.c.model == scope,) if "/" in scope else (batch_calls.c.provider == scope,)
