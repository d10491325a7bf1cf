"""The workers of this process, by run, counted by their users."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from orchestrator.worker import Worker, WorkerSettings
from state.errors import BatchwrightError
from state.records import JobRef

_workers: dict[JobRef, Worker] = {}
_errors: dict[JobRef, BaseException] = {}
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
        _errors[worker.ref] = worker.error


@contextmanager
def kept_error(ref: JobRef) -> Iterator[None]:
    """Keep an error of ours that a step of a run's graph raises, for `worker_error`; the first is the cause."""
    try:
        yield
    except BatchwrightError as error:
        _errors.setdefault(ref, error)
        raise


def worker_error(ref: JobRef) -> BaseException | None:
    """What a run met in this process, in its worker or in a step: runners turn exceptions into texts on their way."""
    worker = _workers.get(ref)
    return worker.error if worker is not None and worker.error is not None else _errors.get(ref)
