"""What a user asks of a job: pause, cancel, delete, other options, other budgets.

Each is one transaction under the job's lock that changes nothing when it is committed twice. What is wanted is a
column of its own, so that it can be seen before it has taken effect; a job without a living worker has nobody to see
it, and there it takes effect at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, Row, select, update

from state.clock import utc_now
from state.engine import State
from state.errors import EngineError, InputError, NotFoundError, no_job
from state.events import EventKind, note_event, who
from state.group import WorkerRef, insert_into, open_group
from state.leases import is_stalled, stop_unattended
from state.locks import lock_job, lock_project
from state.option_changes import Change, check_project, check_usd, is_raised, parse_changes, told_changes
from state.plan_records import Options
from state.reconcile import Reconciled, reconcile
from state.removal import check_removable, remove_job
from state.reopen import failed_classes, retry
from state.schema import batch_calls, batch_items, batch_jobs, projects
from state.status import REACHED, ItemStatus, JobStatus, Verb, Wanted, check_move
from state.unknown import make_unknown, open_calls
from state.workspace import Workspace

__all__ = [
    "ProjectBudget", "Reconciled", "check_move", "delete", "failed_classes", "lift_first", "project_budget",
    "reconcile", "retry", "set_first", "set_options", "set_project_cap", "want_cancel", "want_pause",
]  # fmt: skip

_TRIES = 10

SIGNAL = "signal"
"""Class of the reason of a job that a signal to its process has paused."""

_WANTED = {Verb.PAUSE: Wanted.PAUSE, Verb.CANCEL: Wanted.CANCEL}
_WANTED_EVENTS = {Verb.PAUSE: EventKind.PAUSE_WANTED, Verb.CANCEL: EventKind.CANCEL_WANTED}
_ENDS = {Verb.PAUSE: JobStatus.PAUSED, Verb.CANCEL: JobStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class ProjectBudget:
    """A project's cap, None when there is none, what its jobs spent and reserved of it, in USD, and if it has any."""

    project: str
    cap_usd: Decimal | None
    spent_usd: Decimal
    reserved_usd: Decimal
    has_jobs: bool = True

    @property
    def left_usd(self) -> Decimal | None:
        """What may still be spent; None without a cap, below zero when the cap was lowered meanwhile."""
        return None if self.cap_usd is None else self.cap_usd - self.spent_usd - self.reserved_usd


# ── verbs ───────────────────────────────────────────────────────────────────────────────────────


def want_pause(state: State, job_id: str, *, why: str | None = None) -> bool:
    """Ask a job to pause.

    Args:
        state: Where the job is.
        job_id: Which one.
        why: What asked for it, where that was no person at `pause`; it stays the job's reason while it is paused.

    Returns:
        Whether it has taken effect; False: its worker will see it.

    Raises:
        NotFoundError: There is no such job.
        IllegalMoveError: The job's status does not allow it.
    """
    return _want(state, job_id, Verb.PAUSE, (SIGNAL, f"paused by {why}") if why else None)


def want_cancel(state: State, job_id: str) -> bool:
    """Ask a job to cancel; as `want_pause`, and it outranks a pause."""
    return _want(state, job_id, Verb.CANCEL)


def _want(state: State, job_id: str, verb: Verb, reason: tuple[str, str] | None = None) -> bool:
    for _ in range(_TRIES):
        done = state.transact(lambda conn: _note_wanted(conn, state, job_id, verb, reason))
        if done is not None:
            return done
        if stop_unattended(state, job_id, _ENDS[verb], reason=reason):
            return True
    raise EngineError(f"{job_id} changes its mind each time it is to {verb}: {_TRIES} tries")


def _note_wanted(
    conn: Connection, state: State, job_id: str, verb: Verb, reason: tuple[str, str] | None
) -> bool | None:
    """Note what is wanted of a living worker's job; None when there is no worker to see it."""
    job = _locked(conn, job_id)
    status = JobStatus(job.status)
    if status in REACHED[verb]:
        return True
    stalled = is_stalled(conn, state, job)
    check_move(job_id, status, verb, stalled=stalled)
    if status is not JobStatus.RUNNING or stalled:
        return None
    if job.wanted not in (_WANTED[verb], Wanted.CANCEL):
        values: dict[str, str] = {"wanted": _WANTED[verb]}
        if reason and not job.error_class:
            values |= dict(zip(("error_class", "error_message"), reason, strict=True))
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(**values))
        words, facts = who()
        told = f"{reason[1]}; " if reason else ""
        said = f"{told}by {words}: the calls that are out may finish"
        note_event(conn, job_id, _WANTED_EVENTS[verb], said, {**facts, **({"class": reason[0]} if reason else {})})
    return False


def delete(state: State, workspace: Workspace, job_id: str) -> None:
    """Delete a job: at once no query shows it, then its rows and payloads go.

    What it paid for stays known to the project, and its ledger rows stay, marked by the one event that stays too, so
    that the project's totals remain the sum of their rows.

    Raises:
        NotFoundError: There is no such job.
        IllegalMoveError: It is running.
        StateUnreachableError: Its payloads are in another workspace, or that is away; nothing has gone.
    """
    check_removable(state, workspace, job_id)
    state.transact(lambda conn: _hide(conn, state, job_id))
    remove_job(state, workspace, job_id)


