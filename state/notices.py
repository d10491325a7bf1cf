"""Who tells people of what has happened to a job: whoever claims its events first, and nobody twice.

    event committed ─► claimed: `notified_event_id` of the job raised to it, under its lock ─► sent

A process that dies before it has claimed leaves the event to the next run, which sends it late. One that dies between
claiming and sending has sent nothing, and nobody will: a message that comes twice would be the greater evil.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from state.engine import State
from state.errors import NotFoundError
from state.events import NOTIFIED, EventKind, read_facts
from state.locks import lock_job
from state.schema import batch_events, batch_jobs
from state.view_ledger import EventRow


@dataclass(frozen=True, slots=True)
class Notice:
    """An event that people are to be told of; `is_late` when it happened before the run that tells it."""

    event: EventRow
    is_late: bool


def last_event(state: State, job_id: str, kind: EventKind | None = None) -> int:
    """The id of a job's last event (of a kind), 0 if it has none."""
    event = batch_events.c
    query = select(func.max(event.event_id)).where(event.job_id == job_id)
    with state.read() as conn:
        return conn.execute(query if kind is None else query.where(event.kind == kind)).scalar_one() or 0


def claim(state: State, job_id: str, *, begun: int) -> list[Notice]:
    """The events that nobody has told people of, which are now the caller's to tell.

    Args:
        state: Where the job is.
        job_id: Which one.
        begun: The event with which the caller's work began; of earlier ones it tells, late, where people were told of
            the job before.
    """
    with state.read() as conn:
        if not _untold(conn, job_id, begun):
            return []

    def work(conn: Connection) -> list[Notice]:
        try:
            lock_job(conn, job_id)
        except NotFoundError:
            return []
        rows = _untold(conn, job_id, begun)
        if rows:
            values = {"notified_event_id": rows[-1].event_id}
            conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(values))
        return [Notice(row, row.event_id <= begun) for row in rows]

    return state.transact(work)


def _untold(conn: Connection, job_id: str, begun: int) -> Sequence[EventRow]:
    event = batch_events.c
    told = select(batch_jobs.c.notified_event_id).where(batch_jobs.c.job_id == job_id).scalar_subquery()
    query = select(batch_events).where(
        event.job_id == job_id, event.event_id > func.coalesce(told, begun), event.kind.in_(sorted(NOTIFIED))
    )
    rows = conn.execute(query.order_by(event.event_id)).all()
    return [EventRow(row.event_id, row.at, row.kind, row.message, read_facts(row.facts)) for row in rows]
