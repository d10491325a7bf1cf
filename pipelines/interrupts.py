"""Ctrl-C while the program is loaded: the process ends, where Python would show what it was loading.

`cli.py` imports this first, and gives the signal back once the rest is there.
"""

from __future__ import annotations

import signal
import threading

_before = signal.getsignal(signal.SIGINT)
_is_ours = _before is signal.default_int_handler and threading.current_thread() is threading.main_thread()

if _is_ours:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def give_back() -> None:
    """Let Ctrl-C be an exception again, which commands answer."""
    if _is_ours:
        signal.signal(signal.SIGINT, _before)
