"""A real Flink cluster on this machine, without containers: the processes that a cluster elsewhere has, too.

    JobManager (REST) ◄── TaskManager 1 (slots) ──► pool of Python workers 1
         ▲           ◄── TaskManager 2 (slots) ──► pool of Python workers 2
         └── Beam's job server ◄── `batchwright run --runner flink --job-endpoint …`

All workers are asked for at one address, as of sidecars; each TaskManager's own file of hosts leads it to its own pool.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from deploy.flink.jars import MissingError, flink_jars, job_server_jars
from state.clock import ProcessIdentity, start_ticks

HOST = "127.0.0.1"
POOL = "worker-pool"
RECORD = "cluster.json"
COME_UP_S = 90.0

_GONE = (ProcessLookupError, PermissionError)
"""There is no such group of processes, or it is another user's, and so none of ours."""

_POOL = Path(__file__).with_name("pool.py")
_ADD_OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in (
        "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.text",
        "java.time", "java.util", "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks",
        "sun.nio.ch",
    )
]  # fmt: skip

_LOGGING = """\
rootLogger.level = INFO
rootLogger.appenderRef.console.ref = Console
appender.console.name = Console
appender.console.type = CONSOLE
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c - %m%n
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that is up.

    Args:
        master: Of the JobManager's REST interface, host:port.
        job_endpoint: Of Beam's job server.
        worker_endpoint: Where a TaskManager asks for its Python workers.
        processes: Its processes, by what they are.
        commands: How each was started, so that one that was killed can be started again.
    """

    master: str
    job_endpoint: str
    worker_endpoint: str
    processes: Mapping[str, ProcessIdentity]
    commands: Mapping[str, Sequence[str]]

    @property
    def pids(self) -> Mapping[str, int]:
        """Of its processes."""
        return {name: process.pid for name, process in self.processes.items()}

    def line(self) -> str:
        """What `up` ends with: one line of JSON."""
        keys = {name: getattr(self, name) for name in ("master", "job_endpoint", "worker_endpoint", "pids")}
        return json.dumps(keys)


def up(folder: Path, cache: Path, *, task_managers: int = 2, slots: int = 2) -> Cluster:
    """Start a cluster, and wait until all its slots are there.

    Args:
        folder: For its configuration and its logs.
        cache: Of downloads.
        task_managers: How many; each has a pool of workers of its own.
        slots: Of each.

    Raises:
        MissingError: Java or a download is not to be had, or a process does not come up; what was started is ended.
    """
    java = shutil.which("java")
    if java is None:
        raise MissingError("Java (`java`) is not installed; on Debian: apt-get install openjdk-17-jre-headless")
    flink, job_server = flink_jars(cache), job_server_jars(cache)
    if (folder / RECORD).exists():
        raise MissingError(f"{folder / RECORD} says that a cluster is up; `down` ends it")
    folder.mkdir(parents=True, exist_ok=True)
    rest, rpc, pool, job, artifacts, expansion = _free_ports(6)
    commands: dict[str, list[str]] = {"jobmanager": _jobmanager(java, flink, folder, rest, rpc)}
    for number in range(1, task_managers + 1):
        host = f"127.0.1.{number}"
        commands[f"pool-{number}"] = [sys.executable, str(_POOL), f"{host}:{pool}"]
        commands[f"taskmanager-{number}"] = _taskmanager(java, flink, folder, number, slots, host)
    commands["jobserver"] = [
        java, "-Xmx512m", *_ADD_OPENS, "-cp", f"{job_server}/*",
        "org.apache.beam.runners.flink.FlinkJobServerDriver", "--flink-master", f"{HOST}:{rest}",
        "--job-host", HOST, "--job-port", str(job), "--artifact-port", str(artifacts),
        "--expansion-port", str(expansion), "--artifacts-dir", str(folder / "artifacts"),
    ]  # fmt: skip
    processes: dict[str, ProcessIdentity] = {}
    cluster = Cluster(f"{HOST}:{rest}", f"{HOST}:{job}", f"{POOL}:{pool}", processes, commands)
    try:
        for name in commands:
            processes[name] = start(cluster, folder, name)
            _record(cluster, folder)
        _await(cluster, task_managers * slots, folder)
    except BaseException:
        down(folder)
        raise
    return cluster


def start(cluster: Cluster, folder: Path, name: str) -> ProcessIdentity:
    """Start one of a cluster's processes, in a session of its own."""
    # The pool starts whatever `python` is on the path: let it be this one.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    command, environ = [*cluster.commands[name]], {**os.environ, "PATH": path}
    log = os.open(folder / f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        files = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            *((os.POSIX_SPAWN_DUP2, log, to) for to in (1, 2)),
        ]
        return ProcessIdentity.of(os.posix_spawn(command[0], command, environ, file_actions=files, setsid=True))
    finally:
        os.close(log)


def restart(cluster: Cluster, folder: Path, name: str) -> Cluster:
    """Start a process of a cluster again, after it has ended; the cluster as it is then."""
    started = replace(cluster, processes={**cluster.processes, name: start(cluster, folder, name)})
    _record(started, folder)
    return started


