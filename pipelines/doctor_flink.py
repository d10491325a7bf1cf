"""Look whether a job would find what it needs on a Flink cluster: its parts, and each of its Python workers.

Java ─ JobManager ─ slots ─ job server ─► a probe on the free slots ─► versions, state, workspace, keys of each worker

The probe pays nothing. A payload of a few bytes is put into the workspace here and there, read and removed;
at most its empty folders stay.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pipelines.findings import NO_WORKSPACE, Finding, Health, good
from pipelines.flink import check_job_server, check_slots
from pipelines.flink_rest import JobManager
from pipelines.reach import check_reach
from pipelines.run import worker_settings
from pipelines.worker_probe import ask_workers
from state.config import Config
from state.config_flink import Flink
from state.errors import BatchwrightError, NotFoundError
from state.migrate import open_state
from state.place import StatePlace, remember
from state.workspace import Workspace
from state.workspace_place import Kind
from transforms.probe import TEXT, ProbeConfig, WorkerReport, package_versions
from transforms.release import Release, differences, release_here

SUPPORTED = "1.19"
"""Of Flink: what the newest job server that can be had is built for, and what is tested."""

_JAVA_S = 10.0
_WORKERS = "workers"
_MOST_HOSTS = 5


@dataclass(frozen=True, slots=True)
class Here:
    """What the submitter has, which workers are held against.

    Args:
        packages: Versions by name.
        is_state_new: There is no state yet.
        workspace: What kind it is.
    """

    release: Release
    packages: Mapping[str, str]
    is_state_new: bool
    workspace: Kind


def examine_flink(place: StatePlace, config: Config, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at everything that a job on a cluster needs, one by one.

    Args:
        place: The state and the workspace.
        config: Whose `[flink]` says how the cluster is reached.
        environ: Where Java is looked for.
    """
    yield _java(environ)
    flink = config.flink
    try:
        check_reach(place, is_remote=not flink.is_here)
    except BatchwrightError as error:
        yield _bad("reach", error)
    slots, task_managers = 0, None
    try:
        manager = JobManager(flink.master)
        yield _version(manager.version(), flink)
        total, free = manager.slots(), manager.free_slots()
        wanted = check_slots(flink, total)
        slots, task_managers = min(wanted, free), manager.task_managers() if wanted == free == total else None
        yield _slots(total, free, wanted)
    except BatchwrightError as error:
        yield _bad("flink", error)
    try:
        check_job_server(flink)
    except BatchwrightError as error:
        yield _bad("job server", error)
        return
    yield good("job server", f"listens at {flink.job_endpoint}")
    if slots:
        yield from _workers(place, config, slots, task_managers)


def _java(environ: Mapping[str, str]) -> Finding:
    java = shutil.which("java", path=environ.get("PATH"))
    if java is None:
        fix = "only `make flink-up` needs it, a cluster elsewhere has its own; on Debian: apt-get install"
        return Finding("java", Health.DOUBTFUL, "there is no `java` here", f"{fix} openjdk-17-jre-headless")
    told = ""
    with suppress(OSError, subprocess.TimeoutExpired):
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=_JAVA_S, check=False).stderr
    version = re.search(r'version "([^"]+)"', told)
    if version is None:
        return Finding("java", Health.DOUBTFUL, f"{java} does not tell its version", "only `make flink-up` needs it")
    return good("java", f"{version[1]}, in {java}")


def _version(version: str, flink: Flink) -> Finding:
    said = f"Flink {version}, at {flink.master}"
    if version == SUPPORTED or version.startswith(f"{SUPPORTED}."):
        return good("flink", said)
    fix = f"use Flink {SUPPORTED}, or a job server of Beam's that is built for {version}"
    return Finding("flink", Health.DOUBTFUL, f"{said}; tested is {SUPPORTED}", fix)


def _slots(total: int, free: int, wanted: int) -> Finding:
    said = f"{free} of {total} are free, and a job takes {wanted}"
    if free == 0:
        return Finding("slots", Health.DOUBTFUL, f"{said}; workers could not be looked at", "repeat this when one is")
    if free < wanted:
        fix = "a job begins on those that are free; set --parallelism to leave some to others"
        return Finding("slots", Health.DOUBTFUL, said, fix)
    return good("slots", said)


def _workers(place: StatePlace, config: Config, slots: int, task_managers: int | None) -> Iterator[Finding]:
    """Have the workers report, and tell what is amiss; what was left for them in the workspace is removed."""
    left: str | None = None
    workspace = Workspace(place.workspace)
    try:
        left = None if workspace.kind is Kind.DATABASE else workspace.put(TEXT)
    except BatchwrightError as error:
        yield _bad("workspace", error)
    try:
        probe = ProbeConfig(remember(place.url), place.workspace, left, worker_settings(config))
        reports = ask_workers(config.flink, slots, probe)
        here = Here(release_here(), package_versions(), _is_new(place), workspace.kind)
        yield from judged(reports, here, task_managers)
    except BatchwrightError as error:
        yield _bad(_WORKERS, error)
    finally:
        if left is not None:
            with suppress(BatchwrightError):
                workspace.delete([left])


