"""Finding a job again and making it ready to start: the same job, its spec, a plan that it lacked, who runs it."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, func, select, update

from state.alive import living_workers
from state.clock import utc_now
from state.engine import State
from state.errors import FencedError, IllegalMoveError, no_job
from state.events import EventKind, Facts, note_event
from state.job_lookup import job_row, name_of, phase_names
from state.locks import lock_job
from state.records import Json
from state.schema import batch_jobs, batch_totals, runs
from state.status import JobStatus


@dataclass(frozen=True, slots=True)
class SameJob:
    """A job of the same project, name and phases; the digest says whether its items are the same, too."""

    job_id: str
    status: JobStatus
    items_digest: str
    is_purged: bool = False


def same_jobs(state: State, project: str, spec_digest: str) -> tuple[SameJob, ...]:
    """The jobs of a project that have this spec, newest first."""
    jobs = batch_jobs.c
    query = (
        select(jobs.job_id, jobs.status, jobs.items_digest, jobs.purged_at)
        .where(jobs.spec_digest == spec_digest, jobs.project == project, jobs.status.is_not(None))
        .order_by(jobs.job_id.desc())
    )
    with state.read() as conn:
        rows = conn.execute(query).all()
    return tuple(
        SameJob(row.job_id, JobStatus(row.status), row.items_digest, row.purged_at is not None) for row in rows
    )


def stored_spec(state: State, job_id: str) -> Json:
    """The document of a job's spec, as it was stored.

    Raises:
        NotFoundError: There is no such job.
    """
    jobs = batch_jobs.c
    with state.read() as conn:
        spec = conn.execute(
            select(jobs.spec).where(jobs.job_id == job_id, jobs.status.is_not(None))
        ).scalar_one_or_none()
    if spec is None:
        raise no_job(job_id)
    document: Json = orjson.loads(spec)
    return document


def has_plan(state: State, job_id: str) -> bool:
    """Whether a job has its plan; one that asked for something that was not built has none yet."""
    with state.read() as conn:
        return job_row(conn, job_id).plan is not None


def give_plan(state: State, job_id: str, plan: str, digest: str) -> None:
    """Freeze a plan for a job that has none; one that has its plan keeps it."""

    def work(conn: Connection) -> None:
        lock_job(conn, job_id)
        conn.execute(
            update(batch_jobs)
            .where(batch_jobs.c.job_id == job_id, batch_jobs.c.plan.is_(None))
            .values(plan=plan, plan_digest=digest)
        )

    state.transact(work)


def note(state: State, job_id: str, kind: EventKind, message: str, facts: Facts | None = None) -> None:
    """Add a line to a job's history."""
    state.transact(lambda conn: note_event(conn, job_id, kind, message, facts))


def tell_cut(state: State, job_id: str, epoch: int) -> None:
    """Say, when a run is over, of how many items it has cut the input in which phase, if it has."""
    totals = batch_totals.c
    query = (
        select(totals.phase, func.sum(totals.cut).label("items"))
        .where(totals.job_id == job_id, totals.epoch == epoch, totals.cut > 0)
        .group_by(totals.phase)
        .order_by(totals.phase)
    )
    with state.read() as conn:
        found, names = conn.execute(query).all(), phase_names(job_row(conn, job_id))
    if found:
        each = ", ".join(f"{row.items} in {name_of(names, row.phase)}" for row in found)
        said = f"inputs that were longer than a model's window were cut: {each}"
        note(state, job_id, EventKind.INPUT_CUT, said, {name_of(names, row.phase): int(row.items) for row in found})


def already_running(state: State, job_id: str) -> IllegalMoveError:
    """The error that refuses to run a job which runs already; it says who runs it."""
    with state.read() as conn:
        job = job_row(conn, job_id)
        who = [f"pid {row.pid} on {row.host}" for row in living_workers(conn, state, job_id, job.epoch)]
        run = conn.execute(select(runs).where(runs.c.job_id == job_id, runs.c.epoch == job.epoch)).one_or_none()
    if not who and run is not None:
        age_s = (utc_now() - run.started_at).total_seconds()
        who = [f"pid {run.pid} on {run.host}, which started it {age_s:.0f} s ago"]
    return IllegalMoveError(
        f"{job_id} is running ({', '.join(who) or 'somebody'})",
        hint=f"watch it: `batchwright status {job_id} --watch`, or pause it first: `batchwright pause {job_id}`",
    )


def why_over(state: State, job_id: str, epoch: int) -> FencedError:
    """The error of a process whose run is over without its doing: who has the job now, or who stopped it."""
    query = select(runs.c.epoch, runs.c.outcome, runs.c.pid, runs.c.host)
    with state.read() as conn:
        job = job_row(conn, job_id)
        found = {row.epoch: row for row in conn.execute(query.where(runs.c.job_id == job_id, runs.c.epoch >= epoch))}
    now = found.get(job.epoch)
    if now is not None:
        who = f"run {now.epoch} (pid {now.pid} on {now.host}) has taken it over"
    else:
        who = f"it was stopped, and is {job.status}, while nothing was heard of this process"
    return FencedError(
        f"run {epoch} of {job_id} is over: {who}; this process sends and changes nothing any more, and answers that"
        " came late are kept",
        hint=f"`batchwright status {job_id}` shows it",
    )
