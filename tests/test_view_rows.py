"""The ledger, the history, one item and the sums over them are what the rows say."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import delete, insert

from state.engine import State
from state.errors import NotFoundError
from state.events import EventKind, note_event
from state.ingest import ingest
from state.records import Checkpoint, Conclusion, NewItem, Role
from state.schema import batch_calls
from state.status import ItemStatus
from state.views import (
    analytics,
    calls,
    count_calls,
    earlier_uses,
    events,
    item,
    results,
    status,
)
from state.workspace import Workspace
from tests.books import COST, MODEL, call, new_job, reply, start
from tests.query_plans import assert_indexed
from tests.test_views import NAMES, a_worked_job, concluded, planned


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of the test's own."""
    return Workspace(str(tmp_path / "workspace"))


# ── ledger, events, one item ────────────────────────────────────────────────────────────────────


def test_the_ledger_is_the_contract(state: State) -> None:
    """Each call is one row with its phase's name, tokens and cost; filters select by item and status."""
    job_id, first, _ = a_worked_job(state)
    rows = [row.document() for row in calls(state, job_id)]
    assert len(rows) == count_calls(state, job_id) == 4
    assert rows[0] == {
        "call_id": first.call_id, "item_id": "item-0", "phase": "summarise", "attempt": 1, "role": "executor",
        "kind": "live", "items": 1, "provider": "anthropic", "model": MODEL, "status": "ok", "input_tokens": 120,
        "output_tokens": 40, "cached_tokens": 20, "cost": "0.002345", "price_version": "prices-1",
        "started_at": rows[0]["started_at"], "ended_at": rows[0]["ended_at"], "latency_ms": 200, "http_status": 200,
        "request_id": None, "request_digest": first.digest, "epoch": 1, "worker_id": "worker-1",
        "bundle_id": "bundle-1", "answered_model": "claude-haiku-5-5-2026", "error": None,
    }  # fmt: skip
    (bad,) = calls(state, job_id, item_id="item-1")
    assert (bad.status, bad.document()["error"]) == ("invalid", {"class": "made_up", "message": "made up"})
    assert count_calls(state, job_id, item_id="item-0") == 2
    assert [row.item_id for row in calls(state, job_id, status="invalid")] == ["item-1"]
    with pytest.raises(NotFoundError, match="no item 'nobody'"):
        calls(state, job_id, item_id="nobody")


def many_calls(state: State, job_id: str, count: int) -> list[str]:
    """Put so many settled calls into the ledger."""
    hand = start(state, job_id)
    hand.one(call(0))
    with state.begin() as conn:
        row = conn.execute(batch_calls.select().where(batch_calls.c.job_id == job_id)).one()._asdict()
        ids = [f"call_z{i:030d}" for i in range(count)]
        same = row | {"status": "ok", "reserved_usd": Decimal(0), "latency_ms": 5}
        conn.execute(insert(batch_calls), [same | {"call_id": one, "ordinal": i % 7} for i, one in enumerate(ids)])
        conn.execute(delete(batch_calls).where(batch_calls.c.call_id == row["call_id"]))
    return ids


def test_the_ledger_pages_by_key(state: State) -> None:
    """More calls than a page come once each in order, and reading goes on behind any of them."""
    job_id = new_job(state, items=7)
    ids = many_calls(state, job_id, 1_250)
    assert [row.call_id for row in calls(state, job_id)] == ids
    assert [row.call_id for row in calls(state, job_id, limit=3, after_call_id=ids[600])] == ids[601:604]
    assert len(list(calls(state, job_id, limit=500))) == 500
    assert [row.call_id for row in calls(state, job_id, item_id="item-3", limit=2)] == [ids[3], ids[10]]


def test_events_come_in_order(state: State) -> None:
    """Events can be followed: what comes after the last one that was seen."""
    job_id = new_job(state)
    with state.begin() as conn:
        for i in range(3):
            note_event(conn, job_id, EventKind.ITEMS, f"number {i}", {"number": i})
    first, *rest = events(state, job_id)
    assert [row.message for row in (first, *rest)] == ["number 0", "number 1", "number 2"]
    assert [row.facts for row in (first, *rest)] == [{"number": 0}, {"number": 1}, {"number": 2}]
    assert [row.message for row in events(state, job_id, after_event_id=first.event_id, limit=1)] == ["number 1"]
    assert set(first.document()) == {"event_id", "at", "kind", "message", "facts"}


