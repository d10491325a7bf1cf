"""Documents in chunks: no word is lost, none is too long, each says its page and the heading that it stands under."""

from __future__ import annotations

import re
from itertools import accumulate
from pydoc_data.topics import topics
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.retrieval.chunking import MOST_BYTES, SIZE, Chunk, chunks_of
from state.file_records import PageRead

BOOK = "\n\n".join(topics.values())
GERMAN = "Übermäßig große Schlösser stehen über den Flüssen. " * 400
RUSSIAN = "Корабль шёл на север, и никто не знал зачем. " * 400
CHINESE = "船一直向北航行没有人知道为什么。" * 600
MOST = MOST_BYTES + 300


def words(text: str) -> list[str]:
    """The words of a text in its order."""
    return re.findall(r"\w+", text)


def in_order(wanted: list[str], found: list[str]) -> bool:
    """Whether all of these are found in their order, whatever stands between."""
    left = iter(found)
    return all(any(word == other for other in left) for word in wanted)


@pytest.mark.parametrize("name", sorted(topics))
def test_all_words_of_a_document_are_in_its_chunks_in_their_order(name: str) -> None:
    """What is not in a chunk is never found."""
    told = [word for chunk in chunks_of(topics[name]) for word in words(chunk.text)]
    assert in_order(words(topics[name]), told)


@given(st.text(alphabet="ab .\n#-!。語é\t\r", max_size=4000).map(lambda text: text * 3))
def test_no_sign_is_lost_whatever_a_document_looks_like(text: str) -> None:
    """Headings are repeated, and nothing is left out."""
    told = "".join(chunk.text for chunk in chunks_of(text))
    assert in_order(list("".join(text.split())), list("".join(told.split())))
    assert all(chunk.text.strip() and len(chunk.text.encode()) <= MOST for chunk in chunks_of(text))


@pytest.mark.parametrize("text", [BOOK, GERMAN, RUSSIAN, CHINESE, "x" * 50_000], ids=["en", "de", "ru", "zh", "x"])
def test_no_chunk_is_too_long_or_a_scrap(text: str) -> None:
    """About the size that was measured to be good, in any writing, and never above 4 kB."""
    sizes = [len(chunk.text.encode()) for chunk in chunks_of(text)]
    assert max(sizes) <= MOST
    assert sum(sizes) / len(sizes) > SIZE / 3
    assert len(sizes) <= 4 * len(text.encode()) / SIZE


def test_chinese_is_cut_after_sentences() -> None:
    """Where there are no spaces, a sentence's end is what there is."""
    assert all(chunk.text.endswith("。") for chunk in chunks_of(CHINESE))


def test_a_heading_goes_with_what_follows_and_stands_over_each_further_chunk() -> None:
    """A chunk is read by itself, and found by what it is about."""
    body = "\n\n".join(f"Sentence {number} says what there is to say about ropes." * 6 for number in range(20))
    text = f"# Ships\n\n{body}\n\n## Anchors\n\n{body}\n\nSails and masts\n\n{body}"
    chunks = [chunk.text for chunk in chunks_of(text)]
    begins = [next(number for number, chunk in enumerate(chunks) if mark in chunk) for mark in ("# S", "## A", "Sails")]
    assert [chunks[begin].partition("\n\n")[0] for begin in begins] == ["# Ships", "## Anchors", "Sails and masts"]
    heads = [chunk.partition("\n\n")[0] for chunk in chunks]
    assert heads[1 : begins[1]] == ["Ships"] * (begins[1] - 1)
    assert set(heads[begins[1] + 1 : begins[2]]) == {"Anchors"}
    assert set(heads[begins[2] :]) == {"Sails and masts"}


def test_a_chunk_says_the_page_that_its_own_text_begins_on() -> None:
    """The page is what people cite: that of the text, not of the heading that is repeated over it."""
    texts = [f"Page {number} begins. " + f"It is about matter {number}. " * 60 for number in range(1, 8)]
    starts = [0, *accumulate(len(text) + 2 for text in texts)]
    pages = [PageRead(number + 1, starts[number], "text layer") for number in range(7)]
    text = "\n\n".join(texts)
    chunks = chunks_of(text, pages)
    assert {chunk.page for chunk in chunks} == set(range(1, 8))
    for chunk in chunks:
        place = text.index(chunk.text)
        assert starts[chunk.page - 1] <= place < starts[chunk.page]
    assert {chunk.page for chunk in chunks_of(text)} == {0}


def test_a_short_document_is_one_chunk_and_an_empty_one_none() -> None:
    """Nothing is made of nothing."""
    assert chunks_of("One sentence.\n") == [Chunk("One sentence.", 0)]
    assert chunks_of(" \n\t\n ") == []


LONG = {"book": BOOK * 20, "sign": "x" * 9_000_000, "lines": "a b\n\n" * 1_800_000, "heading": f"# {'x ' * 4_500_000}"}


@pytest.mark.parametrize("text", LONG.values(), ids=list(LONG))
def test_ten_megabytes_take_seconds_of_a_processor(text: str) -> None:
    """Time grows with the text, whatever it looks like: a quadratic one would take many minutes."""
    begun = process_time()
    chunks_of(text)
    assert process_time() - begun < 8
