"""Reading order: the pieces of a page's lines in the order in which people read them, whatever its columns.

    ┌───────────────────────┐     a gutter is a line down the page that few pieces cross, with prose on both sides
    │ title, over all       │ 1   what crosses it parts the page into bands
    ├──────────┬────────────┤
    │ column   │ column     │ 2 3 each band is read column by column, and each column is looked at in the same way:
    │          │            │     so three columns are two, one of which is two
    ├──────────┴────────────┤
    │ wide table, footnote  │ 4
    └───────────────────────┘

Units are points, from the page's lower left corner.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

MIN_LINES = 4
"""A column has so many lines at least: less is a table, a list of authors, a formula."""

_MIN_PART = 0.15  # of the width of a region: a narrower column is a margin with numbers
_MIN_CHARS = 14  # the median line of a column of prose
_MIN_FILL = 0.45  # of a column's width, its median line: cells of a table fill less
_MAX_CROSSING = 0.34  # of a region's pieces; with more it has no columns
_MOST_TRIED = 20  # places of a region: a page with more of them is a table, and would take seconds
_SAME_LINE = 0.5  # of the lower one's height, that two pieces of a line share
_NEXT_LINE = 2.5  # times the size of signs: lines that far apart are of one text


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of signs on one line.

    Args:
        size: The height of its signs, as the median.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


Line = tuple[Piece, ...]


def in_order(pieces: Sequence[Piece]) -> list[list[Line]]:
    """The blocks of a page (a column, what lies over all columns), each as its lines from top to bottom."""
    blocks: list[list[Line]] = []
    _read(list(pieces), blocks, depth=0)
    return blocks


def _read(pieces: list[Piece], blocks: list[list[Line]], *, depth: int) -> None:
    gutter = _gutter(pieces) if depth < 4 and len(pieces) >= 2 * MIN_LINES else None
    if gutter is None:
        lines = lines_of(pieces)
        if lines:
            blocks.append(lines)
        return
    crossing = sorted((one for one in pieces if one.left < gutter < one.right), key=lambda one: -one.top)
    rest = [one for one in pieces if not one.left < gutter < one.right]
    for wide in lines_of(crossing):
        low, high = min(one.bottom for one in wide), max(one.top for one in wide)
        above = [one for one in rest if _middle(one) > high]
        beside = [one for one in rest if low <= _middle(one) <= high]
        _columns(above, gutter, blocks, depth)
        _append(blocks, lines_of([*wide, *beside]), wide)
        gone = {id(one) for one in (*above, *beside)}
        rest = [one for one in rest if id(one) not in gone]
    _columns(rest, gutter, blocks, depth)


def _middle(piece: Piece) -> float:
    return (piece.bottom + piece.top) / 2


def _append(blocks: list[list[Line]], lines: list[Line], after: Sequence[Piece]) -> None:
    """Add lines over all columns to the block before, where that is such lines too and ends right above."""
    last = blocks[-1][-1][0] if blocks else None
    if last and abs(after[0].left - last.left) < 1 and 0 < last.bottom - after[0].bottom < _NEXT_LINE * after[0].size:
        blocks[-1].extend(lines)
    else:
        blocks.append(lines)


def _columns(pieces: list[Piece], gutter: float, blocks: list[list[Line]], depth: int) -> None:
    for side in ([one for one in pieces if one.right <= gutter], [one for one in pieces if one.right > gutter]):
        if side:
            _read(side, blocks, depth=depth + 1)


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where a line down a region has a column of prose on either side; None: it is read as one."""
    size = median(one.size for one in pieces)
    for start in itertools.islice(_starts(pieces, size), _MOST_TRIED):
        place = start - size / 4
        before = [one for one in pieces if one.right <= place]
        after = [one for one in pieces if one.left >= place]
        if _is_prose(before) and _is_prose(after) and _stand_side_by_side(before, after):
            gap = max(one.right for one in before)
            return (max(gap, place - size * 4) + place) / 2
    return None


def _starts(pieces: Sequence[Piece], size: float) -> Iterator[float]:
    """Where columns may begin, the likeliest first: few pieces cross the line before it, many begin there."""
    lefts, rights = sorted(one.left for one in pieces), sorted(one.right for one in pieces)
    left, right = lefts[0], rights[-1]
    margin = _MIN_PART * (right - left)
    found: list[tuple[float, float]] = []
    for start in sorted({round(one) for one in lefts}):
        if not left + margin < start < right - margin:
            continue
        place = start - size / 4
        is_after = bisect_left(lefts, place)
        crossing = is_after - bisect_right(rights, place)
        if crossing <= _MAX_CROSSING * len(pieces):
            begin = bisect_left(lefts, start + size) - is_after
            found.append((crossing / len(pieces) - 0.001 * begin, start))
    return (start for _, start in sorted(found))


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether these look like a column: enough lines, most of them long and as wide as it is."""
    lines = lines_of(pieces)
    if len(lines) < MIN_LINES:
        return False
    width = max(one.right for one in pieces) - min(one.left for one in pieces)
    lengths = [sum(len(one.text) for one in line) for line in lines]
    fills = [(line[-1].right - line[0].left) / max(width, 1) for line in lines]
    wide = sorted(fills)[len(fills) // 3 :]  # the last lines of paragraphs are short
    return median(lengths) >= _MIN_CHARS and median(wide) >= _MIN_FILL


def _stand_side_by_side(before: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """Whether two sides share some height: one that lies below the other is no column beside it."""
    low = max(min(one.bottom for one in before), min(one.bottom for one in after))
    high = min(max(one.top for one in before), max(one.top for one in after))
    size = median(one.size for one in before)
    return high - low > MIN_LINES * size


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines that pieces are on, from top to bottom, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: -(one.top + one.bottom)):
        if lines and _is_beside(lines[-1], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [tuple(sorted(line, key=lambda one: one.left)) for line in lines]


def _is_beside(line: Sequence[Piece], piece: Piece) -> bool:
    other = line[0]
    shared = min(other.top, piece.top) - max(other.bottom, piece.bottom)
    return shared > _SAME_LINE * min(other.top - other.bottom, piece.top - piece.bottom)
