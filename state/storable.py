"""What PostgreSQL cannot store, replaced: NUL characters and lone surrogates become U+FFFD."""

from __future__ import annotations

import re

from state.records import Json

REPLACEMENT = "\ufffd"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD in place of each NUL and each lone surrogate; the same object when it has none."""
    if "\x00" not in text and (text.isascii() or _is_unicode(text)):
        return text
    return _UNSTORABLE.sub(REPLACEMENT, text)


def storable_json(value: Json) -> Json:
    """The value with every text in it made storable, keys too; the same object when nothing changes."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        parts = [storable_json(part) for part in value]
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    if isinstance(value, dict):
        pairs = {storable(key): storable_json(part) for key, part in value.items()}
        if all(new is old for new, old in zip(pairs, value, strict=False)) and len(pairs) == len(value):
            return value if all(pairs[key] is part for key, part in value.items()) else pairs
        return pairs
    return value


def _is_unicode(text: str) -> bool:
    try:
        text.encode()  # several times as fast as a search by pattern
    except UnicodeEncodeError:
        return False
    return True
