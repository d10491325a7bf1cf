"""Where a job runs on Dataflow: what is read of it, what is missing, and which options it comes to."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from apache_beam.options.pipeline_options import GoogleCloudOptions, SetupOptions, WorkerOptions

from pipelines import dataflow, dataflow_run
from pipelines.dataflow import DataflowPlace, check_dataflow, dataflow_place
from pipelines.dataflow_run import dataflow_options, job_name, stay, wait_for_end
from state.config import Config, StatePlace, load_config, parse_config
from state.errors import ConfigError, UnreachableError
from tests.fakes.google_cloud import GoogleCloud
from tests.test_imports import ROOT

PASSWORD = "a-password-that-nobody-may-see"  # made up; the server lets everybody in
IMAGE = "europe-west1-docker.pkg.dev/a-project/batchwright/workers:1"
BUCKET = "a-bucket"
THERE = StatePlace("postgresql+psycopg://user@db/batchwright", "gs://a-bucket/workspace")
WHOLE = DataflowPlace("a-project", "europe-west1", "gs://a-bucket/temp", "gs://a-bucket/temp", IMAGE, None)


# ── what is said of it ──────────────────────────────────────────────────────────────────────────


def place_of(text: str, **environ: str) -> DataflowPlace:
    """The place that the keys of the section make."""
    return dataflow_place(parse_config(f"[dataflow]\n{text}", source="c.toml"), environ)


def test_the_section_is_read_and_the_environment_fills_it() -> None:
    """The configuration wins over the variables of Google's tools; what is staged goes where temporary files go."""
    names = {"GOOGLE_CLOUD_PROJECT": "another-project", "CLOUDSDK_COMPUTE_REGION": "us-east1"}
    told = place_of('project = "a-project"\ntemp_location = "gs://a-bucket/temp/"\nworkers = 3', **names)
    assert (told.project, told.region) == ("a-project", "us-east1")
    assert told.temp_location == told.staging_location == "gs://a-bucket/temp"
    assert told.lanes == told.workers == 3
    assert place_of('temp_location = "gs://a-bucket"').temp_location == "gs://a-bucket/"


def test_a_setup_file_is_the_checkouts_unless_there_is_an_image(tmp_path: Path) -> None:
    """From a checkout its package is staged; an image has all; an installed Batchwright has no setup.py."""
    assert place_of("").setup_file == str(ROOT / "setup.py")
    assert place_of(f'image = "{IMAGE}"').setup_file is None
    assert dataflow_place(Config(), {}, home=tmp_path).setup_file is None
    (tmp_path / "batchwright.toml").write_text('[dataflow]\nsetup_file = "mine/setup.py"\n', "utf-8")
    told = load_config(None, tmp_path / "below", {})
    assert dataflow_place(told, {}).setup_file == str(tmp_path / "mine" / "setup.py")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('project = "123456"', "dataflow.project: '123456' is no id of a Cloud project, as my-project-123"),
        ('project = "My Project"', "dataflow.project: 'My Project' is no id of a Cloud project"),
        ('region = "Belgium"', "dataflow.region: 'Belgium' is no region, as europe-west1"),
        ('temp_location = "/tmp/x"', "dataflow.temp_location: '/tmp/x' is no folder in Cloud Storage, as gs://"),
        ('temp_location = "gs://B/x"', "dataflow.temp_location: 'gs://B/x' is no folder in Cloud Storage"),
        ("workers = 0", "dataflow.workers: 0 is below 1"),
        (
            'options = ["machine_type=x"]',
            "dataflow.options[0]: 'machine_type=x' is no flag of Beam's; write each as --",
        ),
        ('options = ["--num_workers=3"]', "dataflow.options[0]: --num_workers has a key of its own: workers"),
        ('options = ["--runner=Prism"]', "dataflow.options[0]: --runner is set by the job itself; leave it out"),
        ('secrets = "x"', "dataflow.secrets: unknown key"),
    ],
)
def test_what_is_wrong_in_the_section_is_said(text: str, said: str) -> None:
    """Each value is looked at when the file is read, whatever runs."""
    with pytest.raises(ConfigError) as caught:
        place_of(text)
    assert said in f"{caught.value.path}: {caught.value.message}"


