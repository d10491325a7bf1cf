"""What users read is what the rows say: status, list, results, ledger, one item, sums."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert, update

from state.analytics import durations
from state.clock import utc_now
from state.engine import State
from state.errors import InputError, NotFoundError
from state.group import note_event
from state.ingest import ingest
from state.leases import leave, take
from state.money import usd_text
from state.plans import dump_plan
from state.records import Checkpoint, Conclusion, Intent, NewItem, Plan, Role
from state.schema import batch_calls, batch_items, batch_jobs, workers
from state.status import CallStatus, ItemStatus
from state.views import (
    analytics,
    calls,
    count_calls,
    count_results,
    earlier_uses,
    events,
    find_job,
    item,
    list_jobs,
    results,
    status,
)
from state.workspace import Workspace
from tests.books import COST, MODEL, WORST, call, done, failure, item_id, new_job, reply, start
from tests.query_plans import assert_indexed

NAMES = ("summarise", "extract")
STATUS_KEYS = {
    "id", "name", "project", "status", "current_phase", "progress", "analytics", "runner", "stalled", "created_at",
    "started_at", "completed_at", "error",
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of the test's own."""
    return Workspace(str(tmp_path / "workspace"))


def planned(state: State, job_id: str) -> str:
    """Give a job a plan with two phases of those names."""
    phases = [{"name": name} for name in NAMES]
    with state.begin() as conn:
        plan = json.dumps({**json.loads(dump_plan(Plan((), (), "p"))), "phases": phases})
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(plan=plan))
    return job_id


def concluded(ordinal: int, phase: int, output: object, *, last: bool) -> Conclusion:
    """A phase that ended well with an output."""
    checkpoint = Checkpoint(phase, ok=True, output=output, attempts=1, score=8)  # type: ignore[arg-type]
    return Conclusion(ordinal, item_id(ordinal), checkpoint, ItemStatus.COMPLETED if last else None)


def keys(document: object) -> object:
    """The keys of a document, all the way down."""
    if isinstance(document, dict):
        return {name: keys(value) for name, value in document.items()}
    return [keys(document[0])] if isinstance(document, list) and document else None


def a_worked_job(state: State) -> tuple[str, Intent, Intent]:
    """A job of 4 items: 0 done, 1 failed, 2 through the first phase, 3 untouched; with its first two calls."""
    job_id = planned(state, new_job(state, items=4))
    hand = start(state, job_id)
    first, second = call(0), call(0, phase=1)
    bad, third = call(1), call(2)
    for intent in (first, second, bad, third):
        hand.one(intent)
    hand.do(reply(first), reply(second, text="an answer too"), failure(bad, CallStatus.INVALID, cost=COST))
    hand.do(reply(third), concluded(0, 0, "summary", last=False), done(1, final=ItemStatus.FAILED))
    hand.do(concluded(0, 1, {"licence": ["MIT"]}, last=True), done(2, final=None))
    return job_id, first, second


# ── status ──────────────────────────────────────────────────────────────────────────────────────


def test_the_status_document_is_the_contract(state: State) -> None:
    """Keys and figures are those that INTERFACE names, all of plain JSON."""
    job_id, _, _ = a_worked_job(state)
    document = status(state, job_id).document()
    assert set(document) == STATUS_KEYS
    assert document["progress"] == {
        "total_items": 4, "completed_items": 1, "failed_items": 1, "cancelled_items": 0, "pending_items": 2,
        "percent_complete": 50.0,
    }  # fmt: skip
    figures = document["analytics"]
    assert isinstance(figures, dict)
    pace = figures.pop("items_per_s")
    left_ms = figures.pop("estimated_time_remaining_ms")
    assert isinstance(pace, float)
    assert isinstance(left_ms, int)
    assert left_ms > 0
    assert figures == {
        "cost_incurred": "0.00938", "cost_settled": "0.00938", "cost_unknown": "0.00", "cost_saved": "0.00",
        "cost_reserved": "0.00", "tokens_used": {"input": 360, "output": 120, "cached": 60, "total": 480},
        "calls": 4, "calls_in_flight": 0, "calls_unknown": {"sent": 0, "admitted": 0},
    }  # fmt: skip
    assert (document["status"], document["current_phase"]) == ("RUNNING", "summarise")
    assert (document["stalled"], document["error"], document["runner"]) == (None, None, "local")
    json.dumps(document)


