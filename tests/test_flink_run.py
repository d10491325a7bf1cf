"""What a submitter makes of a cluster that is silent, forgetful, full, or none: without Flink, in no time."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions

import pipelines.flink
import pipelines.run
from pipelines.elsewhere import cancel_by_url
from pipelines.flink import FlinkRun, flink_name
from pipelines.flink_rest import JobManager
from pipelines.flink_submission import Submission
from pipelines.run import run_job
from state.config import Config, StatePlace
from state.config_flink import Flink
from state.control import want_pause
from state.doing import Doing, is_at_work, say
from state.engine import State
from state.errors import BatchwrightError, EngineError, UnreachableError
from state.group import WorkerRef
from state.leases import join, take
from state.records import JobRef
from state.runner_jobs import runner_job_of
from state.status import JobStatus
from state.view_ledger import events
from state.views import status
from tests.fakes.job_manager import FakeJobManager, id_of
from tests.fakes.provider_server import ProviderServer
from tests.jobs import Background, Made, items_of, make_job, until

NOBODY = "127.0.0.1:1"


@pytest.fixture
def made(sqlite_url: str, tmp_path: Path, provider: ProviderServer) -> Made:
    """A job that nobody has taken."""
    return make_job(sqlite_url, tmp_path, provider, items=items_of(3))


@pytest.fixture
def state(made: Made) -> Iterator[State]:
    """Where it is."""
    with closing(made.opened()) as opened:
        yield opened


@pytest.fixture
def ref(made: Made, state: State) -> JobRef:
    """A run that took it for Flink."""
    epoch, _ = take(state, made.job_id, runner="flink")
    return JobRef(made.place.url, made.place.workspace, made.job_id, epoch)


@pytest.fixture
def manager() -> Iterator[FakeJobManager]:
    """A JobManager without jobs."""
    with FakeJobManager() as started:
        yield started


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long."""
    monkeypatch.setattr(pipelines.flink, "_LOOK_S", 0.05)
    monkeypatch.setattr(pipelines.flink, "_GONE_S", 0.3)


def flink_at(manager: FakeJobManager) -> Flink:
    """A cluster whose job server is not there."""
    return Flink.model_validate({"master": manager.master, "job_endpoint": NOBODY})


def graph(endpoint: str) -> beam.Pipeline:
    """A graph for a job server."""
    options = [
        f"--job_endpoint={endpoint}",
        "--job_server_timeout=1",
        "--environment_type=EXTERNAL",
        "--environment_config=x:1",
    ]
    root = beam.Pipeline(runner="PortableRunner", options=PipelineOptions(options))
    root | beam.Create([1])
    return root


class Graph:
    """A graph that a job server takes, and runs for ever."""

    def __init__(self) -> None:
        self.state = "RUNNING"
        self.is_cancelled = False

    def cancel(self) -> None:
        """Note it."""
        self.is_cancelled = True

    def root(self, monkeypatch: pytest.MonkeyPatch) -> beam.Pipeline:
        """Something to submit, of which this is the result."""
        root = graph(NOBODY)
        monkeypatch.setattr(root, "run", lambda: self)
        return root


def run_of(manager: FakeJobManager, state: State, ref: JobRef) -> FlinkRun:
    """A run that was submitted, to a job server that is gone by now."""
    return FlinkRun(graph(NOBODY), flink_at(manager), state, ref)


def looked_at(manager: FakeJobManager, more: int = 20) -> None:
    """Wait until a JobManager was looked at so often again: twenty looks take thrice as long as a silence may last."""
    enough = manager.asked + more
    until(lambda: manager.asked >= enough, f"{more} looks")


def known(manager: FakeJobManager, state: State, ref: JobRef) -> Background:
    """Stay with a run that Flink works on, and whose id is known."""
    manager.jobs[flink_name(ref)] = "RUNNING"
    run = stay(manager, state, ref)
    until(lambda: runner_job_of(state, ref.job_id) == f"{manager.master}/jobs/{id_of(0)}", "its address is kept")
    return run


def at_work(state: State, ref: JobRef) -> WorkerRef:
    """A worker of a run that says that it has items in progress."""
    worker = WorkerRef(ref.job_id, ref.epoch, "worker-1")
    join(state, worker)
    say(state, worker, Doing(items=2))
    return worker


def stay(manager: FakeJobManager, state: State, ref: JobRef) -> Background:
    """Stay with a run."""
    run = run_of(manager, state, ref)
    return Background(run.stay)


