"""What a Flink cluster elsewhere is made of agrees with the program, holds no secret, and has no version by chance."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.flink import cluster
from deploy.flink.cluster import Cluster
from deploy.flink.jars import FLINK
from state.clock import start_ticks
from state.config import load_config
from state.config_flink import Flink
from tests.jobs import until

ROOT = Path(__file__).parents[1]
HERE = ROOT / "deploy" / "flink"
COMPOSE: Mapping[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text("utf-8"))
OBJECTS: list[Mapping[str, Any]] = list(yaml.safe_load_all((HERE / "kubernetes.yaml").read_text("utf-8")))
BUILT = {"batchwright-worker:1", "batchwright-jobserver:1"}
SECRET = re.compile(r"KEY|PASSWORD|SECRET|TOKEN")


def kind(name: str) -> list[Mapping[str, Any]]:
    """The objects of Kubernetes of a kind."""
    return [one for one in OBJECTS if one["kind"] == name]


def flink_deployment() -> Mapping[str, Any]:
    """What the operator makes a cluster of."""
    (found,) = kind("FlinkDeployment")
    spec: Mapping[str, Any] = found["spec"]
    return spec


def containers() -> Iterator[Mapping[str, Any]]:
    """All containers of Kubernetes that are named here."""
    yield from flink_deployment()["taskManager"]["podTemplate"]["spec"]["containers"]
    for deployment in kind("Deployment"):
        yield from deployment["spec"]["template"]["spec"]["containers"]


def properties_of_compose() -> Mapping[str, str]:
    """What Flink's containers are told, the same for all."""
    told = {
        service["environment"]["FLINK_PROPERTIES"]
        for service in COMPOSE["services"].values()
        if service["image"].startswith("flink:")
    }
    (text,) = told
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_every_image_is_pinned() -> None:
    """A tag that moves would be another version tomorrow; Flink's is the one that the tests run on."""
    images = {service["image"] for service in COMPOSE["services"].values()}
    images |= {flink_deployment()["image"], *(one["image"] for one in containers() if "image" in one)}
    froms = [
        line.split()[1]
        for name in ("Dockerfile.worker", "Dockerfile.jobserver")
        for line in (HERE / name).read_text("utf-8").splitlines()
        if line.startswith("FROM ")
    ]
    assert len(froms) == 3
    assert [one for one in images - BUILT if not re.search(r":\D*\d+\.\d+|RELEASE\.\d{4}-", one)] == []
    assert [one for one in froms if not re.search(r":\d+\.\d+\.\d+|\$\{PYTHON\}", one)] == []
    assert re.search(r"^ARG PYTHON=3\.11\.\d+$", (HERE / "Dockerfile.worker").read_text("utf-8"), re.MULTILINE)
    assert {one for one in images if one.startswith("flink:")} == {f"flink:{FLINK}-scala_2.12-java17"}
    assert flink_deployment()["flinkVersion"] == "v" + "_".join(FLINK.split(".")[:2])


def test_no_secret_stands_in_a_file() -> None:
    """Each is taken from the environment of who starts the containers, or from a Secret."""
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if SECRET.search(name):
                assert value is None or re.match(r"\$\{\w+:\?", value), name
            assert "://" not in str(value) or not re.search(r"://[^/@]*:[^/@]*@", value), name
    told = {name: value for one in kind("ConfigMap") for name, value in one["data"].items()}
    assert [name for name in told if SECRET.search(name)] == []
    assert kind("Secret") == []
    assert not re.search(r"://[^/@\s]*:[^/@\s]*@", (HERE / "kubernetes.yaml").read_text("utf-8"))
    workers = [one for one in containers() if one.get("image") == "batchwright-worker:1"]
    assert len(workers) == 2
    for one in workers:
        assert {"secretRef": {"name": "batchwright-keys"}} in one["envFrom"]


def test_its_addresses_are_those_that_a_job_asks_at(tmp_path: Path) -> None:
    """The ports are the program's defaults, and each name is that of a service."""
    ports = [re.sub(r".*:", "", value) for value in Flink().model_dump(exclude={"parallelism"}).values()]
    assert ports == ["8081", "8099", "50000"]
    (in_kubernetes,) = [
        one["data"]["batchwright.toml"] for one in kind("ConfigMap") if "batchwright.toml" in one["data"]
    ]
    (tmp_path / "batchwright.toml").write_text(in_kubernetes, "utf-8")
    rest = f"{kind('FlinkDeployment')[0]['metadata']['name']}-rest"  # how the operator names it
    services = {one["metadata"]["name"] for one in kind("Service")} | {rest}
    for folder, names in ((HERE, set(COMPOSE["services"])), (tmp_path, services)):
        flink = load_config(folder / "batchwright.toml", folder).flink
        places = [flink.master.removeprefix("http://"), flink.job_endpoint, flink.worker_endpoint]
        assert [place.rpartition(":")[2] for place in places] == ports
        assert {place.rpartition(":")[0] for place in places[:2]} <= names
        assert places[2] == Flink().worker_endpoint
    assert '--service_port", "50000"' in (HERE / "Dockerfile.worker").read_text("utf-8")
    asked = [COMPOSE["services"]["jobserver"]["command"], *(one["args"] for one in containers() if "args" in one)]
    assert asked == [
        ["--flink-master=jobmanager:8081", "--job-host=jobserver"],
        [f"--flink-master={rest}:8081", "--job-host=batchwright-jobserver"],
    ]


