"""Plan -> Beam graph; the only place that applies top-level transforms.

ReadItems ─► Throttle ─► Extract ─► RunPhase1… ─► RunPhase2… ─► … ─► Collect ─► SumCosts ─► Compare
(pages)      └───────────── one fused stage, or the job does not run ────────────┘   (by bundle)
"""

from __future__ import annotations

from collections.abc import Sequence

import apache_beam as beam

from state.plan_records import Plan
from state.sums import Comparison
from transforms.collect import Collect
from transforms.compare import Compare
from transforms.extract import Extract
from transforms.read_items import ReadItems
from transforms.run_phase import RunPhase
from transforms.sum_costs import SumCosts
from transforms.throttle import Throttle
from transforms.worker_fn import StageConfig


def build(
    plan: Plan,
    root: beam.Pipeline,
    config: StageConfig,
    *,
    lanes: int = 1,
    mine: Sequence[int] | None = None,
    slots: int = 1,
) -> beam.PCollection[Comparison]:
    """Apply a plan to a pipeline.

    Args:
        plan: Of the job.
        root: An empty pipeline.
        config: Which run of which job.
        lanes: How many lanes the job has in all.
        mine: The lanes that this graph opens; all by default.
        slots: Of the cluster that it runs on.

    Returns:
        One element: what the comparison of the two cost sums found.
    """
    handles = (root | ReadItems(config.ref, lanes, mine, slots=slots) | Throttle(config))["opened"]
    handles = handles | Extract(config)
    for phase in plan.phases:
        handles = handles | RunPhase(config, phase)
    return handles | Collect(config) | SumCosts() | Compare(config.ref)
