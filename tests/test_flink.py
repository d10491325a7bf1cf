"""A job on a real Flink cluster: as on this machine, stopped from elsewhere, moved, and refused in words."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import transforms.release
from pipelines.flink import LANES_A_SLOT
from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.config_text import config_text
from state.errors import BatchwrightError
from state.pages import BLOCKS_A_LANE
from state.place import StatePlace
from state.runner_jobs import runner_job_of
from state.status import CallStatus, JobStatus
from state.views import status
from tests.commands import Command, environment, folder
from tests.fakes.provider_server import ProviderServer
from tests.flinks import SLOTS, FlinkCluster
from tests.invoices import assert_books, ledger
from tests.jobs import KEYS, ONE_PHASE, Made, items_of, make_job, until
from tests.owner import wait

pytestmark = [pytest.mark.flink, pytest.mark.timeout(300)]

MOVED = 3_000
"""Items of a job that goes from place to place."""


def on_flink(made: Made, flink: FlinkCluster) -> JobStatus:
    """Run a job on the cluster from this process; its status then."""
    return run_job(made.place, flink.config, made.job_id, runner="flink").status


def without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take all keys out of this process's environment; the workers have theirs."""
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)


def test_a_job_runs_as_on_this_machine_and_the_key_stays_with_the_workers(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outputs, sums and books are the same; who submits has no key, and the job's concurrency is all slots'."""
    items, out = 800, 20
    provider.behave(latency_ms=100)
    here = make_job(postgres_url, tmp_path, provider, items=items_of(items), project="here", concurrency=50)
    there = make_job(postgres_url, tmp_path, provider, items=items_of(items), project="there", concurrency=out)
    here.into(monkeypatch)
    here.run()
    with closing(here.opened()) as state:
        assert_books(state, provider.invoice())
    before = len(provider.invoice())
    without_keys(monkeypatch)
    assert on_flink(there, flink) is JobStatus.COMPLETED
    assert there.results() == here.results()
    with closing(there.opened()) as state:
        assert_books(state, provider.invoice())
        assert len({row.worker_id for row in ledger(state) if row.job_id == there.job_id}) == 2
        assert runner_job_of(state, there.job_id) is not None
    moments = [moment for row in provider.invoice()[before:] for moment in ((row.arrived_s, 1), (row.ended_s, -1))]
    assert max(accumulate(step for _, step in sorted(moments))) <= out


def test_each_slot_opens_the_lanes_whose_keys_were_made_for_it(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flink puts keys on slots as `transforms.lane_keys` reckons: of eight lanes each slot has two."""
    lanes, block = LANES_A_SLOT * SLOTS, 10
    items = items_of(BLOCKS_A_LANE * lanes * block)
    made = make_job(postgres_url, tmp_path, provider, items=items, phases=ONE_PHASE, concurrency=50).into(monkeypatch)
    assert on_flink(made, flink) is JobStatus.COMPLETED
    slots_of: dict[str, set[int]] = {}
    with closing(made.opened()) as state:
        for row in ledger(state):
            slots_of.setdefault(row.worker_id, set()).add(row.ordinal // block % lanes % SLOTS)
    first, second = slots_of.values()
    assert len(first) == len(second) == SLOTS // 2
    assert not first & second


def test_it_is_paused_resumed_and_cancelled_from_elsewhere(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a job on this machine; a cancelled one is gone from the cluster, too."""
    provider.behave(latency_ms=150)
    made = make_job(postgres_url, tmp_path, provider, items=items_of(900), concurrency=20).into(monkeypatch)
    with BatchJobs(made.place.url, made.place.workspace, flink.config, cwd=tmp_path) as jobs:
        assert jobs.start(made.job_id, runner="flink").status is JobStatus.RUNNING
        until(lambda: provider.stats()["total"] >= 200, "two hundred calls", 120)
        assert jobs.pause(made.job_id).status is JobStatus.PAUSED
        paused = provider.stats()["total"]
        assert jobs.status(made.job_id).runner == "flink"
        assert jobs.resume(made.job_id, runner="flink").status is JobStatus.RUNNING
        until(lambda: provider.stats()["total"] >= paused + 200, "two hundred more", 120)
        assert jobs.cancel(made.job_id).status is JobStatus.CANCELLED
        cancelled = provider.stats()["total"]
        there = runner_job_of(jobs.state(), made.job_id)
        assert there is not None
        flink_id = there.rpartition("/")[2]
        until(lambda: flink.state_of(flink_id) in ("CANCELED", "FINISHED"), "Flink's job is over", 60)
        assert provider.stats()["total"] == cancelled < 2_700
        assert_books(jobs.state(), provider.invoice())


def test_workers_of_another_version_are_refused_in_words(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both versions are named, nothing was sent, and Flink does not try again."""
    made = make_job(postgres_url, tmp_path, provider, items=items_of(3)).into(monkeypatch)
    other = transforms.release.Release("0.0.1", "2.77.0", "3.11")
    monkeypatch.setattr("pipelines.run.release_here", lambda: other)
    assert on_flink(made, flink) is JobStatus.FAILED
    assert not provider.invoice()
    with closing(made.opened()) as state:
        error = status(state, made.job_id).error
        assert error is not None
        said = r"a worker on .* is not of the version that submitted the job: batchwright .* here, 0\.0\.1 there"
        assert re.match(said, error.message), error.message
        assert not ledger(state)


def test_workers_without_our_code_are_refused_in_words(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, other_pools: str
) -> None:
    """At the first element, not when Flink has waited for three minutes; what is missing is named."""
    made = make_job(postgres_url, tmp_path, provider, items=items_of(3))
    there = flink.flink.model_copy(update={"worker_endpoint": other_pools})
    config, begun = flink.config.model_copy(update={"flink": there}), time.monotonic()
    assert run_job(made.place, config, made.job_id, runner="flink").status is JobStatus.FAILED
    assert time.monotonic() - begun < 120
    with closing(made.opened()) as state:
        view = status(state, made.job_id)
    assert view.error is not None
    assert view.error.message == "the workers' Python cannot load the graph: No module named 'transforms'"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"master": "http://127.0.0.1:1"}, r"Flink's JobManager at http://127\.0\.0\.1:1 does not answer"),
        ({"job_endpoint": "127.0.0.1:1"}, r"Beam's job server at 127\.0\.0\.1:1 does not answer"),
        ({"parallelism": 99}, r"asks for 99 slots, and the cluster at .* has 4"),
    ],
)
def test_a_cluster_that_is_not_there_is_told_before_the_job_is_taken(
    postgres_url: str,
    tmp_path: Path,
    provider: ProviderServer,
    flink: FlinkCluster,
    changed: Mapping[str, object],
    said: str,
) -> None:
    """The option is named, and the job is as it was."""
    made = make_job(postgres_url, tmp_path, provider, items=items_of(3))
    config = flink.config.model_copy(update={"flink": flink.flink.model_copy(update=dict(changed))})
    with pytest.raises(BatchwrightError, match=said) as caught:
        run_job(made.place, config, made.job_id, runner="flink")
    assert caught.value.path in ("--flink-master", "--job-endpoint", "--parallelism")
    assert caught.value.exit_code == (2 if "parallelism" in changed else 5)
    assert made.row().status is JobStatus.PENDING


