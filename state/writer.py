"""The writer: one thread that commits, in groups, everything that waits.

    loop ──submit──► queue ──┐                      ┌─► results back to the loop, one hop a group
                             ├─ group (≤ 5 ms old) ─┤
                             └─ run_group: settle, conclude, notes, shares, admit ─ COMMIT

A lost connection repeats the whole group: every operation may be committed twice. A group that fails for its data
is repeated one operation at a time, so that one bad row does not take the good ones with it. Whatever else goes
wrong kills the writer, and a dying writer fails everybody who waits, at once.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, update
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from state.admit import admit
from state.conclude import conclude
from state.crash import reach
from state.engine import State
from state.errors import BatchwrightError, EngineError, StateUnreachableError
from state.group import Group, WorkerRef, open_group
from state.leases import EXPIRY_GRACE_S, LAPSE_S
from state.records import Admission, Concluded, Conclusion, Intent, Settled, Settlement
from state.schema import batch_calls
from state.settle import settle
from state.shares import ShareAsk, divide
from state.status import CallStatus, Wanted

LINGER_S = 0.005
_OUTAGE_PAUSE_S = 0.25
_GROUP_MAX = 500


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


Operation = Intent | Settlement | Conclusion | Sent | ShareAsk | Stop
Result = Admission | Settled | Concluded | int | None


class UnstorableError(BatchwrightError):
    """One operation's data cannot be stored; the others of its group were."""

    code = "unstorable"


@dataclass(frozen=True, slots=True)
class Commit:
    """What a committed group tells its worker beside the results."""

    results: list[Result]
    is_current: bool
    wanted: Wanted


_MARK_SENT = (
    update(batch_calls)
    .where(batch_calls.c.call_id == bindparam("b_call_id"), batch_calls.c.status == CallStatus.ADMITTED)
    .values(status=CallStatus.SENT, sent_at=bindparam("b_sent_at"), expires_at=bindparam("b_expires_at"))
)


def run_group(state: State, worker: WorkerRef, operations: Sequence[Operation]) -> Commit:
    """Commit a group of operations in one transaction: settles before admits.

    Returns:
        For each operation its result, in order, and what the job's row says.
    """
    kinds = {
        kind: [i for i, op in enumerate(operations) if isinstance(op, kind)]
        for kind in (Settlement, Conclusion, Sent, ShareAsk, Stop, Intent)
    }
    results: list[Result] = [None] * len(operations)

    def put(places: list[int], values: Sequence[Result]) -> None:
        for place, value in zip(places, values, strict=True):
            results[place] = value

    with state.begin() as conn:
        group = open_group(conn, state, worker)
        _mark_sent(group, [op for op in operations if isinstance(op, Sent)])
        put(kinds[Settlement], settle(group, [op for op in operations if isinstance(op, Settlement)]))
        put(kinds[Conclusion], conclude(group, [op for op in operations if isinstance(op, Conclusion)]))
        for op in operations:
            if isinstance(op, Stop):
                group.want(Wanted.PAUSE, op.error_class, op.message)
        put(kinds[ShareAsk], [divide(group, op) for op in operations if isinstance(op, ShareAsk)])
        put(kinds[Intent], admit(group, [op for op in operations if isinstance(op, Intent)]))
        group.flush()
        _reach(kinds, "before_commit")
        commit = Commit(results, group.is_current, group.wanted)
    _reach(kinds, "after_commit")
    return commit


def _reach(kinds: dict[type, list[int]], when: str) -> None:
    for name, kind in (("admit", Intent), ("settle", Settlement), ("conclude", Conclusion)):
        if kinds[kind]:
            reach(f"group.{name}.{when}")


def _mark_sent(group: Group, notes: Sequence[Sent]) -> None:
    if notes:
        group.conn.execute(
            _MARK_SENT,
            [
                {
                    "b_call_id": note.call_id,
                    "b_sent_at": note.sent_at,
                    "b_expires_at": note.sent_at + note.timeout_s + EXPIRY_GRACE_S,
                }
                for note in notes
            ],
        )


@dataclass(slots=True)
class _Waiting:
    operation: Operation
    future: asyncio.Future[Result] | None


