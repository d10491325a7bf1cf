"""Places and permits: how many calls are admitted, and how many are out, in one process.

    wait ──► place ──► admit (commit) ──► permit ──► send … reply ──► done
             └ at most share + ahead ┘   └ at most share, and what the model's limits allow

A *permit* is the right to have one call out. A *place* is the right to be admitted: a few calls are admitted ahead of
their permits, so that commits overlap calls. Who waits for somebody else's call holds neither. The latest phase goes
first, so that documents finish early. Where the config limits a model or its provider, a call also needs room in a
`Cap`, or an `Allowance` by the minute. A model that says to come back in an hour is not queued for: who waits is turned
away, and decides anew. Everything here runs on the event loop; nothing is locked.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from orchestrator.allowance import Allowance, Claim
from orchestrator.cap import Cap
from orchestrator.held import Stoppable, wait
from orchestrator.limiter import AdaptiveLimit
from orchestrator.retry import LONG_WAIT_S
from state.records import Usage

_Waiter = tuple[int, int, "asyncio.Future[None]", Claim | None]


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
        caps: Its part of what the config allows at once, for it and for its provider.
        allowance: Its part of what the config allows by the minute; None is without a limit.
        limited: Its 429s.
    """

    name: str
    limit: AdaptiveLimit
    caps: Sequence[Cap] = ()
    allowance: Allowance | None = None
    placed: int = 0
    out: int = 0
    limited: int = 0
    for_place: list[_Waiter] = field(default_factory=list)
    for_permit: list[_Waiter] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many calls wait for a place or a permit."""
        return sum(not waiter[2].done() for heap in (self.for_place, self.for_permit) for waiter in heap)

    def note(self, claim: Claim | None, usage: Usage) -> None:
        """A call's reply says what it used."""
        if self.allowance is not None and claim is not None:
            self.allowance.used(claim, usage.input_tokens + usage.output_tokens)

    def give_back(self, claim: Claim | None) -> None:
        """A call got its permit, and was stopped before its bytes went."""
        if self.allowance is not None and claim is not None:
            self.allowance.unsent(claim)


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
        self._allowances: dict[str, Allowance] = {}
        self._caps: list[Cap] = []
        self._on_short: Callable[[str], None] = _nobody
        self._on_capped: Callable[[], None] = _nothing
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
            caps = [cap for cap in self._caps if cap.limit.holds_for(model)]
            found = self._gates[model] = ModelGate(model, make(), caps, self._allowances.get(model))
        return found

    def gates(self) -> list[ModelGate]:
        """The gates of all models that were called here."""
        return list(self._gates.values())

    def cap(self, caps: Sequence[Cap], on_short: Callable[[], None]) -> None:
        """Hold models to what the config allows at once; before their gates are made.

        Args:
            on_short: Called when somebody waits for a cap of which nothing was wanted before.
        """
        self._caps, self._on_capped = list(caps), on_short

    def meter(self, allowance: Allowance, on_short: Callable[[str], None]) -> None:
        """Hold a model to what the config allows by the minute; before its gate is made.

        Args:
            on_short: Called with the model's name while somebody waits for it.
        """
        self._allowances[allowance.model], self._on_short = allowance, on_short

    def allowance(self, model: str) -> Allowance | None:
        """What may be sent to a model by the minute; None when that has no limit."""
        return self._allowances.get(model)

    def wanted(self, cap: Cap) -> int:
        """How many calls that a cap counts are on their way, or wait for a place."""
        gates = [gate for gate in self._gates.values() if cap in gate.caps]
        return cap.placed + sum(not waiter[2].done() for gate in gates for waiter in gate.for_place)

    def wanted_of(self, model: str) -> int:
        """How many calls to a model are on their way, or wait for a place."""
        gate = self._gates.get(model)
        return 0 if gate is None else gate.placed + sum(not waiter[2].done() for waiter in gate.for_place)

    def waiting(self, model: str) -> list[Claim]:
        """The claims of those who wait for a model, in the order in which they are served."""
        gate = self._gates.get(model)
        heaps = () if gate is None else (gate.for_permit, gate.for_place)
        return [claim for heap in heaps for *_, future, claim in sorted(heap) if claim and not future.done()]

    async def place(self, gate: ModelGate, phase: int, run: Stoppable, claim: Claim | None = None) -> None:
        """Wait for a place; give it back by `leave`.

        Args:
            claim: What the call takes of the gate's allowance, if it has one.

        Raises:
            HeldError: The item was let go of while it waited.
            TurnedAwayError: The model is not waited for.
        """
        if not gate.for_place and self._may_place(gate):
            self._take_place(gate)
            return
        await self._wait(gate.for_place, phase, run, claim)

    async def permit(self, gate: ModelGate, phase: int, run: Stoppable, claim: Claim | None = None) -> None:
        """Wait for a permit, holding a place; give it back by `done`.

        Args:
            claim: As for the place; it is taken with the permit.

        Raises:
            HeldError: The item was let go of while it waited; the place is still held.
            TurnedAwayError: The model is not waited for; the place is still held.
        """
        if not gate.for_permit and self._may_go(gate, claim):
            self._take_permit(gate, claim)
            return
        await self._wait(gate.for_permit, phase, run, claim)

    def done(self, gate: ModelGate) -> None:
        """A call is no longer out: its permit and its place are free."""
        gate.out -= 1
        self.out -= 1
        for cap in gate.caps:
            cap.out -= 1
        self.leave(gate)

    def leave(self, gate: ModelGate) -> None:
        """Give back a place without a permit."""
        gate.placed -= 1
        self._placed -= 1
        for cap in gate.caps:
            cap.placed -= 1
        self._pump()

    def wake(self) -> None:
        """Look again, after a model's limit has changed."""
        self._pump()

    async def _wait(self, heap: list[_Waiter], phase: int, run: Stoppable, claim: Claim | None) -> None:
        self._count += 1
        future: asyncio.Future[None] = self._loop.create_future()
        heapq.heappush(heap, (-phase, self._count, future, claim))
        self._pump()
        await wait(run, future)

    def _pump(self) -> None:
        """Serve those who wait, the latest phase of all models first, as far as share and limits allow."""
        for every in self._gates.values():
            self._turn_away(every)
        while (gate := self._first(_for_permit, self._first_may_go)) is not None:
            self._take_permit(gate, _wake(gate.for_permit))
        while (gate := self._first(_for_place, self._may_place)) is not None:
            _wake(gate.for_place)
            self._take_place(gate)
        self._ask_for_more()
        self._look_again_in_time()

    def _ask_for_more(self) -> None:
        """Tell those who negotiate what the config limits that somebody waits."""
        for model in self._allowances:
            gate = self._gates.get(model)
            if gate is not None and (gate.for_permit or gate.for_place):
                self._on_short(model)
        if any(cap.told == 0 and self.wanted(cap) for cap in self._caps):
            self._on_capped()

    def _turn_away(self, gate: ModelGate) -> None:
        """Let nobody wait for a model that asks for a long wait."""
        wait_s = gate.limit.held_until - self._clock()
        if wait_s <= LONG_WAIT_S:
            return
        for heap in (gate.for_permit, gate.for_place):
            waiting, heap[:] = heap[:], []
            for _, _, future, _ in waiting:
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
            and (not gate.caps or all(cap.share and cap.placed < cap.share + ahead_of(cap.share) for cap in gate.caps))
            and (gate.allowance is None or gate.placed - gate.out < gate.allowance.soon())
        )

    def _may_go(self, gate: ModelGate, claim: Claim | None = None) -> bool:
        return (
            self.out < self.share
            and gate.out < gate.limit.allowed()
            and gate.limit.ready_at() <= self._clock()
            and (not gate.caps or all(cap.out < cap.share for cap in gate.caps))
            and (gate.allowance is None or claim is None or gate.allowance.may_go(claim))
        )

    def _first_may_go(self, gate: ModelGate) -> bool:
        return self._may_go(gate, gate.for_permit[0][3])

    def _take_place(self, gate: ModelGate) -> None:
        gate.placed += 1
        self._placed += 1
        for cap in gate.caps:
            cap.placed += 1

    def _take_permit(self, gate: ModelGate, claim: Claim | None) -> None:
        gate.out += 1
        self.out += 1
        for cap in gate.caps:
            cap.out += 1
        if gate.allowance is not None and claim is not None:
            gate.allowance.take(claim)

    def _look_again_in_time(self) -> None:
        now = self._clock()
        times = [
            ready
            for gate in self._gates.values()
            if (gate.for_place or gate.for_permit) and (ready := self._ready_at(gate)) > now
        ]
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if times:
            self._timer = self._loop.call_later(min(times) - now + 0.001, self._pump)

    def _ready_at(self, gate: ModelGate) -> float:
        """When to look at a gate again: its limit holds until then, or what is booked ahead begins."""
        ready, allowance = gate.limit.ready_at(), gate.allowance
        begins = None if allowance is None else allowance.next_at()
        if allowance is None or begins is None or ready > self._clock():
            return ready
        return self._clock() + begins - allowance.now()


def _for_permit(gate: ModelGate) -> list[_Waiter]:
    return gate.for_permit


def _for_place(gate: ModelGate) -> list[_Waiter]:
    return gate.for_place


def _some_wait(heap: list[_Waiter]) -> bool:
    """Whether anybody waits; those who were let go of meanwhile are dropped from the top."""
    while heap and heap[0][2].done():
        heapq.heappop(heap)
    return bool(heap)


def _wake(heap: list[_Waiter]) -> Claim | None:
    """Serve the first one; returns what it takes of an allowance."""
    _, _, future, claim = heapq.heappop(heap)
    future.set_result(None)
    return claim


def _nobody(_model: str) -> None:
    """Nothing is limited by the minute."""


def _nothing() -> None:
    """Nothing is limited at once."""
