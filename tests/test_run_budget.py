"""A budget is never passed, stops a run in mid-way, and a higher one goes on from there; equal items are one call."""

from __future__ import annotations

import re
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pipelines.way import after_run
from state.control import set_options, set_project_cap, want_pause
from state.records import NewItem
from state.schema import answer_uses
from state.status import CallStatus, JobStatus
from state.views import status
from tests.books import job_row
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import ONE_PHASE, Background, Made, items_of, make_job, text_of, until


def worst_case(url: str, provider: ProviderServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Decimal:
    """What one call of an item reserves."""
    made = make_job(url, folder, provider, items=items_of(1), phases=ONE_PHASE, project="to-measure").into(monkeypatch)
    made.run()
    with closing(made.opened()) as state:
        return Decimal(ledger(state)[0].reserved_usd)


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_budget_that_ends_in_mid_run_pauses_the_job_and_a_higher_one_goes_on(
    request: pytest.FixtureRequest,
    store: str,
    provider: ProviderServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Spending stays within the budget; after it was raised, nothing that was paid is paid again."""
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[store])
    worst = worst_case(url, provider, tmp_path, monkeypatch)
    budget = worst * Decimal("1.2")
    options = {"phases": ONE_PHASE, "budget_usd": str(budget)}
    made = make_job(url, tmp_path, provider, items=items_of(30), **options).into(monkeypatch)  # type: ignore[arg-type]
    assert made.run().status is JobStatus.PAUSED
    with closing(made.opened()) as state:
        stopped = job_row(state, made.job_id)
        assert stopped.error_class == "budget"
        assert "budget" in stopped.error_message
        assert 0 < stopped.spent_usd <= budget
        assert 0 < stopped.open_items < 30
        assert_books(state, provider.invoice())
        more, again = after_run(status(state, made.job_id), "last").lines()
        assert 2 * budget <= Decimal(more.removeprefix("batchwright set last budget_usd=")) < 9 * budget
        assert again == "batchwright resume last --attach"
        set_options(state, made.job_id, {"concurrency": 4})
        assert job_row(state, made.job_id).error_class == "budget"
        set_options(state, made.job_id, {"budget_usd": "1"})
        assert status(state, made.job_id).error is None, "the reason is past"
        assert made.run().status is JobStatus.COMPLETED
        assert_books(state, provider.invoice())
        assert len(provider.invoice()) == 1 + 30, "one was to measure, in another project"


def test_a_projects_budget_that_ends_is_named_and_so_is_the_way_on(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason says that it is the project's and stays while the job's own is set; the cap is what must be raised."""
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(1), phases=ONE_PHASE, project="of two words")
    with closing(made.opened()) as state:
        set_project_cap(state, "of two words", Decimal(0))
        assert made.into(monkeypatch).run().status is JobStatus.PAUSED
        set_options(state, made.job_id, {"budget_usd": "none"})
        view = status(state, made.job_id)
        assert view.error is not None
        assert re.search(
            r"did not fit into the project's budget: .* of the \$0.00 that it was then", view.error.message
        )
        assert after_run(view, "last").lines()[0] == "batchwright budget set USD --project 'of two words'"


def test_twenty_calls_at_once_against_a_budget_for_seven(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only as many calls are out as the budget holds worst cases for, whatever the concurrency."""
    budget = 7 * worst_case(sqlite_url, provider, tmp_path, monkeypatch)
    provider.reset()
    provider.behave(latency_ms=150)
    items = [NewItem(f"item-{number}", text_of(number), {}) for number in range(100, 140)]
    made = make_job(
        sqlite_url, tmp_path, provider, items=items, phases=ONE_PHASE, concurrency=20, budget_usd=str(budget)
    ).into(monkeypatch)
    made.run()
    assert 1 <= provider.stats()["high_water"] <= 7
    with closing(made.opened()) as state:
        job = job_row(state, made.job_id)
        assert job.spent_usd <= budget
        assert job.reserved_usd == 0
        paid = sum((row.cost_usd for row in provider.invoice()), Decimal(0))
        assert job.spent_usd == paid > 0


@pytest.fixture
def equal(sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Ten items of one text."""
    items = [NewItem(f"item-{number}", text_of(7), {}) for number in range(10)]
    return make_job(sqlite_url, tmp_path, provider, items=items, phases=ONE_PHASE).into(monkeypatch)


def test_ten_equal_items_are_one_call(equal: Made, provider: ProviderServer) -> None:
    """Equal requests share one answer, which each item's use of is noted."""
    provider.behave(latency_ms=100)
    assert equal.run().status is JobStatus.COMPLETED
    assert len(provider.invoice()) == 1
    assert len({str(result[2]) for result in equal.results().values()}) == 1
    with closing(equal.opened()) as state:
        assert_books(state, provider.invoice())
        with state.read() as conn:
            assert conn.execute(select(func.count()).select_from(answer_uses)).scalar_one() == 10


@pytest.mark.parametrize("refusal", ["server_error", "not_json", "drop", "rate_limited"])
def test_who_waits_for_a_call_that_fails_asks_itself(equal: Made, provider: ProviderServer, refusal: str) -> None:
    """An owner whose call fails leaves nobody waiting: the next asks, and the others share that answer."""
    provider.behave([{"do": refusal, "nth": 1, "latency_ms": 100, "wait_s": 0.05}], latency_ms=50)
    assert equal.run().status is JobStatus.COMPLETED
    assert len(provider.invoice()) == 2
    with closing(equal.opened()) as state:
        assert_books(state, provider.invoice())


def test_who_waits_for_a_call_is_let_go_of_at_a_pause(equal: Made, provider: ProviderServer) -> None:
    """A pause lets go of owner and joiners; the call that was out is paid once and known to all of them later."""
    provider.behave(latency_ms=1_000)
    run = Background(equal.run)
    until(lambda: provider.stats()["in_flight"] == 1, "the call is out")
    with closing(equal.opened()) as state:
        want_pause(state, equal.job_id)
        run.wait()
        assert [row.status for row in ledger(state)] == [CallStatus.OK]
        assert equal.run().status is JobStatus.COMPLETED
        assert_books(state, provider.invoice())
    assert len(provider.invoice()) == 1
