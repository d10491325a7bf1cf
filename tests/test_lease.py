"""A worker's part of what the config allows at once: negotiated while nothing more goes out than it said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict

import pytest

from orchestrator.cap import Cap
from orchestrator.lease import LOOK_S, Lease
from orchestrator.limiter import Learned
from orchestrator.model_limits import ModelLimits
from orchestrator.permits import Permits
from orchestrator.rate_keeper import RateKeeper
from state.commit import Operation, Result
from state.engine import State
from state.flows import Flow, Flows, FlowTell
from state.provider_settings import ScopeLimit
from state.records import HeldReason
from state.shares import ShareAsk
from tests.books import MODEL, new_job, start
from tests.fakes.ledger import ToldLedger
from tests.fakes.virtual_loop import VirtualLoop
from tests.test_permits import Yard
from tests.test_state_writer import writing

ONE, ANOTHER, ELSEWHERE = "one/model", "one/other", "else/model"


class CappedLedger(ToldLedger):
    """A state in which nobody else works: each limit goes to who asks for it, after a moment."""

    def __init__(self, commit_s: float = 0.0) -> None:
        super().__init__()
        self.commit_s = commit_s

    async def do(self, operation: Operation) -> Result:
        """Divide."""
        await asyncio.sleep(self.commit_s)
        if isinstance(operation, ShareAsk) and operation.limit is not None:
            self.done.append(operation)
            return min(operation.limit.concurrency or 0, operation.wanted)
        return await super().do(operation)

    def said(self, cap: Cap) -> list[tuple[int, int]]:
        """What was wanted of a cap, and how much was in use, each time."""
        return [(ask.wanted, ask.in_use) for ask in self.of(ShareAsk) if ask.limit == cap.limit]


@pytest.fixture
def yard() -> Iterator[Yard]:
    """Eight calls may be out."""
    with closing(VirtualLoop()) as loop:
        yield Yard(loop, 8)


def leased(yard: Yard, *caps: Cap, ledger: ToldLedger | None = None, limits: ModelLimits | None = None) -> Lease:
    """A lease that has begun."""
    asked = ledger or CappedLedger()
    keeper = RateKeeper(yard.loop, asked, yard.permits, [], fail)
    known = limits or ModelLimits({}, [], 8)
    lease = Lease(yard.loop, asked, yard.permits, wanted=lambda: 8, caps=caps, limits=known, keeper=keeper, fail=fail)
    yard.loop.run_until_complete(lease.begin())
    return lease


def fail(error: BaseException) -> None:
    """Nothing goes wrong here."""
    raise error


def test_a_providers_limit_counts_all_its_models_and_no_other(yard: Yard) -> None:
    """Three calls of two models are out where the provider allows three; another provider's go as they would."""
    leased(yard, Cap(ScopeLimit("one", concurrency=3)))
    first = yard.send(2, model=ONE) + yard.send(3, model=ANOTHER)
    other = yard.send(4, model=ELSEWHERE)
    yard.on(*yard.at("placed"))
    assert sum(caller.at == "out" for caller in first) == 3
    assert all(caller.at == "out" for caller in other)
    yard.on(*[caller for caller in first if caller.at == "out"][:1])
    yard.on(*yard.at("placed"))
    assert sum(caller.at == "out" for caller in first) == 3


def test_the_smallest_of_the_limits_rules(yard: Yard) -> None:
    """A model's own limit and its provider's both hold."""
    leased(yard, Cap(ScopeLimit("one", concurrency=3)), Cap(ScopeLimit(ONE, concurrency=1)))
    own, other = yard.send(4, model=ONE), yard.send(4, model=ANOTHER)
    yard.on(*yard.at("placed"))
    assert sum(caller.at == "out" for caller in own) == 1
    assert sum(caller.at == "out" for caller in other) == 2


def test_calls_that_wait_for_a_limit_leave_the_other_places(yard: Yard) -> None:
    """Few calls of a limited model are admitted ahead, however many wait, so that another one has its places."""
    leased(yard, Cap(ScopeLimit("one", concurrency=1)))
    limited = yard.send(20, model=ONE)
    assert sum(caller.at != "waits for a place" for caller in limited) == 3
    assert all(caller.at == "placed" for caller in yard.send(7, model=ELSEWHERE))


def test_what_it_says_it_uses_stays_true_while_a_limit_is_negotiated(yard: Yard) -> None:
    """No further call goes out until the answer is there, though the last share would allow it."""
    cap = Cap(ScopeLimit("one", concurrency=4))
    leased(yard, cap, ledger=CappedLedger(commit_s=0.1))
    calls = yard.send(2, model=ONE)
    yard.on(*calls)
    yard.wait(LOOK_S - yard.loop.time() % LOOK_S + 0.15)  # an ask is under way
    assert cap.share == 2
    more = yard.send(1, model=ONE)
    yard.on(*more)
    assert more[0].at != "out"
    yard.wait(0.5)
    assert more[0].at == "out"


