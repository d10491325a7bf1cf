"""A submission to Dataflow as far as offline goes: what is sent is whole, tells nothing, and runs.

Beam's own DataflowRunner sends, with Google's own clients, to stand-ins for the storage and the service. Then what was
submitted, and nothing else of ours, runs in a fresh environment against a real state and a real provider.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from apache_beam.portability.api import beam_runner_api_pb2 as pb
from sqlalchemy import Row

from pipelines.dataflow_run import job_name
from pipelines.jobs import BatchJobs
from state.config import Config
from state.control import want_cancel
from state.leases import take
from state.place import STATE_ENV, StatePlace
from state.records import Json
from state.runner_jobs import runner_job_of
from state.status import JobStatus
from tests.books import job_row
from tests.fakes.google_cloud import GoogleCloud, Told
from tests.fakes.provider_server import ProviderServer
from tests.graphs import pickled_in
from tests.invoices import assert_books
from tests.jobs import KEYS, THREE_PHASES, Made, environment, text_of, until
from tests.test_imports import ROOT

PASSWORD = "a-password-that-nobody-may-see"  # made up; the server lets everybody in
IMAGE = "europe-west1-docker.pkg.dev/a-project/batchwright/workers:1"
BUCKET = "a-bucket"
LOOK = "look at https://console.cloud.google.com/dataflow/jobs/europe-west1/0?project=a-project, then resume"
REFUSED = """Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/state/engine.py", line 140, in _translated
state.errors.ConfigError: the state x refuses us: no password [while running 'ReadItems/ListPages-ptransform-3']
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A job that somebody starts on Dataflow, by the command line.

    Args:
        made: With a password in its state's URL.
    """

    made: Made
    google: GoogleCloud
    folder: Path

    @contextmanager
    def started(self, program: str = "cli") -> Iterator[subprocess.Popen[str]]:
        """A process that has sent it, or could not, and stays until the service says that it has ended."""
        config = self.folder / "dataflow.toml"
        config.write_text(
            f'[dataflow]\nproject = "a-project"\nregion = "europe-west1"\ntemp_location = "gs://{BUCKET}/temp"\n'
            f'image = "{IMAGE}"\nsetup_file = "tree/setup.py"\nworkers = 2\n'
            f'options = ["--dataflow_endpoint=http://localhost:{self.google.port}"]\n',
            "utf-8",
        )
        command = [sys.executable, "-m", program, "--workspace", self.made.place.workspace, "--config", str(config)]
        command += ["start", self.made.job_id, "--attach", "--yes", "--runner", "dataflow"]
        env = without_keys({**os.environ, **self.google.environment(self.folder), STATE_ENV: self.made.place.url})
        with subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                until(lambda: bool(self.google.jobs) or process.poll() is not None, "it is sent")
                yield process
            finally:
                process.kill()

    def work(self, environ: Mapping[str, str]) -> None:
        """Do what the service's workers do with what was submitted, to its end."""
        graph = self.folder / "pipeline.pb"
        graph.write_bytes(self.google.named("pipeline.pb"))
        command = [sys.executable, "-m", "tests.fakes.dataflow_worker", str(graph)]
        subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=True, timeout=90)

    def row(self) -> Row[Any]:
        """The job, as it is now."""
        with closing(self.made.opened()) as state:
            return job_row(state, self.made.job_id)


@pytest.fixture
def sent(postgres_url: str, provider: ProviderServer, tmp_path: Path) -> Iterator[Sent]:
    """A job of three phases in PostgreSQL, and a copy of the tree to build its package in."""
    ignored = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "workspace")
    shutil.copytree(ROOT, tmp_path / "tree", ignore=ignored)
    url = postgres_url.replace("postgres@", f"postgres:{PASSWORD}@")
    place = StatePlace(url, "database")
    with BatchJobs(place.url, place.workspace, Config()) as jobs:
        items: list[Json] = [{"id": f"item-{number}", "content": text_of(number)} for number in range(6)]
        job = jobs.create(name="a job", items=items, phases=THREE_PHASES, options={"auto_start": False})
    made = Made(place, job.id, environment(provider))
    with GoogleCloud(BUCKET) as google:
        yield Sent(made, google, tmp_path)


