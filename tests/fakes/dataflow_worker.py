"""What a worker of Dataflow does with a submitted graph, on Beam's local runner; it imports nothing of the tests.

    python -P dataflow_worker.py pipeline.pb        in an environment that holds the staged package and what it needs

It prints, as JSON, how the graph ended and where our packages were imported from.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_runner_api_pb2
from apache_beam.runners.portability.fn_api_runner import FnApiRunner


def main() -> None:
    """Run the graph."""
    graph = beam_runner_api_pb2.Pipeline.FromString(Path(sys.argv[1]).read_bytes())
    root = beam.Pipeline.from_runner_api(graph, runner=FnApiRunner(), options=PipelineOptions([]))
    ended = root.run().wait_until_finish()
    names = ("state", "orchestrator", "transforms", "pipelines")
    homes = {name: str(importlib.import_module(name).__file__) for name in names}
    sys.stdout.write(json.dumps({"ended": ended, "homes": homes}))


if __name__ == "__main__":
    main()
