"""Run a job's graph on a Flink cluster, by Beam's job server, and stay with it to its end.

    root.run() ─► job server ─► JobManager ─► TaskManagers ─► their pools of Python workers ─► the state
        └─ stay ─┬► it ends                              the job ends as it does on this machine
                 ├► ours no more (cancelled, taken over)  Flink's job is cancelled
                 ├► an error that no restart mends        Flink's job is cancelled, the error is raised
                 └► the job server is lost                the JobManager is asked instead

Everything that counts is in the state: a cluster that loses workers starts parts of a graph again, and a later run goes
on where one ended.
"""

from __future__ import annotations

import logging
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import grpc
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineState

from pipelines.flink_rest import Cause, JobManager
from state import errors
from state.alive import LAPSE_S
from state.errors import EngineError, InputError, UnreachableError
from state.outage import insist
from state.runner_jobs import is_ours, is_running, note_runner_job

if TYPE_CHECKING:
    import apache_beam as beam

    from state.config_flink import Flink
    from state.engine import State
    from state.records import JobRef

LANES_A_SLOT = 2
"""A slot opens its lanes one after the other, and each drains at its end: few long ones, of which none is alone."""

_LOOK_S = 0.5
_ASK_S = 2.0
_SLOW_TO_NAME_S = 30.0
"""How long a JobManager may take until it lists a job that was submitted."""

_GONE_S = 2 * LAPSE_S
"""How long a JobManager may stay silent until its jobs are taken for lost: it keeps none over its own end."""

_CLASSES = {name: one for name, one in vars(errors).items() if isinstance(one, type)}
_log = logging.getLogger("batchwright")


def check_flink(flink: Flink) -> int:
    """See that a cluster and its job server answer, before anything is taken; how many slots a job gets.

    Raises:
        UnreachableError: They do not.
        InputError: The cluster has fewer slots than were asked for.
    """
    slots = check_slots(flink, JobManager(flink.master).slots())
    check_job_server(flink)
    return slots


def check_slots(flink: Flink, slots: int) -> int:
    """How many slots a job gets of those that a cluster has.

    Raises:
        InputError: Fewer than were asked for.
    """
    if slots < (flink.parallelism or 1):
        raise InputError(
            f"asks for {flink.parallelism or 1} slots, and the cluster at {flink.master} has {slots}",
            path="--parallelism",
            hint="leave it out to use all, or start more TaskManagers",
        )
    return flink.parallelism or slots


def check_job_server(flink: Flink) -> None:
    """See that somebody listens where Beam's job server should.

    Raises:
        UnreachableError: Nobody does.
    """
    host, _, port = flink.job_endpoint.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=5).close()
    except OSError as error:
        raise UnreachableError(
            f"Beam's job server at {flink.job_endpoint} does not answer: {error.strerror or error}",
            path="--job-endpoint",
            hint="name it with --job-endpoint or `[flink] job_endpoint`; `make flink-up` starts one here",
        ) from error


def flink_options(flink: Flink, ref: JobRef, slots: int) -> PipelineOptions:
    """The options of a job's graph; nothing in them is secret."""
    return PipelineOptions(
        [
            f"--job_name={flink_name(ref)}",
            f"--job_endpoint={flink.job_endpoint}",
            "--environment_type=EXTERNAL",
            f"--environment_config={flink.worker_endpoint}",
            f"--parallelism={slots}",
            # Without it a job waits for as many slots as it began with, where one TaskManager is gone for good.
            "--execution_mode_for_batch=BATCH_FORCED",
        ]
    )


def flink_name(ref: JobRef) -> str:
    """What Flink calls a run of a job."""
    return f"batchwright-{ref.job_id}-{ref.epoch}"


