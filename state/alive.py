"""Who is alive: one rule for workers, and what makes a job stalled.

A worker beats every `BEAT_S` and has lapsed after `LAPSE_S`; on one host a dead pid has lapsed at once, so that
`resume` after a crash does not wait. Times are database seconds (`State.now`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, Row, select, text

from state.clock import ProcessIdentity
from state.engine import State
from state.schema import runs, workers
from state.status import JobStatus

BEAT_S = 5.0
LAPSE_S = 15.0

GATE_S = LAPSE_S - 5.0
"""No byte is sent when the last acknowledged beat is older than this."""

JOIN_S = LAPSE_S
"""How long a submitter that is not known to be dead may take until its first worker joins, and, where its pid cannot be
seen from here, after its last one's last beat to end the run."""

_JOIN_ELSEWHERE_S = {"flink": 120.0, "dataflow": 900.0}
"""The same until the first worker joins, where a cluster starts processes, or machines, for the graph it is sent."""


def living(
    conn: Connection,
    state: State,
    rows: Iterable[Row[tuple[object, ...]]],
    now: float,
    *,
    declares: Callable[[], bool] | None = None,
) -> set[str]:
    """The ids of those workers (rows of `workers`) that have not lapsed.

    A row that ended has lapsed; a dead or zombie pid of this host has lapsed at once; one of another boot of this
    machine, too. Else it has lapsed `LAPSE_S` after its last beat, if the asker may say so.

    Args:
        conn: An open transaction.
        state: Where it is open.
        rows: Rows of `workers`.
        now: Database seconds.
        declares: Whether the asker may call somebody lapsed for being late; by default, unless the server has just
            started.
    """
    here = ProcessIdentity.of_this_process()
    alive: set[str] = set()
    for row in rows:
        if row.ended_at is not None or is_known_dead(row, here):
            continue
        if not is_foreign(row, here) and now - row.beat_at > LAPSE_S:
            declares = declares or (lambda: not server_just_started(conn, state, now))
            if declares():
                continue
        alive.add(row.worker_id)
    return alive


def is_known_dead(row: Row[tuple[object, ...]], here: ProcessIdentity) -> bool:
    """Whether a process (a row of `workers` or `runs`) is certainly gone: no time is involved."""
    owner = _owner(row)
    if owner.is_local_to(here):
        return owner.is_dead()
    return row.clock_boot is not None and row.boot != here.boot and row.host == here.host


def _owner(row: Row[tuple[object, ...]]) -> ProcessIdentity:
    return ProcessIdentity(row.host, row.boot, row.pid_namespace, row.pid, row.started)


def is_foreign(row: Row[tuple[object, ...]], here: ProcessIdentity) -> bool:
    """Whether its times are seconds of another machine's boot, which nobody here can compare with."""
    return row.clock_boot is not None and row.boot != here.boot


def server_just_started(conn: Connection, state: State, now: float) -> bool:
    """Whether the server was down so recently that nobody can have been expected to beat."""
    if state.dialect != "postgresql":
        return False
    started = conn.execute(text("SELECT extract(epoch FROM pg_postmaster_start_time())")).scalar_one()
    return now - float(started) < LAPSE_S


def living_workers(conn: Connection, state: State, job_id: str, epoch: int) -> list[Row[tuple[object, ...]]]:
    """The living workers of an epoch of a job."""
    rows = conn.execute(
        select(workers).where(workers.c.job_id == job_id, workers.c.epoch == epoch, workers.c.ended_at.is_(None))
    ).all()
    alive = living(conn, state, rows, state.now(conn))
    return [row for row in rows if row.worker_id in alive]


def is_stalled(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> bool:
    """Whether a RUNNING job has no living worker, and no submitter that may bring its first one or is ending its run.

    A worker that lapsed without leaving makes a job stalled, however well its submitter is.
    """
    if job.status != JobStatus.RUNNING:
        return False
    rows = conn.execute(select(workers).where(workers.c.job_id == job.job_id, workers.c.epoch == job.epoch)).all()
    now, here = state.now(conn), ProcessIdentity.of_this_process()
    if living(conn, state, rows, now):
        return False
    run = conn.execute(select(runs).where(runs.c.job_id == job.job_id, runs.c.epoch == job.epoch)).one_or_none()
    if run is None or run.ended_at is not None or is_known_dead(run, here) or any(not row.ended_at for row in rows):
        return True
    if rows and _owner(run).is_local_to(here):
        return False
    since = max([run.taken_at, *(row.beat_at for row in rows)])
    join_s = JOIN_S if rows else _JOIN_ELSEWHERE_S.get(run.runner, JOIN_S)
    return not (is_foreign(run, here) or now - since <= join_s or server_just_started(conn, state, now))
