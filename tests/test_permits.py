"""Places and permits: never too many, latest phase first, and nobody who may go is left waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.allowance import Claim
from orchestrator.held import HeldError, Stoppable
from orchestrator.limiter import AdaptiveLimit
from orchestrator.permits import ModelGate, Permits, TurnedAwayError, ahead_of
from orchestrator.retry import LONG_WAIT_S
from state.records import HeldReason
from tests.fakes.virtual_loop import VirtualLoop


class ToldLimit(AdaptiveLimit):
    """A model's limit that is what a test says."""

    def __init__(self, clock: Callable[[], float], allowed: int = 1000) -> None:
        super().__init__(1000, clock)
        self.told = allowed
        self.ready = 0.0
        self.held = 0.0

    @property
    def held_until(self) -> float:
        """As told."""
        return self.held

    def allowed(self) -> int:
        """As told."""
        return self.told

    def ready_at(self) -> float:
        """As told."""
        return self.ready


@dataclass
class Caller:
    """One call on its way: it waits for a place, for the test, for a permit, for the test, and ends."""

    gate: ModelGate
    phase: int
    run: Stoppable = field(default_factory=Stoppable)
    at: str = "new"
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)
    leaves: bool = False

    async def go(self, permits: Permits) -> None:
        """From beginning to end; what it holds it gives back."""
        self.at = "waits for a place"
        try:
            await permits.place(self.gate, self.phase, self.run)
        except HeldError:
            self.at = "held"
            return
        except TurnedAwayError:
            self.at = "turned away"
            return
        self.at = "placed"
        await self._told()
        if self.leaves:
            self.at = "left"
            permits.leave(self.gate)
            return
        self.at = "waits for a permit"
        try:
            await permits.permit(self.gate, self.phase, self.run)
        except (HeldError, TurnedAwayError) as error:
            self.at = "held" if isinstance(error, HeldError) else "turned away"
            permits.leave(self.gate)
            return
        self.at = "out"
        await self._told()
        self.at = "done"
        permits.done(self.gate)

    async def _told(self) -> None:
        await self.may_go_on.wait()
        self.may_go_on.clear()


class Yard:
    """Permits on a loop whose time stands still, gates, and the calls that pass through them."""

    def __init__(self, loop: VirtualLoop, share: int = 4, permits: type[Permits] = Permits) -> None:
        self.loop = loop
        self.permits = permits(loop, loop.time, share)
        self.limits: dict[str, ToldLimit] = {}
        self.callers: list[Caller] = []
        self._tasks: list[asyncio.Task[None]] = []

    def gate(self, name: str = "one/model") -> ModelGate:
        """The gate of a model."""
        if name not in self.limits:
            self.limits[name] = ToldLimit(self.loop.time)
        return self.permits.gate(name, lambda: self.limits[name])

    def send(self, count: int = 1, *, phase: int = 0, model: str = "one/model") -> list[Caller]:
        """Begin some calls, and see how far they come."""
        begun = [Caller(self.gate(model), phase) for _ in range(count)]
        for caller in begun:
            self._tasks.append(self.loop.create_task(caller.go(self.permits)))
            self.loop.idle()
        self.callers += begun
        return begun

    def on(self, *callers: Caller) -> None:
        """Let calls take the step that they wait for the test with."""
        for caller in callers:
            caller.may_go_on.set()
        self.loop.idle()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.loop.run_until_complete(asyncio.sleep(seconds))
        self.loop.idle()

    def at(self, *where: str) -> list[Caller]:
        """The calls that are in one of these places."""
        return [caller for caller in self.callers if caller.at in where]

    def empty(self) -> None:
        """Let everybody through who can go, to the end."""
        while some := self.at("placed", "out"):
            self.on(*some)


@pytest.fixture
def yard() -> Iterator[Yard]:
    """Four calls may be out."""
    with closing(VirtualLoop()) as loop:
        yield Yard(loop)


def test_no_more_calls_are_out_than_the_share(yard: Yard) -> None:
    """The fifth of five calls goes out when one of the four that are out has ended."""
    calls = yard.send(5)
    yard.on(*calls)
    assert len(yard.at("out")) == yard.permits.out == 4
    yard.on(calls[0])
    assert [caller.at for caller in calls] == ["done", "out", "out", "out", "out"]


