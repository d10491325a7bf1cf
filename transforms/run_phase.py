"""RunPhase: attaches one phase to each item in progress and passes it on; it waits for nothing."""

from __future__ import annotations

from collections.abc import Iterator

import apache_beam as beam

from state.plan_records import PhasePlan
from transforms import labels
from transforms.handle import Handle
from transforms.worker_fn import StageConfig, WorkerFn


class RunPhase(beam.PTransform):
    """Lets items go into a phase.

    Args:
        config: Of the graph.
        phase: Of the plan.
    """

    def __init__(self, config: StageConfig, phase: PhasePlan) -> None:
        super().__init__(labels.run_phase(phase.index, phase.slug))
        self._config = config
        self._index = phase.index

    def expand(self, handles: beam.PCollection[Handle]) -> beam.PCollection[Handle]:
        """PCollection[Handle] -> PCollection[Handle]."""
        return handles | labels.ATTACH >> beam.ParDo(_RunPhaseFn(self._config, self._index))


class _RunPhaseFn(WorkerFn):
    """Attaches and passes on, at once."""

    def __init__(self, config: StageConfig, index: int) -> None:
        super().__init__(config)
        self._index = index

    def process(self, handle: Handle) -> Iterator[Handle]:
        with self.kept_error():
            handle.run(self.joined(), self._config.runner).attach(self._index)
        yield handle