def test_calls_that_are_out_are_counted_and_reserved(state: State) -> None:
    """In flight is what was sent; what is admitted only is reserved as well."""
    job_id = new_job(state, items=3)
    hand = start(state, job_id)
    for ordinal in range(2):
        hand.one(call(ordinal))
    with state.begin() as conn:
        mine = batch_calls.c.job_id == job_id
        conn.execute(update(batch_calls).where(mine, batch_calls.c.ordinal == 0).values(status="sent"))
    figures = status(state, job_id).analytics
    assert (figures.calls_in_flight, figures.cost_reserved) == (1, 2 * WORST)


def test_unknown_calls_are_counted_by_what_is_known_of_them(state: State) -> None:
    """After a takeover status says how many calls were out for certain, how many perhaps, and what they may cost."""
    job_id = new_job(state, items=3)
    hand = start(state, job_id)
    for ordinal in range(3):
        hand.one(call(ordinal))
    with state.begin() as conn:
        first = (batch_calls.c.job_id == job_id, batch_calls.c.ordinal == 0)
        conn.execute(update(batch_calls).where(*first).values(status="sent", sent_at=1.0))
    take(state, job_id, runner="local", force=True)
    figures = status(state, job_id).analytics
    assert (figures.calls_unknown_sent, figures.calls_unknown_admitted) == (1, 2)
    assert (figures.cost_unknown, figures.cost_settled, figures.cost_incurred) == (3 * WORST, Decimal(0), 3 * WORST)


def test_a_cancelled_job_counts_its_open_items_as_cancelled(state: State) -> None:
    """Cancelled items are in a final state; nothing is pending."""
    job_id = new_job(state, items=5)
    with state.begin() as conn:
        mine = batch_jobs.c.job_id == job_id
        conn.execute(update(batch_jobs).where(mine).values(status="CANCELLED", open_items=3, failed_items=1))
    progress = status(state, job_id).progress
    assert (progress.completed_items, progress.failed_items) == (1, 1)
    assert (progress.cancelled_items, progress.pending_items, progress.percent_complete) == (3, 0, 100.0)


def test_a_job_whose_worker_died_is_stalled(state: State) -> None:
    """Status says since when nobody works on it, and who did."""
    job_id = new_job(state)
    start(state, job_id)
    assert status(state, job_id).stalled is None
    with state.begin() as conn:
        conn.execute(update(workers).where(workers.c.job_id == job_id).values(pid=2**22 + 1, started="gone"))
    stalled = status(state, job_id).stalled
    assert stalled is not None
    assert stalled.workers[0].startswith(f"pid {2**22 + 1} on ")
    assert abs((stalled.since - utc_now()).total_seconds()) < 60


def test_the_phase_in_work_moves_on(state: State) -> None:
    """The current phase is the first that not all items which reach it have ended; none before and after the work."""
    job_id = planned(state, new_job(state, items=2))
    assert status(state, job_id).current_phase is None
    hand = start(state, job_id)
    hand.do(concluded(0, 0, "a", last=False))
    assert status(state, job_id).current_phase == "summarise"
    hand.do(done(1, final=ItemStatus.FAILED))
    assert status(state, job_id).current_phase == "extract"
    hand.do(concluded(0, 1, "b", last=True))
    assert status(state, job_id).current_phase is None


