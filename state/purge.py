"""purge: inputs, outputs and answers of a job go, its ledger stays; for jobs that are over, and for good.

    mark the job ──► some items: their files ──► texts, outputs, answers ──► files of these answers ──► …
    (from here on      (no query reads them       that no other job uses      (their rows lead to them
     no query reads     any more)                 (under the project's         until they are gone)
     a payload)                                    lock, as whoever uses one)

What is cut off in the middle is done to its end by typing it again: each step finds what is left to do. An answer with
a file takes another name first, by which no request finds it and the purge does: no file is left without a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, func, literal_column, select, update

from state.clock import utc_now
from state.crash import reach
from state.engine import State
from state.errors import IllegalMoveError, no_job
from state.events import EventKind, note_event, who
from state.job_again import already_running
from state.listed import Among
from state.locks import lock_job
from state.purged import LEAVING
from state.removal import check_removable
from state.schema import answer_uses, answers, batch_checkpoints, batch_items, batch_jobs, batch_passages
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
        StateUnreachableError: Its payloads are in another workspace, or that is away; nothing has gone.
    """
    check_removable(state, workspace, job_id, with_answers=True)
    total = state.transact(lambda conn: _mark(conn, state, job_id))
    reach("purge.after_mark")
    done = Purged()
    for first in range(0, total, _SOME):
        last = first + _SOME - 1
        files = _files_of_items(state, job_id, first, last)
        size = sum(workspace.size(ref) for ref in files)
        workspace.delete(files)
        reach("purge.after_files")
        size += _remove_leaving(state, workspace, job_id, first, last)  # of a purge that was cut off
        done += state.transact(lambda conn: _empty(conn, job_id, first, last))  # noqa: B023  # here and now
        reach("purge.after_some")
        size += _remove_leaving(state, workspace, job_id, first, last)
        done += Purged(freed_bytes=size)
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


def _empty(conn: Connection, job_id: str, first: int, last: int) -> Purged:
    """Empty some items, and remove the answers that only they used, or let them leave; what has gone."""
    job = lock_job(conn, job_id)
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA secure_delete = ON")  # else what is removed stands in the file until it is reused
    freed = 0
    item, kept = batch_items.c, batch_checkpoints.c
    some = (item.job_id == job_id, item.ordinal.between(first, last))
    texts = select(func.count(), func.sum(func.length(item.text) + func.length(item.fields))).where(*some)
    count, size = conn.execute(texts.where(item.text.is_not(None))).one()
    freed += int(size or 0)
    conn.execute(
        update(batch_items).where(*some).values(text=None, payload_ref=None, fields="{}", file_key=None, pages=None)
    )
    some = (kept.job_id == job_id, kept.ordinal.between(first, last))
    freed += int(conn.execute(select(func.sum(func.length(kept.output))).where(*some)).scalar_one() or 0)
    found = batch_passages.c
    given = (found.job_id == job_id, found.ordinal.between(first, last))
    freed += int(conn.execute(select(func.sum(func.length(found.passages))).where(*given)).scalar_one() or 0)
    conn.execute(delete(batch_passages).where(*given))
    conn.execute(update(batch_checkpoints).where(*some).values(output=None, payload_ref=None))
    removed, shared = _remove_answers(conn, job, first, last)
    freed += sum(row.size or 0 for row in removed)
    return Purged(int(count), len(removed), shared, freed)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────


def _digests(conn: Connection, job_id: str, first: int, last: int) -> list[str]:
    """The requests whose answers some items used; another model may have answered one, too, whom nobody then used."""
    use = answer_uses.c
    mine = select(use.digest).where(use.job_id == job_id, use.ordinal.between(first, last)).distinct()
    return sorted(conn.scalars(mine))


def _leaving(digest: str) -> str:
    """What an answer to a request is called while its file is removed."""
    return LEAVING + digest[len(LEAVING) :]


def _remove_answers(
    conn: Connection, job: Row[tuple[object, ...]], first: int, last: int
) -> tuple[Sequence[Row[tuple[object, ...]]], int]:
    """Remove the answers that these items used and no other job of the project does; and how many stay for others."""
    answer = answers.c
    digests = _digests(conn, job.job_id, first, last)
    if not digests:
        return (), 0
    query: Select[tuple[object, ...]] = select(
        answer.digest, answer.requested_model, answer.payload_ref, func.length(answer.text).label("size")
    ).where(answer.project == job.project, Among(answer.digest, "digests"))
    found = conn.execute(query, {"digests": digests}).all()
    shared = _used_by_others(conn, job, digests)
    gone = [row for row in found if row.digest not in shared]
    one = (
        answer.project == job.project,
        answer.digest == bindparam("b_digest"),
        answer.requested_model == bindparam("b_model"),
    )
    for statement, rows in (
        (delete(answers).where(*one), [row for row in gone if row.payload_ref is None]),
        (
            update(answers).where(*one).values(digest=bindparam("b_leaving")),
            [row for row in gone if row.payload_ref is not None],
        ),
    ):
        keys = [
            {"b_digest": row.digest, "b_model": row.requested_model, "b_leaving": _leaving(row.digest)} for row in rows
        ]
        if keys:
            conn.execute(statement, keys)
    return gone, len(found) - len(gone)


def _remove_leaving(state: State, workspace: Workspace, job_id: str, first: int, last: int) -> int:
    """Remove the files of the answers that leave, then their rows; the bytes of these files."""
    answer = answers.c
    with state.read() as conn:
        project = conn.execute(select(batch_jobs.c.project).where(batch_jobs.c.job_id == job_id)).scalar_one_or_none()
        digests = [_leaving(digest) for digest in _digests(conn, job_id, first, last)]
        mine = (answer.project == project, Among(answer.digest, "digests"))
        refs = list(conn.scalars(select(answer.payload_ref).where(*mine), {"digests": digests}))
    if not refs:
        return 0
    size = sum(workspace.size(ref) for ref in refs)
    workspace.delete(refs)
    reach("purge.before_forget")

    def forget(conn: Connection) -> None:
        lock_job(conn, job_id)
        # By their files, too: another purge may have let more leave meanwhile, whose files are still there.
        gone = (*mine, Among(answer.payload_ref, "refs"))
        conn.execute(delete(answers).where(*gone), {"digests": digests, "refs": refs})

    state.transact(forget)
    return size


def _used_by_others(conn: Connection, job: Row[tuple[object, ...]], digests: Sequence[str]) -> set[str]:
    """Those of the requests whose answers another job of the project uses, which has not been purged itself.

    In two steps: were the jobs joined, SQLite would begin with them, and read all that the others ever used.
    """
    use, jobs = answer_uses.c, batch_jobs.c
    used: Select[tuple[object, ...]] = select(use.job_id, use.digest).distinct()
    rows = conn.execute(
        used.where(Among(use.digest, "digests"), use.job_id + literal_column("''") != job.job_id), {"digests": digests}
    ).all()
    there = select(jobs.job_id).where(Among(jobs.job_id, "ids"), jobs.project == job.project, jobs.purged_at.is_(None))
    others = set(conn.scalars(there, {"ids": sorted({row.job_id for row in rows})}))
    return {row.digest for row in rows if row.job_id in others}


def _tell(conn: Connection, job_id: str, done: Purged) -> None:
    lock_job(conn, job_id)
    words, facts = who()
    said = f"by {words}: inputs and outputs of {done.items} items and {done.answers} answers are gone"
    told = {"items": done.items, "answers": done.answers, "freed_bytes": done.freed_bytes, **facts}
    note_event(conn, job_id, EventKind.PURGED, said, told)
