"""What people correct: calls whose cost nobody saw, and items that failed; the books stay true."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from state import reopen
from state.control import (
    project_budget,
    reconcile,
    retry,
)
from state.engine import State
from state.errors import IllegalMoveError, InputError, NotFoundError
from state.leases import leave, take
from state.records import Checkpoint, Conclusion, Intent, Renewed
from state.schema import (
    answers,
    batch_calls,
    retries,
)
from state.status import CallStatus, ItemStatus, JobStatus
from state.sums import compare_sums
from state.views import calls, count_results, events, results, status
from state.workspace import Workspace
from tests.books import COST, PROJECT, WORST, Hand, assert_books, call, done, failure, item_id, new_job, reply, start
from tests.query_plans import assert_indexed
from tests.test_control import job_in, kinds, now


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of the test's own."""
    return Workspace(str(tmp_path / "workspace"))


# ── reconcile ───────────────────────────────────────────────────────────────────────────────────


def unknown_calls(state: State, count: int = 3) -> tuple[str, list[Intent]]:
    """A job whose calls were out when it was taken over."""
    job_id = new_job(state, items=count)
    hand = start(state, job_id)
    intents = [call(i) for i in range(count)]
    for intent in intents:
        hand.one(intent)
    take(state, job_id, runner="local", force=True)
    return job_id, intents


def test_reconcile_moves_the_difference_once(state: State) -> None:
    """Money moves from unknown to settled in job, project and totals, however often it is said."""
    job_id, intents = unknown_calls(state)
    ids = [intent.call_id for intent in intents[:2]]
    assert reconcile(state, job_id, [*ids, ids[0]], cost_usd=Decimal("0.001")).calls == 2
    assert reconcile(state, job_id, ids, cost_usd=Decimal("0.001")).calls == 0
    figures = status(state, job_id).analytics
    assert (figures.cost_settled, figures.cost_unknown) == (Decimal("0.002"), WORST)
    assert project_budget(state, PROJECT).spent_usd == Decimal("0.002") + WORST
    assert figures.calls_unknown_admitted == 1
    assert kinds(state, job_id)[-1] == "reconciled"
    assert_books(state)


def test_a_dropped_call_costs_nothing_and_may_be_corrected_again(state: State) -> None:
    """--drop says that it was not billed; whoever erred says it anew."""
    job_id, (first, *_) = unknown_calls(state)
    assert reconcile(state, job_id, [first.call_id], drop=True).moved_usd == -WORST
    assert_books(state)
    assert status(state, job_id).analytics.calls == 2
    assert reconcile(state, job_id, [first.call_id], cost_usd=Decimal("0.5")).moved_usd == Decimal("0.5")
    assert_books(state)
    assert status(state, job_id).analytics.calls == 3


def test_what_a_person_said_is_kept_to_the_last_place(state: State) -> None:
    """The ledger and the history repeat it: below a millionth, too, where tables round."""
    job_id, (first, *_) = unknown_calls(state)
    reconcile(state, job_id, [first.call_id], cost_usd=Decimal("0.0000001"))
    (row,) = [row for row in calls(state, job_id) if row.call_id == first.call_id]
    assert row.error_message == "said to cost $0.0000001 each"
    assert [event.message for event in events(state, job_id)][-1] == "1 calls: said to cost $0.0000001 each"
    assert_books(state)


def test_a_reply_that_comes_late_does_not_undo_what_a_person_said(state: State) -> None:
    """The answer is kept, and the money is what the usage page said."""
    job_id, (first, *_) = unknown_calls(state)
    reconcile(state, job_id, [first.call_id], cost_usd=Decimal("0.001"))
    with state.read() as conn:
        owner = conn.execute(select(batch_calls.c.worker_id, batch_calls.c.epoch).limit(1)).one()
    from state.group import WorkerRef

    late = Hand(state, WorkerRef(job_id, owner.epoch, owner.worker_id)).one(reply(first))
    assert late is not None
    assert status(state, job_id).analytics.cost_settled == Decimal("0.001")
    with state.read() as conn:
        assert conn.execute(select(func.count()).select_from(answers)).scalar_one() == 1
    assert_books_but_tokens(state, job_id)


def assert_books_but_tokens(state: State, job_id: str) -> None:
    """Check the job's money against its ledger rows."""
    with state.read() as conn:
        spent = conn.execute(
            select(func.sum(batch_calls.c.cost_usd)).where(batch_calls.c.job_id == job_id)
        ).scalar_one()
    assert status(state, job_id).analytics.cost_incurred == spent == project_budget(state, PROJECT).spent_usd


