"""Who owns a job: taking it, joining, beating, leaving, and what each means for calls that are out.

    take ─► epoch + 1, RUNNING, open calls unknown ─► join ─► beat … beat ─► leave ─► who is last ends the run
                                                                               └─ submitter: finish_run

Ownership is the job's epoch: taking a job over raises it, and makes every call that is out unknown, in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Row, case, delete, func, literal, select, update

from state.alive import (
    BEAT_S,
    GATE_S,
    JOIN_S,
    LAPSE_S,
    is_stalled,
    living,
    living_workers,
)
from state.clock import ProcessIdentity, boot_id, utc_now
from state.columns import Moment
from state.crash import reach
from state.engine import State
from state.errors import BUG, FencedError, IllegalMoveError, NotFoundError
from state.events import EventKind, Facts, counts, note_event, who
from state.group import Group, WorkerRef, insert_into, open_group, wanted_of
from state.holders import cannot_take, tell_left
from state.locks import lock_job
from state.schema import batch_calls, batch_jobs, flows, runs, shares, workers
from state.status import JobStatus, Verb, Wanted, allowed
from state.sums import SUMS_DIFFER
from state.unknown import EXPIRY_GRACE_S, CrashBill, is_call_open, make_unknown, open_calls, sweep

__all__ = [
    "BEAT_S", "EXPIRY_GRACE_S", "GATE_S", "JOIN_S", "LAPSE_S", "TAKEN_OVER", "CrashBill", "Pulse", "beat", "end_run",
    "finish_run", "is_stalled", "join", "leave", "living", "living_workers", "pulse", "stop_unattended", "take",
]  # fmt: skip


TAKEN_OVER = "taken_over"
"""The outcome of a run whose job another process took: it ended before its `ended_at`, which is when that was."""

_END_EVENTS = {
    JobStatus.PAUSED: EventKind.PAUSED,
    JobStatus.CANCELLED: EventKind.CANCELLED,
    JobStatus.FAILED: EventKind.FAILED,
}


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a worker learns: whether the job is still its, what is wanted, the time, and whether nothing is to begin."""

    is_current: bool
    wanted: Wanted
    now: float
    is_over: bool = False


# ── taking ──────────────────────────────────────────────────────────────────────────────────────


def take(
    state: State, job_id: str, *, runner: str, force: bool = False, remarks: Sequence[str] = ()
) -> tuple[int, CrashBill]:
    """Take a job: raise its epoch, make it RUNNING, book what was out as unknown, open a run.

    Args:
        state: Where the job is.
        job_id: Which one.
        runner: What will run it, for people.
        force: Take it from a living worker, too.
        remarks: What else people should read in the event of the start.

    Returns:
        The new epoch, and what the run before may have left unpaid.

    Raises:
        IllegalMoveError: The job is running, or in a state from which nothing starts.
    """
    said = "; ".join((f"on {runner}", *remarks))
    taken = state.transact(lambda conn: _take(conn, state, job_id, runner=runner, force=force, said=said))
    reach("take.after_commit")
    return taken


def _take(conn: Connection, state: State, job_id: str, *, runner: str, force: bool, said: str) -> tuple[int, CrashBill]:
    job = lock_job(conn, job_id)
    is_free = job.status == JobStatus.RUNNING and (force or is_stalled(conn, state, job))
    possible = allowed(JobStatus(job.status), stalled=is_free) if job.status else frozenset()
    if not possible & {Verb.START, Verb.RESUME}:
        raise IllegalMoveError(cannot_take(conn, state, job))
    if job.status == JobStatus.RUNNING:
        tell_left(conn, state, job)
    bill = _raise_epoch(conn, state, job, outcome=TAKEN_OVER)
    epoch, now = job.epoch + 1, utc_now()
    conn.execute(
        update(batch_jobs)
        .where(batch_jobs.c.job_id == job_id)
        .values(
            status=JobStatus.RUNNING, wanted=Wanted.RUN, runner=runner, error_class=None, error_message=None,
            started_at=func.coalesce(batch_jobs.c.started_at, literal(now, Moment)), completed_at=None,
        )
    )  # fmt: skip
    conn.execute(
        runs.insert().values(
            job_id=job_id, epoch=epoch, runner=runner, plan_digest=job.plan_digest, started_at=now,
            taken_at=state.now(conn), clock_boot=_clock_boot(state), **asdict(ProcessIdentity.of_this_process()),
        )
    )  # fmt: skip
    words, facts = who()
    started = {"run": epoch, "runner": runner, **facts}
    note_event(conn, job_id, EventKind.STARTED, f"run {epoch} by {words} {said}", started)
    open_group(conn, state, WorkerRef(job_id, epoch, "")).finish_if_done()
    reach("take.before_commit")
    return epoch, bill


