"""Who may answer: the models of each phase and attempt, by name or by tier. Keys have no say in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestrator.pricing import PriceTable
from orchestrator.providers.registry import known_providers
from orchestrator.tasks.base import BALANCED, EMBEDDING, FAST, PREMIUM, TIERS
from state.config import Config
from state.errors import ConfigError
from state.plan_records import ModelPlan, PhasePlan
from state.spec_errors import none_of


def attempts(model: str | None, tier: str, config: Config, max_attempts: int) -> tuple[tuple[str, ...], ...]:
    """For each attempt its candidates: the phase's own model always, else one tier higher each time where there is one.

    Args:
        model: The phase's own, None to leave the choice to the tiers.
        tier: Where the phase's task starts.

    Raises:
        ConfigError: That tier names no model.
    """
    if model is not None:
        return ((model,),)
    ladder = [_tier(config, tier)]
    for name in TIERS[TIERS.index(tier) + 1 :] if tier in TIERS else ():
        higher = _models_of(config, name)
        if higher and higher != ladder[-1]:
            ladder.append(higher)
    return tuple(ladder[:max_attempts])


def judges(model: str | None, config: Config) -> tuple[str, ...]:
    """Who may judge: the model that the phase names, else the balanced tier.

    Raises:
        ConfigError: That tier names no model.
    """
    return (model,) if model is not None else _tier(config, BALANCED)


def model_plans(
    phases: Sequence[PhasePlan], config: Config, prices: PriceTable, others: Sequence[str] = ()
) -> tuple[ModelPlan, ...]:
    """What is known of every model that the phases name, in the order of first mention, and of others beside them.

    Raises:
        ConfigError: A model of an unknown provider, or one without a price.
    """
    known = known_providers(config.provider_settings())
    plans = []
    for model in dict.fromkeys((*_named(phases), *others)):
        provider = model.partition("/")[0]
        if provider not in known:
            raise ConfigError(
                f"the model {model} is of no provider that is known: {none_of(provider, known)}",
                path=f"providers.{provider}",
                hint=f"an OpenAI-compatible one is added in batchwright.toml: [providers.{provider}] base_url = …",
            )
        plans.append(prices.model_plan(model))
    return tuple(plans)


def _named(phases: Sequence[PhasePlan]) -> Iterator[str]:
    for phase in phases:
        for candidates in (*phase.attempts, phase.judge.candidates if phase.judge else ()):
            yield from candidates


def _tier(config: Config, tier: str) -> tuple[str, ...]:
    models = _models_of(config, tier)
    if not models:
        raise ConfigError(
            f"the tier {tier} names no model, and a phase leaves the choice to it",
            path=f"tiers.{tier}",
            hint=f'add {tier} = ["provider/model"] under [tiers] in batchwright.toml, or give the phase a `model`',
        )
    return models


def _models_of(config: Config, tier: str) -> tuple[str, ...]:
    tiers = config.tiers
    return {
        FAST: tiers.fast,
        BALANCED: tiers.balanced,
        PREMIUM: tiers.premium,
        EMBEDDING: tiers.embedding,
    }[tier]
