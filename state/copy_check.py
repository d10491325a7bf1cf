"""What can be copied, and where to: all that speaks against it is said before anything is written.

here    every job has stopped; every payload that a row names is in the workspace
there   of each project and job nothing, or just what a copy of them begins with: one that was cut off goes on
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, Select, func, select

from state.alive import is_foreign, is_stalled, living
from state.audit_references import is_deleted, jobs_missing
from state.clock import ProcessIdentity
from state.copy_parts import CONTENTS, JOB, PROJECT, SHOWN, Owner, Part
from state.copy_rows import Begun, RowSum, has_any, refs, summed
from state.document_tables import collections
from state.engine import State
from state.errors import ConfigError, IllegalMoveError, InputError
from state.place import typed
from state.schema import batch_calls, batch_events, batch_items, batch_jobs, projects, workers
from state.status import ItemStatus, JobStatus
from state.workspace import Workspace

Sums = dict[tuple[str, str], RowSum]
"""What each part's rows of each owner come to: by the table's name and the owner's."""

Started = Mapping[tuple[str, str], Begun]
"""How far a copy of each part's rows of each owner is: by the same."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A state that may be copied.

    Args:
        shown: What shows its projects and jobs, and comes to: another sum later, and somebody has worked on it.
        unread_files: Items that are files which nobody has read yet: those stay where they are.
        payloads: How many rows name a payload, whose bytes are `payload_bytes`.
    """

    shown: Sums
    jobs: tuple[Owner, ...]
    unread_files: int
    payloads: int = 0
    payload_bytes: int = 0

    @property
    def projects(self) -> tuple[Owner, ...]:
        """Its projects."""
        return tuple(Owner(PROJECT, name) for name in sorted({project for _, project in self.shown}))

    def steps(self) -> Iterator[tuple[Part, Owner]]:
        """All that is to be copied before it is shown: the rows of each owner in each table."""
        for part in CONTENTS:
            owners = self.projects if part.owner == PROJECT else self.jobs
            yield from ((part, owner) for owner in owners if part.stays or not owner.is_deleted)

    def refs(self, state: State) -> Iterator[str]:
        """The payloads that rows name, in the state itself or in its copy; one that several name comes as often."""
        for part, owner in self.steps():
            yield from refs(state, part, owner)

    def last_steps(self) -> Iterator[tuple[Part, Owner]]:
        """What shows it."""
        yield from ((part, owner) for part in SHOWN for owner in self.projects)


# ── here ────────────────────────────────────────────────────────────────────────────────────────


def look_at(state: State, workspace: Workspace) -> Sight:
    """See that a state can be copied.

    Raises:
        IllegalMoveError: A job is running, or its worker is just leaving it.
        ConfigError: A payload is not in the workspace: most likely it is another one.
    """
    shown = shown_sums(state)  # first: what is changed from here on is seen by another sum
    _check_stopped(state)
    with state.read() as conn:
        jobs = _jobs(conn)
        item, job = batch_items.c, batch_jobs.c
        goes_on = select(job.job_id).where(job.open_items > 0, job.status != JobStatus.CANCELLED)
        unread = select(func.count()).where(
            item.job_id.in_(goes_on),
            item.status == ItemStatus.PENDING,
            item.file.is_not(None),
            item.file_key.is_(None),
        )
        files = conn.execute(unread).scalar_one()
    return _payloads(state, workspace, Sight(shown, jobs, files))


def shown_sums(state: State) -> Sums:
    """What projects come to, with their jobs."""
    with state.read() as conn:
        names = {*conn.scalars(select(projects.c.project)), *conn.scalars(select(collections.c.project))}
    owners = [Owner(PROJECT, name) for name in names]
    return {(part.name, owner.name): summed(state.read, part, owner).sum for part in SHOWN for owner in owners}


def _jobs(conn: Connection) -> tuple[Owner, ...]:
    """The jobs that queries show, and those that were deleted and of which the ledger stays."""
    job = batch_jobs.c
    rows = conn.execute(select(job.job_id, job.status, job.purged_at).order_by(job.job_id)).all()
    shown = [Owner(JOB, row.job_id, is_purged=row.purged_at is not None) for row in rows if row.status is not None]
    leaving = {row.job_id for row in rows if row.status is None and is_deleted(conn, row.job_id)}
    gone = {*jobs_missing(conn, batch_calls), *jobs_missing(conn, batch_events), *leaving}
    return (*shown, *(Owner(JOB, one, is_deleted=True) for one in sorted(gone)))


