"""`python -m deploy.flink up|down|fetch`: a cluster on this machine; `up` ends with one line of JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from deploy.flink.cluster import down, up
from deploy.flink.jars import MissingError, cache_folder, flink_jars, job_server_jars


def main() -> int:
    """Do what the command line says; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m deploy.flink", description=__doc__)
    parser.add_argument("what", choices=("up", "down", "fetch"))
    parser.add_argument("--folder", type=Path, default=Path("build/flink"), help="its configuration and logs")
    parser.add_argument("--cache", type=Path, default=cache_folder(), help="where downloads are kept")
    parser.add_argument("--task-managers", type=int, default=2)
    parser.add_argument("--slots", type=int, default=2, help="of each TaskManager")
    given = parser.parse_args()
    if given.what == "down":
        ended = down(given.folder.absolute())
        print(f"ended: {', '.join(ended) or 'nothing, as nothing was up'}")
        return 0
    try:
        if given.what == "fetch":
            flink_jars(given.cache)
            job_server_jars(given.cache)
            return 0
        made = up(given.folder.absolute(), given.cache, task_managers=given.task_managers, slots=given.slots)
    except MissingError as error:
        print(f"flink: {error}", file=sys.stderr)
        return 5
    print(made.line())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
