"""A graph on its way to Beam's job server, and what that says of it: in a thread, as an answer may never come."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import grpc
from apache_beam.runners.runner import PipelineState

from pipelines.own_graph import own_graph
from state.errors import UnreachableError

if TYPE_CHECKING:
    import apache_beam as beam

    from state.config_flink import Flink

SUBMIT_S = 180.0
"""How long a job server may take to get a graph to Flink. It is 20 s as a rule, for a cluster's first up to 60."""

_ASK_S = 1.0
_REFUSALS = (grpc.RpcError, grpc.FutureTimeoutError, OSError)


class Submission:
    """Submits a graph at once.

    Args:
        root: With a job server in its options.
        flink: The cluster.
    """

    def __init__(self, root: beam.Pipeline, flink: Flink) -> None:
        self._root = root
        self._flink = flink
        self._begun = time.monotonic()
        self._said: str | None = None
        self._error: Exception | None = None
        self._is_abandoned = False
        threading.Thread(target=self._follow, name="batchwright-flink", daemon=True).start()

    def is_over(self) -> bool:
        """Whether a graph that Flink does not list has come to its end, as far as the job server knows.

        Raises:
            UnreachableError: The job server takes no graph, or has not got this one to Flink.
        """
        if self._error is not None:
            raise job_server_error(self._flink, self._error) from self._error
        if self._has_ended:
            if self._said != PipelineState.FAILED:
                return True
        elif time.monotonic() - self._begun < SUBMIT_S:
            return False
        server = f"Beam's job server at {self._flink.job_endpoint}"
        if self._said is None:
            raise UnreachableError(
                f"{server} said nothing of the graph within {SUBMIT_S:g} s",
                path="--job-endpoint",
                hint="see its log; the port that it takes files at (8098) has to be reached, too",
            )
        raise UnreachableError(
            f"{server} has not got the graph to {self._flink.master}: it says that it is {self._said}, and its log why",
            path="--job-endpoint",
            hint="see that its --flink-master is that cluster",
        )

    def abandon(self) -> None:
        """Have the job server cancel what it may still have: nobody waits for it any more."""
        self._is_abandoned = True

    @property
    def _has_ended(self) -> bool:
        """Whether the job server says nothing else of the graph any more."""
        return self._said is not None and PipelineState.is_terminal(self._said)

    def _follow(self) -> None:
        try:
            with own_graph():
                result = self._root.run()
            while not self._has_ended:
                if self._is_abandoned:
                    result.cancel()
                    return
                self._said = result.state
                time.sleep(_ASK_S)
        except Exception as error:  # noqa: BLE001  # raised where it is asked for
            self._error = error


def job_server_error(flink: Flink, error: Exception) -> Exception:
    """The error of a job server that refuses or is gone, in words; whatever else it is stays as it is."""
    if not isinstance(error, _REFUSALS):
        return error
    said = error.details() if isinstance(error, grpc.Call) else str(error)
    return UnreachableError(
        f"Beam's job server at {flink.job_endpoint} does not answer as one: {said or type(error).__name__}",
        path="--job-endpoint",
        hint="see its log, and that it is the address of the job server, not of another service; start it, then resume",
    )
