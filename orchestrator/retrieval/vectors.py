"""Chunks by their vectors: the cosine with a query's, the same on every machine.

A processor may add up products in any order, and floats come out differently in each. So the numbers of a vector are
rounded to whole parts of its length, so few that each sum of products is below 2^24: 32-bit floats hold that exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PARTS = 4000
"""Parts of a vector's length; the cosine is right to about 0.0002 by it."""

_BLOCK = 2048
"""Vectors that are rounded at once."""

Floats = NDArray[np.float64]


class UnlikeVectorsError(ValueError):
    """Vectors of different lengths, which cannot be compared."""


class Vectors:
    """The vectors of chunks.

    Args:
        vectors: Each chunk's, as 32-bit floats, little end first; None where it has none.

    Raises:
        ValueError: They are not all of one length.
    """

    def __init__(self, vectors: Sequence[bytes | None]) -> None:
        present = [vector for vector in vectors if vector]
        lengths = {len(vector) // 4 for vector in present}
        if len(lengths) > 1:
            one, other = sorted(lengths)[:2]
            raise UnlikeVectorsError(
                f"chunks have vectors of {one} and of {other} numbers, and two models' vectors cannot be compared: "
                "embed the documents anew with one model"
            )
        self.numbers = lengths.pop() if lengths else 0
        self._places = np.flatnonzero(np.fromiter(map(bool, vectors), np.bool_, len(vectors)))
        self._rounded = np.frombuffer(b"".join(present), "<f4").astype(np.float32).reshape(len(present), self.numbers)
        self._lengths = np.empty(len(present))
        for start in range(0, len(present), _BLOCK):
            block = self._rounded[start : start + _BLOCK]
            block[:], self._lengths[start : start + _BLOCK] = _rounded(block)
        self._count = len(vectors)

    def cosines(self, vector: NDArray[np.float32] | None) -> Floats:
        """The cosine of each chunk's vector with this one; NaN where one of them has no direction.

        Raises:
            ValueError: It has another length than those of the chunks.
        """
        cosines = np.full(self._count, np.nan)
        if vector is None or not len(self._places):
            return cosines
        if len(vector) != self.numbers:
            raise UnlikeVectorsError(
                f"a query's vector has {len(vector)} numbers and those of the chunks have {self.numbers}: "
                "embed both with the same model"
            )
        (query,), (length,) = _rounded(np.asarray(vector, dtype=np.float32).reshape(1, -1))
        with np.errstate(invalid="ignore", divide="ignore"):
            cosines[self._places] = (self._rounded @ query).astype(np.float64) / (self._lengths * length)
        return cosines


def _rounded(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], Floats]:
    """Vectors in whole parts of their length, and how many parts long they are then; NaN where one has no direction."""
    lengths = _lengths(vectors)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        parts = np.rint(vectors * (PARTS / lengths).astype(np.float32)[:, None])
    return parts, _lengths(parts)


def _lengths(vectors: NDArray[np.float32]) -> Floats:
    """Of each vector; added up number by number, as the order in which a row is added up is the processor's."""
    lengths: Floats = np.sqrt(np.square(vectors.T.astype(np.float64, order="C")).sum(axis=0))
    return lengths
