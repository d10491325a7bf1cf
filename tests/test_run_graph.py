"""The graph of a job: its labels are a contract, it serialises and pickles, and it holds no secret and no document."""

from __future__ import annotations

import base64
import bz2
import logging
import pickle
from contextlib import closing
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.portability.api import beam_runner_api_pb2
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from sqlalchemy import select

import state.errors
from orchestrator.worker_settings import WorkerSettings
from pipelines.build import build
from pipelines.options import beam_options, beam_runner
from state.engine import State
from state.errors import BatchwrightError
from state.records import JobRef
from state.schema import metadata
from state.status import JobStatus
from tests.fakes.provider_server import ProviderServer
from tests.jobs import KEYS, Made, items_of, make_job
from transforms.collect import Collect, _CollectFn
from transforms.compare import Compare, _CompareFn
from transforms.handle import Handle
from transforms.read_items import ReadItems, _ListPagesFn
from transforms.run_phase import RunPhase, _RunPhaseFn
from transforms.sum_costs import CostSumCombineFn, SumCosts
from transforms.throttle import Throttle, _ThrottleFn
from transforms.worker_fn import StageConfig

SECRET = "a document that nobody may see"  # it is what is looked for

LABELS = [
    "ReadItems/Start",
    "ReadItems/ListLanes",
    "ReadItems/SpreadLanes",
    "ReadItems/ListPages",
    "Throttle/OpenPages",
    "Extract",
    "RunPhase1Shorten",
    "RunPhase2Say",
    "RunPhase3Find",
    "Collect/AwaitEnds",
    "SumCosts/CostsByBundle",
    "SumCosts/AddCosts",
    "Compare/CompareBundles",
]


