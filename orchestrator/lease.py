"""A worker's part of what is limited: asked for when its first lane begins, and again and again until its end.

begin ─► freeze ─► ShareAsk, of the job and of each cap ─► shares ─► permits        every 0.25 s, and at once where
  ▲        │       FlowTell of each model ───────────────► its limit               a call waits for a cap of which
  │        └ what it says it uses must stay true until the answer is there         nothing was wanted, or a limit
  └────────────────────────────────────────────────────────────────────────────    was cut for 429s
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from orchestrator.cap import Cap
from orchestrator.model_limits import ModelLimits
from orchestrator.permits import Permits
from orchestrator.rate_keeper import RateKeeper
from orchestrator.surroundings import Ledger
from state.commit import Operation
from state.errors import BatchwrightError, EngineError
from state.flows import Flows, FlowTell
from state.shares import ShareAsk

LOOK_S = 0.25
"""How often a share is negotiated, and a process learns what is wanted of its jobs."""


class Lease:
    """Negotiates the shares of one worker; on its event loop.

    Args:
        wanted: How many calls the worker could have out now.
        caps: Of what the config limits at once.
        limits: What is learned of models; shared with the others that call them.
        keeper: Of what it limits by the minute; told each time.
        fail: Told when it goes wrong.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        ledger: Ledger,
        permits: Permits,
        *,
        wanted: Callable[[], int],
        caps: Sequence[Cap],
        limits: ModelLimits,
        keeper: RateKeeper,
        fail: Callable[[BaseException], None],
    ) -> None:
        self._loop = loop
        self._ledger = ledger
        self._permits = permits
        self._wanted = wanted
        self._caps = caps
        self._limits = limits
        self._keeper = keeper
        self._fail = fail
        self._task: asyncio.Task[None] | None = None
        self._beginning = asyncio.Lock()
        self._hungry = asyncio.Event()
        permits.cap(caps, self._hungry.set)
        limits.on_cut = self._hungry.set

    async def begin(self) -> int:
        """Take part, from now on to the end; returns how many calls may be out here now."""
        async with self._beginning:  # lanes that begin together have one lease
            if self._task is None:
                self._permits.set_share(0)
                await self._ask(least=self._wanted())
                self._task = self._loop.create_task(self._keep())
        return self._permits.share

    async def end(self) -> None:
        """Ask no more; what was booked and not sent goes back, and what was learned is kept."""
        if self._task is not None:
            self._task.cancel()
            try:
                tells = self._limits.tells(lambda _: 0, is_last=True)
                self._heed(tells, await asyncio.gather(*map(self._ledger.do, tells)))
            except (BatchwrightError, RuntimeError) as error:
                self._fail(error)
        await self._keeper.close()

    async def _keep(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._hungry.wait()
            self._hungry.clear()
            try:
                await self._ask()
            except (BatchwrightError, RuntimeError) as error:
                self._fail(error)
                return
            self._keeper.tick()

    async def _ask(self, *, least: int = 0) -> None:
        """Negotiate; `least` is what is wanted of each cap and model before anybody waits for it."""
        wanted = self._wanted()
        asks = [ShareAsk(wanted, self._permits.freeze())]
        for cap in self._caps:
            of_cap = min(wanted, max(least, self._permits.wanted(cap)))
            asks.append(ShareAsk(of_cap, cap.freeze(of_cap), cap.limit))
        tells = self._limits.tells(lambda model: min(wanted, max(least, self._permits.wanted_of(model))))
        both: list[Operation] = [*asks, *tells]  # in one commit
        told = await asyncio.gather(*map(self._ledger.do, both))
        self._heed(tells, told[len(asks) :])
        own, *others = map(_share, told[: len(asks)])
        for cap, share in zip(self._caps, others, strict=True):
            cap.share = share
        self._permits.set_share(own)

    def _heed(self, tells: Sequence[FlowTell], answers: Sequence[object]) -> None:
        """Take what the others that call our models told."""
        for told, heard in zip(tells, answers, strict=True):
            if not isinstance(heard, Flows):
                raise EngineError(f"what others call cannot be {type(heard).__name__}")
            self._limits.heed(told, heard)


def _share(told: object) -> int:
    if not isinstance(told, int):
        raise EngineError(f"a share cannot be {type(told).__name__}")
    return told