def test_no_more_calls_are_out_than_the_model_allows(yard: Yard) -> None:
    """A model's limit holds its calls back, and not those of another model."""
    yard.gate()
    yard.limits["one/model"].told = 1
    calls = yard.send(3)
    yard.on(*calls)
    assert [caller.at for caller in calls] == ["out", "waits for a permit", "waits for a permit"]
    other = yard.send(model="another/model")
    yard.on(*other)
    assert other[0].at == "out"


@pytest.mark.parametrize(("share", "ahead"), [(1, 2), (4, 2), (5, 2), (6, 3), (50, 25)])
def test_few_calls_are_admitted_ahead(yard: Yard, share: int, ahead: int) -> None:
    """Beyond the share two calls, or half of it, get a place; the others wait without one."""
    yard.permits.set_share(share)
    yard.send(share + ahead + 3)
    assert len(yard.at("placed")) == share + ahead
    assert len(yard.at("waits for a place")) == 3
    assert ahead_of(share) == ahead


def test_the_latest_phase_goes_first(yard: Yard) -> None:
    """Of those who wait for places the latest phase is served first, and within a phase who came first."""
    first = yard.send(6)
    waiting = [yard.send(phase=phase)[0] for phase in (0, 2, 1, 2)]
    yard.on(*first)
    served = []
    for caller in first:
        yard.on(caller)
        served += [waiting.index(one) for one in waiting if one.at == "placed" and waiting.index(one) not in served]
    assert served == [1, 3, 2, 0]


def test_the_latest_phase_of_all_models_goes_first(yard: Yard) -> None:
    """A permit that is freed goes to the latest phase, whichever model was asked first."""
    early = yard.send(5, phase=0, model="one/model")
    late = yard.send(1, phase=1, model="another/model")
    yard.on(*early, *late)
    assert (early[4].at, late[0].at) == ("waits for a permit", "waits for a permit")
    yard.on(early[0])
    assert (early[4].at, late[0].at) == ("waits for a permit", "out")


def test_the_latest_place_of_all_models_is_served_first(yard: Yard) -> None:
    """A model with one late item gets one place for it, not all places for its early ones as well."""
    first = yard.send(6, model="one/model")
    a = yard.send(1, phase=2, model="another/model") + yard.send(1, phase=0, model="another/model")
    b = yard.send(1, phase=1, model="one/model")
    yard.on(*first)
    yard.on(first[0], first[1])
    assert [a[0].at, a[1].at, b[0].at] == ["placed", "waits for a place", "placed"]


def test_a_retry_after_ends_by_itself(yard: Yard) -> None:
    """When a model may be asked again, those who wait for it go on, though nothing else happens."""
    yard.gate()
    yard.limits["one/model"].ready = 30.0
    (call,) = yard.send()
    yard.wait(29.9)
    assert call.at == "waits for a place"
    yard.wait(0.2)
    assert call.at == "placed"


def test_a_retry_after_holds_back_what_is_placed(yard: Yard) -> None:
    """A call that has its place when the model refuses others waits for its permit as long as the model says."""
    calls = yard.send(5)
    yard.on(*calls)
    yard.limits["one/model"].ready = 10.0
    yard.on(*calls[:4])
    assert calls[4].at == "waits for a permit"
    yard.wait(10.1)
    assert calls[4].at == "out"


def test_a_model_that_asks_for_a_long_wait_is_not_queued_for(yard: Yard) -> None:
    """Who waits for its place or permit is turned away, who comes later too, and another model's calls are not."""
    calls = yard.send(8)
    yard.on(*calls[:5])
    other = yard.send(model="another/model")
    yard.limits["one/model"].held = yard.limits["one/model"].ready = LONG_WAIT_S + 1
    yard.on(calls[0])
    assert [call.at for call in calls[1:5]] == ["out", "out", "out", "turned away"]
    assert [call.at for call in calls[5:]] == ["placed", "turned away", "turned away"]
    assert other[0].at == "placed"
    late = yard.send()
    yard.on(calls[5])
    assert (calls[5].at, late[0].at) == ("turned away", "turned away")
    yard.wait(1)
    assert yard.send()[0].at == "waits for a place", "a minute itself is waited for"


