"""What a page's text layer is worth: what is good is kept, what is not is read anew from the page's image.

    signs ─┬► no letter, no digit ──────────────────────────────────► none
           ├► stand for no letters: fonts without a map, mojibake ──► poor
           ├► few, or torn, and a picture covers the page ──────────► sparse, poor
           └► else ─────────────────────────────────────────────────► usable

It goes by kinds of signs and shapes of words, and knows no dictionary: so it holds in any script.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from enum import StrEnum


class Layer(StrEnum):
    """What a text layer is worth."""

    USABLE = "usable"
    SPARSE = "sparse"  # a stamp or a page number over a picture, which may say more
    POOR = "poor"
    NONE = "none"


MIN_SIGNS = 100
"""Letters and digits of a page: fewer over a picture may be a stamp on a scan."""

_STRANGE = frozenset({"Cc", "Cn", "Co", "Cs", "So"})  # no letters, whatever a font draws for them
_MAX_STRANGE = 0.15
_LEADERS = re.compile(r"[\s._\-\u2010-\u2015\u00b7\u2026]+")  # of contents and forms: they say nothing of the rest
_MIN_ALNUM = 0.4
_MAX_LATIN_1 = 0.5  # of the letters; Vietnamese and Icelandic have a quarter
_WORDS = 20  # fewer tell nothing
_MAX_MUTE = 0.6
_MAX_TORN = 0.25
_MAX_JUNK = 0.3

_VOWEL = re.compile(
    r"[aeiouy\u03b1\u03b5\u03b7\u03b9\u03bf\u03c5\u03c9"  # with the Greek ones, and the Cyrillic ones below
    r"\u0430\u0435\u0438\u043e\u0443\u044b\u044d\u044e\u044f\u0454\u0456]"
)
_SPELT = re.compile(r"[a-z\u0370-\u03ff\u0400-\u04ff]{4,}")  # scripts that write their vowels


def layer_of(text: str, is_pictured: Callable[[], bool]) -> Layer:
    """What a page's text layer is worth.

    Args:
        is_pictured: Whether pictures cover most of the page; it is asked only where that decides.
    """
    signs = _LEADERS.sub("", text)
    told = letters_in(signs)
    if not told:
        return Layer.POOR if signs and _is_strange(signs) else Layer.NONE
    if _is_strange(signs) or told < _MIN_ALNUM * len(signs) or _is_mojibake(signs) or _is_mute(text):
        return Layer.POOR
    is_torn = _is_torn(text)
    if (told < MIN_SIGNS or is_torn) and is_pictured():
        return Layer.POOR if is_torn else Layer.SPARSE
    return Layer.USABLE


def letters_in(text: str) -> int:
    """Letters and digits of a text, with the marks that are parts of letters."""
    return sum(count for sign, count in Counter(text).items() if unicodedata.category(sign)[0] in "LMN")


def strange_in(text: str) -> int:
    """Signs of a text that stand for no letter: control codes, a font's own, dingbats."""
    return sum(count for sign, count in Counter(text).items() if _is_no_letter(sign))


def _is_no_letter(sign: str) -> bool:
    return not sign.isspace() and (sign == "\ufffd" or unicodedata.category(sign) in _STRANGE)


def _is_strange(signs: str) -> bool:
    return strange_in(signs) > _MAX_STRANGE * len(signs)


def _is_mojibake(signs: str) -> bool:
    """Whether bytes of another encoding were taken for Latin-1: "Ðóññêèé"."""
    letters = Counter({sign: count for sign, count in Counter(signs).items() if sign.isalpha()})
    foreign = sum(count for sign, count in letters.items() if "\u0080" <= sign <= "\u00ff")
    return letters.total() >= _WORDS and foreign > _MAX_LATIN_1 * letters.total()


def _is_mute(text: str) -> bool:
    """Whether words have no vowels: a font's letters are mapped to others."""
    words = _SPELT.findall(unicodedata.normalize("NFD", text.casefold()))
    return len(words) >= _WORDS and sum(not _VOWEL.search(word) for word in words) > _MAX_MUTE * len(words)


def _is_torn(text: str) -> bool:
    """Whether words are torn into letters, or stand among marks of no meaning, as bad recognition leaves them."""
    words = text.split()
    if len(words) < _WORDS:
        return False
    single = sum(len(word) == 1 and word.isalpha() and word.isascii() for word in words)
    junk = sum(not any(map(str.isalnum, word)) for word in words)
    return single > _MAX_TORN * len(words) or junk > _MAX_JUNK * len(words)
