"""Signals to who follows a job: heard whenever they come, unless who started the command wants them ignored."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from pipelines import run
from pipelines.follow import STOPPED, follow, run_to_end
from pipelines.jobs import BatchJobs
from pipelines.run import RunReport, run_job
from pipelines.screen import Screen
from state.clock import user_name
from state.control import want_pause
from state.errors import IllegalMoveError
from state.job_view import JobView
from state.leases import finish_run, take
from state.migrate import open_state
from state.records import Json
from state.status import JobStatus
from tests.commands import JOB, environment, folder, until
from tests.fakes.provider_server import ProviderServer
from tests.owner import PHASES as PHASES_OF_OWNER
from tests.owner import owner

PHASES: list[Json] = [{"name": "shorten", "task_type": "chat", "model": "openai/gpt-6-luna"}]
ITEMS = 40
LOOKS = 4
"""How often a job is looked at after a signal before it is taken: often enough for the signal to be acted on."""


class Watched(BatchJobs):
    """Jobs that tell when they were looked at `LOOKS` times since `looks` was set to 0."""

    looks = 0

    def __init__(self, state: str, cwd: Path) -> None:
        super().__init__(state, cwd=cwd)
        self.enough = threading.Event()

    def status(self, job: str) -> JobView:
        """As `BatchJobs.status`, counted."""
        view = super().status(job)
        self.looks += 1
        if self.looks >= LOOKS:
            self.enough.set()
        return view


@pytest.fixture
def jobs(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """The jobs of a fresh state, with a key for a loopback provider that takes its time."""
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    monkeypatch.setenv("OPENAI_BASE_URL", provider.openai_url)
    provider.behave(latency_ms=200)
    with Watched(str(tmp_path / "state.db"), tmp_path) as made:
        yield made


def _stopped(jobs: BatchJobs, status: JobStatus) -> str:
    """A job in this status; PAUSED and FAILED after a run of its own that did nothing."""
    listed: list[Json] = list(range(ITEMS))
    job_id = jobs.create(name="Texts", phases=PHASES, items=listed, start=False, options={"concurrency": 1}).id
    if status is not JobStatus.PENDING:
        with closing(open_state(jobs.place.url)) as state:
            epoch, _ = take(state, job_id, runner="local")
            want_pause(state, job_id)
            finish_run(state, job_id, epoch, failed=("bug", "made up") if status is JobStatus.FAILED else None)
    assert jobs.status(job_id).status is status
    return job_id


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.PAUSED, JobStatus.FAILED])
def test_a_signal_before_the_job_is_taken_is_a_pause_once_it_is(
    jobs: Watched, status: JobStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Ctrl-C between the start of the command and that of the run pauses the job, whatever it was before."""

    def late(*given: object, **more: object) -> RunReport:
        jobs.looks = 0
        jobs.enough.clear()
        os.kill(os.getpid(), signal.SIGINT)
        assert jobs.enough.wait(60), "nobody looks at the job"
        return run_job(*given, **more)  # type: ignore[arg-type]  # as `run_job` takes them

    monkeypatch.setattr(run, "run_job", late)
    job_id = _stopped(jobs, status)
    said = io.StringIO()
    ending = follow(jobs, job_id, Screen(Console(file=io.StringIO()), Console(file=said)))
    assert (ending.code, ending.view.status) == (STOPPED, JobStatus.PAUSED)
    assert ending.view.progress.pending_items > ITEMS / 2
    assert said.getvalue().count("pausing: the calls that are out may finish") == 1
    assert any("paused by Ctrl-C" in event.message for event in jobs.events(job_id))


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.PAUSED, JobStatus.FAILED])
def test_a_job_that_is_cancelled_before_it_is_taken_was_stopped(
    jobs: Watched, status: JobStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever follows it typed nothing wrong: exit code 4, as of any job that somebody stops, and who it was."""

    def late(*given: object, **more: object) -> RunReport:
        jobs.cancel(job_id)
        return run_job(*given, **more)  # type: ignore[arg-type]  # as `run_job` takes them

    monkeypatch.setattr(run, "run_job", late)
    job_id, said = _stopped(jobs, status), io.StringIO()
    ending = run_to_end(jobs, job_id, Screen(Console(file=said), Console(file=io.StringIO())))
    assert (ending.code, ending.view.status) == (STOPPED, JobStatus.CANCELLED)
    assert f"{ITEMS} cancelled by {user_name()}@" in said.getvalue()


def test_a_job_that_has_just_been_made_says_when_it_can_be_paused(jobs: Watched) -> None:
    """The table has no such move; what stops it before its first call is told, and what does afterwards."""
    job_id = _stopped(jobs, JobStatus.PENDING)
    with pytest.raises(IllegalMoveError, match="is PENDING: it cannot be paused") as refused:
        jobs.pause(job_id)
    assert refused.value.hint == (
        "no call is made before it has started: Ctrl-C ends a `run` that is about to start it, and once it is RUNNING,"
        f" `batchwright pause {job_id}` pauses it"
    )


@pytest.mark.parametrize(("ignored", "number"), [("HUP", signal.SIGHUP), ("INT", signal.SIGINT)])
def test_a_signal_that_is_to_be_ignored_stays_ignored(
    tmp_path: Path, provider: ProviderServer, ignored: str, number: signal.Signals
) -> None:
    """A run that was started to ignore a signal, as by `nohup`, works to the end in spite of it."""
    here = folder(tmp_path / "work")
    (here / "job.yaml").write_text(f"{JOB}options: {{concurrency: 1}}\n", "utf-8")
    provider.behave(latency_ms=300)
    shell = ["/bin/sh", "-c", f'trap "" {ignored}; exec "$@"', "sh", sys.executable, "-m", "cli"]
    with subprocess.Popen(
        [*shell, "run", "job.yaml", "--items", "items.jsonl", "--quiet"], cwd=here, env=environment(provider)
    ) as process:
        until(lambda: provider.stats()["total"] > 0)
        process.send_signal(number)
        assert process.wait(60) == 0
    assert provider.stats()["total"] == 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("is_detached", [False, True], ids=["followed", "detached"])
def test_a_signal_pauses_and_status_says_which(
    tmp_path: Path, state_url: str, provider: ProviderServer, number: signal.Signals, is_detached: bool
) -> None:
    """SIGTERM, and the SIGHUP of a followed run, are pauses: the reason stays until `resume`, which repays nothing."""
    me = owner(tmp_path / "work", state_url, provider, items=4, options="concurrency: 1")
    provider.behave(latency_ms=700)
    if is_detached:
        me.create()
    else:
        command = me.begin("run", "job.yaml", "--items", "items.jsonl", "--quiet")
    until(lambda: provider.stats()["total"] > 0)
    pid = me.runner()
    os.kill(pid, number)
    if is_detached and number is signal.SIGHUP:
        assert me.wait().status is JobStatus.COMPLETED
        return
    until(lambda: me.status().status is JobStatus.PAUSED)
    if not is_detached:
        ended = command.end()
        assert (ended.code, ended.err, ended.out) == (4, "", "")
    told = f"paused by {number.name} (pid {pid} on "
    assert f"signal: {told}" in " ".join(me.type("status", "last").out.split())
    document = me.type("status", "last", "--json").document
    assert document["error"]["class"] == "signal"
    assert document["error"]["message"].startswith(told)
    assert f"paused: signal: {told}" in me.type("events", "last").out
    provider.behave(latency_ms=0)
    resumed = me.type("resume", "last", "--attach", "--json")
    assert (resumed.code, resumed.document["error"]) == (0, None), resumed.err
    assert provider.stats()["total"] == PHASES_OF_OWNER * 4


def test_the_summary_of_a_cancelled_run_says_what_was_cancelled_and_by_whom(
    tmp_path: Path, state_url: str, provider: ProviderServer
) -> None:
    """Whoever follows a run that somebody else cancels is told how many items that were, and who it was."""
    me = owner(tmp_path / "work", state_url, provider, items=ITEMS, options="concurrency: 1")
    provider.behave(latency_ms=200)
    run = me.begin("run", "job.yaml", "--items", "items.jsonl")
    until(lambda: provider.stats()["total"] >= 2, run)
    with me.jobs() as jobs:
        jobs.cancel("last")
    said = run.end()
    left = ITEMS - me.status().progress.completed_items
    assert f", 0 failed, {left} cancelled by {user_name()}@" in " ".join(said.out.split())
    assert f" pid {os.getpid()} after " in " ".join(said.out.split())
