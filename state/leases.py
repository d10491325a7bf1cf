"""Who owns a job, who is alive, and what leaving means.

A worker beats every `BEAT_S` and has lapsed after `LAPSE_S`; on one host a dead pid has lapsed at once. Ownership
is the job's epoch: taking a job over raises it, and makes every call that is out unknown, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, Row, delete, func, literal, select, text, update

from state.clock import ProcessIdentity, boot_id, utc_now
from state.columns import Moment
from state.crash import reach
from state.engine import State
from state.errors import FencedError, IllegalMoveError
from state.group import Group, WorkerRef, note_event, open_group
from state.locks import lock_job
from state.schema import batch_calls, batch_jobs, runs, shares, workers
from state.status import OPEN_CALLS, CallStatus, JobStatus, Wanted

BEAT_S = 5.0
LAPSE_S = 15.0
EXPIRY_GRACE_S = 15.0
"""A sent call has expired this long after its time-out."""

GATE_S = LAPSE_S - 5.0
"""No byte is sent when the last acknowledged beat is older than this."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a worker learns of its job: whether it still owns it, what is wanted, and the database's time."""

    is_current: bool
    wanted: Wanted
    now: float


@dataclass(frozen=True, slots=True)
class CrashBill:
    """What was out when a run was taken over, and the worst it may have cost, in USD."""

    sent: int
    admitted: int
    cost_usd: Decimal


# ── who is alive ────────────────────────────────────────────────────────────────────────────────


def living(conn: Connection, state: State, rows: Iterable[Row[tuple[object, ...]]], now: float) -> set[str]:
    """The ids of those workers (rows of `workers`) that have not lapsed.

    One rule: a row that ended has lapsed; a dead or zombie pid of this host has lapsed at once; of another boot of
    this machine, too; else it has lapsed `LAPSE_S` after its last beat, unless the server has just started.
    """
    here = ProcessIdentity.of_this_process()
    alive: set[str] = set()
    just_started: bool | None = None
    for row in rows:
        if row.ended_at is not None:
            continue
        owner = ProcessIdentity(row.host, row.boot, row.pid_namespace, row.pid, row.started)
        if owner.is_local_to(here) and owner.is_dead():
            continue
        if row.clock_boot is not None and row.clock_boot != here.boot:
            continue
        if now - row.beat_at > LAPSE_S:
            if just_started is None:
                just_started = _server_just_started(conn, state, now)
            if not just_started:
                continue
        alive.add(row.worker_id)
    return alive


def _server_just_started(conn: Connection, state: State, now: float) -> bool:
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
    """Whether a RUNNING job has no living worker and no submitter that may still bring one."""
    if job.status != JobStatus.RUNNING:
        return False
    return not living_workers(conn, state, job.job_id, job.epoch)


# ── open calls that nobody will settle ──────────────────────────────────────────────────────────


def make_unknown(group: Group, rows: Sequence[Row[tuple[object, ...]]]) -> CrashBill:
    """Book open calls as unknown, at their worst case, and release what they reserved.

    The rows may be of any job of the group's project: its row is locked, so nobody else in it writes.
    Parked calls are left alone: a provider's batch survives its worker.
    """
    rows = [row for row in rows if row.status != CallStatus.PARKED]
    if not rows:
        return CrashBill(0, 0, Decimal(0))
    group.conn.execute(
        update(batch_calls)
        .where(batch_calls.c.call_id.in_([row.call_id for row in rows]))
        .values(
            status=CallStatus.UNKNOWN,
            cost_usd=batch_calls.c.reserved_usd,
            ended_at=utc_now(),
            error_class="unknown",
            error_message="nobody saw the outcome; booked at its worst case",
        )
    )
    for row in rows:
        group.spend(row.job_id, row.reserved_usd, -row.reserved_usd)
        totals = group.totals[(row.job_id, row.epoch, row.worker_id, row.phase)]
        totals.unknown_usd += row.reserved_usd
        totals.calls += 1
    sent = sum(row.status == CallStatus.SENT for row in rows)
    return CrashBill(sent, len(rows) - sent, sum((row.reserved_usd for row in rows), Decimal(0)))


def is_expired(row: Row[tuple[object, ...]], now: float, boot: str | None) -> bool:
    """Whether an open call is past its time: expired after it was sent, or of another boot of this machine."""
    if row.boot is not None and row.boot != boot:
        return True
    return row.expires_at is not None and now > row.expires_at


def sweep(group: Group, condition: ColumnElement[bool]) -> CrashBill:
    """Make unknown all open calls of the project under a condition that have expired or whose worker has lapsed."""
    calls = batch_calls.c
    rows = group.conn.execute(
        select(batch_calls).where(
            calls.project == group.job.project,
            calls.status.in_(OPEN_CALLS),
            condition,
        )
    ).all()
    return make_unknown(group, abandoned(group, rows))


