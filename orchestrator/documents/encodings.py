"""The encoding of a text: what it says itself, UTF-8 where it is that, else the likeliest."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_BOMS = (  # longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_HEAD = 2048
_LOOKED_AT = 200_000
"""Bytes by which an encoding is found."""

_MOST_BYTES = 4  # of a letter

_WESTERN = "cp1252"
_WESTERN_SIGNS = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽ€£§°«»¡¿"
    "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u00a0"
)
_SOME, _FEW, _NEARLY_ALL, _STRAY = 0.2, 3, 0.9, 0.001
_WHOLE_TO_BROKEN = 10  # letters of several bytes to each that is broken: more, and a text is UTF-8 for all that

UTF8 = "utf-8"
BROKEN_UTF8 = "utf-8, with U+FFFD for what is broken in it"


def decoded(data: bytes, *, is_html: bool = False) -> tuple[str, str | None]:
    """A text and the encoding that it was in, by Python's name; what does not fit that becomes U+FFFD.

    Args:
        is_html: It may say its encoding in its head.

    Returns:
        None as encoding where these bytes look like a text in none; `BROKEN_UTF8` where they nearly are UTF-8.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name.removesuffix("-sig")
    try:
        return data.decode(), UTF8
    except UnicodeDecodeError:
        broken = data.decode(errors="replace")
    declared = _DECLARED.search(data[:_HEAD]) if is_html else None
    found = _known(declared[1].decode()) if declared is not None else None
    if found in (None, UTF8):
        if _is_nearly_utf8(broken):
            return broken, BROKEN_UTF8
        found = _likeliest(data)
    return data.decode(found or _WESTERN, "replace"), found


def _is_nearly_utf8(broken: str) -> bool:
    """Whether a text was UTF-8 before somebody cut it off in the middle of a letter, or put a few others into it."""
    letters = sum(not sign.isascii() for sign in broken)
    gone = broken.count("\ufffd")
    is_cut = gone == 1 and broken.endswith("\ufffd")
    return letters - gone >= (1 if is_cut else _WHOLE_TO_BROKEN * gone)


def _known(name: str) -> str | None:
    """Python's name of an encoding of texts; it has others, too, that no text can be in."""
    try:
        b"a".decode(name, "replace")
        found = codecs.lookup(name).name
    except (LookupError, UnicodeError):
        return None
    return _WESTERN if found in ("iso8859-1", "ascii") else found  # as browsers take it


def _likeliest(data: bytes) -> str | None:
    if _is_western(data[:_LOOKED_AT]):
        return _WESTERN
    from charset_normalizer import from_bytes  # noqa: PLC0415  # nearly all texts are UTF-8

    for head in _heads(data):
        best = from_bytes(head).best()
        if best is not None and (b"\0" in head or not best.encoding.startswith(("utf_16", "utf_32"))):
            return _known(best.encoding)
    return None


def _heads(data: bytes) -> Iterator[bytes]:
    """What of a text is looked at. In the middle of a letter of several bytes no encoding would fit: so others, too."""
    if len(data) <= _LOOKED_AT:
        yield data
        return
    for end in range(_LOOKED_AT, _LOOKED_AT - _MOST_BYTES, -1):
        yield data[:end]


def _is_western(head: bytes) -> bool:
    """Whether these are plain letters and some of western languages, or hardly any others: a library would guess."""
    odd = [sign for sign in head.decode(_WESTERN, "replace") if not sign.isascii()]
    if b"\0" in head or len(odd) > max(_FEW, _SOME * len(head)):
        return False
    return sum(sign in _WESTERN_SIGNS for sign in odd) >= _NEARLY_ALL * len(odd) or len(odd) <= _STRAY * len(head)
