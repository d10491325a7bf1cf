"""What a project's documents are found by: how good, beside what databases have of their own, and how fast.

documents ─► chunks ─► terms and vectors ─► index ─► chunks for a query ─► their documents ─► is it the right one?
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from statistics import mean, median

import numpy as np
import orjson
from numpy.typing import NDArray

from benchmarks.retrieval_beside import postgres_places, sqlite_places
from benchmarks.retrieval_sets import QuerySet, fetch, query_sets
from orchestrator.providers.local_vectors import embedded
from orchestrator.retrieval.chunking import chunks_of
from orchestrator.retrieval.index import Index
from orchestrator.retrieval.terms import dump_terms
from state.document_records import KeptChunk
from state.records import Json

Measured = tuple[str, str, str]
Asked = tuple[str, NDArray[np.float32] | None]

_FOUND = 5
_LOOKED_AT = 10
_CHUNKS = 60
"""Chunks that are asked for: enough that a document with many of them leaves room for ten others."""

_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Collection:
    """A set of queries, with its documents in chunks."""

    name: str
    queries: Sequence[str]
    chunks: Sequence[str]
    owners: Sequence[int]
    vectors: Sequence[NDArray[np.float32]]
    asked: Sequence[NDArray[np.float32]]

    def rows(self) -> Iterator[KeptChunk]:
        """The chunks as a store would have them."""
        for place, (text, owner, vector) in enumerate(zip(self.chunks, self.owners, self.vectors, strict=True)):
            yield KeptChunk(place, str(owner), "text", {}, dump_terms(text), vector.tobytes())


def measure_retrieval(scale: int) -> Iterator[Measured]:
    """Headings of real documents as queries: is what stands under one among the first five documents that are found?

    hit@5 is the part of the queries of which that is so, MRR@10 the mean of 1 / its rank. Vectors are of the local
    model, which knows English alone. FTS5 and PostgreSQL get the same chunks, and the stems that they have for the
    language.
    """
    if not fetch():
        yield "documents of Debian packages", "not measured: apt-get or dpkg-deb is not there", "–"
        return
    collections = [_collection(one, scale) for one in query_sets()]
    for one in collections:
        yield from _quality(one)
    yield from _nothing_near(*collections[:2])
    yield from _speed(list(chain.from_iterable(one.chunks for one in collections)), collections, 100_000 // scale)


def _collection(given: QuerySet, scale: int) -> Collection:
    queries, documents = given.queries[::scale], given.documents[::scale]
    pairs = [(chunk.text, owner) for owner, text in enumerate(documents) for chunk in chunks_of(text)]
    chunks, owners = [text for text, _ in pairs], [owner for _, owner in pairs]
    return Collection(given.name, queries, chunks, owners, _vectors(chunks), _vectors(queries))


def _vectors(texts: Sequence[str]) -> list[NDArray[np.float32]]:
    return [np.array(orjson.loads(vector), dtype="<f4") for vector in embedded(texts)[0]]


def _quality(given: Collection) -> Iterator[Measured]:
    index = Index(given.rows())
    name = f"{given.name}: {len(given.queries)} queries, {len(given.chunks):,} chunks"
    both = _ranks(given, _places(index, given))
    goal = "hit@5 0.80" if given.name == "perlfaq" else "–"
    yield (
        f"{name}: words and vectors",
        f"{_told(both)}; every second query {_told(both[::2])}, the others {_told(both[1::2])}",
        goal,
    )
    yield f"{given.name}: words", _told(_ranks(given, _places(index, given, vectors=False))), "–"
    yield f"{given.name}: vectors", _told(_ranks(given, _places(index, given, words=False))), "–"
    language = given.name[-2:]
    asked = (given.chunks, given.queries, language)
    yield f"{given.name}: SQLite's FTS5, bm25()", _told(_ranks(given, sqlite_places(*asked))), "–"
    for rank in ("ts_rank", "ts_rank_cd"):
        yield f"{given.name}: PostgreSQL's {rank}()", _told(_ranks(given, postgres_places(*asked, rank))), "–"


def _places(index: Index, given: Collection, *, words: bool = True, vectors: bool = True) -> Iterator[list[int]]:
    for query, vector in zip(given.queries, given.asked, strict=True):
        hits = index.search(query if words else "", vector if vectors else None, top_k=_CHUNKS, kinds=())
        yield [hit.chunk_id for hit in hits]


def _ranks(given: Collection, found: Iterable[Sequence[int]]) -> list[int | None]:
    """The rank of each query's document among those that are found, from 0."""
    ranks: list[int | None] = []
    for wanted, places in enumerate(found):
        documents = list(dict.fromkeys(given.owners[place] for place in places))
        ranks.append(documents.index(wanted) if wanted in documents else None)
    return ranks