def test_a_share_that_is_negotiated_is_not_used(yard: Yard) -> None:
    """From `freeze` to `set_share` no more calls go out than there were: what was said to be used stays true."""
    calls = yard.send(3)
    yard.on(*calls[:2])
    assert yard.permits.freeze() == 2
    yard.on(calls[2])
    assert (calls[2].at, yard.permits.share) == ("waits for a permit", 2)
    yard.permits.set_share(3)
    yard.loop.idle()
    assert calls[2].at == "out"


def test_a_share_that_shrinks_takes_no_call_back(yard: Yard) -> None:
    """Who has more out than its new share lets nobody out until calls have ended."""
    calls = yard.send(5)
    yard.on(*calls)
    yard.permits.set_share(2)
    yard.loop.idle()
    assert yard.permits.out == 4
    yard.on(calls[0], calls[1])
    assert (yard.permits.out, calls[4].at) == (2, "waits for a permit")
    yard.on(calls[2])
    assert (yard.permits.out, calls[4].at) == (2, "out")


def test_who_is_let_go_of_while_waiting_frees_nothing(yard: Yard) -> None:
    """A stopped waiter held no place: nobody gets one for it, and its turn goes to the next."""
    first = yard.send(6)
    waiting = yard.send(3)
    waiting[0].run.stop(HeldReason.PAUSED, "paused")
    yard.loop.idle()
    assert [caller.at for caller in waiting] == ["held", "waits for a place", "waits for a place"]
    yard.on(*first)
    yard.on(first[0])
    assert [caller.at for caller in waiting] == ["held", "placed", "waits for a place"]


def test_who_is_let_go_of_with_a_place_gives_it_back(yard: Yard) -> None:
    """A call that waits for a permit and is stopped leaves its place to the next."""
    calls = yard.send(7)
    yard.on(*calls[:6])
    calls[4].run.stop(HeldReason.PAUSED, "paused")
    yard.loop.idle()
    assert [calls[4].at, calls[6].at] == ["held", "placed"]


# ── whatever happens ────────────────────────────────────────────────────────────────────────────

MODELS = ("one/model", "another/model")
Step = tuple[str, int, int]

steps = st.one_of(
    st.tuples(st.just("send"), st.integers(0, 2), st.integers(0, 1)),
    st.tuples(st.sampled_from(["on", "leave", "stop"]), st.integers(0, 30), st.just(0)),
    st.tuples(st.just("share"), st.integers(0, 9), st.just(0)),
    st.tuples(st.just("freeze"), st.just(0), st.just(0)),
    st.tuples(st.just("limit"), st.integers(0, 4), st.integers(0, 1)),
    st.tuples(st.just("hold"), st.integers(1, 20), st.integers(0, 1)),
    st.tuples(st.just("time"), st.integers(1, 20), st.just(0)),
)


def take(yard: Yard, step: Step) -> None:
    """Let one thing happen."""
    what, number, model = step
    limit = yard.limits[MODELS[model]]
    if what == "send":
        yard.send(phase=number, model=MODELS[model])
    elif what in ("on", "leave", "stop") and yard.callers:
        caller = yard.callers[number % len(yard.callers)]
        if what == "stop":
            caller.run.stop(HeldReason.PAUSED, "paused")
            yard.loop.idle()
        elif caller.at in ("placed", "out"):
            caller.leaves = what == "leave"
            yard.on(caller)
    elif what == "share":
        yard.permits.set_share(number)
    elif what == "freeze":
        yard.permits.freeze()
    elif what == "limit":
        limit.told = number
        yard.permits.wake()
    elif what == "hold":
        limit.ready = max(limit.ready, yard.loop.time() + number)
        yard.permits.wake()
    elif what == "time":
        yard.wait(number + 0.0137)  # never just at the moment that a limit named
    yard.loop.idle()


def held_by(yard: Yard, model: str, *where: str) -> int:
    """How many calls of a model are in one of these places."""
    return sum(caller.gate.name == model for caller in yard.at(*where))


HOLD_A_PLACE = ("placed", "waits for a permit", "out")