# ── a job server ────────────────────────────────────────────────────────────────────────────────


def test_a_job_server_that_goes_while_it_is_given_a_graph_is_told_in_words(
    manager: FakeJobManager, state: State, ref: JobRef
) -> None:
    """Nobody listens any more: it can be reached later, and is no bug of ours."""
    with pytest.raises(UnreachableError, match=r"Beam's job server at 127\.0\.0\.1:1 does not answer as one: ") as told:
        run_of(manager, state, ref).stay()
    assert told.value.path == "--job-endpoint"
    assert "\n" not in told.value.message


def test_a_port_of_something_else_is_told_in_words() -> None:
    """It takes connections, and speaks no gRPC."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        endpoint = f"127.0.0.1:{other.getsockname()[1]}"
        submission = Submission(graph(endpoint), Flink.model_validate({"job_endpoint": endpoint}))
        with pytest.raises(UnreachableError, match="does not answer as one: "):
            until(submission.is_over, "it is over", 60)


def test_a_job_server_that_says_nothing_is_waited_for_no_longer_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is that hangs."""
    monkeypatch.setattr("pipelines.flink_submission.SUBMIT_S", 0.2)
    root = graph(NOBODY)
    monkeypatch.setattr(root, "run", lambda: time.sleep(60))
    submission = Submission(root, Flink())
    with pytest.raises(UnreachableError, match="said nothing of the graph within"):
        until(submission.is_over, "it is over", 60)


def test_a_job_server_of_another_cluster_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the graph and says RUNNING, and the JobManager that is asked never lists it."""
    monkeypatch.setattr("pipelines.flink_submission.SUBMIT_S", 0.2)
    there = Graph()
    submission = Submission(there.root(monkeypatch), Flink())
    with pytest.raises(UnreachableError, match="it says that it is RUNNING"):
        until(submission.is_over, "it is over", 60)
    submission.abandon()
    until(lambda: there.is_cancelled, "it is cancelled there")


def test_a_job_that_is_to_stop_before_flink_has_it_waits_for_nothing(
    manager: FakeJobManager, state: State, ref: JobRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job server has the graph: it is to cancel it."""
    there = Graph()
    run = Background(FlinkRun(there.root(monkeypatch), flink_at(manager), state, ref).stay)
    looked_at(manager)
    assert not run.is_over
    want_pause(state, ref.job_id)
    run.wait(10)
    until(lambda: there.is_cancelled, "it is cancelled there")


# ── a JobManager ────────────────────────────────────────────────────────────────────────────────


def test_a_job_that_flink_has_needs_no_job_server(manager: FakeJobManager, state: State, ref: JobRef) -> None:
    """It was lost; the JobManager tells when the job has ended, and where it is has been kept."""
    run = known(manager, state, ref)
    assert not run.is_over
    manager.jobs[flink_name(ref)] = "FINISHED"
    run.wait(10)


def test_a_jobmanager_that_was_started_anew_has_forgotten_its_jobs(
    manager: FakeJobManager, state: State, ref: JobRef
) -> None:
    """It answers, and knows nothing: the job can be resumed."""
    run = known(manager, state, ref)
    manager.is_forgetful = True
    with pytest.raises(UnreachableError, match="was started anew; Flink forgets its jobs"):
        run.wait(10)


def test_a_silent_jobmanager_ends_no_run_whose_workers_are_at_work(
    manager: FakeJobManager, state: State, ref: JobRef
) -> None:
    """Who submitted may be the one that is cut off; when nobody works any more, it is lost."""
    worker = at_work(state, ref)
    run = known(manager, state, ref)
    manager.odd = b"<html>bad gateway</html>"
    looked_at(manager)
    assert not run.is_over
    *_, sent, silent = events(state, ref.job_id)
    assert (sent.kind, sent.facts["url"]) == ("submitted", f"{manager.master}/#/job/running/{id_of(0)}")
    assert silent.kind == "runner_down"
    assert "does not answer" in silent.message
    manager.odd = None
    looked_at(manager)
    manager.odd = b""
    say(state, worker, Doing(items=0))
    with pytest.raises(UnreachableError, match="Flink forgets its jobs when it is gone"):
        run.wait(10)


