"""retry: failed items are open again, and the phase that failed asks anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, delete, select, tuple_, update

from state.alive import is_stalled
from state.engine import State
from state.errors import InputError, NotFoundError, no_job
from state.events import EventKind, note_event
from state.group import ITEMS, WorkerRef, insert_into, open_group
from state.locks import lock_job
from state.passages import forget_passages
from state.purged import check_payloads
from state.records import Checkpoint
from state.schema import batch_checkpoints, batch_items, batch_jobs, retries
from state.status import ItemStatus, JobStatus, Verb, Wanted, check_move

NO_OPINION = frozenset({"check_broken", "check_missing"})
"""Classes of failures that say nothing of an answer: a check of the user's did not work."""

_SOME = 500
_SCAN = 5_000


def beside(told: Checkpoint, other: Checkpoint) -> Checkpoint:
    """A failure, with the requests of another one that a retry is of, too."""
    mine = other.root_digest if other.error_class not in NO_OPINION else None
    roots = {root for root in (mine, *other.beside, *told.beside) if root is not None}
    return replace(told, beside=tuple(sorted(roots - {told.root_digest})))


def retry(
    state: State,
    job_id: str,
    *,
    item_ids: Collection[str] | None = None,
    classes: Collection[str] | None = None,
    code: Mapping[int, str] | None = None,
) -> int:
    """Open failed items again; the job is then PAUSED, and whoever takes it runs just them.

    The retry generation of the failed phase's first request is raised by one, so that no answer that led to the failure
    is taken again (of a text in parts, that of each part that failed); but not where the code of the user's check that
    failed it is another by now, or gave no opinion: then the same answers are looked at anew. Phases that ended well
    keep their checkpoints. Some hundred items a transaction: what a cut leaves FAILED is retried by the next call.

    Args:
        state: Where the job is.
        job_id: Which one.
        item_ids: Only these items.
        classes: Only items that failed with one of these classes.
        code: Digest of the code of the user's checks as it is now, by phase.

    Returns:
        How many items are open again.

    Raises:
        NotFoundError: There is no such job or item.
        InputError: An item that was named has not failed.
        IllegalMoveError: The job's status allows no retry.
        PurgedError: Its inputs were purged.
    """
    with state.read() as conn:
        columns = [batch_jobs.c[name] for name in ("job_id", "epoch", "status", "total_items", "purged_at")]
        job = conn.execute(select(*columns).where(batch_jobs.c.job_id == job_id)).one_or_none()
        if job is None or job.status is None:
            raise no_job(job_id)
        check_move(job_id, JobStatus(job.status), Verb.RETRY, stalled=is_stalled(conn, state, job))
        check_payloads(job, Verb.RETRY.participle)
    if item_ids is not None:
        chunks: Iterator[Sequence[int]] = iter(_named(state, job_id, list(item_ids)))
    else:
        chunks = _failed(state, job_id, job.total_items, classes)
    return sum(
        state.transact(lambda conn, some=some: _reopen(conn, state, job_id, some, classes, code or {}))  # type: ignore[misc]
        for some in chunks
    )


def failed_classes(state: State, job_id: str) -> tuple[str, ...]:
    """The classes that items of a job failed with, by name."""
    item = batch_items.c
    query = select(item.error_class).where(item.job_id == job_id, item.status == ItemStatus.FAILED).distinct()
    with state.read() as conn:
        return tuple(sorted(name for name in conn.scalars(query) if name))


def _named(state: State, job_id: str, item_ids: Sequence[str]) -> list[list[int]]:
    """The ordinals of items that were named, in chunks; each must have failed."""
    item, chunks = batch_items.c, []
    for i in range(0, len(item_ids), _SOME):
        some = item_ids[i : i + _SOME]
        with state.read() as conn:
            rows = conn.execute(
                select(item.item_id, item.ordinal, item.status).where(item.job_id == job_id, item.item_id.in_(some))
            ).all()
        missing = sorted(set(some) - {row.item_id for row in rows})
        if missing:
            raise NotFoundError(
                f"{job_id} has no item {missing[0]!r}", hint=f"`batchwright results {job_id}` shows the items"
            )
        for row in rows:
            if row.status != ItemStatus.FAILED:
                raise InputError(f"item {row.item_id!r} of {job_id} is {row.status}: only failed items can be retried")
        chunks.append([row.ordinal for row in rows])
    return chunks


