"""Which paragraphs of a text have a counterpart in another, in spite of joined lines, mended words and misread letters.

Both texts are taken as their letters and digits alone. A piece of the one has a counterpart where many of its runs of
RUN letters stand in the other at about the same distance from each other. A few hits anywhere prove nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 6
"""Letters in a run: of a text with one letter in ten misread, half the runs are whole."""

RUN_WIDE = 2
"""The same where each character is a word or a syllable."""

PIECE = 500
"""A longer paragraph is looked at piece by piece, so that a lost part of it shows."""

MIN_LETTERS, MIN_LETTERS_WIDE = 60, 20
"""A shorter paragraph is no paragraph: a page number, a running head, a rule."""

MIN_SHARE, MIN_OF_MEDIAN = 0.15, 0.25
"""The share of its runs that a piece with a counterpart has there at least, and that as a part of what is usual in the
text: of a scan that is easy to read a paragraph with few of its runs is one that was told anew."""

_DRIFT = 32
"""How far a mended paragraph may shift against itself, in letters."""

_REPEATS = 6
"""How many places of a run are looked at."""

_SAMPLES = 60_000
"""How many runs of a text are looked at."""

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text: its number from 1, its text, how many letters it has, and whether it is in the other."""

    number: int
    text: str
    letters: int
    kept: bool


def blocks_of(text: str) -> list[str]:
    """The paragraphs of a text: what empty lines part."""
    return [block for block in _BLANK.split(text.strip()) if block.strip()]


def letters_of(text: str) -> NDArray[np.uint32]:
    """The letters and digits of a text, without case, as code points."""
    points, kept = _points(text.casefold())
    return points[kept]


def _points(text: str) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """The code points of a text, and which of them are letters or digits."""
    import numpy as np  # noqa: PLC0415 - only cleanups need it

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kept: NDArray[np.bool_] = _is_letter()[np.minimum(points, len(_is_letter()) - 1)]
    return points, kept


@lru_cache(maxsize=1)
def _is_letter() -> NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415

    return np.array([chr(point).isalnum() for point in range(0x10000)] + [True])  # beyond: letters, mostly