def test_only_unknown_calls_can_be_reconciled(state: State) -> None:
    """A call whose reply was seen, or of another job, is refused, and nothing is changed with it."""
    job_id, (first, second, _) = unknown_calls(state)
    other, (strange, *_) = unknown_calls(state, 1)
    with state.begin() as conn:
        conn.execute(update(batch_calls).where(batch_calls.c.call_id == second.call_id).values(status="ok"))
    for call_id, error in ((second.call_id, InputError), (strange.call_id, NotFoundError), ("call_x", NotFoundError)):
        with pytest.raises(error, match=call_id):
            reconcile(state, job_id, [first.call_id, call_id], drop=True)
    assert status(state, job_id).analytics.calls_unknown_admitted == 2
    assert other != job_id


def test_what_a_person_settled_is_in_no_sum_of_a_run(state: State) -> None:
    """The combiner saw no reply of it, so the ledger's sum over the same bundle leaves it out, too."""
    job_id = new_job(state)
    hand = start(state, job_id)
    seen, unseen = call(0), call(1)
    for intent in (seen, unseen):
        hand.one(intent)
    hand.do(reply(seen), failure(unseen, CallStatus.UNKNOWN))
    reconcile(state, job_id, [unseen.call_id], cost_usd=Decimal("0.007"))
    found = compare_sums(state, job_id, hand.ref.epoch, {seen.bundle_id: (1, COST)})
    assert (found.differing, found.ledger_usd, found.thrown_away_calls) == ((), COST, 0)


@pytest.mark.parametrize("wrong", [{}, {"cost_usd": Decimal(1), "drop": True}, {"cost_usd": Decimal(-1)}])
def test_reconcile_needs_one_amount(state: State, wrong: dict[str, Decimal | bool]) -> None:
    """Neither a cost nor a drop, both, or less than nothing: refused before anything is read."""
    with pytest.raises(InputError):
        reconcile(state, "job_x", ["call_x"], **wrong)  # type: ignore[arg-type]


# ── retry ───────────────────────────────────────────────────────────────────────────────────────


def a_failed_job(state: State, *, items: int = 4) -> str:
    """A COMPLETED job: item 0 is well, the others failed at the second phase after one call each."""
    job_id = new_job(state, items=items)
    hand = start(state, job_id)
    hand.do(done(0))
    for ordinal in range(1, items):
        intent = call(ordinal, phase=1, digest=f"{ordinal:064d}")
        hand.one(intent)
        failed = Checkpoint(1, False, None, 3, root_digest=intent.digest, error_class=f"class-{ordinal % 2}")
        hand.do(
            failure(intent, CallStatus.INVALID, cost=COST),
            done(ordinal, final=None),
            Conclusion(ordinal, item_id(ordinal), failed, ItemStatus.FAILED),
        )
    leave(state, hand.ref, reason="done", held_items=0)
    return job_id


def test_retry_opens_failed_items_again(state: State, workspace: Workspace) -> None:
    """Failed items are pending with their good phases, the books balance, and the job can be taken."""
    job_id = a_failed_job(state)
    assert now(state, job_id)[0] == "COMPLETED"
    assert retry(state, job_id) == 3
    assert now(state, job_id) == ("PAUSED", "run")
    assert_books(state)
    progress = status(state, job_id).progress
    assert (progress.completed_items, progress.failed_items, progress.pending_items) == (1, 0, 3)
    rows = list(results(state, workspace, job_id, status="PENDING"))
    assert [(row.ordinal, sorted(row.checkpoints), row.error, row.attempts) for row in rows] == [
        (ordinal, [0], None, 0) for ordinal in (1, 2, 3)
    ]
    assert retry(state, job_id) == 0
    hand = Hand(state, start(state, job_id, worker_id="worker-2").ref)
    hand.do(*(Conclusion(i, item_id(i), Checkpoint(1, True, "x", 1), ItemStatus.COMPLETED) for i in (1, 2, 3)))
    assert now(state, job_id)[0] == "COMPLETED"
    assert_books(state)


