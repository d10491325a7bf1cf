"""Each transform turned into lists per tag on the pinned local runner: in = completed + failed + held, everywhere."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path

import apache_beam as beam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.limiter import Learned
from orchestrator.window import window_size
from orchestrator.worker_settings import WorkerSettings
from orchestrator.workers import acquire, release, worker_error
from pipelines.build import build
from pipelines.options import REPEAT_ENV, beam_options
from state.control import delete, want_pause
from state.errors import EngineError
from state.group import WorkerRef
from state.leases import finish_run, join, take
from state.pages import Span, load_job
from state.records import ZERO, CallCost, HeldReason, JobRef, Outcome, Page
from state.status import ItemStatus, JobStatus
from state.sums import SUMS_DIFFER, Comparison
from state.workspace import Workspace
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import ONE_PHASE, THREE_PHASES, Made, Phase, items_of, make_job
from tests.test_packaging import clone, wheel  # noqa: F401  # fixtures
from transforms import throttle
from transforms.collect import Collect, _CollectFn
from transforms.compare import Compare
from transforms.handle import Handle
from transforms.read_items import ReadItems
from transforms.run_phase import RunPhase, _RunPhaseFn
from transforms.sum_costs import CostSum, CostSumCombineFn, SumCosts, by_bundle
from transforms.throttle import HeldPage, LaneState, Throttle, _ThrottleFn
from transforms.worker_fn import StageConfig

ITEMS = 12

_kept: dict[str, Lists] = {}
_numbers = itertools.count()


@dataclass
class Lists:
    """What came out, by tag."""

    completed: list[Outcome] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    held: list[Outcome] = field(default_factory=list)
    unopened: list[HeldPage] = field(default_factory=list)
    pages: list[tuple[str, Page]] = field(default_factory=list)
    sums: list[tuple[str, CostSum]] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All items that are accounted for."""
        ended = [*self.completed, *self.failed, *self.held]
        assert len({one.ordinal for one in ended}) == len(ended), "an item ended twice"
        return len(ended) + sum(page.items for page in self.unopened)


def keep(element: object, run: str, tag: str) -> None:
    """Put an element into a list of this process, which the local runner shares with the test."""
    getattr(_kept[run], tag).append(element)


def keep_ended(outcome: Outcome, run: str) -> None:
    """Put an outcome into the list of what became of its item."""
    keep(outcome, run, "held" if outcome.held else {"COMPLETED": "completed", "FAILED": "failed"}[str(outcome.status)])


@dataclass(frozen=True)
class Taken:
    """A job that was taken, to be run by a graph of the test's own."""

    made: Made
    ref: JobRef
    config: StageConfig

    def lists(self, *, lanes: int = 1, between: beam.PTransform | None = None) -> Lists:
        """Run the fused stage over the job, and keep what comes out.

        Args:
            lanes: Of the job.
            between: Stands between Throttle and the first phase.
        """
        run = f"run-{next(_numbers)}"
        lists = _kept[run] = Lists()
        root = beam.Pipeline(runner="FnApiRunner", options=beam_options())
        opened = root | ReadItems(self.ref, lanes) | Throttle(self.config)
        handles = opened["opened"]
        if between is not None:
            handles = handles | "Between" >> between
        for phase in self.made.row().plan.phases:
            handles = handles | RunPhase(self.config, phase)
        _ = handles | Collect(self.config) | "KeepEnded" >> beam.Map(keep_ended, run)
        _ = opened[throttle.HELD] | "KeepUnopened" >> beam.Map(keep, run, "unopened")
        root.run().wait_until_finish()
        return lists

    def status(self) -> JobStatus:
        """The job's, after its run was ended."""
        with closing(self.made.opened()) as state:
            finish_run(state, self.ref.job_id, self.ref.epoch)
        return self.made.row().status


@pytest.fixture
def taken(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Taken]:
    """Makes jobs and takes them."""

    def make(count: int = ITEMS, phases: Sequence[Phase] = ONE_PHASE, concurrency: int = 4) -> Taken:
        made = make_job(sqlite_url, tmp_path, provider, items=items_of(count), phases=phases, concurrency=concurrency)
        for name, value in made.env.items():
            monkeypatch.setenv(name, value)
        with closing(made.opened()) as state:
            epoch, _ = take(state, made.job_id, runner="local")
        ref = JobRef(made.place.url, made.place.workspace, made.job_id, epoch)
        return Taken(made, ref, StageConfig(ref, WorkerSettings(), "local"))

    return make


def ask_to_pause(job: Taken) -> None:
    """What `pause` does to a job that a living worker runs."""
    with closing(job.made.opened()) as state:
        want_pause(state, job.ref.job_id)


