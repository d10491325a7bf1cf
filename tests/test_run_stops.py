"""Pause, cancel and takeover: what is out ends well, nothing else is sent, and nothing is paid for twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from orchestrator.pricing import price_release
from pipelines.run import RunReport, work
from state.clock import utc_now
from state.config import Config
from state.control import want_cancel, want_pause
from state.engine import State
from state.leases import finish_run, take
from state.plans import dump_plan
from state.schema import answers, batch_events, batch_jobs, workers
from state.status import CallStatus, JobStatus
from state.views import events, status
from tests.books import job_row
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import Background, Made, items_of, make_job, until
from tests.stalls import Stalls

ITEMS = 30
HEARS_S = 1.0
"""How long after a pause a call may still reach the provider."""


def arrivals_after(provider: ProviderServer, moment: float) -> list[float]:
    """Seconds after a moment at which calls reached the provider."""
    return [row.arrived_s - moment for row in provider.invoice() if row.arrived_s > moment]


@pytest.fixture
def made(state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A three-phase job, once on each store."""
    return make_job(state_url, tmp_path, provider, items=items_of(ITEMS)).into(monkeypatch)


PAUSES = 20


def calls_wait(provider: ProviderServer) -> None:
    """A provider that refuses a part of the requests twice, long enough that a pause finds them waiting."""
    limited = {"do": "rate_limited", "fraction": 0.3, "nth": [1, 2], "wait_s": 2, "forms": ["seconds"]}
    provider.behave([limited], latency_ms=60)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("waiting", [False, True], ids=["calls that flow", "calls that wait after 429s"])
