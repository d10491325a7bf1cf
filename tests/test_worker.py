"""One worker of a run, from its first lane to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from orchestrator.lease import Lease
from orchestrator.loop import process_loop
from orchestrator.providers.openai import OpenAIProvider
from orchestrator.worker import Worker
from orchestrator.worker_settings import WorkerSettings
from orchestrator.workers import acquire, release
from state.leases import take
from state.records import JobRef
from state.schema import shares, workers
from state.status import JobStatus
from tests.books import job_row
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import ONE_PHASE, Made, items_of, make_job


@pytest.fixture
def made(sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A job of one phase."""
    return make_job(sqlite_url, tmp_path, provider, items=items_of(3), phases=ONE_PHASE).into(monkeypatch)


@pytest.fixture
def worker(made: Made) -> Worker:
    """A worker of the job, taken; the test releases it."""
    with closing(made.opened()) as state:
        epoch, _ = take(state, made.job_id, runner="local")
    return acquire(JobRef(made.place.url, made.place.workspace, made.job_id, epoch), WorkerSettings())


def leases() -> list[str]:
    """The leases that are kept in this process."""
    names = [getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks(process_loop())]
    return [name for name in names if name == Lease._keep.__qualname__]


def test_lanes_that_begin_together_have_one_lease_and_leave_none(worker: Worker, made: Made) -> None:
    """However many lanes take part at once, one task asks for the share; it ends with the worker."""
    together = Barrier(4)
    worker.open_bundle()  # it has pages to open, and wants what there is

    def begin() -> int:
        together.wait()
        return worker.lease()

    try:
        with ThreadPoolExecutor(4) as lanes:
            assert [one.result() for one in [lanes.submit(begin) for _ in range(4)]] == [4] * 4
        assert len(leases()) == 1
    finally:
        release(worker)
    assert leases() == []
    with closing(made.opened()) as state, state.read() as conn:
        assert conn.execute(select(shares)).all() == []


def test_a_provider_that_raises_when_it_is_closed_keeps_no_worker_alive(
    made: Made, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker's row ends and its heart stops, the error is told, and the job has the status that it has earned."""
    really_close: Callable[[OpenAIProvider], object] = OpenAIProvider.close

    async def close(self: OpenAIProvider) -> None:
        await really_close(self)  # type: ignore[misc]  # it is awaitable
        raise RuntimeError("the client is broken")

    monkeypatch.setattr(OpenAIProvider, "close", close)
    made.run()
    with closing(made.opened()) as state:
        assert job_row(state, made.job_id).status == JobStatus.COMPLETED
        with state.read() as conn:
            assert [row.reason for row in conn.execute(select(workers)).all() if row.ended_at] == ["done"]
        assert_books(state, provider.invoice())
