"""An index over a project's chunks, in memory: by words (BM25), by vectors (cosine), and by both.

    query ──► terms, the most telling ──► BM25 ────► the first 100 ─┐ by the sum of 1 / (rank + 3)
    vector ─► one product with all ─────► cosine ──► the first 100 ─┴─► hits
                                             └─ which are near enough, of the kinds and fields that are asked for

The same rows and the same query give the same hits on every machine, so that a job that moves asks what it asked.
Memory: 8 bytes for each different term of a chunk, 4 for each number of its vector, and some hundred for the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from orchestrator.retrieval.filters import Filters
from orchestrator.retrieval.vectors import Vectors
from orchestrator.retrieval.words import Words
from state.document_records import KeptChunk
from state.records import Json

RANK = 3
"""What is added to a rank before it is turned over. Measured: with 60, as is usual, the first count for too little."""

VECTOR_WEIGHT = 0.5
"""What a rank by vector counts for beside one by words. Measured: of the local model, 1 is worse in all languages but
English, and there no better."""

DEPTH = 100
"""How many of each list are put together, and at least as many as are asked for."""

_NO_FIELDS: Mapping[str, Json] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found.

    Args:
        score: Hits are in its order; it means nothing beside that of another query.
        lexical: How near its words come to those of a perfect passage, from 0 to 1; None: it has none of the query's.
        cosine: How near its vector is to the query's, up to 1; None: one of them has none.
    """

    chunk_id: int
    document_id: str
    score: float
    lexical: float | None
    cosine: float | None

    @property
    def relevance(self) -> float:
        """How well it fits, from 0 to 1, whatever was asked: what `min_score` is held against."""
        return max(0.0, self.lexical or 0.0, self.cosine or 0.0)


class Index:
    """Chunks to search; a hundred thousand take a few seconds to put in, and none is added later.

    Args:
        rows: The chunks, read once; in any order.

    Raises:
        ValueError: Their vectors are not all of one length.
    """

    def __init__(self, rows: Iterable[KeptChunk]) -> None:
        ids: list[int] = []
        self._documents: list[str] = []
        kept: list[bytes] = []
        vectors: list[bytes | None] = []
        described: list[tuple[str, Mapping[str, Json]]] = []
        for row in rows:
            ids.append(row.chunk_id)
            self._documents.append(row.document_id)
            kept.append(row.terms)
            vectors.append(row.vector)
            described.append((row.kind, row.fields))
        self._ids = np.array(ids, dtype=np.int64)
        self._filters = Filters(described)
        self._words = Words(kept)
        self._vectors = Vectors(vectors)

    def __len__(self) -> int:
        return len(self._ids)

    def search(
        self,
        query: str,
        vector: NDArray[np.float32] | None,
        *,
        top_k: int,
        kinds: Collection[str],
        where: Mapping[str, Json] = _NO_FIELDS,
        min_score: float = 0.0,
        vector_weight: float = VECTOR_WEIGHT,
    ) -> list[Hit]:
        """The chunks that are nearest to a query, the nearest first, and none that is less near than asked for.

        Args:
            query: Its words; those of a whole document are no hindrance.
            vector: The query's, by the model that made those of the chunks; None: by words alone.
            kinds: Only chunks of these kinds; of any, where none is named.
            where: Only chunks whose fields have these values; one that is a list must hold the value.
            min_score: Leaves out what is less near than this both by words and by vector, from 0 to 1.
            vector_weight: What its rank by vector counts for beside that by words; more for a better model.

        Raises:
            ValueError: The vector is of another length than those of the chunks.
        """
        words, cosines = self._words.scores(query), self._vectors.cosines(vector)
        mask = self._filters.mask(kinds, where)
        if min_score > 0:
            mask = mask & ((words >= min_score) | (cosines >= min_score))
        depth = max(DEPTH, top_k)
        by_word = self._first(words, mask & (words > 0), depth)
        by_vector = self._first(cosines, mask & ~np.isnan(cosines), depth)
        places, ranked = np.unique(np.concatenate([by_word, by_vector]), return_inverse=True)
        parts = [1 / (RANK + 1 + np.arange(len(by_word))), vector_weight / (RANK + 1 + np.arange(len(by_vector)))]
        scores = np.bincount(ranked, weights=np.concatenate(parts), minlength=len(places))
        best = np.lexsort((self._ids[places], -scores))[: max(0, top_k)]
        return [self._hit(int(places[one]), float(scores[one]), words, cosines) for one in best]

    def _first(self, scores: NDArray[np.float64], mask: NDArray[np.bool_], depth: int) -> NDArray[np.intp]:
        """Where the best are of those that a mask lets through, the best first; equal ones by their ids."""
        places = np.flatnonzero(mask)
        if len(places) > depth:
            least = np.partition(scores[places], -depth)[-depth]
            places = places[scores[places] >= least]
        return places[np.lexsort((self._ids[places], -scores[places]))][:depth]

    def _hit(self, place: int, score: float, words: NDArray[np.float64], cosines: NDArray[np.float64]) -> Hit:
        lexical, cosine = float(words[place]), float(cosines[place])
        return Hit(
            int(self._ids[place]),
            self._documents[place],
            score,
            min(1.0, lexical) or None,
            None if np.isnan(cosine) else cosine,
        )
