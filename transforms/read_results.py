"""ReadResults: the parts that an export is made of, each a reference; rows are read where they are written.

items   [0, 10,000) [10,000, 20,000) …      a fixed grid of ordinals: the same parts whatever the runs were
calls   after "", after the 50,000th id …   the ledger, in order of call id
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import apache_beam as beam

from transforms import labels

PART_ITEMS = 10_000
"""Items of a part: large enough to compress well, small enough that a part which is written again costs seconds."""

PART_CALLS = 50_000


@dataclass(frozen=True, slots=True)
class ResultsPart:
    """The items [first, last], as one file."""

    number: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """The file's name."""
        return f"part-{self.number:05}.parquet"


@dataclass(frozen=True, slots=True)
class CallsPart:
    """At most `most` calls of the ledger after a call id, as one file."""

    number: int
    after: str
    most: int

    @property
    def name(self) -> str:
        """The file's name."""
        return f"calls-{self.number:05}.parquet"


Part = ResultsPart | CallsPart


def parts_of(total_items: int, ledger_marks: Sequence[str], *, items: int = PART_ITEMS) -> tuple[Part, ...]:
    """All parts of an export; at least one of each kind, so that a reader always finds the columns.

    Args:
        ledger_marks: After which call ids the ledger is cut, "" first.
        items: Items of a part.
    """
    grid = range(0, max(total_items, 1), items)
    results = [ResultsPart(n, first, min(first + items, total_items) - 1) for n, first in enumerate(grid)]
    return (*results, *(CallsPart(n, after, PART_CALLS) for n, after in enumerate(ledger_marks)))


class ReadResults(beam.PTransform):
    """Begins the graph with the parts, spread over the workers."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__(labels.READ_RESULTS)
        self._parts = tuple(parts)

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection[Part]:
        """PBegin -> PCollection[Part]."""
        return begin | labels.LIST_PARTS >> beam.Create(self._parts) | labels.SPREAD_PARTS >> beam.Reshuffle()
