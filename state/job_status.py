"""The status of a job and the list of jobs.

A status is read in constant time, whatever the number of items: from the job's row, its totals (a row for each
worker and phase) and the indexes of open and of unknown calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, Row, func, select

from state.clock import utc_now
from state.engine import State
from state.errors import InputError
from state.group import ITEMS
from state.job_lookup import JOB_COLUMNS, job_row, name_of, phase_names
from state.job_view import ErrorView, Figures, JobList, JobView, PhaseTotals, Progress, Stalled
from state.leases import is_stalled
from state.paging import MOST
from state.records import ZERO
from state.schema import IS_OPEN, IS_UNKNOWN, batch_calls, batch_jobs, batch_totals, runs, workers
from state.status import CallStatus, JobStatus

LIST_MAX = 100


def status(state: State, job_id: str) -> JobView:
    """A job as it is now.

    Raises:
        NotFoundError: There is no such job.
    """
    with state.read() as conn:
        return _view(conn, state, job_row(conn, job_id))


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
        return JobList(tuple(_view(conn, state, row) for row in rows), total)


def _view(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> JobView:
    rows = conn.execute(select(batch_totals).where(batch_totals.c.job_id == job.job_id)).all()
    phases = _phases(rows, phase_names(job))
    progress = _progress(job)
    return JobView(
        id=job.job_id,
        name=job.name,
        project=job.project,
        status=JobStatus(job.status),
        wanted=job.wanted,
        current_phase=_current_phase(job, phases),
        progress=progress,
        analytics=_figures(conn, job, rows),
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


def _phases(rows: Sequence[Row[tuple[object, ...]]], names: Sequence[str]) -> tuple[PhaseTotals, ...]:
    found = sorted({*range(len(names)), *(row.phase for row in rows if row.phase != ITEMS)})
    phases: list[PhaseTotals] = []
    for phase in found:
        mine = [row for row in rows if row.phase == phase]
        phases.append(
            PhaseTotals(
                phase=phase,
                name=name_of(names, phase),
                completed=_count(mine, "completed"),
                failed=_count(mine, "failed"),
                cut=_count(mine, "cut"),
                calls=_count(mine, "calls"),
                limited=_count(mine, "limited"),
                input_tokens=_count(mine, "input_tokens"),
                output_tokens=_count(mine, "output_tokens"),
                cached_tokens=_count(mine, "cached_tokens"),
                settled_usd=_usd(mine, "settled_usd"),
                unknown_usd=_usd(mine, "unknown_usd"),
                saved_usd=_usd(mine, "saved_usd"),
            )
        )
    return tuple(phases)


def _count(rows: Sequence[Row[tuple[object, ...]]], name: str) -> int:
    return sum(getattr(row, name) for row in rows)


def _usd(rows: Sequence[Row[tuple[object, ...]]], name: str) -> Decimal:
    return sum((getattr(row, name) for row in rows), ZERO)


def _current_phase(job: Row[tuple[object, ...]], phases: Sequence[PhaseTotals]) -> str | None:
    """The first phase that not all items which reach it have ended."""
    if job.status in (JobStatus.COMPLETED, JobStatus.CANCELLED) or job.started_at is None:
        return None
    reach: int = job.total_items
    for phase in phases:
        if phase.completed + phase.failed < reach:
            return phase.name
        reach = phase.completed
    return phases[-1].name if phases else None


def _figures(conn: Connection, job: Row[tuple[object, ...]], rows: Sequence[Row[tuple[object, ...]]]) -> Figures:
    calls = batch_calls.c
    out = conn.execute(
        select(func.count()).where(
            calls.project == job.project, IS_OPEN, calls.job_id == job.job_id, calls.status != CallStatus.ADMITTED
        )
    ).scalar_one()
    unknown, sent = conn.execute(
        select(func.count(), func.count(calls.sent_at)).where(calls.job_id == job.job_id, IS_UNKNOWN)
    ).one()
    pace = _pace(conn, job, rows)
    left = job.open_items if job.first is None else max(0, job.open_items - max(0, job.total_items - job.first))
    is_going = job.status == JobStatus.RUNNING and pace
    return Figures(
        cost_settled=_usd(rows, "settled_usd"),
        cost_unknown=_usd(rows, "unknown_usd"),
        cost_saved=_usd(rows, "saved_usd"),
        cost_reserved=job.reserved_usd,
        input_tokens=_count(rows, "input_tokens"),
        output_tokens=_count(rows, "output_tokens"),
        cached_tokens=_count(rows, "cached_tokens"),
        estimated_time_remaining_ms=round(1000 * left / pace) if is_going and pace else None,
        items_per_s=round(pace, 3) if pace is not None else None,
        calls=_count(rows, "calls"),
        calls_in_flight=out,
        calls_unknown_sent=sent,
        calls_unknown_admitted=unknown - sent,
    )


def _pace(conn: Connection, job: Row[tuple[object, ...]], rows: Sequence[Row[tuple[object, ...]]]) -> float | None:
    """Items that the last run finished in a second; None before the first run."""
    run = conn.execute(
        select(runs.c.epoch, runs.c.started_at, runs.c.ended_at)
        .where(runs.c.job_id == job.job_id)
        .order_by(runs.c.epoch.desc())
        .limit(1)
    ).one_or_none()
    if run is None:
        return None
    took: timedelta = (run.ended_at or utc_now()) - run.started_at
    mine = [row for row in rows if row.phase == ITEMS and row.epoch == run.epoch]
    finished = _count(mine, "completed") + _count(mine, "failed")
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
