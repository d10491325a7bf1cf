"""One process that calls users' checks, as its parent sees it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orchestrator.child_process import ChildLimits, ChildProcess, GoneError, LateError, TooLargeError

__all__ = ["SENT_MAX_BYTES", "CheckProcess", "GoneError", "LateError", "TooLargeError"]

SENT_MAX_BYTES = 64 * 1024 * 1024
"""The most that a check gets: output, input and fields."""

_CHILD = Path(__file__).with_name("child.py")


class CheckProcess(ChildProcess):
    """A child that calls users' functions.

    Args:
        folders: Where their modules are looked for, before what is installed.

    Raises:
        OSError: No process can be started.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        super().__init__(_CHILD, folders, ChildLimits(SENT_MAX_BYTES, reply_bytes=1024 * 1024))
