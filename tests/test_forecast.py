"""What is likely of calls, as assumed and as seen; and how long many of them take under limits."""

from __future__ import annotations

import pytest

from orchestrator.forecast import Forecast, Load
from orchestrator.habits import ASSUMED_OUTPUT, USUAL, Band, Curve, Habits, Seen, again
from orchestrator.tasks import TASKS
from state.plan_records import JudgePlan, PhasePlan
from state.provider_settings import ScopeLimit
from state.records import Role, Usage


def a_phase(task_type: str = "chat", attempts: int = 1, *, judged: bool = False) -> PhasePlan:
    """A phase of a task."""
    judge = JudgePlan(7, ("m/j",), "v") if judged else None
    return PhasePlan(0, "say", "say", task_type, "", "{{content}}", "", "v", -1, (("m/a",),), attempts, judge=judge)


def test_each_task_has_a_usual_length() -> None:
    """No task falls back on another one's length."""
    assert set(USUAL) == set(TASKS)


def test_a_curve_follows_what_grows_and_what_does_not() -> None:
    """Through lengths that grow with the input, and through ones that stop growing, it is near each of them."""
    grows = Curve.through([(x, 10 + 0.5 * x) for x in range(10, 1000, 10)])
    assert grows.at(500) == pytest.approx(260)
    assert grows.at(2000) == pytest.approx(1010)
    stops = Curve.through([(x, min(100, x)) for x in range(10, 1000, 10)])
    assert stops.at(5000) == pytest.approx(100, abs=1)
    assert Curve.through([(7, 30), (7, 50)]).at(7) == 40
    assert Curve.through([(0, 5)]).at(100) == 5


def test_more_that_was_seen_is_surer() -> None:
    """What is assumed is within a factor of two; many answers alike leave a few percent; none is said to be exact."""
    assert Habits(a_phase(), Role.EXECUTOR, Seen()).outputs == ASSUMED_OUTPUT
    few, many = Seen(), Seen()
    for seen, count in (few, 4), (many, 100):
        for number in range(count):
            seen.add(100, 100, Usage(120, 40 + 20 * (number % 2), cached_tokens=60), 500)
    few_habits, many_habits = (Habits(a_phase(), Role.EXECUTOR, seen) for seen in (few, many))
    assert few_habits.outputs.high > many_habits.outputs.high > 1.02
    assert many_habits.input_tokens(100) == pytest.approx(120)
    assert many_habits.output_tokens(100, 1000) == pytest.approx(50)
    assert many_habits.output_tokens(100, 30) == 30
    assert many_habits.usage(120, 50) == Usage(120, 50, cached_tokens=60)
    assert many_habits.seconds(50) == 0.5


def test_answers_are_sent_back_as_often_as_was_seen() -> None:
    """One attempt is never sent back; what is known of ten items or more counts alone, and fewer count in part."""
    assert again(a_phase(), 100, 50) == Band(0, 0, 0)
    assert again(a_phase(attempts=2, judged=True), 0, 0).likely == 0.1
    assert again(a_phase(attempts=2, judged=True), 100, 25).likely == 0.25
    assert again(a_phase(attempts=2, judged=True), 20, 0).likely == 0
    assert again(a_phase(attempts=2, judged=True), 5, 5).likely == pytest.approx(0.55)


def test_the_time_is_that_of_the_narrowest_place() -> None:
    """Concurrency, each limit of the config, what 429s have shown, or one item's way: the slowest rules."""
    found = Forecast(longest_s=4)
    found.loads["openai/a"] = Load(calls=100, busy_s=200, tokens=50_000)
    found.loads["openai/b"] = Load(calls=20, busy_s=40, tokens=1_000)

    def seconds(*limits: ScopeLimit, **learned: tuple[float, float | None]) -> float:
        named = {f"openai/{name}": one for name, one in learned.items()}
        return found.seconds(10, limits, named) - Forecast(longest_s=0, loads={"": Load()}).seconds(10, (), {})

    assert seconds() == 24
    assert seconds(ScopeLimit("openai", requests_per_minute=60)) == 120
    assert seconds(ScopeLimit("openai/b", requests_per_minute=60)) == 24
    assert seconds(ScopeLimit("openai", tokens_per_minute=51_000)) == 60
    assert seconds(ScopeLimit("openai/a", concurrency=2)) == 100
    assert seconds(a=(4.0, None)) == 50
    assert seconds(a=(0.0, 0.5)) == 200
    assert Forecast().seconds(10, (), {}) == 0