def _raise_epoch(conn: Connection, state: State, job: Row[tuple[object, ...]], *, outcome: str) -> CrashBill:
    """Raise the epoch: end the workers and the run of the one that is over, book its open calls as unknown."""
    group = open_group(conn, state, WorkerRef(job.job_id, job.epoch, ""))
    bill = make_unknown(group, open_calls(group, batch_calls.c.job_id == job.job_id), what="this crash")
    group.flush()
    now = utc_now()
    conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job.job_id).values(epoch=job.epoch + 1))
    conn.execute(
        update(workers)
        .where(workers.c.job_id == job.job_id, workers.c.ended_at.is_(None))
        .values(ended_at=now, reason=outcome)
    )
    for table in (shares, flows):
        conn.execute(delete(table).where(table.c.job_id == job.job_id))
    conn.execute(
        update(runs)
        .where(runs.c.job_id == job.job_id, runs.c.ended_at.is_(None))
        .values(ended_at=now, outcome=func.coalesce(runs.c.outcome, outcome))  # sums_differ stays
    )
    return bill


def stop_unattended(
    state: State, job_id: str, status: JobStatus, *, reason: tuple[str, str] | None = None, run: int | None = None
) -> bool:
    """Stop a job without a living worker, at once, by raising its epoch.

    Args:
        state, job_id: Which one, and where.
        status: PAUSED or CANCELLED; FAILED with a run.
        reason: Class and message of what it is stopped for, if not because somebody typed it.
        run: One whose runner is gone: its workers may beat with nothing to do. Not another one, nor with a call out.

    Returns:
        False when a living worker has it, which is to see what is wanted, or when nothing is to be stopped by now.
    """
    verb = Verb.CANCEL if status is JobStatus.CANCELLED else Verb.PAUSE

    def work(conn: Connection) -> bool:
        job = lock_job(conn, job_id)
        if job.status is None or verb not in allowed(JobStatus(job.status)) or run not in (None, job.epoch):
            return False
        is_held = run is None or is_call_open(open_group(conn, state, WorkerRef(job_id, run, "")), of_living=True)
        if is_held and job.status == JobStatus.RUNNING and not is_stalled(conn, state, job):
            return False
        if job.status == JobStatus.RUNNING:
            tell_left(conn, state, job)
        bill = _raise_epoch(conn, state, job, outcome=status.lower())
        error = _of_the_sums(job) or reason
        _write_end(conn, job_id, status, error)
        words, facts = counts(job.total_items, job.open_items, job.failed_items, job.spent_usd + bill.cost_usd)
        by, person = who()
        how = f"by {by}, without a living worker: at once" if run is None else "its runner is gone"
        _note_end(conn, job_id, status, error, how, (words, {**facts, **person}))
        return True

    return state.transact(work)


# ── joining, beating ────────────────────────────────────────────────────────────────────────────


