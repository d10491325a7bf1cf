"""The terms that a text is found by, and what a store keeps of them, so that an index is made without reading again.

    text ─► folded (NFKC, no case) ─► runs ─► words, stemmed by script        "Files" ─► file
                                           ├► pairs of signs, where no spaces are       "検索機" ─► 検索 索機
                                           └► what programs write, whole and in parts   "open()" ─► open() open

No list of stop words: what stands everywhere weighs nothing in an index. No guess at a text's language either: a query
of two words has none, and must be stemmed as what it is to find.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

VERSION = "terms/1"
"""Of what a text's terms are; part of what is kept, so that an index never mixes two ways."""

KEPT = np.dtype([("id", "<u4"), ("count", "<u2")])
"""A term of a chunk as a store keeps it: the hash of its letters, and how often it is there."""

_MOST_COUNT = np.iinfo(np.uint16).max

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0dff\u0e30-\u0e4e\u0eb0-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u3099\u309a"
)
"""Signs that join the letters beside them, and are no letters to `re`: accents, vowels of Indian and Thai words."""

_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Writing without spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese; and Korean, whose words grow."""

_WORD = f"[\\w{_MARKS}]"
_RUN = re.compile(f"[$@%&#]?{_WORD}+(?:(?:::|[-.:/+@]){_WORD}+)*(?:\\(\\)|\\+\\+|#)?|[$@%&][^\\w\\s]")
"""A word, or what a program would take for one: `$x`, `a::b`, `x.y`, `a-b`, `open()`, `c++`, `$/`."""

_PART = re.compile(f"(?:(?!_){_WORD})+")
_LONGEST_WHOLE = 40
"""Characters of a name that is a term as a whole; longer ones, as addresses, are found by their parts."""

_CYRILLIC = range(0x400, 0x500)
_LATIN_ENDS = 0x250

_english, _russian = EnglishStemmer(), RussianStemmer()
_stemming = threading.Lock()  # a stemmer holds the word that it works on


def terms_of(text: str) -> list[str]:
    """The terms of a text in its order, each as often as it is there."""
    return [term for run in _RUN.findall(_folded(text)) for term in _terms(run)]


def term_id(term: str) -> int:
    """The number that stands for a term wherever terms are kept: the same on every machine."""
    return crc32(term.encode("utf-8", "surrogatepass"))


def dump_terms(text: str) -> bytes:
    """What a store keeps of a text's terms: each once, by number."""
    counts: Counter[int] = Counter()
    for run, times in Counter(_RUN.findall(_folded(text))).items():
        for number in _ids(run):
            counts[number] += times
    kept = np.empty(len(counts), KEPT)
    kept["id"] = np.fromiter(counts.keys(), np.uint32, len(counts))
    kept["count"] = np.fromiter(counts.values(), np.int64, len(counts)).clip(max=_MOST_COUNT)
    return kept[np.argsort(kept["id"])].tobytes()


def load_terms(kept: bytes) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """The numbers of a text's terms, rising, and how often each is there."""
    terms = np.frombuffer(kept, KEPT)
    return terms["id"].astype(np.uint32), terms["count"].astype(np.uint16)


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=1 << 16)
def _ids(run: str) -> tuple[int, ...]:
    return tuple(term_id(term) for term in _terms(run))


@lru_cache(maxsize=1 << 16)
def _terms(run: str) -> tuple[str, ...]:
    terms = [term for part in _PART.findall(run) for term in _of_word(part)]
    is_whole = len(run) <= _LONGEST_WHOLE and not (run.isalnum() or _SPACELESS.search(run))
    return (*terms, run) if is_whole and terms != [run] else tuple(terms)


def _of_word(word: str) -> list[str]:
    """A word's stem; pairs of what is written without spaces, and the words of other writing between."""
    terms: list[str] = []
    end = 0
    for found in _SPACELESS.finditer(word):
        if found.start() > end:
            terms.append(_stem(word[end : found.start()]))
        signs, end = found.group(), found.end()
        terms += [signs[place : place + 2] for place in range(max(1, len(signs) - 1))]
    if end < len(word):
        terms.append(_stem(word[end:]))
    return terms


def _stem(word: str) -> str:
    first = ord(word[0])
    with _stemming:
        if first < _LATIN_ENDS:
            return str(_english.stemWord(word))
        return str(_russian.stemWord(word)) if first in _CYRILLIC else word
