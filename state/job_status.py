"""The status of a job and the list of jobs.

A status is read in constant time, whatever the number of items: from the job's row, its totals (a row for each
worker and phase), what its workers say of themselves, and the indexes of open and of unknown calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, func, select

from state.clock import utc_now
from state.doing import Out, heard, mark_of, open_calls
from state.engine import State
from state.errors import InputError
from state.group import ITEMS
from state.job_lookup import JOB_COLUMNS, job_row, phase_names
from state.job_view import ErrorView, Figures, JobList, JobView, PhaseTotals, Progress, Stalled
from state.leases import is_stalled
from state.paging import MOST
from state.phase_totals import cost, count, phase_totals
from state.remaining import left_usd, waiting
from state.schema import IS_UNKNOWN, batch_calls, batch_jobs, batch_totals, runs, workers
from state.status import JobStatus
from state.time_left import TimeLeft, recent, time_left

LIST_MAX = 100


def status(state: State, job_id: str) -> JobView:
    """A job as it is now.

    Raises:
        NotFoundError: There is no such job.
    """
    with state.read(whole=True) as conn:
        return view_of(conn, state, job_row(conn, job_id))


def list_jobs(
    state: State, *, project: str | None = None, status: str | None = None, limit: int = 20, offset: int = 0
) -> JobList:
    """Jobs, newest first.

    Raises:
        InputError: A limit outside 1–100, an offset that no list has, or no such status.
    """
    if not 1 <= limit <= LIST_MAX or not 0 <= offset <= MOST:
        raise InputError(f"limit {limit} and offset {offset}: a list shows 1–{LIST_MAX} jobs from 0 on", path="limit")
    status = None if status is None else status.upper()
    if status is not None and status not in JobStatus.__members__:
        raise InputError(f"{status!r} is no status; there are {', '.join(JobStatus)}", path="status")
    jobs = batch_jobs.c
    wanted: list[ColumnElement[bool]] = [jobs.status.is_not(None) if status is None else jobs.status == status]
    if project is not None:
        wanted.append(jobs.project == project)
    with state.read() as conn:
        total = conn.execute(select(func.count()).select_from(batch_jobs).where(*wanted)).scalar_one()
        rows = conn.execute(
            select(*JOB_COLUMNS).where(*wanted).order_by(jobs.job_id.desc()).limit(limit).offset(offset)
        ).all()
        return JobList(tuple(view_of(conn, state, row) for row in rows), total)


def view_of(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> JobView:
    """A job by its row."""
    rows = conn.execute(select(batch_totals).where(batch_totals.c.job_id == job.job_id)).all()
    is_running = job.status == JobStatus.RUNNING
    now = state.now(conn) if is_running else 0.0
    out = open_calls(conn, job.project, job.job_id, now)
    phases = phase_totals(((row.phase, row) for row in rows), phase_names(job), out)
    progress, run = _progress(job), _last_run(conn, job.job_id)
    told = _time_left(conn, job, rows, phases, out, now) if is_running else TimeLeft()
    return JobView(
        id=job.job_id,
        name=job.name,
        project=job.project,
        status=JobStatus(job.status),
        wanted=job.wanted,
        current_phase=_current_phase(job, phases),
        progress=progress,
        analytics=_figures(conn, job, rows, phases, out, told, run),
        phases=phases,
        runner=job.runner,
        stalled=_stalled(conn, state, job),
        created_at=job.created_at,
        started_at=job.started_at,
        completed_at=job.completed_at,
        error=ErrorView(job.error_class, job.error_message or "") if job.error_class else None,
        epoch=job.epoch,
        budget_usd=job.budget_usd,
        first=job.first,
        concurrency=job.concurrency,
        purged_at=job.purged_at,
        run_started_at=run.started_at if run else None,
        run_ended_at=run.ended_at if run else None,
    )


def _progress(job: Row[tuple[object, ...]]) -> Progress:
    cancelled = job.open_items if job.status == JobStatus.CANCELLED else 0
    return Progress(
        total_items=job.total_items,
        completed_items=job.total_items - job.open_items - job.failed_items,
        failed_items=job.failed_items,
        cancelled_items=cancelled,
        pending_items=job.open_items - cancelled,
    )


def _current_phase(job: Row[tuple[object, ...]], phases: Sequence[PhaseTotals]) -> str | None:
    """The phase that most of the running items are in; where none is, the first that not all items have ended."""
    if job.status in (JobStatus.COMPLETED, JobStatus.CANCELLED) or job.started_at is None:
        return None
    most = max((phase.running for phase in phases), default=0)
    reach: int = job.total_items
    for phase in phases:
        if (phase.running == most) if most else (phase.ended < reach):
            return phase.name
        reach = phase.completed
    return phases[-1].name if phases else None


def _figures(
    conn: Connection,
    job: Row[tuple[object, ...]],
    rows: Sequence[Row[tuple[object, ...]]],
    phases: Sequence[PhaseTotals],
    out: Sequence[Out],
    told: TimeLeft,
    run: _Run | None,
) -> Figures:
    calls = batch_calls.c
    unknown, sent = conn.execute(
        select(func.count(), func.count(calls.sent_at)).where(calls.job_id == job.job_id, IS_UNKNOWN)
    ).one()
    left_s, to_come = told.seconds_left, left_usd(phases, _to_run(job))
    pace = told.items_per_s if told.items_per_s is not None else _pace(run, rows)
    return Figures(
        cost_settled=cost(rows, "settled_usd"),
        cost_unknown=cost(rows, "unknown_usd"),
        cost_saved=cost(rows, "saved_usd"),
        cost_reserved=job.reserved_usd,
        input_tokens=count(rows, "input_tokens"),
        output_tokens=count(rows, "output_tokens"),
        cached_tokens=count(rows, "cached_tokens"),
        estimated_time_remaining_ms=None if left_s is None else round(1000 * left_s),
        items_per_s=None if pace is None else round(pace, 3),
        calls=count(rows, "calls"),
        calls_in_flight=sum(one.calls for one in out),
        calls_unknown_sent=sent,
        calls_unknown_admitted=unknown - sent,
        time_is_rough=told.is_rough,
        cost_projected=None if to_come is None else sum((phase.cost_usd for phase in phases), to_come),
    )


def _to_run(job: Row[tuple[object, ...]]) -> int:
    """The items that are to go through all phases for now, those that have included."""
    total: int = job.total_items
    return total - waiting(total, job.open_items, job.first)


def _time_left(
    conn: Connection,
    job: Row[tuple[object, ...]],
    rows: Sequence[Row[tuple[object, ...]]],
    phases: Sequence[PhaseTotals],
    out: Sequence[Out],
    now: float,
) -> TimeLeft:
    """How long it will take, by what the job's workers did of late."""
    mine = [row for row in rows if row.epoch == job.epoch]
    spans = [
        recent(doing.marks, mark_of(worker_id, mine, out, len(phases), now))
        for worker_id, doing in heard(conn, job.job_id, job.epoch).items()
        if doing.marks
    ]
    return time_left(spans, phases, out, _to_run(job))