def abandoned(group: Group, rows: Sequence[Row[tuple[object, ...]]]) -> list[Row[tuple[object, ...]]]:
    """Those open calls that nobody will settle in time: expired, or their worker has lapsed."""
    others = {row.worker_id for row in rows} - {group.worker.worker_id}
    alive = {group.worker.worker_id}
    if others:
        known = group.conn.execute(select(workers).where(workers.c.worker_id.in_(others))).all()
        alive |= living(group.conn, group.state, known, group.now) if group.worker.may_declare else others
    return [row for row in rows if row.worker_id not in alive or is_expired(row, group.now, group.boot)]


# ── taking, joining, beating, leaving ───────────────────────────────────────────────────────────


def take(state: State, job_id: str, *, runner: str, force: bool = False) -> tuple[int, CrashBill]:
    """Take a job: raise its epoch, make it RUNNING, book what was out as unknown, open a run.

    Args:
        runner: What will run it, for people.
        force: Take it from a living worker, too.

    Returns:
        The new epoch, and what the run before may have left unpaid.

    Raises:
        IllegalMoveError: The job is running, or in a state from which nothing starts.
    """
    with state.begin() as conn:
        job = lock_job(conn, job_id)
        if job.status not in (JobStatus.PENDING, JobStatus.PAUSED, JobStatus.FAILED) and not (
            job.status == JobStatus.RUNNING and (force or is_stalled(conn, state, job))
        ):
            raise IllegalMoveError(_cannot_take(conn, state, job))
        bill = _raise_epoch(conn, state, job)
        epoch = job.epoch + 1
        now = utc_now()
        conn.execute(
            update(batch_jobs)
            .where(batch_jobs.c.job_id == job_id)
            .values(
                epoch=epoch, status=JobStatus.RUNNING, wanted=Wanted.RUN, runner=runner, error_class=None,
                error_message=None, started_at=func.coalesce(batch_jobs.c.started_at, literal(now, Moment)), completed_at=None,
            )
        )  # fmt: skip
        conn.execute(
            runs.insert().values(job_id=job_id, epoch=epoch, runner=runner, plan_digest=job.plan_digest, started_at=now)
        )
        note_event(conn, job_id, "started", f"run {epoch} on {runner}")
        if bill.cost_usd or bill.sent or bill.admitted:
            note_event(conn, job_id, "crash_bill", bill_text(bill))
        group = open_group(conn, state, WorkerRef(job_id, epoch, ""))
        group.finish_if_done()
        reach("take.before_commit")
    reach("take.after_commit")
    return epoch, bill


def bill_text(bill: CrashBill) -> str:
    """The crash bill in words."""
    return (
        f"this crash may have cost ${bill.cost_usd:.6f}: {bill.sent} calls were out; {bill.admitted} more may have been"
    )


