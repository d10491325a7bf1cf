"""Send a job's graph to Dataflow and wait for its end.

fill(root, lanes) ─► options ─► staged: graph, package ─► the service's job ─► its end, in our words

What is sent holds no secret: keys, and the password of the state, are in the environment of the workers' image.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from functools import partial

import apache_beam as beam
from apache_beam.options.pipeline_options import GoogleCloudOptions, PipelineOptions
from apache_beam.runners.runner import PipelineState

from pipelines import dataflow_rest
from pipelines.dataflow import DataflowPlace
from pipelines.options import DATAFLOW
from state import errors
from state.engine import State
from state.errors import BatchwrightError, EngineError, UnreachableError
from state.outage import insist
from state.records import JobRef
from state.runner_jobs import is_needed, note_runner_job, tell_down, tell_submitted

EXPERIMENTS = ("no_use_multiple_sdk_containers", "disable_logging_submission_environment")
"""One Python process a machine, else there is one a core, each with a window and an engine of its own. And the list of
packages of the submitter's environment stays here: an address in it may hold a password."""

_CONSOLE = "https://console.cloud.google.com/dataflow/jobs"
_MAX_CHARS = 300

_TRIES, _PAUSE_S = 20, 30.0
_ANSWERED_S = 300.0
"""A time without an error after which earlier ones do not count any more."""

_LOOK_S = 5.0
_OF_OURS = re.compile(r"(?:state\.errors\.)?(\w+Error): (.*?)(?: \[while running .*\])?$")


def dataflow_options(found: DataflowPlace, job_id: str, epoch: int) -> PipelineOptions:
    """The options of a job's graph.

    Args:
        found: As `check_dataflow` let it pass.
        job_id: Whole id.
        epoch: The run; with the id it is the job's name at the service, which runs no two of one name at a time.
    """
    flags = [f"--project={found.project}", f"--region={found.region}", f"--job_name={job_name(job_id, epoch)}"]
    flags += [f"--temp_location={found.temp_location}", f"--staging_location={found.staging_location}"]
    # As many machines as were asked for: the service's own scaling looks at processors, and ours wait for answers.
    flags += [f"--num_workers={found.workers}", f"--max_num_workers={found.workers}", "--autoscaling_algorithm=NONE"]
    flags += [f"--experiments={one}" for one in EXPERIMENTS]
    flags += [f"--sdk_container_image={found.image}"] if found.image else []
    flags += [f"--setup_file={found.setup_file}"] if found.setup_file else []
    flags += [f"--dataflow_service_options={one}" for one in found.service_options]
    return PipelineOptions([*flags, *found.options])


def job_name(job_id: str, epoch: int) -> str:
    """A job's name at the service: small letters, digits and dashes, at most 63."""
    return f"batchwright-{re.sub('[^a-z0-9]+', '-', job_id.lower())}-{epoch}"


def submit_dataflow(
    fill: Callable[[beam.Pipeline, int], object],
    found: DataflowPlace,
    state: State,
    ref: JobRef,
) -> None:
    """Send a job to Dataflow and stay with it to its end.

    Args:
        fill: Applies the job to an empty pipeline, with so many lanes.
        found: As `check_dataflow` let it pass.
        state: Where the job is; its history is told where the service shows it, and what that does not do.
        ref: The run; where it needs the service no more, its job there is cancelled.

    Raises:
        UnreachableError: The service, or the storage, cannot be reached or refuses; or the service gave the job up.
        BatchwrightError: What a worker met.
        EngineError: A worker met a bug of ours.
    """
    from apache_beam.runners.dataflow.dataflow_runner import DataflowRunner  # noqa: PLC0415  # needs the extra gcp

    runner = DataflowRunner()
    options = dataflow_options(found, ref.job_id, ref.epoch)
    root = beam.Pipeline(runner=runner, options=options)
    fill(root, found.lanes)
    try:
        result = root.run()
    except refusals() as error:
        said = f"Dataflow cannot take {ref.job_id}: {_line(str(error))}"
        raise UnreachableError(said, hint="mend that, then resume; no worker was started") from error
    shown = shown_at(found, result.job_id())
    endpoint = options.view_as(GoogleCloudOptions).dataflow_endpoint
    url = dataflow_rest.job_url(endpoint, str(found.project), str(found.region), result.job_id())

    def is_wanted() -> bool:
        return insist(state, lambda: is_needed(state, ref))

    def tell(said: str) -> None:
        insist(state, lambda: tell_down(state, ref.job_id, DATAFLOW, said))

    insist(state, lambda: note_runner_job(state, ref, url))
    insist(state, lambda: tell_submitted(state, ref.job_id, DATAFLOW, shown))
    try:
        poll = partial(runner.poll_for_job_completion, runner, result, None)
        stay(lambda: wait_for_end(poll, tell), is_wanted, partial(dataflow_rest.cancel, url), tell)
        ended = result.state
    except refusals() as error:
        said = f"Dataflow cannot be asked about {ref.job_id}: {_line(str(error))}"
        raise UnreachableError(said, hint=f"look at {shown}, then resume") from error
    if ended != PipelineState.DONE and is_wanted():
        raise failure(f"Dataflow ended {ref.job_id} as {ended}", runner.last_error_msg, shown)