def test_a_wrong_variable_is_named() -> None:
    """What the environment says is looked at as what the file says."""
    with pytest.raises(ConfigError, match="no region") as caught:
        place_of("", CLOUDSDK_COMPUTE_REGION="somewhere")
    assert caught.value.path == "CLOUDSDK_COMPUTE_REGION"


# ── what is missing ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without credentials of Google Cloud, off its machines."""
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", "CLOUDSDK_COMPUTE_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))


def missing(place: StatePlace, found: DataflowPlace) -> str:
    """What the error says, with its path."""
    with pytest.raises(ConfigError) as caught:
        check_dataflow(place, found)
    return f"{caught.value.path}: {caught.value.message}\n{caught.value.hint}"


def test_all_that_is_missing_is_said_in_one_error(
    nobody: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has nothing reads once what to set: keys, state, workspace, packages, credentials."""
    monkeypatch.setattr(dataflow, "_DRIVER", "a_driver_that_is_not_there")
    place = StatePlace(f"sqlite:///{tmp_path}/state.db", str(tmp_path / "workspace"))
    said = missing(place, dataflow_place(Config(), {}, home=tmp_path))
    assert "--runner dataflow has 8 problems:" in said
    for words in (
        "dataflow.project: missing: the id of the Cloud project, here or in GOOGLE_CLOUD_PROJECT",
        "dataflow.region: missing: where the workers are, as europe-west1, here or in CLOUDSDK_COMPUTE_REGION",
        "dataflow.temp_location: missing: a folder in Cloud Storage, as gs://bucket/temp",
        "dataflow.image: missing: Batchwright is installed here, and no checkout",
        f"--state: sqlite:///{tmp_path}/state.db is reached from this machine alone, and workers elsewhere need Postgr",
        f"--workspace: {tmp_path}/workspace is a folder of this machine, and workers elsewhere need an object store",
        "not installed here: a_driver_that_is_not_there; type: pip install 'batchwright[gcp]'",
        "no credentials of Google Cloud: type `gcloud auth application-default login`, or name a file in GOOGLE_APPL",
        "Nothing was sent",
    ):
        assert words in said


def test_without_googles_clients_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed the extra reads its name, and no traceback."""
    monkeypatch.setattr(dataflow, "CLIENTS", ("google.that_is_not_there", "googol.that_is_not_there"))
    said = missing(THERE, WHOLE)
    assert "not installed here: google.that_is_not_there, googol.that_is_not_there" in said
    assert "pip install 'batchwright[gcp]'" in said


def test_a_single_thing_that_is_missing_has_its_path(here: GoogleCloud, tmp_path: Path) -> None:
    """One problem is said as itself, and a setup.py that is not there is one."""
    assert missing(THERE, replace(WHOLE, project=None)).startswith("dataflow.project: missing: the id of the Cloud")
    assert f"there is no file {tmp_path}/setup.py" in missing(THERE, replace(WHOLE, setup_file=f"{tmp_path}/setup.py"))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "", "[::1]"])
def test_a_database_of_this_machine_is_no_place_for_workers_elsewhere(here: GoogleCloud, host: str) -> None:
    """Its name would lead a worker to itself; where the service is a stand-in of this machine, it leads home."""
    place = replace(THERE, url=f"postgresql+psycopg://user:{PASSWORD}@{host}/batchwright")
    said = missing(place, WHOLE)
    assert said.startswith("--state: postgresql+psycopg://user:***@")
    assert "is reached from this machine alone" in said
    check_dataflow(place, replace(WHOLE, options=("--dataflow_endpoint=http://localhost:1",)))


