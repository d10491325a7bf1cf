"""Removing a job's rows: of a job that was deleted, and of an ingestion that came to nothing.

A job without a status is one that no query shows: it is on its way in, or on its way out. Its rows go in short
transactions, its own row last; a removal that was cut off is done again by the next `sweep_dead`.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, select

from state.clock import utc_now
from state.engine import State
from state.errors import StateUnreachableError
from state.events import EventKind
from state.locks import lock_job
from state.schema import (
    answer_uses,
    answers,
    batch_checkpoints,
    batch_events,
    batch_items,
    batch_jobs,
    batch_passages,
    batch_totals,
    bundle_sums,
    flows,
    runs,
    shares,
    workers,
)
from state.workspace import Workspace, is_ref
from state.workspace_place import VARIABLE

DEAD_AFTER = timedelta(days=1)
"""A job without a status that has not moved for this long is a dead ingestion's."""

_ROWS = 2_000

_SAMPLE = 5
"""Payloads of a kind that are looked for before any goes: one may be lost, and the workspace still be the right one."""


def sweep_dead(state: State, workspace: Workspace) -> int:
    """Remove what dead ingestions and cut off deletions left; returns how many jobs those were."""
    with state.read() as conn:
        dead = conn.execute(
            select(batch_jobs.c.job_id).where(
                batch_jobs.c.status.is_(None), batch_jobs.c.created_at < utc_now() - DEAD_AFTER
            )
        ).all()
    for row in dead:
        with suppress(StateUnreachableError):  # its payloads are elsewhere, or that is away: another day
            remove_job(state, workspace, row.job_id)
    return len(dead)


def check_removable(state: State, workspace: Workspace, job_id: str, *, with_answers: bool = False) -> None:
    """See that a job's payloads can be reached, before the first of them or of its rows goes.

    Args:
        with_answers: Those of the answers that it used are to go, too.

    Raises:
        StateUnreachableError: They are in another workspace, or that is away.
    """
    use, job = answer_uses.c, batch_jobs.c
    queries = [
        select(table.c.payload_ref).where(table.c.job_id == job_id, table.c.payload_ref.is_not(None))
        for table in (batch_items, batch_checkpoints)
    ]
    if with_answers:
        answered = select(answers.c.payload_ref).join_from(answer_uses, batch_jobs, job.job_id == use.job_id)
        answered = answered.join(answers, and_(answers.c.project == job.project, answers.c.digest == use.digest))
        mine = (use.job_id == job_id, use.ordinal >= 0)  # else SQLite begins with all answers of the project
        queries.append(answered.where(*mine, answers.c.payload_ref.is_not(None)))
    with state.read() as conn:
        refs = [ref for query in queries for ref in conn.scalars(query.limit(_SAMPLE)) if is_ref(ref)]
        is_whole = conn.scalars(select(job.job_id).where(job.job_id == job_id, job.purged_at.is_(None))).first()
    sizes = [workspace.size(ref) for ref in refs]
    if refs and not any(sizes) and is_whole is not None:
        raise StateUnreachableError(
            f"the workspace {workspace.location} has no payload of {job_id}, as {refs[0]}: nothing was removed",
            path=VARIABLE,
            hint="name the workspace that the job was begun with, with --workspace; if all of them are lost, put a file"
            " of that name there, whatever it holds, and the job may go",
        )


def remove_job(state: State, workspace: Workspace, job_id: str) -> bool:
    """Remove a job without a status, with all its rows and payloads; ledger and answers stay.

    Returns:
        False when the job has a status, and nothing was removed.
    """
    with state.read() as conn:
        status = conn.execute(select(batch_jobs.c.status).where(batch_jobs.c.job_id == job_id)).one_or_none()
    if status is not None and status[0] is not None:
        return False
    while (found := _some_items(state, job_id)) is not None:
        last, refs = found
        workspace.delete(refs)  # before the rows that name them: what cannot be removed now is found again
        late = state.transact(lambda conn, last=last: _remove_items(conn, job_id, last))  # type: ignore[misc]
        workspace.delete(late - refs)
    for table in (batch_totals, bundle_sums, shares, flows, workers, runs):
        state.transact(lambda conn, table=table: _rest(conn, table, job_id))  # type: ignore[misc]
    while state.transact(lambda conn: _some_events(conn, job_id)):
        pass
    state.transact(lambda conn: _last(conn, job_id))
    return True


def _last(conn: Connection, job_id: str) -> None:
    """Remove the job's row, and what a worker that was cut off has noted meanwhile: it finds no job from now on."""
    if conn.execute(select(batch_jobs.c.job_id).where(batch_jobs.c.job_id == job_id)).first() is None:
        return
    lock_job(conn, job_id)
    for table in (answer_uses, batch_totals):
        _rest(conn, table, job_id)
    conn.execute(delete(batch_jobs).where(batch_jobs.c.job_id == job_id, batch_jobs.c.status.is_(None)))


def _some_items(state: State, job_id: str) -> tuple[int, set[str]] | None:
    """The next items: the last one's ordinal, and the refs of their payloads; None when there are no more."""
    item = batch_items.c
    with state.read() as conn:
        next_ones = select(item.ordinal).where(item.job_id == job_id).order_by(item.ordinal).limit(_ROWS)
        ordinals = conn.scalars(next_ones).all()
        return (ordinals[-1], _refs(conn, job_id, ordinals[-1])) if ordinals else None


def _refs(conn: Connection, job_id: str, last: int) -> set[str]:
    """The payloads of the items up to an ordinal, but for those that an answer has, too."""
    item, kept = batch_items.c, batch_checkpoints.c
    inputs, outputs = (
        conn.scalars(select(of.payload_ref).where(of.job_id == job_id, of.ordinal <= last, of.payload_ref.is_not(None)))
        for of in (item, kept)
    )
    return {*inputs, *_of_no_answer(conn, list(outputs))}


def _remove_items(conn: Connection, job_id: str, last: int) -> set[str]:
    """Remove the items up to an ordinal with what hangs on them; the refs of their payloads by then."""
    item, checkpoint, use = batch_items.c, batch_checkpoints.c, answer_uses.c
    refs = _refs(conn, job_id, last)
    found = batch_passages.c
    of_items = (batch_items, item), (batch_checkpoints, checkpoint), (answer_uses, use), (batch_passages, found)
    for table, up_to in of_items:
        conn.execute(delete(table).where(up_to.job_id == job_id, up_to.ordinal <= last))
    return refs


def _of_no_answer(conn: Connection, refs: list[str]) -> list[str]:
    """Those payloads that no answer names: an answer outlives the job that paid for it."""
    if not refs:
        return []
    shared = set(conn.execute(select(answers.c.payload_ref).where(answers.c.payload_ref.in_(refs))).scalars())
    return [ref for ref in refs if ref not in shared]


def _rest(conn: Connection, table: Table, job_id: str) -> int:
    return conn.execute(delete(table).where(table.c.job_id == job_id)).rowcount


def _some_events(conn: Connection, job_id: str) -> int:
    """The event of the deletion stays: it marks the ledger rows that stay with it."""
    event = batch_events.c
    mine: ColumnElement[bool] = event.job_id == job_id
    some = select(event.event_id).where(mine, event.kind != EventKind.DELETED).limit(_ROWS)
    return conn.execute(delete(batch_events).where(event.event_id.in_(some))).rowcount
