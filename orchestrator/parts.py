"""Divide a text into parts of about the same length, where a reader would: before a heading, after a paragraph.

part ─ gap ─ part ─ gap ─ part      the gaps are white space; all of them together are the text
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestrator.cutting import BEYOND, PLACES, is_boundary

_HEADINGS = re.compile(r"(?=\n[ \t\r]*\n[ \t]{0,3}(?:#{1,6}[ \t]|[^\n]{1,79}[^\n.!?,;:\s][ \t\r]*\n[ \t\r]*\n))")
"""Where a heading follows: one of Markdown, or a short line by itself that is no sentence."""

_LEAST = 0.5
"""No part but the last is shorter than this, as a part of what the parts would have if all were alike."""

_LONGEST_SIGN = 200
"""Characters of one sign, as a letter with its accents, that are kept together; more of them are no sign any more."""

_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text.

    Args:
        start: Its first character's place in the text.
        gap: The white space between it and the next part.
    """

    text: str
    start: int
    gap: str


def divide(text: str, most_bytes: int) -> list[Part]:
    """Parts of at most so many bytes of UTF-8 each, as few as that takes and about alike; none is empty.

    A sign that is longer than that by itself is a part all the same.
    """
    raw = text.encode("utf-8", "surrogatepass")
    place = _after_space(text, 0)
    done = len(text[:place].encode("utf-8", "surrogatepass"))
    parts: list[Part] = []
    while place < len(text):
        left = len(raw) - done
        end = len(text) if left <= most_bytes else _end(text, place, raw[done : done + most_bytes], left, most_bytes)
        kept = text[place:end].rstrip()
        following = _after_space(text, place + len(kept))
        parts.append(Part(kept, place, text[place + len(kept) : following]))
        done += len(text[place:following].encode("utf-8", "surrogatepass"))
        place = following
    return parts


def join(parts: Sequence[Part], outputs: Sequence[str]) -> str:
    """Outputs in the order of their parts, with what stood between these."""
    return "".join(f"{output}{part.gap}" for part, output in zip(parts, outputs, strict=True)).rstrip()


def _end(text: str, place: int, fits: bytes, left: int, most_bytes: int) -> int:
    """Where the part that begins at a place ends: at the best kind of end, nearest to an equal share of the rest."""
    most = place + max(1, len(_whole_signs(fits)))
    share = left / -(-left // most_bytes) / most_bytes
    aim = place + int((most - place) * share)
    first = place + max(1, int((aim - place) * _LEAST))
    for places in (_HEADINGS, *PLACES):
        ends = [found.end() for found in places.finditer(text, first, most + BEYOND) if found.end() <= most]
        if ends:
            return min(ends, key=lambda end: abs(end - aim))
    near = range(most, max(place, most - _LONGEST_SIGN), -1)
    return next((end for end in near if is_boundary(text, end)), most)


def _whole_signs(raw: bytes) -> str:
    """The characters of some bytes, without one that is cut at their end."""
    end = len(raw)
    while end and raw[end - 1] & 0xC0 == 0x80:
        end -= 1
    if end and raw[end - 1] >= 0xC0:
        whole = end - 1 + _length(raw[end - 1])
        end = whole if whole <= len(raw) else end - 1
    return raw[:end].decode("utf-8", "surrogatepass")


def _length(lead: int) -> int:
    """Bytes of a character, by its first."""
    return 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return place if found is None else found.end()
