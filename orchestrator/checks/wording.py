"""How a text begins and ends: with the answer itself, and whole.

An output is forgiven what its input does too: the translation of a letter may end in an offer, as the letter does.
"""

from __future__ import annotations

import re

from orchestrator.checks.phrases import CLOSING, OFFER, OPENING
from state.plan_records import PhasePlan
from state.records import Json

EDGE_CHARS = 1_000
"""So much of the beginning and of the end is looked at; a remark to the reader is shorter."""

PROSE_WORDS = 12
"""From so many words on a line that stands alone is a paragraph, and no title, verse or signature."""

_TOLD_WORDS, _SAID_WORDS = 3, 5
"""From so many words on a last line does not end in a colon; in a comma ("With kind regards,") or in "the"."""

_LAST_SENTENCES = 3
"""So many sentences from the end on are looked at: courtesies come in twos."""

_MAX_FENCES = 10_000
"""A text with more is none that anybody wrote, and not worth the time."""

_FENCE = re.compile(r"^[ \t>]*(`{3,})([^`\n]*)$", re.MULTILINE)
"""Of backticks; a line of tildes is as often an underline, or a break between scenes."""

_SENTENCE_GAP = re.compile(r"(?<=[.!?…])[\"'»”)*_]*\s+")
_SENTENCE_INSIDE = re.compile(
    r"(?:\b(?!(?:vs|bzw|resp|usw|etc|ca|ed|eds|vol|al|no|nr|pp|ff|inc|ltd|co)\.)[^\W\d_A-Z]{2,}\.|[!?…])"
    r"[\"'»”)\]]*\s+[\"'«„“¿¡(]*[^\W\d_a-z]"
)
_ENDED = re.compile(r"[.!?…][\"'»”“’)\]*_]*$")
_LABEL = re.compile(r"(?:[^\s:.!?]{1,40} ){0,2}[^\s:.!?]{1,40}:[*_]*\s")
_REFERENCE = re.compile(r"\((?:1[5-9]|20)\d\d")
_CUT_WORD = re.compile(r"[^\W\d_]{2}-$")
_OPEN_ENDS = ("(", "[", "{", "&", "¿", "¡")
_QUOTES = ('"', "'", "»", "«", "”", "“", "’")
_NEVER_LAST = re.compile(
    "the|and|because|although|whereas|their|its|und|oder|weil|dass|sowie|et|les|des|aux|une|parce|del|una|porque|el|que"
)
"""Words that end no sentence, no title and no line of a poem in any of the four languages."""

_FLAT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u00a0": " ", "\u202f": " "})


def no_preamble(output: Json, content: str, phase: PhasePlan) -> str | None:
    """It begins with the answer and ends with it: no announcement, no courtesy, no word about the model or its work."""
    if not isinstance(output, str):
        return None
    first, given = _first_line(output), _first_line(content)
    if OPENING.match(first) and not OPENING.match(given) and not _announces_alike(first, given):
        return (
            "it begins with a remark to whoever asked, which is no part of the answer (an announcement, a courtesy, an "
            "excuse, a word about yourself): begin with the answer itself"
        )
    if _says(CLOSING, output) and not _says(CLOSING, content):
        return (
            "it ends with a remark to whoever asked, which is no part of the answer (a good wish, a word about "
            "yourself or about how you wrote it): end with the answer itself"
        )
    return None


def finished(output: Json, content: str, phase: PhasePlan) -> str | None:
    """It is whole: no code fence stays open, it breaks off in no sentence, and it ends in no offer of more."""
    if not isinstance(output, str):
        return None
    if _is_fence_open(output) and not _is_fence_open(content):
        return "a code fence is opened and never closed: give the text whole, and close each fence"
    if _says(OFFER, output) and not _says(OFFER, content):
        return (
            "it ends with an offer of more work, or asks for something: nobody can answer, so do all that belongs to "
            "the answer now, and leave the offer out"
        )
    if _breaks_off(output) and not _breaks_off(content):
        return "it breaks off before its end: write the last sentence to its end, and all that should follow it"
    return None


def _first_line(text: str) -> str:
    head = text.lstrip()[:EDGE_CHARS].translate(_FLAT)
    return head.partition("\n")[0].strip(" *_#>¡¿")


def _announces_alike(first: str, given: str) -> bool:
    """Whether both lines end in the colon or the exclamation mark that makes an announcement, in whatever language."""
    marks = ((":", "\uff1a"), ("!", "\uff01"))
    return any(first.endswith(mark) and given.endswith((mark, wide)) for mark, wide in marks)


def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether one of the last sentences of the last paragraph begins like that, and is nobody's speech."""
    tail = text.rstrip()[-EDGE_CHARS:].translate(_FLAT)
    sentences = _SENTENCE_GAP.split(tail.rpartition("\n")[2])[-_LAST_SENTENCES:]
    return any(
        pattern.match(sentence.lstrip(" *_>#(-¡¿")) and not sentence.rstrip(" *_)").endswith(_QUOTES)
        for sentence in sentences
    )


def _is_fence_open(text: str) -> bool:
    """Whether a code fence is open at the end, also when fences are taken to stand in each other.

    By the rules of Markdown a fence ends at the first bare one of its kind. Texts about Markdown put fences into each
    other all the same, so both readings must find one that is open.
    """
    flat = ""
    nested: list[str] = []
    for number, found in enumerate(_FENCE.finditer(text)):
        if number == _MAX_FENCES:
            return False
        mark, rest = found[1], found[2].strip()
        if not flat:
            flat = mark
        elif not rest and mark.startswith(flat):
            flat = ""
        if nested and not rest and mark.startswith(nested[-1]):
            nested.pop()
        else:
            nested.append(mark)
    return bool(flat) and bool(nested)


def _breaks_off(text: str) -> bool:
    """Whether the last line is the beginning of something that does not come.

    Titles, verses, items of a list, rows of a table, signatures and references need no full stop, so most lines without
    one pass: only a paragraph of prose, in a text whose other sentences are ended, is held to it.
    """
    before, _, last = text.rstrip()[-4 * EDGE_CHARS :].rpartition("\n")
    line = last.strip()
    words = line.split()
    if not words or line[0] == "|" or line.endswith(("|", "`", "~", "$")) or last.startswith(("    ", "\t")):
        return False
    plain = line.rstrip("*_")
    if plain.endswith(_OPEN_ENDS) or _CUT_WORD.search(plain):
        return True
    if plain.endswith(":") and words[-1][0] != ":" and len(words) >= _TOLD_WORDS:
        return True
    if len(words) >= _SAID_WORDS and (plain.endswith(",") or _NEVER_LAST.fullmatch(words[-1])):
        return True
    return _is_paragraph(line, words, before) and (
        _SENTENCE_INSIDE.search(line) is not None or any(map(_is_ended_prose, before.splitlines()))
    )


def _is_paragraph(line: str, words: list[str], before: str) -> bool:
    """Whether a last line that ends in a letter can be nothing but prose."""
    above = before.rpartition("\n")[2].strip()
    return (
        len(words) >= PROSE_WORDS
        and line[-1].lower() != line[-1].upper()
        and line.lstrip("*_\"'“„«¿¡(")[:1].isalpha()
        and not above
        and "://" not in words[-1]
        and _LABEL.match(line) is None
        and _REFERENCE.search(line) is None
    )


def _is_ended_prose(line: str) -> bool:
    return len(line.split()) >= PROSE_WORDS and _ENDED.search(line.rstrip()) is not None
