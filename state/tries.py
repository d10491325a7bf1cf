"""What earlier runs of a job tell its workers: how often a request failed, and which models answered.

The first tells an item that breaks its model from an outage, the second an alias that another model stands behind now.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from state.engine import State
from state.group import WorkerRef
from state.schema import batch_calls
from state.status import CallStatus

_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Tried:
    """A request of an item at a model, and how it failed."""

    ordinal: int
    digest: str
    model: str
    error_class: str


def tries_before(state: State, worker: WorkerRef, tried: Tried) -> int:
    """How many calls of the job's earlier runs made this request, and failed like that."""
    calls = batch_calls.c
    query = select(func.count()).where(
        calls.job_id == worker.job_id,
        calls.ordinal == tried.ordinal,
        calls.digest == tried.digest,
        calls.epoch < worker.epoch,
        calls.model == tried.model,
        calls.status.in_([CallStatus.ERROR, CallStatus.UNKNOWN]),
        calls.error_class == tried.error_class,
    )
    with state.read() as conn:
        return int(conn.execute(query).scalar_one())


def last_answered(state: State, job_id: str) -> dict[str, str]:
    """The model that each name was last answered by, by "provider/model", as the job's last few hundred calls say."""
    call = batch_calls.c
    query = select(call.model, call.answered_model, call.status).where(call.job_id == job_id)
    with state.read() as conn:
        rows = conn.execute(query.order_by(call.call_id.desc()).limit(_LOOKED_AT)).all()
    return {row.model: row.answered_model for row in reversed(rows) if row.status == CallStatus.OK}
