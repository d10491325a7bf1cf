"""Run a job: take it, build its graph, submit, wait, and say how it ended.

run_job:  keys? checks? ─► take (epoch + 1) ─► work ─► finish_run ─► RunReport
work:     build ─► runner, to the end              one graph of some lanes, in this process
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

import apache_beam as beam

from orchestrator.pricing import price_release
from orchestrator.worker_settings import WorkerSettings
from orchestrator.workers import worker_error
from pipelines.build import build
from pipelines.elsewhere import cancel_by_url
from pipelines.history import told
from pipelines.logs import DETACHED_ENV, begin_log
from pipelines.notify import Notifier
from pipelines.options import DATAFLOW, FLINK, RUNNERS, beam_options, beam_runner
from pipelines.own_graph import own_graph
from pipelines.reach import check_reach
from pipelines.ready import check_ready
from state.alive import LAPSE_S
from state.config import Config, StatePlace
from state.doing import is_at_work
from state.engine import State
from state.errors import BUG, BatchwrightError, EngineError, UnreachableError
from state.job_again import tell_cut
from state.leases import CrashBill, finish_run, stop_unattended, take
from state.migrate import open_state
from state.notices import last_event
from state.outage import insist
from state.pages import JobRow, load_job
from state.place import remember
from state.plan_records import Plan
from state.records import JobRef
from state.runner_jobs import is_running, runner_job_of
from state.status import JobStatus
from state.sums import tell_thrown_away
from state.workspace import Workspace
from transforms.release import release_here
from transforms.worker_fn import StageConfig

_LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class RunReport:
    """How a run ended.

    Args:
        epoch: The run.
        status: The job's, now.
        bill: What the run before left open, if it was taken over.
    """

    job_id: str
    epoch: int
    status: JobStatus
    bill: CrashBill


def run_job(place: StatePlace, config: Config, job_id: str, *, runner: str = "local", force: bool = False) -> RunReport:
    """Run a job in this process, from where it is to where it ends or stops.

    Args:
        place: The state and the workspace.
        config: Its providers and limits are used; its tiers and prices are in the job's plan.
        job_id: Whole id.
        runner: Where its graph runs.
        force: Take the job from a living worker, too.

    Raises:
        ConfigError: No key for a phase; nothing was sent.
        SpecError: A check of the job's own cannot be called here; nothing was sent.
        IllegalMoveError: The job cannot be started as it is.
        UnreachableError: The workspace cannot be used; or the state was lost for longer than it is waited for.
        EngineError: A bug of our own; the job is FAILED and can be resumed.
    """
    check_runner(runner, config, place)
    if os.environ.pop(DETACHED_ENV, None):
        begin_log(config.log)
    state = open_state(place.url)
    try:
        job = load_job(state, job_id)
        check_ready(state, job, config, runner=runner)
        Workspace(place.workspace).look()
        notifier = Notifier(state, job_id, config, os.environ)
        before, there = last_event(state, job_id), runner_job_of(state, job_id)
        epoch, bill = take(state, job_id, runner=runner, force=force, remarks=_other_prices(job.plan))
        if there is not None:  # the run before is over, whatever its cluster still does for it
            cancel_by_url(there)
        with told(state, job_id, notifier, before):
            _work_to_the_end(state, place, config, job, epoch, runner=runner)
        return RunReport(job_id, epoch, insist(state, lambda: load_job(state, job_id)).status, bill)
    finally:
        state.close()


def _work_to_the_end(state: State, place: StatePlace, config: Config, job: JobRow, epoch: int, *, runner: str) -> None:
    """Work on a run that was taken, end it however that went, and tell what there is to tell of it."""
    job_id = job.job_id
    failed: tuple[str, str] | None = None
    lost: BatchwrightError | None = None
    try:
        if job.open_items:
            work(place, config, job_id, epoch, runner=runner)
    except BatchwrightError as error:
        failed = (error.code, error.message)
        if isinstance(error, EngineError | UnreachableError):
            lost = error
    except Exception as error:
        failed = (BUG, type(error).__name__)
        raise
    finally:
        _finish(state, JobRef("", "", job_id, epoch), failed, runner=runner)
    if lost is not None and (runner in RUNNERS or insist(state, lambda: load_job(state, job_id)).open_items):
        raise lost  # whoever is done in spite of a cluster that was lost has lost nothing
    insist(state, lambda: tell_thrown_away(state, job_id, epoch))
    insist(state, lambda: tell_cut(state, job_id, epoch))


def _other_prices(plan: Plan) -> Sequence[str]:
    """What to say when calls are priced by another list than the one that the plan was made with."""
    planned, installed = plan.price_version.partition("+")[0], price_release()
    return () if planned == installed else (f"priced by {installed}, planned with {planned}",)


def _finish(state: State, ref: JobRef, failed: tuple[str, str] | None, *, runner: str) -> None:
    """End the run, through an outage of the state if there is one.

    Workers of a cluster may be ended without a word: they are waited for until they have left or have lapsed. One that
    its cluster has forgotten beats for ever, with nothing to do: the run ends without it. One that is at work, whatever
    is known here of its cluster, is waited for.
    """
    gone = failed or ("runner", "the runner ended and its workers did not; resume the job")
    idle_since = time.monotonic()
    while insist(state, lambda: finish_run(state, ref.job_id, ref.epoch, failed=failed)) is None:
        if runner in RUNNERS or not insist(state, lambda: is_running(state, ref)):
            return
        if insist(state, lambda: is_at_work(state, ref)):
            idle_since = time.monotonic()
        if time.monotonic() - idle_since > LAPSE_S:
            insist(state, lambda: stop_unattended(state, ref.job_id, JobStatus.FAILED, reason=gone, run=ref.epoch))
        time.sleep(_LOOK_S)


def work(
    place: StatePlace,
    config: Config,
    job_id: str,
    epoch: int,
    *,
    lanes: int = 1,
    mine: Sequence[int] | None = None,
    runner: str = "local",
) -> None:
    """Run one graph of a run that was taken: all lanes of the job, or some of them beside other processes.

    Raises:
        BatchwrightError: What the worker of this process met.
        EngineError: The runner broke down.
    """
    state = insist(State(place.url), lambda: open_state(place.url))
    try:
        plan = insist(state, lambda: load_job(state, job_id)).plan
    finally:
        state.close()
    ref = JobRef(remember(place.url), place.workspace, job_id, epoch)
    stage = StageConfig(ref, worker_settings(config), runner, release_here())
    if runner == FLINK:
        _work_on_flink(place, config, plan, stage)
        return
    if runner == DATAFLOW:
        _work_on_dataflow(place, config, plan, stage)
        return
    with own_graph():
        root = beam.Pipeline(runner=beam_runner(runner), options=beam_options())
        build(plan, root, stage, lanes=lanes, mine=mine)
        try:
            root.run().wait_until_finish()
        except Exception as error:
            met = worker_error(ref)
            if isinstance(met, BatchwrightError):
                raise met from error
            raise EngineError(f"the {runner} runner of {job_id} broke down: {_last_line(error)}") from (met or error)


def _work_on_flink(place: StatePlace, config: Config, plan: Plan, stage: StageConfig) -> None:
    from pipelines.flink import LANES_A_SLOT, FlinkRun, check_flink, flink_options  # noqa: PLC0415

    slots = check_flink(config.flink)
    state = State(place.url)
    try:
        with own_graph():
            options = flink_options(config.flink, stage.ref, slots)
            root = beam.Pipeline(runner=beam_runner(FLINK), options=options)
            build(plan, root, stage, lanes=LANES_A_SLOT * slots, slots=slots)
        FlinkRun(root, config.flink, state, stage.ref).stay()
    finally:
        state.close()


def _work_on_dataflow(place: StatePlace, config: Config, plan: Plan, stage: StageConfig) -> None:
    from pipelines.dataflow import dataflow_place  # noqa: PLC0415
    from pipelines.dataflow_run import submit_dataflow  # noqa: PLC0415

    state = State(place.url)
    try:
        with own_graph():
            submit_dataflow(
                lambda root, lanes: build(plan, root, stage, lanes=lanes), dataflow_place(config), state, stage.ref
            )
    finally:
        state.close()


def check_runner(runner: str, config: Config, place: StatePlace) -> None:
    """See that there is such a runner, and that it can be reached, before a job is taken.

    Raises:
        NotBuiltError: This version does not have it.
        ConfigError: Something that it needs is missing; the message tells all.
        UnreachableError: Its cluster does not answer.
    """
    beam_runner(runner)
    if runner == FLINK:
        from pipelines.flink import check_flink  # noqa: PLC0415

        check_reach(place, is_remote=not config.flink.is_here)
        check_flink(config.flink)
    if runner == DATAFLOW:
        from pipelines.dataflow import check_dataflow, dataflow_place  # noqa: PLC0415

        check_dataflow(place, dataflow_place(config))


def worker_settings(config: Config) -> WorkerSettings:
    """What of the config a worker needs; it travels in the graph.

    Raises:
        ConfigError: The file of certificates that it names cannot be read.
    """
    return WorkerSettings(
        providers=config.provider_settings(),
        limits=config.scope_limits(),
        check_timeout_s=config.limits.check_timeout_s,
        network=config.network_settings(),
    )


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:300] if lines else type(error).__name__
