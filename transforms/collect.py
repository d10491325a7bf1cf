"""Collect: the end of the fused stage. It waits until every item of the bundle has ended, and says how.

It holds the one queue of items that have ended. A slot of the window is freed by the event loop, never here: Throttle
waits for slots in the same thread that this step runs in.
"""

from __future__ import annotations

import queue
from collections.abc import Iterator

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.timestamp import MAX_TIMESTAMP
from apache_beam.utils.windowed_value import WindowedValue

from state.crash import reach
from state.errors import EngineError
from state.records import Outcome
from transforms import labels
from transforms.handle import Handle
from transforms.worker_fn import StageConfig, WorkerFn


class Collect(beam.PTransform):
    """Turns items in progress into what became of them.

    Args:
        config: Of the graph.
    """

    def __init__(self, config: StageConfig) -> None:
        super().__init__(labels.COLLECT)
        self._config = config

    def expand(self, handles: beam.PCollection[Handle]) -> beam.PCollection[Outcome]:
        """PCollection[Handle] -> PCollection[Outcome]: completed, failed and held ones together.

        One output, not three: a runner keeps what it flattens until the bundle's end, on the local one that of the job.
        """
        return handles | labels.AWAIT_ENDS >> beam.ParDo(_CollectFn(self._config)).with_output_types(Outcome)


class _CollectFn(WorkerFn):
    """Passes on what has ended whenever an item comes, and waits for the rest at the bundle's end."""

    def __init__(self, config: StageConfig) -> None:
        super().__init__(config)
        self._ended: queue.SimpleQueue[Outcome | BaseException] | None = None
        self._waiting = 0

    def start_bundle(self) -> None:
        """Forget what a failed bundle left."""
        self._ended = queue.SimpleQueue()
        self._waiting = 0

    def process(self, handle: Handle) -> Iterator[Outcome]:
        with self.kept_error():
            handle.run(self.joined(), self._config.runner).on_end(self._queue().put)
        self._waiting += 1
        while not self._queue().empty():
            yield self._next()

    def finish_bundle(self) -> Iterator[WindowedValue]:
        """Wait for the items that are still in progress."""
        while self._waiting:
            outcome = self._next()
            reach("collect.before_yield")
            yield WindowedValue(outcome, MAX_TIMESTAMP, [GlobalWindow()])

    def _queue(self) -> queue.SimpleQueue[Outcome | BaseException]:
        if self._ended is None:
            raise EngineError("an item came before start_bundle")
        return self._ended

    def _next(self) -> Outcome:
        ended = self._queue().get()
        self._waiting -= 1
        if isinstance(ended, Outcome):
            return ended
        with self.kept_error():
            self.joined().check()
            raise ended
