"""db check: whether a state is sound, beside whatever runs.

    the file ─► figures of each job ─► its items ─► calls ─► answers ─► references ─► money of projects ─► open calls
                (sums, counts, runs)   (digest,      (packs)
                                       payloads)

Everything is read by key in short transactions and a bounded number of rows at a time. What must agree is read at one
instant; what does not agree after many small reads is read again at one instant, before it is called wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256

from sqlalchemy import Row, select
from sqlalchemy.exc import DatabaseError

from state.audit_figures import job_figures
from state.audit_items import audit_digest, audit_items
from state.audit_ledger import audit_calls, audit_open_calls
from state.audit_payloads import audit_answers
from state.audit_records import REPORT, Discrepancy, Kind, Told
from state.audit_references import audit_projects, audit_references
from state.engine import State
from state.errors import StateForeignError
from state.schema import batch_jobs
from state.workspace import Workspace

_MOST_LINES = 20
_DAMAGED = "restore the last backup; what can be read of this file, `sqlite3 FILE .recover` writes down"


def audit(state: State, workspace: Workspace | None = None, told: Told | None = None) -> Iterator[Discrepancy]:
    """Look at a whole state, and tell of each discrepancy as it is found.

    Args:
        state: Nothing in it is changed.
        workspace: Where its large payloads are; None: they are not looked at.
        told: Is told how much more has been looked at.
    """
    told = told or _nobody
    damage = list(_integrity(state))
    yield from damage
    if damage:
        return
    off: dict[str, tuple[Decimal, Decimal]] = {}
    after = ""
    while job := _next_job(state, after):
        after = job.job_id
        figures = job_figures(state, job.job_id)
        yield from figures.found
        off[job.job_id] = figures.off
        if job.plan is not None and sha256(job.plan.encode()).hexdigest() != job.plan_digest:
            said = f"its plan is not the one that was frozen ({(job.plan_digest or '')[:12]}…)"
            yield Discrepancy(Kind.DIGEST, job.job_id, said, REPORT)
        yield from audit_items(state, workspace, job.job_id, told)
        if workspace is not None:
            yield from audit_digest(state, workspace, job)
        told("jobs", 1)
    yield from audit_calls(state, told)
    yield from audit_answers(state, workspace, told)
    yield from audit_references(state)
    yield from audit_projects(state, off)
    yield from audit_open_calls(state)


def size_of(state: State) -> int:
    """How many items a state has, to tell how far an audit of it is; those that are still coming in are not counted."""
    with state.read() as conn:
        return sum(conn.scalars(select(batch_jobs.c.total_items).where(batch_jobs.c.status.is_not(None))))


def _nobody(_what: str, _more: int) -> None:
    """Nobody is told."""


def _next_job(state: State, after: str) -> Row[tuple[object, ...]] | None:
    """The next job that queries show, in the order of ids."""
    job = batch_jobs.c
    query = select(batch_jobs).where(job.job_id > after, job.status.is_not(None)).order_by(job.job_id).limit(1)
    with state.read() as conn:
        return conn.execute(query).one_or_none()


def _integrity(state: State) -> Iterator[Discrepancy]:
    """What SQLite says of its own file; a server looks after its own."""
    if state.dialect != "sqlite":
        return
    try:
        with state.read() as conn:
            lines = [str(row[0]) for row in conn.exec_driver_sql(f"PRAGMA integrity_check({_MOST_LINES})")]
    except (StateForeignError, DatabaseError) as error:
        lines = [getattr(error, "message", str(error))]
    for line in lines:
        if line != "ok":
            yield Discrepancy(Kind.DATABASE, state.where, f"SQLite says of it: {line}", _DAMAGED)
