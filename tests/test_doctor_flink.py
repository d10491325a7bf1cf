"""`doctor --runner flink` tells what a job would miss on a cluster, and what to do about it."""

from __future__ import annotations

import os
import pickle
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import apache_beam as beam
import grpc
import pytest

from orchestrator.worker_settings import WorkerSettings
from pipelines import doctor_flink, worker_probe
from pipelines.doctor_flink import Here, examine_flink, judged
from pipelines.findings import Finding, Health, exit_code
from pipelines.flink_rest import FlinkJob, JobManager
from pipelines.own_graph import own_graph
from pipelines.run import check_runner
from state.config import Config
from state.config_flink import Flink
from state.errors import ConfigError, UnreachableError
from state.place import StatePlace
from state.records import JobRef
from state.workspace import Workspace
from state.workspace_place import Kind
from tests.commands import typed
from tests.fakes.provider_server import ProviderServer
from tests.flinks import FlinkCluster
from tests.jobs import KEYS, until
from transforms.probe import TEXT, ProbeConfig, ProbeWorkers, WorkerReport, package_versions, reports_of, see_worker
from transforms.release import Release

RELEASE = Release("1.2.3", "2.77.0", "3.11")
HERE = Here(RELEASE, {"openai": "3.1"}, is_state_new=False, workspace=Kind.FOLDER)
WELL = WorkerReport(
    "a", "one", "/usr/bin/python", RELEASE, {"openai": "3.1"}, None, is_state_new=False, workspace=None,
    missing={"openai": None},
)  # fmt: skip


def about(findings: Sequence[Finding], what: str) -> Finding:
    """The finding about something; there is one."""
    (found,) = [one for one in findings if one.about == what]
    return found


# ── what is said of reports ─────────────────────────────────────────────────────────────────────


def test_workers_that_are_well_are_named_together() -> None:
    """One finding a look, whatever the number of workers."""
    reports = [replace(WELL, process=str(n), host=f"host-{n // 2}") for n in range(14)]
    findings = list(judged(reports, HERE, 14))
    assert {one.health for one in findings} == {Health.GOOD}
    assert len(findings) == 5
    assert findings[0].said.endswith(
        "(2 on host-0, 2 on host-1, 2 on host-2, 2 on host-3, 2 on host-4 and 2 hosts more)"
    )


def test_another_version_is_told_with_both_sides_and_where_it_is() -> None:
    """Of ours no job begins with it; of a provider's package one does."""
    other = replace(WELL, host="two", python="/opt/python", release=Release("1.2.4", "2.77.0", "3.12"))
    findings = [one for one in judged([WELL, other], HERE) if one.about == "worker versions"]
    assert [one.health for one in findings] == [Health.GOOD, Health.BAD]
    assert findings[1].said == "batchwright 1.2.3 here, 1.2.4 there; python 3.11 here, 3.12 there (two)"
    assert "/opt/python" in str(findings[1].fix)
    assert exit_code(findings) == 2
    package = about(list(judged([replace(WELL, packages={"openai": "2.9"})], HERE)), "worker packages")
    assert (package.health, package.said) == (Health.DOUBTFUL, "openai 3.1 here, 2.9 there (one)")


def test_a_state_or_a_workspace_that_workers_do_not_reach_is_bad() -> None:
    """Exit code 5, as where it is not reached from here; a state that is nowhere yet is none of that."""
    lost = replace(WELL, state="cannot be reached", workspace="cannot be written")
    findings = list(judged([lost], HERE))
    for what in ("worker state", "worker workspace"):
        assert (about(findings, what).health, about(findings, what).exit_code) == (Health.BAD, 5)
    new = replace(WELL, state="there is no state", is_state_new=True)
    assert about(list(judged([new], HERE)), "worker state").health is Health.BAD
    assert about(list(judged([new], replace(HERE, is_state_new=True))), "worker state").health is Health.GOOD


def test_keys_that_workers_lack_are_named() -> None:
    """One of several is doubtful, all are bad."""
    lacks = "OPENAI_API_KEY is not set"
    some = about(list(judged([replace(WELL, missing={"openai": lacks, "local": None})], HERE)), "worker providers")
    assert (some.health, some.said) == (Health.DOUBTFUL, f"can ask local; not openai: {lacks} (one)")
    none = about(list(judged([replace(WELL, missing={"openai": lacks})], HERE)), "worker providers")
    assert (none.health, none.exit_code) == (Health.BAD, 2)


def test_a_taskmanager_without_workers_is_missed() -> None:
    """As many have to report as there are TaskManagers."""
    assert about(list(judged([WELL], HERE, 2)), "workers").said.startswith("1 reported, and the cluster has 2")
    assert about(list(judged([], HERE)), "workers").health is Health.DOUBTFUL


def test_silence_is_told_apart() -> None:
    """Flink got no graph, or its workers said nothing."""
    none = worker_probe._silent(Flink(), None, 5)
    assert none.message.startswith("Flink got no graph within 5 s: the job server at localhost:8099 takes none")
    running = worker_probe._silent(Flink(), FlinkJob("1", "RUNNING"), 5)
    assert running.message == "no worker reported within 5 s, and Flink's job was RUNNING"
    assert "`python`" in str(running.hint)


