"""The index: what it finds is right by the plain formulas, what was asked for, and the same wherever it is made."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from pydoc_data.topics import topics

import numpy as np
import pytest

from orchestrator.retrieval.chunking import chunks_of
from orchestrator.retrieval.index import DEPTH, Hit, Index
from orchestrator.retrieval.terms import dump_terms, term_id, terms_of
from orchestrator.retrieval.words import K1, MOST_TERMS, B
from state.document_records import KeptChunk
from state.records import Json

CHUNKS = [(name, chunk.text) for name in sorted(topics) for chunk in chunks_of(topics[name])]
QUERIES = ["open a file with a context manager", "how are classes created", "operator precedence of lambda", "$_ 検索"]


def directed(seed: int, numbers: int = 64) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """A vector in some direction."""
    return np.random.default_rng(seed).normal(size=numbers).astype(np.float32)


def row_of(number: int, text: str, **given: object) -> KeptChunk:
    """A chunk as a store has it."""
    made: dict[str, object] = {"document_id": str(number), "kind": "text", "fields": {}, "vector": None, **given}
    return KeptChunk(number, terms=dump_terms(text), **made)  # type: ignore[arg-type]


def book(*, vectors: bool = True) -> list[KeptChunk]:
    """Chapters of Python's reference, with vectors in some direction."""
    return [
        row_of(number, text, document_id=name, vector=directed(number).astype("<f4").tobytes() if vectors else None)
        for number, (name, text) in enumerate(CHUNKS)
    ]


BOOK = book()
INDEX = Index(BOOK)


def found(index: Index, query: str, vector: int | None = None, **keys: object) -> list[Hit]:
    """What a search finds, with what most of them ask for."""
    asked: dict[str, object] = {"top_k": 10, "kinds": ("text",), **keys}
    return index.search(query, None if vector is None else directed(vector), **asked)  # type: ignore[arg-type]


def plain_bm25(query: str, texts: Sequence[str]) -> list[float]:
    """The formula as it is printed, over the most that a query could be worth with each of its terms once."""
    counts = [Counter(terms_of(text)) for text in texts]
    average = sum(map(Counter.total, counts)) / len(counts)
    wanted = set(terms_of(query))
    rare = {}
    for term in wanted:
        having = sum(term in one for one in counts)
        rare[term] = math.log(1 + (len(counts) - having + 0.5) / (having + 0.5))
    scores = []
    for one in counts:
        long = K1 * (1 - B + B * one.total() / average)
        scores.append(sum(rare[term] * one[term] * (K1 + 1) / (one[term] + long) for term in wanted))
    return [score / sum(rare.values()) for score in scores]


@pytest.mark.parametrize("query", QUERIES)
def test_words_are_worth_what_the_formula_says(query: str) -> None:
    """BM25, held against a loop over texts; the index has neither."""
    wanted = plain_bm25(query, [text for _, text in CHUNKS])
    hits = found(INDEX, query, top_k=len(CHUNKS))
    assert {hit.chunk_id for hit in hits} == {number for number, score in enumerate(wanted) if score}
    assert [hit.lexical for hit in hits] == pytest.approx([min(1, wanted[hit.chunk_id]) for hit in hits], abs=1e-3)
    assert [wanted[hit.chunk_id] for hit in hits] == pytest.approx(sorted(filter(None, wanted), reverse=True), abs=1e-3)


def test_a_vector_finds_what_lies_in_its_direction() -> None:
    """Cosines to a ten-thousandth or two, whatever length the vectors have."""
    vectors = [directed(number) * 1.1 ** (number - 150) for number in range(300)]
    index = Index(row_of(number, "", vector=one.astype("<f4").tobytes()) for number, one in enumerate(vectors))
    query = directed(1000)
    wanted = [float(one @ query / np.linalg.norm(one) / np.linalg.norm(query)) for one in vectors]
    hits = index.search("", query * 7, top_k=5, kinds=())
    assert [hit.chunk_id for hit in hits] == sorted(range(300), key=lambda one: -wanted[one])[:5]
    assert [hit.cosine for hit in hits] == pytest.approx([wanted[hit.chunk_id] for hit in hits], abs=4e-4)
    assert {hit.lexical for hit in hits} == {None}


