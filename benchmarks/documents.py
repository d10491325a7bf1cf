"""What a project's documents cost in each store: to add them, and to make an index of them in a process."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from itertools import islice

import numpy as np

from benchmarks.jobs import WORDS
from orchestrator.retrieval.index import Index
from orchestrator.retrieval.terms import dump_terms
from state import documents
from state.config import StatePlace
from state.document_records import DocumentKind, NewChunk, NewDocument
from state.migrate import open_state

PROJECT, MODEL = "measured", "local/wordllama-256"
_CHUNKS = 4
"""Of a document."""

_GROUP = 25  # documents that one transaction keeps, as `docs add` does


def measure_documents(place: StatePlace, count: int) -> dict[str, float]:
    """Seconds to add so many chunks, whose terms and vectors are there, and to have an index of them.

    Of the transactions that add them the longest is told, in milliseconds.
    """
    state = open_state(place.url)
    documents.open_collection(state, PROJECT, MODEL)
    longest = added = 0.0
    coming = _documents(count // _CHUNKS)
    while group := list(islice(coming, _GROUP)):
        since = time.perf_counter()
        documents.put_documents(state, PROJECT, group, model=MODEL)
        spent = time.perf_counter() - since
        longest, added = max(longest, spent), added + spent
    begun = time.perf_counter()
    index = Index(documents.chunks_of(state, PROJECT, [DocumentKind.PASSAGE], MODEL))
    made = time.perf_counter() - begun
    begun = time.perf_counter()
    for number in range(20):
        hits = index.search(f"{WORDS} number {number}", None, top_k=5, kinds=())
        documents.passages_of(state, {hit.chunk_id: hit.score for hit in hits})
    asked = (time.perf_counter() - begun) / 20
    state.close()
    return {
        "add_s": round(added, 2),
        "longest_ms": round(1000 * longest, 1),
        "index_s": round(made, 2),
        "search_ms": round(1000 * asked, 1),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _documents(count: int) -> Iterator[NewDocument]:
    """Documents of words that are all different, and of vectors by chance."""
    chance = np.random.default_rng(1)
    vocabulary = [f"word{number}" for number in range(50_000)]
    for document in range(count):
        chunks = []
        for _ in range(_CHUNKS):
            text = " ".join(vocabulary[place] for place in chance.zipf(1.3, 200) % len(vocabulary))
            vector = chance.normal(size=256).astype("<f4").tobytes()
            chunks.append(NewChunk(text, 1, dump_terms(text), vector))
        size = sum(len(chunk.text) for chunk in chunks)
        yield NewDocument(
            f"document-{document}", DocumentKind.PASSAGE, f"key-{document}", {"year": document % 7}, size, tuple(chunks)
        )
