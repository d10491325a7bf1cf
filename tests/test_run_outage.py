"""A state that goes away in mid-run, or does not say that it committed: nothing is lost, doubled or declared dead."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select

from orchestrator.worker_settings import WorkerSettings
from orchestrator.workers import acquire, release
from pipelines.run import work
from state.config import Config
from state.errors import FencedError, StateUnreachableError
from state.leases import take
from state.records import JobRef, NewItem
from state.schema import runs, workers
from state.status import CallStatus, JobStatus
from state.workspace import PAYLOAD_MAX_BYTES
from tests.books import job_row
from tests.fakes.cutting_proxy import CuttingProxy
from tests.fakes.postgres import PostgresServer
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import ONE_PHASE, Background, items_of, make_job, until

ITEMS = 12
OUTAGE_S = 20.0
"""Longer than a worker may be silent (15 s) and than what it may send without a beat (10 s)."""


def test_a_state_that_is_away_for_20_seconds_costs_nothing(
    postgres: PostgresServer, postgres_url: str, provider: ProviderServer, tmp_path: Path
) -> None:
    """PostgreSQL is stopped with calls out: the process waits, settles what it holds, and ends the job by itself."""
    provider.behave(latency_ms=300)
    made = make_job(postgres_url, tmp_path, provider, items=items_of(ITEMS))
    process = made.start()
    try:
        until(lambda: provider.stats()["total"] >= 8, "the run is in the middle")
        postgres.stop()
        threading.Event().wait(OUTAGE_S)
        assert process.poll() is None, made.said()[-2000:]
        postgres.start()
        assert process.wait(100) == 0, made.said()[-2000:]
    finally:
        process.kill()
        process.wait()
    with closing(made.opened()) as state:
        assert job_row(state, made.job_id).status == JobStatus.COMPLETED
        assert_books(state, provider.invoice())
        assert {row.epoch for row in ledger(state)} == {1}
        assert not [row for row in ledger(state) if row.status in (CallStatus.UNKNOWN, CallStatus.STALE)]
        assert len(provider.invoice()) == 3 * ITEMS
        with state.read() as conn:
            assert conn.execute(select(workers.c.reason)).scalars().all() == ["done"]
            assert conn.execute(select(runs.c.outcome)).scalars().all() == ["completed"]


def test_a_state_that_goes_away_while_pages_are_opened_is_waited_for(
    postgres: PostgresServer, postgres_url: str, provider: ProviderServer, tmp_path: Path
) -> None:
    """An outage that meets the opening of a page, not only a commit, does not end the run."""
    provider.behave(latency_ms=20)
    made = make_job(postgres_url, tmp_path, provider, items=items_of(230), phases=ONE_PHASE, concurrency=10)
    process = made.start()
    try:
        for seen in (60, 150):
            until(lambda: provider.stats()["total"] >= seen, f"{seen} calls")  # noqa: B023  # here and now
            postgres.crash()
            threading.Event().wait(2)
            postgres.start()
        assert process.wait(100) == 0, made.said()[-2000:]
    finally:
        process.kill()
        process.wait()
    with closing(made.opened()) as state:
        assert job_row(state, made.job_id).status == JobStatus.COMPLETED
        assert_books(state, provider.invoice())
        assert len(provider.invoice()) == 230


def test_commits_that_nobody_hears_of_double_nothing(
    postgres: PostgresServer,
    postgres_url: str,
    provider: ProviderServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The line is cut after COMMIT, again and again: each step is asked once and the books match."""
    provider.behave(latency_ms=30)
    with CuttingProxy(postgres.port) as proxy:
        direct = make_job(postgres_url, tmp_path, provider, items=items_of(ITEMS)).into(monkeypatch)
        made = replace(direct, place=replace(direct.place, url=postgres.url(_name(postgres_url), port=proxy.port)))
        run = Background(made.run)
        for seen in (3, 9, 15, 21):
            until(lambda: provider.stats()["total"] >= seen or run.is_over, f"{seen} calls")  # noqa: B023  # here and now
            before = proxy.cuts
            proxy.cut(2)
            until(lambda: proxy.cuts >= before + 2 or run.is_over, "two cuts")  # noqa: B023  # here and now
        proxy.cut(0)
        run.wait()
        assert proxy.cuts >= 4
    with closing(direct.opened()) as state:
        assert job_row(state, made.job_id).status == JobStatus.COMPLETED
        assert_books(state, provider.invoice())
        assert len(provider.invoice()) == 3 * ITEMS
        assert not [row for row in ledger(state) if row.status == CallStatus.UNKNOWN]


def test_a_worker_that_is_made_during_an_outage_waits_for_its_end(
    postgres: PostgresServer, postgres_url: str, provider: ProviderServer, tmp_path: Path
) -> None:
    """The line breaks at each of the first things that a worker reads: it reads them again, and is made."""
    made = make_job(postgres_url, tmp_path, provider, items=items_of(1), phases=ONE_PHASE)
    with closing(made.opened()) as state:
        epoch, _ = take(state, made.job_id, runner="local")
    with CuttingProxy(postgres.port) as proxy:
        url = postgres.url(_name(postgres_url), port=proxy.port)
        with _cutting(proxy, "FROM alembic_version", "FROM batch_jobs", "FROM limits"):
            release(acquire(JobRef(url, made.place.workspace, made.job_id, epoch), WorkerSettings()))
        assert proxy.cuts == 3
    with closing(made.opened()) as state, state.read() as conn:
        assert conn.execute(select(workers.c.reason)).scalars().all() == ["done"]


@contextmanager
def _cutting(proxy: CuttingProxy, *reads: str) -> Iterator[None]:
    """Cut the line at the first statement with each of these texts."""
    left = set(reads)

    def note(*told: object) -> None:
        met = {text for text in left if text in str(told[2])}
        left.difference_update(met)
        if met:
            proxy.cut()

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", note)


# ── what a step of the graph meets ──────────────────────────────────────────────────────────────


def test_a_workspace_that_cannot_be_read_is_told_as_what_it_is(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A payload that the opening of a page does not find is no bug of ours: the error and the job say what to do."""
    large = NewItem("large", "word " * PAYLOAD_MAX_BYTES, {})
    made = make_job(sqlite_url, tmp_path, provider, items=[large], phases=ONE_PHASE).into(monkeypatch)
    Path(made.place.workspace).rename(tmp_path / "elsewhere")
    with pytest.raises(StateUnreachableError, match=r"the workspace .* cannot be read") as raised:
        made.run()
    assert "--workspace" in (raised.value.hint or "")
    assert provider.stats()["total"] == 0
    with closing(made.opened()) as state:
        row = job_row(state, made.job_id)
    assert (row.status, row.error_class) == (JobStatus.FAILED, "state_unreachable")


def test_a_graph_of_a_run_that_is_over_says_so(sqlite_url: str, provider: ProviderServer, tmp_path: Path) -> None:
    """A worker that comes after another run has taken the job is fenced out, and that is what its process is told."""
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(1), phases=ONE_PHASE)
    with closing(made.opened()) as state:
        take(state, made.job_id, runner="local")
        take(state, made.job_id, runner="local", force=True)
    with pytest.raises(FencedError, match="run 2 owns the job now"):
        work(made.place, Config(), made.job_id, 1)
    assert provider.stats()["total"] == 0


def _name(url: str) -> str:
    return url.rpartition("/")[2]
