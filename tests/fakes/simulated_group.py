"""Several processes that call one model, in simulated time: each with its own limits, told of the others by a board.

    member ──tells (every 0.25 s, at once after a cut)──► commit (10–30 ms) ──► board ──► Flows ──► its limits
       └── calls ──► provider ──► answers, 429s

The board does what `state.flows` does; `tests/test_state_flows.py` holds that to it on both stores.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from orchestrator.lease import LOOK_S
from orchestrator.limiter import AdaptiveLimit
from orchestrator.model_limits import ModelLimits
from state.flows import FLOW_LAPSE_S, Flow, Flows, FlowTell
from tests.fakes.simulated import Clock, Refuses

MODEL = "openai/gpt-6-luna"
COMMIT_S = (0.01, 0.03)
WAY_S = 0.005
REFUSAL_S = 0.02


class Board:
    """What all know: the rows of `flows` and the limit's row.

    Args:
        learned: Of an earlier run.
    """

    def __init__(self, learned: str | None = None) -> None:
        self.learned = learned
        self.cuts = 0
        self.rows: dict[str, tuple[float, Flow]] = {}

    def tell(self, me: str, now: float, told: FlowTell) -> Flows:
        """Write down what a member tells, and what the others do."""
        if told.learned is not None and told.cuts == self.cuts:
            self.learned = told.learned
            self.cuts += told.is_cut
        self.rows[me] = (now, told.flow)
        others = {name: flow for name, (at, flow) in self.rows.items() if name != me and now - at <= FLOW_LAPSE_S}
        return Flows(me, others, self.cuts, self.learned)


@dataclass(eq=False, slots=True)
class Member:
    """One process with items of its own.

    Args:
        name: Its worker's id.
        items: Calls that it has to make.
        starts_s: When it begins.
        dies_s: When it is killed; what is out then is answered to nobody.
        concurrency: Of its job.
        hears: Whether it tells the others anything and is told of them.
    """

    name: str
    items: int
    starts_s: float = 0.0
    dies_s: float | None = None
    concurrency: int = 50
    hears: bool = True
    left: int = 0
    ended_s: float | None = None
    out: set[int] = field(default_factory=set)
    limits: ModelLimits | None = None
    limit: AdaptiveLimit | None = None
    is_telling: bool = False
    tells_again: bool = False

    def wanted(self) -> int:
        """Calls that could be out."""
        return min(self.concurrency, self.left + len(self.out))


@dataclass(slots=True)
class GroupOutcome:
    """What a simulation measured, in seconds since its start.

    Args:
        seconds: Until the last member had ended.
        limited: How many calls were refused.
        served: When the provider took a call, and whose.
        ended: When each member had ended.
    """

    seconds: float
    limited: int
    served: list[tuple[float, str]]
    ended: dict[str, float]

    def rate(self, start_s: float, end_s: float, name: str | None = None) -> float:
        """Calls taken a second in a time, of one member or of all."""
        return sum(start_s <= at < end_s and name in (None, who) for at, who in self.served) / (end_s - start_s)


class Group:
    """The processes, the provider and the board between them.

    Args:
        members: Each is used once.
        refuses: Asked with seconds since the start.
        latency_s: From sending to the answer; of the nth call, when it differs.
        board: Where they tell; several groups of one state may share it.
        seed: Of how long commits take.
    """

    def __init__(
        self,
        members: Sequence[Member],
        refuses: Refuses,
        *,
        latency_s: float | Callable[[int], float] = 0.2,
        board: Board | None = None,
        seed: int = 0,
    ) -> None:
        self._members = members
        self._refuses = refuses
        self._latency_s = latency_s
        self._board = board or Board()
        self._random = random.Random(seed)  # noqa: S311 (no secret)
        self._clock = Clock(0.0)
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._calls = itertools.count(1)
        self._at_provider = 0
        self._outcome = GroupOutcome(0.0, 0, [], {})

    def run(self) -> GroupOutcome:
        """Let time pass until every member has ended."""
        for member in self._members:
            self._in(member.starts_s, lambda member=member: self._start(member))  # type: ignore[misc]
            if member.dies_s is not None:
                self._in(member.dies_s, lambda member=member: self._end(member))  # type: ignore[misc]
        while any(member.ended_s is None for member in self._members):
            at, _, happen = heapq.heappop(self._events)
            self._clock.now = max(self._clock.now, at)
            happen()
        self._outcome.seconds = self._clock.now
        return self._outcome

    def _in(self, seconds: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self._clock.now + seconds, next(self._order), happen))

    # ── a member ──

    def _start(self, member: Member) -> None:
        member.left = member.items
        member.limits = ModelLimits({MODEL: self._board.learned}, [], member.concurrency, self._clock)
        member.limits.on_cut = lambda: self._tell(member)
        if member.hears:
            self._look(member)
        else:
            self._begin(member)

    def _begin(self, member: Member) -> None:
        if member.limits is not None and member.limit is None:
            member.limit = member.limits.make(MODEL)
        self._pump(member)

    def _end(self, member: Member) -> None:
        if member.ended_s is None:
            self._outcome.ended[member.name] = member.ended_s = self._clock.now
            if member.dies_s is None:
                self._board.rows.pop(member.name, None)

    def _look(self, member: Member) -> None:
        if member.ended_s is None:
            self._tell(member)
            self._in(LOOK_S, lambda: self._look(member))

    def _tell(self, member: Member) -> None:
        if member.limits is None or not member.hears:
            return
        if member.is_telling:
            member.tells_again = True
            return
        member.is_telling, member.tells_again = True, False
        (told,) = member.limits.tells(lambda _: member.wanted())
        self._in(self._random.uniform(*COMMIT_S), lambda: self._commit(member, told))

    def _commit(self, member: Member, told: FlowTell) -> None:
        if member.ended_s is None and member.limits is not None:
            member.limits.heed(told, self._board.tell(member.name, self._clock.now, told))
            member.is_telling = False
            if member.tells_again:
                self._tell(member)
            self._begin(member)

    def _pump(self, member: Member) -> None:
        """Send what the limit allows, and look again when it allows more."""
        limit, now = member.limit, self._clock.now
        if limit is None or member.ended_s is not None:
            return
        while member.left and len(member.out) < min(member.concurrency, limit.allowed()):
            if limit.ready_at() > now + 1e-9:
                break
            number = next(self._calls)
            member.left -= 1
            member.out.add(number)
            limit.sent(str(number))
            self._in(WAY_S, lambda number=number: self._arrive(member, number))  # type: ignore[misc]
        ready = limit.ready_at()
        if member.left and ready > now and len(member.out) < min(member.concurrency, limit.allowed() + 1):
            self._in(ready - now + 1e-9, lambda: self._pump(member))

    # ── a call ──

    def _arrive(self, member: Member, number: int) -> None:
        self._at_provider += 1
        refused = self._refuses(self._clock.now, self._at_provider)
        if refused is not None:
            self._at_provider -= 1
            self._outcome.limited += 1
            self._in(REFUSAL_S - WAY_S, lambda: self._refuse(member, number, refused))
            return
        self._outcome.served.append((self._clock.now, member.name))
        latency_s = self._latency_s(number) if callable(self._latency_s) else self._latency_s
        self._in(latency_s - WAY_S, lambda: self._answer(member, number))

    def _answer(self, member: Member, number: int) -> None:
        self._at_provider -= 1
        member.out.discard(number)
        if member.ended_s is not None or member.limit is None:
            return
        member.limit.succeeded(str(number))
        if not member.left and not member.out:
            self._end(member)
        self._pump(member)

    def _refuse(self, member: Member, number: int, wait_s: float) -> None:
        member.out.discard(number)
        if member.ended_s is None and member.limit is not None:
            member.left += 1
            member.limit.limited(str(number), wait_s)
            self._pump(member)
