"""Packs: calls that take many inputs, filled in the process from the inputs that are not known.

    input ─► look: known? ──► the open pack of its bundle, phase and model ─┐ full, or nobody joins any more
      ▲                                                                     ▼
      ├◄── asked by somebody meanwhile: look again ◄────────── one call (orchestrator.exchange)
      │                                                                     │
      └──── its vector, with its share of tokens and cost ◄── settle ◄──────┴─► refused: in halves, down to one input

The item that opens a pack leads it: its task makes the call, the others wait. All items of a pack are of one bundle, so
that who lets go of one lets go of all; and a call whose bytes are out runs on to its settle whatever becomes of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from orchestrator.analyzer import claimed_tokens, needed_tokens
from orchestrator.chain import Ask
from orchestrator.errors import Failure, FailureClass
from orchestrator.exchange import Came, Exchange, Order
from orchestrator.held import HeldError, nap, wait
from orchestrator.item_run import Asker
from orchestrator.providers.base import Embedded, Gate, Provider
from orchestrator.recovery import BUSY_LOOK_S, GaveUp, Got, Recovery
from orchestrator.router import Choice
from orchestrator.settlements import of_vectors
from orchestrator.standing import Standing, Trail
from orchestrator.surroundings import Surroundings, provider_model, provider_of
from state.apportion import apportion_usd
from state.digests import digest
from state.errors import EngineError
from state.identity import new_call_id
from state.plan_records import OutputFormat, PhasePlan
from state.records import (
    PACKED,
    ZERO,
    Busy,
    CallCost,
    Intent,
    Known,
    Look,
    Missing,
    NoBudget,
    Refused,
    Regroup,
    Renewed,
    Settled,
    Settlement,
)
from state.status import CallStatus

MOST_INPUTS = 128
"""No pack holds more, whatever the provider takes: its reply is a megabyte, and what a crash may cost grows with it."""

QUIET_S = 0.02
"""A pack leaves when nobody has joined it for so long."""

MOST_WAIT_S = 0.5
"""A pack that is joined again and again leaves after this long, however empty it is."""

_OWN_FAULT = frozenset({FailureClass.BAD_REQUEST, FailureClass.TOO_LONG})
"""What a provider says of a whole pack that one input is to blame for: the others are asked without it, at once."""


LOST_ALONE = 3
"""When so many inputs of a pack failed alone and none was answered, its fault is no input's: the rest is not asked."""


def inputs_of(phase: PhasePlan) -> int:
    """How many items one call of a phase takes, at the most."""
    return MOST_INPUTS if phase.output.format is OutputFormat.VECTOR else 1


@dataclass(slots=True)
class _Input:
    """One input of a pack, and who waits for what comes of it.

    Args:
        told: Ends with None when the input is to look again.
        tokens: The most that it can be billed for.
        claim: What it takes of a limit of tokens by the minute.
    """

    run: Asker
    ask: Ask
    intent: Intent
    told: asyncio.Future[Got | None]
    tokens: int
    claim: int


@dataclass(slots=True)
class _Pack:
    """Inputs that leave together.

    Args:
        most_inputs: It is full with so many,
        most_tokens: or with so many tokens, by their upper bound,
        most_claim: or when it claims so much of a limit by the minute, if there is one.
        full: Ends the wait for company.
        is_closed: Nobody joins it any more: another one is open in its place.
    """

    most_inputs: int
    most_tokens: int
    most_claim: int | None = None
    inputs: list[_Input] = field(default_factory=list)
    tokens: int = 0
    claim: int = 0
    full: asyncio.Future[None] | None = None
    is_closed: bool = False

    def has_room_for(self, one: _Input) -> bool:
        """Whether an input may join; it was opened by one, which may be any."""
        return (
            len(self.inputs) < self.most_inputs
            and self.tokens + one.tokens <= self.most_tokens
            and (self.most_claim is None or self.claim + one.claim <= self.most_claim)
        )

    def add(self, one: _Input) -> None:
        """Let an input join."""
        self.inputs.append(one)
        self.tokens += one.tokens
        self.claim += one.claim
        if len(self.inputs) >= self.most_inputs:
            self.leave()

    def leave(self) -> None:
        """Wait for nobody any more."""
        if self.full is not None and not self.full.done():
            self.full.set_result(None)


