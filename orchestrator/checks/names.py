"""The names of a glossary that a text has: what its request says of them, and what a check asks for.

    pairs + the text that is read ─► found ─┬► told in the request      those that the text has, perhaps in another form
                                            └► looked for in the output      those that it has for sure

for sure      whole words, letter for letter; a term in lower case may begin a sentence
perhaps       the same with another ending ("Settembrinis", "Анну"), or all in capitals

Only what an item has stands in its request, so that a glossary which grows changes the requests of those items that
its new names touch, and no other. A script without spaces has no whole words: there a name is wherever its signs are.
Where the pairs come from is not known here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from orchestrator.checks.scripts import DENSE, KANA, SPACED_WORD, UNSPACED, is_hyphened, is_joined, plain

Pair: TypeAlias = tuple[str, str]
"""A name as the source writes it, and as the target language does."""

ENDING = 4
"""So many letters may an ending have."""

_LETTER = f"[^\\W\\d_{DENSE}{KANA}]"
_ONE_WORD = re.compile(f"{SPACED_WORD.pattern}|[{DENSE}]+|[{KANA}]+")
_VOWEL_END = re.compile("(?<=...)[aeiouyаеиоуыэюяйьαειουη]$", re.IGNORECASE)  # noqa: RUF001
_ENDED = re.compile(f"{_LETTER}$")
_PARTICLE = "[\uac00-\ud7a3]{0,2}"
"""What Korean puts behind a name, without a space."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pair whose name is in a text: for sure, or perhaps, in another form."""

    pair: Pair
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """A name to be looked for.

    Args:
        key: How its first word begins, whatever form it has, without regard to case; empty where nobody can say.
    """

    text: str
    key: str


def found(glossary: tuple[Pair, ...], text: str) -> tuple[Found, ...]:
    """The pairs whose names a text has, in their order; where names overlap, the longest alone counts."""
    if not glossary:
        return ()
    flat = plain(text)
    folded = flat.casefold()
    words = sorted(set(SPACED_WORD.findall(folded)))
    spans = [
        (*place, number)
        for number, name in enumerate(_names(glossary))
        if _may_be_there(name.key, words, folded)
        for place in _places(name, flat)
    ]
    here: dict[int, bool] = {}
    end = 0
    for start, minus_end, is_perhaps, number in sorted(spans):
        if start >= end:
            here[number] = here.get(number, False) or not is_perhaps
            end = -minus_end
    return tuple(Found(glossary[number], here[number]) for number in sorted(here))


@lru_cache(maxsize=16)
def _names(glossary: tuple[Pair, ...]) -> tuple[_Name, ...]:
    made = []
    for source, _ in glossary:
        text = plain(source)
        first = text.split()[0]
        made.append(_Name(text, _stem(first).casefold() if _ONE_WORD.fullmatch(first) else ""))
    return tuple(made)


def _may_be_there(key: str, words: Sequence[str], text: str) -> bool:
    """Whether it is worth looking: a word begins like the name, which is quickly told of a thousand names."""
    if UNSPACED.match(key):
        return key in text
    at = bisect_left(words, key)
    return not key or (at < len(words) and words[at].startswith(key))


def _places(name: _Name, text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a name is: its beginning, its end, and whether it is there only perhaps; sorted, the longest first."""
    surely, *perhaps = _patterns(name.text)
    for pattern in perhaps:
        for one in pattern.finditer(text):
            if _is_apart(text, one.start(), one.end()):
                sure = surely.match(text, one.start())
                yield one.start(), -one.end(), sure is None or sure.end() != one.end()


def _is_apart(text: str, start: int, end: int) -> bool:
    return not (is_joined(text, start) or is_joined(text, end) or is_hyphened(text, start) or is_hyphened(text, end))


@lru_cache(maxsize=4096)  # only names that some text seems to have get so far
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The forms that a name surely and perhaps has."""
    words, capitals = name.split(), name.upper().split()
    return (
        _pattern(words, [(word, "") for word in words]),
        _pattern(words, [_ended(word) for word in words]),
        _pattern(capitals, [_ended(word) for word in capitals]),
    )


def _pattern(words: Sequence[str], parts: Sequence[tuple[str, str]]) -> re.Pattern[str]:
    first = words[0][0]
    name = r"\s{1,20}".join(re.escape(letters) + ending for letters, ending in parts)
    if first.islower() and len(first.upper()) == 1:
        name = f"[{first}{first.upper()}]{name[len(re.escape(first)) :]}"
    is_korean = re.match("[\uac00-\ud7a3]", words[-1][-1])
    return re.compile(name + _PARTICLE if is_korean else name)


def _ended(word: str) -> tuple[str, str]:
    """The letters of a word that stay, and another ending, where it ends in a letter of a script that has endings."""
    return (_stem(word), f"{_LETTER}{{0,{ENDING}}}") if _ENDED.search(word) else (word, "")


def _stem(word: str) -> str:
    """A word of four letters or more without the vowel at its end."""
    return _VOWEL_END.sub("", word)
