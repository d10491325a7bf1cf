"""Lines into paragraphs: words that were hyphenated at a line's end made whole, ligatures taken apart.

A line ends a paragraph where the next one stands lower than usual, is set in, or comes after one that stops early.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from statistics import median

from orchestrator.documents.layout import Line

HYPHENS = "-\u00ad\u2010\u0002\ufffe"
"""What stands at a line's end in a word that goes on; the last two are PDFium's."""

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " ", "\u00ad": ""}
)
_ENDS = re.compile(r"[.!?:;\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb)\]]*$")
_WORD_AT_END = re.compile(r"([^\W\d_]+)$")
_WORD_AT_START = re.compile(r"([^\W\d_]+)")
_CLOSE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_SPACES = re.compile(r"[ \t\u2002-\u200a]+")

_LINKS = frozenset({"and", "bzw", "eller", "oder", "och", "og", "or", "sowie", "und"})
"""Between words with one end in common: "Hard- und Software"."""

_LOWER = 1.45  # times the usual step from line to line: then a paragraph is over
_SET_IN = 0.8  # times the size of signs
_EARLY = 0.75  # of the column's width


def plain(text: str) -> str:
    """A piece's text as it is read: ligatures apart, spaces single."""
    return _SPACES.sub(" ", text.translate(_LIGATURES)).strip(" ")


def line_text(line: Line) -> str:
    """The text of a line's pieces, with a space between two."""
    return _SPACES.sub(" ", " ".join(piece.text for piece in line)).strip()


def paragraphs(lines: Sequence[Line], words: Collection[str]) -> list[str]:
    """The paragraphs of a block.

    Args:
        words: Of the whole document, in small letters, by which a hyphen at a line's end is known for one.
    """
    steps = [before[0].bottom - after[0].bottom for before, after in pairwise(lines)]
    step = median(steps) if steps else 0.0
    left, right = min(line[0].left for line in lines), max(line[-1].right for line in lines)
    found: list[list[str]] = []
    for index, line in enumerate(lines):
        text = line_text(line)
        if not text:
            continue
        if index and found and not _is_new(lines[index - 1], line, step, left, right):
            found[-1].append(text)
        else:
            found.append([text])
    return [whole(parts, words) for parts in found]


def _is_new(before: Line, line: Line, step: float, left: float, right: float) -> bool:
    """Whether a line begins a paragraph."""
    size = max(before[0].size, line[0].size)
    down = before[0].bottom - line[0].bottom
    if down > max(_LOWER * step, 1.2 * size) or abs(before[0].size - line[0].size) > 0.2 * size:
        return True
    is_early = before[-1].right < left + _EARLY * (right - left)
    ended = bool(_ENDS.search(line_text(before)))
    is_set_in = line[0].left - before[0].left > _SET_IN * size and line[0].left - left < 4 * size
    return (is_early and ended) or (is_set_in and ended)


def whole(parts: Iterable[str], words: Collection[str]) -> str:
    """Lines as one text."""
    text = ""
    for part in parts:
        text = part if not text else _together(text, part, words)
    return text.replace("\u0002", "-").replace("\ufffe", "-")


def _together(text: str, part: str, words: Collection[str]) -> str:
    if text[-1] in HYPHENS and len(text) > 1 and text[-2].isalpha() and part[0].isalpha():
        head, tail = _WORD_AT_END.search(text[:-1]), _WORD_AT_START.match(part)
        if head is not None and tail is not None and _goes_on(head[1], tail[1], words):
            return text[:-1] + part
        link = " " if tail is not None and tail[1] in _LINKS else ""
        return f"{text[:-1]}-{link}{part}"
    if _CLOSE.match(part) and _CLOSE.match(text[-1]) and not (_HANGUL.match(part) or _HANGUL.match(text[-1])):
        return text + part
    return f"{text} {part}"


def _goes_on(head: str, tail: str, words: Collection[str]) -> bool:
    """Whether a word was only hyphenated for the line's end; else the hyphen is its own."""
    one = f"{head}{tail}".casefold()
    if one in words:
        return True
    if tail in _LINKS or f"{head}-{tail}".casefold() in words:
        return False
    return tail[0].islower()


def words_of(texts: Iterable[str]) -> set[str]:
    """All words of a document that stand within its lines, hyphenated ones whole."""
    found: set[str] = set()
    for text in texts:
        for word in text.split():
            bare = word.strip(".,;:!?()[]{}\"'\u201c\u201d\u2018\u2019\u00ab\u00bb").casefold()
            if len(bare) > 2 and bare[-1] not in HYPHENS:
                found.add(bare)
    return found
