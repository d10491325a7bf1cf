"""A Throttle that does not throttle: it opens pages and yields all. Tests of the real one must fail with it."""

from __future__ import annotations

from collections.abc import Iterator

import apache_beam as beam

import pipelines.build
from state.records import Page
from transforms import labels
from transforms.handle import Handle
from transforms.throttle import HELD
from transforms.worker_fn import StageConfig, WorkerFn


class PlainThrottle(beam.PTransform):
    """Opens pages into items in progress: no slot, no share, nothing held."""

    def __init__(self, config: StageConfig) -> None:
        super().__init__(labels.THROTTLE)
        self._config = config

    def expand(self, pages: beam.PCollection[tuple[str, Page]]) -> beam.pvalue.DoOutputsTuple:
        """As the real one's."""
        return pages | labels.OPEN_PAGES >> beam.ParDo(_PlainFn(self._config)).with_outputs(HELD, main="opened")


class _PlainFn(WorkerFn):
    def process(self, element: tuple[str, Page]) -> Iterator[Handle]:
        worker = self.joined()
        bundle = worker.open_bundle()
        for item in worker.open_page(element[1]):
            yield Handle(item.ordinal, worker.token, worker.start(item, bundle, slot=False))


def apply() -> None:
    """Put it in the place of the real one, in this process."""
    pipelines.build.Throttle = PlainThrottle  # type: ignore[attr-defined]  # that is what a mutant is
