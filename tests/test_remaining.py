"""What is left of a job and what it will cost: one reckoning, whoever tells of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from state.engine import State
from state.events import EventKind
from state.job_view import PhaseTotals
from state.leases import leave
from state.remaining import left_by_phase, left_usd, remaining
from state.status import ItemStatus
from state.view_ledger import events
from state.views import status
from state.writer import Stop
from tests.books import call, done, new_job, reply, start


def phases(first: int, second: int, *, failed: int = 0, cost: str = "0.001") -> tuple[PhaseTotals, ...]:
    """Two phases that so many items have passed; some failed in the first; the second is three times as dear."""
    ended = first + failed
    return (
        PhaseTotals(0, "one", first, failed, settled_usd=Decimal(cost) * ended),
        PhaseTotals(1, "two", second, settled_usd=3 * Decimal(cost) * second),
    )


def test_what_is_left_follows_those_that_fail() -> None:
    """A fifth fails in the first phase: of those that are still to come a fifth will not come to the second."""
    assert left_by_phase(phases(80, 80, failed=20), 200) == [100.0, 80.0]
    assert left_by_phase(phases(60, 40), 100) == [40.0, 60.0]
    assert left_by_phase((), 100) == []


def test_what_is_left_costs_what_items_cost_so_far() -> None:
    """Each phase's mean, times what is left in it; nothing before each phase has one; at the end nothing."""
    assert left_usd(phases(100, 100), 1000) == Decimal("3.6")
    assert left_usd(phases(1000, 1000), 1000) == Decimal(0)
    assert left_usd(phases(10, 0), 20) is None


def test_it_is_told_in_words_and_facts() -> None:
    """Items that may run for now, how often one will go through a phase, and the price, if any, in two digits."""
    left = remaining(phases(80, 80, failed=20), 200, 100, None)
    assert str(left) == "100 items (180 phases of them) left, for about $0.34 at the mean of each phase so far"
    assert left.facts() == {"left_items": 100, "left_phases": 180, "left_usd": "0.34"}
    assert str(remaining(phases(0, 0), 1, 1, None)) == "1 item (2 phases of them) left"
    assert remaining(phases(4, 4), 10, 6, 5).facts() == {"left_items": 1, "left_phases": 2, "left_usd": "0.004"}


@pytest.mark.parametrize("first", [None, 8])
def test_the_end_of_a_budget_and_the_status_tell_the_same_cost(state: State, first: int | None) -> None:
    """What was spent and what the reason of the pause says is left is what the status says the job will have cost."""
    job = new_job(state, items=10, budget_usd=Decimal(1), first=first)
    hand = start(state, job)
    for ordinal in range(4):
        one = call(ordinal, worst_case_usd=Decimal("0.002"))
        hand.do(one)
        hand.do(reply(one, cost=Decimal("0.002")))
        hand.do(done(ordinal, final=ItemStatus.COMPLETED if ordinal else ItemStatus.FAILED))
    hand.do(Stop("budget", "did not fit into the job's budget"))
    leave(state, hand.ref, reason="paused", held_items=6)
    (told,) = [event.facts["left_usd"] for event in events(state, job) if event.kind == EventKind.STOPPING]
    assert told == ("0.012" if first is None else "0.008")
    assert status(state, job).analytics.cost_projected == Decimal("0.008") + Decimal(told)
