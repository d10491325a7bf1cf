"""Extract: lets each item that is a file become its text, and passes it on; it waits for nothing."""

from __future__ import annotations

from collections.abc import Iterator

import apache_beam as beam

from orchestrator.item_run import EXTRACT
from transforms import labels
from transforms.handle import Handle
from transforms.worker_fn import StageConfig, WorkerFn


class Extract(beam.PTransform):
    """Lets items go into extraction; one that is a text has nothing to do there.

    Args:
        config: Of the graph.
    """

    def __init__(self, config: StageConfig) -> None:
        super().__init__(labels.EXTRACT)
        self._config = config

    def expand(self, handles: beam.PCollection[Handle]) -> beam.PCollection[Handle]:
        """PCollection[Handle] -> PCollection[Handle]."""
        return handles | labels.ATTACH >> beam.ParDo(_ExtractFn(self._config))


class _ExtractFn(WorkerFn):
    """Attaches and passes on, at once."""

    def process(self, handle: Handle) -> Iterator[Handle]:
        with self.kept_error():
            handle.run(self.joined(), self._config.runner).attach(EXTRACT)
        yield handle
