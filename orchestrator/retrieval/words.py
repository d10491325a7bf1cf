"""Chunks by their words: for each term the chunks that have it, and what it is worth there (BM25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orchestrator.retrieval.terms import KEPT, term_id, terms_of

K1, B = 1.5, 0.75
"""How soon more of a term counts for no more, and how much a long chunk is held against it. Measured."""

MOST_TERMS = 32
"""Different terms of a query that are looked up, the most telling: a whole document may be the query."""

PERFECT = 1.0
"""What each term of a query is worth, beside how telling it is, in a passage that could not be nearer."""

_TELLING = 4096
"""How telling a term is, is rounded to parts of so many: logarithms differ between machines in their last bit."""

_ID_BITS = np.uint64(32)

Floats = NDArray[np.float64]


class Words:
    """The terms of chunks, turned about.

    Args:
        kept: What `dump_terms` made of each chunk.
    """

    def __init__(self, kept: Sequence[bytes]) -> None:
        terms = np.frombuffer(b"".join(kept), KEPT)
        sizes = np.fromiter(map(len, kept), np.int64, len(kept)) // KEPT.itemsize
        rows = np.repeat(np.arange(len(kept), dtype=np.int32), sizes)
        lengths = np.bincount(rows, weights=terms["count"], minlength=len(kept))
        average = lengths.mean() if lengths.any() else 1.0
        long = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
        # Numbers and places in one, as plain numbers are sorted several times as fast as places by number.
        keys = (terms["id"].astype(np.uint64) << _ID_BITS) | np.arange(len(terms), dtype=np.uint64)
        keys.sort()
        order = keys.astype(np.uint32)
        numbers = (keys >> _ID_BITS).astype(np.uint32)
        del keys
        starts = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] + np.uint32(1)))
        self._numbers = numbers[starts]
        self._bounds = np.append(starts, len(numbers))
        self._rows = rows[order]
        counts = terms["count"][order].astype(np.float32)
        self._worths = counts * np.float32(K1 + 1) / (counts + long[self._rows])
        self._count = len(kept)

    def scores(self, query: str) -> Floats:
        """How near each chunk's words come to those of a perfect passage, from 0 to 1."""
        rows: list[NDArray[np.int32]] = []
        worths: list[Floats] = []
        perfect = 0.0
        for telling, start, end in self._telling(query):
            rows.append(self._rows[start:end])
            worths.append(telling * self._worths[start:end].astype(np.float64))
            perfect += telling * PERFECT
        if not rows:
            return np.zeros(self._count)
        found = np.bincount(np.concatenate(rows), weights=np.concatenate(worths), minlength=self._count)
        return found / perfect

    def _telling(self, query: str) -> list[tuple[float, int, int]]:
        """How telling each term of a query is, and where its chunks stand; only the most telling terms."""
        times = Counter(map(term_id, terms_of(query)))
        numbers = np.fromiter(times, np.uint32, len(times))
        places = np.searchsorted(self._numbers, numbers).clip(max=max(0, len(self._numbers) - 1))
        is_known = self._numbers[places] == numbers if len(self._numbers) else np.zeros(len(numbers), dtype=np.bool_)
        starts = np.where(is_known, self._bounds[places], 0)
        ends = np.where(is_known, self._bounds[places + 1], 0) if len(self._numbers) else starts
        rare = np.log(1 + (self._count - (ends - starts) + 0.5) / (ends - starts + 0.5))
        telling = np.rint(rare * _TELLING) / _TELLING
        weights = telling * np.fromiter(times.values(), np.int64, len(times))
        best = np.lexsort((numbers, -weights))[:MOST_TERMS]
        return [(float(telling[one]), int(starts[one]), int(ends[one])) for one in best]
