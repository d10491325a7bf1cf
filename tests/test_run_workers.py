"""Two processes of one job keep to its concurrency together, and a worker opens no more than its window holds."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

import pipelines.build
from orchestrator.window import window_size
from pipelines.run import run_job, work
from state.config import Config
from state.control import set_options, want_cancel
from state.engine import State
from state.leases import finish_run, take
from state.schema import shares
from state.status import CallStatus, JobStatus
from tests.books import job_row
from tests.fakes import plain_throttle
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import ONE_PHASE, THREE_PHASES, Background, Made, items_of, make_job, until

CONCURRENCY = 6
TWO_PAGES = 130
"""Items of two pages: one for each lane."""

WATCHED_S = 3.0
"""How long both processes may send calls that last, as many as they take for allowed."""

MUTANT = ("--mutant", "tests.fakes.plain_throttle")


def check_concurrency(made: Made, provider: ProviderServer, *more: str) -> None:
    """Two processes, a lane each: at no time are more calls out than the job's concurrency, and both work."""
    provider.behave(latency_ms=10_000)  # so that neither ends before the other works
    with closing(made.opened()) as state:
        epoch, _ = take(state, made.job_id, runner="local")
        lanes = [("--work", "--epoch", str(epoch), "--lanes", "2", "--mine", lane) for lane in ("0", "1")]
        processes = [made.start(*lane, *more) for lane in lanes]
        until(lambda: len({row.worker_id for row in ledger(state)}) == 2, "both processes have calls")
        watched = time.monotonic() + WATCHED_S
        until(
            lambda: provider.stats()["high_water"] > CONCURRENCY or time.monotonic() > watched, "all that may be out is"
        )
        provider.behave(latency_ms=40)
        ended = [process.wait(110) for process in processes]
        finish_run(state, made.job_id, epoch)
        assert ended == [0, 0], made.said()[-2000:]
        assert provider.stats()["high_water"] <= CONCURRENCY
        rows = ledger(state)
        assert len({row.worker_id for row in rows if row.status == CallStatus.OK}) == 2
        assert job_row(state, made.job_id).status == JobStatus.COMPLETED
        assert sum(row.status == CallStatus.OK for row in rows) == TWO_PAGES
        assert_books(state, provider.invoice())


def check_window(made: Made, provider: ProviderServer) -> None:
    """While one model hardly answers, only as many items are begun as the window holds."""
    provider.behave([{"model": "claude-haiku-5-5", "latency_ms": 3_000}])
    limits = {"limits": {"models": {"anthropic/claude-haiku-5-5": {"concurrency": 1}}}}
    config = Config.model_validate(limits)
    run = Background(lambda: run_job(made.place, config, made.job_id))
    size = window_size(4)

    def begun() -> int:
        return sum(row.endpoint == "chat" for row in provider.invoice())

    slow: list[int] = []

    def stands() -> bool:
        slow[:] = [row.endpoint for row in provider.invoice() if row.endpoint == "messages"]  # type: ignore[misc]
        return begun() >= size and len(slow) >= 1

    try:
        until(stands, f"{size} items begun")
        until(lambda: stands() and len(slow) >= 2, "the slow model answered once")
        assert begun() <= size + len(slow), "more items were begun than the window holds and have ended"
    finally:
        with closing(made.opened()) as state:
            want_cancel(state, made.job_id)
        run.wait()
    with closing(made.opened()) as state:
        assert job_row(state, made.job_id).status == JobStatus.CANCELLED
        assert_books(state, provider.invoice())