@pytest.fixture
def made(sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A three-phase job."""
    return make_job(sqlite_url, tmp_path, provider, items=items_of(3)).into(monkeypatch)


def graph_of(made: Made) -> beam.Pipeline:
    """Its graph, not run."""
    ref = JobRef(made.place.url, made.place.workspace, made.job_id, 1)
    root = beam.Pipeline(runner=beam_runner("local"), options=beam_options())
    build(made.row().plan, root, StageConfig(ref, WorkerSettings()))
    return root


def test_the_labels_of_a_jobs_graph_are_a_contract(made: Made) -> None:
    """Runners find a step's state and metrics by its label: these do not change."""
    proto, _ = graph_of(made).to_runner_api(return_context=True)
    names = {one.unique_name for one in proto.components.transforms.values()}
    assert set(LABELS) <= names, sorted(set(LABELS) - names)
    tops = {name.split("/")[0] for name in names if name}
    known = {label.split("/")[0] for label in LABELS}
    assert {top for top in tops if not top.startswith("ref_")} == known


def test_throttle_alone_keeps_state_by_lane(made: Made) -> None:
    """One stateful step, keyed by lane; all others are plain."""
    proto = graph_of(made).to_runner_api()
    stateful = []
    for one in proto.components.transforms.values():
        if one.spec.urn == "beam:transform:pardo:v1":
            payload = beam_runner_api_pb2.ParDoPayload.FromString(one.spec.payload)
            if payload.state_specs:
                stateful.append((one.unique_name, list(payload.state_specs)))
    assert stateful == [("Throttle/OpenPages/ParDo(_ThrottleFn)", ["lane"])]


def test_no_element_of_an_item_leaves_the_fused_stage(made: Made) -> None:
    """The local runner keeps what leaves a stage until the bundle's end, which is the job's: only sums may."""
    _, stages = FnApiRunner().create_stages(graph_of(made).to_runner_api())
    fused = next(one for one in stages if any("Throttle" in step.unique_name for step in one.transforms))
    assert any("AwaitEnds" in step.unique_name for step in fused.transforms)
    leaves = [step.unique_name for step in fused.transforms if step.spec.urn == "beam:runner:sink:v1"]
    assert leaves == ["SumCosts/AddCosts/Group/Write"]
    assert "SumCosts/AddCosts/Precombine" in {step.unique_name for step in fused.transforms}


def test_a_serialised_graph_holds_no_secret_and_no_document(made: Made) -> None:
    """Keys are read by workers and documents by pages: neither is in the graph."""
    proto = graph_of(made).to_runner_api()
    data = proto.SerializeToString() + b"".join(
        _unpacked(beam_runner_api_pb2.ParDoPayload.FromString(one.spec.payload))
        for one in proto.components.transforms.values()
        if one.spec.urn == "beam:transform:pardo:v1"
    )
    assert made.job_id.encode() in data, "else the graph is not what is looked through"
    for hidden in (*KEYS.values(), "heavy oil", "Say it again"):
        assert hidden.encode() not in data


def _unpacked(payload: beam_runner_api_pb2.ParDoPayload) -> bytes:
    """A step's pickle, which Beam compresses."""
    return bz2.decompress(base64.b64decode(payload.do_fn.payload))


def test_every_transform_and_dofn_pickles(made: Made) -> None:
    """A runner ships each of them to workers."""
    config = StageConfig(JobRef(made.place.url, made.place.workspace, made.job_id, 1))
    phase = made.row().plan.phases[0]
    transforms: list[beam.PTransform] = [
        ReadItems(config.ref, 2, [1]),
        Throttle(config),
        RunPhase(config, phase),
        Collect(config),
    ]
    transforms += [SumCosts(), Compare(config.ref)]
    for transform in transforms:
        assert pickle.loads(pickle.dumps(transform)).label == transform.label
    fns = [_ListPagesFn(config.ref, 2, 1), _ThrottleFn(config), _RunPhaseFn(config, 0), _CollectFn(config)]
    for fn in [*fns, _CompareFn(config.ref), CostSumCombineFn()]:
        assert type(pickle.loads(pickle.dumps(fn))) is type(fn)


def test_every_error_pickles() -> None:
    """An error that a worker raises arrives as what it was, with its message, path and hint."""
    classes = [
        one for one in vars(state.errors).values() if isinstance(one, type) and issubclass(one, BatchwrightError)
    ]
    assert len(classes) > 10
    for one in classes:
        error = one("what it is")
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is one
        assert (again.message, str(again)) == (error.message, str(error))


def test_a_handle_of_another_process_names_the_runner(made: Made, provider: ProviderServer) -> None:
    """A graph that was cut between Throttle and Collect fails at once, and says who cut it."""
    moved = pickle.loads(pickle.dumps(Handle(7, "worker_1", None)))

    class Here:
        token = "worker_1"  # of a worker

    with pytest.raises(state.errors.EngineError, match="the runner flink cut the stage .* item 7"):
        moved.run(Here(), "flink")


def test_a_key_is_nowhere_after_a_run(
    made: Made, provider: ProviderServer, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """After a run with refusals of every kind, no table, file, log or message holds a key."""
    caplog.set_level(logging.DEBUG)
    provider.behave(
        [{"do": "server_error", "nth": 1, "fraction": 0.5, "seed": "a"}, {"do": "bad_request", "contains": "002 knots"}]
    )
    assert made.run().status is JobStatus.COMPLETED
    provider.behave([{"do": "bad_key"}])
    other = make_job(made.place.url, tmp_path, provider, items=items_of(5)[3:], project="another")
    assert other.run().status is JobStatus.PAUSED
    with closing(made.opened()) as opened:
        rows = _all_rows(opened)
        assert "bad_key" in rows
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert made.job_id.encode() in files
    for key in KEYS.values():
        assert key not in rows
        assert key not in caplog.text
        assert key.encode() not in files


def _all_rows(opened: State) -> str:
    with opened.read() as conn:
        return "\n".join(str(row) for table in metadata.sorted_tables for row in conn.execute(select(table)))
