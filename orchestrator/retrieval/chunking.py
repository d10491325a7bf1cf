"""Divide a document into chunks, each about one thing and short enough to stand in a request beside others.

text ─► sections: up to the next heading, none of less than a few lines
     ─► one that is too long: parts of about the same length (orchestrator.parts), each under its heading
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestrator.cutting import cut
from orchestrator.parts import divide
from state.file_records import PageRead

VERSION = "chunks/1"
"""Of how a text is divided; part of what is kept, so that a document is divided again when it changes."""

SIZE = 1500
"""Letters of a chunk at the most, about 250 words. Measured. A sign that is a word or a syllable counts for three."""

MOST_BYTES = 3700
"""Bytes of a chunk without the heading that is repeated over it."""

_LEAST = 0.2
"""A section shorter than this part of `SIZE` takes the next one along: a title page, a list of short lines."""

_HEADING_BYTES = 200

_HEADING = re.compile(
    r"(?:\A|\n[ \t\r]*\n)[ \t]{0,3}(?=#{1,6}[ \t]+[^\s#]|(?![-*+>|=\u2022\u00b7])"
    r"[^\n]{1,79}[^\n.!?,;:\u3002\uff01\uff1f\u3001\uff1b\uff1a\s][ \t\r]*\n(?:[=~*-]{3,})?[ \t\r]*\n)"
)
"""Where a heading begins: one of Markdown, or a short line by itself, or with a line below it, that is no sentence."""

_MARK = re.compile(r"#+[ \t]+")
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document, under the heading that it stands under.

    Args:
        page: The page that it begins on; 0 where there are no pages.
    """

    text: str
    page: int


def chunks_of(text: str, pages: Sequence[PageRead] = ()) -> list[Chunk]:
    """A document's chunks in its order; all of its words are in them, each once but those of repeated headings.

    Args:
        pages: Where its pages begin, of a file that has pages.
    """
    begins = [found.end() for found in _HEADING.finditer(text)]
    starts = [page.start for page in pages]
    chunks: list[Chunk] = []
    for start, end in _sections(text, begins):
        section = text[start:end]
        for part in divide(section, _most_bytes(section)):
            place = start + part.start
            before = bisect_right(starts, place)
            page = pages[max(0, before - 1)].page if pages else 0
            chunks.append(Chunk(_under_heading(text, begins, place) + part.text, page))
    return chunks


def _sections(text: str, begins: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the sections of a text begin and end."""
    start = 0
    for begin in begins:
        if begin - start >= _LEAST * SIZE:
            yield start, begin
            start = begin
    yield start, len(text)


def _most_bytes(section: str) -> int:
    """Bytes that a chunk of a section may have, by what its signs count for."""
    if section.isascii():
        return SIZE
    letters = len(section) + 2 * len(_WIDE.findall(section))
    return min(MOST_BYTES, max(1, SIZE * len(section.encode("utf-8", "surrogatepass")) // letters))


def _under_heading(text: str, begins: Sequence[int], place: int) -> str:
    """The heading that a place stands under, short; nothing where it is at the heading, or under none."""
    before = bisect_right(begins, place) - 1
    if before < 0 or begins[before] == place:
        return ""
    line = text[begins[before] : begins[before] + _HEADING_BYTES].partition("\n")[0]
    return f"{cut(_MARK.sub('', line).strip(), _HEADING_BYTES)}\n\n"
