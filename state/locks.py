"""The one helper by which every writer locks: the project's row, then the job's.

On SQLite the transaction itself is the lock (BEGIN IMMEDIATE). On PostgreSQL both rows are locked FOR NO KEY UPDATE,
in this order everywhere, so that no two writers wait for each other.
"""

from __future__ import annotations

from sqlalchemy import Connection, Row, select

from state.errors import NotFoundError
from state.schema import batch_jobs, projects


def lock_job(conn: Connection, job_id: str) -> Row[tuple[object, ...]]:
    """Lock a job with its project and return the job's row, as it is under the lock.

    Raises:
        NotFoundError: There is no such job (any more).
    """
    project = conn.execute(select(batch_jobs.c.project).where(batch_jobs.c.job_id == job_id)).scalar_one_or_none()
    if project is None:
        raise NotFoundError(f"there is no job {job_id}", hint="`batchwright list` shows the jobs")
    lock_project(conn, project)
    query = select(batch_jobs).where(batch_jobs.c.job_id == job_id)
    row = conn.execute(query.with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no job {job_id} any more", hint="`batchwright list` shows the jobs")
    return row


def lock_project(conn: Connection, project: str) -> None:
    """Lock a project's row."""
    conn.execute(
        select(projects.c.project).where(projects.c.project == project).with_for_update(key_share=True)
    ).one_or_none()
