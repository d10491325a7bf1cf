"""The one helper by which every writer locks: the project's row, then the job's.

On SQLite the transaction itself is the lock (BEGIN IMMEDIATE). On PostgreSQL both rows are locked FOR NO KEY UPDATE,
in this order everywhere, so that no two writers wait for each other.
"""

from __future__ import annotations

from sqlalchemy import Connection, Row, Select, bindparam, select

from state.errors import no_job
from state.schema import batch_jobs, projects

_OF_THE_JOB = select(batch_jobs.c.project).where(batch_jobs.c.job_id == bindparam("job_id")).scalar_subquery()
_PROJECT_OF = select(projects).where(projects.c.project == _OF_THE_JOB).with_for_update(key_share=True, of=projects)
_PROJECT = select(projects).where(projects.c.project == bindparam("name")).with_for_update(key_share=True)


def locking(columns: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    """A query of `batch_jobs` for the job `:job_id` that locks its row."""
    return columns.where(batch_jobs.c.job_id == bindparam("job_id")).with_for_update(key_share=True, of=batch_jobs)


_JOB = locking(select(batch_jobs))


def lock_both(
    conn: Connection, job_id: str, query: Select[tuple[object, ...]] = _JOB
) -> tuple[Row[tuple[object, ...]], Row[tuple[object, ...]]]:
    """Lock a job with its project; the project's row and the job's, as they are under the locks.

    Args:
        conn: An open write transaction.
        job_id: Whose rows.
        query: What to read of the job, made by `locking`.

    Raises:
        NotFoundError: There is no such job (any more).
    """
    project = conn.execute(_PROJECT_OF, {"job_id": job_id}).one_or_none()
    job = conn.execute(query, {"job_id": job_id}).one_or_none() if project is not None else None
    if project is None or job is None:
        raise no_job(job_id)
    return project, job


def lock_job(conn: Connection, job_id: str) -> Row[tuple[object, ...]]:
    """Lock a job with its project and return the job's row, as it is under the lock.

    Raises:
        NotFoundError: There is no such job (any more).
    """
    return lock_both(conn, job_id)[1]


def lock_project(conn: Connection, project: str) -> Row[tuple[object, ...]] | None:
    """Lock a project's row and return it; None when there is no such project."""
    return conn.execute(_PROJECT, {"name": project}).one_or_none()