# ── the fused stage ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lanes", [1, 3])
def test_all_items_complete(taken: Callable[..., Taken], lanes: int) -> None:
    """Where nothing is wrong every item comes out completed, once, with its calls, through all phases."""
    job = taken(ITEMS, THREE_PHASES)
    lists = job.lists(lanes=lanes)
    assert {one.ordinal for one in lists.completed} == set(range(ITEMS))
    assert (lists.failed, lists.held, lists.unopened) == ([], [], [])
    assert [len(one.costs) for one in lists.completed] == [3] * ITEMS
    assert job.status() is JobStatus.COMPLETED


def test_items_that_fail_come_out_failed(taken: Callable[..., Taken], provider: ProviderServer) -> None:
    """A failed item is an outcome like another: with its calls, in the list of the failed alone."""
    provider.behave([{"do": "declined", "contains": "3 knots"}, {"do": "bad_request", "contains": "7 knots"}])
    job = taken(ITEMS, THREE_PHASES)
    lists = job.lists()
    assert {one.ordinal for one in lists.failed} == {3, 7}
    assert {one.status for one in lists.failed} == {ItemStatus.FAILED}
    assert len(lists.completed) == ITEMS - 2
    assert lists.total == ITEMS
    assert {one.ordinal: len(one.costs) for one in lists.failed} == {3: 1, 7: 1}
    assert job.status() is JobStatus.COMPLETED
    stored = {ordinal for ordinal, (_, status, _, _) in job.made.results().items() if status == "FAILED"}
    assert stored == {3, 7}


def test_a_job_that_is_paused_before_it_starts_opens_nothing(
    taken: Callable[..., Taken], provider: ProviderServer
) -> None:
    """Every item is held, page by page, with the reason, and nobody is asked."""
    job = taken(250)
    with closing(job.made.opened()) as state:  # somebody lives, so that the pause waits for us
        join(state, WorkerRef(job.ref.job_id, job.ref.epoch, "worker-elsewhere"))
    ask_to_pause(job)
    lists = job.lists()
    assert (lists.completed, lists.failed, lists.held) == ([], [], [])
    assert {page.reason for page in lists.unopened} == {HeldReason.PAUSED}
    assert [page.items for page in lists.unopened] == [100, 100, 50]
    assert lists.total == 250
    assert provider.stats()["total"] == 0


def test_a_job_that_is_paused_in_the_middle_holds_the_rest(
    taken: Callable[..., Taken], provider: ProviderServer
) -> None:
    """What is out ends, what is in progress is held, what was not opened is held by the page: none is lost."""
    provider.behave(latency_ms=30)
    job = taken(250, concurrency=4)

    def pause_soon() -> None:
        until = time.monotonic() + 60
        while provider.stats()["total"] < 20 and time.monotonic() < until:
            threading.Event().wait(0.01)
        ask_to_pause(job)

    thread = threading.Thread(target=pause_soon)
    thread.start()
    lists = job.lists()
    thread.join()
    assert lists.total == 250
    assert len(lists.completed) >= 8
    assert lists.held
    assert lists.unopened
    assert {one.held for one in lists.held} == {HeldReason.PAUSED} == {page.reason for page in lists.unopened}
    assert len(lists.held) <= window_size(4)
    assert job.status() is JobStatus.PAUSED
    completed = {ordinal for ordinal, (_, status, _, _) in job.made.results().items() if status == "COMPLETED"}
    assert completed == {one.ordinal for one in lists.completed}


def test_a_job_without_credit_holds_what_it_cannot_pay(taken: Callable[..., Taken], provider: ProviderServer) -> None:
    """When the provider refuses for all, items are held and not failed, and the job pauses with the reason."""
    provider.behave([{"do": "no_credit", "after": 10}])
    job = taken(40)
    lists = job.lists()
    assert lists.total == 40
    assert lists.failed == []
    assert 10 - 4 <= len(lists.completed) <= 10
    assert job.status() is JobStatus.PAUSED


def test_a_second_run_completes_what_the_first_one_held(taken: Callable[..., Taken], provider: ProviderServer) -> None:
    """Held items are pending: the next run opens just them, and the two lists together are the job."""
    provider.behave([{"do": "no_credit", "after": 10}])
    job = taken(20)
    before = job.lists()
    assert job.status() is JobStatus.PAUSED
    provider.behave([])
    with closing(job.made.opened()) as state:
        epoch, _ = take(state, job.ref.job_id, runner="local")
    ref = JobRef(job.ref.state_url, job.ref.workspace, job.ref.job_id, epoch)
    after = Taken(job.made, ref, StageConfig(ref)).lists()
    assert {one.ordinal for one in before.completed} | {one.ordinal for one in after.completed} == set(range(20))
    assert len(before.completed) + len(after.completed) == 20


