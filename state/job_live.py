"""What a live screen shows beside a job's status: its models, what is waited for and who holds it, what failed last.

It is read in constant time, as the status is: what workers say of themselves, and the index of failed items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection, Row, select

from state.doing import FILE, ModelNow, Wait, heard, open_by_role, sent_by_model
from state.engine import State
from state.job_lookup import job_row, name_of, phase_names
from state.job_status import view_of
from state.job_view import ErrorView, JobView
from state.records import ZERO
from state.schema import IS_FAILED, batch_items, batch_jobs, projects
from state.status import JobStatus

FAILURES = 8
_HOLDERS = 3


@dataclass(frozen=True, slots=True)
class FailedItem:
    """An item that failed, and why."""

    item_id: str
    error: ErrorView


@dataclass(frozen=True, slots=True)
class Holder:
    """A job that holds a part of the project's budget for its calls that are out."""

    job_id: str
    name: str
    reserved_usd: Decimal


@dataclass(frozen=True, slots=True)
class JobLive:
    """A job as a live screen shows it.

    Args:
        view: Its status.
        models: How its workers stand with each model, all together.
        out: Calls out by model, at the instant of the view.
        open: Calls out or about to be, by what they are for.
        waits: What calls wait for, those of which the most wait first.
        failures: The items that failed last, the latest first.
        holders: Where the project's budget is waited for: who holds it, who holds the most first.
        project_cap_usd: The project's budget, if it has one.
        now: Database seconds, to tell how long a wait lasts.
    """

    view: JobView
    models: tuple[ModelNow, ...] = ()
    out: Mapping[str, int] = field(default_factory=dict)
    open: Mapping[str, int] = field(default_factory=dict)
    waits: tuple[Wait, ...] = ()
    failures: tuple[FailedItem, ...] = ()
    holders: tuple[Holder, ...] = ()
    project_cap_usd: Decimal | None = None
    now: float = 0.0


def live(state: State, job_id: str) -> JobLive:
    """A job as it is now, with what a live screen shows of it.

    Raises:
        NotFoundError: There is no such job.
    """
    with state.read(whole=True) as conn:
        job = job_row(conn, job_id)
        view = view_of(conn, state, job)
        said = list(heard(conn, job_id, job.epoch).values()) if view.status is JobStatus.RUNNING else []
        running = sum(phase.running for phase in view.phases)
        waits = _waits((wait for one in said for wait in one.waits), view.progress.pending_items - running)
        is_held_up = any((wait.kind, wait.subject) == ("budget", "project") for wait in waits)
        return JobLive(
            view,
            _models(model for one in said for model in one.models),
            sent_by_model(conn, job.project, job_id),
            open_by_role(conn, job.project, job_id),
            waits,
            _failures(conn, job) if view.progress.failed_items else (),
            _holders(conn, job) if is_held_up else (),
            conn.execute(select(projects.c.cap_usd).where(projects.c.project == job.project)).scalar_one_or_none(),
            state.now(conn) if waits else 0.0,
        )


def _models(said: Iterable[ModelNow]) -> tuple[ModelNow, ...]:
    """What all workers say of each model; 429s are added up, limits are not: each knows the one that is of all."""
    found: dict[str, ModelNow] = {}
    for one in said:
        before = found.get(one.model, ModelNow(one.model, 0))
        who_met = [said for said in (before, one) if said.met] or [before, one]
        rates = [said.rate_per_s for said in who_met if said.rate_per_s is not None]
        found[one.model] = ModelNow(
            one.model,
            max(said.allowed for said in who_met),
            before.limited + one.limited,
            max(rates, default=None),
            before.met or one.met,
        )
    return tuple(found.values())


def _waits(said: Iterable[Wait], at_rest: int) -> tuple[Wait, ...]:
    """What calls of all workers wait for.

    Args:
        at_rest: Open items without an open call. No more files than that are read now, whatever was said a second ago.
    """
    found: dict[tuple[str, str], Wait] = {}
    for one in said:
        before = found.get((one.kind, one.subject))
        times = [wait.until for wait in (before, one) if wait is not None and wait.until is not None]
        calls = one.calls + (before.calls if before else 0)
        calls = min(calls, at_rest) if one.kind == FILE else calls
        found[one.kind, one.subject] = Wait(one.kind, one.subject, calls, max(times, default=None), one.why)
    return tuple(sorted((wait for wait in found.values() if wait.calls > 0), key=lambda wait: -wait.calls))


def _failures(conn: Connection, job: Row[tuple[object, ...]]) -> tuple[FailedItem, ...]:
    """The items that failed last, found by the index of just those."""
    item, names = batch_items.c, phase_names(job)
    rows = conn.execute(
        select(item.item_id, item.error_class, item.error_phase, item.error_message)
        .where(item.job_id == job.job_id, IS_FAILED)
        .order_by(item.ended_at.desc())
        .limit(FAILURES)
    )
    return tuple(
        FailedItem(
            row.item_id,
            ErrorView(row.error_class or "", row.error_message or "", name_of(names, row.error_phase or 0)),
        )
        for row in rows
    )


def _holders(conn: Connection, job: Row[tuple[object, ...]]) -> tuple[Holder, ...]:
    """The jobs of the project that hold the most of its budget."""
    jobs = batch_jobs.c
    rows = conn.execute(
        select(jobs.job_id, jobs.name, jobs.reserved_usd)
        .where(jobs.project == job.project, jobs.reserved_usd > ZERO)
        .order_by(jobs.reserved_usd.desc())
        .limit(_HOLDERS)
    )
    return tuple(Holder(row.job_id, row.name, row.reserved_usd) for row in rows)
