"""What a terminal is asked is answered after it was asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="terminals are POSIX's")

ASK = "from pipelines.shell import confirm; print('answer', confirm('go on?'), flush=True)"


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """A terminal: our end of it, and a program's."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def until_said(end: int, word: bytes) -> None:
    """Read until a word is there."""
    said = b""
    while word not in said:
        said += os.read(end, 1024)


def test_what_was_typed_before_a_question_is_no_answer_to_it(terminal: tuple[int, int]) -> None:
    """A `y` that was typed while the first items ran agrees to nothing."""
    ours, theirs = terminal
    os.write(ours, b"y\n")
    root = Path(__file__).parents[1]
    with subprocess.Popen([sys.executable, "-c", ASK], cwd=root, stdin=theirs, stdout=theirs, stderr=theirs) as asking:
        until_said(ours, b"go on?")
        os.write(ours, b"n\n")
        until_said(ours, b"answer False")
        assert asking.wait(30) == 0


def test_after_ctrl_c_at_a_question_a_line_begins(terminal: tuple[int, int]) -> None:
    """What is said of the end does not stand behind the question."""
    ours, theirs = terminal
    ask = f"try:\n    {ASK}\nexcept KeyboardInterrupt:\n    print('stopped', flush=True)"
    root = Path(__file__).parents[1]
    with subprocess.Popen([sys.executable, "-c", ask], cwd=root, stdin=theirs, stdout=theirs, stderr=theirs) as asking:
        until_said(ours, b"go on? [y/N]: ")
        asking.send_signal(signal.SIGINT)
        asking.wait(30)
    os.write(theirs, b"the end")
    assert os.read(ours, 1024).startswith(b"\r\nstopped\r\n")