def _check_stopped(state: State) -> None:
    job, worker = batch_jobs.c, workers.c
    query: Select[tuple[object, ...]] = (
        select(job.job_id, job.status, job.epoch).where(job.status == JobStatus.RUNNING).order_by(job.job_id)
    )
    unended = select(workers).join(batch_jobs, job.job_id == worker.job_id).where(
        worker.epoch == job.epoch, worker.ended_at.is_(None)
    )  # fmt: skip
    with state.read() as conn:
        running = conn.execute(query).all()
        rows = conn.execute(unended.order_by(worker.job_id, worker.joined_at)).all()
        alive = living(conn, state, rows, state.now(conn))
        stalled = {row.job_id for row in running if is_stalled(conn, state, row)}
    if running:
        raise _still(state, running[0].job_id, len(running) - 1, rows, is_stalled=running[0].job_id in stalled)
    here = ProcessIdentity.of_this_process()  # of another machine's boot nobody knows whether it lives: it is over
    leaving = [row for row in rows if row.worker_id in alive and not is_foreign(row, here)]
    if leaving:
        raise IllegalMoveError(
            f"pid {leaving[0].pid} on {leaving[0].host} is just leaving {leaving[0].job_id}",
            hint="wait for some seconds, then type the command again",
        )


def _still(
    state: State, job_id: str, more: int, rows: Sequence[Row[tuple[object, ...]]], *, is_stalled: bool
) -> IllegalMoveError:
    """The error of a job that is RUNNING: who runs it, and what ends that."""
    mine = [row for row in rows if row.job_id == job_id]
    who = ", ".join(f"pid {row.pid} on {row.host}" for row in mine) or "nobody has joined it yet"
    does = f"is stalled, with nobody left of its run ({who})" if is_stalled else f"is running ({who})"
    others = f", as {'is one more' if more == 1 else f'are {more} more'}" if more else ""
    return IllegalMoveError(
        f"{job_id} {does}{others}: only jobs that have stopped are copied",
        hint=f"`batchwright --state {typed(state.url)} pause {job_id}`, then type the command again",
    )


def _payloads(state: State, workspace: Workspace, sight: Sight) -> Sight:
    """The sight with its payloads counted: each is in the workspace."""
    count = total = 0
    for ref in sight.refs(state):
        size = workspace.size(ref)
        if not size:
            raise ConfigError(
                f"{ref}, which {state.where} names, is not in the workspace {workspace.location}: it would be lost",
                path="BATCHWRIGHT_WORKSPACE",
                hint=f"name the workspace of that state with --workspace, before `state copy`; `batchwright --state"
                f" {typed(state.url)} db check` looks whether it is whole",
            )
        count, total = count + 1, total + size
    return replace(sight, payloads=count, payload_bytes=total)


# ── there ───────────────────────────────────────────────────────────────────────────────────────


def check_target(source: State, target: State, sight: Sight) -> Started:
    """See how far a copy is there already; nothing is written.

    Raises:
        InputError: Something else is there under the same names.
    """
    empty = {part.name for part in (*CONTENTS, *SHOWN) if not has_any(target, part)}
    started: dict[tuple[str, str], Begun] = {}
    for part, owner in (*sight.steps(), *sight.last_steps()):
        if part.name in empty or not has_any(target, part, owner):
            continue
        there = summed(target.read, part, owner).sum
        begun = summed(source.read, part, owner, most=there.rows)
        if begun.sum != there:
            what = "project" if owner.column == PROJECT else "job"
            raise InputError(
                f"{target.where} has a {what} {owner.name} already, and it is another one, or one that went on since it"
                f" was copied: of its {there.rows} rows in {part.name} not all are in {source.where}; nothing was"
                " written",
                hint="copy into a new, empty state, or go on in the one that has it",
            )
        started[part.name, owner.name] = begun
    return started
