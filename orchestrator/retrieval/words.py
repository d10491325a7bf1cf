"""Chunks by their words: for each term the chunks that have it, and what it is worth there (BM25)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orchestrator.retrieval.terms import KEPT, dump_terms, load_terms

K1, B = 2.0, 0.75
"""How soon more of a term counts for no more, and how much a long chunk is held against it. Measured."""

MOST_TERMS = 32
"""Different terms of a query that are looked up, the most telling. Measured: the rest of a long query is noise."""

_TELLING = 4096
"""How telling a term is, is rounded to parts of so many: logarithms differ between machines in their last bit."""

_ID_BITS = np.uint64(32)

_BEYOND = np.uint32(2**32 - 1)
"""Stands behind the numbers of all terms, with no chunk, so that each number that is looked up has a place."""

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
        starts = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)])
        self._numbers = np.append(numbers[starts], _BEYOND)
        self._bounds = np.append(starts, [len(numbers), len(numbers)])
        self._rows = rows[order]
        counts = terms["count"][order].astype(np.float32)
        self._worths = counts * np.float32(K1 + 1) / (counts + long[self._rows])
        self._count = len(kept)

    def scores(self, query: str) -> Floats:
        """What each chunk is worth: 1 where all that is telling in a query is there once, in a chunk of usual size."""
        numbers, times = load_terms(dump_terms(query))
        starts, ends = self._postings(numbers)
        telling = _telling(self._count, ends - starts)
        order = np.lexsort((numbers, -telling * times))
        known = order[ends[order] > starts[order]][:MOST_TERMS]
        if not len(known):
            return np.zeros(self._count)
        found = [slice(int(starts[one]), int(ends[one])) for one in known]
        rows = np.concatenate([self._rows[place] for place in found])
        worths = np.concatenate([self._worths[place].astype(np.float64) for place in found])
        worths *= np.repeat(telling[known], ends[known] - starts[known])
        perfect = float(telling[order[:MOST_TERMS]].sum())
        return np.bincount(rows, weights=worths, minlength=self._count) / perfect

    def _postings(self, numbers: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the chunks of each term begin and end; at one place, where none has it."""
        places = np.searchsorted(self._numbers, numbers)
        starts, ends = self._bounds[places], self._bounds[places + 1]
        return starts, np.where(self._numbers[places] == numbers, ends, starts)


def _telling(chunks: int, having: NDArray[np.int64]) -> Floats:
    """How telling a term is, by how many of the chunks have it."""
    parts: Floats = np.rint(np.log(1 + (chunks - having + 0.5) / (having + 0.5)) * _TELLING)
    return parts / _TELLING
