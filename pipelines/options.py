"""Runner options and their defaults."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from state.errors import NotBuiltError

if TYPE_CHECKING:
    from apache_beam.options.pipeline_options import PipelineOptions

RUNNERS = {"local": "FnApiRunner", "direct": "FnApiRunner"}
"""Runners of this machine: what users call one, and what Beam calls it. "DirectRunner" would first try to download
another one."""

FLINK, DATAFLOW = "flink", "dataflow"
_ELSEWHERE = {FLINK: "PortableRunner", DATAFLOW: "DataflowRunner"}

REPEAT_ENV = "BATCHWRIGHT_BUNDLE_REPEAT"
"""Replays each bundle that many times more, with its real effects; for tests."""


def beam_runner(runner: str) -> str:
    """Beam's name of a runner.

    Raises:
        NotBuiltError: This version does not have it.
    """
    known = {**RUNNERS, **_ELSEWHERE}
    if runner not in known:
        raise NotBuiltError(f"the runner {runner}: not in this version", path="--runner", hint="use --runner local")
    return known[runner]


def beam_options() -> PipelineOptions:
    """The options of a job's graph. Beam would otherwise read flags of the program's own command line."""
    from apache_beam.options.pipeline_options import PipelineOptions  # noqa: PLC0415  # who names a runner needs no Beam

    repeat = os.environ.get(REPEAT_ENV, "0")
    return PipelineOptions([f"--direct_runner_bundle_repeat={int(repeat)}"])