class Writer:
    """Commits operations of one worker in groups, from a thread of its own.

    Args:
        most_settled: The most settled results that one commit may hold back (`checkpoint_frequency`).
        on_commit: Called in the writer's thread after each commit, with what the job's row said.
        outage_s: How long a lost state is waited for before everybody is told.
    """

    def __init__(
        self,
        state: State,
        worker: WorkerRef,
        loop: asyncio.AbstractEventLoop,
        *,
        most_settled: int,
        on_commit: Callable[[Commit], None],
        outage_s: float = 600.0,
    ) -> None:
        self._state = state
        self._worker = worker
        self._loop = loop
        self._most_settled = most_settled
        self._on_commit = on_commit
        self._outage_s = outage_s
        self._queue: deque[_Waiting] = deque()
        self._ready = threading.Condition()
        self._closing = False
        self._error: BaseException | None = None
        self._cut_off_until = 0.0
        self.commits = 0
        self._thread = threading.Thread(target=self._run, name="batchwright-writer", daemon=True)
        self._thread.start()

    async def do(self, operation: Operation) -> Result:
        """Commit one operation and return its result; from the writer's loop only.

        Raises:
            UnstorableError: Its data cannot be stored.
            StateUnreachableError: The state was lost for longer than the outage limit, or is full.
        """
        future: asyncio.Future[Result] = self._loop.create_future()
        self._put(_Waiting(operation, future))
        return await future

    def post(self, operation: Operation) -> None:
        """Let an operation ride on the next commit; nobody waits for it."""
        self._put(_Waiting(operation, None))

    def _put(self, waiting: _Waiting) -> None:
        with self._ready:
            if self._error is not None:
                raise EngineError(f"the writer of {self._worker.job_id} has stopped: {self._error}") from self._error
            self._queue.append(waiting)
            if len(self._queue) == 1:
                self._ready.notify()

    def close(self) -> None:
        """Commit what is queued and end the thread."""
        with self._ready:
            self._closing = True
            self._ready.notify()
        self._thread.join()

    def _run(self) -> None:
        group: list[_Waiting] = []
        try:
            while group := self._next_group():
                self._commit(group)
        except BaseException as error:  # noqa: BLE001  # whatever it is, those who wait must hear of it
            self._die(error, group)

    def _next_group(self) -> list[_Waiting]:
        with self._ready:
            while not self._queue:
                if self._closing:
                    return []
                self._ready.wait()
            if all(waiting.future is None for waiting in self._queue) and not self._closing:
                self._ready.wait(_OUTAGE_PAUSE_S)  # notes alone may wait for company
        time.sleep(LINGER_S if not self._closing else 0)
        group: list[_Waiting] = []
        settled = 0
        with self._ready:
            while self._queue and len(group) < _GROUP_MAX:
                settled += isinstance(self._queue[0].operation, Settlement)
                if settled > self._most_settled:
                    break
                group.append(self._queue.popleft())
        return group

    def _commit(self, group: list[_Waiting]) -> None:
        try:
            commit = self._insist([waiting.operation for waiting in group])
        except (DataError, IntegrityError, StatementError, OverflowError):
            self._one_by_one(group)
            return
        self._tell(group, commit)

    def _one_by_one(self, group: list[_Waiting]) -> None:
        for waiting in group:
            try:
                commit = self._insist([waiting.operation])
            except (DataError, IntegrityError, StatementError, OverflowError) as error:
                self._resolve([(waiting, UnstorableError(f"the state cannot store it: {type(error).__name__}"))])
            else:
                self._tell([waiting], commit)

    def _insist(self, operations: list[Operation]) -> Commit:
        """Run a group; through an outage of the state, again and again."""
        deadline = time.monotonic() + self._outage_s
        while True:
            worker = replace(self._worker, may_declare=time.monotonic() >= self._cut_off_until)
            try:
                commit = run_group(self._state, worker, operations)
            except StateUnreachableError as error:
                if not self._state.may_come_back(error) or time.monotonic() > deadline:
                    raise
                self._cut_off_until = time.monotonic() + LAPSE_S
                time.sleep(_OUTAGE_PAUSE_S)
            else:
                self.commits += 1
                return commit

    def _tell(self, group: list[_Waiting], commit: Commit) -> None:
        self._on_commit(commit)
        self._resolve(list(zip(group, commit.results, strict=True)))

    def _resolve(self, told: list[tuple[_Waiting, Result | BaseException]]) -> None:
        if any(waiting.future is not None for waiting, _ in told):
            self._loop.call_soon_threadsafe(_resolve_all, told)

    def _die(self, error: BaseException, group: list[_Waiting]) -> None:
        with self._ready:
            self._error = error
            waiting = [*group, *self._queue]
            self._queue.clear()
        self._resolve([(one, error) for one in waiting])


def _resolve_all(told: list[tuple[_Waiting, Result | BaseException]]) -> None:
    for waiting, result in told:
        if waiting.future is None or waiting.future.done():
            continue
        if isinstance(result, BaseException):
            waiting.future.set_exception(result)
        else:
            waiting.future.set_result(result)
