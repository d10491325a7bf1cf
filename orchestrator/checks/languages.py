"""Which language an output is in, and whether it is as long as a translation is."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from orchestrator.checks.language_names import code_of, family_of
from orchestrator.checks.prose import is_prose, prose_of, text_of, weight
from state.plan_records import PhasePlan
from state.records import Json

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_WEIGHT = 60
"""In letters of an alphabet: of a shorter text nobody can tell the language."""

SURE, HARDLY = 0.9, 0.02
"""A text is in another language when that one is at least SURE and all that pass for the target are below HARDLY."""

LEFT_WEIGHT, LEFT_SHARE = 150, 0.15
"""A paragraph that counts as left in the source language, and the share of the output from which on they are a fault:
a motto, a quotation or an entry of a bibliography may stay as it is."""

RATIO_FROM_WEIGHT = 200
RATIO = (0.4, 2.5)
"""A translation's length over its source's, from RATIO_FROM_WEIGHT on; Chinese characters and the like count more."""

_PIECES, _PIECE_CHARS = 8, 4000
"""How much of a long text is looked at, evenly spread."""

_BLOCKS = 200
"""How many paragraphs are looked at one by one."""

_DIGITS = re.compile(r"\d")
_CAPITALISED = re.compile(r"\b[^\W\d_]+\b")
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")

_loading = Lock()


@lru_cache(maxsize=1)
def _loaded() -> LanguageIdentifier:
    # Its model takes seconds and numpy to load: only jobs that translate pay for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _identifier() -> LanguageIdentifier:
    with _loading:
        return _loaded()


def language(output: Json, content: str, phase: PhasePlan) -> str | None:
    """The output is in the target language as a whole, and holds no larger part that was left untranslated."""
    code = code_of(phase.target_language) if phase.target_language else None
    if code is None or code not in _identifier().labels:
        return None
    known = frozenset(word for word in _CAPITALISED.findall(_sample(content)) if word[0].isupper())
    prose = prose_of(text_of(output))
    target = phase.target_language
    if (other := _other_language(_sample(prose), known, code)) is not None:
        return f"it is in another language ({other}) and must be in {target}: translate it"
    source = _other_language(_sample(prose_of(content)), frozenset(), code)
    if source is None:
        return None
    blocks = _BLANK.split(prose)[:_BLOCKS]
    left = sum(weight(block) for block in blocks if _was_left(block, known, code, source))
    share = left / max(1.0, sum(map(weight, blocks)))
    if share < LEFT_SHARE:
        return None
    return (
        f"about {round(100 * share)} % of it is still in the source language ({source}) and must be in {target}: "
        "translate it all"
    )


def _was_left(block: str, known: frozenset[str], code: str, source: str) -> bool:
    if weight(block) < LEFT_WEIGHT or len(_DIGITS.findall(block)) * 25 > len(block):
        return False
    return _other_language(block[:_PIECE_CHARS], known, code) == source


def _other_language(text: str, names: frozenset[str], code: str) -> str | None:
    """The code of the language that a text surely is in when that is not the one of that code, else None.

    Args:
        names: Capitalised words of the source: names are the same in every language, and say nothing about it.
    """
    if not is_prose(text):
        return None
    if names:
        text = _CAPITALISED.sub(lambda word: "" if word[0] in names else word[0], text)
    if weight(_DIGITS.sub("", text)) < MIN_WEIGHT:
        return None
    ranked = _identifier().rank(text)
    family = family_of(code)
    found, likely = ranked[0]
    passing = sum(chance for name, chance in ranked if name in family)
    return found if found not in family and likely >= SURE and passing < HARDLY else None


def _sample(text: str) -> str:
    if len(text) <= _PIECES * _PIECE_CHARS:
        return text
    step = (len(text) - _PIECE_CHARS) // (_PIECES - 1)
    return "\n".join(text[n * step : n * step + _PIECE_CHARS] for n in range(_PIECES))


def length_ratio(output: Json, content: str, phase: PhasePlan) -> str | None:
    """A translation says neither much less nor much more than its source."""
    if not isinstance(output, str):
        return None
    source, said = weight(content), weight(output)
    if source < RATIO_FROM_WEIGHT:
        return None
    low, high = RATIO
    if said < low * source:
        share = round(100 * said / source)
        return f"it has about {share} % of the text's length: translate all of it, leave nothing out"
    if said > high * source:
        return f"it is {said / source:.1f} times as long as the text: give the translation alone, and add nothing"
    return None
