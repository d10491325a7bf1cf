"""Which job a word on the command line means, and a job's row as readers need it."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from sqlalchemy import Connection, Row, select

from state.engine import State
from state.errors import NotFoundError, no_job
from state.schema import batch_items, batch_jobs

JOB_COLUMNS = tuple(column for column in batch_jobs.c if column.name != "spec")

_CANDIDATES = 5


def find_job(state: State, ref: str) -> str:
    """The id of the job that a word means: an id, a unique prefix of one, or `last`.

    Raises:
        NotFoundError: None, or several: then they are listed.
    """
    jobs = batch_jobs.c
    query = select(jobs.job_id, jobs.name).where(jobs.status.is_not(None)).order_by(jobs.job_id.desc())
    with state.read() as conn:
        if ref == "last":
            row = conn.execute(query.limit(1)).one_or_none()
            if row is None:
                raise NotFoundError("there is no job yet", hint="`batchwright create JOBFILE` makes one")
            return str(row.job_id)
        if conn.execute(query.where(jobs.job_id == ref)).one_or_none():
            return ref
        mine = jobs.job_id.startswith(ref, autoescape=True)
        found = conn.execute(query.where(mine).limit(_CANDIDATES + 1)).all() if ref else []
    if not found:
        raise no_job(repr(ref))
    if len(found) > 1:
        names = ", ".join(f"{row.job_id} ({row.name})" for row in found[:_CANDIDATES])
        more = " and more" if len(found) > _CANDIDATES else ""
        raise NotFoundError(f"{ref!r} could be {names}{more}", hint="give more of the id")
    return str(found[0].job_id)


def job_row(conn: Connection, job_id: str) -> Row[tuple[object, ...]]:
    """A job's row without its spec.

    Raises:
        NotFoundError: There is no such job, or its items are still coming in.
    """
    row = conn.execute(
        select(*JOB_COLUMNS).where(batch_jobs.c.job_id == job_id, batch_jobs.c.status.is_not(None))
    ).one_or_none()
    if row is None:
        raise no_job(job_id)
    return row


def phase_names(job: Row[tuple[object, ...]]) -> tuple[str, ...]:
    """The names of a job's phases, in order; empty while it has no plan."""
    if job.plan is None:
        return ()
    return tuple(str(phase["name"]) for phase in orjson.loads(job.plan)["phases"])


def name_of(names: Sequence[str], phase: int) -> str:
    """A phase's name; its number where there is no plan."""
    return names[phase] if 0 <= phase < len(names) else str(phase)


# ── what a shell completes ──────────────────────────────────────────────────────────────────────


def jobs_from(state: State, prefix: str, most: int) -> list[tuple[str, str, str]]:
    """Id, name and status of the newest jobs whose id begins so."""
    jobs = batch_jobs.c
    query = select(jobs.job_id, jobs.name, jobs.status).where(
        jobs.status.is_not(None), jobs.job_id.startswith(prefix, autoescape=True)
    )
    with state.read() as conn:
        return [tuple(row) for row in conn.execute(query.order_by(jobs.job_id.desc()).limit(most))]


def items_from(state: State, job_id: str, prefix: str, most: int) -> list[str]:
    """Ids of the first items of a job that begin so."""
    item = batch_items.c
    query = select(item.item_id).where(item.job_id == job_id, item.item_id.startswith(prefix, autoescape=True))
    with state.read() as conn:
        return list(conn.scalars(query.limit(most)))