def paragraphs(text: str, other: str) -> list[Paragraph]:
    """The paragraphs of a text that are long enough to be told, each with whether the other text has it."""
    import numpy as np  # noqa: PLC0415

    blocks = blocks_of(text)
    folded = [block.casefold() for block in blocks]
    points, is_letter = _points("".join(folded))
    owner = np.repeat(np.arange(len(blocks)), [len(block) for block in folded])[is_letter]
    ours, theirs = points[is_letter], letters_of(other)
    sizes = np.bincount(owner, minlength=len(blocks)).tolist()
    wide = _is_wide(ours)
    within = np.arange(len(ours)) - np.concatenate([[0], np.cumsum(sizes)])[owner]
    shares = _shares(ours, owner, within // PIECE, theirs, RUN_WIDE if wide else RUN)
    usual = sorted(share for some in shares.values() for share in some)
    least = max(MIN_SHARE, MIN_OF_MEDIAN * usual[len(usual) // 2]) if usual else MIN_SHARE
    return [
        Paragraph(n + 1, block, size, all(share >= least for share in shares.get(n, [])))
        for n, (block, size) in enumerate(zip(blocks, sizes, strict=True))
        if size >= (MIN_LETTERS_WIDE if wide else MIN_LETTERS)
    ]


def _is_wide(letters: NDArray[np.uint32]) -> bool:
    return len(letters) > 0 and float(((letters >= 0x3041) & (letters <= 0xD7A3)).mean()) > 0.3


def _shares(
    ours: NDArray[np.uint32],
    block_of: NDArray[np.int64],
    piece_of: NDArray[np.int64],
    theirs: NDArray[np.uint32],
    run: int,
) -> dict[int, list[float]]:
    """By block the share of each of its pieces' runs that stand together in the other text."""
    import numpy as np  # noqa: PLC0415

    if len(ours) < run:
        return {}
    hashes = _hashes(ours, run)
    at = np.arange(len(hashes))
    inside = block_of[: len(at)] == block_of[run - 1 :]
    every = max(1, int(inside.sum()) // _SAMPLES)
    at = at[inside & _sampled(hashes, every)]
    there = _hashes(theirs, run)
    places = np.nonzero(_sampled(there, every))[0]
    keys = block_of[at] * 100_000 + piece_of[at]
    pieces, piece, total = np.unique(keys, return_inverse=True, return_counts=True)
    best = _together(_hits(hashes[at], at, piece, there[places], places, len(theirs) / len(ours)), total)
    found: dict[int, list[float]] = {}
    for key, count, among in zip(pieces.tolist(), best.tolist(), total.tolist(), strict=True):
        if among >= 20 or key % 100_000 == 0:  # the rest of a long paragraph may be too short to tell
            found.setdefault(key // 100_000, []).append(count / among)
    return found


@dataclass(frozen=True, slots=True)
class _Hits:
    """Where runs of the one text stand in the other: a row each."""

    piece: NDArray[np.int64]
    run: NDArray[np.int64]
    place: NDArray[np.int64]
    often: NDArray[np.bool_]  # it stands in more places than are looked at

    def only(self, rows: NDArray[np.bool_]) -> _Hits:
        return _Hits(self.piece[rows], self.run[rows], self.place[rows], self.often[rows])


def _hits(
    hashes: NDArray[np.uint64],
    at: NDArray[np.int64],
    piece: NDArray[np.int64],
    there: NDArray[np.uint64],
    places: NDArray[np.int64],
    ratio: float,
) -> _Hits:
    """Where the runs of a text stand in the other; of many places those next to where a run is to be expected."""
    import numpy as np  # noqa: PLC0415

    order = np.argsort(there, kind="stable")
    known = there[order]
    first, end = np.searchsorted(known, hashes), np.searchsorted(known, hashes, side="right")
    # Places are in order among those of one run: a number of run and place together finds the one that comes next.
    width = int(places.max()) + 2 if len(places) else 1
    keys = np.searchsorted(known, known) * width + places[order]
    expected = np.minimum((at * ratio).astype(np.int64), width - 1)
    start = np.searchsorted(keys, first * width + expected) - _REPEATS // 2
    start = np.maximum(first, np.minimum(start, end - _REPEATS))
    rows = [np.nonzero(start + n < end)[0] for n in range(_REPEATS)]
    row = np.concatenate(rows)
    nth = np.repeat(np.arange(_REPEATS), [len(some) for some in rows])
    return _Hits(piece[row], at[row], places[order[start[row] + nth]], (end - first)[row] > _REPEATS)


def _together(hits: _Hits, total: NDArray[np.int64]) -> NDArray[np.float64]:
    """By piece the most of its runs that are shifted by about as much, without those that belong to another piece.

    A sentence that stands twice in the one text and once in the other is there for one of the two alone.
    """
    import numpy as np  # noqa: PLC0415

    if not len(hits.piece):
        return np.zeros(len(total))
    counts, shifts = _clusters(hits, len(total))
    near = np.abs(hits.place - hits.run - shifts[hits.piece]) <= 2 * _DRIFT
    hits = hits.only(near | hits.often)
    share = np.round(counts / np.maximum(total, 1), 1)
    ranked = np.lexsort((np.abs(hits.place - hits.run), -share[hits.piece], hits.place))
    _, firsts = np.unique(hits.place[ranked], return_index=True)
    owned = hits.often.copy()
    owned[ranked[firsts]] = True
    return _clusters(hits.only(owned), len(total))[0]


def _clusters(hits: _Hits, pieces: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """By piece the most of its runs that are shifted by about as much, and by how much; of equals the least shifted.

    In two grids, so that no edge parts them.
    """
    import numpy as np  # noqa: PLC0415

    best, shifts = np.zeros(pieces), np.zeros(pieces, dtype=np.int64)
    runs = int(hits.run.max()) + 1
    for start in (0, _DRIFT):
        bucket = (hits.place - hits.run + start) // (2 * _DRIFT)
        lowest = int(bucket.min())
        width = int(bucket.max()) - lowest + 1
        # A run counts once in a bucket, however often it stands there.
        cells = np.sort((hits.piece * width + bucket - lowest) * runs + hits.run)
        cells = cells[np.concatenate([[True], cells[1:] != cells[:-1]])] // runs
        groups, counts = np.unique(cells, return_counts=True)
        piece, shift = groups // width, (groups % width + lowest) * 2 * _DRIFT - start + _DRIFT
        order = np.lexsort((np.abs(shift), -counts, piece))
        firsts = order[np.unique(piece[order], return_index=True)[1]]
        more = counts[firsts] > best[piece[firsts]]
        best[piece[firsts][more]] = counts[firsts][more]
        shifts[piece[firsts][more]] = shift[firsts][more]
    return best, shifts


def _sampled(hashes: NDArray[np.uint64], every: int) -> NDArray[np.bool_]:
    """Which runs are looked at, one in so many: by the run itself, so that the same are in both texts."""
    import numpy as np  # noqa: PLC0415

    mixed = (hashes * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(33)
    chosen: NDArray[np.bool_] = mixed % np.uint64(every) == 0
    return chosen


def _hashes(letters: NDArray[np.uint32], run: int) -> NDArray[np.uint64]:
    import numpy as np  # noqa: PLC0415

    size = max(0, len(letters) - run + 1)
    hashes = np.zeros(size, dtype=np.uint64)
    for n in range(run):
        hashes = hashes * np.uint64(1_000_003) + letters[n : n + size].astype(np.uint64)
    return hashes