def test_bundles_that_are_replayed_with_their_effects_keep_the_books(
    taken: Callable[..., Taken], provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A runner that runs every bundle twice gets the same results, and nothing is paid twice."""
    monkeypatch.setenv(REPEAT_ENV, "1")
    provider.behave([{"do": "bad_request", "contains": "7 knots"}])
    job = taken(ITEMS, THREE_PHASES)
    with closing(job.made.opened()) as state:
        root = beam.Pipeline(runner="FnApiRunner", options=beam_options())
        build(load_job(state, job.ref.job_id).plan, root, job.config)
        root.run().wait_until_finish()
        assert job.status() is JobStatus.COMPLETED
        assert_books(state, provider.invoice())
    assert provider.stats()["total"] == 3 * ITEMS - 2


# ── a stage that was cut, a bundle that failed ──────────────────────────────────────────────────


def test_a_stage_that_a_runner_cut_stops_the_job_and_names_the_runner(
    taken: Callable[..., Taken], provider: ProviderServer
) -> None:
    """A handle that crossed a shuffle has lost its item; the phase that gets it refuses, whatever it cost to come."""
    job = taken(ITEMS)
    with pytest.raises(EngineError, match="the runner local cut the stage from Throttle to Collect in two"):
        job.lists(between=beam.Reshuffle())
    assert provider.stats()["total"] == 0
    assert isinstance(worker_error(job.ref), EngineError), "the runner brings home its text alone"


def test_a_cut_stage_with_more_items_than_the_window_does_not_hang(
    taken: Callable[..., Taken], provider: ProviderServer
) -> None:
    """A runner that keeps what Throttle opens until the bundle's end is found out by the first item."""
    job = taken(3 * window_size(1), concurrency=1)
    with pytest.raises(EngineError, match="item 0 was opened, and no phase got it"):
        job.lists(between=beam.Reshuffle())
    assert provider.stats()["total"] == 0


def test_a_handle_of_another_run_is_refused(taken: Callable[..., Taken]) -> None:
    """A handle is its own worker's: one of another token is not taken for an item of ours."""
    job = taken(ITEMS)
    worker = acquire(job.ref, WorkerSettings())
    try:
        bundle = worker.open_bundle()
        (item,) = worker.open_page(Page(0, 0, 0))
        handle = Handle(item.ordinal, "another token", worker.start(item, bundle, slot=False))
        with pytest.raises(EngineError, match="item 0 came without its process"):
            handle.run(worker, "flink")
    finally:
        release(worker)


def test_a_bundle_that_failed_frees_its_slots_at_once(taken: Callable[..., Taken]) -> None:
    """Items of a failed bundle, which no phase will ever attach, are let go of: a full window is free again."""
    job = taken(40, concurrency=1)
    worker = acquire(job.ref, WorkerSettings())
    try:
        bundle = worker.open_bundle()
        items = worker.open_page(Page(0, 0, 39))
        size = window_size(1)
        ends: list[Outcome | BaseException] = []
        for item in items[:size]:
            assert worker.take_slot(item)
            worker.start(item, bundle).on_end(ends.append)
        got: list[bool] = []
        waiting = threading.Thread(target=lambda: got.extend(worker.take_slot(item) for item in items[:size]))
        waiting.start()
        assert got == []
        worker.abandon(bundle)
        waiting.join(10)
        assert got == [True] * size
    finally:
        release(worker)
    assert [one.held for one in ends if isinstance(one, Outcome)] == [HeldReason.STOPPED] * size


# ── a lane's state ──────────────────────────────────────────────────────────────────────────────


class Lane:
    """A lane's state, as a runner hands it to whoever has the lane."""

    def __init__(self, state: LaneState) -> None:
        self.state = state

    def read(self) -> LaneState:
        """What the last page left."""
        return self.state

    def write(self, state: LaneState) -> None:
        """Keep it for the next page."""
        self.state = state


def open_pages(job: Taken, lane: Lane, pages: Sequence[Page]) -> list[object]:
    """Let the steps of the fused stage do the pages of a lane as one bundle; what comes out of the last one."""
    opening, saying, ending = _ThrottleFn(job.config), _RunPhaseFn(job.config, 0), _CollectFn(job.config)
    steps = (opening, saying, ending)
    for step in steps:
        step.setup()
    try:
        opening.start_bundle()
        ending.start_bundle()
        out: list[object] = []
        for page in pages:
            for opened in opening.process(("lane", page), lane):
                if isinstance(opened, Handle):
                    out += [one for handle in saying.process(opened) for one in ending.process(handle)]
        opening.finish_bundle()
        return [*out, *ending.finish_bundle()]
    finally:
        for step in steps:
            step.teardown()


def test_a_worker_that_takes_a_lane_over_begins_with_what_the_lane_learned(
    taken: Callable[..., Taken], provider: ProviderServer
) -> None:
    """The limit that a lane's worker has found is in the lane's state, and the next worker of the run keeps to it."""
    provider.behave(latency_ms=20)
    job = taken(ITEMS, concurrency=8)
    found = {"openai/gpt-6-luna": asdict(Learned(1.0, refused_at=2))}
    lane = Lane(LaneState(pace=json.dumps(found)))
    assert len(open_pages(job, lane, [Page(0, 0, ITEMS - 1)])) == ITEMS
    assert provider.stats()["high_water"] == 1, "a limit that nobody knows begins with four"
    assert json.loads(lane.state.pace) == found


# ── pages ───────────────────────────────────────────────────────────────────────────────────────


def test_a_graph_opens_its_own_lanes_only(taken: Callable[..., Taken]) -> None:
    """Two graphs of a run that share its lanes read each page once."""
    job = taken(1350)
    found: dict[int, list[Span]] = {}
    for mine in ([0, 2], [1]):
        run = f"run-{next(_numbers)}"
        lists = _kept[run] = Lists()
        with beam.Pipeline(runner="FnApiRunner", options=beam_options()) as root:
            _ = root | ReadItems(job.ref, 3, mine) | beam.Map(keep, run, "pages")
        assert {int(lane) for lane, _ in lists.pages} == set(mine)
        for lane, page in lists.pages:
            found.setdefault(int(lane), []).append(Span(page.first, page.last))
    first = {lane: spans[:2] for lane, spans in found.items()}
    assert first == {
        lane: [Span(lane * 100, lane * 100 + 99), Span(lane * 100 + 300, lane * 100 + 399)] for lane in range(3)
    }
    assert sum(span.last - span.first + 1 for spans in found.values() for span in spans) == 1350


# ── sums ────────────────────────────────────────────────────────────────────────────────────────

costs = st.lists(
    st.builds(CallCost, st.just("b"), st.just("c"), st.decimals(0, 99, places=12, allow_nan=False), st.integers(0, 1)),
    max_size=8,
)
sums = st.builds(CostSum, st.integers(0, 99), st.decimals(0, 999, places=12, allow_nan=False))


@given(sums, sums, sums)
def test_sums_of_costs_add_up_in_any_order(a: CostSum, b: CostSum, c: CostSum) -> None:
    """Addition is associative and commutative, to the last pico-dollar, and `CostSum()` changes nothing."""
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a + CostSum() == a


@given(st.lists(costs, max_size=5), st.randoms(use_true_random=False))
def test_a_combiner_finds_the_same_sum_however_a_runner_splits_it(
    parts: list[list[CallCost]], luck: random.Random
) -> None:
    """Whatever is added where and merged when, calls and costs are those of all calls."""
    fn = CostSumCombineFn()
    made = []
    for part in parts:
        accumulator = fn.create_accumulator()
        for call in part:
            accumulator = fn.add_input(accumulator, call)
        made.append(accumulator)
    luck.shuffle(made)
    middle = len(made) // 2
    merged = fn.merge_accumulators([fn.merge_accumulators(made[:middle]), fn.merge_accumulators(made[middle:])])
    every = [call for part in parts for call in part]
    assert fn.extract_output(merged) == CostSum(
        sum(call.calls for call in every), sum((call.cost_usd for call in every), ZERO)
    )


def outcome(ordinal: int, *calls: tuple[str, str]) -> Outcome:
    """A completed item with calls of (bundle, cost)."""
    made = tuple(CallCost(bundle, f"call_{ordinal}", Decimal(cost)) for bundle, cost in calls)
    return Outcome(ordinal, f"item-{ordinal}", ItemStatus.COMPLETED, None, made)


def test_costs_are_summed_by_the_bundle_that_made_the_call() -> None:
    """An item whose calls were made in two bundles counts in both; one without a call in none."""
    outcomes = [outcome(0, ("a", "0.1"), ("b", "0.2")), outcome(1, ("a", "0.7")), outcome(2)]
    assert [bundle for one in outcomes for bundle, _ in by_bundle(one)] == ["a", "b", "a"]
    run = f"run-{next(_numbers)}"
    lists = _kept[run] = Lists()
    with beam.Pipeline(runner="FnApiRunner", options=beam_options()) as root:
        _ = root | beam.Create(outcomes) | SumCosts() | beam.Map(keep, run, "sums")
    assert dict(lists.sums) == {"a": CostSum(2, Decimal("0.8")), "b": CostSum(1, Decimal("0.2"))}


def test_the_shares_of_a_pack_are_summed_as_one_call() -> None:
    """The first item of a packed call reports the call, the others their part of its cost and no call."""
    fn = CostSumCombineFn()
    accumulator = fn.create_accumulator()
    for share, calls in (("0.3", 1), ("0.2", 0), ("0.5", 0)):
        accumulator = fn.add_input(accumulator, CallCost("bundle", "call", Decimal(share), calls))
    assert fn.extract_output(accumulator) == CostSum(1, Decimal("1.0"))


def test_a_difference_of_the_sums_is_written_and_never_raised(taken: Callable[..., Taken]) -> None:
    """Where the combiner says what no ledger row says, the run's outcome is sums_differ, and the graph ends well."""
    job = taken(1)
    run = f"run-{next(_numbers)}"
    _kept[run] = Lists()
    with beam.Pipeline(runner="FnApiRunner", options=beam_options()) as root:
        claimed = root | beam.Create([outcome(0, ("bundle_that_never_was", "0.1"))])
        _ = claimed | SumCosts() | Compare(job.ref) | beam.Map(keep, run, "comparisons")
    (comparison,) = _kept[run].comparisons
    assert comparison.differing == ("bundle_that_never_was",)
    assert job.made.row().status is JobStatus.RUNNING
    with closing(job.made.opened()) as state, state.read() as conn:
        assert conn.exec_driver_sql("SELECT outcome FROM runs").scalars().all() == [SUMS_DIFFER]


def test_a_job_that_is_deleted_as_soon_as_it_is_done_ends_its_graph_well(taken: Callable[..., Taken]) -> None:
    """COMPLETED is written before the sums are compared: who deletes the job then leaves nothing to compare."""
    job = taken(1)
    assert job.lists().total == 1
    with closing(job.made.opened()) as state:
        delete(state, Workspace(job.ref.workspace), job.ref.job_id)
    run = f"run-{next(_numbers)}"
    _kept[run] = Lists()
    with beam.Pipeline(runner="FnApiRunner", options=beam_options()) as root:
        sums = root | beam.Create([outcome(0, ("bundle", "0.1"))]) | SumCosts()
        _ = sums | Compare(job.ref) | beam.Map(keep, run, "comparisons")
    assert _kept[run].comparisons == [Comparison(ZERO, ZERO, (), 0, ZERO)]


# ── the graph, elsewhere ────────────────────────────────────────────────────────────────────────

ELSEWHERE = """
import sys
installed, libraries, graph, repository = sys.argv[1:5]
sys.path[:] = [path for path in sys.path if not path.startswith(repository)] + [installed, libraries]
import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_runner_api_pb2 as pb
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
import state, transforms
assert state.__file__.startswith(installed), state.__file__
with open(graph, "rb") as file:
    proto = pb.Pipeline.FromString(file.read())
beam.Pipeline.from_runner_api(proto, FnApiRunner(), PipelineOptions([])).run().wait_until_finish()
"""


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:  # noqa: F811  # that is how pytest hands a fixture on
    """The program, as its wheel installs it, and nothing of the repository."""
    folder = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*command, str(wheel)], check=True)
    return folder


def test_a_graph_that_was_serialised_runs_where_only_the_wheel_is(
    taken: Callable[..., Taken], installed: Path, provider: ProviderServer, tmp_path: Path
) -> None:
    """What the submitter pickles is whole: a process with the wheel, the keys and the state runs the job to its end."""
    job = taken(ITEMS, THREE_PHASES)
    root = beam.Pipeline(runner="FnApiRunner", options=beam_options())
    build(job.made.row().plan, root, job.config)
    graph = tmp_path / "graph.pb"
    graph.write_bytes(root.to_runner_api().SerializeToString())
    repository = str(Path(__file__).parents[1])
    command = [sys.executable, "-I", "-S", "-c", ELSEWHERE, str(installed), sysconfig.get_path("purelib"), str(graph)]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BATCHWRIGHT"))}
    done = subprocess.run(
        [*command, repository], cwd=tmp_path, env={**environ, **job.made.env}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert job.status() is JobStatus.COMPLETED
    assert {status for _, status, _, _ in job.made.results().values()} == {"COMPLETED"}
    with closing(job.made.opened()) as state:
        assert_books(state, provider.invoice())
