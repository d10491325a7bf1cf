"""Run a job's graph on a Flink cluster, by Beam's job server, and stay with it to its end.

    root.run() ─► job server ─► JobManager ─► TaskManagers ─► their pools of Python workers ─► the state
        └─ stay ─┬► it ends                              the job ends as it does on this machine
                 ├► ours no more (cancelled, taken over)  Flink's job is cancelled
                 ├► an error that no restart mends        Flink's job is cancelled, the error is raised
                 └► the cluster is lost                   the job ends so when no worker is at work any more

Everything that counts is in the state: a cluster that loses workers starts parts of a graph again, and a later run goes
on where one ended.
"""

from __future__ import annotations

import socket
import time
from argparse import ArgumentParser
from contextlib import suppress
from typing import TYPE_CHECKING

from apache_beam.options.pipeline_options import PipelineOptions

from pipelines.flink_rest import FAILED, Cause, FlinkJob, JobManager
from pipelines.flink_submission import Submission
from pipelines.options import FLINK
from state import errors
from state.alive import LAPSE_S
from state.doing import is_at_work
from state.errors import BatchwrightError, EngineError, InputError, StateUnreachableError, UnreachableError
from state.outage import insist
from state.runner_jobs import is_needed, is_running, note_runner_job, tell_down, tell_submitted

if TYPE_CHECKING:
    import apache_beam as beam

    from state.config_flink import Flink
    from state.engine import State
    from state.records import JobRef

LANES_A_SLOT = 2
"""A slot opens its lanes one after the other, and each drains at its end: few long ones, of which none is alone."""

_LOOK_S = 1.0
_GONE_S = 2 * LAPSE_S
"""How long a JobManager may stay silent, with no worker at work, until its jobs are taken for lost."""

_TOLD_AT = 5
"""Looks without an answer after which people are told."""

_CLASSES = {name: one for name, one in vars(errors).items() if isinstance(one, type)}


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
    except (OSError, UnicodeError) as error:
        raise UnreachableError(
            f"Beam's job server at {flink.job_endpoint} does not answer: {getattr(error, 'strerror', None) or error}",
            path="--job-endpoint",
            hint="name it with --job-endpoint or `[flink] job_endpoint`; `make flink-up` starts one here",
        ) from error


