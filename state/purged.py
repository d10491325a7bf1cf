"""What a job whose payloads were purged is to its readers: it has none from the mark on, whatever still stands there.

rows and mark, at one instant ──► files ── one is gone? ──► marked by now? ──► then it was purged meanwhile
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, select

from state.clock import iso
from state.engine import State
from state.errors import PurgedError
from state.schema import batch_jobs

LEAVING = "leaving:"
"""Begins the digest of an answer whose file a purge is about to remove: no request has such a one."""


def purged_since(conn: Connection, job_id: str) -> datetime | None:
    """Since when a job has no payloads; None where it has them, or is not there."""
    marked: datetime | None = conn.execute(
        select(batch_jobs.c.purged_at).where(batch_jobs.c.job_id == job_id)
    ).scalar_one_or_none()
    return marked


def was_purged(state: State, job_id: str) -> bool:
    """Whether a job has been purged by now: then it is no fault that a file of it is gone."""
    with state.read() as conn:
        return purged_since(conn, job_id) is not None


def check_payloads(job: Row[tuple[object, ...]], verb: str) -> None:
    """See that a job still has its payloads.

    Args:
        verb: What is to be done to it, as a participle: "exported".

    Raises:
        PurgedError: It has not; the message says since when.
    """
    if job.purged_at is not None:
        raise purged(job.job_id, job.purged_at, verb)


def purged(job_id: str, at: datetime, verb: str) -> PurgedError:
    """The error of a job that was purged and is to be shown, exported, retried."""
    return PurgedError(
        f"the payloads of {job_id} were purged on {iso(at)}: it cannot be {verb}, its inputs and outputs are gone",
        hint=f"`batchwright results {job_id}` still has ids, statuses, costs, `batchwright calls {job_id}` its ledger",
    )