def _hide(conn: Connection, state: State, job_id: str) -> None:
    job = _locked(conn, job_id)
    check_move(job_id, JobStatus(job.status), Verb.DELETE, stalled=is_stalled(conn, state, job))
    group = open_group(conn, state, WorkerRef(job_id, job.epoch, ""))
    make_unknown(group, open_calls(group, batch_calls.c.job_id == job_id))
    group.flush()
    conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(status=None, epoch=job.epoch + 1))
    note_event(conn, job_id, EventKind.DELETED, f"{job.name}; its calls stay in the ledger of {job.project}")


# ── options and budgets ─────────────────────────────────────────────────────────────────────────


def set_options(state: State, job_id: str, changes: dict[str, Change], *, max_concurrency: int = 50) -> Options:
    """Change options of a job, whatever it is doing; a running one obeys from its next commit on.

    Args:
        state: Where the job is.
        job_id: Which one.
        changes: Values by key, as text or as what they are; None and "none" take a limit away.
        max_concurrency: The most that the config allows.

    Returns:
        The options as they now are.

    Raises:
        NotFoundError: There is no such job.
        InputError: A key that cannot be changed, or a value out of its range; all of them are named.
    """
    values = parse_changes(changes, max_concurrency=max_concurrency)

    def work(conn: Connection) -> Options:
        before = _locked(conn, job_id)
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        if changed:
            anew = {"alerted_percent": 0} if "budget_usd" in changed else {}
            conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(**changed, **anew))
            note_event(conn, job_id, EventKind.OPTIONS, *told_changes(before, changed))
        if before.status != JobStatus.RUNNING and is_raised(before, values):
            conn.execute(
                update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(error_class=None, error_message=None)
            )
        job = lock_job(conn, job_id)
        return Options(
            concurrency=job.concurrency,
            checkpoint_frequency=job.checkpoint_frequency,
            auto_start=job.auto_start,
            budget_usd=job.budget_usd,
            max_failed_percent=job.max_failed_percent,
        )

    return state.transact(work)


def set_first(state: State, job_id: str, first: int | None) -> None:
    """Let only the first so many items of a job run, or with None all of them.

    Raises:
        NotFoundError: There is no such job.
        InputError: Fewer than one item.
    """
    if first is not None and first < 1:
        raise InputError(f"first {first}: at least one item must run", path="first")

    def work(conn: Connection) -> None:
        _locked(conn, job_id)
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(first=first))

    state.transact(work)


def lift_first(state: State, job_id: str) -> int | None:
    """Let all items of a job run, if the first ones that may run for now have all ended.

    Returns:
        The limit that was lifted; None when there was none, or some of the first items are still open.

    Raises:
        NotFoundError: There is no such job.
    """

    def work(conn: Connection) -> int | None:
        job = _locked(conn, job_id)
        if job.first is None or _is_open_before(conn, job_id, job.first):
            return None
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(first=None))
        note_event(conn, job_id, EventKind.FIRST, f"the first {job.first} items have ended: the others may run")
        return int(job.first)

    return state.transact(work)


def _is_open_before(conn: Connection, job_id: str, ordinal: int) -> bool:
    item = batch_items.c
    query = select(item.ordinal).where(item.job_id == job_id, item.ordinal < ordinal, item.status == ItemStatus.PENDING)
    return conn.execute(query.limit(1)).first() is not None


def set_project_cap(state: State, project: str, cap_usd: Decimal | None) -> ProjectBudget:
    """Set a project's hard cap, or take it away with None; the project is made if there is none of the name.

    Raises:
        InputError: A cap that is negative or too large, or a name that no project can have.
    """
    check_usd("cap", cap_usd)
    check_project(project)

    def work(conn: Connection) -> ProjectBudget:
        conn.execute(
            insert_into(conn, projects).on_conflict_do_nothing(), {"project": project, "created_at": utc_now()}
        )
        before = lock_project(conn, project)
        if before is None or before.cap_usd != cap_usd:
            anew = {"cap_usd": cap_usd, "alerted_percent": 0}
            conn.execute(update(projects).where(projects.c.project == project).values(**anew))
        return _budget(conn, project)

    return state.transact(work)


def project_budget(state: State, project: str) -> ProjectBudget:
    """A project's cap and what is used of it.

    Raises:
        NotFoundError: There is no such project.
    """
    with state.read() as conn:
        return _budget(conn, project)


def _budget(conn: Connection, project: str) -> ProjectBudget:
    row = conn.execute(select(projects).where(projects.c.project == project)).one_or_none()
    if row is None:
        raise NotFoundError(
            f"there is no project {project!r}", hint="`batchwright list` shows jobs with their projects"
        )
    jobs = batch_jobs.c
    a_job = select(jobs.job_id).where(jobs.project == project, jobs.status.is_not(None)).limit(1)
    has_jobs = conn.execute(a_job).first() is not None
    return ProjectBudget(project, row.cap_usd, row.spent_usd, row.reserved_usd, has_jobs)


def _locked(conn: Connection, job_id: str) -> Row[tuple[object, ...]]:
    """A job under its lock; one that is on its way in or out is not there."""
    job = lock_job(conn, job_id)
    if job.status is None:
        raise no_job(job_id)
    return job