def judged(reports: Sequence[WorkerReport], here: Here, task_managers: int | None = None) -> Iterator[Finding]:
    """What is to be said of workers' reports; those of whom the same is to be said are named together.

    Args:
        reports: One a process.
        here: What they are held against.
        task_managers: How many have a pool that must have reported; None where not all were asked.
    """
    if len(reports) < (task_managers or 1):
        said = f"{len(reports)} reported, and the cluster has {task_managers or 'some'} TaskManagers"
        yield Finding(
            _WORKERS, Health.DOUBTFUL, said, "repeat it; a TaskManager whose workers never report is of no use"
        )
    looks: tuple[Callable[[WorkerReport, Here], Finding], ...] = (_released, _packages, _state, _workspace, _providers)
    for look in looks:
        places: dict[Finding, list[str]] = {}
        for report in reports:
            places.setdefault(look(report, here), []).append(report.host)
        for one, hosts in places.items():
            yield Finding(one.about, one.health, f"{one.said} ({_named(hosts)})", one.fix, one.exit_code)


def _released(report: WorkerReport, here: Here) -> Finding:
    if differ := differences(here.release, report.release):
        fix = f"install the same there: its Python is {report.python}; else no job begins"
        return Finding("worker versions", Health.BAD, "; ".join(differ), fix, 2)
    release = report.release
    said = f"batchwright {release.batchwright}, apache-beam {release.apache_beam}, Python {release.python}"
    return good("worker versions", f"{said}, as here; it is {report.python}")


def _packages(report: WorkerReport, here: Here) -> Finding:
    about = "worker packages"
    theirs = report.packages
    differ = [
        f"{name} {ours} here, {theirs.get(name)} there"
        for name, ours in here.packages.items()
        if theirs.get(name) != ours
    ]
    if differ:
        fix = f"install the same there: its Python is {report.python}"
        return Finding(about, Health.DOUBTFUL, "; ".join(differ), fix)
    return good(about, f"{', '.join(f'{name} {version}' for name, version in theirs.items())}, as here")


def _state(report: WorkerReport, here: Here) -> Finding:
    about = "worker state"
    if report.state is None:
        return good(about, "is opened")
    if report.is_state_new and here.is_state_new:
        return good(about, "is not there yet, as here; the first `create` makes it")
    fix = "the workers need a state that they reach, PostgreSQL, and BATCHWRIGHT_STATE with its password or a ~/.pgpass"
    return Finding(about, Health.BAD, report.state, fix, 5)


def _workspace(report: WorkerReport, here: Here) -> Finding:
    about = "worker workspace"
    if here.workspace is Kind.DATABASE:
        return good(about, NO_WORKSPACE)
    if report.workspace is None:
        return good(about, "is the one that is here, and was written and read")
    fix = "the workers need the rights, or the keys in the environment of their pool, that it is used with here"
    return Finding(about, Health.BAD, report.workspace, fix, 5)


def _providers(report: WorkerReport, here: Here) -> Finding:
    about = "worker providers"
    ready = [name for name, lacks in report.missing.items() if lacks is None]
    lacking = "; ".join(f"{name}: {lacks}" for name, lacks in report.missing.items() if lacks is not None)
    if not ready:
        return Finding(about, Health.BAD, f"none can be asked: {lacking}", "set a key in the pool's environment", 2)
    said = f"can ask {', '.join(ready)}"
    if lacking:
        fix = "only needed for its models; keys are read in the environment of the pool of workers"
        return Finding(about, Health.DOUBTFUL, f"{said}; not {lacking}", fix)
    return good(about, said)


def _named(hosts: Sequence[str]) -> str:
    """Hosts, and how many workers are on each."""
    counts = Counter(hosts)
    named = [host if count == 1 else f"{count} on {host}" for host, count in counts.items()]
    more = len(named) - _MOST_HOSTS
    return ", ".join(named[:_MOST_HOSTS]) + (f" and {more} hosts more" if more > 0 else "")


def _is_new(place: StatePlace) -> bool:
    """Whether there is no state here; one that cannot be opened is there, and told of elsewhere."""
    try:
        open_state(place.url, migrate=False).close()
    except NotFoundError:
        return True
    except BatchwrightError:
        return False
    return False


def _bad(about: str, error: BatchwrightError) -> Finding:
    return Finding(about, Health.BAD, error.message, error.hint or "see the message", error.exit_code)