def test_an_item_has_all_that_why_and_show_need(state: State, workspace: Workspace) -> None:
    """Uses come with components, reason, whether they were known, and the answer itself; calls with their fate."""
    job_id = planned(state, new_job(state, items=2))
    hand = start(state, job_id)
    paid = replace(call(0, digest="d" * 64), components={"text": "1", "model": "2"}, reason="fast tier")
    judge = replace(call(0, digest="e" * 64), role=Role.JUDGE)
    hand.one(paid)
    hand.do(reply(paid), concluded(0, 0, "an answer", last=False))
    hand.one(judge)
    hand.do(reply(judge, text='{"score": 8}'))
    hand.one(call(1, digest="d" * 64))
    view = item(state, workspace, job_id, "item-0")
    assert (view.phases, view.result.item_id, view.result.checkpoints[0].score) == (NAMES, "item-0", 8)
    use = next(use for use in view.uses if use.role == "executor")
    assert (use.phase_name, use.known, use.reason, use.components) == (
        "summarise", False, "fast tier", {"text": "1", "model": "2"},
    )  # fmt: skip
    assert use.answer is not None
    assert use.answer.text == "an answer"
    assert [use.answer and use.answer.text for use in view.uses if use.role == "judge"] == ['{"score": 8}']
    assert [row.status for row in view.calls] == ["ok", "ok"]
    (other,) = item(state, workspace, job_id, "item-1").uses
    assert (other.known, other.saved_usd, other.call_id) == (True, COST, paid.call_id)


def test_the_earlier_use_of_an_item_is_that_of_the_newest_job_before(state: State, workspace: Workspace) -> None:
    """`why` compares with the last job of the project that asked for the same item, and with no later one."""
    jobs = [planned(state, new_job(state, items=2)) for _ in range(3)]
    for number, job_id in enumerate(jobs):
        hand = start(state, job_id, worker_id=f"worker-{number}")
        intent = replace(call(0, digest=str(number) * 64), components={"text": str(number)})
        hand.one(intent)
        hand.do(reply(intent))
    assert [use.components for use in earlier_uses(state, workspace, jobs[1], "item-0")] == [{"text": "0"}]
    assert earlier_uses(state, workspace, jobs[0], "item-0") == ()
    assert earlier_uses(state, workspace, jobs[2], "item-1") == ()


# ── indexes, payloads ───────────────────────────────────────────────────────────────────────────


def test_reading_stays_indexed(state: State, workspace: Workspace) -> None:
    """No view reads a table of rows by item or call from end to end."""
    job_id, _, _ = a_worked_job(state)
    with assert_indexed(state):
        assert list(results(state, workspace, job_id))
        assert list(results(state, workspace, job_id, status="FAILED"))
        assert list(calls(state, job_id))
        assert list(calls(state, job_id, item_id="item-0"))
        assert len(list(calls(state, job_id, status="OK"))) == count_calls(state, job_id, status="ok") > 0
        assert len(list(calls(state, job_id, status="unknown"))) == count_calls(state, job_id, status="unknown")
        assert item(state, workspace, job_id, "item-0").uses
        assert earlier_uses(state, workspace, job_id, "item-0") == ()
        assert analytics(state, job_id).completed_items == 1
        assert status(state, job_id).progress.total_items == 4


def test_large_inputs_and_outputs_come_from_the_workspace(state: State, workspace: Workspace) -> None:
    """A result is whole wherever its parts live."""
    from tests.test_ingest import a_job

    job, large = a_job(), "x" * 300_000
    ingest(state, workspace, job, [NewItem("big", large, {})])
    ref = workspace.put(json.dumps({"all": large}))
    checkpoint = Checkpoint(0, ok=True, output=None, attempts=1, payload_ref=ref)
    start(state, job.job_id).one(Conclusion(0, "big", checkpoint, ItemStatus.COMPLETED))
    (row,) = results(state, workspace, job.job_id)
    assert (row.input, row.output) == (large, {"all": large})
