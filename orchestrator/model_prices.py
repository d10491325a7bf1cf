"""What a model's tokens cost, reduced to the few numbers that a call needs.

genai-prices resolves a price in about 140 µs, most of it spent on finding the model and on units that a text
call never has. A `Rates` is that resolution done once: the prices of the four kinds of tokens, each with its
steps by the length of the input, and what a request costs by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

from genai_prices.types import ModelPrice, TieredPrices

from state.records import ZERO, Usage

PICO = Decimal("1e-12")
"""Money is kept in whole pico-dollars."""

MTOK = Decimal(1_000_000)

_TOKEN_KEYS = frozenset({"input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok"})
_PER_REQUEST = "requests_kcount"


@dataclass(frozen=True, slots=True)
class StepPrice:
    """USD per million tokens: `base`, and from each step on (input tokens *above* its start) another price.

    A step applies to all tokens of the call, not only to those above it: that is how providers bill.
    """

    base: Decimal
    steps: tuple[tuple[int, Decimal], ...] = ()

    def at(self, input_tokens: int) -> Decimal:
        """The price that applies to a call with that many input tokens."""
        price = self.base
        for start, step in self.steps:
            if input_tokens <= start:
                break
            price = step
        return price

    def highest(self, input_tokens: int | None = None) -> Decimal:
        """The highest price up to that many input tokens (None: of any call)."""
        reached = [step for start, step in self.steps if input_tokens is None or input_tokens > start]
        return max([self.base, *reached])


@dataclass(frozen=True, slots=True)
class Rates:
    """Prices of one model at one time. None: that kind is billed as plain input (or, output, not at all)."""

    input: StepPrice | None = None
    output: StepPrice | None = None
    cached: StepPrice | None = None
    cache_write: StepPrice | None = None
    cache_write_highest: StepPrice | None = None
    request_usd: Decimal = ZERO

    def cost(self, usage: Usage) -> Decimal:
        """What a call with this usage costs, rounded to a pico-dollar.

        Raises:
            ValueError: More cached and cache-written tokens than input tokens.
        """
        length = usage.input_tokens
        plain = length
        total = ZERO
        if self.cached is not None and usage.cached_tokens:
            plain -= usage.cached_tokens
            total += self.cached.at(length) * usage.cached_tokens
        if self.cache_write is not None and usage.cache_write_tokens:
            plain -= usage.cache_write_tokens
            total += self.cache_write.at(length) * usage.cache_write_tokens
        if plain < 0:
            raise ValueError(f"{usage} has more cached and cache-written tokens than input tokens")
        if self.input is not None:
            total += self.input.at(length) * plain
        if self.output is not None:
            total += self.output.at(length) * usage.output_tokens
        return (total / MTOK + self.request_usd).quantize(PICO, ROUND_HALF_EVEN)

    def input_highest(self, input_tokens: int | None = None) -> Decimal:
        """The most that one input token of a call up to that length can cost (USD per million)."""
        kinds = (self.input, self.cached, self.cache_write, self.cache_write_highest)
        return max((kind.highest(input_tokens) for kind in kinds if kind is not None), default=ZERO)

    def output_highest(self, input_tokens: int | None = None) -> Decimal:
        """The most that one output token of a call up to that length can cost (USD per million)."""
        return self.output.highest(input_tokens) if self.output is not None else ZERO

    def worst_case(self, input_tokens: int, output_tokens: int) -> Decimal:
        """No call with at most that many tokens costs more; rounded up to a pico-dollar."""
        total = self.input_highest(input_tokens) * input_tokens + self.output_highest(input_tokens) * output_tokens
        return (total / MTOK + self.request_usd).quantize(PICO, ROUND_CEILING)


def rates_of(price: ModelPrice) -> Rates:
    """The rates of a resolved genai-prices price; kinds of usage that a text call cannot have are left out."""
    values: Mapping[str, object] = {key: value for key, value in price.__dict__.items() if value is not None}
    steps = {key: _step_price(value) for key, value in values.items() if key in _TOKEN_KEYS}
    written = [key for key in values if key.startswith("cache_write_")]
    dearest = max((_step_price(values[key]) for key in written), key=StepPrice.highest, default=None)
    per_request = values.get(_PER_REQUEST)
    return Rates(
        input=steps.get("input_mtok"),
        output=steps.get("output_mtok"),
        cached=steps.get("cache_read_mtok"),
        cache_write=steps.get("cache_write_mtok"),
        cache_write_highest=dearest,
        request_usd=_step_price(per_request).base / 1000 if per_request is not None else ZERO,
    )


def _step_price(value: object) -> StepPrice:
    if isinstance(value, Decimal):
        return StepPrice(value)
    if isinstance(value, TieredPrices):
        return StepPrice(value.base, tuple((tier.start, tier.price) for tier in value.tiers))
    raise TypeError(f"a price is a Decimal or has tiers, not {type(value).__name__}")