class _BatchOptions(PipelineOptions):
    """Options that the job server knows, and Beam warns of where nobody else does."""

    @classmethod
    def _add_argparse_args(cls, parser: ArgumentParser) -> None:
        parser.add_argument("--execution_mode_for_batch")


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
    """A graph that is submitted, and what becomes of it.

    Args:
        root: The graph; it is submitted at once.
        flink: The cluster.
        state: Where the job is.
        ref: The run.
    """

    def __init__(self, root: beam.Pipeline, flink: Flink, state: State, ref: JobRef) -> None:
        self._manager = JobManager(flink.master)
        self._state = state
        self._ref = ref
        self._flink_id: str | None = None
        self._alone_since: float | None = None
        self._silent_looks = 0
        self._note(flink_name(ref))
        self._submission = Submission(root, flink)

    def stay(self) -> None:
        """Stay with it to its end.

        Raises:
            BatchwrightError: What a worker met that no restart mends.
            EngineError: Flink's job failed.
            UnreachableError: The cluster is gone, and its job with it.
        """
        try:
            while not self._is_over():
                time.sleep(_LOOK_S)
        except StateUnreachableError:
            raise
        except BatchwrightError:
            if insist(self._state, lambda: is_running(self._state, self._ref)):  # who is done has lost nothing
                raise
        finally:
            if self._flink_id is None:
                self._submission.abandon()

    def _is_over(self) -> bool:
        """See how Flink's job stands, and cancel it where it must not go on."""
        try:
            job = self._job()
            cause = None if job is None else self._manager.cause(job.flink_id)
        except UnreachableError as error:
            self._check_lost(error)
            return not insist(self._state, lambda: is_running(self._state, self._ref))
        self._alone_since, self._silent_looks = None, 0
        is_wanted = insist(self._state, lambda: is_needed(self._state, self._ref))
        if job is None:
            return self._submission.is_over() or not is_wanted
        if job.state == FAILED:
            raise failure(cause, self._ref)
        if job.is_over:
            return True
        is_hopeless = cause is not None and is_final(cause)
        if is_hopeless or not is_wanted:
            with suppress(UnreachableError):
                self._manager.cancel(job.flink_id)
        if is_hopeless:
            raise failure(cause, self._ref)
        return False

    def _job(self) -> FlinkJob | None:
        """Flink's job; None while Flink does not have it yet.

        Raises:
            UnreachableError: The JobManager does not answer, or does not know it any more.
        """
        if self._flink_id is None:
            job = self._manager.named(flink_name(self._ref))
            if job is not None:
                self._flink_id = job.flink_id
                self._note(job.flink_id)
                shown = f"{self._manager.master}/#/job/running/{job.flink_id}"
                insist(self._state, lambda: tell_submitted(self._state, self._ref.job_id, FLINK, shown))
            return job
        job = self._manager.job(self._flink_id)
        if job is None:
            said = f"Flink's JobManager at {self._manager.master} was started anew"
            raise UnreachableError(said, path="--flink-master")
        return job

    def _note(self, flink_job: str) -> None:
        """Keep where Flink's job is, so that whoever stops ours can stop that one, too."""
        address = self._manager.address(flink_job)
        insist(self._state, lambda: note_runner_job(self._state, self._ref, address))

    def _check_lost(self, error: UnreachableError) -> None:
        """See whether a job that cannot be asked for is lost: while its workers are at work, it goes on.

        Raises:
            UnreachableError: It has been so for long, and nobody works: a JobManager keeps no job over its own end.
        """
        self._silent_looks += 1
        if self._silent_looks == _TOLD_AT:
            insist(self._state, lambda: tell_down(self._state, self._ref.job_id, FLINK, error.message))
        now = time.monotonic()
        if self._alone_since is None or insist(self._state, lambda: is_at_work(self._state, self._ref)):
            self._alone_since = now
        if now - self._alone_since > _GONE_S:
            said = f"{error.message}; Flink forgets its jobs when it is gone, and this one ended with it"
            raise UnreachableError(said, path=error.path, hint="when it is back, resume the job")


def is_final(cause: Cause) -> bool:
    """Whether a failure comes again however often Flink starts the job anew: an error of ours, code that is missing."""
    if cause.name == "ModuleNotFoundError":
        return True
    ours = _CLASSES.get(cause.name)
    return ours is not None and not issubclass(ours, UnreachableError)


def failure(cause: Cause | None, ref: JobRef) -> errors.BatchwrightError:
    """The error of a job of Flink's that failed."""
    failed = f"Flink's job {flink_name(ref)} failed"
    if cause is None:
        return UnreachableError(f"{failed}, and says nothing of why", hint="see the JobManager's log, then resume")
    if cause.name == "ModuleNotFoundError":
        return InputError(
            f"the workers' Python cannot load the graph: {cause.message}",
            path="--worker-endpoint",
            hint="install this version of batchwright in the Python that the pool of workers starts: the `python` on"
            " its PATH; `batchwright doctor --runner flink` shows which one that is",
        )
    if cause.name.endswith("ConnectException"):
        return UnreachableError(
            f"{failed}: a part of its cluster cannot be reached: {cause.message}",
            path="--worker-endpoint",
            hint="each TaskManager needs its pool of workers at that address; when it is there, resume the job",
        )
    ours = _CLASSES.get(cause.name)
    if ours is not None and issubclass(ours, errors.BatchwrightError):
        return ours(f"{cause.message} (a worker of {flink_name(ref)})")
    if cause.name.startswith(("java.", "org.")):  # slots that nobody has, a TaskManager that is lost each time
        return UnreachableError(f"{failed}: {cause}", hint="see the JobManager's log, then resume")
    return EngineError(f"{failed}: {cause}")
