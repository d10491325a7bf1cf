"""What a call costs, and the most that it can cost: genai-prices plus the user's own prices.

The table is the only place that turns tokens into money. Its `version` stands in every row of the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import version as installed_version
from typing import Protocol

import orjson
from genai_prices import data_snapshot
from genai_prices.types import ModelInfo, ModelPrice, Provider, TimeOfDateConstraint

from orchestrator.model_prices import Rates, StepPrice, rates_of
from state.digests import short
from state.errors import ConfigError
from state.plan_records import ModelPlan, Parameters
from state.records import Json, Usage

LOCAL = "local"
LOCAL_MODEL = "local/smollm2-135m"
LOCAL_CONTEXT_TOKENS = 2048
"""What one of the local model's slots holds; see `orchestrator.providers.local`."""

LOCAL_VECTORS = "local/wordllama-256"
_LOCAL_CONTEXTS = {LOCAL_MODEL: LOCAL_CONTEXT_TOKENS, LOCAL_VECTORS: None}  # a mean is taken of any number of tokens


class PriceOverride(Protocol):
    """The user's prices of a model, in USD per million tokens; `[prices."NAME/model"]` in the config."""

    @property
    def input(self) -> Decimal:
        """Price of input tokens."""

    @property
    def output(self) -> Decimal:
        """Price of output tokens."""

    @property
    def cached(self) -> Decimal | None:
        """Price of input tokens read from the provider's cache; None: that of input."""


def tier_of(parameters: Parameters) -> str | None:
    """The tier that a request asks for, wherever it says so: `service_tier`, or `speed` in the extra body."""
    if parameters.extra_body:
        extra = orjson.loads(parameters.extra_body)
        for key in ("service_tier", "speed"):
            if isinstance(extra.get(key), str):
                return str(extra[key])
    return parameters.service_tier


def price_release() -> str:
    """Which list of prices is installed."""
    return f"genai-prices {installed_version('genai-prices')}"


class PriceTable:
    """Prices of models by their full name ("provider/model").

    Args:
        overrides: The user's prices; they win over the table's.
    """

    def __init__(self, overrides: Mapping[str, PriceOverride] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._models: dict[str, tuple[ModelInfo, Provider] | None] = {}
        self._rates: dict[tuple[str, str | None, object], Rates] = {}
        self._snapshot = data_snapshot.get_snapshot()
        self.version = self._version()
        """Which table it is: the release of genai-prices, and a digest of the user's prices if there are any."""

    def _version(self) -> str:
        release = price_release()
        if not self._overrides:
            return release
        own: dict[str, Json] = {
            name: [str(price.input), str(price.output), None if price.cached is None else str(price.cached)]
            for name, price in self._overrides.items()
        }
        return f"{release}+{short(own)}"

    def model_plan(self, name: str) -> ModelPlan:
        """What is known of a model when a plan is made, at its highest prices.

        Raises:
            ConfigError: Nobody knows its price; the message says how to add one.
        """
        rates = self._rates_at(name, None, datetime.now(UTC))
        return ModelPlan(
            name=name,
            context_tokens=self._context_tokens(name),
            input_usd_per_mtok=rates.input_highest(),
            output_usd_per_mtok=rates.output_highest(),
            cached_usd_per_mtok=rates.cached.highest() if rates.cached is not None else None,
            override=name in self._overrides,
        )

    def cost(self, model: str, usage: Usage, at: datetime | None = None, tier: str | None = None) -> Decimal:
        """What a call cost, in USD, rounded to a pico-dollar.

        Args:
            model: Full name; of the model that was asked for, or that the reply names when the table knows it.
            at: When the request was made; None is now.
            tier: The service tier (or speed) that the reply says it was served at.

        Raises:
            ConfigError: Nobody knows the model's price.
            ValueError: A usage that cannot be: more cached tokens than input tokens.
        """
        return self._rates_at(model, tier, at or datetime.now(UTC)).cost(usage)

    def worst_case(
        self, model: str, input_tokens_bound: int, max_output_tokens: int, tier: str | None = None
    ) -> Decimal:
        """An upper bound of what a call can cost: cache writes and steps by length at their dearest.

        With a tier it covers the standard price too, because providers serve a tier that is full at the standard
        one (and the reverse never happens by itself).
        """
        now = datetime.now(UTC)
        worst = self._rates_at(model, None, now).worst_case(input_tokens_bound, max_output_tokens)
        if tier is None:
            return worst
        return max(worst, self._rates_at(model, tier, now).worst_case(input_tokens_bound, max_output_tokens))

    def _rates_at(self, name: str, tier: str | None, at: datetime) -> Rates:
        key = (name, tier, self._moment(name, at))
        found = self._rates.get(key)
        if found is None:
            found = self._rates[key] = self._resolve(name, tier, at)
        return found

    def _moment(self, name: str, at: datetime) -> object:
        """What of `at` the price depends on: nothing for most models, the day, or the minute of the day."""
        if name in self._overrides or name in _LOCAL_CONTEXTS:
            return None
        model, _ = self._model(name)
        conditions = [] if isinstance(model.prices, ModelPrice) else [price.constraint for price in model.prices]
        variants = [variant.constraint for variant in model.price_variants or ()]
        constraints = [constraint for constraint in (*conditions, *variants) if constraint is not None]
        if not constraints:
            return None
        utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        if any(isinstance(constraint, TimeOfDateConstraint) for constraint in constraints):
            return utc.replace(second=0, microsecond=0)
        return utc.date()

    def _resolve(self, name: str, tier: str | None, at: datetime) -> Rates:
        own = self._overrides.get(name)
        if own is not None:
            cached = StepPrice(own.cached) if own.cached is not None else None
            return Rates(input=StepPrice(own.input), output=StepPrice(own.output), cached=cached)
        if name in _LOCAL_CONTEXTS:
            return Rates()
        model, _ = self._model(name)
        # One name, two words: OpenAI says service_tier, Anthropic says speed.
        context = {"service_tier": tier, "speed": tier} if tier is not None else None
        return rates_of(model.get_prices(at, context))

    def _context_tokens(self, name: str) -> int | None:
        if name in _LOCAL_CONTEXTS:
            return _LOCAL_CONTEXTS[name]
        found = self._find(name)
        return found[0].context_window if found is not None else None

    def _model(self, name: str) -> tuple[ModelInfo, Provider]:
        found = self._find(name)
        if found is None and name.startswith(f"{LOCAL}/"):
            known = f"{LOCAL_MODEL}, which chats, and {LOCAL_VECTORS}, which embeds"
            raise ConfigError(f"there is no model {name}: the provider local has {known}", path="model")
        if found is None:
            raise ConfigError(
                f"no price is known for the model {name}",
                path=f'prices."{name}"',
                hint=(
                    "check the name, or add its price to batchwright.toml, in USD per million tokens:\n"
                    f'[prices."{name}"]\ninput = 0.10\noutput = 0.50\ncached = 0.01  # if it is less than input'
                ),
            )
        return found

    def _find(self, name: str) -> tuple[ModelInfo, Provider] | None:
        """The model in the table, or None.

        The provider must have exactly the name that the table gives it: genai-prices also takes names that look
        alike, and a gateway called "openai-eu" does not bill what OpenAI bills.
        """
        if name not in self._models:
            provider_name, _, model_name = name.partition("/")
            provider = next((known for known in self._snapshot.providers if known.id == provider_name), None)
            model = provider.find_model(model_name, all_providers=self._snapshot.providers) if provider else None
            self._models[name] = (model, provider) if model is not None and provider is not None else None
        return self._models[name]
