"""Languages of pages that are images, by the codes that tesseract has for them."""

from __future__ import annotations

import re

from state.spec_errors import fault, shown

_CODE = re.compile(r"[A-Za-z][A-Za-z_]{2,30}(/[A-Za-z_]{1,30})?")

_BY_TWO_LETTERS = {
    "af": "afr", "am": "amh", "ar": "ara", "as": "asm", "az": "aze", "be": "bel", "bg": "bul", "bn": "ben",
    "bo": "bod", "br": "bre", "bs": "bos", "ca": "cat", "co": "cos", "cs": "ces", "cy": "cym", "da": "dan",
    "de": "deu", "dv": "div", "dz": "dzo", "el": "ell", "en": "eng", "eo": "epo", "es": "spa", "et": "est",
    "eu": "eus", "fa": "fas", "fi": "fin", "fo": "fao", "fr": "fra", "fy": "fry", "ga": "gle", "gd": "gla",
    "gl": "glg", "gu": "guj", "he": "heb", "hi": "hin", "hr": "hrv", "ht": "hat", "hu": "hun", "hy": "hye",
    "id": "ind", "is": "isl", "it": "ita", "iu": "iku", "ja": "jpn", "jv": "jav", "ka": "kat", "kk": "kaz",
    "km": "khm", "kn": "kan", "ko": "kor", "ku": "kmr", "ky": "kir", "la": "lat", "lb": "ltz", "lo": "lao",
    "lt": "lit", "lv": "lav", "mi": "mri", "mk": "mkd", "ml": "mal", "mn": "mon", "mr": "mar", "ms": "msa",
    "mt": "mlt", "my": "mya", "nb": "nor", "ne": "nep", "nl": "nld", "no": "nor", "oc": "oci", "or": "ori",
    "pa": "pan", "pl": "pol", "ps": "pus", "pt": "por", "qu": "que", "ro": "ron", "ru": "rus", "sa": "san",
    "sd": "snd", "si": "sin", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "su": "sun", "sv": "swe",
    "sw": "swa", "ta": "tam", "te": "tel", "tg": "tgk", "th": "tha", "ti": "tir", "to": "ton", "tr": "tur",
    "tt": "tat", "ug": "uig", "uk": "ukr", "ur": "urd", "uz": "uzb", "vi": "vie", "yi": "yid", "yo": "yor",
    "zh": "chi_sim",
}  # fmt: skip
"""The codes of ISO 639-1, which are none of tesseract's, and what it calls those languages."""


def ocr_language(value: str) -> str:
    """A code, as it is.

    Raises:
        PydanticCustomError: It is none.
    """
    if (meant := _BY_TWO_LETTERS.get(value.lower())) is not None:
        raise fault(f"{shown(value)} is no language of tesseract; did you mean {meant!r}?")
    if not _CODE.fullmatch(value):
        raise fault(f"{shown(value)} is no language of tesseract; write its code, as deu or chi_sim, each by itself")
    return value


def ocr_languages(value: tuple[str, ...]) -> tuple[str, ...]:
    """Some codes, at least one.

    Raises:
        PydanticCustomError: There is none.
    """
    if not value:
        raise fault("is empty; name languages, as [deu, eng], or leave the key out")
    return value