def test_a_status_reads_the_same_rows_for_any_number_of_items(state: State) -> None:
    """No statement of status touches the items, and none reads the ledger from end to end."""
    seen: list[int] = []
    for count in (1, 2_000):
        job_id = new_job(state, items=count)
        start(state, job_id, worker_id=f"worker-{count}").one(call(0, digest=f"{count:064d}"))
        statements: list[str] = []
        listener = lambda *args: statements.append(args[2])  # noqa: B023, E731  # read before the next round
        event.listen(state.engine, "before_cursor_execute", listener)
        with assert_indexed(state):
            status(state, job_id)
        event.remove(state.engine, "before_cursor_execute", listener)
        assert not any("batch_items" in statement for statement in statements)
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_a_deleted_run_leaves_the_figures_of_another(state: State) -> None:
    """The pace is that of the last run, not of the time since the first."""
    job_id = new_job(state, items=4)
    hand = start(state, job_id)
    hand.do(done(0))
    leave(state, hand.ref, reason="stopped", held_items=3)
    again, _ = take(state, job_id, runner="local", force=True)
    view = status(state, job_id)
    assert (view.epoch, view.analytics.items_per_s, view.analytics.estimated_time_remaining_ms) == (again, 0.0, None)


# ── which job ───────────────────────────────────────────────────────────────────────────────────


def test_a_job_is_found_by_id_prefix_and_last(state: State) -> None:
    """An id, a unique prefix and `last` find it; an ambiguous one lists the candidates; none says so."""
    one = new_job(state, job_id="job_01AAAA0000000000000000000B")
    two = new_job(state, job_id="job_01AABB0000000000000000000B")
    hidden = new_job(state, job_id="job_01ZZZZ0000000000000000000B")
    with state.begin() as conn:
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == hidden).values(status=None))
    assert find_job(state, one) == one
    assert find_job(state, "job_01AAA") == one
    assert find_job(state, "last") == two
    with pytest.raises(NotFoundError, match=f"could be {two}.*{one}"):
        find_job(state, "job_01AA")
    for ref in ("job_01Z", hidden, "", "%", "job!01"):
        with pytest.raises(NotFoundError, match="there is no job"):
            find_job(state, ref)


def test_no_job_has_no_last(state: State) -> None:
    """An empty state says what to do."""
    with pytest.raises(NotFoundError, match="no job yet"):
        find_job(state, "last")


def test_jobs_are_listed_newest_first(state: State) -> None:
    """The list pages, filters by project and status, and counts all that match."""
    ids = [new_job(state, project="alpha") for _ in range(3)]
    other = new_job(state, project="beta")
    take(state, other, runner="local")
    assert [job.id for job in list_jobs(state).jobs] == [other, *reversed(ids)]
    assert [job.id for job in list_jobs(state, project="alpha", limit=2, offset=1).jobs] == [ids[1], ids[0]]
    assert list_jobs(state, project="alpha", limit=1).total == 3
    assert [job.id for job in list_jobs(state, status="RUNNING").jobs] == [other]
    assert keys(list_jobs(state, limit=1).document()) == {
        "jobs": [keys(status(state, other).document())],
        "total": None,
    }


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 101}, {"offset": -1}, {"status": "DONE"}])
def test_a_list_that_cannot_be_is_an_error(state: State, wrong: dict[str, object]) -> None:
    """Bounds and statuses are those of the contract."""
    with pytest.raises(InputError):
        list_jobs(state, **wrong)  # type: ignore[arg-type]


# ── results ─────────────────────────────────────────────────────────────────────────────────────


def test_results_are_the_contract(state: State, workspace: Workspace) -> None:
    """A row has the item's input, outputs by phase, money and error, by ordinal."""
    job_id, _, _ = a_worked_job(state)
    rows = [row.document() for row in results(state, workspace, job_id)]
    assert rows[0] == {
        "item_id": "item-0", "ordinal": 0, "status": "COMPLETED", "input": "t", "output": {"licence": ["MIT"]},
        "phase_outputs": {"summarise": "summary", "extract": {"licence": ["MIT"]}}, "cost_incurred": "0.00469",
        "cost_saved": "0.00", "error": None, "attempts": 1,
    }  # fmt: skip
    assert rows[1]["error"] == {"class": "made_up", "phase": "summarise", "message": ""}
    assert (rows[1]["status"], rows[1]["output"], rows[1]["phase_outputs"]) == ("FAILED", None, {})
    assert (rows[2]["status"], rows[2]["output"], rows[2]["phase_outputs"]) == ("PENDING", None, {"summarise": "out"})
    assert [row["ordinal"] for row in rows] == [0, 1, 2, 3]