def stay(
    wait: Callable[[], None],
    is_needed: Callable[[], bool],
    cancel: Callable[[], None],
    tell: Callable[[str], object],
) -> None:
    """Wait until a job has ended, and have it cancelled where nobody needs it any more.

    Args:
        wait: Returns when it has ended; its error is raised here.
        is_needed: Asked every few seconds.
        cancel: Has the service cancel it; raises UnreachableError where it does not, and is then called again.
        tell: Is told so, once for each reason.
    """
    failed: list[Exception] = []

    def waited() -> None:
        try:
            wait()
        except Exception as error:  # noqa: BLE001  # raised by the thread that stays
            failed.append(error)

    thread = threading.Thread(target=waited, name="batchwright-dataflow", daemon=True)
    thread.start()
    cancelled, why = False, ""
    while thread.is_alive():
        thread.join(_LOOK_S)
        if thread.is_alive() and not cancelled and not is_needed():
            try:
                cancel()
                cancelled = True
            except UnreachableError as error:
                if error.message != why:
                    tell(error.message)
                why = error.message
    if failed:
        raise failed[0]


def wait_for_end(
    poll: Callable[[], object],
    tell: Callable[[str], object],
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Ask the service until a job has ended, through times in which it does not answer: the job goes on meanwhile.

    Args:
        poll: Returns when the job has ended; raises when the service does not answer, after several tries.
        tell: Is told that it does not, once for each time.
        sleep: Waits, in seconds.
        clock: Seconds.
    """
    failures = 0
    while True:
        begun = clock()
        try:
            poll()
        except refusals() as error:
            failures = failures + 1 if clock() - begun < _ANSWERED_S else 1
            if failures == _TRIES:
                raise
            if failures == 1:
                tell(f"Dataflow does not answer, and is asked again; the job goes on meanwhile: {_line(str(error))}")
            sleep(_PAUSE_S)
        else:
            return


def shown_at(found: DataflowPlace, dataflow_id: str) -> str:
    """Where people see a job of the service."""
    return f"{_CONSOLE}/{found.region}/{dataflow_id}?project={found.project}"


def refusals() -> tuple[type[Exception], ...]:
    """What is the service's, the network's or the user's to mend; other errors are bugs of ours."""
    from apache_beam.runners.dataflow.internal.apiclient import DataflowJobAlreadyExistsError  # noqa: PLC0415
    from google.api_core.exceptions import GoogleAPIError  # noqa: PLC0415
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415
    from google.cloud.storage.exceptions import DataCorruption, InvalidResponse  # noqa: PLC0415

    return (GoogleAPIError, GoogleAuthError, DataCorruption, InvalidResponse, DataflowJobAlreadyExistsError, OSError)


def failure(what: str, said: str | None, shown: str) -> BatchwrightError:
    """The error of a job that the service gave up.

    Args:
        what: That it did, in words.
        said: What it says last: a traceback of a worker's, or words of its own.
        shown: Where people see the job.
    """
    line = _line(said or "")
    hint = f"look at {shown}, then resume"
    met = _OF_OURS.match(line)
    kind = getattr(errors, met[1], None) if met else None
    if met and isinstance(kind, type) and issubclass(kind, BatchwrightError):
        return kind(f"{met[2]} (a worker on Dataflow)", hint=hint)
    if "Traceback" in (said or ""):
        return EngineError(f"{what}: {line}", hint=hint)
    return UnreachableError(f"{what}: {line}", hint=hint)


def _line(text: str) -> str:
    """The last line of what was said: of a traceback it is what was raised."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:_MAX_CHARS] if lines else "it does not say why"
