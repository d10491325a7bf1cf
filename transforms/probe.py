"""ProbeWorkers: has each worker process of a cluster see once whether it has what a job needs, and report it.

    Start ─► ListProbes ─► SpreadProbes (by key, over all slots) ─► TakeLooks ─► SeeWorker ─► metrics: a set of texts

The reports come home as a set of texts among Beam's metrics: whether workers reach the state and the workspace is what
they are asked, so neither can carry the answer. The set arrives whole from the job server, each report once however
often Flink tries again.

The steps are of Beam and the standard library alone, and ours is in the elements, as a pickle that SeeWorker loads. A
worker that could not load a step would open no stream for data, and Flink waits three minutes for one before it says
anything (seen in its threads); an element that cannot be loaded is told at once. Nothing is pickled by value, as
lambdas are: another Python could not load it, and its version would never be told.
"""

from __future__ import annotations

import os
import pickle
import platform
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from operator import itemgetter

import apache_beam as beam
from apache_beam.metrics import Metrics
from apache_beam.runners.runner import PipelineResult
from pydantic import TypeAdapter, ValidationError

from orchestrator.providers.registry import known_providers, make_provider
from orchestrator.worker_settings import WorkerSettings
from state.errors import BatchwrightError, ConfigError, NotFoundError
from state.migrate import open_state
from state.workspace import Workspace
from state.workspace_place import Kind
from transforms import labels
from transforms.release import Release, release_here

PACKAGES = ("anthropic", "openai", "sqlalchemy")
"""Packages of which a worker may have another version than the submitter, and is told to."""

TEXT = "batchwright doctor"
"""What the submitter and the workers put into the workspace for a moment."""

_NAMESPACE, _NAME = "batchwright", "probe_reports"
_KEYS_A_SLOT = 16
"""Keys are spread by their hash: with fewer a slot would often get none."""

_PROCESS = uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class ProbeConfig:
    """What workers are to see; pickled into the graph, so it holds no secret.

    Args:
        state: The state's URL, without its password.
        workspace: Its location.
        left: The ref of a payload of `TEXT` that the submitter left in the workspace; None where it left none.
        settings: Providers and how they are reached.
    """

    state: str
    workspace: str
    left: str | None
    settings: WorkerSettings = field(default_factory=WorkerSettings)


@dataclass(frozen=True, slots=True)
class WorkerReport:
    """What a worker process saw.

    Args:
        process: Tells processes apart, those of other machines, too.
        python: The path of its Python.
        packages: The versions of `PACKAGES`, by name.
        state: Why the state cannot be opened; None when it can.
        is_state_new: There is no table of ours yet, or no file.
        workspace: Why the workspace cannot be read and written; None when it can, or keeps nothing.
        missing: What each provider lacks to be asked, by its name; None: nothing.
    """

    process: str
    host: str
    python: str
    release: Release
    packages: Mapping[str, str]
    state: str | None
    is_state_new: bool
    workspace: str | None
    missing: Mapping[str, str | None]


_REPORT = TypeAdapter(WorkerReport)


class ProbeWorkers(beam.PTransform):
    """Has each slot's worker see what it has.

    Args:
        config: What to see.
        slots: How many slots the graph runs on.
    """

    def __init__(self, config: ProbeConfig, slots: int) -> None:
        super().__init__(labels.PROBE_WORKERS)
        self._config = config
        self._slots = slots

    def expand(self, root: beam.Pipeline) -> beam.PCollection[None]:
        """Pipeline -> PCollection[None], which is empty: see `reports_of`."""
        return (
            root
            | labels.START >> beam.Impulse()
            | labels.LIST_PROBES >> beam.FlatMap(partial(chain, self._looks())).with_output_types(tuple[str, bytes])
            | labels.SPREAD_PROBES >> beam.GroupByKey()
            | labels.TAKE_LOOKS >> beam.FlatMap(itemgetter(1)).with_output_types(bytes)
            | labels.SEE_WORKER >> beam.FlatMap(partial(pickle.loads))
        )

    def _looks(self) -> tuple[tuple[str, bytes], ...]:
        """A key and a look each; to them `chain` adds the empty bytes that a graph starts with, and so nothing."""
        look = pickle.dumps(_Look(self._config))
        return tuple((str(number), look) for number in range(_KEYS_A_SLOT * self._slots))


class _Look:
    """What a worker loads: taken for elements, it has none, sees what the process has and reports it."""

    def __init__(self, config: ProbeConfig) -> None:
        self._config = config

    def __iter__(self) -> Iterator[None]:
        report = _seen_once(self._config)
        Metrics.string_set(_NAMESPACE, _NAME).add(report)
        return iter(())


@cache
def _seen_once(config: ProbeConfig) -> str:
    return _REPORT.dump_json(see_worker(config, os.environ)).decode()


def reports_of(result: PipelineResult) -> Sequence[WorkerReport]:
    """What the workers of a graph that has ended saw, one report a process, by host.

    Raises:
        ConfigError: A worker is of a version that reports something else.
    """
    texts: set[str] = set()
    for one in result.metrics().query()["string_sets"]:
        if (one.key.metric.namespace, one.key.metric.name) == (_NAMESPACE, _NAME):
            texts |= set(one.attempted or ()) | set(one.committed or ())
    try:
        reports = {report.process: report for report in map(_REPORT.validate_json, sorted(texts))}
    except ValidationError as error:
        raise ConfigError("a worker is of another version of batchwright, and reports something else") from error
    return sorted(reports.values(), key=lambda report: (report.host, report.process))


def see_worker(config: ProbeConfig, environ: Mapping[str, str]) -> WorkerReport:
    """What this process has of what a job needs; nothing stays behind."""
    state, is_new = _seen_state(config.state)
    return WorkerReport(
        process=_PROCESS,
        host=platform.node(),
        python=sys.executable,
        release=release_here(),
        packages=package_versions(),
        state=state,
        is_state_new=is_new,
        workspace=_seen_workspace(config),
        missing=_missing(config.settings, environ),
    )


def package_versions() -> Mapping[str, str]:
    """The versions of `PACKAGES` in this process."""
    return {name: _version(name) for name in PACKAGES}


def _seen_state(url: str) -> tuple[str | None, bool]:
    try:
        open_state(url, migrate=False).close()
    except NotFoundError as error:
        return error.message, True
    except (BatchwrightError, ImportError) as error:
        return str(error), False
    return None, False


def _seen_workspace(config: ProbeConfig) -> str | None:
    try:
        workspace = Workspace(config.workspace)
        if workspace.kind is Kind.DATABASE:
            return None
        if config.left is not None and workspace.get(config.left) != TEXT:
            return f"the workspace {config.workspace} holds something else there than here"
        ref = workspace.put(TEXT)
        workspace.get(ref)
        workspace.delete([ref])
    except (BatchwrightError, ImportError) as error:
        return error.message if isinstance(error, BatchwrightError) else str(error)
    return None


def _missing(settings: WorkerSettings, environ: Mapping[str, str]) -> Mapping[str, str | None]:
    missing: dict[str, str | None] = {}
    for name in known_providers(settings.providers):
        try:
            missing[name] = make_provider(name, settings.providers, environ, settings.network).missing_key()
        except ConfigError as error:
            missing[name] = str(error)
    return missing


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