def assert_right(yard: Yard, step: Step, before: dict[str, int]) -> None:
    """The counts are what calls hold, nobody went who may not, and nobody waits who may go."""
    permits, now = yard.permits, yard.loop.time()
    placed = {model: held_by(yard, model, *HOLD_A_PLACE) for model in MODELS}
    out = {model: held_by(yard, model, "out") for model in MODELS}
    assert permits.out == sum(out.values())
    for model in MODELS:
        gate, limit = yard.gate(model), yard.limits[model]
        assert (gate.placed, gate.out) == (placed[model], out[model]), model
        if out[model] > before[model]:
            assert permits.out <= permits.share, f"{step}: {permits.out} calls out of a share of {permits.share}"
            assert out[model] <= limit.allowed(), f"{step}: more calls out than {model} allows"
            assert limit.ready_at() <= now, f"{step}: {model} may not be asked yet"
        may_go = permits.out < permits.share and out[model] < limit.allowed() and limit.ready_at() <= now
        assert not (may_go and held_by(yard, model, "waits for a permit")), f"{step}: a wake-up was lost"
        ahead = ahead_of(permits.share)
        has_room = sum(placed.values()) < permits.share + ahead and placed[model] < limit.allowed() + ahead
        may_be_placed = has_room and limit.ready_at() <= now
        assert not (may_be_placed and held_by(yard, model, "waits for a place")), f"{step}: a wake-up was lost"
    for phase in range(3):
        late = [caller for caller in yard.at("waits for a place") if caller.phase > phase]
        for caller in late:
            same = [one for one in yard.callers if one.gate is caller.gate and one.phase == phase]
            newer = [one for one in same if yard.callers.index(one) > yard.callers.index(caller)]
            assert not [one for one in newer if one.at == "placed"], f"{step}: an earlier phase went first"


def walk(path: list[Step], permits: type[Permits] = Permits) -> None:
    """Let things happen; after each one all is right, and in the end everybody is through or held."""
    with closing(VirtualLoop()) as loop:
        yard = Yard(loop, 3, permits)
        for model in MODELS:
            yard.gate(model)
        for step in path:
            before = {model: held_by(yard, model, "out") for model in MODELS}
            take(yard, step)
            assert_right(yard, step, before)
        for limit in yard.limits.values():
            limit.told, limit.ready = 1, 0.0
        yard.permits.set_share(1)
        yard.loop.idle()
        yard.empty()
        assert {caller.at for caller in yard.callers} <= {"done", "left", "held"}
        assert yard.permits.out == 0
        assert all((gate.placed, gate.out) == (0, 0) for gate in map(yard.gate, MODELS))


@settings(max_examples=200, deadline=None)
@given(st.lists(steps, max_size=40))
def test_whatever_happens_counts_stay_true_and_no_wake_up_is_lost(path: list[Step]) -> None:
    """After any steps of calls, stops, shares and limits nobody is out who may not be, or waits who may go."""
    walk(path)


class OneTooMany(Permits):
    """Lets one call out above the share."""

    def _may_go(self, gate: ModelGate, claim: Claim | None = None) -> bool:
        return self.out <= self.share and gate.out < gate.limit.allowed() and gate.limit.ready_at() <= self._clock()


class Forgetful(Permits):
    """Looks at nobody who waits when a place is given back."""

    def leave(self, gate: ModelGate) -> None:
        """Give back, and forget the rest."""
        gate.placed -= 1
        self._placed -= 1


class Sleepy(Permits):
    """Sets no timer for the moment at which a model may be asked again."""

    def _look_again_in_time(self) -> None:
        return


class Eager(Permits):
    """Gives everybody a place."""

    def _may_place(self, gate: ModelGate) -> bool:
        return True


ON_ALL: list[Step] = [("on", number, 0) for number in range(8)]


@pytest.mark.parametrize(
    ("mutant", "path", "message"),
    [
        (OneTooMany, [("send", 0, 0)] * 4 + ON_ALL, "calls out of a share"),
        (Forgetful, [("send", 0, 0)] * 7 + ON_ALL, "a wake-up was lost"),
        (Sleepy, [("hold", 3, 0), ("send", 0, 0), ("time", 4, 0)], "a wake-up was lost"),
    ],
)
def test_the_walk_notices_permits_that_break_a_rule(mutant: type[Permits], path: list[Step], message: str) -> None:
    """The walk passes with the real permits, and fails with those that let too many out or forget to wake."""
    walk(path)
    with pytest.raises(AssertionError, match=message):
        walk(path, mutant)


def test_the_places_ahead_notice_permits_without_a_bound(yard: Yard) -> None:
    """Where everybody gets a place, more than the share and its quarter are placed."""
    eager = Yard(yard.loop, 4, Eager)
    eager.send(10)
    assert len(eager.at("placed")) > 4 + ahead_of(4)
