"""What is said of the time that is left: right where all is steady, nothing at the start."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.doing import KEPT_S, SPACING, Doing, Mark, ModelNow, Out, Wait, with_mark
from state.job_view import PhaseTotals
from state.time_left import TimeLeft, recent, time_left

ITEMS = 1000
LATENCY_MS = (200, 1000)
CONCURRENCY = 12
PER_S = 10
"""Items that a second takes: 12 calls out for 1.2 s of calls an item."""


def mark(at: float, *, begun: float = 0.0) -> Mark:
    """Where a steady worker stands: ten items a second through both phases, twelve calls half done."""
    done = int(PER_S * max(0.0, at - begun))
    return Mark(at, done, (done, done), (LATENCY_MS[0] * done, LATENCY_MS[1] * done), 6000 if done else 0)


def totals(done: int, *, failed: int = 0, cost: str = "0.001") -> tuple[PhaseTotals, ...]:
    """Two phases that so many items have passed, a part of which failed in the first."""
    first = PhaseTotals(0, "one", done - failed, failed, busy_ms=LATENCY_MS[0] * done, settled_usd=Decimal(cost) * done)
    through = done - failed
    second = PhaseTotals(1, "two", through, 0, busy_ms=LATENCY_MS[1] * through, settled_usd=3 * Decimal(cost) * through)
    return first, second


def out() -> list[Out]:
    """Twelve calls, half done: two of the first phase, ten of the second."""
    return [Out("w", 0, 2, 2, 200), Out("w", 1, 10, 10, 5000)]


def steady(at: float) -> TimeLeft:
    """What is said of a steady run after so many seconds."""
    marks = tuple(mark(float(second)) for second in range(int(at)))
    return time_left([recent(marks, mark(at))], totals(int(PER_S * at)), out(), ITEMS)


@pytest.mark.parametrize("at", [10.0, 25.0, 50.0, 90.0])
def test_the_time_left_of_a_steady_run_is_right(at: float) -> None:
    """A hundred seconds' run is told within a second at any time."""
    told = steady(at)
    assert told.seconds_left == pytest.approx(100 - at, abs=1.0)
    assert not told.is_rough
    assert told.items_per_s == pytest.approx(PER_S)


def test_two_workers_are_twice_as_fast() -> None:
    """Rates of workers are added up, whenever each of them joined."""
    marks = tuple(mark(float(second)) for second in range(20))
    late = tuple(mark(float(second), begun=10.0) for second in range(10, 20))
    spans = [recent(marks, mark(20.0)), recent(late, mark(20.0, begun=10.0))]
    told = time_left(spans, totals(300), out(), ITEMS)
    assert told.seconds_left == pytest.approx(700 / 20, abs=1.0)
    assert told.items_per_s == pytest.approx(2 * PER_S)


def test_a_rate_that_has_changed_is_told_by_what_happens_now() -> None:
    """A model that lets through half of what it did is believed after a third of the run, not at its end."""
    marks = [mark(float(second)) for second in range(60)]
    last = marks[-1]
    slow = [
        replace(last, at=last.at + n, items=last.items + 5 * n, ended=tuple(one + 5 * n for one in last.ended),
                busy_ms=tuple(one + 5 * n * ms for one, ms in zip(last.busy_ms, LATENCY_MS, strict=True)))
        for n in range(1, 41)
    ]  # fmt: skip
    told = time_left([recent((*marks, *slow[:-1]), slow[-1])], totals(790), out(), ITEMS)
    assert told.seconds_left == pytest.approx(210 / 5, abs=2.0)


def test_nothing_is_said_at_the_start() -> None:
    """Before each phase was ended by an item, and for two seconds from the first end on, there is no time at all."""
    first, _ = totals(50)
    assert time_left([], totals(0), [], ITEMS) == TimeLeft()
    assert steady(1.0) == TimeLeft()
    marks = tuple(mark(float(n)) for n in range(5))
    unheard_of = (first, PhaseTotals(1, "two"))
    assert time_left([recent(marks, mark(5.0))], unheard_of, out(), ITEMS) == TimeLeft()
    early = steady(3.0)
    assert early.seconds_left is not None
    assert early.is_rough


def test_the_wait_for_the_first_answer_slows_nothing() -> None:
    """Half a minute in which a process loaded what it needs is no part of the rate."""
    idle = tuple(Mark(float(n), 0, (0, 0), (0, 0), 0) for n in range(30))
    busy = tuple(mark(float(n), begun=29.0) for n in range(30, 40))
    told = time_left([recent((*idle, *busy), mark(40.0, begun=29.0))], totals(110), out(), ITEMS)
    assert told.seconds_left == pytest.approx(89, abs=2.0)


def test_known_answers_are_counted_by_ends() -> None:
    """Where nobody is busy, as all answers are known, the ends of phases say how fast it goes."""
    marks = tuple(Mark(float(n), 100 * n, (100 * n, 100 * n), (0, 0), 0) for n in range(5))
    phases = (PhaseTotals(0, "one", 500), PhaseTotals(1, "two", 500))
    told = time_left([recent(marks, Mark(5.0, 500, (500, 500), (0, 0), 0))], phases, [], ITEMS)
    assert told.seconds_left == pytest.approx(5.0)


@given(st.lists(st.floats(0.01, 30.0), min_size=1, max_size=300))
def test_marks_are_few_and_close_where_it_matters(gaps: list[float]) -> None:
    """However often a worker marks its way, some dozens are kept, and gaps grow with age but for those there were."""
    kept: tuple[Mark, ...] = ()
    at = 0.0
    for gap in gaps:
        at += gap
        kept = with_mark(kept, Mark(at, 0, (), (), 0))
    times = [one.at for one in kept]
    assert times[-1] == at
    assert times == sorted(times)
    assert at - times[0] <= KEPT_S
    assert len(times) <= 100
    for before, after in pairwise(times):
        assert after - before <= max(2 * max(gaps), (at - before) / SPACING + max(gaps))


def test_what_a_worker_says_is_heard_as_it_was_said() -> None:
    """Marks, models and waits come back from the row as they were."""
    said = Doing(
        (mark(1.5), mark(2.5)),
        (ModelNow("openai/a", 4, 2, None, met=True), ModelNow("openai/b", 9, 0, 2.5)),
        (Wait("retry_after", "openai/a", 7, 12.5, "why"), Wait("budget", "job", 1)),
    )
    assert Doing.of(said.text()) == said
    assert Doing.of(None) == Doing()
