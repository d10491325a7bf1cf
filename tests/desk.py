"""A process that asks models: real permits and limits, on a loop without time, a ledger and providers that are told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from orchestrator.aliases import Aliases
from orchestrator.calls import Caller, Got
from orchestrator.chain import Ask
from orchestrator.item_run import BundleRun, ItemRun
from orchestrator.limiter import AdaptiveLimit
from orchestrator.permits import ModelGate, Permits
from orchestrator.pricing import PriceTable
from orchestrator.surroundings import Surroundings
from orchestrator.tidings import Tidings
from state.plan_records import ModelPlan, PhasePlan, Plan
from state.records import HeldReason, OpenItem
from state.tries import Tried
from state.workspace import Workspace
from tests.fakes.ledger import ToldLedger
from tests.fakes.scripted import ScriptedProvider
from tests.fakes.virtual_loop import VirtualLoop
from tests.talks import asked, item_of, phase_of, plan_of, start

A, B = "openai/gpt-6-luna", "anthropic/claude-haiku-5-5"
PRICES = PriceTable()
WINDOW_TOKENS = 200_000


def phase_for(*candidates: str, index: int = 0) -> PhasePlan:
    """A phase without checks that these models may answer."""
    return replace(phase_of("chat", index=index), attempts=(candidates,), checks=())


def plan_for(*phases: PhasePlan, windows: Mapping[str, int] | None = None) -> Plan:
    """A plan that knows both models."""
    sizes = {A: WINDOW_TOKENS, B: WINDOW_TOKENS, **(windows or {})}
    models = tuple(ModelPlan(name, size, Decimal(1), Decimal(2)) for name, size in sizes.items())
    return replace(plan_of(*phases), models=models)


class Desk:
    """One process: its caller, and what stands around it.

    Args:
        providers: One for each name that the candidates have.
        candidates: Of the one phase.
        share: Calls that may be out.
    """

    def __init__(
        self,
        loop: VirtualLoop,
        folder: Path,
        *providers: ScriptedProvider,
        ledger: ToldLedger | None = None,
        candidates: Sequence[str] = (A,),
        plan: Plan | None = None,
        share: int = 4,
    ) -> None:
        self.loop = loop
        self.ledger = ledger or ToldLedger()
        self.permits = Permits(loop, loop.time, share)
        self.workspace = Workspace(str(folder))
        self.phase = phase_for(*candidates)
        self.closed: str | None = None
        self.tried_before: dict[Tried, int] = {}
        """What earlier runs tried."""
        self.runs: list[ItemRun] = []
        self.bundle = BundleRun("bundle-1")
        self.limits: dict[str, AdaptiveLimit] = {}
        named = {provider.name: provider for provider in providers}
        self.caller = Caller(
            Surroundings(
                plan=plan or plan_for(self.phase),
                prices=PRICES,
                ledger=self.ledger,
                permits=self.permits,
                provider=named.__getitem__,
                make_limit=self._make_limit,
                workspace=self.workspace,
                aliases=Aliases({}, self.ledger.post),
                tidings=Tidings(self.ledger.post, loop.time),
                clock=loop.time,
                db_now=lambda: 1000 + loop.time(),
                tries_before=self._tries_before,
                why_not_send=lambda: self.closed,
            ),
            draw=lambda: 0.0,
        )

    def ask(self, text: str = "a text", *, ordinal: int = 0) -> asyncio.Task[Got]:
        """Begin to ask for the chain's first answer about a text; each time as an item of its own."""
        run = self.run(text, ordinal=ordinal)
        return self.loop.create_task(self.caller.ask(run, self.phase, self.wanted(text)))

    def run(self, text: str = "a text", *, ordinal: int = 0) -> ItemRun:
        """An item in progress."""
        item = OpenItem("job_1", ordinal, f"item-{ordinal}", text, {})
        run = ItemRun(self.loop, item, self.bundle, lambda: None)
        self.runs.append(run)
        return run

    def wanted(self, text: str = "a text") -> Ask:
        """What the chain asks about a text."""
        return asked(start(self.phase, item_of(text)))

    def get(self, text: str = "a text") -> Got:
        """Ask, and wait for what comes of it."""
        return self.loop.run_until_complete(self.ask(text))

    def stop(self, reason: HeldReason = HeldReason.PAUSED) -> None:
        """Let go of all items."""
        for run in self.runs:
            run.stop(reason, "told to stop")
        self.loop.idle()

    def until(self, seconds: float) -> None:
        """Let time pass up to that second."""
        self.loop.run_until_complete(asyncio.sleep(seconds - self.loop.time()))
        self.loop.idle()

    def is_clean(self) -> bool:
        """Whether nothing is left: no call open in the ledger, no place and no permit taken."""
        taken = sum(self.gate(model).placed + self.gate(model).out for model in self.limits)
        return not self.ledger.open_calls() and taken == 0 and self.permits.out == 0

    def gate(self, model: str = A) -> ModelGate:
        """The gate of a model."""
        return self.permits.gate(model, lambda: self._make_limit(model))

    async def _tries_before(self, tried: Tried) -> int:
        return self.tried_before.get(tried, 0)

    def _make_limit(self, model: str) -> AdaptiveLimit:
        limit = self.limits[model] = AdaptiveLimit(50, self.loop.time)
        return limit
