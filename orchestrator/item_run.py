"""One item on its way through the phases of one run, in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from orchestrator.held import Stoppable, wait
from state.records import CallCost, HeldReason, OpenItem, Outcome
from state.status import ItemStatus


@dataclass(slots=True)
class BundleRun:
    """The items that one DoFn bundle opened; when the bundle fails they are let go of together."""

    bundle_id: str
    items: set[ItemRun] = field(default_factory=set)


EXTRACT = -1
"""The step before the first phase, in which an item's file becomes its text."""


class Asker(Stoppable):
    """On whose behalf calls are made: an item in progress, or the parts of its text.

    Args:
        costs: Takes what its calls cost.
    """

    __slots__ = ("bundle", "costs", "item")

    def __init__(self, item: OpenItem, bundle: BundleRun, costs: list[CallCost]) -> None:
        super().__init__()
        self.item = item
        self.bundle = bundle
        self.costs = costs

    @contextmanager
    def parts(self) -> Iterator[Asker]:
        """Who asks about the parts of the item's text: let go of with the item, or alone."""
        parts = Asker(self.item, self.bundle, self.costs)
        with self.leading(parts):
            yield parts


class ItemRun(Asker):
    """An item in progress: which phases the graph has attached, what it cost so far, who waits for its end.

    Lives on the event loop, but for `attach` and `on_end`, which the graph's thread calls.

    Args:
        on_slot_free: Called once, on the loop, when the item ends, is held or its bundle fails.
    """

    __slots__ = (
        "_attached",
        "_free",
        "_loop",
        "_task",
        "_tell",
        "_told",
        "_woken",
        "could_be_out",
        "outcome",
    )

    def __init__(
        self, loop: asyncio.AbstractEventLoop, item: OpenItem, bundle: BundleRun, on_slot_free: Callable[[], None]
    ) -> None:
        super().__init__(item, bundle, [])
        self._loop = loop
        self._free: Callable[[], None] | None = on_slot_free
        self._attached = 0
        self._woken: asyncio.Future[None] | None = None
        self._tell: Callable[[Outcome | BaseException], None] | None = None
        self._told: Outcome | BaseException | None = None
        self._task: asyncio.Task[None] | None = None
        self.could_be_out = 1
        self.outcome: Outcome | None = None

    # ── from the graph's thread ──

    # Waking the loop is a system call, and most items are attached to all their phases before it looks at them. So
    # each side first says what it has to say and then looks whether the other one waits: one of the two sees both.

    def attach(self, phase: int) -> None:
        """Let the item go on into a phase, or into `EXTRACT`; returns at once."""
        self._attached = max(self._attached, phase + 2)
        if self._woken is not None:
            self._loop.call_soon_threadsafe(self._go_on)

    def on_end(self, tell: Callable[[Outcome | BaseException], None]) -> None:
        """Have the outcome told when the item ends, at once if it has; an error of our own is told instead."""
        self._tell = tell
        if self._told is not None:
            self._loop.call_soon_threadsafe(self._tell_once)

    @property
    def is_attached(self) -> bool:
        """Whether a step of the graph has got hold of the item."""
        return self._attached > 0 or self._tell is not None or self._told is not None

    # ── on the loop ──

    async def attached(self, phase: int) -> None:
        """Wait until the graph has attached a phase.

        Raises:
            HeldError: The item was let go of.
        """
        self.check()
        while self._attached <= phase + 1:
            woken = self._woken = self._loop.create_future()
            try:
                if self._attached <= phase + 1:
                    await wait(self, woken)
            finally:
                self._woken = None

    def end(self, status: ItemStatus | None, held: HeldReason | None) -> None:
        """The item is over for this run."""
        self.outcome = Outcome(self.item.ordinal, self.item.item_id, status, held, tuple(self.costs))
        self._over(self.outcome)

    def break_off(self, error: BaseException) -> None:
        """The item cannot go on, by an error of our own."""
        self._over(error)

    def keep(self, task: asyncio.Task[None]) -> None:
        """Hold on to the task that drives the item: the loop itself keeps none alive."""
        self._task = task

    def free_slot(self) -> None:
        """Give the item's place in the window back; safe to call twice."""
        if self._free is not None:
            free, self._free = self._free, None
            free()

    def _over(self, told: Outcome | BaseException) -> None:
        self.bundle.items.discard(self)
        self.free_slot()
        self._told = told
        self._tell_once()

    def _go_on(self) -> None:
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)

    def _tell_once(self) -> None:
        if self._told is not None and self._tell is not None:
            tell, self._tell = self._tell, None
            tell(self._told)
