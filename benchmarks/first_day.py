"""A user's first day with many items, each step a command in a process of its own: time, memory and disk.

Memory is the most that the command and all processes that it started held together: the sum of their resident sets,
looked at twenty times a second. What several of them share is counted for each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.jobs import texts
from benchmarks.processes import resident, tree

ROOT = Path(__file__).parents[1]
_LOOK_S = 0.05

MOST_MB = 300
"""What no step may hold, whatever the number of items."""

JOB = """\
name: first day
phases:
  - {name: say, task_type: chat, model: openai/gpt-6-luna, instructions: Say it in a sentence.}
options: {concurrency: 50, checkpoint_frequency: 100, auto_start: false}
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What a step took; `disk_mb` is the working folder's after it, without the items that were given."""

    name: str
    seconds: float
    cpu_s: float
    rss_mb: float
    disk_mb: float


def measure_first_day(items: int) -> Iterator[Step]:
    """Go through the steps, and tell of each when it is done."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        place = Path(made)
        (place / "job.yaml").write_text(JOB, "utf-8")
        with (place / "items.jsonl").open("w", encoding="utf-8") as file:
            for item in texts(items):
                file.write(json.dumps({"id": item.item_id, "content": item.text}) + "\n")
        job = ("job.yaml", "--items", "items.jsonl")
        last = str(items - 100)
        for name, *command in (
            ("create", "create", *job, "--no-start"),
            ("estimate", "estimate", *job),
            ("run", "start", "last", "--attach"),
            ("list", "list"),
            ("status", "status", "last"),
            ("results, the last 100", "results", "last", "--offset", last),
            ("results, all as JSONL", "results", "last", "--limit", str(items), "--format", "jsonl"),
            ("calls, all as JSONL", "calls", "last", "--limit", str(items), "--format", "jsonl"),
            ("analytics", "analytics", "last"),
            ("export", "export", "last", "out"),
            ("the same again, all known", "run", *job, "--new", "--yes"),
            ("db check", "db", "check"),
            ("db backup", "db", "backup", "copy"),
            ("purge", "purge", "last", "--payloads", "--yes"),
        ):
            yield _step(name, command, place)


def _step(name: str, command: list[str], place: Path) -> Step:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "none", "COLUMNS": "100"}
    started = time.monotonic()
    with (place / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.null_command", *command],
            cwd=place, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip
        most = pid = 0
        while not pid:
            most = max(most, sum(map(resident, tree(process.pid))))
            time.sleep(_LOOK_S)
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{name}: exit code {process.returncode}: {(place / 'said.txt').read_text()[-2000:]}")
    cpu_s = used.ru_utime + used.ru_stime
    return Step(name, round(seconds, 2), round(cpu_s, 2), round(most / 1e6, 1), round(_size(place) / 1e6, 1))


def _size(folder: Path) -> int:
    """Bytes of all files in a folder but the items that were given."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.name != "items.jsonl")
