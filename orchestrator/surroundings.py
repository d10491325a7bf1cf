"""What the calls of one process share: the plan, the ledger, permits, providers, clocks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from orchestrator.aliases import Aliases
from orchestrator.limiter import AdaptiveLimit
from orchestrator.permits import Permits
from orchestrator.pricing import PriceTable
from orchestrator.providers.base import Provider
from orchestrator.saying import Waits
from orchestrator.tidings import Tidings
from state.plan_records import Plan
from state.tries import Tried
from state.workspace import Workspace
from state.writer import Operation, Result


class Ledger(Protocol):
    """Where calls are written down; `state.writer.Writer` in a run."""

    async def do(self, operation: Operation) -> Result:
        """Commit one operation and return its result."""

    def post(self, operation: Operation) -> None:
        """Let an operation ride on the next commit."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the calls of one process share.

    Args:
        make_limit: A model's adaptive limit, as it is first met.
        aliases: Hears which model answered.
        tidings: Hears how models stand.
        db_now: Database seconds.
        tries_before: How often a request failed in earlier runs of the job.
        why_not_send: Why no byte may leave now, or None; asked directly before the bytes of a request.
        waits: Where calls that wait say for what.
    """

    plan: Plan
    prices: PriceTable
    ledger: Ledger
    permits: Permits
    provider: Callable[[str], Provider]
    make_limit: Callable[[str], AdaptiveLimit]
    workspace: Workspace
    aliases: Aliases
    tidings: Tidings
    clock: Callable[[], float]
    db_now: Callable[[], float]
    tries_before: Callable[[Tried], Awaitable[int]]
    why_not_send: Callable[[], str | None]
    waits: Waits = field(default_factory=Waits)


def provider_of(model: str) -> str:
    """The provider's name in "provider/model"."""
    return model.partition("/")[0]


def provider_model(model: str) -> str:
    """The provider's own name of the model "provider/model"."""
    return model.partition("/")[2]
