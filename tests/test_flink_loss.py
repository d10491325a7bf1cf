"""Whatever dies or stands still amid a job on Flink: nothing is lost, and nothing answered is paid for again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from state.status import CallStatus, ItemStatus, JobStatus
from state.views import status
from tests.fakes.postgres import PostgresServer
from tests.fakes.provider_server import ProviderServer
from tests.flinks import FlinkCluster, wait_for
from tests.invoices import assert_books, ledger
from tests.jobs import Made, items_of, make_job, until

pytestmark = [pytest.mark.flink, pytest.mark.timeout(400)]

ITEMS = 1_000
OUT = 40
LOST = OUT + 2 * (OUT // 4) + OUT // 4
"""What may be unknown after a loss: the calls that were out, those that two workers had admitted ahead, and replies on
their way into the ledger."""


@pytest.fixture
def made(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, monkeypatch: pytest.MonkeyPatch
) -> Made:
    """A job of a thousand items and three phases, on PostgreSQL."""
    provider.behave(latency_ms=120)
    return make_job(postgres_url, tmp_path, provider, items=items_of(ITEMS), concurrency=OUT).into(monkeypatch)


def half_way(made: Made, flink: FlinkCluster, provider: ProviderServer) -> subprocess.Popen[bytes]:
    """Submit a job, and return when a third of its calls have been made."""
    run = made.start(*flink.arguments)
    until(lambda: provider.stats()["total"] >= ITEMS or run.poll() is not None, "a third of all calls", 150)
    assert run.poll() is None, made.said()
    return run


def assert_whole(made: Made, provider: ProviderServer, *, lost: int) -> None:
    """Each item is done once, the books are the invoice's, and at most what was out at a loss was asked again.

    Args:
        lost: Calls whose outcome nobody may have seen, or that were not sent any more.
    """
    provider.wait_idle()
    with closing(made.opened()) as state:
        assert status(state, made.job_id).status is JobStatus.COMPLETED
        assert_books(state, provider.invoice())
        counts = Counter(row.status for row in ledger(state))
    assert counts[CallStatus.UNKNOWN] + counts[CallStatus.STALE] <= lost, counts
    assert counts.total() <= 3 * ITEMS + lost, counts
    results = made.results()
    assert len(results) == ITEMS
    assert {result[1] for result in results.values()} == {ItemStatus.COMPLETED.value}
    assert provider.stats()["high_water"] <= OUT + lost


def end_of(run: subprocess.Popen[bytes], made: Made) -> int:
    """The exit code of a submitter."""
    try:
        return run.wait(200)
    except subprocess.TimeoutExpired:
        run.kill()
        raise AssertionError(f"the submitter did not end:\n{made.said()}") from None


@pytest.mark.parametrize("what", ["taskmanager-1", "jobserver"])
def test_a_job_outlives_a_part_of_its_cluster(
    made: Made, flink: FlinkCluster, provider: ProviderServer, what: str
) -> None:
    """A TaskManager, the job server: Flink goes on by itself, and so does who submitted."""
    run = half_way(made, flink, provider)
    flink.kill(what)
    assert end_of(run, made) == 0, made.said()
    assert_whole(made, provider, lost=LOST)


def test_a_job_waits_for_a_pool_of_workers_that_is_started_again(
    made: Made, flink: FlinkCluster, provider: ProviderServer
) -> None:
    """As a sidecar is: Flink begins again and again meanwhile, and what was answered is not asked for again."""
    run = half_way(made, flink, provider)
    os.killpg(flink.pid("pool-1"), signal.SIGKILL)  # its workers with it, as a container's
    time.sleep(10)
    flink.restart_dead()
    assert end_of(run, made) == 0, made.said()
    assert_whole(made, provider, lost=LOST)


def test_a_job_outlives_one_of_its_python_workers(made: Made, flink: FlinkCluster, provider: ProviderServer) -> None:
    """Flink starts another one, and what was out at its death is counted and asked again."""
    run = half_way(made, flink, provider)
    os.kill(flink.workers()[0], signal.SIGKILL)
    assert end_of(run, made) == 0, made.said()
    assert_whole(made, provider, lost=LOST)


def test_a_job_outlives_who_submitted_it(made: Made, flink: FlinkCluster, provider: ProviderServer) -> None:
    """The cluster goes on, and the last worker writes that the job is done."""
    run = half_way(made, flink, provider)
    run.kill()
    run.wait()
    wait_for(made, JobStatus.COMPLETED)
    assert_whole(made, provider, lost=0)


def test_a_job_whose_jobmanager_died_goes_on_when_it_is_resumed(
    made: Made, flink: FlinkCluster, provider: ProviderServer
) -> None:
    """Flink forgets its jobs with its JobManager: ours ends with the reason in words, and a second run goes on."""
    run = half_way(made, flink, provider)
    flink.kill("jobmanager")
    provider.behave(latency_ms=1_000)  # TaskManagers work on until they miss it, and would be done by then
    assert end_of(run, made) != 0
    with closing(made.opened()) as state:
        view = status(state, made.job_id)
        assert view.status is JobStatus.FAILED
        assert view.error is not None
        assert "\n" not in view.error.message
    flink.mend()
    provider.behave(latency_ms=120)
    assert end_of(made.start(*flink.arguments), made) == 0, made.said()
    assert_whole(made, provider, lost=LOST)


def test_a_worker_that_stood_still_goes_on_where_it_was(
    made: Made, flink: FlinkCluster, provider: ProviderServer
) -> None:
    """For a minute it neither beats nor answers; it sends nothing before the state has heard of it again."""
    run = half_way(made, flink, provider)
    frozen = flink.workers()[0]
    os.kill(frozen, signal.SIGSTOP)
    time.sleep(60)
    os.kill(frozen, signal.SIGCONT)
    assert end_of(run, made) == 0, made.said()
    assert_whole(made, provider, lost=LOST)


def test_a_job_outlives_twenty_seconds_without_its_state(
    made: Made, flink: FlinkCluster, provider: ProviderServer, postgres: PostgresServer
) -> None:
    """Workers wait for PostgreSQL and keep what they were answered until it is back."""
    run = half_way(made, flink, provider)
    postgres.stop()
    time.sleep(20)
    postgres.start()
    assert end_of(run, made) == 0, made.said()
    assert_whole(made, provider, lost=LOST)
