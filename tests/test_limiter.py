"""The limiter finds what a provider allows, in simulated time: limits at once, by the second, that change, or none."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from dataclasses import asdict
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.limiter import CUT, START_FRACTION, START_LEAST, AdaptiveLimit, Learned
from orchestrator.pace import BURST_S, MARGIN
from tests.fakes.simulated import Clock, Outcome, Refuses, at_once, no_limit, per_second, simulate

LATENCY_S = 0.2


def run(
    refuses: Refuses,
    *,
    items: int,
    concurrency: int = 50,
    learned: Learned | None = None,
    latency_s: float | Callable[[int], float] = LATENCY_S,
) -> tuple[Outcome, AdaptiveLimit]:
    """A job of so many calls through a new limit."""
    clock = Clock(1000.0)
    limit = AdaptiveLimit(concurrency, clock, learned)
    begun = clock.now
    outcome = simulate(limit, clock, refuses, items=items, concurrency=concurrency, latency_s=latency_s)
    outcome.seconds -= begun
    return outcome, limit


def lognormal(seed: int) -> Callable[[int], float]:
    """Latency with a median of 200 ms and a long tail."""

    def latency_s(number: int) -> float:
        draw = random.Random(seed * 1_000_003 + number).uniform(1e-9, 1 - 1e-9)  # noqa: S311 (no secret)
        return min(5.0, LATENCY_S * math.exp(0.6 * NormalDist().inv_cdf(draw)))

    return latency_s


# ── providers ───────────────────────────────────────────────────────────────────────────────────


def test_no_limit_costs_nothing() -> None:
    """Where nothing is refused the ceiling is reached within a second, and the whole job takes 2 % more than ideal."""
    outcome, limit = run(no_limit, items=6000)
    assert outcome.limited == 0
    assert outcome.high_water == 50
    assert outcome.first_full_s is not None
    assert outcome.first_full_s - 1000.0 < 1.0
    assert outcome.seconds < 1.02 * 6000 / 50 * LATENCY_S
    assert limit.state() == Learned(50.0)


@pytest.mark.parametrize("retry_after_s", [0.0, 1.0])
@pytest.mark.parametrize("most", [8, 30])
def test_limit_at_once_is_found_and_kept(most: int, retry_after_s: float) -> None:
    """A provider that takes so many at once is used to at least 88 %, for a few 429s beside those of the start."""
    items = 100 * most
    outcome, limit = run(at_once(lambda _: most, retry_after_s), items=items)
    start = max(0, int(50 * START_FRACTION) - most)
    assert outcome.limited <= start + 0.01 * items
    assert outcome.seconds <= 20.0 * 1.14
    assert abs(limit.state().window - most) <= 2
    assert limit.state().rate_per_s is None


@pytest.mark.parametrize(
    "say", [math.ceil, lambda wait: wait, lambda _: 0.0], ids=["whole seconds", "exact", "at once"]
)
def test_rate_is_found(say: Callable[[float], float]) -> None:
    """An unknown 40 requests a second, 800 items: at most 5 % refused, at most 1.1 times the ideal 19.3 s."""
    bucket = per_second(40, 40, say)
    outcome, _ = run(lambda now, out: bucket(now - 1000.0, out), items=800)
    assert outcome.limited <= 0.05 * 800
    assert outcome.seconds <= 1.1 * 19.3


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("say", [math.ceil, lambda wait: wait], ids=["whole seconds", "exact"])
def test_rate_is_found_where_latencies_differ(say: Callable[[float], float], seed: int) -> None:
    """The same with lognormal latencies."""
    bucket = per_second(40, 40, say)
    outcome, _ = run(lambda now, out: bucket(now - 1000.0, out), items=800, latency_s=lognormal(seed))
    assert outcome.limited <= 0.05 * 800
    assert outcome.seconds <= 1.1 * 19.3


def test_rate_that_a_few_calls_use_up_does_not_starve() -> None:
    """A bucket of one call, refilled 40 times a second, is kept in use although bursts are always refused."""
    bucket = per_second(40, 1)
    outcome, _ = run(lambda now, out: bucket(now - 1000.0, out), items=800)
    assert outcome.limited <= 0.05 * 800
    assert outcome.seconds <= 2 * 20.0


def test_limit_that_halves_midway_is_followed() -> None:
    """When the provider halves its limit the job goes on at the new one, without a storm of 429s."""
    outcome, limit = run(at_once(lambda now: 30 if now < 1010 else 15), items=3000)
    assert outcome.limited <= 0.015 * 3000
    assert outcome.seconds <= 1.25 * (10 + 1500 / 15 * LATENCY_S)
    assert limit.state().window <= 20


def test_limit_that_rises_is_noticed() -> None:
    """A limit that was found is tried again now and then: when the provider raises it, it is used."""
    outcome, limit = run(at_once(lambda now: 10 if now < 1010 else 40), items=3000)
    assert limit.state().window > 25
    assert outcome.seconds < 0.6 * 3000 / 10 * LATENCY_S


def test_what_was_learned_starts_the_next_run() -> None:
    """A run that begins with what the last one learned has fewer 429s; a ceiling that is lower holds all the same."""
    refuses = at_once(lambda _: 8, 1.0)
    first, limit = run(refuses, items=400)
    learned = Learned(**json.loads(json.dumps(asdict(limit.state()))))
    second, _ = run(refuses, items=400, learned=learned)
    assert second.limited < first.limited
    assert second.seconds <= first.seconds
    assert AdaptiveLimit(3, Clock(), learned).allowed() == 3


def test_rate_that_was_learned_paces_the_next_run() -> None:
    """A learned rate is kept from the first call on."""
    bucket = per_second(40, 8)
    learned = Learned(20.0, rate_per_s=38.0)
    outcome, _ = run(lambda now, out: bucket(now - 1000.0, out), items=400, learned=learned)
    assert outcome.limited <= 0.02 * 400
    assert outcome.seconds <= 1.2 * 10.0


def test_run_that_met_no_limit_does_not_bind_a_wider_one() -> None:
    """What a narrow job learned without a 429 is no limit for a wide one."""
    _, narrow = run(no_limit, items=100, concurrency=5)
    assert AdaptiveLimit(50, Clock(), narrow.state()).allowed() == AdaptiveLimit(50, Clock()).allowed()


# ── single steps ────────────────────────────────────────────────────────────────────────────────


def sent(limit: AdaptiveLimit, clock: Clock, count: int, prefix: str = "c") -> list[str]:
    """Send calls as the limit allows."""
    ids = [f"{prefix}{number}" for number in range(count)]
    for call_id in ids:
        clock.now = max(clock.now, limit.ready_at())
        limit.sent(call_id)
    return ids


def test_start_is_a_part_of_the_ceiling() -> None:
    """A limit that nobody knows begins below its ceiling, and never below one call."""
    assert AdaptiveLimit(50, Clock()).allowed() == int(50 * START_FRACTION)
    assert AdaptiveLimit(1, Clock()).allowed() == 1
    assert AdaptiveLimit(5, Clock()).allowed() == START_LEAST, "or one slow answer would hold up a small job"
    with pytest.raises(ValueError, match="ceiling=0"):
        AdaptiveLimit(0, Clock())


def test_unused_limit_does_not_grow() -> None:
    """Calls that never fill what is allowed say nothing about more."""
    clock = Clock()
    limit = AdaptiveLimit(50, clock)
    before = limit.state()
    for number in range(200):
        limit.sent(f"c{number}")
        clock.now += 0.1
        limit.succeeded(f"c{number}")
    assert limit.state() == before


def test_burst_cuts_once() -> None:
    """Ten 429s of calls that were sent before the first of them came back cut one time, not ten."""
    clock = Clock()
    limit = AdaptiveLimit(50, clock, Learned(40.0, refused_at=60))
    ids = sent(limit, clock, 40)
    for call_id in ids[30:]:
        clock.now += 0.001
        limit.limited(call_id, None)
    assert limit.state().window == pytest.approx(min(CUT * 40, 30))
    for call_id in ids[:30]:
        limit.succeeded(call_id)
    assert limit.state().window == pytest.approx(CUT * 40)
    sent(limit, clock, 1, "later")
    limit.limited("later0", None)
    assert limit.state().window == 1.0


def test_floor_is_one() -> None:
    """However often a model refuses, one call may be out."""
    clock = Clock()
    limit = AdaptiveLimit(50, clock)
    for number in range(100):
        sent(limit, clock, 1, f"{number}-")
        limit.limited(f"{number}-0", None)
        clock.now += 1
        assert limit.state().window >= 1.0
    clock.now = max(clock.now, limit.ready_at())
    assert limit.allowed() == 1


def test_retry_after_holds_all_calls() -> None:
    """No call may go before the time that the longest Retry-After names."""
    clock = Clock(5.0)
    limit = AdaptiveLimit(50, clock)
    assert limit.ready_at() <= 5.0
    ids = sent(limit, clock, 3)
    limit.limited(ids[0], 20.0)
    limit.limited(ids[1], 2.0)
    limit.succeeded(ids[2])
    assert limit.ready_at() == 25.0


def test_failures_of_another_kind_free_their_place() -> None:
    """A call that fails otherwise is no longer out and neither grows nor cuts; an unknown one is nobody's."""
    clock = Clock()
    limit = AdaptiveLimit(4, clock)
    before = limit.state()
    sent(limit, clock, 1)
    limit.failed("c0")
    for unknown in ("c0", "never sent"):
        limit.failed(unknown)
        limit.succeeded(unknown)
        limit.limited(unknown, None)
    assert limit.state() == before