def test_a_failure_is_told_by_its_root_with_where_the_workers_python_is() -> None:
    """By the trace of Flink's job; where there is none, a server that is lost or no job server is no bug of ours."""
    manager, ref = JobManager("http://127.0.0.1:1"), JobRef("", "", "doctor", 1)
    trace = (
        'java.lang.RuntimeException: Error received from SDK harness\n  File "/opt/site-packages/apache_beam/x.py"\n'
        "ModuleNotFoundError: No module named 'transforms' [while running 'ProbeWorkers/SeeWorker']\n"
    )
    error = worker_probe._failure(ref, trace)
    assert error.message.endswith("No module named 'transforms'; that Python has its packages in /opt/site-packages")
    assert (error.exit_code, error.path) == (2, "--worker-endpoint")
    lost = worker_probe._failed(manager, ref, Flink(), grpc.FutureTimeoutError())
    assert isinstance(lost, UnreachableError)
    assert (lost.exit_code, lost.path) == (5, "--job-endpoint")


# ── what a worker sees ──────────────────────────────────────────────────────────────────────────


def test_a_worker_sees_state_workspace_and_keys_and_leaves_nothing(state_url: str, tmp_path: Path) -> None:
    """On both stores; keys are named, never told."""
    workspace = Workspace(str(tmp_path / "workspace"))
    left = workspace.put(TEXT)
    config = ProbeConfig(state_url, workspace.location, left)
    report = see_worker(config, {"OPENAI_API_KEY": "sk-made-up"})
    assert (report.state, report.workspace, report.python) == (None, None, sys.executable)
    assert report.missing["openai"] is None
    assert report.missing["anthropic"] == "ANTHROPIC_API_KEY is not set"
    assert "sk-made-up" not in repr(report)
    assert [path.name for path in (tmp_path / "workspace").rglob("*") if path.is_file()] == [left.rpartition("/")[2]]
    workspace.delete([left])
    assert "cannot be read" in str(see_worker(config, {}).workspace)


@pytest.mark.parametrize(
    ("workspace", "said"),
    [
        ("workspace", "is the one that is here, and was written and read"),
        ("database", "none: payloads of any size stay in the database"),
    ],
)
def test_a_workspace_is_tried_on_both_sides_where_there_is_one(
    state_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: str, said: str
) -> None:
    """A folder is written here and there; where payloads stay in the database nothing is tried, and that is well."""
    location = workspace if workspace == "database" else str(tmp_path / workspace)
    monkeypatch.setattr(doctor_flink, "ask_workers", lambda _, __, probe: [see_worker(probe, {})])
    findings = list(doctor_flink._workers(StatePlace(state_url, location), Config(), 1, 1))
    assert [one for one in findings if one.about in ("workspace", "workers") and one.health is Health.BAD] == []
    found = about(findings, "worker workspace")
    assert (found.health, found.said.partition(" (")[0]) == (Health.GOOD, said)


def test_a_worker_tells_of_a_state_that_is_not_there(tmp_path: Path) -> None:
    """A file that is not there is one thing, a server another."""
    here = ProbeConfig(f"sqlite:///{tmp_path / 'state.db'}", str(tmp_path), None)
    assert see_worker(here, {}).is_state_new
    gone = see_worker(replace(here, state="postgresql+psycopg://me@127.0.0.1:1/state"), {})
    assert not gone.is_state_new
    assert gone.state


def test_each_process_reports_once_by_the_metrics_of_a_graph(tmp_path: Path) -> None:
    """Here on the local runner; what a graph carries pickles."""
    config = ProbeConfig(f"sqlite:///{tmp_path / 'state.db'}", str(tmp_path), None, WorkerSettings())
    probe = ProbeWorkers(config, 2)
    assert pickle.loads(pickle.dumps(probe)).label == probe.label
    with own_graph():
        root = beam.Pipeline(runner="FnApiRunner")
        root | probe
        result = root.run()
        result.wait_until_finish()
    (report,) = reports_of(result)
    assert report == see_worker(config, os.environ)
    assert report.packages == package_versions()


# ── the command ─────────────────────────────────────────────────────────────────────────────────


