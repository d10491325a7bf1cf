"""One call, one HTTP request: a place, its admission, a permit, the gate, its bytes, what came.

    place ─► admit ─┬► Known, Renewed, Busy, NoBudget, Regroup: the place is given back
                    └► Admitted ─► permit ─► gate ─► bytes out ─┬► Came: the reply, to be settled by whoever asked
                                                                └► Failure: settled

Once the bytes of a call are out, it runs on to its settle whatever becomes of its item.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from orchestrator.allowance import Claim
from orchestrator.chain import Ask
from orchestrator.errors import Failure, FailureClass
from orchestrator.held import HeldError
from orchestrator.item_run import Asker
from orchestrator.permits import ModelGate, TurnedAwayError
from orchestrator.pricing import tier_of
from orchestrator.providers.base import Embedded, Gate, NotSentError, Provider, ProviderError, Reply
from orchestrator.router import Choice
from orchestrator.settlements import of_failure
from orchestrator.speeds import Speeds
from orchestrator.surroundings import Surroundings, provider_model, provider_of
from state.buckets import LIFE_S
from state.crash import reach
from state.errors import EngineError
from state.identity import new_call_id
from state.plan_records import PhasePlan
from state.records import (
    Admitted,
    Busy,
    Intent,
    Known,
    NoBudget,
    Refused,
    Regroup,
    Renewed,
    Settled,
    Settlement,
)
from state.status import SEEN_CALLS, CallStatus
from state.writer import Sent

ReplyT = TypeVar("ReplyT", bound=Reply | Embedded)


@dataclass(frozen=True, slots=True)
class Order(Generic[ReplyT]):
    """A call that is to be made.

    Args:
        model: "provider/model".
        phase: Index of the phase; the latest goes first.
        intent: Makes what is written down before it is sent.
        claims: The most tokens that it may count towards a limit by the minute; asked where there is one.
        post: Sends its HTTP request.
        book: Takes what a call has cost whose reply was seen.
        ready: Makes what it sends and takes long to make, once it is admitted; what it raises withdraws the call.
    """

    model: str
    phase: int
    intent: Callable[[], Intent]
    claims: Callable[[], int]
    post: Callable[[Provider, Intent, Gate], Awaitable[ReplyT]]
    book: Callable[[Settlement, Settled], None]
    ready: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Came(Generic[ReplyT]):
    """A reply, not settled yet."""

    intent: Intent
    reply: ReplyT
    latency_ms: int


class Exchange:
    """Makes the calls of one process.

    Args:
        here: What it asks with.
    """

    def __init__(self, here: Surroundings) -> None:
        self._here = here
        self.speeds = Speeds()

    def intent(self, run: Asker, phase: PhasePlan, ask: Ask, choice: Choice) -> Intent:
        """A call for an item, as it is written down before it is sent."""
        request = ask.request
        provider = self._here.provider(provider_of(choice.model))
        worst = self._here.prices.worst_case(
            choice.model, provider.input_tokens_bound(request), request.max_tokens, tier_of(request.parameters)
        )
        return Intent(
            call_id=new_call_id(),
            digest=ask.digest,
            root_digest=ask.root_digest,
            generation=ask.generation,
            candidates=ask.answering,
            model=choice.model,
            role=ask.role,
            ordinal=run.item.ordinal,
            item_id=run.item.item_id,
            phase=phase.index,
            attempt=ask.attempt,
            worst_case_usd=worst,
            price_version=self._here.prices.version,
            timeout_s=self.speeds.timeout_s(choice.model, request),
            bundle_id=run.bundle.bundle_id,
            components=ask.components,
            reason=choice.reason,
            above=ask.above,
        )

    async def make(
        self, run: Asker, order: Order[ReplyT]
    ) -> Came[ReplyT] | Failure | Known | Renewed | Busy | NoBudget | Regroup | None:
        """Make a call on behalf of an item. None: the gate was closed, look again.

        A model that is not waited for is the same as one that was asked, and refused.

        Raises:
            HeldError: The item was let go of, or the job is not to run.
        """
        permits = self._here.permits
        gate = permits.gate(order.model, lambda: self._here.make_limit(order.model))
        claim = None if gate.allowance is None else Claim(order.claims())
        try:
            await permits.place(gate, order.phase, run, claim)
            try:
                intent = order.intent()
                admission = await self._here.ledger.do(intent)
            except BaseException:
                permits.leave(gate)
                raise
            if isinstance(admission, Admitted):
                return await self._send(run, order, intent, gate, claim)
            permits.leave(gate)
            if isinstance(admission, Refused):
                raise HeldError(admission.message, reason=admission.reason)
            if isinstance(admission, Known | Renewed | Busy | NoBudget | Regroup):
                return admission
            raise EngineError(f"an admission cannot be {type(admission).__name__}")
        except TurnedAwayError as away:
            return Failure(FailureClass.LIMITED, str(away), retry_after_s=away.wait_s)

    async def settle(self, settlement: Settlement, book: Callable[[Settlement, Settled], None]) -> Settled:
        """Write down what became of a call."""
        settled = await self._here.ledger.do(settlement)
        if not isinstance(settled, Settled):
            raise EngineError(f"a settlement cannot end as {type(settled).__name__}")
        if settled.status in SEEN_CALLS:
            book(settlement, settled)
        return settled

    async def _send(
        self, run: Asker, order: Order[ReplyT], intent: Intent, gate: ModelGate, claim: Claim | None
    ) -> Came[ReplyT] | Failure | None:
        """Wait for the permit, and send."""
        permits = self._here.permits
        provider = self._here.provider(provider_of(intent.model))
        try:
            await provider.prepare(provider_model(intent.model))
            if order.ready is not None:
                await order.ready()
            await permits.permit(gate, order.phase, run, claim)
        except BaseException:  # whatever it is, no byte of the call has left
            permits.leave(gate)
            await self._here.ledger.do(Settlement(intent, CallStatus.WITHDRAWN))
            raise
        started = self._here.clock()
        gate.limit.sent(intent.call_id)
        permits.wake()  # a limit may let the next call out after a moment that begins now
        reply: ReplyT | None = None
        failure: Failure | None = None
        try:
            reply = await order.post(provider, intent, lambda _: self._pass(run, intent, claim))
        except NotSentError:
            gate.limit.failed(intent.call_id)
            gate.give_back(claim)
        except ProviderError as error:
            if error.failure is None:
                raise EngineError(f"the provider of {intent.model} raised an error without its failure") from error
            failure = error.failure
        finally:
            self._tell_limit(gate, intent, failure, succeeded=reply is not None)
            if reply is not None:
                gate.note(claim, reply.usage)
            permits.done(gate)
        latency_ms = int(1000 * (self._here.clock() - started))
        if reply is not None:
            reach("call.after_receive")
            return Came(intent, reply, latency_ms)
        if failure is not None:
            await self.settle(of_failure(intent, failure, latency_ms, self._here.prices), order.book)
            return failure
        await self._here.ledger.do(Settlement(intent, CallStatus.WITHDRAWN))
        run.check()
        return None

    def _pass(self, run: Asker, intent: Intent, claim: Claim | None) -> None:
        """The gate: the last look before the bytes of a request are written."""
        why = "the item was let go of" if run.is_held else self._here.why_not_send()
        if claim is not None and claim.at is not None and self._here.db_now() > claim.at + LIFE_S:
            why = "the time that was booked for it is over: the connection took too long"
        if why is not None:
            raise NotSentError(why)
        reach("call.before_send")
        self._here.ledger.post(Sent(intent.call_id, self._here.db_now(), intent.timeout_s))

    def _tell_limit(self, gate: ModelGate, intent: Intent, failure: Failure | None, *, succeeded: bool) -> None:
        if succeeded:
            gate.limit.succeeded(intent.call_id)
        elif failure is not None and failure.failure_class is FailureClass.LIMITED:
            gate.limited += 1
            gate.limit.limited(intent.call_id, failure.retry_after_s)
            self._here.tidings.limited(gate.name, gate.limit.state())
        elif failure is not None:
            gate.limit.failed(intent.call_id)
