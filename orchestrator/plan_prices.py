"""The prices of a run: the installed list, and the user's own as the frozen plan holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from orchestrator.pricing import PriceTable
from state.plan_records import ModelPlan


@dataclass(frozen=True, slots=True)
class _OwnPrice:
    """The user's price of a model in the words of the price table, in USD per million tokens."""

    input: Decimal
    output: Decimal
    cached: Decimal | None


def plan_prices(models: Iterable[ModelPlan]) -> PriceTable:
    """The price table for a plan's models."""
    return PriceTable(
        {
            model.name: _OwnPrice(model.input_usd_per_mtok, model.output_usd_per_mtok, model.cached_usd_per_mtok)
            for model in models
            if model.override
        }
    )
