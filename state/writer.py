"""The writer: one thread that commits, in groups, everything that waits.

    loop ──submit──► queue ─► linger, ≤ 5 ms ─► lock the job ─► take what waits ─► sent, settle, … admit ─► COMMIT
      ▲                                                                                                        │
      └────────────────────────────────── results, one hop a group ────────────────────────────────────────────┘

A lost connection repeats the whole group: every operation may be committed twice. A group that fails for its data
is repeated one operation at a time, so that one bad row does not take the good ones with it. Whatever else goes
wrong kills the writer, and a dying writer fails everybody who waits, at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from state.columns import MAX_USD
from state.commit import Commit, Operation, Remark, Result, Sent, Stop, run_group
from state.engine import State, is_conflict
from state.errors import BatchwrightError, EngineError, StateUnreachableError, UnreachableError
from state.group import WorkerRef
from state.leases import LAPSE_S, beat
from state.rates import RateAsk
from state.records import ZERO, Settlement, Usage
from state.shares import ShareAsk
from state.status import CallStatus

__all__ = [
    "Commit", "Operation", "RateAsk", "Remark", "Result", "Sent", "ShareAsk", "Stop", "UnstorableError", "Writer",
    "run_group",
]  # fmt: skip

LINGER_S = 0.005
_NOTES_LINGER_S = 0.25
"""How long notes that nobody waits for may wait for company."""

_OUTAGE_PAUSE_S = 0.25
_GROUP_MAX = 500


class UnstorableError(BatchwrightError):
    """One operation's data cannot be stored; the others of its group were."""

    code = "unstorable"


@dataclass(slots=True)
class _Waiting:
    operation: Operation
    future: asyncio.Future[Result] | None
    since: float


