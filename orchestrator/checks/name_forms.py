"""Whether a name stands in a text of the target language, in whatever form it has there.

    Herr Settembrini      mit Herrn Settembrinis Hut      a word may go on, and begin otherwise as to capitals
    Der Zauberberg        im Zauberberg                   an article before a name may be declined, or gone
    Jean-Paul             Jean Paul                       marks between its words may be others
    Anna Karenina         Annie Kareninie                 where names are declined, the last letters may be others,
    Kraków, Pavel         w Krakowie, Pavla               ... and accents, and a vowel before the last letter
    Rotes Kreuz           im Roten Kreuz                  German declines adjectives alone
    contratto             contratti                       so may those of a term, which no capital marks as a name

Another spelling, another form of address, another name are none of these. It is made to let good work pass: a form
that differs more than that passes only where the name stands in another form, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from orchestrator.checks.language_names import code_of
from orchestrator.checks.scripts import MARKS, UNSPACED, WORD, bare, is_joined, plain

_CODES = "af ca da de en eo es fr gl id it ja ko ms nl nn no pt sv sw th tl vi zh"

UNDECLINED = frozenset(_CODES.split())
"""Languages that leave a name's letters as they are, or add to them; any other may change the last ones."""

MUTATING = frozenset({"cy", "ga", "is"})
"""Languages that change names at their beginning or within: Welsh, Irish, Icelandic. There any output passes."""

_TERM_LETTERS = 3
"""So many letters of a term stay at least."""

_PREFIXING = re.compile("[\u0590-\u06ff\u0750-\u077f]")
"""Hebrew and Arabic write "and", "to", "in" into the word that follows."""

_VOWELS = "aeiouyjаеиоуыэюяйёьъєіїαεηιουω"  # noqa: RUF001
_VOWEL_END = re.compile(f"(?<=..)[{_VOWELS}]+[sς]?$")
_FLEETING = re.compile(f"(?<=.)[eoеоь](?=[^{_VOWELS}]$)")  # noqa: RUF001
_GERMAN_END = re.compile("(?<=..)e[rsnm]?$")
_ARTICLE = re.compile("the|an?|der|die|das|dem|den|des|eine?|le|la|les|une?|el|los|las|il|lo|gli|os?|as|het|een")


def is_written(name: str, text: str, language: str) -> bool:
    """Whether a name stands in a plain text of that language at least once, in whatever form it has there."""
    code = code_of(language)
    if code in MUTATING:
        return True
    looked_at = text if code in UNDECLINED else bare(text)
    return any(
        _begins(looked_at, one.start())
        for pattern in _patterns(plain(name), code)
        for one in pattern.finditer(looked_at)
    )


def _begins(text: str, place: int) -> bool:
    return (
        not is_joined(text, place)
        or UNSPACED.match(text[place]) is not None
        or _PREFIXING.match(text[place]) is not None
    )


@lru_cache(maxsize=4096)
def _patterns(name: str, code: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = WORD.findall(name if code in UNDECLINED else bare(name)) or [name]
    if len(words) > 1 and _ARTICLE.fullmatch(words[0].lower()):
        del words[0]
    return _pattern(words, code), _pattern([word.upper() for word in words], code)


def _pattern(words: Sequence[str], code: str | None) -> re.Pattern[str]:
    pattern = _either_case(words[0][0]) + _ended(words[0], code)
    for before, word in pairwise(words):
        is_unspaced = UNSPACED.match(before[-1]) or UNSPACED.match(word[0])
        pattern += f"[\\W_]{{{0 if is_unspaced else 1},5}}{_either_case(word[0])}{_ended(word, code)}"
    return re.compile(pattern)


def _either_case(letter: str) -> str:
    cases = dict.fromkeys([letter, letter.lower(), letter.upper()])
    return f"[{''.join(re.escape(one) for one in cases if len(one) == 1)}]"


def _ended(word: str, code: str | None) -> str:
    """What follows a word's first letter: the rest of it or of its stem, and any ending."""
    if UNSPACED.match(word[-1]):
        return re.escape(word[1:])
    going_on = f"[\\w{MARKS}]*"
    if word[0].islower():
        return re.escape(word[1 : max(_TERM_LETTERS, len(word) - 2)]) + going_on
    low = word.lower() if len(word.lower()) == len(word) else word
    if code in UNDECLINED:
        found = _GERMAN_END.search(low) if code == "de" and len(word) > 3 else None
        adjective = f"|{re.escape(word[1 : found.start()])}(?:e[rsnm]?|E[RSNM]?)(?!\\w)" if found else ""
        return f"(?:{re.escape(word[1:])}{going_on}{adjective})"
    if found := _VOWEL_END.search(low):
        # "Wisła" is "Wiśle", "Praha" is "Praze": the consonant before the vowel may change with it.
        end = found.start() - 1 if found.start() - 1 >= 3 else found.start()
        return re.escape(word[1:end]) + going_on
    if (fleeting := _FLEETING.search(low)) and len(word) > 2:
        vowel = fleeting.start()
        return f"{re.escape(word[1:vowel])}[\\w]?{re.escape(word[vowel + 1 :])}{going_on}"
    return re.escape(word[1:]) + going_on
