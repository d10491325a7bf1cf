"""The documents of a project as one process searches them: an index in memory, made at the first search.

    query ─┬► its words ──► BM25 ─┐
           └► its vector ► cosine ┴► fused ─► above the least score ─► within the room ─► passages

A process searches the documents as they were when it looked first; where one of those found is gone by then, it looks
again. The same documents and query give the same passages on every machine and store.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import orjson

from orchestrator.analyzer import estimate_tokens
from orchestrator.pricing import LOCAL_VECTORS
from orchestrator.providers import local_packages
from orchestrator.retrieval.queries import query_of
from state import document_vectors, documents
from state.engine import State
from state.errors import ConfigError, VectorsReplacedError
from state.passage import Passage
from state.plan_records import RagPlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orchestrator.retrieval.index import Hit, Index
    from state.document_records import KeptChunk

_SOURCE_TOKENS = 12
"""Of what stands around a passage."""

_WEIGHT = 1.0
"""What a rank by vector counts for beside one by words, where a larger model than the local one made the vectors."""

_LOOKS = 3
"""So often an index is made anew for one search, while documents are replaced."""


class Library:
    """Searches the documents of a project; from any thread.

    Args:
        state: That they are in; None where there is none yet.
    """

    def __init__(self, state: State | None, project: str) -> None:
        self._state = state
        self._project = project
        self._made: dict[tuple[tuple[str, ...], str], Index] = {}
        self._making = threading.Lock()

    def search(
        self, rag: RagPlan, text: str, vector: NDArray[np.float32] | None, most_tokens: int
    ) -> tuple[Passage, ...]:
        """The passages for a text, the best first; takes processor time.

        Args:
            vector: Of the text's query, by the plan's model; None: the local one makes it here, or there is none.
            most_tokens: Of all passages, where that is less than the plan's.

        Raises:
            VectorsReplacedError: The project's vectors are another model's by now.
        """
        state = self._state
        if state is None or not text.strip():
            return ()
        if vector is None and rag.vectors == LOCAL_VECTORS:
            vector = _local(query_of(text))
        for _ in range(_LOOKS):
            hits = self._hits(state, rag, text, vector)
            found = documents.passages_of(state, {hit.chunk_id: round(hit.relevance, 4) for hit in hits})
            if len(found) == len(hits):
                return tuple(_within(found, min(most_tokens, rag.max_tokens)))
            self._forget(rag)
        return tuple(_within(found, min(most_tokens, rag.max_tokens)))

    def _hits(self, state: State, rag: RagPlan, text: str, vector: NDArray[np.float32] | None) -> list[Hit]:
        from orchestrator.retrieval.vectors import UnlikeVectorsError  # noqa: PLC0415 (as in `_index`)

        try:
            return self._index(state, rag).search(
                text,
                vector,
                top_k=rag.top_k,
                kinds=rag.kinds,
                where=orjson.loads(rag.where) if rag.where else {},
                min_score=rag.min_relevance,
                **({} if rag.vectors == LOCAL_VECTORS else {"vector_weight": _WEIGHT}),
            )
        except UnlikeVectorsError as error:  # their model makes others than it did
            hint = f"`batchwright docs embed --project {self._project} --model …` with another model makes all anew"
            raise VectorsReplacedError(f"in project {self._project} {error}", hint=hint) from None

    def _index(self, state: State, rag: RagPlan) -> Index:
        from orchestrator.retrieval.index import Index  # noqa: PLC0415 (numpy: only what searches needs it)

        key = (rag.kinds, rag.vectors)
        with self._making:
            if key not in self._made:
                self._made[key] = Index(self._chunks(state, rag))
            return self._made[key]

    def _chunks(self, state: State, rag: RagPlan) -> Iterator[KeptChunk]:
        in_use = document_vectors.vectors_in_use(state, self._project)
        if rag.vectors and in_use is not None and in_use != rag.vectors:
            raise VectorsReplacedError(
                f"the passages of project {self._project} are found by vectors of {in_use} by now, and this job's plan"
                f" has {rag.vectors}",
                hint="`run --new` makes a job with a new plan, and what is answered already is not paid again; or"
                f" `docs embed --project {self._project} --model {rag.vectors}`, then resume",
            )
        return documents.chunks_of(state, self._project, rag.kinds, rag.vectors)

    def _forget(self, rag: RagPlan) -> None:
        with self._making:
            self._made.pop((rag.kinds, rag.vectors), None)


def _local(query: str) -> NDArray[np.float32] | None:
    """The local model's vector of a query; None of one that has no word of it.

    Raises:
        ConfigError: The model is not installed: other passages would be found than where it is.
    """
    if missing := local_packages.missing(local_packages.VECTORS):
        said = f"passages are found by vectors of {LOCAL_VECTORS}, and {local_packages.said(missing)}"
        raise ConfigError(said, hint=f"type: {local_packages.command(missing)}")
    from orchestrator.providers.local_vectors import vector_of  # noqa: PLC0415 (it is loaded where it is used)

    try:
        return vector_of(query)
    except ValueError:
        return None


def _within(found: list[Passage], most_tokens: int) -> Iterator[Passage]:
    """Those of the passages that there is room for, the best first."""
    left = most_tokens
    for one in found:
        tokens = estimate_tokens(one.text) + _SOURCE_TOKENS
        if tokens <= left:
            left -= tokens
            yield one