def test_each_task_manager_has_a_pool_in_its_network() -> None:
    """They speak over loopback; whatever of the two ends is started again beside the other."""
    services = COMPOSE["services"]
    networks = {
        what: sorted(one["network_mode"] for name, one in services.items() if name.startswith(what))
        for what in ("taskmanager-", "pool-")
    }
    assert networks["taskmanager-"] == networks["pool-"] == ["service:host-1", "service:host-2"]
    for name, one in services.items():
        if name.startswith(("taskmanager", "pool", "host", "jobmanager", "jobserver")):
            assert one["restart"] == "unless-stopped", name
    pod = flink_deployment()["taskManager"]["podTemplate"]["spec"]["containers"]
    assert [one["name"] for one in pod] == ["flink-main-container", "worker-pool"]
    assert pod[1]["livenessProbe"]["tcpSocket"]["port"] == pod[1]["ports"][0]["name"]


def test_flink_is_set_as_where_the_tests_run() -> None:
    """What was found out there holds here: `deploy/flink/cluster.py` has the same values."""
    told = (HERE / "cluster.py").read_text("utf-8")
    written = dict(re.findall(r'"([a-z][\w.-]+)": "?([^",\n]+)"?,', told))
    for properties in (properties_of_compose(), flink_deployment()["flinkConfiguration"]):
        shared = {
            name: value for name, value in properties.items() if name in written and name != "jobmanager.rpc.address"
        }
        assert {"heartbeat.timeout", "restart-strategy.type", "taskmanager.memory.network.min"} <= set(shared)
        assert shared.pop("taskmanager.numberOfTaskSlots") == "2"
        assert shared == {name: written[name].replace("_", "") for name in shared}
    assert flink_deployment()["mode"] == "standalone"  # else there are no slots before a job comes
    assert flink_deployment()["taskManager"]["replicas"] == 2


def test_what_the_images_copy_is_there() -> None:
    """A file of the repository, or the wheel that was built before."""
    for name in ("Dockerfile.worker", "Dockerfile.jobserver"):
        copied = re.findall(r"^COPY (?!--from)(\S+)", (HERE / name).read_text("utf-8"), re.MULTILINE)
        assert len(copied) == 1
        assert copied[0].startswith("dist/batchwright-") or (ROOT / copied[0]).is_file()


# ── a cluster that ends ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[str], Cluster]]:
    """Starts a cluster of one process, a line of a shell, and keeps its record; it is ended with the test."""
    made: list[Cluster] = []

    def start(line: str) -> Cluster:
        bare = Cluster("localhost:1", "localhost:2", "localhost:3", {}, {"one": ["/bin/sh", "-c", line]})
        made.append(cluster.restart(bare, tmp_path, "one"))
        return made[-1]

    yield start
    for one in made:
        if cluster._has_its_group(one.processes["one"]):
            cluster._end(one.pids["one"])


def test_down_ends_what_was_started(started: Callable[[str], Cluster], tmp_path: Path) -> None:
    """Its name is told, and its record is gone, so that another can come up."""
    pid = started("exec sleep 300").pids["one"]
    assert cluster.down(tmp_path) == ["one"]
    assert start_ticks(pid) == ""
    assert not (tmp_path / cluster.RECORD).exists()
    assert cluster.down(tmp_path) == []


def test_down_ends_what_a_process_that_was_killed_had_started(
    started: Callable[[str], Cluster], tmp_path: Path
) -> None:
    """Workers of a pool that is gone go, too."""
    pool = started(f"sleep 300 & echo $! > {tmp_path}/child; exec sleep 300")
    until(lambda: (tmp_path / "child").exists() and bool((tmp_path / "child").read_text("utf-8")), "it has a child")
    os.kill(pool.pids["one"], signal.SIGKILL)
    os.waitpid(pool.pids["one"], 0)
    assert cluster.down(tmp_path) == ["one"]
    child = int((tmp_path / "child").read_text("utf-8"))
    until(lambda: start_ticks(child) == "", "its child has ended")


@pytest.mark.parametrize("other", [{"boot": "another"}, {"host": "another"}, {"started": "1"}])
def test_down_leaves_alone_who_has_the_pid_by_now(
    started: Callable[[str], Cluster], tmp_path: Path, other: Mapping[str, str]
) -> None:
    """After a boot a record's pids are anybody's; and so they are where one was given to a later process."""
    made = started("exec sleep 300")
    record = tmp_path / cluster.RECORD
    told = json.loads(record.read_text("utf-8"))
    told["processes"]["one"] |= other
    record.write_text(json.dumps(told), "utf-8")
    assert cluster.down(tmp_path) == []
    assert start_ticks(made.pids["one"]) == made.processes["one"].started != ""
    assert not record.exists()


def test_what_another_user_has_is_none_of_ours(
    started: Callable[[str], Cluster], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A group that may not be signalled is told as ended, and the record does not stay for ever."""
    started("exec sleep 300")

    def refuse(_pid: int, _signal: int) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(os, "killpg", refuse)
        assert cluster.down(tmp_path) == []
    assert not (tmp_path / cluster.RECORD).exists()


@pytest.mark.parametrize("there", [(), ("java",)])
def test_make_says_that_flink_was_not_tested(tmp_path: Path, there: tuple[str, ...]) -> None:
    """Where Java or Maven is not installed it says so in one line, and succeeds."""
    for program in there:
        (tmp_path / program).symlink_to("/bin/true")
    make = shutil.which("make")
    assert make is not None
    said = subprocess.run(
        [make, "--old-file=.venv/.dev", "test-flink"],
        cwd=ROOT, env={"PATH": str(tmp_path), "HOME": os.environ.get("HOME", "/")}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    lacking = "mvn" if "java" in there else "java"
    assert (said.returncode, said.stdout) == (0, f"Flink tests were NOT run: {lacking} is not installed\n"), said.stderr