def test_a_ceiling_that_is_raised_is_reached_as_at_the_start() -> None:
    """Where no limit was met, a wider job has its new ceiling within a second, and a narrower one its own at once."""
    clock = Clock()
    limit = AdaptiveLimit(5, clock)
    assert simulate(limit, clock, no_limit, items=50, concurrency=50).high_water == 5
    limit.set_ceiling(50)
    assert limit.state().window == START_FRACTION * 50, "not all at once: nobody knows what the provider says"
    raised_at = clock.now
    wide = simulate(limit, clock, no_limit, items=1000, concurrency=50)
    assert wide.first_full_s is not None
    assert wide.first_full_s - raised_at < 1.0
    limit.set_ceiling(7)
    assert simulate(limit, clock, no_limit, items=100, concurrency=50).high_water == 7
    with pytest.raises(ValueError, match="ceiling=0"):
        limit.set_ceiling(0)


def test_a_ceiling_that_is_raised_does_not_forget_a_limit_that_was_met() -> None:
    """What the provider refused stands, however wide the job becomes."""
    limit = AdaptiveLimit(50, Clock(), Learned(8.0, refused_at=9))
    limit.set_ceiling(200)
    assert limit.state() == Learned(8.0, refused_at=9)


STEPS = st.lists(
    st.tuples(st.sampled_from(["send", "ok", "429", "fail", "wait", "ceiling"]), st.floats(0.0, 5.0)), max_size=120
)
LEARNED = st.none() | st.builds(
    Learned,
    st.floats(0.0, 100.0),
    st.none() | st.floats(0.01, 1000.0),
    st.none() | st.integers(1, 100),
)