@pytest.fixture
def two_pages(state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A job of one phase and two pages, once on each store."""
    items = items_of(TWO_PAGES)
    made = make_job(state_url, tmp_path, provider, items=items, phases=ONE_PHASE, concurrency=CONCURRENCY)
    return made.into(monkeypatch)


@pytest.fixture
def slow_second(sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A job of two phases by two models, with more items than a window of its concurrency holds."""
    return make_job(sqlite_url, tmp_path, provider, items=items_of(40), phases=THREE_PHASES[:2]).into(monkeypatch)


def test_two_processes_keep_to_the_jobs_concurrency_together(two_pages: Made, provider: ProviderServer) -> None:
    """Concurrency is the job's, not a worker's: two processes share it, both work, and the books match."""
    check_concurrency(two_pages, provider)


def test_no_more_items_are_in_progress_than_the_window_holds(slow_second: Made, provider: ProviderServer) -> None:
    """Throttle blocks until an item has ended, so memory does not grow with the job."""
    check_window(slow_second, provider)


def test_a_running_job_obeys_another_concurrency(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`set JOB concurrency=…` in the middle of a run: raised it is used, and lowered it holds, at the provider."""
    provider.behave(latency_ms=300)
    made = make_job(state_url, tmp_path, provider, items=items_of(450), phases=ONE_PHASE, concurrency=2)
    run = Background(made.into(monkeypatch).run)

    def more(calls: int) -> None:
        wanted = provider.stats()["total"] + calls
        until(lambda: provider.stats()["total"] >= wanted, f"{calls} calls more", 30)

    with closing(made.opened()) as state:
        more(10)
        assert provider.stats()["high_water"] <= 2
        set_options(state, made.job_id, {"concurrency": 24})
        until(lambda: provider.stats()["high_water"] >= 24, "what it was raised to is used", 30)
        set_options(state, made.job_id, {"concurrency": 3})
        until(lambda: shares_of(state) == [3], "it holds no more than it was lowered to", 30)
        more(24 + 6)  # those that were out, and some that follow
        lowered_at = provider.invoice()[-1].arrived_s
        more(20)
        assert most_at_once(provider, lowered_at) <= 3
        set_options(state, made.job_id, {"concurrency": 24})
        run.wait()
        assert job_row(state, made.job_id).status == JobStatus.COMPLETED
        assert provider.stats()["high_water"] == 24
        assert_books(state, provider.invoice())


def shares_of(state: State) -> list[int]:
    """How many calls each worker may have out."""
    with state.read() as conn:
        return list(conn.execute(select(shares.c.held)).scalars())


def most_at_once(provider: ProviderServer, since: float) -> int:
    """The most calls at once at the provider from a time of its clock on."""
    rows = provider.invoice()
    out = [
        sum(one.arrived_s <= row.arrived_s and not 0 < one.ended_s <= row.arrived_s for one in rows)
        for row in rows
        if row.arrived_s >= since
    ]
    return max(out)


def test_a_throttle_that_does_not_share_breaks_the_concurrency(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of the concurrency fails with a Throttle that opens pages and yields all."""
    items = items_of(TWO_PAGES)
    made = make_job(sqlite_url, tmp_path, provider, items=items, phases=ONE_PHASE, concurrency=CONCURRENCY)
    with pytest.raises(AssertionError, match=r"assert \d+ <= 6"):
        check_concurrency(made.into(monkeypatch), provider, *MUTANT)


def test_a_throttle_without_slots_breaks_the_window(
    slow_second: Made, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of the window fails with a Throttle that opens pages and yields all."""
    monkeypatch.setattr(pipelines.build, "Throttle", plain_throttle.PlainThrottle)
    with pytest.raises(AssertionError, match="more items were begun"):
        check_window(slow_second, provider)


def test_a_second_process_of_a_fenced_run_sends_nothing(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker of a run that is over is refused before it asks anybody."""
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(2), phases=ONE_PHASE).into(monkeypatch)
    with closing(made.opened()) as state:
        epoch, _ = take(state, made.job_id, runner="local")
        take(state, made.job_id, runner="local", force=True)
    with pytest.raises(Exception, match="is over"):
        work(made.place, Config(), made.job_id, epoch)
    assert provider.invoice() == []


def test_a_straggler_holds_up_nobody(sqlite_url: str, provider: ProviderServer, tmp_path: Path) -> None:
    """While the first phase of one item waits for its answer, all others go through all phases."""
    provider.behave([{"contains": "000 knots", "latency_ms": 100_000}])
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(12))
    process = made.start()
    try:
        with closing(made.opened()) as state:
            until(lambda: job_row(state, made.job_id).open_items == 1, "all items but the straggler are done")
        out = [row for row in provider.invoice() if row.outcome == "in_flight"]
        assert len(out) == 1
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()
