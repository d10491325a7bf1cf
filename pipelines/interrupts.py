"""Ctrl-C ends a command, whenever it comes.

loading ─► the process ends, where Python would show what it was loading
then    ─► an exception, which commands answer
           where Python can raise none (a weak reference's callback, `__del__`) ─► it comes again a moment later

`cli.py` imports this first, and gives the signal back once the rest is there.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading

_before = signal.getsignal(signal.SIGINT)
_is_ours = _before is signal.default_int_handler and threading.current_thread() is threading.main_thread()

_told_before = sys.unraisablehook

_MOMENT_S = 0.02

if _is_ours:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def give_back() -> None:
    """Let Ctrl-C be an exception again, which commands answer."""
    if _is_ours:
        signal.signal(signal.SIGINT, _before)
        sys.unraisablehook = _unraised


def _unraised(told: sys.UnraisableHookArgs) -> None:
    """Interrupt once more where Python would note a Ctrl-C as ignored, and go on."""
    if told.exc_type is KeyboardInterrupt:
        threading.Timer(_MOMENT_S, _thread.interrupt_main).start()
    else:
        _told_before(told)
