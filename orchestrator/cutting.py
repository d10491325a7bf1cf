"""Cut a text to a number of bytes where a reader would stop: after a paragraph, a sentence or a word that ends near.

No character is cut in two, neither one of Unicode nor what people take for one: a letter and its accents, an emoji of
several, a flag, a Korean syllable, the two signs of a line's end.
"""

from __future__ import annotations

import re
import unicodedata

NEAR = 0.1
"""How much of what would fit may be given up for a better place, as a part of it."""

PLACES = (
    re.compile(r"(?=[ \t\r]{0,80}\n[ \t\r]{0,80}\n)"),
    re.compile(
        r"[.!?\u2026][\"'\u201d\u2019\u00bb)\]]*(?=\s)|[\u3002\uff01\uff1f]+[\u201d\u2019\u300d\u300f]*|(?=\r?\n)"
    ),
    re.compile(r"(?=\s)"),
)
"""Where paragraphs end, sentences (those of Chinese and Japanese too) and lines, and words: the first kind wins."""

BEYOND = 170
"""Characters behind the last one that fits by which an end that just fits is known for one."""

_LINKS = 9
"""The combining class of signs that join the letters of Indian scripts around them."""

_JOINER, _SELECTORS = "\u200d", range(0xFE00, 0xFE10)
_MODIFIERS, _FLAGS, _TAGS = range(0x1F3FB, 0x1F400), range(0x1F1E6, 0x1F200), range(0xE0020, 0xE0080)
_LEADING, _VOWELS, _TRAILING = range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200)
_SYLLABLES = range(0xAC00, 0xD7A4)
_TRAILS = 28
"""Hangul syllables come in blocks of so many by their last sound; the first of a block has none."""


def cut(text: str, most_bytes: int) -> str:
    """As much of a text as so many bytes of UTF-8 hold, without the spaces at its end; the text itself if it fits."""
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) <= most_bytes:
        return text
    end = max(0, most_bytes)
    while end and raw[end] & 0xC0 == 0x80:  # within a character
        end -= 1
    place = len(raw[:end].decode("utf-8", "surrogatepass"))
    first = place - int(NEAR * place)
    for places in PLACES:
        ends = [found.end() for found in places.finditer(text, first, place + BEYOND) if found.end() <= place]
        if ends and text[: ends[-1]].strip():
            return text[: ends[-1]].rstrip()
    while place and not is_boundary(text, place):
        place -= 1
    return text[:place].rstrip()


def is_boundary(text: str, place: int) -> bool:
    """Whether a text may be parted before the character at a place: no two halves of one sign are there."""
    if place <= 0 or place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    code, last = ord(after), ord(before)
    if before == "\r" and after == "\n":
        return False
    if unicodedata.category(after)[0] == "M" or after == _JOINER or code in _SELECTORS or code in _MODIFIERS:
        return False
    if before == _JOINER or code in _TAGS or (unicodedata.combining(before) == _LINKS and after.isalpha()):
        return False
    if code in _FLAGS and last in _FLAGS:
        start = place
        while start and ord(text[start - 1]) in _FLAGS:
            start -= 1
        return (place - start) % 2 == 0
    return not _is_within_syllable(last, code)


def _is_within_syllable(last: int, code: int) -> bool:
    """Whether two Korean signs are of one syllable."""
    is_open = last in _SYLLABLES and (last - _SYLLABLES.start) % _TRAILS == 0
    if code in _VOWELS or code in _SYLLABLES or code in _LEADING:
        return last in _LEADING or (code in _VOWELS and (last in _VOWELS or is_open))
    return code in _TRAILING and (last in _VOWELS or last in _TRAILING or last in _SYLLABLES)
