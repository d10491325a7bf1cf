"""The window: how many items a process has in progress, from the page that opens them to their end."""

from __future__ import annotations

import threading

MOST_ITEMS = 4096
"""No window is larger, or a process would hold too many texts."""


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
        size: How many items may be in progress, to begin with.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._taken = 0
        self._stopped = False
        self._changed = threading.Condition()

    def take(self) -> bool:
        """Wait for a slot and take it; False when the window was stopped: nothing is opened any more."""
        with self._changed:
            while self._taken >= self.size and not self._stopped:
                self._changed.wait()
            if self._stopped:
                return False
            self._taken += 1
            return True

    def resize(self, size: int) -> None:
        """Take another size: who waits for a slot that is new gets it, and what is too much ends by and by."""
        with self._changed:
            self.size = size
            self._changed.notify_all()

    def free(self) -> None:
        """Give a slot back."""
        with self._changed:
            self._taken -= 1
            self._changed.notify()

    def stop(self) -> None:
        """Wake whoever waits, and give out no slot any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
