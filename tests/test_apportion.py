"""What is apportioned adds up, whatever the weights."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.apportion import apportion, apportion_usd

WEIGHTS = st.lists(st.integers(0, 10**15), min_size=1, max_size=60)


@given(st.integers(0, 10**18), WEIGHTS)
def test_parts_add_up_in_order_and_are_near_their_exact_ones(total: int, weights: list[int]) -> None:
    """The sum is exact, each part is less than one away from its exact one, and who weighs more has no less."""
    parts = apportion(total, weights)
    shown = weights if any(weights) else [1] * len(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, shown, strict=True):
        assert abs(part - Fraction(total * weight, sum(shown))) < 1
    ranked = sorted(zip(shown, parts, strict=True))
    assert [part for _, part in ranked] == sorted(parts)


@given(WEIGHTS)
def test_what_adds_up_already_stays_as_it_is(weights: list[int]) -> None:
    """Weights that are the parts come out as they went in."""
    assert apportion(sum(weights), weights) == weights


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (2, [0, 0, 0], [1, 1, 0]),
        (7, [0, 5, 0], [0, 7, 0]),
        (1, [1, 2, 1], [0, 1, 0]),
        (0, [3, 4], [0, 0]),
        (0, [], []),
    ],
)
def test_of_equal_remainders_the_first_gets_the_unit(total: int, weights: list[int], parts: list[int]) -> None:
    """The same weights are always apportioned alike; where nothing weighs anything, all weigh the same."""
    assert apportion(total, weights) == parts


def test_money_is_apportioned_to_the_pico_dollar() -> None:
    """A third of a cent goes where it must, and the sum is the cent."""
    parts = apportion_usd(Decimal("0.01"), [Decimal("0.5")] * 3)
    assert parts == [Decimal("0.003333333334"), Decimal("0.003333333333"), Decimal("0.003333333333")]
    assert sum(parts) == Decimal("0.01")


@pytest.mark.parametrize(("total", "weights"), [(1, []), (1, [2, -1])])
def test_what_cannot_be_apportioned_is_refused(total: int, weights: list[int]) -> None:
    """Something among none, and weights below zero, are our own mistakes."""
    with pytest.raises(ValueError, match=r"cannot be apportioned|cannot weigh"):
        apportion(total, weights)