def test_a_job_that_is_to_stop_before_its_first_worker_came_needs_none(
    manager: FakeJobManager, state: State, ref: JobRef
) -> None:
    """All slots are another job's: Flink's job is cancelled, and does not wait for one."""
    run = known(manager, state, ref)
    want_pause(state, ref.job_id)
    until(lambda: id_of(0) in manager.cancelled, "it is cancelled")
    manager.jobs[flink_name(ref)] = "CANCELED"
    run.wait(10)


@pytest.mark.parametrize(
    ("trace", "error", "said"),
    [
        (None, UnreachableError, "says nothing of why"),
        ("org.apache.flink.NoResourceAvailableException: Could not acquire", UnreachableError, "NoResourceAvailable"),
        ("ValueError: of ours", EngineError, "ValueError: of ours"),
    ],
)
def test_what_failed_in_flink_is_told_by_its_cause(
    manager: FakeJobManager, state: State, ref: JobRef, trace: str | None, error: type[BatchwrightError], said: str
) -> None:
    """Java's causes are the cluster's, Python's are ours."""
    manager.jobs[flink_name(ref)] = "FAILED"
    manager.trace = trace
    with pytest.raises(error, match=said):
        run_of(manager, state, ref).stay()


def test_a_job_that_is_done_has_lost_nothing(
    manager: FakeJobManager, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its cluster was lost meanwhile: that is no error of the job's."""
    made.into(monkeypatch)
    work = pipelines.run.work

    def lost(place: StatePlace, config: Config, job_id: str, epoch: int, *, runner: str) -> None:
        work(place, config, job_id, epoch)
        raise UnreachableError(f"{runner} is gone")

    monkeypatch.setattr(pipelines.run, "check_runner", lambda *_: None)
    monkeypatch.setattr(pipelines.run, "work", lost)
    config = Config(flink=flink_at(manager))
    assert run_job(made.place, config, made.job_id, runner="flink").status is JobStatus.COMPLETED


def test_a_run_ends_under_workers_that_are_idle_and_not_under_one_at_work(
    state: State, ref: JobRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cluster that has forgotten its workers lets them beat for ever; what one has in progress is waited for."""
    monkeypatch.setattr(pipelines.run, "LAPSE_S", 0.1)
    monkeypatch.setattr(pipelines.run, "_LOOK_S", 0.05)
    looks = Mock(side_effect=is_at_work)
    monkeypatch.setattr(pipelines.run, "is_at_work", looks)
    worker = at_work(state, ref)
    finish = Background(lambda: pipelines.run._finish(state, ref, ("unreachable", "it is gone"), runner="flink"))
    until(lambda: looks.call_count >= 20, "twenty looks, of which three last longer than an idle worker may")
    assert not finish.is_over
    say(state, worker, Doing())
    finish.wait(10)
    view = status(state, ref.job_id)
    assert view.status is JobStatus.FAILED
    assert view.error is not None
    assert view.error.message == "it is gone"


@pytest.mark.parametrize("odd", [b"", b"{}", b"[]", b"null", b"<html>", b'{"slots-total": null, "jobs": 1}'])
def test_what_is_no_jobmanager_is_told_in_words(manager: FakeJobManager, odd: bytes) -> None:
    """Whatever it answers."""
    manager.odd = odd
    for ask in (JobManager(manager.master).slots, lambda: JobManager(manager.master).named("a job")):
        with pytest.raises(UnreachableError, match="does not answer"):
            ask()


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"])
def test_what_speaks_no_http_is_told_in_words(said: bytes) -> None:
    """A port of another service, and one that is gone in the middle of its answer."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        def answer() -> None:
            asked, _ = other.accept()
            with asked:
                asked.recv(4096)
                asked.sendall(said)

        Background(answer)
        with pytest.raises(UnreachableError, match="does not answer"):
            JobManager(f"http://127.0.0.1:{other.getsockname()[1]}").slots()


def test_a_job_is_cancelled_by_its_name_before_its_id_is_known(manager: FakeJobManager) -> None:
    """As who submitted keeps it before it submits; one that is not there needs nothing."""
    manager.jobs |= {"batchwright-a-1": "FINISHED", "batchwright-a-2": "RUNNING"}
    assert cancel_by_url(f"{manager.master}/jobs/batchwright-a-2")
    assert cancel_by_url(f"{manager.master}/jobs/batchwright-b-1")
    assert manager.cancelled == [id_of(1)]
    assert not cancel_by_url(f"http://{NOBODY}/jobs/batchwright-a-2")
