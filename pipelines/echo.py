"""The echo of a terminal: off while a screen is drawn in place, which a typed key would shift, and on again always.

drawn ─► off ─► the end, an error ─► as it was
                a signal that ends the process ─► as it was, then that signal
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import IO

_restore: Callable[[], None] | None = None

_ENDS = ("SIGTERM", "SIGHUP", "SIGQUIT")
_CURSOR = b"\x1b[?25h"
"""Shows the cursor, which whoever draws in place has hidden."""


@contextmanager
def silent_keys(terminal: IO[str]) -> Iterator[None]:
    """While the block lasts, show no key that is typed at a terminal; at what is none, do nothing."""
    global _restore  # a process has one terminal
    _restore = _off(terminal)
    if _restore is None:
        yield
        return
    try:
        with _ends_heard():
            yield
    finally:
        restore()


def restore() -> None:
    """Set the echo as it was, if it is off: for who ends this process without an end of the block."""
    global _restore
    done, _restore = _restore, None
    if done is not None:
        done()


def _off(terminal: IO[str]) -> Callable[[], None] | None:
    """Switch the echo of a terminal off; what sets it as it was, or None where nothing was changed."""
    try:
        import termios  # noqa: PLC0415
    except ImportError:  # where terminals are not POSIX's
        return None
    try:
        number = terminal.fileno()
        before = termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        return None
    if not _is_ours(number):
        return None

    def back() -> None:
        if _is_ours(number):  # a shell that took it back has set it as it wants it
            with suppress(termios.error, OSError):
                termios.tcsetattr(number, termios.TCSANOW, before)
                os.write(number, _CURSOR)

    quiet = [*before]
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(number, termios.TCSANOW, quiet)
    return back


def _is_ours(number: int) -> bool:
    """Whether this process may set a terminal: in the background that would stop it."""
    try:
        return os.tcgetpgrp(number) == os.getpgrp()
    except OSError:  # it is not the one that controls this process
        return True


@contextmanager
def _ends_heard() -> Iterator[None]:
    """Restore the echo before a signal ends the process; one that somebody else takes is theirs."""

    def end(number: int, _frame: FrameType | None) -> None:
        restore()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    taken = []
    if threading.current_thread() is threading.main_thread():
        for number in (getattr(signal, name) for name in _ENDS):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)
                taken.append(number)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
