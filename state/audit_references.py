"""Rows that name a job or a project which is not there, and the money of projects.

A deleted job leaves its calls and the event of its deletion, and nothing else; what is on its way in or out has a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from decimal import Decimal
from functools import cache

from sqlalchemy import Connection, Select, Table, exists, func, select

from state.audit_figures import ledger_of
from state.audit_records import REPORT, UNFINISHED, Discrepancy, Kind
from state.engine import State
from state.events import EventKind
from state.money import usd_text
from state.records import ZERO
from state.schema import (
    answer_uses,
    batch_calls,
    batch_checkpoints,
    batch_events,
    batch_items,
    batch_jobs,
    batch_passages,
    batch_totals,
    bundle_sums,
    flows,
    projects,
    runs,
    shares,
    workers,
)

_OF_A_JOB = (
    batch_items, batch_checkpoints, batch_passages, answer_uses, batch_totals, runs, workers, bundle_sums, shares,
    flows, batch_calls, batch_events,
)  # fmt: skip
_OUTLIVE = frozenset({batch_calls, batch_events})


def audit_references(state: State) -> Iterator[Discrepancy]:
    """Look for jobs and projects that rows name and that are not there."""
    job = batch_jobs.c
    with state.read(whole=True) as conn:
        lost = [(table, job_id) for table in _OF_A_JOB for job_id in jobs_missing(conn, table)]
        deleted = {job_id for job_id in {one for _, one in lost} if is_deleted(conn, job_id)}
        of_no_project = conn.execute(
            select(job.job_id, job.project).where(~exists().where(projects.c.project == job.project))
        ).all()
    for table, job_id in lost:
        if table not in _OUTLIVE or job_id not in deleted:
            said = f"{table.name} has rows of this job, which is not there"
            yield Discrepancy(Kind.REFERENCE, job_id, said, UNFINISHED)
    for row in of_no_project:
        said = f"is of the project {row.project!r}, which is not there"
        yield Discrepancy(Kind.REFERENCE, row.job_id, said, REPORT)


def jobs_missing(conn: Connection, table: Table) -> Sequence[str]:
    """The jobs that a table's rows name and that have no row."""
    return [row.job_id for row in conn.execute(_missing_of(table))]


@cache
def _missing_of(table: Table) -> Select[tuple[str]]:
    """The query for them: by leaps over the table's index, one for each job."""
    first = select(func.min(table.c.job_id).label("job_id")).cte("named", recursive=True)
    after = select(func.min(table.c.job_id)).where(table.c.job_id > first.c.job_id).scalar_subquery()
    named = first.union_all(select(after).where(first.c.job_id.is_not(None)))
    is_there = exists().where(batch_jobs.c.job_id == named.c.job_id)
    return select(named.c.job_id).where(named.c.job_id.is_not(None), ~is_there)


def is_deleted(conn: Connection, job_id: str) -> bool:
    """Whether a job was deleted: that is the one event that stays of it."""
    event = batch_events.c
    deleted = select(event.event_id).where(event.job_id == job_id, event.kind == EventKind.DELETED).limit(1)
    return conn.execute(deleted).first() is not None


def audit_projects(state: State, off: Mapping[str, tuple[Decimal, Decimal]]) -> Iterator[Discrepancy]:
    """Hold each project's money against its jobs' and the ledger of its deleted ones, at one instant.

    Args:
        off: By how much the money of a job that was found wrong differs from its ledger: that is told already.
    """
    with state.read() as conn:
        names = list(conn.scalars(select(projects.c.project).order_by(projects.c.project)))
    for project in names:
        with state.read(whole=True) as conn:
            row = conn.execute(select(projects).where(projects.c.project == project)).one_or_none()
            if row is None:
                continue
            spent, reserved = _of_jobs(conn, project, off)
            fix = REPORT
            for job_id in _gone(conn, project):
                fix = fix if is_deleted(conn, job_id) else UNFINISHED
                ledger = ledger_of(lambda: nullcontext(conn), job_id)  # it is read here and now
                spent, reserved = spent + ledger.spent, reserved + ledger.reserved
        for what, says, comes_to in (
            ("spent", row.spent_usd, spent),
            ("reserved for calls that are out", row.reserved_usd, reserved),
        ):
            if says != comes_to:
                said = f"says ${usd_text(says)} {what}, the ledger of its jobs adds up to ${usd_text(comes_to)}"
                yield Discrepancy(Kind.PROJECT_MONEY, f"project {project}", said, fix)


def _of_jobs(conn: Connection, project: str, off: Mapping[str, tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    """What a project's jobs have spent and reserved by their ledgers."""
    job = batch_jobs.c
    rows = conn.execute(select(job.job_id, job.spent_usd, job.reserved_usd).where(job.project == project)).all()
    spent = sum((row.spent_usd - off.get(row.job_id, (ZERO, ZERO))[0] for row in rows), ZERO)
    return spent, sum((row.reserved_usd - off.get(row.job_id, (ZERO, ZERO))[1] for row in rows), ZERO)


def _gone(conn: Connection, project: str) -> Iterator[str]:
    """The jobs of a project that the ledger has calls of and that are not there: deleted ones, else that is told."""
    call = batch_calls.c
    for job_id in jobs_missing(conn, batch_calls):
        mine = select(call.project).where(call.job_id == job_id).limit(1)
        if conn.execute(mine).scalar_one_or_none() == project:
            yield job_id
