"""SumCosts: what the calls of each bundle cost, as their owners saw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import apache_beam as beam

from state.records import ZERO, CallCost, Outcome
from transforms import labels


@dataclass(frozen=True, slots=True)
class CostSum:
    """Calls and their cost; addition is associative and commutative, with `CostSum()` as zero."""

    calls: int = 0
    cost_usd: Decimal = ZERO

    def __add__(self, other: CostSum) -> CostSum:
        return CostSum(self.calls + other.calls, self.cost_usd + other.cost_usd)


class CostSumCombineFn(beam.CombineFn):
    """Adds up calls."""

    def create_accumulator(self) -> CostSum:
        """Nothing yet."""
        return CostSum()

    def add_input(self, accumulator: CostSum, call: CallCost) -> CostSum:
        """One call more, or an item's share of a packed one."""
        return CostSum(accumulator.calls + call.calls, accumulator.cost_usd + call.cost_usd)

    def merge_accumulators(self, accumulators: Iterable[CostSum]) -> CostSum:
        """Sums of different workers, together."""
        return sum(accumulators, CostSum())

    def extract_output(self, accumulator: CostSum) -> CostSum:
        """The sum."""
        return accumulator


class SumCosts(beam.PTransform):
    """Sums costs by the bundle in which the calls were made."""

    def __init__(self) -> None:
        super().__init__(labels.SUM_COSTS)

    def expand(self, outcomes: beam.PCollection[Outcome]) -> beam.PCollection[tuple[str, CostSum]]:
        """PCollection[Outcome] -> PCollection[(bundle_id, CostSum)]."""
        return (
            outcomes
            | labels.COSTS_BY_BUNDLE >> beam.FlatMap(by_bundle)
            | labels.ADD_COSTS >> beam.CombinePerKey(CostSumCombineFn())
        )


def by_bundle(outcome: Outcome) -> Iterator[tuple[str, CallCost]]:
    """The calls of an item, each under its bundle."""
    for call in outcome.costs:
        yield call.bundle_id, call
