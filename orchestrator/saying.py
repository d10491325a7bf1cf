"""What a worker says of itself: counted on the event loop, told to the state by the heart, once a second.

    loop: gates, waits ──(a look, four times a second)──► Saying ──(once a second)──► workers.doing

It costs a run one read and one write of one row a second, both on the heart's thread, and no lock that others wait for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from orchestrator.permits import ModelGate, Permits
from state.clock import boot_seconds
from state.doing import DOING_S, Doing, ModelNow, Wait, read_mark, say, with_mark
from state.engine import State
from state.errors import StateUnreachableError
from state.group import WorkerRef
from state.pages import JobRow


class Waits:
    """What calls wait for that hold neither place nor permit, by kind and subject. Used on the event loop."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Wait] = {}

    @contextmanager
    def on(self, kind: str, subject: str, *, until: float | None = None, why: str = "") -> Iterator[None]:
        """While the block lasts, one more call waits.

        Args:
            kind: As `state.doing.Wait` has it.
            subject: The model; of a budget its scope.
            until: Database seconds; None when nobody can say.
            why: What people should read of it.
        """
        key = (kind, subject)
        before = self._found.get(key, Wait(kind, subject, 0))
        self._found[key] = Wait(kind, subject, before.calls + 1, _later(before.until, until), why)
        try:
            yield
        finally:
            found = self._found.pop(key)
            if found.calls > 1:
                self._found[key] = replace(found, calls=found.calls - 1)

    def now(self) -> list[Wait]:
        """What is waited for."""
        return list(self._found.values())


def _later(one: float | None, other: float | None) -> float | None:
    times = [time for time in (one, other) if time is not None]
    return max(times, default=None)


class Saying:
    """Tells the state what one worker does.

    Args:
        job: The worker's.
        loop: Where `permits` lives.
        in_progress: How many items are.
        db_now: Database seconds.
        clock: Of the models' limits.
    """

    def __init__(
        self,
        state: State,
        worker: WorkerRef,
        job: JobRow,
        loop: asyncio.AbstractEventLoop,
        permits: Permits,
        in_progress: Callable[[], int],
        db_now: Callable[[], float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._state = state
        self._worker = worker
        self._job = job
        self._loop = loop
        self._permits = permits
        self._in_progress = in_progress
        self._db_now = db_now
        self._clock = clock
        self.waits = Waits()
        self._said = Doing()
        self._seen: tuple[tuple[ModelNow, ...], tuple[Wait, ...]] = ((), ())
        self._next_at = 0.0

    def turn(self) -> None:
        """Look, and once a second say; on the heart's thread. A state that is lost for now is told later."""
        if boot_seconds() >= self._next_at:
            self._next_at = boot_seconds() + DOING_S
            with suppress(StateUnreachableError):
                self._say()
        self._loop.call_soon_threadsafe(self._look)

    def _say(self) -> None:
        mark = read_mark(self._state, self._worker, self._job.project, len(self._job.plan.phases))
        models, waits = self._seen
        self._said = Doing(with_mark(self._said.marks, mark), models, waits, self._in_progress())
        say(self._state, self._worker, self._said)

    def _look(self) -> None:
        """On the event loop."""
        gates = self._permits.gates()
        held = [wait for gate in gates if (wait := self._held(gate)) is not None]
        self._seen = (tuple(map(_model, gates)), (*held, *self.waits.now()))

    def _held(self, gate: ModelGate) -> Wait | None:
        """What those wait for whom a model's limits let not go."""
        waiting = gate.waiting
        if not waiting:
            return None
        now, held_s = self._db_now(), gate.limit.held_until - self._clock()
        if held_s > 0:
            return Wait("retry_after", gate.name, waiting, now + held_s)
        allowance = gate.allowance
        if allowance is not None and not allowance.soon():
            sections = ", ".join(limit.section for limit in allowance.limits)
            return Wait("limits", gate.name, waiting, allowance.next_at(), sections)
        return None


def _model(gate: ModelGate) -> ModelNow:
    learned = gate.limit.state()
    return ModelNow(gate.name, int(learned.window), gate.limited, learned.rate_per_s, learned.is_met)
