"""One group commit: the locks, the figures under them, and what the operations of the group moved.

A group holds operations of one worker on one job. It takes the project's row, then the job's; with both
locked nobody else in the project writes, so an operation may read, decide in plain code, and write. What it
moves is added up here and written once, when the group is flushed: by what in fact moved, never by what was asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from sqlalchemy import BigInteger, Connection, Row, bindparam, extract, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.schema import Table

from state.alive import LAPSE_S, server_just_started
from state.bulk import Bulk
from state.clock import boot_id, boot_seconds, utc_now
from state.columns import Usd
from state.engine import State
from state.errors import BUG
from state.events import EventKind, Facts, counts, note_event
from state.locks import lock_both, locking
from state.records import ZERO, Json, Usage
from state.schema import batch_jobs, batch_totals, projects, runs, workers
from state.status import JobStatus, Wanted

ITEMS = -1
"""As a phase in `batch_totals`: counts of items rather than of one phase's calls."""


_MOVE_JOB = (
    update(batch_jobs)
    .where(batch_jobs.c.job_id == bindparam("b_job_id"))
    .values(
        spent_usd=batch_jobs.c.spent_usd + bindparam("b_spent", type_=Usd),
        reserved_usd=batch_jobs.c.reserved_usd + bindparam("b_reserved", type_=Usd),
        open_items=batch_jobs.c.open_items + bindparam("b_open_items", type_=BigInteger),
        failed_items=batch_jobs.c.failed_items + bindparam("b_failed_items", type_=BigInteger),
    )
)
_MOVE_PROJECT = (
    update(projects)
    .where(projects.c.project == bindparam("b_project"))
    .values(
        spent_usd=projects.c.spent_usd + bindparam("b_spent", type_=Usd),
        reserved_usd=projects.c.reserved_usd + bindparam("b_reserved", type_=Usd),
    )
)
_MOVE_JOBS, _MOVE_PROJECTS = Bulk(lambda _: _MOVE_JOB), Bulk(lambda _: _MOVE_PROJECT)
_JOB_COLUMNS = tuple(column for column in batch_jobs.c if column.name not in ("spec", "plan"))
_JOB = locking(select(*_JOB_COLUMNS))
_JOB_AND_TIME = locking(select(*_JOB_COLUMNS, extract("epoch", func.clock_timestamp()).label("db_now")))


@dataclass(frozen=True, slots=True)
class WorkerRef:
    """The worker that a group belongs to.

    Args:
        may_declare: False for 15 s after the worker itself was cut off from the state: it then declares nobody lapsed.
    """

    job_id: str
    epoch: int
    worker_id: str
    may_declare: bool = True


@dataclass(slots=True)
class Totals:
    """What one worker added to one phase of a job."""

    completed: int = 0
    failed: int = 0
    cut: int = 0
    calls: int = 0
    limited: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    busy_ms: int = 0
    settled_usd: Decimal = ZERO
    unknown_usd: Decimal = ZERO
    saved_usd: Decimal = ZERO

    def add_usage(self, usage: Usage) -> None:
        """Count the tokens of one call."""
        self.input_tokens += usage.input_tokens
        self.output_tokens += usage.output_tokens
        self.cached_tokens += usage.cached_tokens

    def columns(self) -> dict[str, int | Decimal]:
        """The figures by column."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Moved:
    """What a group moved in one job's row."""

    spent: Decimal = ZERO
    reserved: Decimal = ZERO
    open_items: int = 0
    failed_items: int = 0