@given(ceiling=st.integers(1, 60), learned=LEARNED, steps=STEPS)
def test_bounds_hold_whatever_happens(ceiling: int, learned: Learned | None, steps: list[tuple[str, float]]) -> None:
    """The limit stays between one and the ceiling of the moment, no more are let out, and the wait always ends."""
    clock = Clock()
    limit = AdaptiveLimit(ceiling, clock, learned)
    out: list[str] = []
    widest = ceiling
    for number, (step, amount) in enumerate(steps):
        if step == "ceiling":
            ceiling = 1 + int(12 * amount)
            limit.set_ceiling(ceiling)
            widest = max(widest, ceiling)
        elif step == "send" and len(out) < limit.allowed() and limit.ready_at() <= clock.now:
            out.append(f"c{number}")
            limit.sent(out[-1])
        elif step == "wait":
            clock.now += amount
        elif out and step == "ok":
            limit.succeeded(out.pop(0))
        elif out and step == "429":
            limit.limited(out.pop(), amount)
        elif out and step == "fail":
            limit.failed(out.pop(0))
        assert 1.0 <= limit.state().window <= ceiling
        assert len(out) <= widest
    for _ in range(3):  # a wait ends at its time: then one may go if nothing is out
        for call_id in out:
            limit.failed(call_id)
        out = []
        clock.now = max(clock.now, limit.ready_at())
        if limit.allowed() >= 1:
            break
        clock.now += 1e-6
    assert limit.allowed() >= 1


def test_pace_is_just_below_the_rate() -> None:
    """The rate between two bursts is measured exactly, and calls are paced a margin below it."""
    from orchestrator.pace import Pace

    pace = Pace(0.0)
    pace.emptied(0.0, 10, in_a_burst=False)
    pace.emptied(2.0, 10 + 81, in_a_burst=False)  # 81 sent, one of them refused: 80 in two seconds
    pace.start()
    assert pace.rate_per_s == pytest.approx(MARGIN * 40)
    pace.refused(50)  # another one comes back refused: 79
    assert pace.rate_per_s == pytest.approx(MARGIN * 39.5)
    assert pace.ready_at(2.0) == pytest.approx(2.0 + 1 / (MARGIN * 39.5))
    held_back = 0
    while pace.ready_at(60.0) <= 60.0:
        pace.take(60.0)
        held_back += 1
    assert held_back <= BURST_S * (pace.rate_per_s or 0) + 1
