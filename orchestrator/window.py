"""The window: how many items a process has in progress, from the page that opens them to their end.

texts ──► twice the calls that may be out          each waits for a slot of its own kind: scans take minutes to
files ──► as many, and `FILES` at least            be read, and the texts behind them do not wait for that
"""

from __future__ import annotations

import threading

MOST_ITEMS = 4096
"""No window is larger, or a process would hold too many texts."""

FILES = 64
"""So many files at paths are in progress at least: one that is not read yet holds nothing, and asks for nothing."""


def window_size(concurrency: int, inputs: int = 1) -> int:
    """Twice the calls that may be out: enough to have the next item at hand, whatever phase the others are in.

    Args:
        concurrency: How many calls may be out.
        inputs: How many items one call of the first phase takes: the window counts calls then.
    """
    calls = max(2 * concurrency, concurrency + 8)
    return max(calls, min(calls * inputs, MOST_ITEMS))


class Window:
    """Slots for items in progress. The graph's thread takes and waits, the event loop frees.

    Args:
        size: How many texts may be in progress, to begin with.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._lock = threading.Lock()
        self._texts, self._files = _Kind(self._lock), _Kind(self._lock)
        self._stopped = False

    def take(self, *, is_file: bool = False) -> bool:
        """Wait for a slot and take it; False when the window was stopped: nothing is opened any more.

        Args:
            is_file: It is for a file at a path, whose text is not there yet.
        """
        kind = self._files if is_file else self._texts
        with self._lock:
            while kind.taken >= max(self.size, FILES if is_file else 0) and not self._stopped:
                kind.changed.wait()
            if self._stopped:
                return False
            kind.taken += 1
            return True

    def resize(self, size: int) -> None:
        """Take another size: who waits for a slot that is new gets it, and what is too much ends by and by."""
        with self._lock:
            self.size = size
            self._wake()

    def free(self, *, is_file: bool = False) -> None:
        """Give a slot back."""
        kind = self._files if is_file else self._texts
        with self._lock:
            kind.taken -= 1
            kind.changed.notify()

    def stop(self) -> None:
        """Wake whoever waits, and give out no slot any more."""
        with self._lock:
            self._stopped = True
            self._wake()

    def _wake(self) -> None:
        for kind in (self._texts, self._files):
            kind.changed.notify_all()


class _Kind:
    """The slots of one kind."""

    def __init__(self, lock: threading.Lock) -> None:
        self.taken = 0
        self.changed = threading.Condition(lock)
