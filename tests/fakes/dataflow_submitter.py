"""A real process that sends a run that was taken to Dataflow and waits for its end.

    python -m tests.fakes.dataflow_submitter --state URL --workspace DIR --job ID --epoch 1 --config TEXT

A process of its own: Google's clients keep credentials for its whole life. It exits with 3 when it was told an error,
which it logs.
"""

from __future__ import annotations

import argparse
import logging
import sys
from contextlib import closing

from apache_beam.utils import retry

from pipelines.build import build
from pipelines.dataflow import dataflow_place
from pipelines.dataflow_run import submit_dataflow
from pipelines.run import worker_settings
from state.config import parse_config
from state.errors import BatchwrightError
from state.migrate import open_state
from state.pages import load_job
from state.place import remember
from state.records import JobRef
from transforms.worker_fn import StageConfig

_log = logging.getLogger("runner")


def main() -> int:
    """Send it, and say how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.dataflow_submitter", description=__doc__)
    for name in ("--state", "--workspace", "--job", "--config"):
        parser.add_argument(name, required=True)
    parser.add_argument("--epoch", type=int, required=True)
    parser.add_argument("--hasty", action="store_true", help="Beam does not wait between its tries")
    told = parser.parse_args()
    logging.basicConfig()
    logging.getLogger().setLevel(logging.CRITICAL + 1)  # as cli.py does
    _log.setLevel(logging.ERROR)
    if told.hasty:
        retry.Clock.sleep = lambda *_: None
    config = parse_config(told.config, source="--config")
    with closing(open_state(told.state)) as state:
        plan = load_job(state, told.job).plan
    ref = JobRef(remember(told.state), told.workspace, told.job, told.epoch)
    stage = StageConfig(ref, worker_settings(config), "dataflow")
    try:
        submit_dataflow(lambda root, lanes: build(plan, root, stage, lanes=lanes), dataflow_place(config), ref)
    except BatchwrightError as error:
        _log.error("%s: %s %s", type(error).__name__, error.message, error.hint)  # a user sees no traceback
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
