"""How often a request failed in earlier runs of its job: what tells an item that breaks its model from an outage."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from state.engine import State
from state.group import WorkerRef
from state.schema import batch_calls
from state.status import CallStatus


@dataclass(frozen=True, slots=True)
class Tried:
    """A request of an item at a model, and how it failed."""

    ordinal: int
    digest: str
    model: str
    error_class: str


def tries_before(state: State, worker: WorkerRef, tried: Tried) -> int:
    """How many calls of the job's earlier runs made this request and failed like that."""
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
