"""What travels to workers pickles, and holds no secret: every step, every error, the whole graph."""

from __future__ import annotations

import importlib
import inspect
import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace

import apache_beam as beam
import pytest
from apache_beam.internal import pickler

from orchestrator.checks import Fault
from orchestrator.errors import Failure, FailureClass
from orchestrator.worker_settings import WorkerSettings
from pipelines.export import build_export
from pipelines.run import worker_settings
from state.config import Config
from state.errors import Problem
from state.provider_settings import ScopeLimit
from state.records import HeldReason, JobRef
from tests.desk import A, B, phase_for
from tests.graphs import job_graph, pickled_in
from tests.test_imports import ROOT, modules
from transforms.collect import Collect, _CollectFn
from transforms.compare import Compare, _CompareFn
from transforms.extract import Extract, _ExtractFn
from transforms.handle import Handle
from transforms.probe import ProbeConfig, ProbeWorkers
from transforms.read_items import ReadItems, _ListPagesFn
from transforms.read_results import ReadResults, parts_of
from transforms.run_phase import RunPhase, _RunPhaseFn
from transforms.sum_costs import CostSumCombineFn, SumCosts
from transforms.throttle import Throttle, _ThrottleFn
from transforms.worker_fn import StageConfig, WorkerFn
from transforms.write_manifest import Manifest, WriteManifest, _WriteManifestFn
from transforms.write_results import ExportTarget, WriteResults, _WritePartFn

REF = JobRef("sqlite:////nowhere/state.db", "/nowhere/workspace", "job_MARK", 1)
CONFIG = StageConfig(REF, WorkerSettings(limits=(ScopeLimit(A, concurrency=3),)))
PHASE = phase_for(A, B)
TARGET = ExportTarget(REF.state_url, REF.workspace, REF.job_id, "/nowhere/export", ())
MANIFEST = Manifest(REF.job_id, "0" * 64, {"total": 1}, {"incurred": "0"}, (), {})

STEPS: dict[type, Callable[[], object]] = {
    ReadItems: lambda: ReadItems(REF, 2, [1]),
    Throttle: lambda: Throttle(CONFIG),
    Extract: lambda: Extract(CONFIG),
    RunPhase: lambda: RunPhase(CONFIG, PHASE),
    Collect: lambda: Collect(CONFIG),
    SumCosts: SumCosts,
    Compare: lambda: Compare(REF),
    ReadResults: lambda: ReadResults(parts_of(3, [""])),
    WriteResults: lambda: WriteResults(TARGET),
    WriteManifest: lambda: WriteManifest("/nowhere/export", MANIFEST),
    ProbeWorkers: lambda: ProbeWorkers(ProbeConfig(REF.state_url, REF.workspace, None), 2),
    WorkerFn: lambda: WorkerFn(CONFIG),
    _ListPagesFn: lambda: _ListPagesFn(REF, 2, 1),
    _ThrottleFn: lambda: _ThrottleFn(CONFIG),
    _ExtractFn: lambda: _ExtractFn(CONFIG),
    _RunPhaseFn: lambda: _RunPhaseFn(CONFIG, 0),
    _CollectFn: lambda: _CollectFn(CONFIG),
    _CompareFn: lambda: _CompareFn(REF),
    _WritePartFn: lambda: _WritePartFn(TARGET),
    _WriteManifestFn: lambda: _WriteManifestFn(MANIFEST),
    CostSumCombineFn: CostSumCombineFn,
}
"""How each is made; a class of the tree that is missing here fails a test."""

DETAILS: dict[str, object] = {
    "path": "phases[1]",
    "hint": "mend it",
    "problems": (Problem("phases[1]", "is wrong"),),
    "reason": HeldReason.FENCED,
    "fault": Fault("told", "shown"),
    "timed_out": True,
    "failure": Failure(FailureClass.LIMITED, "no", retry_after_s=2.0),
    "wait_s": 61.0,
}
"""The details that errors take beside their message, by name."""

SECRET = "SECRET-that-no-graph-may-hold-9f8e7d"


def classes(*bases: type) -> Iterator[type]:
    """All classes of the tree that are one of these."""
    for module in modules(ROOT):
        if module.name.startswith("state.migrations"):
            continue  # alembic runs them, nobody imports them
        found = importlib.import_module(module.name)
        for one in list(vars(found).values()):
            if inspect.isclass(one) and one.__module__ == found.__name__ and issubclass(one, bases):
                yield one


