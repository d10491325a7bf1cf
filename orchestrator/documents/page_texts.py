"""The pieces of pages as their texts: without headers and footers, column by column, in paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestrator.documents.base import NOTHING, How, Part, Sight, Tell
from orchestrator.documents.layout import Piece, in_order
from orchestrator.documents.paragraphs import paragraphs, words_of
from orchestrator.documents.running import without_running

MAX_PAGES = 10_000
"""Of a file."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read.

    Args:
        pieces: Of its lines.
        how: What they come from.
        is_final: As of a part.
    """

    pieces: list[Piece]
    how: How
    is_final: bool = True

    @property
    def is_to_come(self) -> bool:
        """Whether a model is to read it."""
        return isinstance(self.how, Sight)


def page_parts(pages: Sequence[Page], tell: Tell) -> Iterator[Part]:
    """A part for each page."""
    kept = without_running([page.pieces for page in pages])
    words = words_of(piece.text for pieces in kept for piece in pieces)
    for number, (pieces, page) in enumerate(zip(kept, pages, strict=True), start=1):
        blocks = [paragraphs(lines, words) for lines in in_order(pieces)]
        yield Part(number, "\n\n".join(one for block in blocks for one in block), page.how, page.is_final)
        tell()


def why_no_text(pages: Sequence[Page]) -> str:
    """Why pages on which something is have no text; empty where nothing is on any."""
    how = next((page.how for page in pages if isinstance(page.how, str) and page.how != NOTHING), "")
    return how and (how.partition(": ")[2] or f"{how} found none")
