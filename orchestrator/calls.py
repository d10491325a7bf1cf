"""One request until its answer is there: known here, known to the state, or asked of a model, again where that helps.

    ask ─► asked in this process? join ─► choose a model ─► one call (orchestrator.exchange) ─┬► an answer: settle it
     ▲                                                                                        ├► Busy, NoBudget: wait
     └── wait, fail over (orchestrator.recovery) ◄──── a failure ─────────────────────────────┘

What takes many inputs in one call is asked by `orchestrator.packing`.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace

from orchestrator.analyzer import claimed_tokens, needed_tokens
from orchestrator.chain import Ask
from orchestrator.documents.base import UnreadableError
from orchestrator.errors import Failure, FailureClass
from orchestrator.exchange import Came, Exchange, Order
from orchestrator.flights import Flights
from orchestrator.held import nap
from orchestrator.item_run import Asker
from orchestrator.packing import Packs
from orchestrator.providers.base import Gate, Provider, Reply
from orchestrator.recovery import BUSY_LOOK_S, GaveUp, Got, Recovery
from orchestrator.router import Choice
from orchestrator.settlements import answer_of, of_reply
from orchestrator.standing import Standing, Trail
from orchestrator.surroundings import Surroundings, provider_model
from state.errors import EngineError
from state.outage import insist, kept_text
from state.plan_records import PhasePlan
from state.records import (
    PACKED_ROLES,
    Answer,
    Busy,
    CallCost,
    Intent,
    Known,
    NoBudget,
    Regroup,
    Renewed,
    Settled,
    Settlement,
)  # fmt: skip
from state.status import CallStatus
from state.storable import storable

__all__ = ["Caller", "GaveUp", "Got", "MakeImage"]

MakeImage = Callable[[], Awaitable[str]]
"""Makes the bytes of an image, in base64; it may raise `UnreadableError`."""


class Caller:
    """Asks models on behalf of the items of one process.

    Args:
        here: What it asks with.
        draw: Uniform in [0, 1), for waits.
    """

    def __init__(self, here: Surroundings, draw: Callable[[], float] = random.random) -> None:
        self._here = here
        self._standing = Standing(here.clock, here.tidings)
        self._flights = Flights()
        self._exchange = Exchange(here)
        self._recovery = Recovery(here, self._standing, draw)
        self._packs = Packs(here, self._exchange, self._recovery, self._standing)

    async def ask(self, run: Asker, phase: PhasePlan, ask: Ask, image: MakeImage | None = None) -> Got:
        """The answer to a request, from what is known, from somebody who asks the same, or from a model.

        Args:
            image: Makes the bytes of the image that the request shows.

        Raises:
            HeldError: The item was let go of.
        """
        trail = Trail(ask.digest, (phase.index, ask.role), needed_tokens(ask.request))
        while True:
            run.check()
            if await self._flights.join(run, ask):
                continue
            choice = self._recovery.choose(ask, trail)
            if isinstance(choice, GaveUp):
                return choice
            with self._flights.asking(ask.digest, choice.model):  # its waits too: who joined would try at once
                if ask.role in PACKED_ROLES:
                    got = await self._packs.get(run, phase, ask, choice)
                else:
                    got = await self._get(run, phase, ask, choice, trail, image)
            if got is not None:
                return got

    async def _get(
        self, run: Asker, phase: PhasePlan, ask: Ask, choice: Choice, trail: Trail, image: MakeImage | None
    ) -> Got | None:
        """Try once; None: ask again, for the wait is over that was asked for."""
        try:
            result = await self._fly(run, phase, ask, choice, image)
        except UnreadableError as error:
            return GaveUp(FailureClass.UNREADABLE, f"its file {error}")
        if isinstance(result, Answer | Renewed | GaveUp):
            return result
        if isinstance(result, Failure):
            return await self._recovery.after(run, choice.model, result, ask, trail)
        if isinstance(result, NoBudget):
            await self._recovery.after_no_budget(run, result)
        elif isinstance(result, Busy):
            with self._here.waits.on("elsewhere", choice.model):
                await nap(run, BUSY_LOOK_S)
        else:  # a gate that is closed for now
            await nap(run, BUSY_LOOK_S)
        return None

    async def _fly(
        self, run: Asker, phase: PhasePlan, ask: Ask, choice: Choice, image: MakeImage | None
    ) -> Answer | Renewed | Failure | Busy | NoBudget | GaveUp | None:
        """One try.

        Raises:
            UnreadableError: The image that it shows cannot be made.
        """
        request = ask.request

        async def ready() -> None:
            nonlocal request
            if image is not None:
                request = ask.request.showing(await image())

        async def post(provider: Provider, intent: Intent, gate: Gate) -> Reply:
            return await provider.send(
                request,
                model=provider_model(intent.model),
                call_id=intent.call_id,
                timeout_s=intent.timeout_s,
                gate=gate,
                stream=self._exchange.speeds.takes_long(intent.model, ask.request, intent.timeout_s),
            )

        def book(settlement: Settlement, settled: Settled) -> None:
            run.costs.append(CallCost(settlement.intent.bundle_id, settled.call_id, settled.cost_usd))

        order = Order(
            choice.model,
            phase.index,
            lambda: self._exchange.intent(run, phase, ask, choice),
            claims=lambda: claimed_tokens(ask.request),
            post=post,
            book=book,
            ready=ready,
        )
        came = await self._exchange.make(run, order)
        if isinstance(came, Came):
            return await self._settle(came, book)
        if isinstance(came, Known):
            return await self._whole(came.answer)
        if isinstance(came, Regroup):
            raise EngineError("a call of one request is in no pack")
        return came

    async def _settle(self, came: Came[Reply], book: Callable[[Settlement, Settled], None]) -> Answer | GaveUp:
        intent, reply = came.intent, came.reply
        self._standing.answered(intent.model, (intent.phase, intent.role))
        self._exchange.speeds.note(intent.model, reply.usage, came.latency_ms)
        text = storable(reply.text)
        workspace = self._here.workspace
        ref = await asyncio.to_thread(kept_text, workspace, text) if workspace.takes_text(text) else None
        answer = answer_of(intent, reply, text, ref, self._here.prices)
        self._here.aliases.answered(intent.model, answer.model)
        settled = await self._exchange.settle(of_reply(intent, reply, answer, came.latency_ms), book)
        if settled.status is CallStatus.INVALID:
            return GaveUp(FailureClass.UNSTORABLE, "the reply cannot be stored; it was paid and is in the ledger")
        return answer

    async def _whole(self, answer: Answer) -> Answer:
        """The answer with its text, wherever that is kept."""
        ref = answer.payload_ref
        if ref is None:
            return answer
        workspace = self._here.workspace
        return replace(answer, text=await asyncio.to_thread(insist, None, lambda: workspace.get(ref)))
