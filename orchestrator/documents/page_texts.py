"""The pieces of pages as their texts: without headers and footers, column by column, in paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestrator.documents.base import How, Part, Tell
from orchestrator.documents.layout import Piece, in_order
from orchestrator.documents.paragraphs import paragraphs, words_of
from orchestrator.documents.running import without_running

MAX_PAGES = 10_000
"""Of a file."""


def page_parts(pages: Sequence[list[Piece]], hows: Sequence[How], tell: Tell) -> Iterator[Part]:
    """A part for each page.

    Args:
        pages: The pieces of each one's lines.
        hows: How each was read.
    """
    pages = without_running(pages)
    words = words_of(piece.text for page in pages for piece in page)
    for number, (page, how) in enumerate(zip(pages, hows, strict=True), start=1):
        blocks = [paragraphs(lines, words) for lines in in_order(page)]
        yield Part(number, "\n\n".join(one for block in blocks for one in block), how)
        tell()