def join(state: State, worker: WorkerRef) -> Pulse:
    """Enter a worker into the state, with its first beat.

    Raises:
        FencedError: The epoch is not the job's any more.
    """

    def work(conn: Connection) -> Pulse:
        job = lock_job(conn, worker.job_id)
        if job.epoch != worker.epoch:
            raise FencedError(
                f"run {worker.epoch} of {worker.job_id} is over: run {job.epoch} owns the job now",
                hint=f"`batchwright status {worker.job_id}` shows it",
            )
        now = state.now(conn)
        conn.execute(
            insert_into(conn, workers)
            .values(
                worker_id=worker.worker_id, job_id=worker.job_id, epoch=worker.epoch, clock_boot=_clock_boot(state),
                beat_at=now, joined_at=utc_now(), **asdict(ProcessIdentity.of_this_process()),
            )
            .on_conflict_do_nothing()
        )  # fmt: skip
        return Pulse(True, wanted_of(job.status, job.wanted), now)

    return state.transact(work)


def beat(state: State, worker: WorkerRef) -> Pulse:
    """Say that a worker lives; one that had lapsed revives by it, and declares nobody lapsed for a while."""

    def work(conn: Connection) -> Pulse:
        now = state.now(conn)
        w = workers.c
        conn.execute(
            update(workers)
            .where(w.worker_id == worker.worker_id, w.ended_at.is_(None))
            .values(
                beat_at=now,
                cut_off_until=case((w.beat_at < now - LAPSE_S, now + LAPSE_S), else_=w.cut_off_until),
            )
        )
        return _pulse(conn, worker, now)

    return state.transact(work)


def pulse(state: State, worker: WorkerRef) -> Pulse:
    """What is wanted of a worker's job, read without a lock."""
    with state.read() as conn:
        return _pulse(conn, worker, state.now(conn))


def _pulse(conn: Connection, worker: WorkerRef, now: float) -> Pulse:
    jobs = batch_jobs.c
    row = conn.execute(select(jobs.epoch, jobs.status, jobs.wanted).where(jobs.job_id == worker.job_id)).one_or_none()
    if row is None:
        return Pulse(False, Wanted.CANCEL, now, is_over=True)
    is_current, wanted = row.epoch == worker.epoch, wanted_of(row.status, row.wanted)
    is_over = not is_current or row.status != JobStatus.RUNNING or wanted is not Wanted.RUN
    return Pulse(is_current, wanted, now, is_over)


def _clock_boot(state: State) -> str | None:
    """The boot whose seconds `State.now` counts; None for a server's own clock."""
    return boot_id() if state.dialect == "sqlite" else None


# ── leaving ─────────────────────────────────────────────────────────────────────────────────────


def leave(state: State, worker: WorkerRef, *, reason: str, held_items: int) -> JobStatus | None:
    """Leave a job: end the worker's row, return its shares, and end the run where nobody else is left.

    Who finds no other living worker, no open call and open items writes PAUSED, CANCELLED or FAILED, as wanted or
    by reason. A worker that was fenced out ends its own row and no more.

    Returns:
        The status that the job got by this, or None when others go on.
    """

    def work(conn: Connection) -> JobStatus | None:
        try:
            group = open_group(conn, state, worker)
        except NotFoundError:
            group = None
        conn.execute(
            update(workers)
            .where(workers.c.worker_id == worker.worker_id, workers.c.ended_at.is_(None))
            .values(ended_at=utc_now(), reason=reason, held_items=held_items)
        )
        for table in (shares, flows):
            conn.execute(delete(table).where(table.c.worker_id == worker.worker_id))
        status = None
        if group and group.is_current:
            sweep(group, batch_calls.c.worker_id == worker.worker_id, leaving=True)
            status = end_run(group)
            group.flush()
        reach("leave.before_commit")
        return status

    status = state.transact(work)
    reach("leave.after_commit")
    return status