@dataclass(slots=True)
class Group:
    """An open group: its connection, the rows it has locked, and what it moved so far."""

    conn: Connection
    state: State
    worker: WorkerRef
    job: Row[tuple[object, ...]]  # all but its spec and plan
    project_spent: Decimal
    project_reserved: Decimal
    project_cap: Decimal | None
    job_alerted: int  # percent of the budget that was told
    project_alerted: int
    now: float
    boot: str | None
    wanted: Wanted
    totals: dict[tuple[str, int, str, int], Totals] = field(default_factory=lambda: defaultdict(Totals))
    moved: dict[str, Moved] = field(default_factory=lambda: defaultdict(Moved))
    swept: set[str] = field(default_factory=set)  # scopes whose abandoned calls this group has met
    _declares: bool | None = None

    @property
    def job_id(self) -> str:
        """The job that this group is of."""
        return self.worker.job_id

    @property
    def is_current(self) -> bool:
        """Whether the worker's epoch still owns the job."""
        return bool(self.job.epoch == self.worker.epoch)

    @property
    def is_running(self) -> bool:
        """Whether the worker owns the job, and nobody has written its end or its pause meanwhile."""
        return self.is_current and self.job.status == JobStatus.RUNNING

    def declares(self) -> bool:
        """Whether this worker may call somebody lapsed, or a call expired, for being late.

        Not when it is late itself, not for `LAPSE_S` after it came back, and not when the server has just started:
        after an outage everybody's time has run on and nobody could say that he lives.
        """
        if self._declares is None:
            self._declares = (
                self.worker.may_declare
                and not self._is_late_itself()
                and not server_just_started(self.conn, self.state, self.now)
            )
        return self._declares

    def _is_late_itself(self) -> bool:
        w = workers.c
        mine = self.conn.execute(
            select(w.beat_at, w.cut_off_until).where(w.worker_id == self.worker.worker_id)
        ).one_or_none()
        if mine is None:
            return False
        return bool(self.now - mine.beat_at > LAPSE_S or self.now < (mine.cut_off_until or 0))

    @property
    def job_spent(self) -> Decimal:
        """Settled and unknown cost of the job, this group's included."""
        spent: Decimal = self.job.spent_usd
        return spent + self.moved[self.job_id].spent

    @property
    def job_reserved(self) -> Decimal:
        """Worst cases of the job's open calls, this group's included."""
        reserved: Decimal = self.job.reserved_usd
        return reserved + self.moved[self.job_id].reserved

    @property
    def open_items(self) -> int:
        """Items of the job that are in no final state, after this group."""
        count: int = self.job.open_items
        return count + self.moved[self.job_id].open_items

    @property
    def failed_items(self) -> int:
        """Failed items of the job, after this group."""
        count: int = self.job.failed_items
        return count + self.moved[self.job_id].failed_items

    def counts(self) -> tuple[str, dict[str, Json]]:
        """How far the job is and what it cost, this group included, in words and as facts."""
        return counts(self.job.total_items, self.open_items, self.failed_items, self.job_spent)

    def mine(self, phase: int) -> Totals:
        """The totals of this worker for a phase (or `ITEMS`)."""
        return self.totals[(self.job_id, self.worker.epoch, self.worker.worker_id, phase)]

    def spend(self, job_id: str, spent: Decimal, reserved: Decimal) -> None:
        """Move money in a job's row and in the project's."""
        moved = self.moved[job_id]
        moved.spent += spent
        moved.reserved += reserved
        self.project_spent += spent
        self.project_reserved += reserved

    def may_want(self, error_class: str) -> bool:
        """Whether a reason of the job's own stops it: nobody asked before; our own bug outranks a pause."""
        outranks = error_class == BUG and self.wanted is Wanted.PAUSE and self.job.error_class != BUG
        return self.is_running and (self.wanted is Wanted.RUN or outranks)

    def want(self, wanted: Wanted, error_class: str, message: str, facts: Facts | None = None) -> None:
        """Ask the job to stop for a reason of its own, if that may be."""
        if not self.may_want(error_class):
            return
        self.wanted = wanted
        self.conn.execute(
            update(batch_jobs)
            .where(batch_jobs.c.job_id == self.job_id)
            .values(wanted=wanted, error_class=error_class, error_message=message)
        )
        told = {"class": error_class, **(facts or {})}
        note_event(self.conn, self.job_id, EventKind.STOPPING, f"{error_class}: {message}", told)

    def flush(self) -> None:
        """Write what moved since the last time: totals of workers, the rows of jobs, the project's row."""
        write_totals(self.conn, self.totals)
        self.totals.clear()
        jobs = [
            {f"b_{name}": getattr(moved, name) for name in Moved.__slots__} | {"b_job_id": job_id}
            for job_id, moved in self.moved.items()
            if moved != Moved()
        ]
        if not jobs:
            return
        _MOVE_JOBS.run(self.conn, jobs)
        spent = sum((moved.spent for moved in self.moved.values()), ZERO)
        reserved = sum((moved.reserved for moved in self.moved.values()), ZERO)
        if spent or reserved:
            move_project(self.conn, self.job.project, spent, reserved)
        self.moved.clear()

    def finish_if_done(self) -> None:
        """Where no item is open, complete the job and end its run."""
        if self.open_items or not self.is_running:
            return
        now = utc_now()
        self.conn.execute(
            update(batch_jobs)
            .where(batch_jobs.c.job_id == self.job_id)
            .values(
                status=JobStatus.COMPLETED, wanted=Wanted.RUN, completed_at=now, error_class=None, error_message=None
            )
        )
        self.conn.execute(
            update(runs)
            .where(runs.c.job_id == self.job_id, runs.c.epoch == self.worker.epoch, runs.c.ended_at.is_(None))
            .values(ended_at=now, outcome=func.coalesce(runs.c.outcome, "completed"))
        )
        note_event(self.conn, self.job_id, EventKind.COMPLETED, *self.counts())


