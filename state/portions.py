"""Shares of a whole that add up to it exactly: what one call for many inputs cost, by input."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from state.columns import PICO_PER_USD


def shared(whole: int, weights: Sequence[int]) -> list[int]:
    """A whole number in shares by weight, by largest remainder: each is within one of its exact part.

    Args:
        weights: At least one, none below 0; where all are 0 they count the same.
    """
    if not any(weights):
        weights = [1] * len(weights)
    total = sum(weights)
    parts = [divmod(whole * weight, total) for weight in weights]
    shares = [share for share, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: -parts[place][1])
    for place in by_remainder[: whole - sum(shares)]:
        shares[place] += 1
    return shares


def shared_usd(cost: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """A cost in US dollars in shares of whole pico-dollars, by weight; their sum is the cost as the state keeps it."""
    pico = int((cost * PICO_PER_USD).to_integral_value(ROUND_HALF_EVEN))
    return [Decimal(share).scaleb(-12) for share in shared(pico, weights)]
