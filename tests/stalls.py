"""How long this machine itself keeps threads waiting, for tests that bound a time."""

from __future__ import annotations

import threading
import time
from typing import Self


class Stalls:
    """How long this machine kept a thread waiting at the worst, beyond what it asked for; added to what is allowed."""

    def __init__(self) -> None:
        self.worst_s = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        last = time.monotonic()
        while not self._over.wait(0.02):
            now = time.monotonic()
            self.worst_s = max(self.worst_s, now - last - 0.02)
            last = now
