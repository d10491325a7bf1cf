"""The workers of this process, by run, counted by their users."""

from __future__ import annotations

import threading

from orchestrator.kept_errors import error_of, keep
from orchestrator.worker import Worker
from orchestrator.worker_settings import WorkerSettings
from state.records import JobRef

_workers: dict[JobRef, Worker] = {}
_lock = threading.Lock()


def acquire(ref: JobRef, settings: WorkerSettings) -> Worker:
    """The worker of this process for a run; made for its first user.

    Raises:
        FencedError: The run is over: another one owns the job.
    """
    with _lock:
        worker = _workers.get(ref)
        if worker is None:
            worker = _workers[ref] = Worker(ref, settings)
        worker.users += 1
        return worker


def release(worker: Worker) -> None:
    """A user is done with a worker; after the last one it closes and leaves the job."""
    with _lock:
        worker.users -= 1
        if worker.users or _workers.get(worker.ref) is not worker:
            return
        del _workers[worker.ref]
    worker.close()
    if worker.error is not None:
        keep(worker.ref, worker.error)


def running_workers() -> list[Worker]:
    """The workers of this process, to be looked at."""
    with _lock:
        return list(_workers.values())


def worker_error(ref: JobRef) -> BaseException | None:
    """What a run met in this process, in its worker or in a step: runners turn exceptions into texts on their way."""
    worker = _workers.get(ref)
    return worker.error if worker is not None and worker.error is not None else error_of(ref)
