"""One group commit: the operations of a worker on one job, in one transaction: settles, admits, looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, bindparam, update

from state.admit import admit
from state.alerts import stop_job, tell_alerts
from state.bulk import Bulk
from state.conclude import conclude
from state.crash import reach
from state.engine import State
from state.errors import NotFoundError
from state.events import EventKind, Facts, note_event_once
from state.files import FileRead, keep_read
from state.flows import Flows, FlowTell, taught, tell
from state.group import Group, WorkerRef, open_group
from state.limits import lock_limits
from state.look import look
from state.passages import Retrieved, keep_passages
from state.rates import Booked, RateAsk, book, scopes_of
from state.records import (
    Admission,
    Concluded,
    Conclusion,
    HeldReason,
    Intent,
    Look,
    Refused,
    Settled,
    Settlement,
)
from state.schema import batch_calls
from state.settle import settle, settle_without_job
from state.shares import ShareAsk, divide
from state.status import CallStatus, Wanted
from state.unknown import EXPIRY_GRACE_S


@dataclass(frozen=True, slots=True)
class Sent:
    """The bytes of a call went out at `sent_at` (database seconds); it has expired `timeout_s` and a grace later."""

    call_id: str
    sent_at: float
    timeout_s: float


@dataclass(frozen=True, slots=True)
class Stop:
    """Ask the job to stop for a reason of its own: no credit, no budget, a bug."""

    error_class: str
    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that people should read among the job's events; said once, however often it is committed.

    Args:
        facts: If there are any, it is said once a run, however many processes say it.
    """

    kind: EventKind
    message: str
    facts: Facts = field(default_factory=dict)


Operation = (
    Intent | Look | Settlement | FileRead | Retrieved | Conclusion | Sent | ShareAsk | RateAsk | FlowTell | Stop
    | Remark
)  # fmt: skip
Result = Admission | Settled | Concluded | Booked | Flows | int | None
Kind = TypeVar(
    "Kind", Intent, Look, Settlement, FileRead, Retrieved, Conclusion, Sent, ShareAsk, RateAsk, FlowTell, Stop, Remark
)


@dataclass(frozen=True, slots=True)
class Commit:
    """What a committed group tells its worker beside the results: what the job's row said under its lock.

    Args:
        concurrency: As it is now set; with `checkpoint_frequency` one, and without a meaning, when the job is deleted.
    """

    results: list[Result]
    is_current: bool
    wanted: Wanted
    concurrency: int = 1
    checkpoint_frequency: int = 1


_MARK_SENT = (
    update(batch_calls)
    .where(batch_calls.c.call_id == bindparam("b_call_id"), batch_calls.c.status == bindparam("b_was"))
    .values(status=bindparam("b_status"), sent_at=bindparam("b_sent_at"), expires_at=bindparam("b_expires_at"))
)
_MARK = Bulk(lambda _: _MARK_SENT)


def run_group(state: State, worker: WorkerRef, take: Callable[[], Sequence[Operation]]) -> Commit:
    """Commit a group of operations in one transaction: settles before admits.

    Args:
        take: Says which, once the job is locked: what comes while somebody else holds it goes along.

    Returns:
        For each operation its result, in order, and what the job's row says.
    """
    with state.begin() as conn:
        try:
            group = open_group(conn, state, worker)
        except NotFoundError as deleted:
            operations = take()
            commit = _without_job(conn, operations, str(deleted))
        else:
            operations = take()
            commit = _in_group(group, operations)
        _reach(operations, "before_commit")
    _reach(operations, "after_commit")
    return commit


