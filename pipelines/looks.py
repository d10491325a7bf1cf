"""Look at a job in a thread of its own: a state that does not answer stops neither the screen nor a Ctrl-C.

a thread of its own: look, each second ─► the last look ─► drawn, with how long the state has been silent
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from pipelines.screen import Screen
from state.errors import UnreachableError
from state.job_live import JobLive

TURN_S = 0.1
"""How often whoever follows a job sees to what has come in."""

_EVERY_S = 1.0
_SILENT_S = 3.0
"""A look that takes so long is told as a state that does not answer."""

_END_S = 5.0


class Looks:
    """What a job looked like when its state answered last.

    Args:
        look: Reads it; called from a thread of this object's own, once each second.
        patience_s: How long the state may be away before `live` raises; None: for ever.
    """

    def __init__(self, look: Callable[[], JobLive], patience_s: float | None = None) -> None:
        self._look = look
        self._patience_s = patience_s
        self._live: JobLive | None = None
        self._error: Exception | None = None
        self._is_lost = False
        self._answered = time.monotonic()
        self._drawn = 0.0
        self._wake, self._is_over = threading.Event(), False
        self._thread = threading.Thread(target=self._work, name="batchwright-looks", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Look no more; a look that hangs is not waited for."""
        self._is_over = True
        self._wake.set()
        if not self.silent_s:
            self._thread.join(_END_S)

    @property
    def live(self) -> JobLive | None:
        """The last look; None before the first.

        Raises:
            StateUnreachableError: The state was away for longer than it is waited for.
            BatchwrightError: What else a look met.
        """
        if self._error is not None:
            raise self._error
        return self._live

    @property
    def silent_s(self) -> float:
        """For how long the state has not answered; 0 while it does."""
        silent_s = time.monotonic() - self._answered
        return silent_s if self._is_lost or silent_s >= _SILENT_S else 0.0

    def hurry(self) -> None:
        """Look now."""
        self._wake.set()

    def draw(self, screen: Screen) -> None:
        """Draw the last look, once each second: its clock goes on though the state is silent."""
        live = self.live
        if live is not None and time.monotonic() - self._drawn >= _EVERY_S:
            self._drawn = time.monotonic()
            screen.progress(live, self.silent_s)

    def _work(self) -> None:
        while not self._is_over:
            self._wake.clear()
            try:
                self._live = self._look()
            except UnreachableError as error:
                self._is_lost = True
                if self._patience_s is not None and time.monotonic() - self._answered > self._patience_s:
                    self._error = error
                    return
            except Exception as error:  # noqa: BLE001  # it is raised again where the look is wanted
                self._error = error
                return
            else:
                self._is_lost, self._answered = False, time.monotonic()
            self._wake.wait(_EVERY_S)