def without_keys(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment in which no provider has a key."""
    return {name: value for name, value in environ.items() if name not in KEYS}


def steps_of(graph: pb.Pipeline) -> list[str]:
    """The labels of our own steps."""
    return sorted(one.unique_name for one in graph.components.transforms.values() if one.unique_name)


def stateful(graph: pb.Pipeline) -> dict[str, list[str]]:
    """The states that each step keeps."""
    found: dict[str, list[str]] = {}
    for one in graph.components.transforms.values():
        if one.spec.urn == "beam:transform:pardo:v1":
            states = list(pb.ParDoPayload.FromString(one.spec.payload).state_specs)
            found |= {one.unique_name: states} if states else {}
    return found


def fresh_environment(folder: Path, package: Path) -> tuple[Path, Path]:
    """A new environment with the staged package and, of what is installed here, only what others wrote.

    Our own checkout is reached by an import hook, which is installed by a .pth file; those of a folder that is only
    named in a path are not read.

    Returns:
        Its Python, and where the package is.
    """
    home = folder / "worker"
    venv.create(home, with_pip=False, symlinks=True)
    python, ours = home / "bin" / "python", folder / "staged"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--no-index", "--target", ours, package], check=True, cwd=folder
    )
    (site,) = home.glob("lib/python*/site-packages")
    others = dict.fromkeys([sysconfig.get_path("purelib"), *(path for path in sys.path if "site-packages" in path)])
    (site / "others.pth").write_text("\n".join([str(ours), *others]) + "\n", "utf-8")
    return python, ours


def check_what_was_sent(sent: Sent) -> None:
    """The service gets the job's options, and the storage its graph and our package."""
    made, google = sent.made, sent.google
    (job,) = google.jobs
    assert (job["name"], job["type"]) == (job_name(made.job_id, 1), 1)
    environment = job["environment"]
    assert "no_use_multiple_sdk_containers" in environment["experiments"]
    (pool,) = environment["workerPools"]
    assert (pool["numWorkers"], pool["autoscalingSettings"]) == (2, {"algorithm": 1, "maxNumWorkers": 2})
    assert [one["containerImage"] for one in pool["sdkHarnessContainerImages"]] == [IMAGE]
    assert [one["name"] for one in pool["packages"]] == ["workflow.tar.gz"]
    assert {name.rpartition("/")[2] for _, name in google.objects} == {"pipeline.pb", "workflow.tar.gz"}
    graph = pb.Pipeline.FromString(google.named("pipeline.pb"))
    assert stateful(graph) == {"Throttle/OpenPages/ParDo(_ThrottleFn)": ["lane"]}
    steps = "\n".join(steps_of(graph))
    for label in ("ReadItems/ListPages", "RunPhase1Shorten", "RunPhase3Find", "Collect/AwaitEnds", "Compare/"):
        assert label in steps


def check_what_was_not(sent: Sent) -> None:
    """No password, no key and no document is in any byte, pickles and the package included."""
    made, google = sent.made, sent.google
    (job,) = google.jobs
    graph = pb.Pipeline.FromString(google.named("pipeline.pb"))
    every = [pickled_in(graph), json.dumps(job).encode(), *google.objects.values()]
    assert made.job_id.encode() in every[0], "else the graph is not what is looked through"
    for hidden in (PASSWORD, *KEYS.values(), "heavy oil", "Say it again"):
        assert [hidden.encode() in one for one in every] == [False] * len(every)
    assert google.unknown == []


def check_that_it_runs(sent: Sent) -> None:
    """In a fresh environment the graph runs to its end, with the code of the staged package."""
    made, google = sent.made, sent.google
    for name in ("pipeline.pb", "workflow.tar.gz"):
        (sent.folder / name).write_bytes(google.named(name))
    python, ours = fresh_environment(sent.folder, sent.folder / "workflow.tar.gz")
    env = {"PATH": os.environ["PATH"], "HOME": str(sent.folder), "BATCHWRIGHT_STATE": made.place.url, **made.env}
    worker = Path(__file__).parent / "fakes" / "dataflow_worker.py"
    ran = subprocess.run(
        [python, "-P", worker, sent.folder / "pipeline.pb"],
        cwd=sent.folder, env=env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout)
    assert told["ended"] == "DONE"
    assert all(Path(path).is_relative_to(ours) for path in told["homes"].values()), told


@pytest.mark.timeout(300)
def test_what_is_submitted_is_whole_secret_free_and_runs(sent: Sent, provider: ProviderServer) -> None:
    """The graph, its state and options are as built; no secret is in any byte; the staged package alone runs it."""
    with sent.started() as process:
        assert process.poll() is None, process.communicate()[0]
        check_what_was_sent(sent)
        check_what_was_not(sent)
        check_that_it_runs(sent)
        sent.google.end("JOB_STATE_DONE")
        assert process.wait(90) == 0, process.communicate()[0]
    row = sent.row()
    assert (row.status, row.open_items) == (JobStatus.COMPLETED, 0)
    assert len(provider.invoice()) >= 18
    with closing(sent.made.opened()) as state:
        assert_books(state, provider.invoice())
        url = f"http://localhost:{sent.google.port}/v1b3/projects/a-project/locations/europe-west1/jobs/0"
        assert runner_job_of(state, sent.made.job_id) == url


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("There is no quota", 5, f"Dataflow ended JOB as FAILED: There is no quota {LOOK}"),
        (REFUSED, 4, "bad_config: the state x refuses us: no password (a worker on Dataflow)"),
    ],
    ids=["its words", "a worker's"],
)
def test_a_job_that_the_service_gives_up_is_said_in_words(sent: Sent, said: str, code: int, words: str) -> None:
    """What the service, or a worker, says last is what people read, with where to look; no traceback."""
    with sent.started() as process:
        sent.google.end("JOB_STATE_FAILED", said)
        told = process.communicate(timeout=90)[0]
    assert (process.returncode, sent.row().status) == (code, JobStatus.FAILED), told
    assert words.replace("JOB", sent.made.job_id) in " ".join(told.split())
    assert "Traceback" not in told
    assert PASSWORD not in told


