"""Each hint is there when its figures say so, names what to do, and is silent where there is nothing to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from state.analytics_view import (
    Analytics,
    FailureClassCount,
    ModelSums,
    PhaseSums,
    Slot,
    StatusSums,
    Tokens,
)
from state.clock import utc_now
from state.hints import PhaseFacts, hints
from state.latencies import NO_DURATIONS, Durations
from state.records import ZERO

JOB = "job_1"
NO_WASTE = dict.fromkeys(("retries", "invalid", "unknown", "stale", "failed"), ZERO)


def a_phase(name: str = "rate", **changes: object) -> PhaseSums:
    """A phase of 100 items in which all went well."""
    phase = PhaseSums(
        name=name, cost=Decimal(1), wasted=NO_WASTE, calls=100, tokens=Tokens(200_000, 10_000, 0), completed=100
    )
    return replace(phase, **changes)  # type: ignore[arg-type]


def a_job(*phases: PhaseSums, **changes: object) -> Analytics:
    """The sums of a job of two phases that cost the same, in which all went well, unless they are given."""
    mine = phases or (a_phase("draft"), a_phase("rate"))
    found = Analytics(
        total=sum((phase.cost for phase in mine), ZERO), phases=mine, models=(), statuses=(), tokens=Tokens(),
        item_times=NO_DURATIONS, completed_items=100, failed_items=0, by_class=(), start=utc_now(),
        end=utc_now() + timedelta(hours=1), worked_s=3600.0, slots=(Slot((ZERO,) * len(mine), 0, 0, 0),),
    )  # fmt: skip
    return replace(found, **changes)  # type: ignore[arg-type]


def told(found: Analytics, *facts: PhaseFacts) -> list[str]:
    """The hints of a job."""
    return list(hints(JOB, found, facts or (PhaseFacts(),) * len(found.phases)))


def speeds(slow_ms: int, fast_ms: int, count: int = 50) -> PhaseFacts:
    """A phase that two models answer."""
    both = {name: Durations(count, float(ms), ms, ms, ms) for name, ms in (("a/slow", slow_ms), ("b/fast", fast_ms))}
    return PhaseFacts(0, (both,))


def test_a_job_in_which_all_went_well_has_none() -> None:
    """Two phases at half the cost each, everything done at once."""
    assert told(a_job()) == []


LIMITED = ModelSums("openai/gpt-6-luna", Decimal(1), 400, 20)
CASES = [
    (
        a_job(completed_items=69, failed_items=31, by_class=(FailureClassCount("too_long", 20, "doc-1: long"),)),
        "31 of 100 finished items failed, most of them for too_long", f"`batchwright results {JOB} --status FAILED`",
    ),
    (
        a_job(statuses=(StatusSums("ok", 99, Decimal(1)), StatusSums("unknown", 3, Decimal("0.07")))),
        "3 calls whose outcome nobody saw are booked at the worst case, $0.07", f"`batchwright reconcile {JOB} CALL…",
    ),
    (a_job(a_phase("draft", cost=Decimal("1.1")), a_phase()), "draft costs 52 % of the job", "a cheaper model"),
    (a_job(a_phase(again=25)), "25 % of the items needed more than one attempt in rate:", f"`batchwright why {JOB} I"),
    (
        a_job(a_phase(again=25, min_score=9, scores={9: 75})),
        "25 % of the items needed more than one attempt in rate, whose judge wants 9 of 10 (mean 9)",
        "lower `validation.min_score`",
    ),
    (a_job(a_phase(judge=Decimal("0.6"))), "judging costs 60 % of rate", "`validation.judge_model`"),
    (a_job(models=(LIMITED,)), "refused 5 % of its calls (20 of 400)", 'under [limits."openai/gpt-6-luna"]'),
    (
        a_job(a_phase(wasted={**NO_WASTE, "invalid": Decimal("0.05")})),
        "replies that could not be used cost $0.05, 5 % of the job", f"`batchwright calls {JOB} --status invalid`",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("found", "seen", "to_do"), CASES)
def test_what_is_seen_is_told_with_what_to_do(found: Analytics, seen: str, to_do: str) -> None:
    """One sentence at the threshold, with both figures and a command or a key."""
    (hint,) = told(found)
    assert seen in hint
    assert to_do in hint


QUIET = [
    a_job(completed_items=70, failed_items=30),
    a_job(statuses=(StatusSums("unknown", 3, ZERO),)),
    a_job(a_phase(again=24)),
    a_job(a_phase(completed=19, again=19)),
    a_job(a_phase(judge=Decimal("0.5"))),
    a_job(models=(replace(LIMITED, calls=401),)),
    a_job(models=(replace(LIMITED, calls=19, limited=19),)),
    a_job(a_phase(wasted={**NO_WASTE, "invalid": Decimal("0.049")})),
    a_job(a_phase(cost=Decimal("0.01"), wasted={**NO_WASTE, "invalid": Decimal("0.009")})),
    a_job(a_phase("only", cost=Decimal(9))),
]


@pytest.mark.parametrize("found", QUIET)
def test_below_the_threshold_or_of_too_few_nothing_is_told(found: Analytics) -> None:
    """A share of a handful says nothing, and of a job with one phase all money is in that one."""
    assert told(found) == []


def test_long_instructions_that_no_cache_held_are_told() -> None:
    """From the shortest text that providers cache on, where money is paid and less than a tenth came from the cache."""
    long = PhaseFacts(shared_chars=4 * 1_024)
    (hint,) = told(a_job(a_phase()), long)
    assert "rate sends about 1,024 tokens that all items share with each call, and 0 % of its input came from" in hint
    assert "keep fields of the item out of `prompt.system`" in hint
    assert told(a_job(a_phase(tokens=Tokens(200_000, 1, 20_000))), long) == []
    assert told(a_job(a_phase(cost=ZERO)), long) == []
    assert told(a_job(a_phase()), PhaseFacts(shared_chars=4 * 1_023)) == []


def test_a_model_that_is_much_slower_than_another_in_its_phase_is_told() -> None:
    """At three times the median, of 20 answers each; the faster one is what to name."""
    (hint,) = told(a_job(a_phase()), speeds(3_000, 1_000))
    assert hint.startswith("in rate a/slow takes 3.0 s at the median and b/fast 1.0 s: name b/fast as `model`")
    assert told(a_job(a_phase()), speeds(2_990, 1_000)) == []
    assert told(a_job(a_phase()), speeds(9_000, 1_000, count=19)) == []