def test_results_filter_page_and_count(state: State, workspace: Workspace) -> None:
    """Limit, offset, status and where to go on select by ordinal; the count is of all that match."""
    job_id = new_job(state, items=230)
    with state.begin() as conn:
        failed = (batch_items.c.job_id == job_id, batch_items.c.ordinal % 2 == 1)
        conn.execute(update(batch_items).where(*failed).values(status="FAILED", error_class="x"))
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(open_items=115, failed_items=115))

    def ordinals(**which: object) -> list[int]:
        return [row.ordinal for row in results(state, workspace, job_id, **which)]  # type: ignore[arg-type]

    assert ordinals() == list(range(230))
    assert ordinals(limit=3, offset=101) == [101, 102, 103]
    assert ordinals(status="FAILED", limit=2, offset=60) == [121, 123]
    assert ordinals(status="PENDING", after_ordinal=225) == [226, 228]
    assert ordinals(limit=0) == ordinals(offset=230) == ordinals(status="COMPLETED") == []
    counts = {name: count_results(state, job_id, status=name) for name in (None, *ItemStatus)}
    assert counts == {None: 230, "PENDING": 115, "COMPLETED": 0, "FAILED": 115, "CANCELLED": 0}
    with pytest.raises(InputError, match="'DONE' is no status"):
        results(state, workspace, job_id, status="DONE")


def test_items_of_a_cancelled_job_are_cancelled(state: State, workspace: Workspace) -> None:
    """CANCELLED is never stored: the open items of a cancelled job are, and none is pending."""
    job_id = new_job(state, items=2)
    with state.begin() as conn:
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(status="CANCELLED"))
    assert [row.status for row in results(state, workspace, job_id, status="CANCELLED")] == ["CANCELLED"] * 2
    assert list(results(state, workspace, job_id, status="PENDING")) == []
    assert count_results(state, job_id, status="CANCELLED") == 2


def test_an_error_comes_before_the_first_row(state: State, workspace: Workspace) -> None:
    """A lazy iterator still refuses an unknown job at the call, not at its first use."""
    for read in (
        lambda: results(state, workspace, "job_x"),
        lambda: calls(state, "job_x"),
        lambda: events(state, "job_x"),
    ):
        with pytest.raises(NotFoundError):
            read()


# ── ledger, events, one item ────────────────────────────────────────────────────────────────────


def test_the_ledger_is_the_contract(state: State) -> None:
    """Each call is one row with its phase's name, tokens and cost; filters select by item and status."""
    job_id, first, _ = a_worked_job(state)
    rows = [row.document() for row in calls(state, job_id)]
    assert len(rows) == count_calls(state, job_id) == 4
    assert rows[0] == {
        "call_id": first.call_id, "item_id": "item-0", "phase": "summarise", "attempt": 1, "role": "executor",
        "kind": "live", "provider": "anthropic", "model": MODEL, "status": "ok", "input_tokens": 120,
        "output_tokens": 40, "cached_tokens": 20, "cost": "0.002345", "price_version": "prices-1",
        "started_at": rows[0]["started_at"], "ended_at": rows[0]["ended_at"], "latency_ms": 200, "http_status": 200,
        "request_id": None, "request_digest": first.digest, "epoch": 1, "worker_id": "worker-1",
        "bundle_id": "bundle-1",
    }  # fmt: skip
    assert [row.status for row in calls(state, job_id, item_id="item-1")] == ["invalid"]
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
            note_event(conn, job_id, "note", f"number {i}")
    first, *rest = events(state, job_id)
    assert [row.message for row in (first, *rest)] == ["number 0", "number 1", "number 2"]
    assert [row.message for row in events(state, job_id, after_event_id=first.event_id, limit=1)] == ["number 1"]
    assert set(first.document()) == {"event_id", "at", "kind", "message"}


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