def test_a_job_that_is_done_has_lost_nothing_with_its_service(sent: Sent) -> None:
    """All items have ended, and then the service fails a last step: the job is COMPLETED, and so is the command."""
    with sent.started() as process:
        assert process.poll() is None, process.communicate()[0]
        sent.work({**os.environ, **sent.made.env})
        assert sent.row().status == JobStatus.COMPLETED
        sent.google.end("JOB_STATE_FAILED", "Workers were lost")
        told = process.communicate(timeout=90)[0]
    assert process.returncode == 0, told
    assert "Workers were lost" not in told
    assert f"sent to dataflow: {LOOK.removeprefix('look at ').partition(',')[0]}" in told


def test_a_service_that_refuses_is_said_in_words(sent: Sent) -> None:
    """Who may not start jobs reads what the service says."""
    error = {"error": {"code": 403, "message": "Permission dataflow.jobs.create is missing", "status": "DENIED"}}
    sent.google.refuses = Told(403, json.dumps(error).encode())
    with sent.started("tests.fakes.hasty_beam") as process:
        told = " ".join(process.communicate(timeout=90)[0].split())
    assert process.returncode == 5, told
    assert f"Dataflow cannot take {sent.made.job_id}: 403 " in told
    assert "Permission dataflow.jobs.create is missing" in told
    assert "mend that, then resume; no worker was started" in told
    assert "Traceback" not in told


def test_a_job_that_somebody_took_over_is_cancelled_at_the_service(sent: Sent) -> None:
    """Machines that nobody wants any more are not paid for, and who sent the job says who has it."""
    with sent.started() as process:
        assert process.poll() is None, process.communicate()[0]
        with closing(sent.made.opened()) as state:
            take(state, sent.made.job_id, runner="local", force=True)
        assert process.wait(90) == 4, process.communicate()[0]
    assert sent.google.state == "JOB_STATE_CANCELLED"


def test_a_job_that_is_cancelled_before_a_worker_came_needs_none(sent: Sent) -> None:
    """Whoever cancels a job need not wait for machines to be started for it."""
    with sent.started() as process:
        assert process.poll() is None, process.communicate()[0]
        with closing(sent.made.opened()) as state:
            assert not want_cancel(state, sent.made.job_id), "its submitter lives"
        assert process.wait(90) == 4, process.communicate()[0]
    assert sent.google.state == "JOB_STATE_CANCELLED"
    assert sent.row().status == JobStatus.CANCELLED


def test_a_worker_without_a_key_pauses_the_job_and_says_which(sent: Sent, provider: ProviderServer) -> None:
    """What the image lacks is said where everybody looks, in the job; nothing was sent, and nothing is lost."""
    with sent.started() as process:
        assert process.poll() is None, process.communicate()[0]
        sent.work(without_keys({**os.environ, **sent.made.env}))
        sent.google.end("JOB_STATE_DONE")
        told = process.communicate(timeout=90)[0]
    assert process.returncode == 4, told
    assert provider.invoice() == []
    row = sent.row()
    assert (row.status, row.open_items) == (JobStatus.PAUSED, 6)
    assert "OPENAI_API_KEY is not set" in str(row.error_message)
