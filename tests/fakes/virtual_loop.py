"""An event loop whose time passes only when nothing else is left to do, so that waits of hours take no time.

with closing(VirtualLoop()) as loop:
    loop.run_until_complete(asyncio.sleep(3600))      at once; loop.time() is 3600 later
    loop.idle()                                       run what is ready; no time passes
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop with a clock of its own, which begins at zero and jumps to the next timer."""

    def __init__(self) -> None:
        self._seconds = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        """Seconds of this loop."""
        return self._seconds

    def jump(self, seconds: float) -> None:
        """Let time pass."""
        self._seconds += seconds

    def idle(self) -> None:
        """Run whatever is ready, and what that makes ready, until nothing is; no time passes."""
        while True:
            self.call_soon(self.stop)
            self.run_forever()
            if not getattr(self, "_ready"):  # noqa: B009  # asyncio says nowhere else whether anything is to be done
                return

    def close(self) -> None:
        """Cancel what has not ended, and close."""
        if not self.is_closed():
            for task in asyncio.all_tasks(self):
                task.cancel()
            self.idle()
        super().close()


class _Jumping(selectors.BaseSelector):
    """Waits for files as the real one; where that would be a wait for a timer, the loop's time jumps."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._real = selectors.DefaultSelector()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return self._real.select(None)
        ready = self._real.select(0)
        if not ready:
            self._loop.jump(timeout)
        return ready

    def register(self, fileobj: FileDescriptorLike, events: int, data: object = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: FileDescriptorLike) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def get_map(self) -> Mapping[FileDescriptorLike, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()
