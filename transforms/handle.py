"""What flows from phase to phase: a reference to an item, and in its own process the item in progress.

A handle that was moved to another process has lost its item. That happens only when a runner cuts the stage from
Throttle to Collect in two, and then nothing may go on: outputs would wait for the bundle's end, and the window would
never free. So the first phase that meets such a handle stops the job and says so.
"""

from __future__ import annotations

from orchestrator.item_run import ItemRun
from orchestrator.worker import Worker
from state.errors import EngineError


class Handle:
    """One item on its way through the fused stage.

    Args:
        ordinal: Of the item.
        token: Of the worker that opened it.
        run: The item in progress; None after the handle was moved.
    """

    __slots__ = ("_run", "ordinal", "token")

    def __init__(self, ordinal: int, token: str, run: ItemRun | None = None) -> None:
        self.ordinal = ordinal
        self.token = token
        self._run = run

    def __reduce__(self) -> tuple[type[Handle], tuple[int, str]]:
        # Beam encodes samples of elements even inside a fused stage, to count their bytes.
        return Handle, (self.ordinal, self.token)

    def run(self, worker: Worker, runner: str) -> ItemRun:
        """The item in progress.

        Raises:
            EngineError: The handle is another process's, or another run's.
        """
        if self._run is None or self.token != worker.token:
            raise cut_in_two(runner, f"item {self.ordinal} came without its process")
        return self._run


def cut_in_two(runner: str, shown_by: str) -> EngineError:
    """The error of a graph that does not run as one stage."""
    return EngineError(
        f"the runner {runner} cut the stage from Throttle to Collect in two: {shown_by};"
        " a job runs on the local runner, Flink or Dataflow, which keep the stage whole"
    )