def _failed(state: State, job_id: str, total: int, classes: Collection[str] | None) -> Iterator[list[int]]:
    """The ordinals of failed items, in chunks, found a window of keys at a time."""
    item = batch_items.c
    for first in range(0, total, _SCAN):
        wanted: list[ColumnElement[bool]] = [
            item.job_id == job_id, item.ordinal.between(first, first + _SCAN - 1), item.status == ItemStatus.FAILED,
        ]  # fmt: skip
        if classes is not None:
            wanted.append(item.error_class.in_(classes))
        with state.read() as conn:
            found = list(conn.scalars(select(item.ordinal).where(*wanted).order_by(item.ordinal)))
        for i in range(0, len(found), _SOME):
            yield found[i : i + _SOME]


def _reopen(
    conn: Connection,
    state: State,
    job_id: str,
    ordinals: Sequence[int],
    classes: Collection[str] | None,
    code: Mapping[int, str],
) -> int:
    job = lock_job(conn, job_id)
    check_move(job_id, JobStatus(job.status), Verb.RETRY, stalled=is_stalled(conn, state, job))
    check_payloads(job, Verb.RETRY.participle)
    item, checkpoint = batch_items.c, batch_checkpoints.c
    wanted: list[ColumnElement[bool]] = [
        item.job_id == job_id, item.ordinal.in_(ordinals), item.status == ItemStatus.FAILED,
    ]  # fmt: skip
    if classes is not None:
        wanted.append(item.error_class.in_(classes))
    mine = list(conn.scalars(select(item.ordinal).where(*wanted)))
    if not mine:
        return 0
    group = open_group(conn, state, WorkerRef(job_id, job.epoch, ""))
    failed = conn.execute(
        select(
            checkpoint.ordinal,
            checkpoint.phase,
            checkpoint.root_digest,
            checkpoint.error_class,
            checkpoint.code_digest,
            checkpoint.cut_chars,
            checkpoint.beside,
        ).where(checkpoint.job_id == job_id, checkpoint.ordinal.in_(mine), checkpoint.ok.is_(False))
    ).all()
    bad: set[str] = set()
    for row in failed:
        if row.code_digest is not None and code.get(row.phase, row.code_digest) != row.code_digest:
            continue  # other code is to say whether it was the answer that failed it
        bad |= set((row.beside or "").split())
        if row.root_digest and row.error_class not in NO_OPINION:
            bad.add(row.root_digest)
    _raise_generations(conn, job.project, sorted(bad))
    forget_passages(conn, job_id, [(row.ordinal, row.phase) for row in failed])
    conn.execute(
        delete(batch_checkpoints).where(
            checkpoint.job_id == job_id,
            tuple_(checkpoint.ordinal, checkpoint.phase).in_([(row.ordinal, row.phase) for row in failed]),
        )
    )
    conn.execute(
        update(batch_items)
        .where(item.job_id == job_id, item.ordinal.in_(mine))
        .values(
            status=ItemStatus.PENDING, error_class=None, error_phase=None, error_message=None, attempts=0, ended_at=None
        )
    )
    for row in failed:
        group.mine(row.phase).failed -= 1
        group.mine(row.phase).cut -= row.cut_chars is not None
    group.mine(ITEMS).failed -= len(mine)
    group.moved[job_id].open_items += len(mine)
    group.moved[job_id].failed_items -= len(mine)
    group.flush()
    conn.execute(
        update(batch_jobs)
        .where(batch_jobs.c.job_id == job_id)
        .values(status=JobStatus.PAUSED, wanted=Wanted.RUN, error_class=None, error_message=None, completed_at=None)
    )
    told = "1 failed item is open again" if len(mine) == 1 else f"{len(mine)} failed items are open again"
    note_event(conn, job_id, EventKind.RETRY, told, {"items": len(mine)})
    return len(mine)


def _raise_generations(conn: Connection, project: str, digests: Sequence[str]) -> None:
    if not digests:
        return
    statement = insert_into(conn, retries)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["project", "root_digest"], set_={"generation": retries.c.generation + 1}
        ),
        [{"project": project, "root_digest": digest, "generation": 1} for digest in digests],
    )
