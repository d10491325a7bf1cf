"""Places and permits: how many calls are admitted, and how many are out, in one process.

    wait ──► place ──► admit (commit) ──► permit ──► send … reply ──► done
             └ at most share + ahead ┘   └ at most share, and what the model's limit allows

A *permit* is the right to have one call out. A *place* is the right to be admitted: a few calls are admitted ahead of
their permits, so that commits overlap calls. Who waits for somebody else's call holds neither. The latest phase goes
first, so that documents finish early. A model that says to come back in an hour is not queued for: who waits is turned
away, and decides anew. Everything here runs on the event loop; nothing is locked.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

from orchestrator.held import Stoppable, wait
from orchestrator.limiter import AdaptiveLimit
from orchestrator.retry import LONG_WAIT_S

_Waiter = tuple[int, int, "asyncio.Future[None]"]


class TurnedAwayError(Exception):
    """The model takes no call for so long that it is not waited for."""

    def __init__(self, message: str, *, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


def ahead_of(share: int) -> int:
    """How many calls may be admitted ahead of their permits."""
    return max(2, share // 2)


@dataclass(slots=True)
class ModelGate:
    """One model's calls in this process: its adaptive limit, who is placed, who is out, who waits.

    Args:
        name: "provider/model".
    """

    name: str
    limit: AdaptiveLimit
    placed: int = 0
    out: int = 0
    for_place: list[_Waiter] = field(default_factory=list)
    for_permit: list[_Waiter] = field(default_factory=list)


class Permits:
    """Hands out places and permits, latest phase first.

    Args:
        clock: Monotonic seconds; the limits are measured by it.
        share: How many calls this process may have out now.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, clock: Callable[[], float], share: int) -> None:
        self._loop = loop
        self._clock = clock
        self._share = share
        self._frozen: int | None = None
        self._gates: dict[str, ModelGate] = {}
        self._placed = 0
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None
        self.out = 0

    @property
    def share(self) -> int:
        """How many calls this process may have out now."""
        return self._share if self._frozen is None else min(self._share, self._frozen)

    def freeze(self) -> int:
        """Let no more calls out than there are now, until the next `set_share`; returns how many are out.

        While a share is being negotiated, what this process says it uses must stay true.
        """
        self._frozen = self.out
        return self.out

    def set_share(self, share: int) -> None:
        """Take a new share; who holds more than it gets no new permit until calls have ended."""
        self._share = share
        self._frozen = None
        self._pump()

    def gate(self, model: str, make: Callable[[], AdaptiveLimit]) -> ModelGate:
        """The gate of a model; made at its first call."""
        found = self._gates.get(model)
        if found is None:
            found = self._gates[model] = ModelGate(model, make())
        return found

    async def place(self, gate: ModelGate, phase: int, run: Stoppable) -> None:
        """Wait for a place; give it back by `leave`.

        Raises:
            HeldError: The item was let go of while it waited.
            TurnedAwayError: The model is not waited for.
        """
        if not gate.for_place and self._may_place(gate):
            self._take_place(gate)
            return
        await self._wait(gate.for_place, phase, run)

    async def permit(self, gate: ModelGate, phase: int, run: Stoppable) -> None:
        """Wait for a permit, holding a place; give it back by `done`.

        Raises:
            HeldError: The item was let go of while it waited; the place is still held.
            TurnedAwayError: The model is not waited for; the place is still held.
        """
        if not gate.for_permit and self._may_go(gate):
            self._take_permit(gate)
            return
        await self._wait(gate.for_permit, phase, run)

    def done(self, gate: ModelGate) -> None:
        """A call is no longer out: its permit and its place are free."""
        gate.out -= 1
        self.out -= 1
        self.leave(gate)

    def leave(self, gate: ModelGate) -> None:
        """Give back a place without a permit."""
        gate.placed -= 1
        self._placed -= 1
        self._pump()

    def wake(self) -> None:
        """Look again, after a model's limit has changed."""
        self._pump()

    async def _wait(self, heap: list[_Waiter], phase: int, run: Stoppable) -> None:
        self._count += 1
        future: asyncio.Future[None] = self._loop.create_future()
        heapq.heappush(heap, (-phase, self._count, future))
        self._pump()
        await wait(run, future)

    def _pump(self) -> None:
        """Serve those who wait, the latest phase of all models first, as far as share and limits allow."""
        for every in self._gates.values():
            self._turn_away(every)
        while (gate := self._first(_for_permit, self._may_go)) is not None:
            _wake(gate.for_permit)
            self._take_permit(gate)
        while (gate := self._first(_for_place, self._may_place)) is not None:
            _wake(gate.for_place)
            self._take_place(gate)
        self._look_again_in_time()

    def _turn_away(self, gate: ModelGate) -> None:
        """Let nobody wait for a model that asks for a long wait."""
        wait_s = gate.limit.held_until - self._clock()
        if wait_s <= LONG_WAIT_S:
            return
        for heap in (gate.for_permit, gate.for_place):
            waiting, heap[:] = heap[:], []
            for *_, future in waiting:
                if not future.done():
                    future.set_exception(TurnedAwayError(f"it takes no call for {wait_s:.0f} s", wait_s=wait_s))

    def _first(
        self, waiting: Callable[[ModelGate], list[_Waiter]], may_be_served: Callable[[ModelGate], bool]
    ) -> ModelGate | None:
        """The gate whose first waiter is to be served next; None when nobody can be."""
        gates = [gate for gate in self._gates.values() if _some_wait(waiting(gate)) and may_be_served(gate)]
        return min(gates, key=lambda gate: waiting(gate)[0][:2], default=None)

    def _may_place(self, gate: ModelGate) -> bool:
        ahead = ahead_of(self.share)
        return (
            self._placed < self.share + ahead
            and gate.placed < gate.limit.allowed() + ahead
            and gate.limit.ready_at() <= self._clock()
        )

    def _may_go(self, gate: ModelGate) -> bool:
        return self.out < self.share and gate.out < gate.limit.allowed() and gate.limit.ready_at() <= self._clock()

    def _take_place(self, gate: ModelGate) -> None:
        gate.placed += 1
        self._placed += 1

    def _take_permit(self, gate: ModelGate) -> None:
        gate.out += 1
        self.out += 1

    def _look_again_in_time(self) -> None:
        now = self._clock()
        times = [
            ready
            for gate in self._gates.values()
            if (gate.for_place or gate.for_permit) and (ready := gate.limit.ready_at()) > now
        ]
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if times:
            self._timer = self._loop.call_later(min(times) - now + 0.001, self._pump)


def _for_permit(gate: ModelGate) -> list[_Waiter]:
    return gate.for_permit


def _for_place(gate: ModelGate) -> list[_Waiter]:
    return gate.for_place


def _some_wait(heap: list[_Waiter]) -> bool:
    """Whether anybody waits; those who were let go of meanwhile are dropped from the top."""
    while heap and heap[0][2].done():
        heapq.heappop(heap)
    return bool(heap)


def _wake(heap: list[_Waiter]) -> None:
    heapq.heappop(heap)[2].set_result(None)
