"""Ctrl-C ends a command, whenever it comes."""

from __future__ import annotations

import importlib
import signal
import subprocess
import sys

import pytest

_MEETS_CTRL_C = """
import os, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
import cli
"""


def test_ctrl_c_while_the_program_is_loaded_just_ends_it() -> None:
    """Nothing has begun, so nothing is to be told; and whoever imports the module keeps Ctrl-C as it was."""
    done = _run(_MEETS_CTRL_C)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
    importlib.import_module("cli")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


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
