"""Keeps the allowances of a process: asks the state for what its calls wait for, and gives back what they did not use.

permits: somebody waits ─► poke ─► RateAsk ─► the next group commit ─► Booked ─► allowance ─► permits look again
lease: every 0.25 s     ─► tick ─┘  (sooner for what is booked ahead; back what lapsed)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from orchestrator.allowance import Allowance
from orchestrator.permits import Permits
from orchestrator.surroundings import Ledger
from state.errors import BatchwrightError, EngineError
from state.rates import Booked, RateAsk


class RateKeeper:
    """One ask at a time for each model; everything here runs on the event loop.

    Args:
        ledger: Where is asked.
        permits: Whose calls wait; it is told what was booked.
        allowances: Of the models that are limited by the minute.
        fail: Told when an ask goes wrong.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        ledger: Ledger,
        permits: Permits,
        allowances: Iterable[Allowance],
        fail: Callable[[BaseException], None],
    ) -> None:
        self._loop = loop
        self._ledger = ledger
        self._permits = permits
        self._allowances = {allowance.model: allowance for allowance in allowances}
        self._fail = fail
        self._asking: dict[str, asyncio.Task[None]] = {}
        for allowance in self._allowances.values():
            permits.meter(allowance, self.poke)

    def poke(self, model: str) -> None:
        """Somebody waits for a model: ask for more, if nothing is asked and nothing is booked ahead."""
        self._begin(model, earlier=False)

    def tick(self) -> None:
        """Look at all models: what is booked ahead may be had sooner, and what lapsed is given back."""
        for model in self._allowances:
            self._begin(model, earlier=True)

    async def close(self) -> None:
        """Give back what is left."""
        await asyncio.gather(*self._asking.values())
        for allowance in self._allowances.values():
            allowance.release()
        self.tick()
        await asyncio.gather(*self._asking.values())

    def _begin(self, model: str, *, earlier: bool) -> None:
        allowance = self._allowances[model]
        if model in self._asking or (allowance.is_booked_ahead and not earlier):
            return
        asked = allowance.ask(self._permits.waiting(model), earlier=earlier)
        if asked is not None:
            self._asking[model] = self._loop.create_task(self._ask(allowance, asked))

    async def _ask(self, allowance: Allowance, asked: RateAsk) -> None:
        began = self._loop.time()
        try:
            booked = await self._ledger.do(asked)
            if not isinstance(booked, Booked):
                raise EngineError(f"a booking cannot be {type(booked).__name__}")
            allowance.book(booked, self._loop.time() - began)
        except (BatchwrightError, RuntimeError) as error:
            self._fail(error)
            return
        finally:
            del self._asking[allowance.model]
        if booked.calls or not asked.calls:  # else the job is not ours any more, and nothing more is asked for it
            self._permits.wake()
