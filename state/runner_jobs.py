"""What a cluster calls the job that it runs for us, so that whoever stops ours can stop it; and what is said of it."""

from __future__ import annotations

from sqlalchemy import exists, select, update

from state.engine import State
from state.events import EventKind, Facts, note_event
from state.records import JobRef
from state.schema import batch_jobs, runs, workers
from state.status import JobStatus, Wanted


def is_running(state: State, ref: JobRef) -> bool:
    """Whether a run still owns its job, which is not over."""
    return _status(state, ref) == JobStatus.RUNNING


def is_ours(state: State, ref: JobRef) -> bool:
    """Whether a run still owns its job, and somebody is to work on it or it is done."""
    return _status(state, ref) in (JobStatus.RUNNING, JobStatus.COMPLETED)


def is_needed(state: State, ref: JobRef) -> bool:
    """Whether what a cluster does for a run is needed: the run is ours, and wanted or already with a worker.

    A job that is to stop before its first worker came needs none to come.
    """
    jobs, begun = batch_jobs.c, exists().where(workers.c.job_id == ref.job_id, workers.c.epoch == ref.epoch)
    with state.read() as conn:
        row = conn.execute(select(jobs.wanted, begun.label("is_begun")).where(jobs.job_id == ref.job_id)).one_or_none()
    return row is not None and (row.is_begun or row.wanted == Wanted.RUN) and is_ours(state, ref)


def _status(state: State, ref: JobRef) -> str | None:
    """The status of a run's job, None where another run owns it."""
    jobs = batch_jobs.c
    with state.read() as conn:
        row = conn.execute(select(jobs.epoch, jobs.status).where(jobs.job_id == ref.job_id)).one_or_none()
    return row.status if row is not None and row.epoch == ref.epoch else None


def note_runner_job(state: State, ref: JobRef, name: str) -> None:
    """Keep what the runner calls a run: an address at which it can be asked for and cancelled."""
    mine = (runs.c.job_id == ref.job_id, runs.c.epoch == ref.epoch)
    state.transact(lambda conn: conn.execute(update(runs).where(*mine).values(runner_job_id=name)))


def tell_submitted(state: State, job_id: str, runner: str, shown: str) -> None:
    """Say in the job's history that a cluster has its run, and where people see it there."""
    facts: Facts = {"runner": runner, "url": shown}
    state.transact(lambda conn: note_event(conn, job_id, EventKind.SUBMITTED, f"sent to {runner}: {shown}", facts))


def tell_down(state: State, job_id: str, runner: str, said: str) -> None:
    """Say in the job's history that a cluster does not answer, or does not do what it was told."""
    state.transact(lambda conn: note_event(conn, job_id, EventKind.RUNNER_DOWN, said, {"runner": runner}))


def runner_job_of(state: State, job_id: str) -> str | None:
    """What the runner calls the job's latest run that it was told of; None where it ran on this machine."""
    query = select(runs.c.runner_job_id).where(runs.c.job_id == job_id).order_by(runs.c.epoch.desc()).limit(1)
    with state.read() as conn:
        return conn.scalar(query)
