"""Alerts of budgets: each once for each cap, whoever spends; and what is left at the end of a budget."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from state.alerts import due
from state.control import set_options, set_project_cap
from state.engine import State
from state.events import EventKind
from state.identity import new_call_id
from state.leases import leave, take
from state.records import Conclusion, Json
from state.status import JobStatus
from state.view_ledger import EventRow, events
from state.writer import Stop
from tests.books import COST, PROJECT, Hand, assert_books, call, done, enter, job_row, new_job, reply, start
from tests.test_state_races import _hand, _race, _results

SPENDERS = 3
CALLS = 40


def told(state: State, job_id: str, kind: EventKind = EventKind.ALERT) -> list[EventRow]:
    """The events of a kind."""
    return [event for event in events(state, job_id) if event.kind == kind]


def alerts(state: State, *job_ids: str) -> list[tuple[Json, Json, Json]]:
    """The alerts of some jobs: scope, percent and cap."""
    rows = [event.facts for job_id in job_ids for event in told(state, job_id)]
    return [(facts["scope"], facts["percent"], facts["cap_usd"]) for facts in rows]


def spend(hand: Hand, *, first: int, calls: int, cost: Decimal = COST) -> None:
    """Make so many calls, one a commit."""
    for ordinal in range(first, first + calls):
        one = call(ordinal, worst_case_usd=cost, call_id=new_call_id())
        hand.do(one)
        hand.do(reply(one, cost=cost))


@pytest.mark.parametrize(
    ("cap", "spent", "alerted", "percents"),
    [
        ("10", "4.99", 0, []),
        ("10", "5", 0, [50]),
        ("10", "8.1", 0, [50, 80]),
        ("10", "8.1", 50, [80]),
        ("10", "12", 80, [100]),
        ("10", "12", 100, []),
        ("0", "0", 0, []),
        (None, "5", 0, []),
    ],
)
def test_each_percent_is_due_once(cap: str | None, spent: str, alerted: int, percents: list[int]) -> None:
    """What is passed and was not told; of no budget, and of one of nothing, never."""
    assert due(None if cap is None else Decimal(cap), Decimal(spent), alerted) == percents


def test_a_job_and_its_project_are_alerted_each_at_its_own_cap(state: State) -> None:
    """Both budgets at once: each percent of each is told once, with the figures, in the order in which it is passed."""
    job = new_job(state, budget_usd=10 * COST, project_cap=20 * COST)
    hand = start(state, job)
    spend(hand, first=0, calls=4)
    assert alerts(state, job) == []
    spend(hand, first=4, calls=1)
    assert [event.facts for event in told(state, job)] == [
        {
            "scope": "job", "project": PROJECT, "percent": 50, "cap_usd": "0.02345", "spent_usd": "0.011725",
            "reserved_usd": "0.00",
        }
    ]  # fmt: skip
    assert told(state, job)[0].message == "50 % of the job's budget: $0.011725 of $0.02345 spent"
    hand.do(Stop("budget", "did not fit into the job's budget"))
    job_cap, both = "0.02345", "0.0469"
    assert alerts(state, job) == [("job", 50, job_cap), ("job", 100, job_cap)]
    assert "has no room for the worst case of the next call" in told(state, job)[-1].message
    other = new_job(state)
    spend(start(state, other, worker_id="worker-2"), first=5, calls=15)
    assert alerts(state, other) == [("project", 50, both), ("project", 80, both), ("project", 100, both)]


def test_another_cap_is_alerted_anew_and_the_same_one_is_not(state: State) -> None:
    """Raised, lowered and set again to what it was: only another amount begins anew, and at where it then is."""
    job = new_job(state, budget_usd=10 * COST)
    hand = start(state, job)
    spend(hand, first=0, calls=8)
    assert [percent for _, percent, _ in alerts(state, job)] == [50, 80]
    set_options(state, job, {"budget_usd": str(10 * COST)})
    spend(hand, first=8, calls=1)
    assert len(alerts(state, job)) == 2
    set_options(state, job, {"budget_usd": str(17 * COST)})
    spend(hand, first=10, calls=1)
    assert alerts(state, job)[2:] == [("job", 50, "0.039865")], "ten of seventeen"
    set_options(state, job, {"budget_usd": "none"})
    spend(hand, first=11, calls=5)
    assert len(alerts(state, job)) == 3


def test_a_resume_tells_nothing_again(state: State) -> None:
    """What was told of a cap stays told over runs."""
    job = new_job(state, budget_usd=10 * COST)
    hand = start(state, job)
    spend(hand, first=0, calls=8)
    hand.do(Stop("budget", "did not fit into the job's budget"))
    assert leave(state, hand.ref, reason="paused", held_items=2) is JobStatus.PAUSED
    again = start(state, job, worker_id="worker-2")
    again.do(call(9))
    again.do(Stop("budget", "did not fit into the job's budget"))
    assert [percent for _, percent, _ in alerts(state, job)] == [50, 80, 100]


def spends(url: str, job: str, epoch: str, name: str, first: str) -> None:
    """Make calls, one a commit."""
    spend(_hand(url, job, epoch, name), first=int(first), calls=CALLS)


def test_processes_of_several_jobs_tell_each_alert_once(state: State) -> None:
    """Three processes of two jobs of one project, both budgets at once: each percent of each cap is told by one."""
    every = SPENDERS * CALLS * COST
    shared = new_job(state, items=SPENDERS * CALLS, budget_usd=2 * CALLS * COST, project_cap=every)
    own = new_job(state, items=SPENDERS * CALLS, budget_usd=CALLS * COST)
    epochs = {job: take(state, job, runner="local")[0] for job in (shared, own)}
    children = [
        _race(state, "spends", job, str(epochs[job]), f"worker-{i}", str(i * CALLS), module=__name__)
        for i, job in enumerate((shared, shared, own))
    ]
    _results(children)
    found = Counter((scope, percent, job_row(state, job).job_id if scope == "job" else "") for job in (shared, own)
                    for scope, percent, _ in alerts(state, job))  # fmt: skip
    assert set(found.values()) == {1}
    assert len(found) == 9
    assert_books(state)


def test_at_the_end_of_a_budget_the_job_says_what_is_left_and_what_it_may_cost(state: State) -> None:
    """The reason, the event and its facts name items, their phases, and their price at what each phase cost so far."""
    job = new_job(state, items=10, budget_usd=Decimal(1))
    hand = start(state, job)
    spend(hand, first=0, calls=4, cost=Decimal("0.002"))
    hand.do(*(done(ordinal) for ordinal in range(4)))
    hand.do(Stop("budget", "did not fit into the job's budget"))
    message = (
        "did not fit into the job's budget; 6 items (6 phases of them) left, for about $0.012 at the mean of each phase"
        " so far"
    )
    assert job_row(state, job).error_message == message
    (stopping,) = told(state, job, EventKind.STOPPING)
    assert stopping.message == f"budget: {message}"
    assert stopping.facts == {"class": "budget", "left_items": 6, "left_phases": 6, "left_usd": "0.012"}
    leave(state, hand.ref, reason="paused", held_items=6)
    (paused,) = told(state, job, EventKind.PAUSED)
    assert message in paused.message
    assert {key: paused.facts[key] for key in ("class", "completed_items", "open_items", "spent_usd")} == {
        "class": "budget", "completed_items": 4, "open_items": 6, "spent_usd": "0.008",
    }  # fmt: skip


def test_changed_options_are_told_with_what_they_were(state: State) -> None:
    """An event names each option that is another one now, from what to what, and by whom; the same again tells none."""
    job = new_job(state, budget_usd=Decimal(5), concurrency=4)
    set_options(state, job, {"budget_usd": "none", "concurrency": "8", "checkpoint_frequency": "10"})
    set_options(state, job, {"concurrency": 8})
    (changed,) = told(state, job, EventKind.OPTIONS)
    assert changed.message.startswith("budget_usd 5.00 → none, concurrency 4 → 8, by ")
    assert changed.facts["budget_usd"] == {"from": "5.00", "to": None}
    assert changed.facts["concurrency"] == {"from": 4, "to": 8}
    assert "checkpoint_frequency" not in changed.facts


def test_a_projects_cap_that_changes_is_alerted_anew(state: State) -> None:
    """As a job's own."""
    job = new_job(state, project_cap=2 * COST)
    hand = start(state, job)
    spend(hand, first=0, calls=1)
    set_project_cap(state, PROJECT, 2 * COST)
    spend(hand, first=1, calls=0)
    hand.do(_concluded(1))
    assert [percent for _, percent, _ in alerts(state, job)] == [50]
    set_project_cap(state, PROJECT, Decimal("1.5") * COST)
    hand.do(_concluded(2))
    assert [percent for _, percent, _ in alerts(state, job)] == [50, 50]


def _concluded(ordinal: int) -> Conclusion:
    return done(ordinal)


def test_two_workers_of_one_run_tell_a_stop_once(state: State) -> None:
    """Who comes second to the end of a budget finds it told."""
    job = new_job(state, budget_usd=Decimal(1))
    hand = start(state, job)
    other = enter(state, job, hand.ref.epoch, "worker-2")
    hand.do(Stop("budget", "the job's budget"), Stop("budget", "the job's budget"))
    other.do(Stop("budget", "the job's budget"))
    assert len(alerts(state, job)) == len(told(state, job, EventKind.STOPPING)) == 1
