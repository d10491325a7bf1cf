"""What can be asked, and at what price: the models and providers that this machine and its configuration know."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence

from orchestrator.pricing import PriceTable
from orchestrator.providers.registry import known_providers, make_provider
from state.config import BUILT_IN_PROVIDERS, Config
from state.errors import ConfigError
from state.money import usd_text
from state.plan_records import ModelPlan
from state.records import Json, Usage

_SOME = 1_000
_PER_MTOK = 1_000
"""A price is that of a thousand tokens, a thousand times: the usual one, not that of a long context."""


def prices(config: Config, model: str | None) -> Sequence[Mapping[str, Json]]:
    """Prices of a model, or of those that the configuration names, in USD per million tokens.

    Raises:
        ConfigError: Nobody knows the model's price.
    """
    table = PriceTable(config.prices)
    names = [model] if model else _named(config)
    found: list[Mapping[str, Json]] = []
    for name in names:
        plan = _plan(table, config, name)
        some = {
            "input": Usage(input_tokens=_SOME),
            "output": Usage(output_tokens=_SOME),
            "cached": Usage(input_tokens=_SOME, cached_tokens=_SOME),
        }
        usual = {key: usd_text(table.cost(name, usage) * _PER_MTOK) for key, usage in some.items()}
        more = {"context_tokens": plan.context_tokens, "own": plan.override, "price_version": table.version}
        found.append({"model": name, **usual, **more})
    return found


def _plan(table: PriceTable, config: Config, name: str) -> ModelPlan:
    """What is known of a model, or an error with the one that may be meant: with its provider, without a slip."""
    try:
        return table.model_plan(name)
    except ConfigError as error:
        whole = [f"{provider}/{name}" for provider in (*BUILT_IN_PROVIDERS, *config.providers) if "/" not in name]
        meant = [one for one in whole if _is_priced(table, one)]
        meant += difflib.get_close_matches(name, _named(config), n=1) if not meant else []
        if meant:
            error.advise(f"did you mean {' or '.join(meant)}?")
        raise


def _is_priced(table: PriceTable, name: str) -> bool:
    try:
        table.model_plan(name)
    except ConfigError:
        return False
    return True


def _named(config: Config) -> list[str]:
    """The models that the tiers and the user's prices name."""
    tiers = config.tiers
    return [*dict.fromkeys((*tiers.fast, *tiers.balanced, *tiers.premium, *tiers.embedding, *config.prices))]


def providers(config: Config) -> Sequence[Mapping[str, Json]]:
    """The providers, and what each lacks to be asked from here: a key, an address, a package."""
    settings, network = config.provider_settings(), config.network_settings()
    found: list[Mapping[str, Json]] = []
    for name in known_providers(settings):
        try:
            missing = make_provider(name, settings, os.environ, network).missing_key()
        except ConfigError as error:
            missing = str(error)
        found.append({"name": name, "ready": missing is None, "missing": missing})
    return found
