"""A real Flink cluster for tests: started once, its processes killed and started again, what it runs looked at."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import apache_beam as beam

from deploy.flink import cluster, pool
from deploy.flink.jars import cache_folder
from pipelines.flink_rest import JobManager
from state.config import Config
from state.config_flink import Flink
from state.config_text import config_text
from state.errors import UnreachableError
from state.status import JobStatus
from state.views import status
from tests.jobs import Made, until

SLOTS = 4


class FlinkCluster:
    """One JobManager, two TaskManagers of two slots, a pool of workers for each, and Beam's job server.

    Args:
        folder: For its configuration and logs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._cluster = cluster.up(folder, cache_folder())
        self.manager = JobManager(f"http://{self._cluster.master}")

    def close(self) -> None:
        """End it."""
        cluster.down(self.folder)

    @property
    def flink(self) -> Flink:
        """How a configuration names it."""
        made = self._cluster
        return Flink.model_validate(
            {"master": made.master, "job_endpoint": made.job_endpoint, "worker_endpoint": made.worker_endpoint}
        )

    @property
    def config(self) -> Config:
        """A configuration that names it."""
        return Config(flink=self.flink)

    @property
    def arguments(self) -> tuple[str, ...]:
        """What `tests.fakes.runner` is told to run a job here."""
        return ("--runner", "flink", "--config", config_text(self.config))

    def pid(self, name: str) -> int:
        """The pid of one of its processes."""
        return self._cluster.pids[name]

    def kill(self, name: str) -> None:
        """Kill -9 one of its processes alone, not what it started."""
        os.kill(self.pid(name), signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid(name), 0)

    def mend(self) -> None:
        """Start again what has ended, end the jobs that still run, and wait until all slots are free."""
        self.restart_dead()
        until(self._is_free, "all slots of the cluster are free", 120)

    def restart_dead(self) -> None:
        """Start again what has ended."""
        for name, pid in self._cluster.pids.items():
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            if not Path(f"/proc/{pid}").exists():
                self._cluster = cluster.restart(self._cluster, self.folder, name)

    def _is_free(self) -> bool:
        try:
            told = self.manager._ask("/overview")
            for job in self.manager._ask("/jobs/overview")["jobs"]:
                if job["state"] in ("RUNNING", "RESTARTING", "CREATED", "FAILING"):
                    self.manager.cancel(job["jid"])
        except UnreachableError:
            return False
        return bool(told["slots-total"] == told["slots-available"] == SLOTS) and cluster._listens(
            self._cluster.job_endpoint
        )

    def state_of(self, flink_id: str) -> str:
        """How one of Flink's jobs stands."""
        return str(self.manager._ask(f"/jobs/{flink_id}")["state"])

    def workers(self) -> Sequence[int]:
        """The pids of the Python workers that the pools started and that live."""
        pools = {self.pid(name) for name in self._cluster.pids if name.startswith("pool")}
        return [pid for one in Path("/proc").iterdir() if one.name.isdigit() and _parent(pid := int(one.name)) in pools]


def _parent(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
    return 0


@contextmanager
def pools_of_another_python(folder: Path) -> Iterator[str]:
    """Pools whose first `python` has Beam and not batchwright, one beside each TaskManager; their address there."""
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/*/site-packages"))
    (packages / "beside.pth").write_text(f"{Path(beam.__file__).parents[1]}\n", "utf-8")  # its own .pth are not read
    with socket.socket() as free:
        free.bind(("127.0.1.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "PATH": os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])}
    with ExitStack() as started:
        for number in (1, 2):
            command = [sys.executable, str(pool.__file__), f"127.0.1.{number}:{port}"]
            one = subprocess.Popen(command, cwd=folder, env=environ, stderr=subprocess.DEVNULL, start_new_session=True)
            started.callback(one.wait)
            started.callback(os.killpg, one.pid, signal.SIGTERM)  # its workers with it
        until(lambda: all(cluster._listens(f"127.0.1.{number}:{port}") for number in (1, 2)), "the pools listen", 60)
        yield f"{cluster.POOL}:{port}"


def wait_for(made: Made, wanted: JobStatus, timeout_s: float = 150) -> None:
    """Wait until a job has a status."""
    with closing(made.opened()) as state:
        deadline = time.monotonic() + timeout_s
        while (view := status(state, made.job_id)).status is not wanted:
            assert time.monotonic() < deadline, f"{view.status} and not {wanted}: {view.progress}, {view.error}"
            time.sleep(0.2)