def test_twenty_pauses_in_one_job_send_nothing_late_and_pay_nothing_twice(
    state_url: str, waiting: bool, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second after each pause's commit nothing arrives any more; at the end each step was answered exactly once."""
    items = (2 if waiting else 5) * PAUSES  # more than all pauses let through together, however late they are heard
    made = make_job(state_url, tmp_path, provider, items=items_of(items)).into(monkeypatch)
    provider.behave(latency_ms=60)
    if waiting:
        calls_wait(provider)
    draw = random.Random(5)  # noqa: S311  # moments, no secrets
    with closing(made.opened()) as state, Stalls() as stalls:
        for _ in range(PAUSES):
            before = provider.stats()["total"]
            run = Background(made.run)
            more = draw.randrange(1, 6)
            until(lambda: provider.stats()["total"] >= before + more or run.is_over, f"{more} more calls")  # noqa: B023
            assert not run.is_over
            assert not want_pause(state, made.job_id)
            moment, noted = time.monotonic(), utc_now()
            report = run.wait()
            assert isinstance(report, RunReport)
            assert report.status is JobStatus.PAUSED
            late = [one for one in arrivals_after(provider, moment) if one > HEARS_S + stalls.worst_s]
            assert not late, f"calls arrived {late} s after the pause"
            assert not [row.call_id for row in ledger(state) if row.started_at > noted]
            assert_books(state, provider.invoice())
        assert made.run().status is JobStatus.COMPLETED
        assert_books(state, provider.invoice())
        counts = Counter(row.status for row in ledger(state))
        assert counts[CallStatus.OK] == sum(row.billed for row in provider.invoice()) == 3 * items
        assert len(provider.invoice()) == 3 * items + counts[CallStatus.LIMITED]
        assert bool(counts[CallStatus.LIMITED]) is waiting


def test_a_paused_run_says_how_many_items_it_let_go_of(made: Made, provider: ProviderServer) -> None:
    """Items are held, not lost: what is not finished is held by the worker that leaves."""
    provider.behave(latency_ms=60)
    run = Background(made.run)
    until(lambda: provider.stats()["total"] >= 5, "five calls")
    with closing(made.opened()) as state:
        want_pause(state, made.job_id)
        run.wait()
        with state.read() as conn:
            left = conn.execute(select(workers)).one()
        assert left.held_items == job_row(state, made.job_id).open_items > 0
        assert left.reason == "the job is wanted to pause"


@pytest.mark.parametrize("waiting", [False, True], ids=["calls that flow", "calls that wait after 429s"])
def test_a_cancelled_run_ends_and_its_items_are_cancelled(made: Made, provider: ProviderServer, waiting: bool) -> None:
    """What is out is paid and booked, nothing more is sent, the job is CANCELLED, and so is what was not done."""
    provider.behave(latency_ms=60)
    if waiting:
        calls_wait(provider)
    run = Background(made.run)
    until(lambda: provider.stats()["total"] >= 5, "five calls")
    with closing(made.opened()) as state, Stalls() as stalls:
        want_cancel(state, made.job_id)
        moment, noted = time.monotonic(), utc_now()
        report = run.wait()
        assert isinstance(report, RunReport)
        assert report.status is JobStatus.CANCELLED
        late = [one for one in arrivals_after(provider, moment) if one > HEARS_S + stalls.worst_s]
        assert not late, f"calls arrived {late} s after the cancel"
        assert not [row.call_id for row in ledger(state) if row.started_at > noted]
        assert_books(state, provider.invoice())
        progress = status(state, made.job_id).progress
        assert progress.cancelled_items == ITEMS - progress.completed_items > 0
        assert progress.pending_items == 0


def test_a_taken_over_process_ends_by_itself_and_its_late_replies_are_kept(
    made: Made, provider: ProviderServer
) -> None:
    """After a takeover by force the first process sends nothing more; its late replies are stale, and known."""
    provider.behave(latency_ms=4_000)
    first = made.start()
    until(lambda: provider.stats()["in_flight"] >= 3, "calls of the first process are out")
    with closing(made.opened()) as state, Stalls() as stalls:
        epoch, bill = take(state, made.job_id, runner="local", force=True)
        moment = time.monotonic()
        assert bill.sent + bill.admitted >= 3
        provider.behave(latency_ms=0)
        first.wait(100)
        late = [one for one in arrivals_after(provider, moment) if one > HEARS_S + stalls.worst_s]
        assert not late, f"calls of the fenced process arrived {late} s after the takeover"
        assert_late_replies_are_kept(state)
        work(made.place, Config(), made.job_id, epoch)
        finish_run(state, made.job_id, epoch)
        assert job_row(state, made.job_id).status == JobStatus.COMPLETED
        assert_books(state, provider.invoice())
        billed = [row for row in provider.invoice() if row.billed]
        assert len(billed) == 3 * ITEMS, "what came late was not asked again"


def assert_late_replies_are_kept(state: State) -> None:
    """Every reply to a call of the run that is over is stale and its answer is there."""
    stale = [row for row in ledger(state) if row.status == CallStatus.STALE]
    assert stale
    with state.read() as conn:
        kept = {row.call_id for row in conn.execute(select(answers.c.call_id))}
    assert {row.call_id for row in stale} <= kept
    assert not [row for row in ledger(state) if row.status == CallStatus.UNKNOWN], "each reply came, late or not"


def test_a_takeover_by_a_second_run_leaves_right_books(made: Made, provider: ProviderServer) -> None:
    """Two runs of a job at once, the second by force: only the calls that were out are repeated."""
    provider.behave(latency_ms=300)
    first = made.start()
    until(lambda: provider.stats()["total"] >= 8, "the first process works")
    report = made.run(force=True)
    assert first.wait(100) in (0, 3), made.said()[-2000:]
    assert report.status is JobStatus.COMPLETED
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
        out = report.bill.sent + report.bill.admitted
        billed = [row for row in provider.invoice() if row.billed]
        assert 3 * ITEMS <= len(billed) <= 3 * ITEMS + out
        with state.read() as conn:
            kinds = {row.kind for row in conn.execute(select(batch_events.c.kind))}
        assert "crash_bill" in kinds


def test_a_run_that_prices_by_another_list_says_so(made: Made) -> None:
    """A plan made with another release of the price list is kept, and the event of the start names both."""
    old = dump_plan(replace(made.row().plan, price_version="genai-prices 0.0.1+abc"))
    with closing(made.opened()) as state:
        with state.begin() as conn:
            conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == made.job_id).values(plan=old))
        made.run()
        started = [one.message for one in events(state, made.job_id) if one.kind == "started"]
    assert len(started) == 1
    assert started[0].endswith(f" on local; priced by {price_release()}, planned with genai-prices 0.0.1")
