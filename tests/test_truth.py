"""What the benchmark of files goes by: words of a source that were read, in its order."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.truth import common, units

WORDS = st.lists(st.sampled_from("abcde"), max_size=30)


def longest(wanted: Sequence[str], got: Sequence[str]) -> int:
    """The same as anybody would write it."""
    rows = [[0] * (len(got) + 1) for _ in range(len(wanted) + 1)]
    for i, one in enumerate(wanted, start=1):
        for j, other in enumerate(got, start=1):
            rows[i][j] = rows[i - 1][j - 1] + 1 if one == other else max(rows[i - 1][j], rows[i][j - 1])
    return rows[-1][-1]


@given(WORDS, WORDS)
def test_words_in_order_are_counted_as_by_the_table(wanted: list[str], got: list[str]) -> None:
    """The bits of one number come to the longest common subsequence."""
    assert common(wanted, got) == longest(wanted, got)


def test_words_are_compared_without_case_ligatures_and_soft_hyphens() -> None:
    """What a printer changes is no error; Japanese goes by signs."""
    assert units("Scope of the eﬃ\u00adcient OFFICE", by_sign=False) == ["scope", "of", "the", "efficient", "office"]
    assert units("小史 2", by_sign=True) == ["小", "史", "2"]
