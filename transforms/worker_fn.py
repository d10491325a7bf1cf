"""The DoFn that all steps of the fused stage are: it uses the worker of its process, from setup to teardown."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import apache_beam as beam

from orchestrator.kept_errors import kept_error
from orchestrator.worker import Worker
from orchestrator.worker_settings import WorkerSettings
from orchestrator.workers import acquire, release
from state.errors import BatchwrightError, EngineError
from state.records import JobRef
from transforms.release import Release, check_release, release_here


@dataclass(frozen=True, slots=True)
class StageConfig:
    """Which run of which job a graph is for; pickled into it, so it holds no secret and no document.

    Args:
        runner: Its name, for messages.
        release: Of whoever builds the graph.
    """

    ref: JobRef
    settings: WorkerSettings = field(default_factory=WorkerSettings)
    runner: str = "local"
    release: Release = field(default_factory=release_here)


class WorkerFn(beam.DoFn):
    """A step that uses the worker of its process.

    Args:
        config: Of the graph.
    """

    def __init__(self, config: StageConfig) -> None:
        self._config = config
        self._worker: Worker | None = None
        self._refused: BatchwrightError | None = None

    def setup(self) -> None:
        """Use the worker of this process; the first step makes it.

        An error of ours is raised by the first element: Flink waits three minutes for a worker that fails before it
        has asked for elements, and says nothing meanwhile.
        """
        try:
            with self.kept_error():
                check_release(self._config.release)
                self._worker = acquire(self._config.ref, self._config.settings)
        except BatchwrightError as error:
            self._refused = error

    def teardown(self) -> None:
        """Be done with the worker; after the last step it closes."""
        if self._worker is not None:
            worker, self._worker = self._worker, None
            release(worker)

    def kept_error(self) -> AbstractContextManager[None]:
        """Within it an error of ours is kept for the submitter, whom the runner brings its text alone."""
        return kept_error(self._config.ref)

    def joined(self) -> Worker:
        """The worker of this process. No property: Beam looks at every attribute of a DoFn before its setup."""
        if self._refused is not None:
            raise self._refused
        if self._worker is None:
            raise EngineError("an element came before setup")
        return self._worker