def a_third(jobs: BatchJobs, job_id: str, provider: ProviderServer, *, runner: str) -> None:
    """Start or resume a job, and pause it when a third of its calls, an item each, has been made."""
    before = provider.stats()["total"]
    begin = jobs.resume if before else jobs.start
    assert begin(job_id, runner=runner).status is JobStatus.RUNNING
    until(lambda: provider.stats()["total"] >= before + MOVED, f"{MOVED} calls more", 120)
    assert jobs.pause(job_id).status is JobStatus.PAUSED
    wait(jobs)  # who submitted it ends a little later, and writes until then


def the_rest(jobs: BatchJobs, made: Made, provider: ProviderServer, out: Path) -> None:
    """Go on here to the end: no call was made twice, and there is one ledger and one export."""
    jobs.resume(made.job_id)
    assert jobs.wait(made.job_id, timeout_s=120).status is JobStatus.COMPLETED
    assert_books(jobs.state(), provider.invoice())
    sent = [row for row in ledger(jobs.state()) if row.status != CallStatus.WITHDRAWN]  # at a pause, before it left
    assert {row.status for row in sent} == {CallStatus.OK}
    assert len({(row.digest, row.model) for row in sent}) == len(sent) == len(provider.invoice())
    assert {result[1] for result in made.results().values()} == {"COMPLETED"}
    jobs.export(made.job_id, str(out))
    assert pq.read_table(sorted(out.glob("part-*.parquet")), columns=["item_id"]).num_rows == MOVED