ERRORS = sorted(classes(BaseException), key=lambda one: one.__name__)


def test_every_step_of_the_tree_is_tested_here() -> None:
    """A new transform, DoFn or CombineFn cannot be forgotten."""
    assert set(classes(beam.DoFn, beam.PTransform, beam.CombineFn)) == set(STEPS)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_every_step_pickles(step: type) -> None:
    """It arrives with what it was made with, by Python's pickles and by Beam's."""
    made = STEPS[step]()
    for arrived in (pickle.loads(pickle.dumps(made)), pickler.loads(pickler.dumps(made))):
        assert type(arrived) is step
        assert shown(arrived) == shown(made)


def shown(step: object) -> dict[str, str]:
    """What a step holds, but for what Beam hangs on it."""
    return {name: repr(value) for name, value in vars(step).items() if name.startswith("_") and "0x" not in repr(value)}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_pickles(error: type[BaseException]) -> None:
    """Message and details survive the way from a worker."""
    try:
        taken = list(inspect.signature(error).parameters.values())
    except ValueError:  # a plain exception without a constructor of its own
        taken = []
    details = {one.name: DETAILS[one.name] for one in taken if one.kind is one.KEYWORD_ONLY}
    raised = error("what happened", **details)
    arrived = pickle.loads(pickle.dumps(raised))
    assert type(arrived) is error
    assert (str(arrived), arrived.args, vars(arrived)) == (str(raised), raised.args, vars(raised))
    assert all(name in vars(arrived) for name in details)


def test_a_handle_that_is_pickled_loses_its_item() -> None:
    """An item in progress stays in its process; its reference alone travels."""
    arrived = pickle.loads(pickle.dumps(Handle(7, "token", object())))  # type: ignore[arg-type]  # any live thing
    assert (arrived.ordinal, arrived.token, arrived._run) == (7, "token", None)


# ── the graph ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of all kinds in the environment, all of them the same recognisable text."""
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "HOUSE_KEY", "HOUSE_TOKEN", "PGPASSWORD"):
        monkeypatch.setenv(name, SECRET)


def settings() -> WorkerSettings:
    """Those of a config with a provider whose key and header come from the environment."""
    house = {
        "base_url": "https://house.example/v1",
        "api_key_env": "HOUSE_KEY",
        "headers": {"x-token": "${HOUSE_TOKEN}"},
    }
    return worker_settings(Config.model_validate({"providers": {"house": house}}))


@pytest.mark.usefixtures("keys")
def test_no_secret_is_in_the_graph_of_a_job() -> None:
    """The graph names the variables that hold keys; neither a key nor a prompt is in any byte of it, unpacked."""
    prompt = "a prompt of the user's that no graph may hold"
    phase = replace(phase_for(A, B), system=prompt, user=prompt, instructions=prompt)
    graph = job_graph(REF, [phase], settings=settings())
    unpacked = pickled_in(graph)
    assert unpacked.count(b"job_MARK") >= 5, "the steps themselves were looked into"
    assert b"HOUSE_KEY" in unpacked
    assert b"${HOUSE_TOKEN}" in unpacked
    assert SECRET.encode() not in unpacked
    assert prompt.encode() not in unpacked


def test_a_key_in_a_graph_is_noticed() -> None:
    """The look into the graph finds a text that a step of it holds."""
    leaky = JobRef(f"sqlite:////{SECRET}/state.db", "/nowhere", "job_MARK", 1)
    graph = job_graph(leaky, [PHASE])
    assert SECRET.encode() not in graph.SerializeToString(), "Beam packs what it pickles"
    assert SECRET.encode() in pickled_in(graph)


@pytest.mark.usefixtures("keys")
def test_no_secret_is_in_the_graph_of_an_export() -> None:
    """As in that of a job."""
    root = beam.Pipeline(runner="FnApiRunner")
    build_export(root, parts_of(3, [""]), TARGET, MANIFEST)
    unpacked = pickled_in(root.to_runner_api())
    assert b"job_MARK" in unpacked
    assert SECRET.encode() not in unpacked
