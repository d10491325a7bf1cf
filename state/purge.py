"""purge: inputs, outputs and answers of a job go, its ledger stays; for jobs that are over, and for good.

    mark the job ──► some items: texts and outputs ──► answers that no other job uses ──► … ──► files
    (from here on      (their files first: no query    (under the project's lock, as
     no query reads     reads them any more)            whoever uses one is)
     a payload)

What is cut off in the middle is done to its end by typing it again: each step finds what is left to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, func, literal_column, select, update

from state.clock import iso, utc_now
from state.crash import reach
from state.engine import State
from state.errors import IllegalMoveError, PurgedError, no_job
from state.events import EventKind, note_event, who
from state.job_again import already_running
from state.listed import Among
from state.locks import lock_job
from state.schema import answer_uses, answers, batch_checkpoints, batch_items, batch_jobs
from state.status import PURGEABLE, JobStatus
from state.workspace import Workspace

_SOME = 500
"""Items that one transaction empties: under 0.1 s."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge has freed: bytes of texts and outputs, in the database and in the workspace.

    Args:
        shared: Answers that stay, as another job of the project uses them.
    """

    items: int = 0
    answers: int = 0
    shared: int = 0
    freed_bytes: int = 0

    def __add__(self, other: Purged) -> Purged:
        return Purged(*(getattr(self, name) + getattr(other, name) for name in Purged.__slots__))


def check_purgeable(state: State, job_id: str) -> Row[tuple[object, ...]]:
    """The job's row, if its payloads may be purged.

    Raises:
        NotFoundError: There is no such job.
        IllegalMoveError: It is running, or is to go on and needs what it reads.
    """
    with state.read() as conn:
        job = conn.execute(select(batch_jobs).where(batch_jobs.c.job_id == job_id)).one_or_none()
    return _purgeable(state, job, job_id)


def _purgeable(state: State, job: Row[tuple[object, ...]] | None, job_id: str) -> Row[tuple[object, ...]]:
    if job is None or job.status is None:
        raise no_job(job_id)
    if job.status == JobStatus.RUNNING:
        raise already_running(state, job_id)
    if job.status not in PURGEABLE:
        raise IllegalMoveError(
            f"{job_id} is {job.status} with {job.open_items} open items, which need their inputs: only a job that is"
            " over can be purged",
            hint=f"let it finish (`batchwright resume {job_id}`), or cancel it (`batchwright cancel {job_id}`) first",
        )
    return job


def purge(state: State, workspace: Workspace, job_id: str) -> Purged:
    """Remove a job's inputs and outputs, and the answers that only it uses; ledger, money, counts and ids stay.

    Raises:
        NotFoundError: There is no such job.
        IllegalMoveError: It is running, or is to go on.
    """
    total = state.transact(lambda conn: _mark(conn, state, job_id))
    reach("purge.after_mark")
    done = Purged()
    for first in range(0, total, _SOME):
        last = first + _SOME - 1
        files = _files_of_items(state, job_id, first, last)
        size = sum(workspace.size(ref) for ref in files)
        workspace.delete(files)
        part, refs = state.transact(lambda conn: _empty(conn, job_id, first, last))  # noqa: B023  # here and now
        reach("purge.after_some")
        size += sum(workspace.size(ref) for ref in refs)
        workspace.delete(refs)
        done += part + Purged(freed_bytes=size)
    state.transact(lambda conn: _tell(conn, job_id, done))
    return done


def _mark(conn: Connection, state: State, job_id: str) -> int:
    """Mark a job as purged, since now or since when it was; how many items it has."""
    job = _purgeable(state, lock_job(conn, job_id), job_id)
    if job.purged_at is None:
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(purged_at=utc_now()))
    return int(job.total_items)


def _files_of_items(state: State, job_id: str, first: int, last: int) -> list[str]:
    """The files of inputs and outputs of some items, but for those that an answer has, too."""
    refs: list[str] = []
    with state.read() as conn:
        for table in (batch_items, batch_checkpoints):
            mine = (table.c.job_id == job_id, table.c.ordinal.between(first, last), table.c.payload_ref.is_not(None))
            refs += conn.scalars(select(table.c.payload_ref).where(*mine))
        of_answers = _refs_of_answers(conn, job_id, first, last) if refs else set()
    return [ref for ref in refs if ref not in of_answers]


def _refs_of_answers(conn: Connection, job_id: str, first: int, last: int) -> set[str]:
    used, answer = answer_uses.c, answers.c
    query = (
        select(answer.payload_ref)
        .join_from(answer_uses, batch_jobs, batch_jobs.c.job_id == used.job_id)
        .join(answers, and_(answer.project == batch_jobs.c.project, answer.digest == used.digest))
        .where(used.job_id == job_id, used.ordinal.between(first, last), answer.payload_ref.is_not(None))
    )
    return set(conn.scalars(query))


def _empty(conn: Connection, job_id: str, first: int, last: int) -> tuple[Purged, list[str]]:
    """Empty some items, and remove the answers that only they used; what has gone, and the files of these answers."""
    job = lock_job(conn, job_id)
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA secure_delete = ON")  # else what is removed stands in the file until it is reused
    freed = 0
    item, kept = batch_items.c, batch_checkpoints.c
    some = (item.job_id == job_id, item.ordinal.between(first, last))
    texts = select(func.count(), func.sum(func.length(item.text) + func.length(item.fields))).where(*some)
    count, size = conn.execute(texts.where(item.text.is_not(None))).one()
    freed += int(size or 0)
    conn.execute(update(batch_items).where(*some).values(text=None, payload_ref=None, fields="{}"))
    some = (kept.job_id == job_id, kept.ordinal.between(first, last))
    freed += int(conn.execute(select(func.sum(func.length(kept.output))).where(*some)).scalar_one() or 0)
    conn.execute(update(batch_checkpoints).where(*some).values(output=None, payload_ref=None))
    removed, shared = _remove_answers(conn, job, first, last)
    freed += sum(row.size or 0 for row in removed)
    refs = [row.payload_ref for row in removed if row.payload_ref is not None]
    return Purged(int(count), len(removed), shared, freed), refs


def _remove_answers(
    conn: Connection, job: Row[tuple[object, ...]], first: int, last: int
) -> tuple[Sequence[Row[tuple[object, ...]]], int]:
    """Remove the answers that these items used and no other job of the project does; and how many others use."""
    use, answer = answer_uses.c, answers.c
    mine = (
        select(use.digest, use.requested_model)
        .where(use.job_id == job.job_id, use.ordinal.between(first, last))
        .distinct()
    )
    wanted = {(row.digest, row.requested_model) for row in conn.execute(mine)}
    if not wanted:
        return (), 0
    digests = sorted({digest for digest, _ in wanted})
    shared = _used_by_others(conn, job, digests) & wanted
    query: Select[tuple[object, ...]] = select(
        answer.digest, answer.requested_model, answer.payload_ref, func.length(answer.text).label("size")
    ).where(answer.project == job.project, Among(answer.digest, "digests"))
    found = conn.execute(query, {"digests": digests}).all()
    gone = [row for row in found if (row.digest, row.requested_model) in wanted - shared]
    if gone:
        one = (answer.digest == bindparam("b_digest"), answer.requested_model == bindparam("b_model"))
        keys = [{"b_digest": row.digest, "b_model": row.requested_model} for row in gone]
        conn.execute(delete(answers).where(answer.project == job.project, *one), keys)
    return gone, len(shared)


def _used_by_others(conn: Connection, job: Row[tuple[object, ...]], digests: Sequence[str]) -> set[tuple[str, str]]:
    """Digest and requested model of those answers that another job of the project uses.

    In two steps: were the jobs joined, SQLite would begin with them, and read all that the others ever used.
    """
    use, jobs = answer_uses.c, batch_jobs.c
    used: Select[tuple[object, ...]] = select(use.job_id, use.digest, use.requested_model).distinct()
    rows = conn.execute(
        used.where(Among(use.digest, "digests"), use.job_id + literal_column("''") != job.job_id), {"digests": digests}
    ).all()
    there = select(jobs.job_id).where(Among(jobs.job_id, "ids"), jobs.project == job.project)
    others = set(conn.scalars(there, {"ids": sorted({row.job_id for row in rows})}))
    return {(row.digest, row.requested_model) for row in rows if row.job_id in others}


def _tell(conn: Connection, job_id: str, done: Purged) -> None:
    lock_job(conn, job_id)
    words, facts = who()
    said = f"by {words}: inputs and outputs of {done.items} items and {done.answers} answers are gone"
    told = {"items": done.items, "answers": done.answers, "freed_bytes": done.freed_bytes, **facts}
    note_event(conn, job_id, EventKind.PURGED, said, told)


# ── afterwards ──────────────────────────────────────────────────────────────────────────────────


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
        hint=f"`batchwright results {job_id}` still has ids, statuses and costs, `calls {job_id}` its ledger",
    )
