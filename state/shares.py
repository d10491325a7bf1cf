"""Shares: how many calls of a job each worker may have out, so that all together never pass the limit.

Shares are rows that change only under the job's lock. A worker says how much it wants and how much it has out;
its target is the max-min fair part by what all of them want. Who holds more gives back as calls end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from state.alive import living
from state.group import Group, insert_into
from state.schema import batch_calls, shares, workers
from state.status import CallStatus
from state.unknown import open_calls


@dataclass(frozen=True, slots=True)
class ShareAsk:
    """What a worker asks of a limit.

    Args:
        wanted: Calls that it could have out now.
        in_use: Calls that it has out, which it cannot give back yet.
    """

    wanted: int
    in_use: int


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
    """Set the share of the group's worker in its job's concurrency.

    Returns:
        How many calls the worker may have out. A fenced worker gets none.
    """
    if not group.is_current:
        return 0
    scope, me = f"job:{group.job_id}", group.worker.worker_id
    rows = group.conn.execute(select(shares).where(shares.c.scope == scope, shares.c.worker_id != me)).all()
    alive = _alive(group, [row.worker_id for row in rows])
    wanted = {row.worker_id: row.wanted for row in rows if row.worker_id in alive}
    target = fair_parts(group.job.concurrency, {**wanted, me: max(ask.wanted, ask.in_use)})[me]
    others = sum(row.held if row.worker_id in alive else _still_out(group, row.worker_id) for row in rows)
    free = max(0, int(group.job.concurrency) - others)
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


def _still_out(group: Group, worker_id: str) -> int:
    """Calls of a lapsed worker that have not expired; when there are none its share returns."""
    calls = batch_calls.c
    out = open_calls(
        group,
        calls.job_id == group.job_id,
        calls.worker_id == worker_id,
        calls.status == CallStatus.SENT,
        calls.expires_at > group.now,
    )
    if not out:
        group.conn.execute(delete(shares).where(shares.c.worker_id == worker_id))
    return len(out)
