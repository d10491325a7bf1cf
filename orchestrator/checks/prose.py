"""The prose of a text: without code, markup and addresses; and what kind of text it is."""

from __future__ import annotations

import re

from state.records import Json

_NOT_PROSE = re.compile(
    r"`[^`\n]{1,200}`"
    r"|</?[A-Za-z!?][^<>]{0,500}>"
    r"|&#?\w{1,31};"
    r"|\b(?:https?://|www\.)[^\s<>]{1,2000}"
    r"|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_CODE_CHARS = re.compile(r"[{}()\[\];=<>_\\|$#*+/]")
_WIDE = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SYLLABLES = re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\uac00-\ud7a3]")
_SPACE = re.compile(r"\s+")

CODE_SHARE = 0.09
"""From this share of brackets, operators and the like on, a text is code more than prose."""

LETTERS_SHARE = 0.55
"""A text with a smaller share of letters is a table of figures, or no language at all."""

WIDE_WEIGHT, SYLLABLE_WEIGHT = 3.0, 2.0
"""How many letters of an alphabet say what a Chinese character, and a kana or a Hangul syllable, says."""


def prose_of(text: str) -> str:
    """The text without code, markup, addresses."""
    return _NOT_PROSE.sub(" ", _without_fenced(text))


def _without_fenced(text: str) -> str:
    """The text without what stands between the fences of Markdown; a fence that nobody closes fences nothing."""
    if "```" not in text and "~~~" not in text:
        return text
    kept: list[str] = []
    fenced: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and fence in ("", found[1]):
            fence, fenced = ("", []) if fence else (found[1], [line])
        else:
            (fenced if fence else kept).append(line)
    return "\n".join(kept + fenced)


def is_prose(text: str) -> bool:
    """Whether a text is in some language, and neither code nor a table of figures."""
    chars = _SPACE.sub("", text)
    if not chars:
        return False
    letters = sum(map(str.isalpha, chars))
    return letters >= LETTERS_SHARE * len(chars) and len(_CODE_CHARS.findall(chars)) < CODE_SHARE * len(chars)


def weight(text: str) -> float:
    """How much a text says, in letters of an alphabet: its characters without spaces, those of dense scripts more."""
    chars = len(_SPACE.sub("", text))
    if text.isascii():
        return chars
    wide, syllables = len(_WIDE.findall(text)), len(_SYLLABLES.findall(text))
    return chars + (WIDE_WEIGHT - 1) * wide + (SYLLABLE_WEIGHT - 1) * syllables


def text_of(value: Json) -> str:
    """The texts that a value holds; of an object without its keys."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n\n".join(filter(None, map(text_of, value.values())))
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(text_of, value)))
    return ""
