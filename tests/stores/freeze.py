"""Make a store as an older version leaves it, and write it down as SQL: `python freeze.py CHECKOUT FILE.sql`.

CHECKOUT is the source of that version, whose own code does all of it. The store holds a job that was paused and one
whose process was killed with calls out, each of three phases, the last of which packs; an item of each has failed.
What is of the machine that made it is replaced. Run once for a version, when its successor has a new revision.
"""

from __future__ import annotations

import getpass
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ITEMS = 14

JOB = """\
name: {name}
phases:
  - {{name: shorten, task_type: summarization, model: openai/gpt-6-luna}}
  - {{name: say, task_type: chat, model: anthropic/claude-haiku-5-5, instructions: Say it again}}
  - {{name: vectors, task_type: embedding_generation, model: openai/text-embedding-3-small}}
options: {{concurrency: 2}}
"""
TEXT = "Ships carry nine tenths of the goods of the world, and most of them burn heavy oil. "


def main(checkout: Path, target: Path) -> None:
    """Make the store and write it down."""
    sys.path.insert(0, str(checkout))
    from tests.fakes.provider_server import ProviderProcess  # the checkout's

    declined = [{"do": "declined", "contains": "Document 2 "}]
    with (
        tempfile.TemporaryDirectory() as made,
        ProviderProcess(latency_ms=250, embedding_dims=8, rules=declined) as provider,
    ):
        place = Path(made)
        environ = {
            **os.environ,
            "PYTHONPATH": str(checkout),
            "OPENAI_API_KEY": "loopback",
            "ANTHROPIC_API_KEY": "loopback",
            "OPENAI_BASE_URL": provider.openai_url,
            "ANTHROPIC_BASE_URL": provider.anthropic_url,
        }
        for name, sign in (("paused", signal.SIGINT), ("killed", signal.SIGKILL)):
            (place / f"{name}.yaml").write_text(JOB.format(name=name), "utf-8")
            rows = [{"id": f"doc-{n}", "content": f"Document {n} of {name}: {TEXT}"} for n in range(ITEMS)]
            (place / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
            before = provider.stats()["total"]
            command = [sys.executable, "-m", "cli", "--quiet", "run", f"{name}.yaml", "--items", f"{name}.jsonl"]
            run = subprocess.Popen(command, cwd=place, env=environ)
            _until(lambda: provider.stats()["total"] - before > ITEMS + ITEMS // 2)  # noqa: B023  # here and now
            run.send_signal(sign)
            run.wait()
        target.write_text(_written(place / ".batchwright" / "state.db", place), "utf-8")


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError("the job does not come so far")
        time.sleep(0.01)


def _written(state: Path, place: Path) -> str:
    """A store as SQL, with nothing in it of the machine that made it."""
    with closing(sqlite3.connect(state)) as conn:
        lines = "\n".join(conn.iterdump())
    for mine, said in ((str(place), "/work"), (getpass.getuser() + "@", "somebody@"), (socket.gethostname(), "HOST")):
        lines = lines.replace(mine, said)
    return lines + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
