"""Who holds a job, in words: for whoever wants it and cannot have it, and for the history of one that was taken."""

from __future__ import annotations

from sqlalchemy import Connection, Row, select

from state.alive import is_stalled, living_workers
from state.engine import State
from state.events import EventKind, note_event
from state.records import Json
from state.schema import runs, workers
from state.status import JobStatus, allowed


def tell_left(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> None:
    """Say of a run that is taken from somebody whether he was dead, and who he is."""
    beat = select(workers).where(workers.c.job_id == job.job_id, workers.c.epoch == job.epoch)
    rows = conn.execute(beat.order_by(workers.c.joined_at)).all()
    people = [f"pid {row.pid} on {row.host}" for row in rows] or ["nobody joined"]
    facts: dict[str, Json] = {"run": job.epoch, "workers": list(people)}
    if not is_stalled(conn, state, job):
        said = f"run {job.epoch}, which lives ({', '.join(people)}), is ended by force"
        note_event(conn, job.job_id, EventKind.TAKEN_OVER, said, facts)
        return
    silent_s = round(max(0.0, state.now(conn) - max(row.beat_at for row in rows)), 1) if rows else None
    since = "" if silent_s is None else f" for {silent_s:g} s"
    said = f"run {job.epoch} had no living worker{since} ({', '.join(people)})"
    note_event(conn, job.job_id, EventKind.STALLED, said, {**facts, "silent_s": silent_s})


def cannot_take(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> str:
    """Why a job cannot be taken, and what can be done with it."""
    if job.status != JobStatus.RUNNING:
        possible = ", ".join(sorted(allowed(JobStatus(job.status)))) if job.status else "nothing"
        return f"{job.job_id} is {job.status}: it cannot be started; possible: {possible}"
    who = [f"pid {row.pid} on {row.host}" for row in living_workers(conn, state, job.job_id, job.epoch)]
    run = conn.execute(select(runs).where(runs.c.job_id == job.job_id, runs.c.epoch == job.epoch)).one_or_none()
    if not who and run is not None:
        left = select(workers.c.worker_id).where(workers.c.job_id == job.job_id, workers.c.epoch == job.epoch).limit(1)
        does = "is just ending its run" if conn.execute(left).first() else "has just started it"
        who = [f"pid {run.pid} on {run.host}, which {does}"]
    watch = f"watch it with `batchwright status {job.job_id}`, or pause it first"
    return f"{job.job_id} is running ({', '.join(who)}); {watch}"