@pytest.mark.parametrize("numbers", [256, 1536, 3072])
def test_sums_of_products_are_whole_numbers_that_a_float_holds_exactly(numbers: int) -> None:
    """So the order in which a processor adds them up is no difference: here, two orders."""
    vectors = np.random.default_rng(numbers).normal(size=(50, numbers)).astype(np.float32)
    vectors[0] = vectors[1]  # the largest product that there can be
    order = np.random.default_rng(1).permutation(numbers)
    told = []
    for columns in (np.arange(numbers), order):
        index = Index(row_of(number, "", vector=one[columns].tobytes()) for number, one in enumerate(vectors))
        told.append(index.search("", vectors[0][columns], top_k=50, kinds=()))
    assert told[0] == told[1]
    assert {hit.chunk_id: hit.cosine for hit in told[0]}[1] == pytest.approx(1)


def test_both_together_find_what_either_finds_first() -> None:
    """A chunk that is first by words and by vector is first; one that only a vector finds is found."""
    best = found(INDEX, QUERIES[0])[0].chunk_id
    hits = found(INDEX, QUERIES[0], best)
    assert hits[0].chunk_id == best
    assert hits[0].cosine == pytest.approx(1)
    other = next(number for number in range(len(CHUNKS)) if number not in {hit.chunk_id for hit in hits})
    assert other in {hit.chunk_id for hit in found(INDEX, QUERIES[0], other)}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_is_no_difference(seed: int) -> None:
    """Two stores hand their rows out in two orders, and a moved job must ask what it asked."""
    shuffled = Index(BOOK[one] for one in np.random.default_rng(seed).permutation(len(BOOK)))
    for query in QUERIES:
        assert found(shuffled, query, 3) == found(INDEX, query, 3)


def test_another_process_finds_the_same() -> None:
    """Nothing depends on how a process hashes texts, nor on its threads or how its processor adds up."""
    program = (
        "import json; from tests.test_retrieval_index import *;"
        "print(json.dumps([[h.chunk_id, h.score.hex(), h.cosine.hex() if h.cosine else None] "
        "for q in QUERIES for h in found(INDEX, q, 5)]))"
    )
    told = []
    for seed, settings in (("1", {}), ("2", {"OPENBLAS_NUM_THREADS": "4", "OPENBLAS_CORETYPE": "Prescott"})):
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[1], check=True, capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".", **settings},
        )  # fmt: skip
        told.append(json.loads(done.stdout))
    assert told[0] == told[1]
    assert len(told[0]) == 10 * len(QUERIES)


def test_equal_chunks_are_ordered_by_their_ids() -> None:
    """Of ties the lowest ids, also where more are equal than are looked at."""
    ids = np.random.default_rng(1).permutation(3 * DEPTH) + 1
    rows = [row_of(int(number), "the same words", vector=directed(1).tobytes()) for number in ids]
    assert [hit.chunk_id for hit in found(Index(rows), "same words", 1, top_k=7)] == list(range(1, 8))


def test_a_chunk_without_a_vector_is_found_by_its_words() -> None:
    """Documents whose vectors are not there yet are documents all the same."""
    rows = [row_of(1, "a ship"), row_of(2, "a ship", vector=directed(1).tobytes()), row_of(3, "no", vector=b"")]
    assert {hit.chunk_id: hit.cosine is None for hit in found(Index(rows), "ship", 1)} == {1: True, 2: False}
    for number in (0, np.nan, np.inf):
        no_direction = row_of(4, "ship", vector=np.full(64, number, np.float32).tobytes())
        assert {hit.chunk_id: hit.cosine is None for hit in found(Index([*rows, no_direction]), "ship", 1)}[4]
    assert found(Index(book(vectors=False)), QUERIES[0], 1) == found(Index(book(vectors=False)), QUERIES[0])


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ({}, {1, 2, 3, 4}),
        ({"year": 2020}, {1, 2}),
        ({"year": 2020.0}, {1, 2}),
        ({"year": "2020"}, {1, 2}),
        ({"tags": "a"}, {1, 3}),
        ({"tags": ["a", "b"]}, {1}),
        ({"tags": "a", "year": 2020}, {1}),
        ({"is_new": True}, {4}),
        ({"is_new": 1}, set()),
        ({"none": None}, {4}),
        ({"absent": None}, set()),
        ({"deep": {"b": 1, "a": 2}}, {4}),
    ],
)
def test_only_chunks_with_these_values_are_found(where: dict[str, Json], wanted: set[int]) -> None:
    """Equal values, or a list that holds the value; what has no such field is not found."""
    fields: list[dict[str, Json]] = [
        {"year": 2020, "tags": ["a", "b"]},
        {"year": 2020, "tags": "b"},
        {"year": 2021, "tags": ["a"]},
        {"is_new": True, "none": None, "deep": {"a": 2, "b": 1}},
    ]
    index = Index(row_of(number, "a ship", fields=one) for number, one in enumerate(fields, 1))
    assert {hit.chunk_id for hit in found(index, "ship", where=where)} == wanted