def open_group(conn: Connection, state: State, worker: WorkerRef) -> Group:
    """Lock the project's row, then the job's, and read what the operations decide by.

    Raises:
        NotFoundError: The job is deleted.
    """
    if state.dialect == "postgresql":
        project, job = lock_both(conn, worker.job_id, _JOB_AND_TIME)
        now = float(job.db_now)
    else:
        project, job = lock_both(conn, worker.job_id, _JOB)
        now = boot_seconds()
    return Group(
        conn=conn,
        state=state,
        worker=worker,
        job=job,
        project_spent=project.spent_usd,
        project_reserved=project.reserved_usd,
        project_cap=project.cap_usd,
        job_alerted=job.alerted_percent,
        project_alerted=project.alerted_percent,
        now=now,
        boot=_boot() if state.dialect == "sqlite" else None,
        wanted=wanted_of(job.status, job.wanted),
    )


@cache
def _boot() -> str:
    return boot_id()


def wanted_of(status: str | None, wanted: str) -> Wanted:
    """What a worker of a job is to do: what somebody asked, unless the job has been stopped meanwhile."""
    if status in (JobStatus.PAUSED, JobStatus.FAILED):
        return Wanted.PAUSE
    if status is None or status == JobStatus.CANCELLED:
        return Wanted.CANCEL
    return Wanted(wanted)


def move_project(conn: Connection, project: str, spent: Decimal, reserved: Decimal) -> None:
    """Add to a project's money; its row is locked by the caller."""
    _MOVE_PROJECTS.run(conn, [{"b_project": project, "b_spent": spent, "b_reserved": reserved}])


def insert_into(conn: Connection, table: Table) -> PostgresInsert | SqliteInsert:
    """An INSERT that knows ON CONFLICT, in the connection's dialect."""
    if conn.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def write_totals(conn: Connection, totals: dict[tuple[str, int, str, int], Totals]) -> None:
    """Add figures to the rows of `batch_totals`, by (job, epoch, worker, phase)."""
    rows = [
        {"job_id": job_id, "epoch": epoch, "worker_id": worker_id, "phase": phase, **figures.columns()}
        for (job_id, epoch, worker_id, phase), figures in totals.items()
        if figures != Totals()
    ]
    _ADD_TOTALS.run(conn, rows)


def _add_totals(conn: Connection) -> Insert:
    statement = insert_into(conn, batch_totals)
    added = {name: batch_totals.c[name] + statement.excluded[name] for name in Totals.__slots__}
    keys = ["job_id", "epoch", "worker_id", "phase"]
    return statement.on_conflict_do_update(index_elements=keys, set_=added)


_ADD_TOTALS = Bulk(_add_totals)
