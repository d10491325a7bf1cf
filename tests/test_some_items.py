"""Some items stand for many: all weights together are their number, all lengths are there, memory is bounded."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pipelines.some_items import SomeItems


def _of(sizes: list[int], most: int, most_bytes: int = 10**9) -> SomeItems[int]:
    some: SomeItems[int] = SomeItems(most, most_bytes)
    for place, size in enumerate(sizes):
        some.add(f"doc-{place}", size, place)
    return some


@given(st.lists(st.integers(0, 10_000_000), max_size=300), st.integers(1, 60))
def test_weights_add_up_and_no_length_is_lost(sizes: list[int], most: int) -> None:
    """Whatever the lengths, the weights are as many as the items, and each item stands for those of about its size."""
    kept = list(_of(sizes, most))
    assert round(sum(one.weight for one in kept), 6) == len(sizes)
    assert [one.place for one in kept] == sorted({one.item for one in kept})
    assert all(sizes[one.item] == one.size for one in kept)
    if len(sizes) <= most:
        assert len(kept) == len(sizes)
    for size in sizes:
        assert any((one.size + 1) / 1.3 <= size + 1 <= (one.size + 1) * 1.3 for one in kept)


def test_what_is_kept_is_bounded_and_the_same_each_time() -> None:
    """Of 20,000 items some hundred are kept; a few huge ones do not push the others out; twice gives the same."""
    drawn = random.Random(3)  # noqa: S311  # no secret
    sizes = [int(drawn.lognormvariate(6, 1.5)) for _ in range(20_000)]
    some = _of(sizes, 300, most_bytes=2_000_000)
    kept = list(some)
    assert 80 <= len(kept) <= 300
    assert sum(one.size for one in kept) <= 2_000_000
    assert [one.item for one in kept] == [one.item for one in _of(sizes, 300, most_bytes=2_000_000)]
    mean = sum(one.weight * one.size for one in kept) / len(sizes)
    assert abs(mean - sum(sizes) / len(sizes)) <= 0.05 * mean


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=200), st.integers(1, 40))
def test_a_spread_is_as_large_as_it_was_asked_for(sizes: list[int], count: int) -> None:
    """So many, or all if there are no more; each once."""
    chosen = [one.item for one in _of(sizes, 1000).spread(count)]
    assert len(chosen) == len(set(chosen)) == min(count, len(sizes))
    assert chosen == sorted(chosen)


def test_a_spread_reaches_from_short_to_long() -> None:
    """Not the first ones, which are the short ones here: some are of the shortest third, some of the longest tenth."""
    chosen = [one.item for one in _of([10 * (n + 1) for n in range(300)], 1000).spread(20)]
    assert min(chosen) < 60
    assert max(chosen) > 285
    assert sum(one >= 270 for one in chosen) >= 2