def _in_group(group: Group, operations: Sequence[Operation]) -> Commit:
    sorted_out = _Sorted(operations)
    _mark_sent(group, sorted_out.take(Sent))
    sorted_out.put(Settlement, settle(group, sorted_out.take(Settlement)))
    sorted_out.put(FileRead, keep_read(group, sorted_out.take(FileRead)))
    sorted_out.put(Retrieved, keep_passages(group, sorted_out.take(Retrieved)))
    sorted_out.put(Conclusion, conclude(group, sorted_out.take(Conclusion)))
    for stop in sorted_out.take(Stop):
        stop_job(group, stop.error_class, stop.message)
    for remark in sorted_out.take(Remark):
        facts = {**remark.facts, "run": group.worker.epoch} if remark.facts else None
        note_event_once(group.conn, group.job_id, remark.kind, remark.message, facts)
    _share(group, sorted_out)
    sorted_out.put(Intent, admit(group, sorted_out.take(Intent)))
    sorted_out.put(Look, look(group, sorted_out.take(Look)))
    tell_alerts(group)
    group.flush()
    job = group.job
    return Commit(sorted_out.results, group.is_current, group.wanted, job.concurrency, job.checkpoint_frequency)


def _share(group: Group, sorted_out: _Sorted) -> None:
    """What of limits is asked for, and told; those that all jobs share are locked all at once."""
    asks, rate_asks, tells = sorted_out.take(ShareAsk), sorted_out.take(RateAsk), sorted_out.take(FlowTell)
    shared = {ask.scope for ask in asks if ask.scope is not None}
    rates = lock_limits(group, shared | scopes_of(rate_asks) | taught(tells))
    sorted_out.put(ShareAsk, [divide(group, ask) for ask in asks])
    sorted_out.put(RateAsk, book(group, rate_asks, rates))
    sorted_out.put(FlowTell, tell(group, tells))


def _without_job(conn: Connection, operations: Sequence[Operation], deleted: str) -> Commit:
    """What operations come to when their job was deleted: money that was spent is still booked."""
    sorted_out = _Sorted(operations)
    sorted_out.put(Settlement, settle_without_job(conn, sorted_out.take(Settlement)))
    sorted_out.put(FileRead, [Concluded(False) for _ in sorted_out.take(FileRead)])
    sorted_out.put(Retrieved, [Concluded(False) for _ in sorted_out.take(Retrieved)])
    sorted_out.put(Conclusion, [Concluded(False) for _ in sorted_out.take(Conclusion)])
    sorted_out.put(ShareAsk, [0 for _ in sorted_out.take(ShareAsk)])
    sorted_out.put(RateAsk, [Booked() for _ in sorted_out.take(RateAsk)])
    sorted_out.put(FlowTell, [Flows(cuts=told.cuts) for told in sorted_out.take(FlowTell)])
    sorted_out.put(Intent, [Refused(HeldReason.FENCED, deleted) for _ in sorted_out.take(Intent)])
    sorted_out.put(Look, [Refused(HeldReason.FENCED, deleted) for _ in sorted_out.take(Look)])
    return Commit(sorted_out.results, False, Wanted.CANCEL)


class _Sorted:
    """The operations of a group by kind, and their results in the order in which they came."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._operations = operations
        self._places: dict[type[Operation], list[int]] = defaultdict(list)
        for place, operation in enumerate(operations):
            self._places[type(operation)].append(place)
        self.results: list[Result] = [None] * len(operations)

    def take(self, kind: type[Kind]) -> list[Kind]:
        """The operations of a kind."""
        return [op for place in self._places[kind] if isinstance(op := self._operations[place], kind)]

    def put(self, kind: type[Operation], values: Sequence[Result]) -> None:
        """Set the results of a kind."""
        for place, value in zip(self._places[kind], values, strict=True):
            self.results[place] = value


def _reach(operations: Sequence[Operation], when: str) -> None:
    kinds = {"admit": Intent, "settle": Settlement, "read": FileRead, "found": Retrieved, "conclude": Conclusion}
    for name, kind in kinds.items():
        if any(isinstance(operation, kind) for operation in operations):
            reach(f"group.{name}.{when}")


def _mark_sent(group: Group, notes: Sequence[Sent]) -> None:
    _MARK.run(
        group.conn,
        [
            {
                "b_call_id": note.call_id,
                "b_was": CallStatus.ADMITTED,
                "b_status": CallStatus.SENT,
                "b_sent_at": note.sent_at,
                "b_expires_at": note.sent_at + note.timeout_s + EXPIRY_GRACE_S,
            }
            for note in notes
        ],
    )
