"""One request until its answer is there: route, wait, admit, send, settle, and again where that helps.

    ask ─► known in this process? join ─► route ─► place ─► admit ─┬► Known, Renewed ────────────► back to the chain
     ▲                                                             ├► Busy, NoBudget: wait ─┐
     │                                                             └► Admitted              │
     │                                      permit ─► gate ─► bytes out ─► reply ─► settle ─┤
     └──────────────── retry, fail over (orchestrator.retry decides) ◄──────────────────────┘

Once the bytes of a call are out, it runs on to its settle whatever becomes of its item.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from orchestrator import router
from orchestrator.analyzer import needed_tokens
from orchestrator.chain import Ask
from orchestrator.errors import Failure, FailureClass
from orchestrator.held import HeldError, nap, wait
from orchestrator.item_run import ItemRun
from orchestrator.permits import ModelGate, TurnedAwayError
from orchestrator.pricing import tier_of
from orchestrator.providers.base import NotSentError, ProviderError, Reply
from orchestrator.retry import MAX_CALL_TRIES, Act, Action, Situation, decide
from orchestrator.settlements import answer_of, of_failure, of_reply
from orchestrator.speeds import Speeds
from orchestrator.standing import Standing, Trail
from orchestrator.surroundings import Surroundings
from state.crash import reach
from state.errors import EngineError
from state.identity import new_call_id
from state.plan_records import PhasePlan
from state.records import (
    Admitted,
    Answer,
    Busy,
    CallCost,
    HeldReason,
    Intent,
    Known,
    NoBudget,
    Refused,
    Renewed,
    Settled,
    Settlement,
)
from state.status import SEEN_CALLS, CallStatus
from state.storable import storable
from state.tries import Tried
from state.workspace import PAYLOAD_MAX_BYTES
from state.writer import Sent, Stop

BUSY_LOOK_S = 0.2
"""How often somebody else's call, or a budget, is looked at again."""


@dataclass(frozen=True, slots=True)
class GaveUp:
    """No answer will come for this request: the item's phase fails with this."""

    failure_class: FailureClass
    message: str


Got = Answer | Renewed | GaveUp


@dataclass(slots=True)
class _Flight:
    """A request that somebody in this process is asking; who wants the same waits for it."""

    model: str
    joiners: list[asyncio.Future[None]] = field(default_factory=list)

    def land(self) -> None:
        """Wake those who wait."""
        for joiner in self.joiners:
            if not joiner.done():
                joiner.set_result(None)