def test_a_flag_that_beam_does_not_take_is_said(here: GoogleCloud) -> None:
    """Beam passes over a flag that it does not know, and leaves the process for a wrong value: neither happens here."""
    said = missing(THERE, replace(WHOLE, options=("--machine_tipe=n2-standard-2", "--disk_type=pd-ssd")))
    assert "dataflow.options: Beam has no flag --machine_tipe" in said
    said = missing(THERE, replace(WHOLE, options=("--disk_size_gb=much",)))
    assert "argument --disk_size_gb: invalid int value: 'much'" in said


def test_a_bucket_that_cannot_be_used_is_said_at_once(here: GoogleCloud) -> None:
    """Beam would try for minutes to write into a bucket that is not there."""
    said = missing(THERE, replace(WHOLE, staging_location="gs://another-bucket/x"))
    assert said.startswith("dataflow.staging_location: gs://another-bucket cannot be used: 404 ")
    assert "The specified bucket does not exist" in said


def test_nothing_is_missing(here: GoogleCloud) -> None:
    """What is whole passes, and nobody was asked anything."""
    check_dataflow(THERE, replace(WHOLE, options=("--machine_type=n2-standard-2",)))
    assert here.unknown == []


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Google on loopback, with credentials that lead to it."""
    with GoogleCloud(BUCKET) as google:
        for name, value in google.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield google


# ── options ─────────────────────────────────────────────────────────────────────────────────────


def test_the_options_say_what_a_job_needs() -> None:
    """One process a machine, as many machines as asked for, and a name that the service takes."""
    found = replace(WHOLE, workers=4, service_options=("enable_prime",), options=("--machine_type=n2-standard-2",))
    options = dataflow_options(found, "job_01ABCDEFGHJKMNPQRSTVWXYZ01", 3)
    cloud, workers = options.view_as(GoogleCloudOptions), options.view_as(WorkerOptions)
    assert (cloud.project, cloud.region, cloud.job_name) == (
        "a-project", "europe-west1", "batchwright-job-01abcdefghjkmnpqrstvwxyz01-3",
    )  # fmt: skip
    assert cloud.dataflow_service_options == ["enable_prime"]
    assert (workers.num_workers, workers.max_num_workers, workers.autoscaling_algorithm) == (4, 4, "NONE")
    assert (workers.sdk_container_image, workers.machine_type) == (IMAGE, "n2-standard-2")
    assert options.view_as(SetupOptions).setup_file is None
    assert "no_use_multiple_sdk_containers" in options.get_all_options()["experiments"]
    assert len(job_name("job_" + "Z" * 26, 10**9)) <= 63


# ── waiting ─────────────────────────────────────────────────────────────────────────────────────


def test_a_service_that_does_not_answer_is_asked_again() -> None:
    """The job goes on while nobody can be asked about it; only a service that is silent for long is given up."""
    now = [0.0]
    answers = [OSError("no route")] * 19 + [None]

    def poll() -> None:
        if (error := answers.pop(0)) is not None:
            raise error

    def slept(seconds: float) -> None:
        now[0] += seconds

    said: list[str] = []
    wait_for_end(poll, said.append, sleep=slept, clock=lambda: now[0])
    assert (answers, now) == ([], [19 * 30.0])
    assert said == ["Dataflow does not answer, and is asked again; the job goes on meanwhile: no route"]
    answers = [OSError("no route")] * 20
    with pytest.raises(OSError, match="no route"):
        wait_for_end(poll, said.append, sleep=slept, clock=lambda: now[0])


def test_a_service_that_does_not_cancel_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Machines that nobody needs cost money: who sent the job says why they are still there, each reason once."""
    monkeypatch.setattr(dataflow_run, "_LOOK_S", 0.01)
    reasons, ended, said = ["no route", "no route", "no role"], threading.Event(), list[str]()

    def cancel() -> None:
        if reasons:
            raise UnreachableError(reasons.pop(0))
        ended.set()

    def wait() -> None:
        assert ended.wait(20)

    stay(wait, lambda: False, cancel, said.append)
    assert (reasons, said) == ([], ["no route", "no role"])