def test_a_limit_that_nobody_wanted_is_asked_for_at_once(yard: Yard) -> None:
    """What is not used goes back within a look; the next call waits for one commit, not for the next look."""
    ledger, cap = CappedLedger(), Cap(ScopeLimit("one", concurrency=4))
    lease = leased(yard, cap, ledger=ledger)
    yard.wait(2 * LOOK_S + 0.01)
    assert ledger.said(cap)[0] == (8, 0)
    assert ledger.said(cap)[-1] == (0, 0)
    assert cap.share == 0
    (call,) = yard.send(1, model=ONE)
    assert call.at == "placed"
    assert ledger.said(cap)[-1] == (1, 0)
    call.run.stop(HeldReason.PAUSED, "paused")
    yard.loop.run_until_complete(lease.end())


# ── what is learned ─────────────────────────────────────────────────────────────────────────────


class Company(ToldLedger):
    """A state in which somebody else calls the same model, too."""

    def __init__(self) -> None:
        super().__init__()
        self.others = {"another": Flow(0, 4, 8)}
        self.cuts = 0
        self.learned: str | None = None

    async def do(self, operation: Operation) -> Result:
        """Tell of the other one."""
        if not isinstance(operation, FlowTell):
            return await super().do(operation)
        self.done.append(operation)
        if operation.learned is not None and operation.cuts == self.cuts:
            self.cuts, self.learned = self.cuts + operation.is_cut, operation.learned
        return Flows("me", self.others, self.cuts, self.learned)


@pytest.fixture
def limits(yard: Yard) -> ModelLimits:
    """Of one model, of which nothing is known."""
    return ModelLimits({ONE: None}, [], 8, yard.loop.time)


def test_a_cut_is_told_at_once_and_what_is_out_four_times_a_second(yard: Yard, limits: ModelLimits) -> None:
    """The others hear of a 429 within a commit; else they hear a look later, of what was taken, is out and wanted."""
    ledger = Company()
    leased(yard, ledger=ledger, limits=limits)
    assert [told.flow for told in ledger.of(FlowTell)] == [Flow(0, 4, 8)], "before anything is sent"
    limit = limits.make(ONE)
    for number in range(3):
        limit.sent(f"call-{number}")
    yard.send(5, model=ONE)
    yard.wait(LOOK_S)
    assert ledger.of(FlowTell)[-1].flow == Flow(3, 4, 5)
    told = len(ledger.of(FlowTell))
    limit.limited("call-2", 5.0)
    yard.loop.idle()
    assert len(ledger.of(FlowTell)) == told + 1
    assert ledger.of(FlowTell)[-1].is_cut
    assert ledger.of(FlowTell)[-1].flow == Flow(2, 2, 5)


def test_what_is_told_costs_no_commit_of_its_own(state: State) -> None:
    """Shares and flows are one commit, with the state's own writer."""
    hand = start(state, new_job(state))

    async def begin() -> int:
        loop = asyncio.get_running_loop()
        async with writing(hand) as writer:
            permits = Permits(loop, loop.time, 4)
            keeper, known = RateKeeper(loop, writer, permits, [], fail), ModelLimits({MODEL: None}, [], 4)
            lease = Lease(loop, writer, permits, wanted=lambda: 4, caps=(), limits=known, keeper=keeper, fail=fail)
            assert await lease.begin() == 4
            return writer.commits

    assert asyncio.run(begin()) == 1


def test_what_another_has_learned_is_heeded(yard: Yard, limits: ModelLimits) -> None:
    """A cut that somebody else made holds and divides what goes out here, a look later."""
    ledger = Company()
    leased(yard, ledger=ledger, limits=limits)
    limit = limits.make(ONE)
    assert limit.allowed() == 4
    yard.send(5, model=ONE)
    ledger.cuts, ledger.learned = 1, json.dumps(asdict(Learned(6.0, refused_at=7, bursts=1, hold_s=9.0)))
    yard.wait(LOOK_S)
    assert limit.ready_at() == pytest.approx(yard.loop.time() + 9.0, abs=LOOK_S)
    yard.wait(10.0)
    assert limit.allowed() == 3
    assert json.loads(limits.pace())[ONE]["window"] == 6.0


def test_what_was_learned_is_kept_at_the_end(yard: Yard, limits: ModelLimits) -> None:
    """The last tell wants nothing more, and says how far this worker has come, for the next run."""
    ledger = Company()
    lease = leased(yard, ledger=ledger, limits=limits)
    limits.make(ONE)
    yard.loop.run_until_complete(lease.end())
    last = ledger.of(FlowTell)[-1]
    assert last.flow == Flow(0, 0, 0)
    assert json.loads(last.learned or "")["window"] == 4.0