@dataclass(slots=True)
class _Fate:
    """What has come of a pack that is asked in halves.

    Args:
        answered: One of its calls was.
        lost: What became of inputs that failed alone and not as bad ones: each took tries that may have been paid.
    """

    answered: bool = False
    lost: list[GaveUp] = field(default_factory=list)

    def for_the_rest(self) -> GaveUp | None:
        """What the inputs that were not asked alone yet are told; None: ask them."""
        if self.answered or len(self.lost) < LOST_ALONE:
            return None
        last = self.lost[-1]
        said = f"{last.message}; not asked alone, as {LOST_ALONE} others of its call failed so and none was answered"
        return GaveUp(last.failure_class, said)


class Packs:
    """Asks for what takes many inputs in one call. Lives on the event loop.

    Args:
        here: What it asks with.
        exchange: Makes the calls.
        recovery: Chooses the model, and goes on after failures.
        standing: Hears of answers.
    """

    def __init__(self, here: Surroundings, exchange: Exchange, recovery: Recovery, standing: Standing) -> None:
        self._here = here
        self._exchange = exchange
        self._recovery = recovery
        self._standing = standing
        self._open: dict[tuple[str, int, str], _Pack] = {}

    async def get(self, run: Asker, phase: PhasePlan, ask: Ask, choice: Choice) -> Got | None:
        """The answer to one input: what is known of it, else what a pack brings; None: look again.

        Raises:
            HeldError: The item was let go of.
        """
        intent = self._exchange.intent(run, phase, ask, choice)
        found = await self._here.ledger.do(Look(intent))
        if isinstance(found, Missing):
            return await self._in_a_pack(run, phase, ask, intent)
        if isinstance(found, Known):
            return found.answer
        if isinstance(found, Renewed):
            return found
        if isinstance(found, Refused):
            raise HeldError(found.message, reason=found.reason)
        if isinstance(found, Busy):
            await nap(run, BUSY_LOOK_S)
            return None
        raise EngineError(f"a look cannot find {type(found).__name__}")

    async def _in_a_pack(self, run: Asker, phase: PhasePlan, ask: Ask, intent: Intent) -> Got | None:
        """Join the open pack; who opens it leads it."""
        provider = self._here.provider(provider_of(intent.model))
        told: asyncio.Future[Got | None] = asyncio.get_running_loop().create_future()
        one = _Input(run, ask, intent, told, provider.input_tokens_bound(ask.request), claimed_tokens(ask.request))
        key = (intent.bundle_id, phase.index, intent.model)
        pack = self._open.get(key)
        if pack is not None and not pack.has_room_for(one):
            pack.is_closed = True
            pack.leave()
            pack = None
        if pack is not None:
            pack.add(one)
            return await told
        allowance = self._here.permits.allowance(intent.model)
        most_claim = None if allowance is None else allowance.pack_claim
        pack = _Pack(min(MOST_INPUTS, provider.max_inputs), provider.max_pack_tokens, most_claim)
        self._open[key] = pack
        pack.add(one)
        try:
            try:
                await self._fill(pack)
            finally:
                if self._open.get(key) is pack:
                    del self._open[key]
            await self._call(phase, pack.inputs, _Fate())
        except BaseException as error:
            _tell_all(pack.inputs[1:], error)
            if not (isinstance(error, HeldError) and told.done()):
                raise
        return await told

    async def _fill(self, pack: _Pack) -> None:
        """Wait until the pack is full, or nobody joins it any more."""
        loop, leader = asyncio.get_running_loop(), pack.inputs[0]
        until = loop.time() + MOST_WAIT_S
        joined = 0
        while joined < len(pack.inputs) < pack.most_inputs and not pack.is_closed and loop.time() < until:
            joined = len(pack.inputs)
            pack.full = loop.create_future()
            timer = loop.call_later(QUIET_S, pack.leave)
            try:
                await wait(leader.run, pack.full)
            finally:
                timer.cancel()

    async def _call(self, phase: PhasePlan, inputs: Sequence[_Input], fate: _Fate) -> None:
        """Make a pack's call, again where that helps, until each input is told what came of it.

        Args:
            fate: Of the pack that these inputs left in.

        Raises:
            HeldError: The items were let go of.
        """
        leader = inputs[0]
        whole = replace(leader.ask, digest=digest([one.ask.digest for one in inputs]))
        need_tokens = max(needed_tokens(one.ask.request) for one in inputs)
        trail = Trail(whole.digest, (phase.index, whole.role), need_tokens, halves=len(inputs) > 1)
        order = self._order(phase, inputs, whole.digest)
        while True:
            came = await self._exchange.make(leader.run, order)
            if isinstance(came, Came):
                fate.answered = True
                await self._deal(inputs, came)
                return
            if isinstance(came, Regroup):
                _tell_all(inputs, None)
                return
            given_up: GaveUp | None = None
            if isinstance(came, Failure) and not (came.failure_class in _OWN_FAULT and len(inputs) > 1):
                given_up = await self._recovery.after(leader.run, order.model, came, whole, trail)
                if given_up is None:
                    continue
            elif isinstance(came, NoBudget) and (came.waits_for or len(inputs) == 1):
                await self._recovery.after_no_budget(leader.run, came)
                continue
            elif came is None:  # the gate was closed
                await nap(leader.run, BUSY_LOOK_S)
                continue
            elif isinstance(came, Known | Renewed | Busy):
                raise EngineError(f"the admission of a pack cannot be {type(came).__name__}")
            if len(inputs) > 1:
                await self._in_halves(phase, inputs, fate)
                return
            if given_up is not None and given_up.failure_class not in _OWN_FAULT:
                fate.lost.append(given_up)
            leader.told.set_result(given_up)
            return

    async def _in_halves(self, phase: PhasePlan, inputs: Sequence[_Input], fate: _Fate) -> None:
        """Ask for one half, and then for the other, unless it is plain by then what would come of it."""
        middle = len(inputs) // 2
        for half in (inputs[:middle], inputs[middle:]):
            given_up = fate.for_the_rest()
            if given_up is None:
                await self._call(phase, half, fate)
                continue
            for one in half:
                one.told.set_result(given_up)

    def _order(self, phase: PhasePlan, inputs: Sequence[_Input], pack_digest: str) -> Order[Embedded]:
        first = inputs[0].intent

        def intent() -> Intent:
            return replace(
                first,
                call_id=new_call_id(),
                digest=pack_digest,
                root_digest=pack_digest,
                worst_case_usd=sum((one.intent.worst_case_usd for one in inputs), ZERO),
                kind=PACKED,
                parts=tuple(one.intent for one in inputs),
            )

        async def post(provider: Provider, intent: Intent, gate: Gate) -> Embedded:
            requests = [one.ask.request for one in inputs]
            model = provider_model(intent.model)
            return await provider.embed(
                requests, model=model, call_id=intent.call_id, timeout_s=intent.timeout_s, gate=gate
            )

        def claims() -> int:
            return sum(one.claim for one in inputs)

        return Order(first.model, phase.index, intent, claims=claims, post=post, book=partial(_book, inputs))

    async def _deal(self, inputs: Sequence[_Input], came: Came[Embedded]) -> None:
        """Settle a reply, and tell each input its own part of it."""
        intent = came.intent
        self._standing.answered(intent.model, (intent.phase, intent.role))
        weights = [one.tokens for one in inputs]
        settlement = of_vectors(intent, came.reply, weights, came.latency_ms, self._here.prices)
        self._here.aliases.answered(intent.model, settlement.model or intent.model)
        settled = await self._exchange.settle(settlement, partial(_book, inputs))
        for one, answer in zip(inputs, settlement.part_answers, strict=True):
            if settled.status is CallStatus.INVALID:
                message = "the reply cannot be stored; it was paid and is in the ledger"
                one.told.set_result(GaveUp(FailureClass.UNSTORABLE, message))
            else:
                one.told.set_result(answer)


def _book(inputs: Sequence[_Input], settlement: Settlement, settled: Settled) -> None:
    """Let each item report its share of a call; the first one reports that there was a call."""
    costs = [answer.cost_usd for answer in settlement.part_answers]
    if not costs:
        costs = apportion_usd(settled.cost_usd, [one.intent.worst_case_usd for one in inputs])
    for place, (one, cost) in enumerate(zip(inputs, costs, strict=True)):
        one.run.costs.append(CallCost(settlement.intent.bundle_id, settled.call_id, cost, calls=int(place == 0)))


def _tell_all(inputs: Sequence[_Input], told: BaseException | None) -> None:
    """Tell all who were told nothing yet: what went wrong, or to look again."""
    for one in inputs:
        if one.told.done():
            continue
        if told is None:
            one.told.set_result(None)
        elif isinstance(told, HeldError):
            one.told.set_exception(HeldError(str(told), reason=told.reason))
        else:
            one.told.set_exception(told)
