"""The models of a plan as they look from here: who would be asked, and the most that it can cost. Nobody is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orchestrator import router
from orchestrator.plan_prices import plan_prices
from orchestrator.pricing import tier_of
from orchestrator.providers.base import Provider, Request
from orchestrator.providers.registry import make_provider
from orchestrator.router import Choice, NoChoice
from orchestrator.surroundings import provider_model, provider_of
from state.plan_records import Plan
from state.provider_settings import NetworkSettings, ProviderSettings


@dataclass(frozen=True, slots=True)
class Would:
    """Who would be asked.

    Args:
        choice: The model and why it is that one; or why none could be asked whatever keys are here.
        missing: What has to be set before it can be asked ("OPENAI_API_KEY is not set"), or None.
    """

    choice: Choice | NoChoice
    missing: str | None = None


class Models:
    """Chooses and prices as a run would, without a key if there is none.

    Args:
        plan: Its models are known.
        settings: The OpenAI-compatible providers of the config.
        environ: Where keys and addresses are read.
        network: How providers are reached; nothing is.
    """

    def __init__(
        self,
        plan: Plan,
        settings: Sequence[ProviderSettings],
        environ: Mapping[str, str],
        network: NetworkSettings,
    ) -> None:
        self._plan = plan
        self._settings = settings
        self._environ = environ
        self._network = network
        self._providers: dict[str, Provider] = {}
        self.prices = plan_prices(plan.models)

    def would_ask(self, candidates: Sequence[str], need_tokens: int, weaker: Sequence[Sequence[str]] = ()) -> Would:
        """Who would be asked for a request; without any key, who would be with one."""
        choice = self._choose(candidates, need_tokens, weaker, with_keys=True)
        if isinstance(choice, Choice):
            return Would(choice)
        other = self._choose(candidates, need_tokens, (), with_keys=False)
        return Would(other, self._lacks(other.model)) if isinstance(other, Choice) else Would(other)

    def _choose(
        self, candidates: Sequence[str], need_tokens: int, weaker: Sequence[Sequence[str]], *, with_keys: bool
    ) -> Choice | NoChoice:
        return router.choose(
            candidates,
            present=self._lacks if with_keys else lambda _: None,
            down={},
            context_tokens=lambda model: self._plan.model(model).context_tokens,
            need_tokens=need_tokens,
            weaker=weaker,
        )

    def worst_case(self, model: str, request: Request, *, more_tokens: int = 0, most: int | None = None) -> Decimal:
        """The most that a call can cost, as a budget reserves it.

        Args:
            more_tokens: By how much the request may be longer than it is here.
            most: Tokens of the longest answer, in place of the request's own maximum.
        """
        bound = self._provider(provider_of(model)).input_tokens_bound(request) + more_tokens
        longest = request.max_tokens if most is None else most
        return self.prices.worst_case(model, bound, longest, tier_of(request.parameters))

    def _lacks(self, model: str) -> str | None:
        return self._provider(provider_of(model)).missing_key(provider_model(model))

    def _provider(self, name: str) -> Provider:
        if name not in self._providers:
            self._providers[name] = make_provider(name, self._settings, self._environ, self._network)
        return self._providers[name]