def test_only_chunks_of_these_kinds_are_found_of_all_where_none_is_named() -> None:
    """And a kind that no document has finds nothing."""
    index = Index([row_of(1, "a ship"), row_of(2, "a ship", kind="glossary")])
    for kinds, wanted in (((), {1, 2}), (("text",), {1}), (("glossary", "text"), {1, 2}), (("other",), set())):
        assert {hit.chunk_id for hit in found(index, "ship", kinds=kinds)} == wanted


def test_a_filter_lets_the_best_of_what_it_lets_through_be_found() -> None:
    """However many better ones there are of other kinds: a filter is no sieve over hits."""
    rows = [row_of(number, "ship ship ship", kind="loud") for number in range(5 * DEPTH)]
    index = Index([*rows, row_of(9999, "a ship among many other words of another matter")])
    assert [hit.chunk_id for hit in found(index, "ship")] == [9999]


def test_nothing_near_enough_is_nothing() -> None:
    """A score means the same for all queries: words that no document has count against it."""
    assert found(INDEX, "zebra quagga", min_score=0.1) == []
    assert found(INDEX, "the zebra of the quagga") != []
    assert found(INDEX, "the zebra of the quagga", min_score=0.5) == []
    hits = found(INDEX, QUERIES[0], 3, min_score=0.6)
    assert hits
    assert all(max(hit.lexical or 0, hit.cosine or 0) >= 0.6 for hit in hits)
    near = found(INDEX, "", 3, min_score=0.99)
    assert [hit.chunk_id for hit in near] == [3]


def test_a_whole_document_as_the_query_finds_what_is_most_like_it() -> None:
    """By its most telling words, and not by those that no document has."""
    name, text = CHUNKS[40]
    strange = " ".join(f"strange{number}" for number in range(5 * MOST_TERMS))
    hit = found(INDEX, f"{strange * 20} {text}\n" + "and so on and on " * 2000)[0]
    assert hit.document_id == name


@pytest.mark.parametrize("rows", [[], [row_of(1, "")], [row_of(1, "$$$ ...")]], ids=["none", "empty", "no words"])
def test_an_index_of_nothing_finds_nothing(rows: list[KeptChunk]) -> None:
    """A project whose documents are not there yet."""
    index = Index(rows)
    assert len(index) == len(rows)
    assert found(index, "ship", 1) == []
    assert found(INDEX, "", None) == []
    assert found(INDEX, QUERIES[0], 1, top_k=0) == []


def test_as_many_as_are_asked_for_are_found() -> None:
    """Also more than are put together by default."""
    assert len(found(INDEX, "the", 1, top_k=3 * DEPTH)) == 3 * DEPTH


def test_vectors_of_two_models_are_refused_with_both_lengths() -> None:
    """Their numbers mean other things, and the message says what to do."""
    rows = [row_of(1, "", vector=directed(1, 8).tobytes()), row_of(2, "", vector=directed(1, 4).tobytes())]
    with pytest.raises(ValueError, match="vectors of 4 and of 8 numbers.*embed the documents anew"):
        Index(rows)
    with pytest.raises(ValueError, match="has 64 numbers and those of the chunks have 8: embed both"):
        found(Index(rows[:1]), "", 1)


def test_two_terms_with_one_number_are_one_term() -> None:
    """A collision makes a chunk found that should not be, and breaks nothing."""
    assert term_id("plumless") == term_id("buckeroo")
    hits = found(Index([row_of(1, "plumless"), row_of(2, "ship")]), "plumless buckeroo")
    assert [hit.chunk_id for hit in hits] == [1]
