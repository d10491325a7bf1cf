"""What users read is what the rows say: status, list, results, ledger, one item, sums."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event, update

from state.clock import utc_now
from state.engine import State
from state.errors import InputError, NotFoundError
from state.leases import leave, take
from state.money import usd, usd_text
from state.plan_records import Plan
from state.plans import dump_plan
from state.records import Checkpoint, Conclusion, Intent
from state.schema import batch_calls, batch_items, batch_jobs, workers
from state.status import CallStatus, ItemStatus
from state.views import (
    calls,
    count_results,
    events,
    find_job,
    list_jobs,
    results,
    status,
)
from state.workspace import Workspace
from tests.books import COST, WORST, call, done, failure, item_id, new_job, reply, start
from tests.query_plans import assert_indexed

NAMES = ("summarise", "extract")
STATUS_KEYS = {
    "id", "name", "project", "status", "current_phase", "progress", "analytics", "runner", "stalled", "created_at",
    "started_at", "completed_at", "purged_at", "error",
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
    assert isinstance(pace, float)
    assert figures.pop("estimated_time_remaining_ms") is None, "nothing is said at the start"
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


def test_unknown_calls_that_cost_nothing_are_counted(state: State) -> None:
    """Of a model without a price, too, status says how many calls nobody saw the outcome of."""
    job_id = new_job(state)
    start(state, job_id).one(call(0, worst_case_usd=Decimal(0)))
    take(state, job_id, runner="local", force=True)
    figures = status(state, job_id).analytics
    assert (figures.calls_unknown_sent, figures.calls_unknown_admitted, figures.cost_unknown) == (0, 1, Decimal(0))


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


def test_unknown_calls_are_counted_without_reading_the_others(state: State) -> None:
    """The count of calls whose outcome nobody saw has an index of just those."""
    job_id = new_job(state)
    hand = start(state, job_id)
    intent = call(0, digest="a" * 64)
    hand.one(intent)
    hand.one(failure(intent, CallStatus.UNKNOWN))
    with assert_indexed(state) as plans:
        assert status(state, job_id).analytics.cost_unknown > 0
    assert [plan for plan in plans if "ix_batch_calls_unknown" in plan], plans


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


# ── money ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0.00"), ("1E+1", "10.00"), ("0.0700", "0.07"), ("0.000000000001", "0.000000000001"), ("-1.5", "-1.50")],
)
def test_money_is_a_plain_decimal(amount: str, text: str) -> None:
    """No exponent, no zeros that say nothing, never fewer than cents."""
    assert usd_text(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "$0.00"), ("20", "$20.00"), ("0.0023450", "$0.002345"), ("1.0000005", "$1.000001"), ("-1.5", "-$1.50"),
     ("0.000000000001", "<$0.000001")],
)  # fmt: skip
def test_money_for_people_is_read_at_a_glance(amount: str, text: str) -> None:
    """Six places at most, cents at least, and what costs something never looks like nothing."""
    assert usd(Decimal(amount)) == text
