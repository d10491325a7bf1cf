"""Throttle: opens the pages of a lane, as fast as the job's concurrency and the worker's window allow.

    (lane, page) ─► stopping? ─► lease the lane's share ─► open the page ─► a slot for each item ─► Handle
                       └► held: the page is let go of, and no later run of it loses anything

It blocks until there is a slot. While it does, what it has opened goes on: on the event loop, through the phases that
the rest of the fused stage has attached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import apache_beam as beam
from apache_beam.coders import PickleCoder
from apache_beam.transforms.userstate import ReadModifyWriteRuntimeState, ReadModifyWriteStateSpec

from orchestrator.item_run import BundleRun
from orchestrator.worker import Worker
from state.crash import reach
from state.records import HeldReason, OpenItem, Page
from transforms import labels
from transforms.handle import Handle, cut_in_two
from transforms.worker_fn import StageConfig, WorkerFn

HELD = "held"


@dataclass(frozen=True, slots=True)
class LaneState:
    """What a lane remembers from page to page, wherever the next one is opened.

    Args:
        held: Items that were let go of; once a lane holds, it holds the rest.
        pace: The limits that its worker had learned, as JSON text; a worker that takes the lane over begins with them.
    """

    held: int = 0
    pace: str = "{}"


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Items of a page that were not opened, and why."""

    page: Page
    items: int
    reason: HeldReason


class Throttle(beam.PTransform):
    """Opens pages into items in progress.

    Args:
        config: Of the graph.
    """

    def __init__(self, config: StageConfig) -> None:
        super().__init__(labels.THROTTLE)
        self._config = config

    def expand(self, pages: beam.PCollection[tuple[str, Page]]) -> beam.pvalue.DoOutputsTuple:
        """PCollection[(lane, Page)] -> main: PCollection[Handle], held: PCollection[HeldPage].

        What is held is counted by the worker too, whose row in the state says so when it leaves.
        """
        return pages | labels.OPEN_PAGES >> beam.ParDo(_ThrottleFn(self._config)).with_outputs(HELD, main="opened")


def throttled(worker: Worker, bundle: BundleRun, items: list[OpenItem], runner: str) -> Iterator[Handle | int]:
    """Start each item in a slot of its own; the last value is the number of those that got none, if any.

    Raises:
        EngineError: Nobody took an item that was yielded: the runner keeps outputs until the bundle's end, and we would
            wait for ever for a slot that only the following steps can free.
    """
    for place, item in enumerate(items):
        if not worker.take_slot(item):
            yield len(items) - place
            return
        run = worker.start(item, bundle)
        reach("throttle.before_yield")
        yield Handle(item.ordinal, worker.token, run)
        if not run.is_attached:
            raise cut_in_two(runner, f"item {item.ordinal} was opened, and no phase got it")
        reach("throttle.after_yield")


class _ThrottleFn(WorkerFn):
    """Holds the bundle whose items it opened, so that the next one can let go of what a failed one left."""

    LANE = ReadModifyWriteStateSpec("lane", PickleCoder())

    def __init__(self, config: StageConfig) -> None:
        super().__init__(config)
        self._bundle: BundleRun | None = None

    def start_bundle(self) -> None:
        """Let go of what a failed bundle left, and open a new one; who is refused says so at the first page."""
        if self._refused is not None:
            return
        if self._bundle is not None:
            self.joined().abandon(self._bundle)
        self._bundle = self.joined().open_bundle()

    def process(
        self,
        element: tuple[str, Page],
        lane: ReadModifyWriteRuntimeState = beam.DoFn.StateParam(LANE),  # noqa: B008  # how Beam declares state
    ) -> Iterator[Handle | beam.pvalue.TaggedOutput]:
        with self.kept_error():
            yield from self._open(element[1], lane)

    def _open(self, page: Page, lane: ReadModifyWriteRuntimeState) -> Iterator[Handle | beam.pvalue.TaggedOutput]:
        worker, bundle = self.joined(), self._bundle
        if bundle is None:
            raise RuntimeError("a page came before start_bundle")
        before: LaneState = lane.read() or LaneState()
        if before.held or worker.is_stopping:
            worker.check()
            count = page.last - page.first + 1
            yield _held(worker, page, count)
            lane.write(replace(before, held=before.held + count))
            return
        worker.recall(before.pace)
        worker.lease()
        held = 0
        for opened in throttled(worker, bundle, worker.open_page(page), self._config.runner):
            if isinstance(opened, int):
                held = opened
                yield _held(worker, page, held)
            else:
                yield opened
        lane.write(LaneState(held, worker.pace()))

    def finish_bundle(self) -> None:
        """There are no more pages in this bundle."""
        if self._bundle is not None:
            self.joined().bundle_is_read(self._bundle)


def _held(worker: Worker, page: Page, count: int) -> beam.pvalue.TaggedOutput:
    return beam.pvalue.TaggedOutput(HELD, HeldPage(page, count, worker.hold(count)))
