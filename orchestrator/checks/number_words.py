"""The numbers from 0 to 12 in words, as a translation may rightly write them."""

from __future__ import annotations

import re
from functools import lru_cache

LARGEST = 12

_WORDS = {
    "en": "zero|nought|no, one|first|once|single|a, two|second|twice|both, three|third|thrice, four, fi(?:ve|f), six, "
    "seven, eight, nin, ten, eleven, twel",
    "de": "null|kein, ein|erst, zwei|zwo|beid, drei|dritt, vier, fünf, sechs, sieb, acht, neun, zehn, elf, zwölf",
    "fr": "zéro, une?|premi, deux|second, trois|tiers, quatr, cinq, six, sept, huit, neu[fv], di[xz], onz, douz",
    "es": "cero, un|prim, dos|segund|ambos, tres|tercer, cuatro|cuart, cinco|quint, seis|sext, siete|s[ée]ptim, "
    "ocho|octav, nueve|noven, diez|décim, once, doce",
    "it": "zero, un|prim, due|second|entramb, tre|terz, quattro|quart, cinque|quint, sei|sest, sette|settim, "
    "otto|ottav, nove|non, dieci|decim, undici, dodici",
    "pt": "zero, um|prim, dois|duas|segund, tr[êe]s|terceir, quatro|quart, cinco|quint, seis|sext, sete|sétim, "
    "oito|oitav, nove|non, dez|décim, onze, doze",
    "nl": "nul, één|een|eerst, twee, drie|derd, vier, vijf, zes, zeven, acht, negen, tien, elf, twaalf",
    "sv": "noll, en|ett|först, två|andra, tre, fyra|fjärde, fem, sex|sjätte, sju, åtta|åttonde, nio, tio, elva|elfte, "
    "tolv",
    "da": "nul, en|ét|et|først, to|and, tre, fire|fjerde, fem, seks|sjette, syv, otte, ni, ti, elleve|ellevte, tolv",
    "no": "null, en|ett|et|først, to|and, tre, fire|fjerde, fem, seks|sjette, sju|syv, åtte, ni, ti, elleve, tolv",
    "pl": "zer, jed|pierw, dw|drug, trz|trzec, czter|czwart, pię|piąt, sześ|szóst, sied|siódm, oś|ós, dziewię|dziewią, "
    "dziesię|dziesią, jedena, dwuna|dwana",
    "ru": "нол|нул, од[ин]|перв, дв|втор, тр[ие]|трет, четыр|четв, пят, шест, сем|седьм, вос[ье]?м, девят, десят, "
    "одиннадц, двенадц",
}


@lru_cache(maxsize=256)
def _pattern(number: int, code: str | None) -> re.Pattern[str]:
    tables = [_WORDS[code]] if code is not None else list(_WORDS.values())
    words = "|".join(re.split(r",\s*", table)[number] for table in tables)
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


def may_be_in_words(number: int, text: str, code: str | None) -> bool:
    """Whether a text may say a small number in words.

    Args:
        code: The text's language; None when nobody knows it, and all that are known here count.
    """
    if not 0 <= number <= LARGEST:
        return False
    # In a language without a table here nobody can tell.
    return (code is not None and code not in _WORDS) or _pattern(number, code).search(text) is not None
