"""Letting go of an item: everything that waits for one can be told to stop waiting.

Nothing is cancelled in mid-air. An item that waits (for a place, a permit, a time, somebody's call, a budget) is woken
with `HeldError`; one whose call is out hears of it when the call has settled, at its next step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

from state.records import HeldReason

Result = TypeVar("Result")


class HeldError(Exception):
    """The item is let go of unfinished, on purpose."""

    def __init__(self, message: str, *, reason: HeldReason = HeldReason.STOPPED) -> None:
        super().__init__(message)
        self.reason = reason


class Stoppable:
    """One item in progress, as far as waiting is concerned; lives on the event loop."""

    __slots__ = ("_held", "_led", "_waits")

    def __init__(self) -> None:
        self._held: tuple[HeldReason, str] | None = None
        self._led: set[Stoppable] = set()
        self._waits: set[asyncio.Future[None]] = set()

    def stop(self, reason: HeldReason, message: str) -> None:
        """Let go: what it waits for ends now, and what it would wait for ends at once."""
        if self._held is None:
            self._held = (reason, message)
        self.interrupt()
        for one in self._led:
            one.stop(*self._held)

    @property
    def is_held(self) -> bool:
        """Whether the item was let go of."""
        return self._held is not None

    def check(self) -> None:
        """Raise HeldError if the item was let go of."""
        if self._held is not None:
            raise HeldError(self._held[1], reason=self._held[0])

    @contextmanager
    def waiting(self, future: asyncio.Future[None]) -> Iterator[None]:
        """While the block lasts, the item waits for this, too; if it was let go of before, that ends at once."""
        self._waits.add(future)
        try:
            self.interrupt()
            yield
        finally:
            self._waits.discard(future)

    @contextmanager
    def leading(self, other: Stoppable) -> Iterator[None]:
        """While the block lasts, another is let go of with this one; if this one was before, at once."""
        self._led.add(other)
        try:
            if self._held is not None:
                other.stop(*self._held)
            yield
        finally:
            self._led.discard(other)

    def interrupt(self) -> None:
        """End all that the item waits for, if it was let go of: several things at once where its parts are asked."""
        if self._held is None:
            return
        for future in self._waits:
            if not future.done():
                future.set_exception(HeldError(self._held[1], reason=self._held[0]))


async def wait(run: Stoppable, future: asyncio.Future[None]) -> None:
    """Wait for a future, unless the item is let go of.

    Raises:
        HeldError: It was.
    """
    with run.waiting(future):
        await future


async def outcome(run: Stoppable, work: Future[Result]) -> Result:
    """Wait for what a thread does, unless the item is let go of; what has not begun then is not begun.

    Raises:
        HeldError: It was.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()
    work.add_done_callback(lambda _: loop.call_soon_threadsafe(_end, future))
    try:
        await wait(run, future)
    except HeldError:
        work.cancel()
        raise
    return work.result()


async def nap(run: Stoppable, seconds: float) -> None:
    """Sleep, unless the item is let go of.

    Raises:
        HeldError: It was.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()
    timer = loop.call_later(seconds, _end, future)
    try:
        await wait(run, future)
    finally:
        timer.cancel()


def _end(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