def test_retry_raises_the_generation_of_the_phase_that_failed(state: State) -> None:
    """The next admit of the failed phase's request is told to build it anew, each time by one more."""
    job_id = a_failed_job(state, items=2)
    for generation in (1, 2):
        retry(state, job_id)
        hand = start(state, job_id, worker_id=f"worker-{generation + 1}")
        assert hand.one(call(1, phase=1, digest=f"{1:064d}")) == Renewed(generation)
        failed = Checkpoint(1, False, None, 3, root_digest=f"{1:064d}", error_class="again")
        hand.do(Conclusion(1, item_id(1), failed, ItemStatus.FAILED))
        leave(state, hand.ref, reason="done", held_items=0)
    with state.read() as conn:
        assert conn.execute(select(retries.c.project, retries.c.generation)).one() == (PROJECT, 2)


@pytest.mark.parametrize(
    ("error_class", "was", "code", "is_renewed"),
    [
        ("check_failed", "a" * 64, {1: "a" * 64}, True),
        ("check_failed", "a" * 64, {1: "b" * 64}, False),
        ("check_failed", "a" * 64, {0: "b" * 64}, True),
        ("check_failed", "a" * 64, {}, True),
        ("check_failed", None, {1: "b" * 64}, True),
        ("low_score", None, {1: "b" * 64}, True),
        ("check_broken", "a" * 64, {1: "a" * 64}, False),
        ("check_missing", None, {}, False),
    ],
)
def test_retry_looks_at_an_answer_anew_where_it_was_a_check_that_changed(
    state: State, error_class: str, was: str | None, code: dict[int, str], is_renewed: bool
) -> None:
    """Other code of the user's check, or one that gave no opinion, leaves the request's generation as it is."""
    job_id = new_job(state, items=1)
    hand = start(state, job_id)
    root = f"{1:064d}"
    failed = Checkpoint(1, False, None, 3, root_digest=root, error_class=error_class, code_digest=was, cut_chars=7)
    hand.do(done(0, final=None), Conclusion(0, item_id(0), failed, ItemStatus.FAILED))
    assert_books(state)
    leave(state, hand.ref, reason="done", held_items=0)
    assert retry(state, job_id, code=code) == 1
    assert_books(state)
    hand = start(state, job_id, worker_id="worker-2")
    admission = hand.one(call(0, phase=1, digest=root))
    assert isinstance(admission, Renewed) == is_renewed


def test_retry_may_name_items_and_classes(state: State) -> None:
    """Only what was named is open again; what has not failed, or is not there, is an error."""
    job_id = a_failed_job(state, items=6)
    assert retry(state, job_id, classes=["class-0"]) == 2
    assert count_results(state, job_id, status="FAILED") == 3
    assert retry(state, job_id, item_ids=["item-1"]) == 1
    with pytest.raises(InputError, match=r"'item-0' of .* is COMPLETED: only failed items"):
        retry(state, job_id, item_ids=["item-3", "item-0"])
    with pytest.raises(NotFoundError, match="no item 'nobody'"):
        retry(state, job_id, item_ids=["nobody"])
    assert count_results(state, job_id, status="FAILED") == 2
    assert_books(state)


def test_retry_of_more_items_than_a_transaction_takes(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks and windows end anywhere: every failed item is open again once."""
    monkeypatch.setattr(reopen, "_SOME", 3)
    monkeypatch.setattr(reopen, "_SCAN", 7)
    job_id = a_failed_job(state, items=20)
    assert retry(state, job_id) == 19
    assert_books(state)


def test_retries_at_once_open_an_item_once(state: State) -> None:
    """Two people who retry together do not count an item twice."""
    job_id = a_failed_job(state, items=12)
    counts: list[int] = []
    both = [threading.Thread(target=lambda: counts.append(retry(state, job_id))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(counts) == 11
    assert_books(state)


@pytest.mark.parametrize("was", [JobStatus.PENDING, JobStatus.RUNNING, JobStatus.CANCELLED])
def test_retry_needs_a_job_that_has_ended(state: State, was: JobStatus) -> None:
    """A job that has not failed at anything yet, or never will, refuses it."""
    with pytest.raises(IllegalMoveError, match=f"is {was}: it cannot be retried"):
        retry(state, job_in(state, was))


def test_corrections_stay_indexed(state: State) -> None:
    """Neither reads a table of rows by item or call from end to end."""
    job_id, intents = unknown_calls(state)
    with assert_indexed(state):
        reconcile(state, job_id, [intent.call_id for intent in intents], drop=True)
    failed = a_failed_job(state)
    with assert_indexed(state):
        assert retry(state, failed) == 3
