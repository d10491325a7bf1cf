"""A small graph through Beam's job server, of which each worker of a Flink cluster reports what it has.

submit ─► the workers' reports                in a thread: an upload or a wait may never end
    └─ look ─┬► Flink's job failed once       it is cancelled; the root cause, in words
             └► nothing within the time       it is cancelled; where to look
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue

import apache_beam as beam
from apache_beam.runners.runner import PipelineState

from pipelines.flink import failure, flink_name, flink_options
from pipelines.flink_rest import FlinkJob, JobManager, root_cause
from pipelines.flink_submission import job_server_error
from pipelines.options import FLINK, beam_runner
from pipelines.own_graph import own_graph
from state.config_flink import Flink
from state.errors import BatchwrightError, EngineError, UnreachableError
from state.records import JobRef
from transforms.probe import ProbeConfig, ProbeWorkers, WorkerReport, reports_of

PROBE_S = 120.0
"""How long workers may take to report. The first graph of a cluster takes up to a minute, a later one a third of it."""

_LOOK_S = 1.0
_BEAM_OF = re.compile(r'File "(?P<folder>[^"]+)/apache_beam/')

_Came = Sequence[WorkerReport] | Exception


def ask_workers(flink: Flink, slots: int, config: ProbeConfig, *, timeout_s: float = PROBE_S) -> Sequence[WorkerReport]:
    """What the workers of a cluster report, one report a process.

    Args:
        flink: The cluster.
        slots: How many of its slots are asked.
        config: What workers are to see.
        timeout_s: How long they may take, from the submission on.

    Raises:
        InputError: The workers' Python cannot load our code; the message tells which Python that is.
        UnreachableError: A part of the cluster is not reached, or nobody reported in time.
        EngineError: Flink's job failed of something else.
    """
    ref = JobRef(config.state, config.workspace, "doctor", secrets.randbelow(10**9))
    manager = JobManager(flink.master)
    came: SimpleQueue[_Came] = SimpleQueue()
    threading.Thread(target=_submit, args=(flink, ref, slots, config, came), daemon=True).start()
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        with suppress(Empty):
            told = came.get(timeout=_LOOK_S)
            if isinstance(told, Exception):
                raise _failed(manager, ref, flink, told) from told
            return told
        if (job := _job_of(manager, ref)) is not None and (trace := _trace_of(manager, job)):
            _cancel(manager, job)
            raise _failure(ref, trace)
    job = _job_of(manager, ref)
    if job is not None:
        _cancel(manager, job)
    raise _silent(flink, job, timeout_s)


def _submit(flink: Flink, ref: JobRef, slots: int, config: ProbeConfig, came: SimpleQueue[_Came]) -> None:
    try:
        with own_graph():
            root = beam.Pipeline(runner=beam_runner(FLINK), options=flink_options(flink, ref, slots))
            root | ProbeWorkers(config, slots)
            result = root.run()
        # Not `wait_until_finish`: the thread that it reads messages in ends in a traceback where the server is lost.
        while not PipelineState.is_terminal(state := result.state):
            time.sleep(_LOOK_S)
        came.put(reports_of(result) if state == PipelineState.DONE else EngineError(f"Flink's job is {state}"))
    except Exception as error:  # noqa: BLE001  # raised by the thread that waits
        came.put(error)


def _failed(manager: JobManager, ref: JobRef, flink: Flink, error: Exception) -> BatchwrightError:
    """The error of a probe that failed: why Flink's job did or, where Flink says nothing, the job server's."""
    job = _job_of(manager, ref)
    trace = None if job is None else _trace_of(manager, job)
    if trace is not None:
        return _failure(ref, trace)
    told = job_server_error(flink, error)
    if isinstance(told, BatchwrightError):
        return told
    return EngineError(f"the graph that looks at workers broke down: {type(error).__name__}: {error}")


def _failure(ref: JobRef, trace: str) -> BatchwrightError:
    """What lies under a failure, with the place of the workers' Python where its trace tells it."""
    error = failure(root_cause(trace), ref)
    if (found := _BEAM_OF.findall(trace)) and "Python cannot load" in error.message:
        hint = "install this version of batchwright there, or start the pool with another `python` first on its PATH"
        return type(error)(f"{error.message}; that Python has its packages in {found[-1]}", path=error.path, hint=hint)
    return error


def _silent(flink: Flink, job: FlinkJob | None, timeout_s: float) -> UnreachableError:
    if job is None:
        return UnreachableError(
            f"Flink got no graph within {timeout_s:g} s: the job server at {flink.job_endpoint} takes none,"
            f" or gives it to another cluster than {flink.master}",
            path="--job-endpoint",
            hint="see the job server's log, and what its --flink-master says",
        )
    return UnreachableError(
        f"no worker reported within {timeout_s:g} s, and Flink's job was {job.state}",
        path="--worker-endpoint",
        hint="see the log of the pool of workers: the `python` on its PATH needs batchwright and apache-beam, and to"
        " reach its TaskManager, of which each needs a pool of its own",
    )


def _job_of(manager: JobManager, ref: JobRef) -> FlinkJob | None:
    with suppress(UnreachableError):
        return manager.named(flink_name(ref))
    return None


def _trace_of(manager: JobManager, job: FlinkJob) -> str | None:
    with suppress(UnreachableError):
        return manager.trace(job.flink_id)
    return None


def _cancel(manager: JobManager, job: FlinkJob) -> None:
    with suppress(UnreachableError):
        manager.cancel(job.flink_id)
