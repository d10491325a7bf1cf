"""When a job was at work, and the slots of equal length that its history is added up in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, Connection, Row, select, type_coerce

from state.alive import is_stalled
from state.clock import utc_now
from state.columns import Moment
from state.engine import State
from state.leases import TAKEN_OVER
from state.schema import batch_calls, runs
from state.status import JobStatus

SLOTS = 60
"""As many points of a curve as one can tell apart."""

_MICRO = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class JobTimes:
    """From a job's first start to the last sign of work, and how much of that a run was on.

    Args:
        end: The last run's end; now, while one is on; the last call's where its process died.
        worked_s: Seconds of all runs, without the pauses between them.
    """

    start: datetime
    end: datetime
    worked_s: float

    @property
    def slot_us(self) -> int:
        """The length of a slot, in whole microseconds."""
        return max(1, -(-((self.end - self.start) // _MICRO) // SLOTS))

    def slot_of(self, at: ColumnElement[datetime]) -> ColumnElement[int]:
        """The number of a moment's slot; one that lies before or behind them all is in none: see `within`."""
        return (type_coerce(at, BigInteger) - type_coerce(self.start, Moment)) // self.slot_us

    @staticmethod
    def within(slot: int) -> int:
        """The slot, or of a moment beside the job's time, as a clock may have it that goes wrong, the nearest."""
        return min(SLOTS - 1, max(0, slot))


def job_times(conn: Connection, state: State, job: Row[tuple[object, ...]]) -> JobTimes:
    """When a job was at work; nothing but the moment of its making where it never was."""
    run = runs.c
    rows = conn.execute(
        select(run.epoch, run.started_at, run.ended_at, run.outcome).where(run.job_id == job.job_id).order_by(run.epoch)
    ).all()
    if not rows:
        return JobTimes(job.created_at, job.created_at, 0.0)
    is_on = job.status == JobStatus.RUNNING and not is_stalled(conn, state, job)
    now = utc_now()
    spans: list[tuple[datetime, datetime]] = []
    for row in rows:
        end = now if row.ended_at is None and is_on else row.ended_at
        if end is None or row.outcome == TAKEN_OVER:  # when its process died, only its calls tell
            end = _last_call(conn, job.job_id, row.epoch) or row.started_at
        spans.append((row.started_at, max(row.started_at, end)))
    worked_s = sum((end - start).total_seconds() for start, end in spans)
    return JobTimes(spans[0][0], max(end for _, end in spans), worked_s)


def _last_call(conn: Connection, job_id: str, epoch: int) -> datetime | None:
    """When the newest call of a run was answered; when it was made, where nobody saw an answer."""
    call = batch_calls.c
    row = conn.execute(
        select(call.started_at, call.latency_ms)
        .where(call.job_id == job_id, call.epoch == epoch)
        .order_by(call.call_id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    found: datetime = row.started_at
    return found + timedelta(milliseconds=row.latency_ms or 0)