@dataclass(frozen=True, slots=True)
class _Run:
    """When a run of a job began and ended."""

    epoch: int
    started_at: datetime
    ended_at: datetime | None


def _last_run(conn: Connection, job_id: str) -> _Run | None:
    """The job's last run; None before the first one."""
    query = select(runs.c.epoch, runs.c.started_at, runs.c.ended_at).where(runs.c.job_id == job_id)
    found = conn.execute(query.order_by(runs.c.epoch.desc()).limit(1)).one_or_none()
    return None if found is None else _Run(*found)


def _pace(run: _Run | None, rows: Sequence[Row[tuple[object, ...]]]) -> float | None:
    """Items that a run finished in a second, from its beginning on."""
    if run is None:
        return None
    took: timedelta = (run.ended_at or utc_now()) - run.started_at
    mine = [row for row in rows if row.phase == ITEMS and row.epoch == run.epoch]
    finished = count(mine, "completed") + count(mine, "failed")
    return max(0, finished) / max(took.total_seconds(), 0.001)


def _stalled(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> Stalled | None:
    """Since when nobody works on a job, and who did; by wall time, though beats are told in seconds of a boot."""
    if not is_stalled(conn, state, job):
        return None
    rows = conn.execute(
        select(workers.c.pid, workers.c.host, workers.c.beat_at)
        .where(workers.c.job_id == job.job_id, workers.c.epoch == job.epoch)
        .order_by(workers.c.joined_at)
    ).all()
    run = conn.execute(
        select(runs.c.pid, runs.c.host, runs.c.started_at, runs.c.taken_at).where(
            runs.c.job_id == job.job_id, runs.c.epoch == job.epoch
        )
    ).one_or_none()
    if run is None:
        return Stalled(job.started_at or job.created_at, ())
    heard_s = max((row.beat_at for row in rows), default=run.taken_at) - run.taken_at
    processes = [(row.pid, row.host) for row in rows] or [(run.pid, run.host)]
    who = dict.fromkeys(f"pid {pid} on {host}" for pid, host in processes)
    return Stalled(run.started_at + timedelta(seconds=max(0.0, heard_s)), tuple(who))
