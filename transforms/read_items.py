"""ReadItems: the pages of a job's open items, by lane; references, never documents.

    Start ─► ListLanes ─► SpreadLanes (over all slots) ─► ListPages

lane "0"   blocks 0, 2, 4 … of the items        a lane is opened by one worker, page after page
lane "1"   blocks 1, 3, 5 …
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from functools import partial

import apache_beam as beam

from orchestrator.kept_errors import kept_error
from state.engine import State
from state.pages import pages
from state.records import JobRef, Page
from transforms import labels
from transforms.lane_keys import lane_key


class ReadItems(beam.PTransform):
    """Begins the graph with the pages of a job.

    Args:
        ref: The run.
        lanes: How many lanes the job has in all.
        mine: Those of them that this graph opens; all by default.
        slots: Of the cluster that it runs on: they get as many lanes each.
    """

    def __init__(self, ref: JobRef, lanes: int, mine: Sequence[int] | None = None, *, slots: int = 1) -> None:
        super().__init__(labels.READ_ITEMS)
        self._ref = ref
        self._lanes = lanes
        self._mine = tuple(range(lanes)) if mine is None else tuple(mine)
        self._slots = slots

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection[tuple[str, Page]]:
        """PBegin -> PCollection[(key of the lane, Page)]."""
        list_pages = _ListPagesFn(self._ref, self._lanes, self._slots)
        return (
            begin
            | labels.START >> beam.Create([pickle.dumps(_Lanes(self._mine))])
            | labels.LIST_LANES >> beam.FlatMap(partial(pickle.loads)).with_output_types(int)
            | labels.SPREAD_LANES >> beam.Reshuffle()
            | labels.LIST_PAGES >> beam.ParDo(list_pages).with_output_types(tuple[str, Page])
        )


class _Lanes(tuple[int, ...]):
    """The lanes that a graph opens, as its first element.

    A worker whose Python cannot load a step opens no stream for data, and Flink waits three minutes for one before it
    tells why; an element that cannot be loaded is told at once. So the steps before it are Beam's own.
    """

    __slots__ = ()


class _ListPagesFn(beam.DoFn):
    """Lists the pages of a lane, in short transactions."""

    def __init__(self, ref: JobRef, lanes: int, slots: int) -> None:
        self._ref = ref
        self._lanes = lanes
        self._slots = slots
        self._state: State | None = None

    def setup(self) -> None:
        with kept_error(self._ref):
            self._state = State(self._ref.state_url)

    def process(self, lane: int) -> Iterator[tuple[str, Page]]:
        if self._state is None:
            raise RuntimeError("a lane came before setup")
        key = lane_key(lane, self._slots)
        with kept_error(self._ref):
            for span in pages(self._state, self._ref.job_id, lane=lane, lanes=self._lanes):
                yield key, Page(lane, span.first, span.last)

    def teardown(self) -> None:
        if self._state is not None:
            self._state.close()
