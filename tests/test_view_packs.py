"""What users read of packed calls: an item has its share of their cost, and its ledger has them whole."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from state.engine import State
from state.exports import ledger_rows, totals
from state.leases import take
from state.records import ZERO
from state.status import CallStatus
from state.views import analytics, calls, count_calls, item, results, status
from state.workspace import Workspace
from tests.books import COST, WORST, embedding, failure, new_job, pack, pack_reply, reply, start
from tests.query_plans import assert_indexed
from tests.test_views import planned

ITEMS = 4


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of the test's own."""
    return Workspace(str(tmp_path / "workspace"))


def a_packed_job(state: State) -> tuple[str, list[str]]:
    """A job whose items 0–2 were packed: refused once, then answered for 1, 2 and 3 times `COST`; 0 asked alone too."""
    job_id = planned(state, new_job(state, items=ITEMS))
    hand = start(state, job_id)
    limited, answered = (pack(*(embedding(i) for i in range(3))) for _ in range(2))
    alone = embedding(0, phase=1)
    hand.do(limited)
    hand.do(failure(limited, CallStatus.LIMITED))
    hand.do(answered, alone)
    hand.do(pack_reply(answered, COST, 2 * COST, 3 * COST), reply(alone))
    return job_id, [limited.call_id, answered.call_id, alone.call_id]


def test_an_item_costs_its_share_of_a_pack(state: State, workspace: Workspace) -> None:
    """Results and one item's view show what the item itself cost, and all items together what the job did."""
    job_id, _ = a_packed_job(state)
    costs = [row.cost_incurred for row in results(state, workspace, job_id)]
    assert costs == [2 * COST, 2 * COST, 3 * COST, ZERO]
    assert sum(costs) == status(state, job_id).analytics.cost_incurred
    assert item(state, workspace, job_id, "item-2").result.cost_incurred == 3 * COST


@pytest.mark.parametrize("taken_over", [False, True])
def test_a_pack_that_is_out_costs_its_items_nothing_until_it_is_unknown(
    state: State, workspace: Workspace, taken_over: bool
) -> None:
    """What is reserved is no cost; once nobody will see the outcome, each item has its worst case."""
    job_id = new_job(state, items=2)
    start(state, job_id).one(pack(embedding(0), embedding(1)))
    if taken_over:
        take(state, job_id, runner="local", force=True)
    cost = WORST if taken_over else ZERO
    assert [row.cost_incurred for row in results(state, workspace, job_id)] == [cost, cost]
    assert status(state, job_id).analytics.cost_unknown == 2 * cost


def test_the_ledger_of_an_item_has_its_packs_whole(state: State, workspace: Workspace) -> None:
    """A pack that holds the item is listed once, with its own cost and how many inputs it had."""
    job_id, (limited, answered, alone) = a_packed_job(state)
    assert [row.call_id for row in calls(state, job_id)] == [limited, answered, alone]
    assert [row.call_id for row in calls(state, job_id, item_id="item-0")] == [limited, answered, alone]
    rows = list(calls(state, job_id, item_id="item-2"))
    assert [(row.call_id, row.items, row.kind, row.cost) for row in rows] == [
        (limited, 3, "packed", ZERO), (answered, 3, "packed", 6 * COST),
    ]  # fmt: skip
    assert rows[1].document()["items"] == 3
    assert [row.call_id for row in calls(state, job_id, item_id="item-2", status="ok")] == [answered]
    assert [row.call_id for row in calls(state, job_id, item_id="item-2", after_call_id=limited)] == [answered]
    assert list(calls(state, job_id, item_id="item-3")) == []
    counted = [count_calls(state, job_id, item_id=f"item-{i}") for i in range(ITEMS)]
    assert (counted, count_calls(state, job_id, item_id="item-1", status="limited")) == ([3, 2, 2, 0], 1)
    assert [row.call_id for row in item(state, workspace, job_id, "item-1").calls] == [limited, answered]


def test_the_uses_of_a_packed_item_name_the_pack(state: State, workspace: Workspace) -> None:
    """`why` finds the item's own answer, paid by the packed call, at the item's share of its cost."""
    job_id, (_, answered, _) = a_packed_job(state)
    (use,) = item(state, workspace, job_id, "item-1").uses
    assert (use.call_id, use.known, use.digest) == (answered, False, embedding(1).digest)
    assert use.answer is not None
    assert (use.answer.text, use.answer.cost_usd) == ("an answer to 1", 2 * COST)


def test_sums_have_a_pack_once_and_its_time_for_each_item(state: State) -> None:
    """Money and calls are those of the rows; each item of a pack took as long as the pack did."""
    job_id, _ = a_packed_job(state)
    found = analytics(state, job_id)
    assert (found.total, [one.calls for one in found.models]) == (7 * COST, [3])
    assert [phase.cost for phase in found.phases] == [6 * COST, COST]
    assert (found.item_times.avg_ms, found.item_times.p95_ms) == (round(800 / 3, 1), 400)
    assert [phase.waits.avg_ms for phase in found.phases] == [200.0, 200.0]
    summed = totals(state, job_id)
    assert (summed.calls, summed.settled_usd) == (3, 7 * COST)


def test_an_export_has_a_pack_as_one_row(state: State) -> None:
    """The exported ledger adds up to the job's cost, and says how many inputs each call had."""
    job_id, ids = a_packed_job(state)
    rows = list(ledger_rows(state, job_id, "", 10))
    assert [(row.call_id, row.items) for row in rows] == [(ids[0], 3), (ids[1], 3), (ids[2], 1)]
    assert sum((row.cost for row in rows), Decimal(0)) == 7 * COST


def test_packs_are_read_by_index(state: State, workspace: Workspace) -> None:
    """No view reads the table of packed inputs from end to end."""
    job_id, _ = a_packed_job(state)
    with assert_indexed(state):
        assert list(results(state, workspace, job_id))
        assert list(calls(state, job_id, item_id="item-2"))
        assert count_calls(state, job_id, item_id="item-2") == 2
        assert item(state, workspace, job_id, "item-2").calls
        assert analytics(state, job_id).total == 7 * COST