def finish_run(state: State, job_id: str, epoch: int, *, failed: tuple[str, str] | None = None) -> JobStatus | None:
    """End a run whose runner is over, by its submitter: nobody will join any more, whether anybody ever did or not.

    Args:
        state: Where the job is.
        job_id: Which one.
        epoch: The submitter's run; when another one owns the job by now, nothing is written.
        failed: Class and message when the runner or our own code failed.

    Returns:
        The status that the job got by this; None when it had one before, or a worker still lives.
    """

    def work(conn: Connection) -> JobStatus | None:
        group = open_group(conn, state, WorkerRef(job_id, epoch, ""))
        status = end_run(group, failed=failed, is_over=True)
        group.flush()
        return status

    return state.transact(work)


def end_run(group: Group, *, failed: tuple[str, str] | None = None, is_over: bool = False) -> JobStatus | None:
    """End a run that nobody works on any more; None when somebody does, or when it is not the group's to end.

    Args:
        group: Of the worker that leaves, or of a submitter (without a worker's id).
        failed: Class and message when the runner or our own code failed; the job becomes FAILED.
        is_over: The runner has ended: open items get no other worker, so the job stops even if nobody wanted it to.
    """
    conn, job = group.conn, group.job
    if not group.is_running or living_workers(conn, group.state, job.job_id, job.epoch):
        return None
    sweep(group, batch_calls.c.job_id == job.job_id, leaving=True)
    group.finish_if_done()
    if not group.open_items:
        return JobStatus.COMPLETED
    if not is_over and is_call_open(group):
        return None
    status, error = _how_it_ended(group, failed, is_over=is_over)
    if status is None:
        return None
    _write_end(conn, job.job_id, status, error)
    conn.execute(
        update(runs)
        .where(runs.c.job_id == job.job_id, runs.c.epoch == job.epoch, runs.c.ended_at.is_(None))
        .values(ended_at=utc_now(), outcome=func.coalesce(runs.c.outcome, status.lower()))  # sums_differ stays
    )
    _note_end(conn, job.job_id, status, error, "" if error else f"{status.lower()} as wanted", group.counts())
    return status


def _how_it_ended(
    group: Group, failed: tuple[str, str] | None, *, is_over: bool
) -> tuple[JobStatus | None, tuple[str, str] | None]:
    job = group.job
    error = failed or ((job.error_class, job.error_message) if job.error_class else None)
    if failed or (error and error[0] == BUG):
        return JobStatus.FAILED, error
    if group.wanted is Wanted.CANCEL:
        return JobStatus.CANCELLED, _of_the_sums(job)
    if group.wanted is Wanted.PAUSE:
        return JobStatus.PAUSED, error
    if not is_over:
        return None, None
    if job.first is not None:
        return JobStatus.PAUSED, _of_the_sums(job)
    ended = ("runner", f"the runner ended with {group.open_items} items open; resume the job")
    return JobStatus.FAILED, _of_the_sums(job) or ended


def _of_the_sums(job: Row[tuple[object, ...]]) -> tuple[str, str] | None:
    """The job's error where it is that its two sums differ: no stop that somebody wanted may hide our own bug."""
    return (job.error_class, job.error_message) if job.error_class == SUMS_DIFFER else None


def _write_end(conn: Connection, job_id: str, status: JobStatus, error: tuple[str, str] | None) -> None:
    conn.execute(
        update(batch_jobs)
        .where(batch_jobs.c.job_id == job_id)
        .values(
            status=status,
            wanted=Wanted.RUN,
            error_class=error[0] if error else None,
            error_message=error[1] if error else None,
            completed_at=utc_now() if status is JobStatus.CANCELLED else None,
        )
    )


def _note_end(
    conn: Connection,
    job_id: str,
    status: JobStatus,
    error: tuple[str, str] | None,
    how: str,
    counted: tuple[str, Facts],
) -> None:
    words, facts = counted
    told = "; ".join(filter(None, [": ".join(error or ()), how, words]))
    reason = {"class": error[0], "message": error[1]} if error else {}
    note_event(conn, job_id, _END_EVENTS[status], told, {**facts, **reason})
