"""What a terminal is asked is answered after it was asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.shell import confirm

pty = pytest.importorskip("pty", reason="terminals are POSIX's")
termios = pytest.importorskip("termios", reason="terminals are POSIX's")

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


def test_after_ctrl_c_at_a_question_a_line_begins(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is said of the end does not stand behind the question."""

    def ctrl_c(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("click.termui.visible_prompt_func", ctrl_c)
    with open(os.dup(terminal[1])) as stdin:  # noqa: PTH123  # it has no name
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(KeyboardInterrupt):
            confirm("go on?")
        monkeypatch.undo()
    assert capsys.readouterr().err == "\n"


LIVE = """
import select, sys
from rich.console import Console
from pipelines.screen import Screen
screen = Screen(Console(), Console(stderr=True))
with screen.following():
    print('live', flush=True)
    {then}
    while not select.select([0], [], [], 0.05)[0]:
        pass
    sys.stdin.readline()
print('over', flush=True)
sys.stdin.readline()
"""


def is_echoed(end: int) -> bool:
    """Whether a terminal shows what is typed."""
    return bool(termios.tcgetattr(end)[3] & termios.ECHO)


@pytest.mark.parametrize("number", [None, signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_key_that_is_typed_shifts_no_live_screen(terminal: tuple[int, int], number: signal.Signals | None) -> None:
    """The echo is off while it is drawn, and on again however that ends."""
    ours, theirs = terminal
    live = LIVE.format(then="")
    root, environ = Path(__file__).parents[1], {**os.environ, "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-c", live], cwd=root, env=environ, stdin=theirs, stdout=theirs, stderr=theirs
    ) as drawing:
        until_said(ours, b"live")
        assert not is_echoed(theirs)
        if number is None:
            os.write(ours, b"y\n")
            until_said(ours, b"over")
            assert is_echoed(theirs)
            os.write(ours, b"\n")
        else:
            drawing.send_signal(number)
        code = drawing.wait(30)
    assert is_echoed(theirs)
    assert code == (-number if number else 0)


def test_a_third_ctrl_c_leaves_a_terminal_as_it_was(terminal: tuple[int, int]) -> None:
    """It waits for no end of what is drawn, and still each key is shown afterwards."""
    ours, theirs = terminal
    then = "from pipelines import follow; follow._Signals(stop=True).take(2, None)"
    command, root = [sys.executable, "-c", LIVE.format(then=then)], Path(__file__).parents[1]
    environ = {**os.environ, "TERM": "xterm"}
    with subprocess.Popen(command, cwd=root, env=environ, stdin=theirs, stdout=theirs, stderr=theirs) as drawing:
        until_said(ours, b"live")
        assert drawing.wait(30) == 130
    assert is_echoed(theirs)
