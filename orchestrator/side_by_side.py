"""Asking several things about one item at once: the parts of its text, the pages of its file.

begin ─► out ─► next ─► what came of those that ended
                  stop ─► what waits ends at once, and nothing comes of it; what is out runs on to its settle
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Hashable
from contextlib import ExitStack
from typing import Generic, Self, TypeVar

from orchestrator.held import HeldError
from orchestrator.item_run import Asker, ItemRun
from state.records import HeldReason

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class SideBySide(Generic[Key, Result]):
    """What is asked about one item now, each under the key of what it is about; after the block nothing is out.

    Args:
        at_once: So many are asked about at once.
    """

    def __init__(self, run: ItemRun, at_once: Callable[[], int]) -> None:
        self.is_stopped = False
        self._run = run
        self._at_once = at_once
        self._out: dict[asyncio.Task[Result], Key] = {}
        self._block = ExitStack()

    async def __aenter__(self) -> Self:
        """Begin to ask on behalf of the item."""
        self.asker: Asker = self._block.enter_context(self._run.parts())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let go of what is left, and wait until it has ended; whatever became of the item, a bug must be heard of."""
        with self._block:
            self.stop("what was asked beside it was let go of")
            ended = await asyncio.gather(*self._out, return_exceptions=True)
            self._run.could_be_out = 1
            for bug in ended:
                if isinstance(bug, BaseException) and not isinstance(bug, HeldError):
                    raise bug

    @property
    def out(self) -> Collection[Key]:
        """What is asked about now."""
        return self._out.values()

    @property
    def room(self) -> int:
        """So many more may be begun."""
        return 0 if self.is_stopped else max(0, self._at_once() - len(self._out))

    def begin(self, key: Key, asking: Coroutine[None, None, Result]) -> None:
        """Ask about one more."""
        self._out[asyncio.ensure_future(asking)] = key

    async def next(self) -> list[tuple[Key, Result]]:
        """What came of those that end next; nothing comes of what was let go of by `stop`.

        Raises:
            HeldError: The item was let go of.
        """
        self._run.could_be_out = len(self._out)
        ended, _ = await asyncio.wait(self._out, return_when=asyncio.FIRST_COMPLETED)
        came = []
        for task in ended:
            if not (self.is_stopped and isinstance(task.exception(), HeldError)):
                came.append((self._out[task], task.result()))
            del self._out[task]
        return came

    def stop(self, message: str) -> None:
        """Begin no other, and let go of what waits."""
        self.is_stopped = True
        self.asker.stop(HeldReason.STOPPED, message)
