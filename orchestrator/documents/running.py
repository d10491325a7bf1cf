"""Headers and footers: lines at a page's edge that come again and again, but for the numbers in them, are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from orchestrator.documents.layout import Line, Piece, lines_of
from orchestrator.documents.paragraphs import line_text

EDGE_LINES = 3
"""So many lines from the top and from the bottom may be a header or a footer."""

MIN_PAGES = 3
"""What stands on fewer pages is text."""

_SHARE = 0.3  # of the pages, so that those of left and right pages are found
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_SAME_HEIGHT = 6.0  # points, between the places of a line on two pages


def without_running(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pieces of each page without those of headers and footers."""
    edges = [_edges(page) for page in pages]
    counts = Counter(key for edge in edges for key in {key for key, _ in edge})
    least = max(MIN_PAGES, _SHARE * len([page for page in pages if page]))
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        gone = {id(piece) for key, line in edge if _count(key, counts) >= least for piece in line}
        left = [piece for piece in page if id(piece) not in gone]
        kept.append(left or list(page))  # pages that are all alike are a form, and no headers
    return kept


_Key = tuple[str, int]


def _edges(page: Sequence[Piece]) -> list[tuple[_Key, Line]]:
    """The lines at a page's edges, by their texts without numbers and their heights."""
    lines = lines_of(page)
    if not lines:
        return []
    tops, bottoms = lines[:EDGE_LINES], lines[-EDGE_LINES:] if len(lines) > EDGE_LINES else []
    return [
        ((_DIGITS.sub("#", line_text(line).casefold()), round(line[0].bottom / _SAME_HEIGHT)), line)
        for line in (*tops, *(line for line in bottoms if line not in tops))
    ]


def _count(key: _Key, counts: Counter[_Key]) -> int:
    """How many pages have a line, at about its height."""
    text, height = key
    return sum(counts[text, near] for near in (height - 1, height, height + 1))