class Caller:
    """Asks models on behalf of the items of one process.

    Args:
        here: What it asks with.
        draw: Uniform in [0, 1), for waits.
    """

    def __init__(self, here: Surroundings, draw: Callable[[], float] = random.random) -> None:
        self._here = here
        self._draw = draw
        self._flights: dict[str, _Flight] = {}
        self._speeds = Speeds()
        self._standing = Standing(here.clock)

    async def ask(self, run: ItemRun, phase: PhasePlan, ask: Ask) -> Got:
        """The answer to a request, from what is known, from somebody who asks the same, or from a model.

        Raises:
            HeldError: The item was let go of.
        """
        trail = Trail(ask.digest, (phase.index, ask.role), needed_tokens(ask.request))
        while True:
            run.check()
            flight = self._flights.get(ask.digest)
            if flight is not None and flight.model in ask.answering:
                await self._join(run, flight)
                continue
            choice = self._route(ask, trail)
            if isinstance(choice, router.NoChoice):
                return self._no_choice(choice)
            result = await self._fly(run, phase, ask, choice)
            if isinstance(result, Answer | Renewed | GaveUp):
                return result
            if isinstance(result, Failure):
                given_up = await self._after(run, choice.model, result, ask, trail)
                if given_up is not None:
                    return given_up
            elif isinstance(result, NoBudget):
                await self._wait_for_budget(run, result)
            else:  # somebody else's call, or a gate that is closed for now
                await nap(run, BUSY_LOOK_S)

    async def _join(self, run: ItemRun, flight: _Flight) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        flight.joiners.append(future)
        await wait(run, future)

    def _route(self, ask: Ask, trail: Trail) -> router.Choice | router.NoChoice:
        """The model to ask: none that was given up here, and if there is another one, none that was found down."""
        choose = partial(
            router.choose,
            ask.candidates,
            present=lambda name: self._here.provider(name).missing_key(),
            context_tokens=self._context_tokens,
            need_tokens=trail.need_tokens,
            weaker=ask.weaker,
        )
        choice = choose(down={**self._standing.down(), **trail.given_up})
        return choose(down=trail.given_up) if isinstance(choice, router.NoChoice) else choice

    def _context_tokens(self, model: str) -> int | None:
        return self._here.plan.model(model).context_tokens

    def _no_choice(self, choice: router.NoChoice) -> GaveUp:
        """Pause the job where the same is so for every item; else the item is given up."""
        if decide(choice.failure_class, Situation(tries=MAX_CALL_TRIES)).act is Act.PAUSE_JOB:
            self._pause(choice.failure_class, choice.message)
            raise HeldError(choice.message, reason=HeldReason.PAUSED)
        return GaveUp(choice.failure_class, choice.message)

    async def _fly(
        self, run: ItemRun, phase: PhasePlan, ask: Ask, choice: router.Choice
    ) -> Answer | Renewed | Failure | Busy | NoBudget | GaveUp | None:
        """One try: place, admit, send, settle. None: the gate was closed, look again.

        A model that is not waited for is the same as one that was asked, and refused.
        """
        permits = self._here.permits
        gate = permits.gate(choice.model, lambda: self._here.make_limit(choice.model))
        flight = self._flights[ask.digest] = _Flight(choice.model)
        try:
            await permits.place(gate, phase.index, run)
            try:
                intent = self._intent(run, phase, ask, choice)
                admission = await self._here.ledger.do(intent)
            except BaseException:
                permits.leave(gate)
                raise
            if isinstance(admission, Admitted):
                return await self._send(run, phase, ask, intent, gate)
            permits.leave(gate)
            if isinstance(admission, Known):
                return await self._whole(admission.answer)
            if isinstance(admission, Refused):
                raise HeldError(admission.message, reason=admission.reason)
            if isinstance(admission, Renewed | Busy | NoBudget):
                return admission
            raise EngineError(f"an admission cannot be {type(admission).__name__}")
        except TurnedAwayError as away:
            return Failure(FailureClass.LIMITED, str(away), retry_after_s=away.wait_s)
        finally:
            if self._flights.get(ask.digest) is flight:
                del self._flights[ask.digest]
            flight.land()

    def _intent(self, run: ItemRun, phase: PhasePlan, ask: Ask, choice: router.Choice) -> Intent:
        request = ask.request
        provider = self._here.provider(_provider_of(choice.model))
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
            timeout_s=self._speeds.timeout_s(choice.model, request),
            bundle_id=run.bundle.bundle_id,
            components=ask.components,
            reason=choice.reason,
        )

    async def _send(
        self, run: ItemRun, phase: PhasePlan, ask: Ask, intent: Intent, gate: ModelGate
    ) -> Answer | Failure | GaveUp | None:
        """Wait for the permit, send, settle."""
        permits = self._here.permits
        provider = self._here.provider(_provider_of(intent.model))
        try:
            await provider.prepare()
            await permits.permit(gate, phase.index, run)
        except (HeldError, TurnedAwayError):
            permits.leave(gate)
            await self._here.ledger.do(Settlement(intent, CallStatus.WITHDRAWN))
            raise
        started = self._here.clock()
        gate.limit.sent(intent.call_id)
        permits.wake()  # a limit may let the next call out after a moment that begins now
        reply: Reply | None = None
        failure: Failure | None = None
        try:
            reply = await provider.send(
                ask.request,
                model=intent.model.partition("/")[2],
                call_id=intent.call_id,
                timeout_s=intent.timeout_s,
                gate=lambda _: self._pass(run, intent),
            )
        except NotSentError:
            gate.limit.failed(intent.call_id)
        except ProviderError as error:
            if error.failure is None:
                raise EngineError(f"the provider of {intent.model} raised an error without its failure") from error
            failure = error.failure
        finally:
            self._tell_limit(gate, intent, reply, failure)
            permits.done(gate)
        latency_ms = int(1000 * (self._here.clock() - started))
        if reply is not None:
            reach("call.after_receive")
            return await self._settle_reply(run, intent, reply, latency_ms)
        if failure is not None:
            await self._settle(run, of_failure(intent, failure, latency_ms, self._here.prices))
            return failure
        await self._here.ledger.do(Settlement(intent, CallStatus.WITHDRAWN))
        run.check()
        return None

    def _pass(self, run: ItemRun, intent: Intent) -> None:
        """The gate: the last look before the bytes of a request are written."""
        why = "the item was let go of" if run.is_held else self._here.why_not_send()
        if why is not None:
            raise NotSentError(why)
        reach("call.before_send")
        self._here.ledger.post(Sent(intent.call_id, self._here.db_now(), intent.timeout_s))

    def _tell_limit(self, gate: ModelGate, intent: Intent, reply: Reply | None, failure: Failure | None) -> None:
        if reply is not None:
            gate.limit.succeeded(intent.call_id)
        elif failure is not None and failure.failure_class is FailureClass.LIMITED:
            gate.limit.limited(intent.call_id, failure.retry_after_s)
        elif failure is not None:
            gate.limit.failed(intent.call_id)

    async def _settle_reply(self, run: ItemRun, intent: Intent, reply: Reply, latency_ms: int) -> Answer | GaveUp:
        self._standing.answered(intent.model, (intent.phase, intent.role))
        self._speeds.note(intent.model, reply.usage, latency_ms)
        text = storable(reply.text)
        ref = None
        if len(text) * 4 > PAYLOAD_MAX_BYTES and len(text.encode()) > PAYLOAD_MAX_BYTES:
            ref = await asyncio.to_thread(self._here.workspace.put, text)
        answer = answer_of(intent, reply, text, ref, self._here.prices)
        settled = await self._settle(run, of_reply(intent, reply, answer, latency_ms))
        if settled.status is CallStatus.INVALID:
            return GaveUp(FailureClass.UNSTORABLE, "the reply cannot be stored; it was paid and is in the ledger")
        return answer

    async def _settle(self, run: ItemRun, settlement: Settlement) -> Settled:
        settled = await self._here.ledger.do(settlement)
        if not isinstance(settled, Settled):
            raise EngineError(f"a settlement cannot end as {type(settled).__name__}")
        if settled.status in SEEN_CALLS:
            run.costs.append(CallCost(settlement.intent.bundle_id, settled.call_id, settled.cost_usd))
        return settled

    async def _after(self, run: ItemRun, model: str, failure: Failure, ask: Ask, trail: Trail) -> GaveUp | None:
        """Wait, turn to another model, or give up; None: ask again."""
        action = await self._decide(run, model, failure, ask, trail)
        if action.act is Act.RETRY:
            limited = failure.failure_class is FailureClass.LIMITED
            if not (limited and failure.retry_after_s is not None):  # else the model's limit waits for all
                await nap(run, action.wait_s)
            return None
        if action.act is Act.FAIL_OVER:
            trail.given_up[model] = failure.message
            self._standing.pass_over(model, action.pass_over_s, failure.message)
            return None
        if action.act is Act.PAUSE_JOB:
            said = failure.message
            if action.resume_after_s is not None:
                said += f"; it asks to come back in {action.resume_after_s:.0f} s"
            if failure.failure_class is FailureClass.BAD_REQUEST:
                said += f"; {model} refused all requests of the phase so far, so mend what they share in the job file"
            self._pause(failure.failure_class, said)
            raise HeldError(said, reason=HeldReason.PAUSED)
        return GaveUp(failure.failure_class, failure.message)

    async def _decide(self, run: ItemRun, model: str, failure: Failure, ask: Ask, trail: Trail) -> Action:
        self._standing.failed(model, failure, trail)
        others = [
            name
            for name in next(tier for tier in (ask.candidates, *ask.weaker) if model in tier)
            if name != model
            and name not in trail.given_up
            and not self._standing.is_away(name)
            and router.fits(trail.need_tokens, self._context_tokens(name))
            and not self._here.provider(_provider_of(name)).missing_key()
        ]
        now = Situation(
            tries=trail.tries[model, failure.failure_class],
            paid_tries=trail.paid[model],
            retry_after_s=failure.retry_after_s,
            candidates_left=bool(others),
            others_succeed=self._standing.answers_others(model, trail),
            refused=self._standing.refused(model, trail.step),
        )
        action = decide(failure.failure_class, now, jitter=self._draw())
        if action.act is not Act.PAUSE_JOB:
            return action
        tried = Tried(run.item.ordinal, ask.digest, model, failure.failure_class)
        return decide(failure.failure_class, replace(now, earlier_tries=await self._here.tries_before(tried)))

    async def _wait_for_budget(self, run: ItemRun, short: NoBudget) -> None:
        if not short.waits_for:
            self._here.ledger.post(Stop("budget", short.message))
            raise HeldError(short.message, reason=HeldReason.BUDGET)
        await nap(run, BUSY_LOOK_S)

    def _pause(self, failure_class: FailureClass, message: str) -> None:
        self._here.ledger.post(Stop(failure_class, storable(message)))

    async def _whole(self, answer: Answer) -> Answer:
        """The answer with its text, wherever that is kept."""
        ref = answer.payload_ref
        if ref is None:
            return answer
        return replace(answer, text=await asyncio.to_thread(self._here.workspace.get, ref))


def _provider_of(model: str) -> str:
    return model.partition("/")[0]