# ── sums ────────────────────────────────────────────────────────────────────────────────────────


def test_analytics_is_the_contract(state: State) -> None:
    """Money, time and success are the sums of the ledger's and the items' rows."""
    job_id, _, _ = a_worked_job(state)
    document = analytics(state, job_id).document()
    assert document["cost"] == {
        "total": "0.00938", "per_item": "0.00469",
        "by_phase": [{"phase": "summarise", "cost": "0.007035"}, {"phase": "extract", "cost": "0.002345"}],
        "by_model": [{"model": MODEL, "cost": "0.00938", "calls": 4}], "judge": "0.00",
        "wasted": {"retries": "0.00", "invalid": "0.002345", "unknown": "0.00", "stale": "0.00"},
    }  # fmt: skip
    times = document["performance"]
    assert isinstance(times, dict)
    assert (times["avg_processing_time_ms"], times["p50_ms"], times["p95_ms"]) == (300.0, 200, 400)
    assert times["by_phase"] == [{"phase": name, "avg_ms": 200.0, "p50_ms": 200, "p95_ms": 200} for name in NAMES]
    overall = document["overall"]
    assert isinstance(overall, dict)
    assert (overall["success_rate"], overall["completed_items"], overall["failed_items"]) == (50.0, 1, 1)
    assert overall["by_class"] == [{"class": "made_up", "items": 1, "example": "item-1: None"}]
    hints = document["hints"]
    assert isinstance(hints, list)
    assert "1 of 2 finished items failed" in str(hints[0])
    assert hints[1] == "summarise costs 75 % of the job: a cheaper model or a shorter prompt there saves the most"


def test_wasted_money_is_counted_once(state: State) -> None:
    """A second attempt that was invalid is invalid, one that was good is a retry, one that nobody saw is unknown."""
    job_id = new_job(state, items=4)
    hand = start(state, job_id)
    intents = [replace(call(i), attempt=2) for i in range(3)]
    for intent in intents:
        hand.one(intent)
    hand.do(
        reply(intents[0]), failure(intents[1], CallStatus.INVALID, cost=COST), failure(intents[2], CallStatus.UNKNOWN)
    )
    found = analytics(state, job_id)
    assert found.wasted == {"retries": COST, "invalid": COST, "unknown": WORST, "stale": 0}
    assert found.total == 2 * COST + WORST


def test_analytics_of_a_job_that_did_nothing(state: State) -> None:
    """No division by nothing: what cannot be said is null."""
    document = analytics(state, new_job(state)).document()
    cost, overall = document["cost"], document["overall"]
    assert isinstance(cost, dict)
    assert isinstance(overall, dict)
    assert (cost["total"], cost["per_item"], overall["success_rate"], document["hints"]) == ("0.00", None, None, [])


@given(st.lists(st.integers(0, 100), min_size=1, max_size=200))
def test_percentiles_are_those_of_the_whole_list(values: list[int]) -> None:
    """Counting equal latencies changes no percentile (nearest rank)."""
    found, ranked = durations(Counter(values)), sorted(values)
    assert found.p50_ms == ranked[-(-len(ranked) * 50 // 100) - 1]
    assert found.p95_ms == ranked[-(-len(ranked) * 95 // 100) - 1]


def test_reading_stays_indexed(state: State, workspace: Workspace) -> None:
    """No view reads a table of rows by item or call from end to end."""
    job_id, _, _ = a_worked_job(state)
    with assert_indexed(state):
        assert list(results(state, workspace, job_id))
        assert list(results(state, workspace, job_id, status="FAILED"))
        assert list(calls(state, job_id))
        assert list(calls(state, job_id, item_id="item-0"))
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


# ── money ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0.00"), ("1E+1", "10.00"), ("0.0700", "0.07"), ("0.000000000001", "0.000000000001"), ("-1.5", "-1.50")],
)
def test_money_is_a_plain_decimal(amount: str, text: str) -> None:
    """No exponent, no zeros that say nothing, never fewer than cents."""
    assert usd_text(Decimal(amount)) == text