def down(folder: Path) -> list[str]:
    """End a cluster and the workers that its pools started; the names of the processes that were there.

    A record outlives a boot, and a pid its process: what has a pid of the record by now may be anybody's.
    """
    record = folder / RECORD
    if not record.exists():
        return []
    kept = json.loads(record.read_text("utf-8"))["processes"]
    processes = {name: ProcessIdentity(**values) for name, values in kept.items()}
    ended = [name for name, one in reversed(processes.items()) if _has_its_group(one) and _end(one.pid)]
    record.unlink()
    return ended


def _has_its_group(process: ProcessIdentity) -> bool:
    """Whether a group of processes that has the number of one that was started here can only be its own.

    One that has ended leaves its number to its group until that is empty, too.
    """
    is_local = process.is_local_to(ProcessIdentity.of_this_process())
    return is_local and start_ticks(process.pid) in ("", process.started)


def _end(pid: int) -> bool:
    """End a session that was started here, the workers of a pool with it; False when it had ended."""
    try:
        os.killpg(pid, signal.SIGTERM)
    except _GONE:
        return False
    deadline = time.monotonic() + 5
    with suppress(*_GONE):
        while time.monotonic() < deadline:
            _reap(pid)
            os.killpg(pid, 0)
            time.sleep(0.05)
        os.killpg(pid, signal.SIGKILL)
    _reap(pid)
    return True


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _record(cluster: Cluster, folder: Path) -> None:
    part = folder / f".{RECORD}"
    part.write_text(json.dumps(asdict(cluster)), "utf-8")
    part.replace(folder / RECORD)


def _jobmanager(java: str, jars: Path, folder: Path, rest: int, rpc: int) -> list[str]:
    settings = {
        "jobmanager.rpc.address": HOST,
        "jobmanager.rpc.port": rpc,
        "rest.address": HOST,
        "rest.port": rest,
        "rest.bind-address": HOST,
        "io.tmp.dirs": folder / "tmp",
        "heartbeat.interval": 3_000,
        "heartbeat.timeout": 15_000,
        "restart-strategy.type": "fixed-delay",
        "restart-strategy.fixed-delay.attempts": 20,
        "restart-strategy.fixed-delay.delay": "2 s",
        "execution.batch.jobmaster.recovery.enabled": "false",
    }
    config = folder / "conf"
    config.mkdir(exist_ok=True)
    (config / "config.yaml").write_text("".join(f"{name}: {value}\n" for name, value in settings.items()), "utf-8")
    (config / "log4j.properties").write_text(_LOGGING, "utf-8")
    (folder / "tmp").mkdir(exist_ok=True)
    entry = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
    return [*_flink(java, jars, folder, "768m"), entry, "--configDir", str(config)]


def _taskmanager(java: str, jars: Path, folder: Path, number: int, slots: int, pool_host: str) -> list[str]:
    hosts = folder / "conf" / f"hosts-{number}"
    hosts.parent.mkdir(exist_ok=True)
    hosts.write_text(f"127.0.0.1 localhost {socket.gethostname()}\n{pool_host} {POOL}\n", "utf-8")
    settings = {
        "taskmanager.resource-id": f"taskmanager-{number}",
        "taskmanager.host": HOST,
        "taskmanager.numberOfTaskSlots": slots,
        "taskmanager.cpu.cores": float(slots),
        "taskmanager.memory.task.heap.size": "256m",
        "taskmanager.memory.task.off-heap.size": "64m",
        "taskmanager.memory.network.min": "192m",
        "taskmanager.memory.network.max": "192m",
        "taskmanager.memory.managed.size": "128m",
        "taskmanager.memory.framework.heap.size": "128m",
        "taskmanager.memory.framework.off-heap.size": "128m",
        "taskmanager.memory.jvm-metaspace.size": "256m",
        "taskmanager.memory.jvm-overhead.min": "192m",
        "taskmanager.memory.jvm-overhead.max": "192m",
    }
    entry = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"
    chosen = [part for name, value in settings.items() for part in ("-D", f"{name}={value}")]
    command = _flink(java, jars, folder, "512m", f"-Djdk.net.hosts.file={hosts}")
    return [*command, entry, "--configDir", str(folder / "conf"), *chosen]


def _flink(java: str, jars: Path, folder: Path, heap: str, *more: str) -> list[str]:
    logging = f"-Dlog4j.configurationFile={folder / 'conf' / 'log4j.properties'}"
    return [java, f"-Xmx{heap}", "-XX:+UseSerialGC", *_ADD_OPENS, logging, *more, "-cp", f"{jars}/*"]


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind((HOST, 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _await(cluster: Cluster, slots: int, folder: Path) -> None:
    """Wait until the cluster has its slots and the job server listens."""
    deadline = time.monotonic() + COME_UP_S
    while not (_slots(cluster.master) == slots and _listens(cluster.job_endpoint)):
        for name, pid in cluster.pids.items():
            if os.waitpid(pid, os.WNOHANG)[0]:
                raise MissingError(f"the {name} ended as it came up; its log is {folder / f'{name}.log'}")
        if time.monotonic() > deadline:
            raise MissingError(f"the cluster did not come up within {COME_UP_S:g} s; its logs are in {folder}")
        time.sleep(0.2)


def _slots(master: str) -> int:
    try:
        with urllib.request.urlopen(f"http://{master}/overview", timeout=2) as answer:
            return int(json.load(answer)["slots-total"])
    except (OSError, urllib.error.URLError, ValueError, KeyError):
        return 0


def _listens(endpoint: str) -> bool:
    host, port = endpoint.rsplit(":", 1)
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False
