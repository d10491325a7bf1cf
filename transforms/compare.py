"""Compare: the combiner's sums against the ledger's, bundle by bundle; it never raises over what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import apache_beam as beam

from orchestrator.kept_errors import kept_error
from state.engine import State
from state.outage import insist
from state.records import JobRef
from state.sums import Comparison, compare_sums
from transforms import labels
from transforms.sum_costs import CostSum


class Compare(beam.PTransform):
    """Holds the sums of all bundles that arrived against the ledger.

    Args:
        ref: The run.
    """

    def __init__(self, ref: JobRef) -> None:
        super().__init__(labels.COMPARE)
        self._ref = ref

    def expand(self, sums: beam.PCollection[tuple[str, CostSum]]) -> beam.PCollection[Comparison]:
        """PCollection[(bundle_id, CostSum)] -> PCollection[Comparison], one element."""
        listed = sums | labels.LIST_BUNDLES >> beam.combiners.ToList()
        return listed | labels.COMPARE_BUNDLES >> beam.ParDo(_CompareFn(self._ref))


class _CompareFn(beam.DoFn):
    """Opens the state once, at the end of a run."""

    def __init__(self, ref: JobRef) -> None:
        self._ref = ref

    def process(self, sums: list[tuple[str, CostSum]]) -> Iterator[Comparison]:
        arrived = {bundle: (one.calls, one.cost_usd) for bundle, one in sums}
        with kept_error(self._ref), closing(State(self._ref.state_url)) as state:
            yield insist(state, lambda: compare_sums(state, self._ref.job_id, self._ref.epoch, arrived))