class FlinkRun:
    """A graph that was submitted, and what becomes of it.

    Args:
        result: What Beam tells of it.
        flink: The cluster.
        state: Where the job is.
        ref: The run.
    """

    def __init__(self, result: beam.runners.runner.PipelineResult, flink: Flink, state: State, ref: JobRef) -> None:
        self._result = result
        self._manager = JobManager(flink.master)
        self._state = state
        self._ref = ref
        self._is_noted = False
        self._asked = 0.0
        self._begun = time.monotonic()
        self._is_server_lost = False
        self._silent_since: float | None = None

    def stay(self) -> None:
        """Stay with it to its end.

        Raises:
            BatchwrightError: What a worker met that no restart mends.
            EngineError: Flink's job failed.
            UnreachableError: The cluster is gone, and its job with it.
        """
        while (ended := self._ended()) is None:
            if time.monotonic() - self._asked > _ASK_S:
                self._asked = time.monotonic()
                with suppress(UnreachableError):
                    self._look()
            time.sleep(_LOOK_S)
        if ended and insist(self._state, lambda: is_running(self._state, self._ref)):  # who is done has lost nothing
            raise self._failure()

    def _ended(self) -> bool | None:
        """Whether the graph failed, by the job server or, where that is lost, by the JobManager; None: it goes on."""
        if self._is_server_lost:
            return self._ended_without_server()
        try:
            state = self._result.state
        except grpc.RpcError:
            self._is_server_lost = True
            _log.warning("Beam's job server is lost; %s goes on, and the JobManager is asked", flink_name(self._ref))
            return None
        return state == PipelineState.FAILED if PipelineState.is_terminal(state) else None

    def _failure(self) -> errors.BatchwrightError:
        try:
            return failure(self._cause(), self._ref)
        except UnreachableError as error:
            said = f"{error.message}; Flink forgets its jobs when it is gone, and this one ended with it"
            return UnreachableError(said, path=error.path, hint="when it is back, resume the job")

    def _cause(self) -> Cause | None:
        """Why Flink's job failed, by the JobManager; None where that knows nothing of it."""
        job = self._manager.named(flink_name(self._ref))
        return None if job is None else self._manager.cause(job.flink_id)

    def _look(self) -> None:
        """See how Flink's job stands, and cancel it where it must not go on.

        Raises:
            BatchwrightError: What a worker met that no restart mends.
        """
        job = self._manager.named(flink_name(self._ref))
        if job is None:
            return
        if not self._is_noted:
            url = f"{self._manager.master}/jobs/{job.flink_id}"
            insist(self._state, lambda: note_runner_job(self._state, self._ref, url))
            self._is_noted = True
        if job.is_over:
            return
        if not insist(self._state, lambda: is_ours(self._state, self._ref)):
            self._manager.cancel(job.flink_id)
            return
        cause = self._manager.cause(job.flink_id)
        if cause is not None and is_final(cause):
            self._manager.cancel(job.flink_id)
            raise failure(cause, self._ref)

    def _ended_without_server(self) -> bool | None:
        """As `_ended`, by the JobManager alone; where that has been silent for long, its jobs are lost with it.

        Raises:
            EngineError: It knows nothing of the job.
        """
        try:
            job = self._manager.named(flink_name(self._ref))
        except UnreachableError:
            self._silent_since = self._silent_since or time.monotonic()
            return True if time.monotonic() - self._silent_since > _GONE_S else None
        self._silent_since = None
        if job is None and time.monotonic() - self._begun > _SLOW_TO_NAME_S:
            raise EngineError(f"Flink knows no job {flink_name(self._ref)}, and the job server is lost")
        return None if job is None or not job.is_over else job.state == "FAILED"


def is_final(cause: Cause) -> bool:
    """Whether a failure comes again however often Flink starts the job anew: an error of ours, code that is missing."""
    if cause.name == "ModuleNotFoundError":
        return True
    ours = _CLASSES.get(cause.name)
    return ours is not None and not issubclass(ours, UnreachableError)


def failure(cause: Cause | None, ref: JobRef) -> errors.BatchwrightError:
    """The error of a job of Flink's that failed."""
    if cause is None:
        return EngineError(f"Flink's job {flink_name(ref)} failed, and says nothing of why; its log does")
    if cause.name == "ModuleNotFoundError":
        return InputError(
            f"the workers' Python cannot load the graph: {cause.message}",
            path="--worker-endpoint",
            hint="install this version of batchwright in the Python that the pool of workers starts: the `python` on"
            " its PATH; `batchwright doctor --runner flink` shows which one that is",
        )
    if cause.name.endswith("ConnectException"):
        return UnreachableError(
            f"Flink's job {flink_name(ref)} failed: a part of its cluster cannot be reached: {cause.message}",
            path="--worker-endpoint",
            hint="each TaskManager needs its pool of workers at that address; when it is there, resume the job",
        )
    ours = _CLASSES.get(cause.name)
    if ours is not None and issubclass(ours, errors.BatchwrightError):
        return ours(f"{cause.message} (a worker of {flink_name(ref)})")
    return EngineError(f"Flink's job {flink_name(ref)} failed: {cause}")
