"""Ctrl-C ends a command, whenever it comes."""

from __future__ import annotations

import subprocess
import sys

import pytest

_IN_A_CALLBACK = """
import signal, time
import cli

class Gone:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

try:
    Gone()
    time.sleep(30)
except KeyboardInterrupt:
    print("answered")
"""


def test_it_is_answered_though_it_came_where_python_can_raise_nothing() -> None:
    """As an object goes away Python notes an exception as ignored, and goes on: a command would end as if untouched."""
    ended = _run(_IN_A_CALLBACK)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("answered\n", "", 0)


@pytest.mark.parametrize("error", ["ValueError", "SystemExit"])
def test_any_other_error_there_is_noted_as_ever(error: str) -> None:
    """The hook is for Ctrl-C alone."""
    ended = _run(f"import cli\nclass Gone:\n    def __del__(self):\n        raise {error}('of ours')\nGone()\n")
    assert f"{error}: of ours" in ended.stderr


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
