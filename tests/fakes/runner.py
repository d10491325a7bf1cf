"""A real process that runs a job, to be killed, paused and raced.

    python -m tests.fakes.runner --state URL --workspace DIR --job ID [--force]
    python -m tests.fakes.runner … --work --epoch 1 --lanes 2 --mine 0      one graph of a run that was taken

It exits with 0 when the run ended, however it ended, and with 3 when it was told an error, which it logs.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
from collections.abc import Sequence

from pipelines.run import run_job, work
from state.config import StatePlace, parse_config
from state.errors import BatchwrightError

_log = logging.getLogger("runner")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and say how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.runner", description=__doc__)
    parser.add_argument("--state", required=True)
    parser.add_argument("--workspace", required=True)
    parser.add_argument("--job", required=True)
    parser.add_argument("--config", default="", help="the text of a configuration")
    parser.add_argument("--runner", default="local", help="where the graph runs")
    parser.add_argument("--force", action="store_true", help="take the job from a living worker, too")
    parser.add_argument("--work", action="store_true", help="run one graph of a run that was taken")
    parser.add_argument("--epoch", type=int, default=0)
    parser.add_argument("--lanes", type=int, default=1)
    parser.add_argument("--mine", type=int, nargs="*", help="the lanes of this process")
    parser.add_argument("--mutant", help="a module that changes the engine before it runs: its `apply` is called")
    told = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    if told.mutant:
        importlib.import_module(told.mutant).apply()
    place, config = StatePlace(told.state, told.workspace), parse_config(told.config, source="--config")
    try:
        if told.work:
            work(place, config, told.job, told.epoch, lanes=told.lanes, mine=told.mine)
        else:
            run_job(place, config, told.job, runner=told.runner, force=told.force)
    except BatchwrightError as error:
        _log.exception("%s: %s", error.code, error.message)  # class and message stand in one line
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