class Writer:
    """Commits operations of one worker in groups, from a thread of its own.

    Args:
        state: Where.
        worker: Whose operations.
        loop: The event loop that waits for the results.
        most_settled: The most settled results that one commit may hold back (`checkpoint_frequency`), until the first
            commit says what the job's row does.
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
        self._settled_queued = 0
        self._waiters_queued = 0
        self._ready = threading.Condition()
        self._taken: list[_Waiting] = []
        self._closing = False
        self._error: BaseException | None = None
        self._declares_from = 0.0
        self.commits = 0
        self._thread = threading.Thread(target=self._run, name="batchwright-writer", daemon=True)
        self._thread.start()

    async def do(self, operation: Operation) -> Result:
        """Commit one operation and return its result; from the writer's loop only.

        Raises:
            UnstorableError: Its data cannot be stored. Never for a settlement: that is booked without its answer.
            StateUnreachableError: The state was lost for longer than the outage limit, or is full, now or before.
            EngineError: The writer has stopped for anything else, or was closed.
        """
        future: asyncio.Future[Result] = self._loop.create_future()
        self._put(_Waiting(operation, future, time.monotonic()))
        return await future

    def post(self, operation: Operation) -> None:
        """Let an operation ride on the next commit; nobody waits for it."""
        self._put(_Waiting(operation, None, time.monotonic()))

    def _put(self, waiting: _Waiting) -> None:
        with self._ready:
            if isinstance(self._error, UnreachableError):  # no bug of ours: the user can mend it
                raise type(self._error)(self._error.message, hint=self._error.hint) from self._error
            if self._error is not None:
                raise EngineError(f"the writer of {self._worker.job_id} has stopped: {self._error}") from self._error
            if self._closing:
                raise EngineError(f"the writer of {self._worker.job_id} was closed; nothing can be written any more")
            self._queue.append(waiting)
            self._settled_queued += isinstance(waiting.operation, Settlement)
            self._waiters_queued += waiting.future is not None
            self._ready.notify()

    def close(self) -> None:
        """Commit what is queued and end the thread."""
        with self._ready:
            self._closing = True
            self._ready.notify()
        self._thread.join()

    def _run(self) -> None:
        try:
            while self._some_wait():
                self._commit()
                self._taken = []
        except BaseException as error:  # noqa: BLE001  # whatever it is, those who wait must hear of it
            self._die(error)

    def _some_wait(self) -> bool:
        """Wait for company, but not longer than `LINGER_S` and not when a commit would be full; False at the end."""
        with self._ready:
            while not self._closing and (wait_s := self._wait_s()) > 0:
                self._ready.wait(None if wait_s == math.inf else wait_s)
            return bool(self._queue)

    def _take(self) -> list[Operation]:
        """The group: as much as waits when the job is locked; when its commit is repeated, the same."""
        if not self._taken:
            self._taken = self._next_group()
        return [waiting.operation for waiting in self._taken]

    def _next_group(self) -> list[_Waiting]:
        group: list[_Waiting] = []
        settled = 0
        with self._ready:
            while self._queue and len(group) < _GROUP_MAX:
                settled += isinstance(self._queue[0].operation, Settlement)
                if settled > self._most_settled:
                    break
                waiting = self._queue.popleft()
                self._settled_queued -= isinstance(waiting.operation, Settlement)
                self._waiters_queued -= waiting.future is not None
                group.append(waiting)
        return group

    def _wait_s(self) -> float:
        """How long the queue may still wait for company; 0 when it goes now."""
        if not self._queue:
            return math.inf
        if self._settled_queued >= self._most_settled or len(self._queue) >= _GROUP_MAX:
            return 0.0
        linger_s = LINGER_S if self._waiters_queued else _NOTES_LINGER_S
        return max(0.0, self._queue[0].since + linger_s - time.monotonic())

    def _commit(self) -> None:
        try:
            commit = self._insist(self._take)
        except Exception as error:
            if not self._taken or not _is_about_data(error):
                raise
            self._one_by_one()
        else:
            self._tell(self._taken, commit)

    def _one_by_one(self) -> None:
        """Repeat a group that failed for its data, one transaction each: the bad one alone goes without."""
        for waiting in self._taken:
            outcome: BaseException | None = None
            for operation in _ever_plainer(waiting.operation):
                try:
                    commit = self._insist(partial(list, (operation,)))
                except Exception as error:
                    if not _is_about_data(error):
                        raise
                    outcome = error
                else:
                    self._tell([waiting], commit)
                    break
            else:
                self._resolve([(waiting, _to_be_told(outcome))])

    def _insist(self, take: Callable[[], list[Operation]]) -> Commit:
        """Run a group; through an outage of the state, again and again."""
        give_up = time.monotonic() + self._outage_s
        was_cut_off = False
        while True:
            try:
                if was_cut_off:  # say first that we live, then settle, and call nobody lapsed yet
                    beat(self._state, self._worker)
                    self._declares_from = time.monotonic() + LAPSE_S
                worker = replace(self._worker, may_declare=time.monotonic() >= self._declares_from)
                commit = run_group(self._state, worker, take)
            except StateUnreachableError as error:
                if not self._state.may_come_back(error) or time.monotonic() > give_up:
                    raise
                if not is_conflict(error):
                    was_cut_off = True
                    time.sleep(_OUTAGE_PAUSE_S)
            else:
                self.commits += 1
                return commit

    def _tell(self, group: list[_Waiting], commit: Commit) -> None:
        if commit.is_current:
            self._most_settled = commit.checkpoint_frequency
        self._on_commit(commit)
        self._resolve(list(zip(group, commit.results, strict=True)))

    def _resolve(self, told: list[tuple[_Waiting, Result | BaseException]]) -> None:
        if any(waiting.future is not None for waiting, _ in told):
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(_resolve_all, told)

    def _die(self, error: BaseException) -> None:
        with self._ready:
            self._error = error
            waiting = [*self._taken, *self._queue]
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


def _is_about_data(error: Exception) -> bool:
    """Whether one operation of a group is to blame, so that the others can do without it.

    The drivers themselves raise OverflowError for a large integer, UnicodeError for a lone surrogate and orjson
    TypeError; an EngineError is an operation's that cannot be (a call settled that was never admitted).
    """
    if isinstance(error, DBAPIError):
        return isinstance(error, DataError | IntegrityError)
    return isinstance(error, StatementError | ArithmeticError | ValueError | TypeError | EngineError)


def _ever_plainer(operation: Operation) -> Iterator[Operation]:
    """The operation, then, if it is a settlement, what of it can be stored in any case: paid, booked, no answer."""
    yield operation
    if not isinstance(operation, Settlement):
        return
    plain = Settlement(
        intent=operation.intent,
        status=CallStatus.INVALID,
        usage=operation.usage,
        cost_usd=operation.cost_usd,
        latency_ms=operation.latency_ms,
        http_status=operation.http_status,
        error_class="unstorable",
        error_message="the reply holds what the state cannot store; it was paid and is booked",
    )
    yield plain
    cost = min(max(operation.cost_usd, ZERO), MAX_USD) if operation.cost_usd.is_finite() else MAX_USD
    yield replace(plain, usage=Usage(), cost_usd=cost, latency_ms=None, http_status=None)


def _to_be_told(error: BaseException | None) -> BaseException:
    if isinstance(error, EngineError):
        return error
    return UnstorableError(f"the state cannot store it: {type(error).__name__}")
