"""The encoding of a text: what it says itself, UTF-8 where it is that, else the likeliest."""

from __future__ import annotations

import codecs
import re

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

_WESTERN = "cp1252"
_WESTERN_SIGNS = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽ€£§°«»¡¿"
    "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u00a0"
)
_SOME, _NEARLY_ALL = 0.2, 0.9
UTF8 = "utf-8"


def decoded(data: bytes, *, is_html: bool = False) -> tuple[str, str | None]:
    """A text and the encoding that it was in, by Python's name; what does not fit that becomes U+FFFD.

    Args:
        is_html: It may say its encoding in its head.

    Returns:
        None as encoding where these bytes look like a text in none.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name.removesuffix("-sig")
    try:
        return data.decode(), UTF8
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:_HEAD]) if is_html else None
    found = _known(declared[1].decode()) if declared is not None else None
    if found in (None, UTF8):
        found = _likeliest(data)
    return data.decode(found or _WESTERN, "replace"), found


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return _WESTERN if found in ("iso8859-1", "ascii") else found  # as browsers take it


def _likeliest(data: bytes) -> str | None:
    if _is_western(data):
        return _WESTERN
    from charset_normalizer import from_bytes  # noqa: PLC0415  # nearly all texts are UTF-8

    best = from_bytes(data[:_LOOKED_AT]).best()
    return None if best is None else _known(best.encoding)


def _is_western(data: bytes) -> bool:
    """Whether these are plain letters and some of western languages: so few of them tell a library nothing."""
    try:
        odd = [sign for sign in data[:_LOOKED_AT].decode(_WESTERN) if not sign.isascii()]
    except UnicodeDecodeError:
        return False
    is_some = len(odd) <= _SOME * len(data[:_LOOKED_AT]) and b"\0" not in data[:_LOOKED_AT]
    return is_some and sum(sign in _WESTERN_SIGNS for sign in odd) >= _NEARLY_ALL * len(odd)
