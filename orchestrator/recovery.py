"""Whom to ask for a request, and what follows when it fails: wait, turn to another model, pause the job, or give up.

`router` chooses and `retry` decides, both pure; here stands what they are told: keys, windows, outages, tries.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from orchestrator import router
from orchestrator.analyzer import claimed_tokens
from orchestrator.chain import Ask
from orchestrator.errors import Failure, FailureClass
from orchestrator.held import HeldError, nap
from orchestrator.item_run import Asker
from orchestrator.retry import MAX_CALL_TRIES, Act, Action, Situation, decide
from orchestrator.standing import Standing, Trail
from orchestrator.surroundings import Surroundings, provider_model, provider_of
from state.records import Answer, HeldReason, NoBudget, Renewed, Role
from state.storable import storable
from state.tries import Tried
from state.writer import Stop

BUSY_LOOK_S = 0.2
"""How often somebody else's call, or a budget, is looked at again."""


@dataclass(frozen=True, slots=True)
class GaveUp:
    """No answer will come for this request: the item's phase fails with this."""

    failure_class: FailureClass
    message: str


Got = Answer | Renewed | GaveUp


class Recovery:
    """Finds the model to ask, and goes on after failures, for the calls of one process.

    Args:
        here: What it asks with.
        standing: How the models stand.
        draw: Uniform in [0, 1), for waits.
    """

    def __init__(self, here: Surroundings, standing: Standing, draw: Callable[[], float] = random.random) -> None:
        self._here = here
        self._standing = standing
        self._draw = draw

    def choose(self, ask: Ask, trail: Trail) -> router.Choice | GaveUp:
        """The model to ask: none that was given up here, and if there is another one, none that was found down.

        Raises:
            HeldError: No model can be asked, and the same is so for every item: the job pauses.
        """
        choose = partial(
            router.choose,
            ask.candidates,
            present=self._lacks,
            context_tokens=self._context_tokens,
            need_tokens=trail.need_tokens,
            weaker=ask.weaker,
            past_limits=partial(self._past_limits, ask),
        )
        choice = choose(down={**self._standing.down(), **trail.given_up})
        if isinstance(choice, router.NoChoice):
            choice = choose(down=trail.given_up)
        if isinstance(choice, router.Choice):
            return choice
        if decide(choice.failure_class, Situation(tries=MAX_CALL_TRIES)).act is Act.PAUSE_JOB:
            raise self._paused(choice.failure_class, choice.message)
        return self._give_up(ask, choice.failure_class, choice.message)

    async def after(self, run: Asker, model: str, failure: Failure, ask: Ask, trail: Trail) -> GaveUp | None:
        """Wait, turn to another model, or give up; None: ask again.

        Raises:
            HeldError: The item was let go of, or the job pauses.
        """
        action = await self._decide(run, model, failure, ask, trail)
        if action.act is Act.RETRY:
            limited = failure.failure_class is FailureClass.LIMITED
            if not (limited and failure.retry_after_s):  # else the model's limit waits for all
                until = self._here.db_now() + action.wait_s
                with self._here.waits.on("again", model, until=until, why=failure.failure_class):
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
            elif model not in said:
                said = f"{model}: {said}"
            raise self._paused(failure.failure_class, said)
        return self._give_up(ask, failure.failure_class, failure.message)

    async def after_no_budget(self, run: Asker, short: NoBudget) -> None:
        """Wait for those who hold what is left of the budget.

        Raises:
            HeldError: The item was let go of, or nobody holds any of it: the job pauses.
        """
        if not short.waits_for:
            self._here.ledger.post(Stop("budget", short.message))
            raise HeldError(short.message, reason=HeldReason.BUDGET)
        with self._here.waits.on("budget", short.scope, why=short.waits_for):
            await nap(run, BUSY_LOOK_S)

    async def _decide(self, run: Asker, model: str, failure: Failure, ask: Ask, trail: Trail) -> Action:
        self._standing.failed(model, failure, trail)
        others = [
            name
            for name in next(tier for tier in (ask.candidates, *ask.weaker) if model in tier)
            if name != model
            and name not in trail.given_up
            and not self._standing.is_away(name)
            and router.fits(trail.need_tokens, self._context_tokens(name))
            and not self._lacks(name)
            and not self._past_limits(ask, name)
        ]
        now = Situation(
            tries=trail.tries[model, failure.failure_class],
            paid_tries=trail.paid[model],
            retry_after_s=failure.retry_after_s or None,  # a wait of nothing is no word
            candidates_left=bool(others),
            others_succeed=trail.halves or self._standing.answers_others(model, trail),
            refused=self._standing.refused(model, trail.step),
        )
        action = decide(failure.failure_class, now, jitter=self._draw())
        if action.act is not Act.PAUSE_JOB:
            return action
        tried = Tried(run.item.ordinal, ask.digest, model, failure.failure_class)
        return decide(failure.failure_class, replace(now, earlier_tries=await self._here.tries_before(tried)))

    def _lacks(self, model: str) -> str | None:
        return self._here.provider(provider_of(model)).missing_key(provider_model(model))

    def _past_limits(self, ask: Ask, model: str) -> str | None:
        """Why the config's limits of a model never let a request through, or None."""
        allowance = self._here.permits.allowance(model)
        return None if allowance is None else allowance.past_limits(claimed_tokens(ask.request))

    def _context_tokens(self, model: str) -> int | None:
        return self._here.plan.model(model).context_tokens

    def _give_up(self, ask: Ask, failure_class: FailureClass, message: str) -> GaveUp:
        if ask.role is Role.LABELS:  # given up, it would be asked, and maybe paid, again by each of the items
            said = f"the phase's labels could not be drawn: {message}; name its `labels` in the job file"
            raise self._paused(failure_class, said)
        return GaveUp(failure_class, message)

    def _paused(self, failure_class: FailureClass, message: str) -> HeldError:
        self._here.ledger.post(Stop(failure_class, storable(message)))
        return HeldError(message, reason=HeldReason.PAUSED)