def test_a_cluster_that_is_not_there_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JobManager and job server, each with the option that names it; exit code 5, and no trace."""
    monkeypatch.chdir(tmp_path)
    there = ("--runner", "flink", "--flink-master", "127.0.0.1:1", "--job-endpoint", "127.0.0.1:1")
    told = typed("doctor", "--offline", "--json", *there)
    assert told.code == 5, told.err
    found = {one["about"]: one for one in told.document["findings"]}
    assert found["flink"]["said"].startswith("Flink's JobManager at http://127.0.0.1:1 does not answer")
    assert "--flink-master" in found["flink"]["fix"]
    assert found["job server"]["said"].startswith("Beam's job server at 127.0.0.1:1 does not answer")
    assert "--job-endpoint" in found["job server"]["fix"]
    assert "Traceback" not in told.out + told.err
    assert not [one for one in typed("doctor", "--offline", "--json").document["findings"] if one["about"] == "flink"]


@pytest.mark.parametrize(("master", "bad"), [("0.0.0.0:1", ["reach"]), ("127.0.0.1:1", [])])
def test_what_a_run_would_refuse_to_send_is_bad(tmp_path: Path, master: str, bad: list[str]) -> None:
    """A file and a folder, wherever they are mounted, are refused by a run on a cluster elsewhere: it is said here."""
    place = StatePlace(f"sqlite:///{tmp_path / 'state.db'}", str(tmp_path / "workspace"))
    flink = Flink.model_validate({"master": master, "job_endpoint": "127.0.0.1:1"})
    findings = [one for one in examine_flink(place, Config(flink=flink), {"PATH": ""}) if one.about == "reach"]
    assert [one.about for one in findings if one.health is Health.BAD] == bad
    for one in findings:
        with pytest.raises(ConfigError) as caught:
            check_runner("flink", Config(flink=flink), place)
        assert (one.said, one.fix, one.exit_code) == (caught.value.message, caught.value.hint, 2)


@pytest.mark.parametrize(
    ("says", "health", "said"),
    [
        (None, Health.DOUBTFUL, "there is no `java` here"),
        ('openjdk version "17.0.15"', Health.GOOD, "17.0.15, in"),
        ("I am tea", Health.DOUBTFUL, "does not tell its version"),
    ],
)
def test_java_is_only_what_a_cluster_here_needs(
    postgres_url: str, tmp_path: Path, flink_nowhere: Flink, says: str | None, health: Health, said: str
) -> None:
    """It is doubtful where it lacks, and never bad."""
    if says is not None:
        (tmp_path / "java").write_text(f"#!/bin/sh\necho '{says}' >&2\n", "utf-8")
        (tmp_path / "java").chmod(0o755)
    place = StatePlace(postgres_url, str(tmp_path))
    found = about(list(examine_flink(place, Config(flink=flink_nowhere), {"PATH": str(tmp_path)})), "java")
    assert found.health is health
    assert said in found.said


@pytest.fixture
def flink_nowhere() -> Flink:
    """A cluster that nobody started."""
    return Flink.model_validate({"master": "127.0.0.1:1", "job_endpoint": "127.0.0.1:1"})


# ── on a real cluster ───────────────────────────────────────────────────────────────────────────


def at(flink: FlinkCluster, **other: str) -> list[str]:
    """What is typed to look at a cluster."""
    named = {"flink_master": flink.flink.master, "job_endpoint": flink.flink.job_endpoint}
    named |= {"worker_endpoint": flink.flink.worker_endpoint, **other}
    options = [word for name, value in named.items() for word in (f"--{name.replace('_', '-')}", value)]
    return ["doctor", "--offline", "--json", "--runner", "flink", *options]


@pytest.mark.flink
@pytest.mark.timeout(240)
def test_a_cluster_that_has_all_is_well(
    postgres_url: str, tmp_path: Path, provider: ProviderServer, flink: FlinkCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each TaskManager's worker reports; the keys are theirs, who asks has none; nothing was paid or left."""
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BATCHWRIGHT_STATE", postgres_url)
    monkeypatch.setenv("BATCHWRIGHT_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.chdir(tmp_path)
    told = typed(*at(flink))
    assert told.code == 0, told.out
    found = {one["about"]: one for one in told.document["findings"]}
    looked = {"flink", "slots", "job server", "worker versions", "worker packages", "worker state", "worker workspace"}
    assert {found[what]["health"] for what in looked} == {"good"}, told.out
    assert f"it is {Path(sys.executable).parent}" in found["worker versions"]["said"]
    assert f"(2 on {socket.gethostname()})" in found["worker versions"]["said"]
    assert "can ask anthropic, openai" in found["worker providers"]["said"]
    assert not [path for path in (tmp_path / "workspace").rglob("*") if path.is_file()]
    assert provider.invoice() == []


@pytest.mark.flink
@pytest.mark.timeout(240)
def test_a_pool_with_another_python_is_told_with_where_that_is(
    postgres_url: str, tmp_path: Path, flink: FlinkCluster, other_pools: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flink's job is cancelled at the first failure, and the words are those of the cause."""
    monkeypatch.setenv("BATCHWRIGHT_STATE", postgres_url)
    monkeypatch.chdir(tmp_path)
    told = typed(*at(flink, worker_endpoint=other_pools))
    assert told.code == 2, told.out
    found = about([Finding(one["about"], one["health"], one["said"]) for one in told.document["findings"]], "workers")
    assert found.said.startswith("the workers' Python cannot load the graph: No module named 'transforms'"), found
    assert "site-packages" in found.said
    assert "while running" not in found.said
    assert "Traceback" not in told.out + told.err
    until(lambda: flink.manager.free_slots() == 4, "its job is gone", 60)
