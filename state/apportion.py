"""What many inputs of one call share, as whole units that add up: money in pico-dollars, tokens."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from state.columns import from_pico, pico


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """The parts of `total` by weight, in the weights' order, by largest remainder: they add up to it exactly.

    Each is less than one away from its exact part; of equal remainders the first gets the unit. Where nothing weighs
    anything, all weigh the same.

    Raises:
        ValueError: A weight below zero, or something to apportion and nobody to take it.
    """
    if not weights:
        if total:
            raise ValueError(f"{total} cannot be apportioned among none")
        return []
    if min(weights) < 0:
        raise ValueError(f"a part cannot weigh {min(weights)}: weights begin at 0")
    whole = sum(weights)
    if not whole:
        weights, whole = [1] * len(weights), len(weights)
    divided = [divmod(total * weight, whole) for weight in weights]
    parts = [part for part, _ in divided]
    by_remainder = sorted(range(len(parts)), key=lambda place: -divided[place][1])
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def apportion_usd(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """The parts of an amount of US dollars, to the pico-dollar; see `apportion`."""
    return [from_pico(part) for part in apportion(pico(total), [pico(weight) for weight in weights])]