def test_a_job_moves_from_here_to_flink_and_back(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third in each place, in one state."""
    provider.behave(latency_ms=20)
    made = make_job(postgres_url, tmp_path, provider, items=items_of(MOVED), concurrency=50).into(monkeypatch)
    with BatchJobs(made.place.url, made.place.workspace, flink.config, cwd=tmp_path) as jobs:
        a_third(jobs, made.job_id, provider, runner="local")
        a_third(jobs, made.job_id, provider, runner="flink")
        the_rest(jobs, made, provider, tmp_path / "out")


def test_a_job_is_copied_to_a_server_for_flink_and_back(
    sqlite_url: str,
    empty_postgres_url: str,
    tmp_path: Path,
    provider: ProviderServer,
    flink: FlinkCluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A third in each place, in three states: `state copy` takes answers and ledger along."""
    provider.behave(latency_ms=20)
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(MOVED), concurrency=50).into(monkeypatch)
    (tmp_path / "back").mkdir()
    server = StatePlace(empty_postgres_url, str(tmp_path / "server"))
    back = StatePlace(f"sqlite:///{tmp_path}/back/state.db", str(tmp_path / "back" / "workspace"))
    with BatchJobs(made.place.url, made.place.workspace, cwd=tmp_path) as jobs:
        a_third(jobs, made.job_id, provider, runner="local")
        assert jobs.copy_to(server.url, workspace=server.workspace)
    with BatchJobs(server.url, server.workspace, flink.config, cwd=tmp_path) as jobs:
        a_third(jobs, made.job_id, provider, runner="flink")
        assert jobs.copy_to(back.url, workspace=back.workspace)
    with BatchJobs(back.url, back.workspace, cwd=tmp_path) as jobs:
        the_rest(jobs, replace(made, place=back), provider, tmp_path / "out")


def test_other_terminals_see_it_to_its_end(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster
) -> None:
    """`run` in one; in others its status is watched, its results and events are followed; all end with the job."""
    items = 400
    provider.behave(latency_ms=300)
    place = folder(tmp_path / "work", items)
    (place / "batchwright.toml").write_text(config_text(flink.config), "utf-8")
    environ = environment(provider, BATCHWRIGHT_STATE=postgres_url)
    run = Command(place, environ, "run", "job.yaml", "--items", "items.jsonl", "--yes", "--runner", "flink")
    until(lambda: provider.stats()["total"] > 0, "the first call", 120)
    words = (("status", "last", "--watch"), ("results", "last", "--follow"), ("events", "last", "--follow"))
    others = [Command(place, environ, *one) for one in words]
    told = [one.end(150) for one in (run, *others)]
    assert [one.code for one in told] == [0, 0, 0, 0], told
    _, watched, followed, happened = told
    assert "COMPLETED" in watched.out
    assert sorted(json.loads(line)["item_id"] for line in followed.out.splitlines()) == sorted(
        f"doc-{number}" for number in range(items)
    )
    assert f"completed: {items} of {items} items completed" in happened.out


def test_an_unknown_limit_is_kept_by_workers_in_two_processes(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """800 items against 40 requests a second that nobody told: few are refused, and hardly any time is lost."""
    items, per_s = 800, 40
    provider.behave(latency_ms=100, rate_limit_per_s=per_s, rate_burst=per_s)
    made = make_job(postgres_url, tmp_path, provider, items=items_of(items), phases=ONE_PHASE, concurrency=50).into(
        monkeypatch
    )
    assert on_flink(made, flink) is JobStatus.COMPLETED
    rows = sorted(provider.invoice(), key=lambda row: row.arrived_s)
    refused = sum(row.status == 429 for row in rows)
    took_s = max(row.ended_s for row in rows) - rows[0].arrived_s
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
    assert refused <= 0.05 * items, f"{refused} of {len(rows)} requests were refused"
    assert took_s <= 1.1 * items / per_s, f"{took_s:.1f} s for {items} requests at {per_s}/s"
