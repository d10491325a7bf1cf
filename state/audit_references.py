"""Rows that name a job or a project which is not there, and the money of projects.

A deleted job leaves its calls and the event of its deletion, and nothing else; what is on its way in or out has a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, exists, func, select

from state.audit_figures import ledger_of
from state.audit_records import REPORT, Discrepancy, Kind
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
    batch_totals,
    bundle_sums,
    flows,
    projects,
    runs,
    shares,
    workers,
)

_OF_A_JOB = (
    batch_items, batch_checkpoints, answer_uses, batch_totals, runs, workers, bundle_sums, shares, flows, batch_calls,
    batch_events,
)  # fmt: skip
_OUTLIVE = frozenset({batch_calls, batch_events})


def audit_references(state: State) -> Iterator[Discrepancy]:
    """Look for jobs that rows name and that are not there; by leaps over the index, a job at a time."""
    for table in _OF_A_JOB:
        after = ""
        while True:
            with state.read(whole=True) as conn:
                query = select(func.min(table.c.job_id)).where(table.c.job_id > after)
                job_id = conn.execute(query).scalar_one()
                is_there = job_id is None or _is_there(conn, job_id, outlives=table in _OUTLIVE)
            if job_id is None:
                break
            if not is_there:
                said = f"{table.name} has rows of this job, which is not there"
                yield Discrepancy(Kind.REFERENCE, job_id, said, REPORT)
            after = job_id
    job = batch_jobs.c
    with state.read() as conn:
        lost = conn.execute(
            select(job.job_id, job.project).where(~exists().where(projects.c.project == job.project))
        ).all()
    for row in lost:
        said = f"is of the project {row.project!r}, which is not there"
        yield Discrepancy(Kind.REFERENCE, row.job_id, said, REPORT)


def _is_there(conn: Connection, job_id: str, *, outlives: bool) -> bool:
    """Whether there is such a job, or, for what outlives it, whether it was deleted."""
    if conn.execute(select(batch_jobs.c.job_id).where(batch_jobs.c.job_id == job_id)).first() is not None:
        return True
    event = batch_events.c
    deleted = select(event.event_id).where(event.job_id == job_id, event.kind == EventKind.DELETED).limit(1)
    return outlives and conn.execute(deleted).first() is not None


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
            for job_id in _deleted(conn, project):
                ledger = ledger_of(lambda: nullcontext(conn), job_id)  # it is read here and now
                spent, reserved = spent + ledger.spent, reserved + ledger.reserved
        for what, says, comes_to in (
            ("spent", row.spent_usd, spent),
            ("reserved for calls that are out", row.reserved_usd, reserved),
        ):
            if says != comes_to:
                said = f"says ${usd_text(says)} {what}, the ledger of its jobs adds up to ${usd_text(comes_to)}"
                yield Discrepancy(Kind.PROJECT_MONEY, f"project {project}", said, REPORT)


def _of_jobs(conn: Connection, project: str, off: Mapping[str, tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    """What a project's jobs have spent and reserved by their ledgers."""
    job = batch_jobs.c
    rows = conn.execute(select(job.job_id, job.spent_usd, job.reserved_usd).where(job.project == project)).all()
    spent = sum((row.spent_usd - off.get(row.job_id, (ZERO, ZERO))[0] for row in rows), ZERO)
    return spent, sum((row.reserved_usd - off.get(row.job_id, (ZERO, ZERO))[1] for row in rows), ZERO)


def _deleted(conn: Connection, project: str) -> Iterator[str]:
    """The jobs that the ledger has calls of and that are deleted, of one project; by leaps over its index."""
    call, after = batch_calls.c, ""
    while True:
        job_id = conn.execute(select(func.min(call.job_id)).where(call.job_id > after)).scalar_one()
        if job_id is None:
            return
        is_deleted: ColumnElement[bool] = ~exists().where(batch_jobs.c.job_id == job_id)
        mine = select(call.project).where(call.job_id == job_id, is_deleted).limit(1)
        if conn.execute(mine).scalar_one_or_none() == project:
            yield job_id
        after = job_id