def _cannot_take(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> str:
    if job.status == JobStatus.RUNNING:
        who = ", ".join(f"pid {row.pid} on {row.host}" for row in living_workers(conn, state, job.job_id, job.epoch))
        return f"{job.job_id} is running ({who}); watch it with `batchwright status {job.job_id}`, or pause it first"
    return f"{job.job_id} is {job.status}: it cannot be started; possible: see `batchwright status {job.job_id}`"


def _raise_epoch(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> CrashBill:
    """End all workers and the run of the epoch that is over, and book its open calls as unknown."""
    group = open_group(conn, state, WorkerRef(job.job_id, job.epoch, ""))
    open_rows = conn.execute(
        select(batch_calls).where(batch_calls.c.job_id == job.job_id, batch_calls.c.status.in_(OPEN_CALLS))
    ).all()
    bill = make_unknown(group, open_rows)
    group.flush()
    now = utc_now()
    conn.execute(
        update(workers)
        .where(workers.c.job_id == job.job_id, workers.c.ended_at.is_(None))
        .values(ended_at=now, reason="taken over")
    )
    conn.execute(delete(shares).where(shares.c.job_id == job.job_id))
    conn.execute(
        update(runs)
        .where(runs.c.job_id == job.job_id, runs.c.ended_at.is_(None))
        .values(ended_at=now, outcome="taken_over")
    )
    return bill


def stop_unattended(state: State, job_id: str, status: JobStatus) -> bool:
    """Pause or cancel a job without a living worker, at once, by raising its epoch.

    Returns:
        False when a living worker has it: what is wanted is then for that worker to see.
    """
    with state.begin() as conn:
        job = lock_job(conn, job_id)
        if job.status == JobStatus.RUNNING and not is_stalled(conn, state, job):
            return False
        _raise_epoch(conn, state, job)
        conn.execute(
            update(batch_jobs)
            .where(batch_jobs.c.job_id == job_id)
            .values(
                epoch=job.epoch + 1,
                status=status,
                wanted=Wanted.RUN,
                completed_at=utc_now() if status is JobStatus.CANCELLED else None,
            )
        )
        note_event(conn, job_id, status.lower(), "without a living worker: at once")
    return True


def join(state: State, worker: WorkerRef) -> Pulse:
    """Enter a worker into the state, with its first beat.

    Raises:
        FencedError: The epoch is not the job's any more.
    """
    who = ProcessIdentity.of_this_process()
    with state.begin() as conn:
        job = lock_job(conn, worker.job_id)
        if job.epoch != worker.epoch:
            raise FencedError(f"run {worker.epoch} of {worker.job_id} is over: run {job.epoch} owns the job now")
        now = state.now(conn)
        conn.execute(
            workers.insert().values(
                worker_id=worker.worker_id, job_id=worker.job_id, epoch=worker.epoch, host=who.host, boot=who.boot,
                pid_namespace=who.pid_namespace, pid=who.pid, started=who.started,
                clock_boot=boot_id() if state.dialect == "sqlite" else None, beat_at=now, joined_at=utc_now(),
            )
        )  # fmt: skip
    return Pulse(True, Wanted(job.wanted), now)


def beat(state: State, worker: WorkerRef) -> Pulse:
    """Say that a worker lives; one whose epoch still holds revives by it."""
    with state.begin() as conn:
        now = state.now(conn)
        conn.execute(
            update(workers)
            .where(workers.c.worker_id == worker.worker_id, workers.c.ended_at.is_(None))
            .values(beat_at=now)
        )
        return _pulse(conn, worker, now)


def pulse(state: State, worker: WorkerRef) -> Pulse:
    """What is wanted of a worker's job, read without a lock."""
    with state.read() as conn:
        return _pulse(conn, worker, state.now(conn))


def _pulse(conn: Connection, worker: WorkerRef, now: float) -> Pulse:
    jobs = batch_jobs.c
    row = conn.execute(select(jobs.epoch, jobs.wanted).where(jobs.job_id == worker.job_id)).one_or_none()
    if row is None:
        return Pulse(False, Wanted.CANCEL, now)
    return Pulse(row.epoch == worker.epoch, Wanted(row.wanted), now)


def leave(state: State, worker: WorkerRef, *, reason: str, held_items: int) -> JobStatus | None:
    """Leave a job: end the worker's row, return its shares, and end the run where nobody else is left.

    Who finds no other living worker, no open call and open items writes PAUSED, CANCELLED or FAILED, as wanted or
    by reason. A worker that was fenced out ends its own row and no more.

    Returns:
        The status that the job got by this, or None when others go on.
    """
    with state.begin() as conn:
        group = open_group(conn, state, worker)
        conn.execute(
            update(workers)
            .where(workers.c.worker_id == worker.worker_id, workers.c.ended_at.is_(None))
            .values(ended_at=utc_now(), reason=reason, held_items=held_items)
        )
        conn.execute(delete(shares).where(shares.c.worker_id == worker.worker_id))
        status = end_run(group) if group.is_current else None
        group.flush()
        reach("leave.before_commit")
    reach("leave.after_commit")
    return status


def end_run(group: Group, *, failed: tuple[str, str] | None = None) -> JobStatus | None:
    """End a run that nobody works on any more; None when somebody does.

    Args:
        failed: Class and message when the runner or our own code failed; the job becomes FAILED.
    """
    conn, job = group.conn, group.job
    if job.status != JobStatus.RUNNING or living_workers(conn, group.state, job.job_id, job.epoch):
        return None
    sweep(group, batch_calls.c.job_id == job.job_id)
    group.finish_if_done()
    if not group.open_items:
        return JobStatus.COMPLETED
    error = failed or ((job.error_class, job.error_message) if job.error_class else None)
    if failed or (error and error[0] == "bug"):
        status = JobStatus.FAILED
    elif group.wanted is Wanted.CANCEL:
        status, error = JobStatus.CANCELLED, None
    elif group.wanted is Wanted.PAUSE:
        status = JobStatus.PAUSED
    else:
        return None
    now = utc_now()
    conn.execute(
        update(batch_jobs)
        .where(batch_jobs.c.job_id == job.job_id)
        .values(
            status=status,
            wanted=Wanted.RUN,
            error_class=error[0] if error else None,
            error_message=error[1] if error else None,
            completed_at=now if status is JobStatus.CANCELLED else None,
        )
    )
    conn.execute(
        update(runs)
        .where(runs.c.job_id == job.job_id, runs.c.epoch == job.epoch, runs.c.ended_at.is_(None))
        .values(ended_at=now, outcome=status.lower())
    )
    note_event(conn, job.job_id, status.lower(), error[1] if error else f"{status.lower()} as wanted")
    return status
