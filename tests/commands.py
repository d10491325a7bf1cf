"""Type commands as a user would: in this process for what they say, in one of their own for signals and exit codes."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cli
from tests.fakes.provider_server import ProviderServer

JOB = """\
name: Ships
phases:
  - {name: shorten, task_type: summarization, model: openai/gpt-6-luna}
"""
TEXT = "Ships carry nine tenths of the goods of the world, and most of them burn heavy oil. "

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL")
PLACES = ("BATCHWRIGHT_STATE", "BATCHWRIGHT_WORKSPACE", "BATCHWRIGHT_CONFIG")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def write_items(path: Path, count: int) -> Path:
    """A JSONL file of so many items: doc-0 and those after it."""
    rows = ({"id": f"doc-{i}", "content": f"Document {i} says: {TEXT}"} for i in range(count))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def folder(path: Path, items: int = 4) -> Path:
    """A working folder with job.yaml and items.jsonl."""
    path.mkdir(exist_ok=True)
    (path / "job.yaml").write_text(JOB, "utf-8")
    write_items(path / "items.jsonl", items)
    return path


@contextlib.contextmanager
def _logging_as_it_was() -> Any:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    try:
        yield
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers


def typed(*arguments: str | Path, stdin: bytes = b"") -> Typed:
    """Type a command in this process; the working folder and the environment are this process's."""
    out, err = io.StringIO(), io.StringIO()
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            _logging_as_it_was(),
            pytest.raises(SystemExit) as left,
        ):
            cli.main([str(one) for one in arguments])
    finally:
        sys.stdin = before
    code = left.value.code
    assert isinstance(code, int)
    return Typed(code, out.getvalue(), err.getvalue())


def environment(provider: ProviderServer | None = None, **more: str) -> dict[str, str]:
    """This process's environment with no key and no place of a state but those of the loopback provider."""
    kept = {name: value for name, value in os.environ.items() if name not in {*KEYS, *PLACES}}
    if provider is not None:
        kept |= {"OPENAI_API_KEY": "any", "ANTHROPIC_API_KEY": "any"}
        kept |= {"OPENAI_BASE_URL": provider.openai_url, "ANTHROPIC_BASE_URL": provider.anthropic_url}
    return {**kept, "COLUMNS": "100", **more}


class Command:
    """A command in a process of its own."""

    def __init__(self, cwd: Path, environ: Mapping[str, str], *arguments: str | Path) -> None:
        command = [sys.executable, "-m", "cli", *map(str, arguments)]
        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process."""
        self._process.send_signal(number)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def end(self, timeout_s: float = 90) -> Typed:
        """Wait for its end."""
        try:
            out, err = self._process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise
        return Typed(self._process.returncode, out.decode(), err.decode())

    def kill(self) -> None:
        """End it now, if it has not ended."""
        self._process.kill()
        self._process.communicate()


def run_command(cwd: Path, environ: Mapping[str, str], *arguments: str | Path) -> Typed:
    """Type a command in a process of its own and wait for its end."""
    return Command(cwd, environ, *arguments).end()


def until(holds: Callable[[], bool], command: Command | None = None, timeout_s: float = 60) -> None:
    """Wait until something holds; fails when it does not in time, or when the command has ended before."""
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold in time"
        assert command is None or command.is_running, command.end() if command else ""
        time.sleep(0.02)
