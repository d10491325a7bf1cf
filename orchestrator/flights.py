"""Who asks what in this process: one asks a model, and whoever wants the same answer meanwhile waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from orchestrator.chain import Ask
from orchestrator.held import Stoppable, wait


@dataclass(slots=True)
class _Flight:
    """A request that somebody asks a model.

    Args:
        model: "provider/model".
        joiners: Those who wait for it to land.
    """

    model: str
    joiners: list[asyncio.Future[None]] = field(default_factory=list)


class Flights:
    """The requests that are being asked now, by digest. Lives on the event loop."""

    def __init__(self) -> None:
        self._flights: dict[str, _Flight] = {}

    async def join(self, run: Stoppable, ask: Ask) -> bool:
        """Wait for somebody who asks the same of a model that would do; False when nobody does.

        Raises:
            HeldError: The item was let go of.
        """
        flight = self._flights.get(ask.digest)
        if flight is None or flight.model not in ask.answering:
            return False
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        flight.joiners.append(future)
        await wait(run, future)
        return True

    @contextmanager
    def asking(self, digest: str, model: str) -> Iterator[None]:
        """Ask a model within it; whoever joined looks again at its end."""
        flight = self._flights[digest] = _Flight(model)
        try:
            yield
        finally:
            if self._flights.get(digest) is flight:
                del self._flights[digest]
            for joiner in flight.joiners:
                if not joiner.done():
                    joiner.set_result(None)
