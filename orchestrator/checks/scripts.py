"""Where words begin and end, in whatever script, and what makes equal words equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

KANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
"""Katakana, in which foreign names stand between signs of other kinds."""

DENSE = (
    "\u0e00-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, hiragana, Chinese: scripts in which words stand without spaces."""

MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
"""Signs that are parts of words and that Python's `\\w` does not know."""

UNSPACED = re.compile(f"[{DENSE}{KANA}]")
SPACED_WORD = re.compile(f"[^\\W_{DENSE}{KANA}]+")
WORD = re.compile(f"(?:(?!_)[\\w{MARKS}])+")

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_SAME = str.maketrans(
    {"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u00ad": None}
    | dict.fromkeys(["\u200b", "\u200c", "\u200d", "\u2060"])
)


def plain(text: str) -> str:
    """A text in which equal words are equal: composed, with one apostrophe, one hyphen, no invisible signs."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).translate(_SAME)


def bare(text: str) -> str:
    """A text without accents and points."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))


def is_joined(text: str, place: int) -> bool:
    """Whether the signs before and after a place are of one word."""
    if not 0 < place < len(text):
        return False
    before, after = _kind(text[place - 1]), _kind(text[place])
    return before == after != ""


def is_hyphened(text: str, place: int) -> bool:
    """Whether a hyphen joins words at a place, before or after it: they are another name together."""
    for hyphen in (place - 1, place):
        if 0 < hyphen < len(text) - 1 and text[hyphen] == "-" and _kind(text[hyphen - 1]) and _kind(text[hyphen + 1]):
            return True
    return False


@lru_cache(maxsize=4096)
def _kind(sign: str) -> str:
    """Which signs make words with this one; empty of one that makes none, or whose words nobody can tell apart."""
    if UNSPACED.match(sign):
        return "katakana" if re.match(f"[{KANA}]", sign) else ""
    return "word" if WORD.match(sign) else ""