def _told(ranks: Sequence[int | None]) -> str:
    hit = mean(rank is not None and rank < _FOUND for rank in ranks)
    reciprocal = mean(1 / (rank + 1) if rank is not None and rank < _LOOKED_AT else 0 for rank in ranks)
    return f"{hit:.3f} (MRR {reciprocal:.3f})"


def _nothing_near(one: Collection, other: Collection) -> Iterator[Measured]:
    """What `min_score` does: to queries that a collection answers, and to those of another one."""
    index = Index(one.rows())
    for name, asked in (("its own questions", one), ("headings of the handbook", other)):
        found = [
            bool(index.search(query, vector, top_k=1, kinds=(), min_score=_NEAR))
            for query, vector in zip(asked.queries, asked.asked, strict=True)
        ]
        yield f"{one.name}, min_score {_NEAR}: something is found for {name}", f"{mean(found):.2f} of them", "–"


def _speed(texts: Sequence[str], collections: Sequence[Collection], count: int) -> Iterator[Measured]:
    chance = random.Random(1)  # noqa: S311  # no secret
    many = [_varied(texts, chance) for _ in range(count)]
    begun = time.process_time()
    kept = [dump_terms(text) for text in many]
    spent = time.process_time() - begun
    terms = sum(map(len, kept)) / 6 / count
    yield f"{count:,} chunks, {terms:.0f} different terms each: their terms", f"{spent:.0f} s of a processor", "–"
    vectors = np.random.default_rng(1).normal(size=(count, 256)).astype("<f4")
    rows = [
        KeptChunk(place, str(place // 4), "text", {"year": place % 7}, one, vectors[place].tobytes())
        for place, one in enumerate(kept)
    ]
    del vectors
    before, begun = _resident_mb(), time.process_time()
    index = Index(rows)
    spent = time.process_time() - begun
    yield f"{count:,} chunks: the index", f"{spent:.1f} s of a processor", "3 s"
    yield f"{count:,} chunks: memory of the index", f"{1000 * (_resident_mb() - before) / count:.1f} kB a chunk", "–"
    pairs = (pair for one in collections for pair in zip(one.queries, one.asked, strict=True))
    short: list[Asked] = list(islice(pairs, 600))
    long: list[Asked] = [(text, short[place % len(short)][1]) for place, text in enumerate(many[:300])]
    for name, asked, year in (("", short, None), (", of one year", short, 3), (", a chunk as the query", long, None)):
        yield f"{count:,} chunks: a query{name}", _milliseconds(index, asked, year), "50 ms"
    yield f"{count:,} chunks: a query, by words alone", _milliseconds(index, [(one, None) for one, _ in short]), "50 ms"


def _varied(texts: Sequence[str], chance: random.Random) -> str:
    """A text with a third of another in its midst."""
    one, other = chance.choice(texts), chance.choice(texts)
    place = chance.randrange(len(one))
    start = chance.randrange(max(1, len(other) * 2 // 3))
    return f"{one[:place]} {other[start : start + len(other) // 3]} {one[place:]}"[:1500]


def _milliseconds(index: Index, asked: Iterable[Asked], year: int | None = None) -> str:
    where: dict[str, Json] = {} if year is None else {"year": year}
    spent = []
    for query, vector in asked:
        begun, seen = time.process_time(), time.perf_counter()
        index.search(query, vector, top_k=8, kinds=("text",), where=where)
        spent.append((1000 * (time.process_time() - begun), 1000 * (time.perf_counter() - seen)))
    processor, clock = (sorted(times) for times in zip(*spent, strict=True))
    most = int(len(spent) * 0.95)
    return (
        f"median {median(processor):.1f} ms, 95 of 100 in {processor[most]:.1f} ms of a processor "
        f"({median(clock):.1f} ms, {clock[most]:.1f} ms by the clock)"
    )


def _resident_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # no file of ours
        return int(file.read().split()[1]) * 4096 / 1e6
