"""Prices: the same cents as genai-prices, an upper bound that holds, and unknown models that are named."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import genai_prices
import pytest
from genai_prices import data_snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.model_prices import PICO, StepPrice
from orchestrator.pricing import PriceTable, tier_of
from state.errors import ConfigError
from state.plan_records import Parameters
from state.records import Usage

TABLE = PriceTable()
TEXT_KEYS = {"input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok"}


def text_models() -> list[str]:
    """All models of the providers that Batchwright speaks to, and of two gateways, that bill text by tokens."""
    names = []
    for provider in data_snapshot.get_snapshot().providers:
        if provider.id in ("anthropic", "openai", "deepseek", "groq"):
            for model in provider.models:
                name = f"{provider.id}/{model.id}"
                prices = model.get_prices(datetime.now(UTC)).__dict__
                # genai-prices may match an id by an earlier model's pattern; both must then mean the same one.
                if "input_mtok" in prices and provider.find_model(model.id) is model:
                    names.append(name)
    return names


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    """A usage that can be: cached and cache-written tokens are part of the input."""
    fresh = draw(st.integers(0, 400_000))
    cached = draw(st.integers(0, 400_000))
    written = draw(st.integers(0, 50_000))
    return Usage(fresh + cached + written, draw(st.integers(0, 128_000)), cached, written)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(text_models()),
    usages(),
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([None, "default", "flex", "priority", "fast"]),
)
def test_cost_is_that_of_genai_prices(name: str, usage: Usage, at: datetime, tier: str | None) -> None:
    """The fast path gives, to the pico-dollar, what genai-prices gives, for any model, time and tier."""
    provider, model = name.split("/", 1)
    expected = genai_prices.calc_price(
        genai_prices.Usage(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cache_read_tokens=usage.cached_tokens,
            cache_write_tokens=usage.cache_write_tokens,
        ),
        model,
        provider_id=provider,
        genai_request_timestamp=at,
        price_context={"service_tier": tier, "speed": tier} if tier else None,
    )
    assert TABLE.cost(name, usage, at, tier) == expected.total_price.quantize(PICO)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(text_models()),
    usages(),
    st.integers(0, 5_000),
    st.integers(0, 5_000),
    st.sampled_from([None, "default", "flex", "priority", "fast"]),
    st.booleans(),
)
def test_no_call_costs_more_than_its_worst_case(
    name: str, usage: Usage, more_input: int, more_output: int, tier: str | None, served_as_asked: bool
) -> None:
    """The worst case holds for every usage within its bounds, cached or written, whichever tier served it."""
    worst = TABLE.worst_case(name, usage.input_tokens + more_input, usage.output_tokens + more_output, tier)
    assert TABLE.cost(name, usage, tier=tier if served_as_asked else None) <= worst


def test_worst_case_covers_cache_writes_that_live_an_hour() -> None:
    """A request may ask for the dearest cache write, which the usage does not tell apart from the cheaper one."""
    assert TABLE.worst_case("anthropic/claude-opus-5-5", 1_000_000, 0) == Decimal(8)


@pytest.mark.parametrize(("tokens", "price"), [(0, 1), (100, 1), (101, 5), (200, 5), (201, 3)])
def test_a_step_starts_above_its_bound(tokens: int, price: int) -> None:
    """A step by length applies from the token after its start on, to the whole call."""
    steps = StepPrice(Decimal(1), ((100, Decimal(5)), (200, Decimal(3))))
    assert steps.at(tokens) == price
    assert steps.highest(tokens) == (1 if tokens <= 100 else 5)


def test_cached_tokens_beyond_the_input_are_refused() -> None:
    """A usage that cannot be is an error, never a negative price."""
    with pytest.raises(ValueError, match="more cached"):
        TABLE.cost("openai/gpt-6-luna", Usage(input_tokens=5, cached_tokens=6))


@dataclass(frozen=True)
class Price:
    """A user's own price."""

    input: Decimal
    output: Decimal
    cached: Decimal | None = None


def test_an_override_wins_and_shows_in_the_version() -> None:
    """The user's price is used in place of the table's, and the ledger can tell."""
    table = PriceTable({"openai/gpt-6-luna": Price(Decimal(3), Decimal(7), Decimal(1))})
    usage = Usage(1_000_000, 1_000_000, cached_tokens=500_000)
    assert table.cost("openai/gpt-6-luna", usage) == Decimal(9)
    assert table.model_plan("openai/gpt-6-luna").override
    assert table.version.startswith(TABLE.version + "+")
    other = PriceTable({"openai/gpt-6-luna": Price(Decimal(3), Decimal(8))})
    assert other.version != table.version
    assert other.cost("openai/gpt-6-luna", usage) == Decimal(11)


@pytest.mark.parametrize("name", ["openai/gpt-99", "nobody/gpt-6-luna", "openai-eu/gpt-6-luna", "gpt-6-luna"])
def test_an_unknown_model_says_how_to_add_a_price(name: str) -> None:
    """A model without a price is an error that names it and the lines to add."""
    with pytest.raises(ConfigError) as caught:
        TABLE.model_plan(name)
    assert name in caught.value.message
    assert f'[prices."{name}"]\ninput' in str(caught.value.hint)


def test_plans_hold_the_highest_prices_and_the_window() -> None:
    """A plan's prices are the dearest that can apply: long context, and a cache write that lives an hour."""
    plan = TABLE.model_plan("anthropic/claude-haiku-5-5")
    assert plan.context_tokens == 1_000_000
    assert plan.input_usd_per_mtok == Decimal("1.0")
    assert plan.output_usd_per_mtok == Decimal("2.5")
    assert not plan.override


def test_local_models_cost_nothing() -> None:
    """What runs in the process is free, whatever its size."""
    assert TABLE.cost("local/smollm2-135m", Usage(10, 10)) == 0
    assert TABLE.worst_case("local/smollm2-135m", 10**9, 10**9) == 0
    assert TABLE.model_plan("local/smollm2-135m").context_tokens == 2048


@pytest.mark.parametrize(
    ("parameters", "tier"),
    [
        (Parameters(), None),
        (Parameters(service_tier="flex"), "flex"),
        (Parameters(service_tier="flex", extra_body='{"service_tier":"priority"}'), "priority"),
        (Parameters(extra_body='{"speed":"fast"}'), "fast"),
    ],
)
def test_the_tier_is_found_wherever_it_is_said(parameters: Parameters, tier: str | None) -> None:
    """A dearer tier in the extra body counts as one in `service_tier` does."""
    assert tier_of(parameters) == tier


def test_a_cost_takes_less_than_twenty_microseconds() -> None:
    """Pricing a call is no part of its cost: the best of five rounds stays below 20 µs a call."""
    usage = Usage(1200, 300, 800, 100)
    TABLE.cost("anthropic/claude-haiku-5-5", usage)
    rounds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(500):
            TABLE.cost("anthropic/claude-haiku-5-5", usage)
        rounds.append((time.perf_counter() - start) / 500)
    assert min(rounds) < 20e-6


def test_the_local_provider_has_one_model() -> None:
    """Another name is no model of it: it would be answered by a model that nobody asked for."""
    with pytest.raises(
        ConfigError, match="there is no model local/zzz: the provider local has local/smollm2-135m, which chats,"
    ):
        TABLE.model_plan("local/zzz")
