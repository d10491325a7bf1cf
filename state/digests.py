"""Digests: canonical JSON (RFC 8785) and SHA-256 over it; the only place where keys of content are made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import orjson
import rfc8785

from state.records import Json


def canonical(value: Json) -> bytes:
    """The RFC 8785 form of a JSON value, as UTF-8."""
    return rfc8785.dumps(value)


def digest(value: Json) -> str:
    """SHA-256 of the canonical form, 64 hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of a text's UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def short(value: Json) -> str:
    """The first 12 hex digits of a value's digest: enough to tell components apart within a job."""
    return digest(value)[:12]


def content_id(text: str, fields: Mapping[str, Json]) -> str:
    """An id made from the content: 16 hex digits of the SHA-256 of the text, and of the fields beside it if any."""
    content = text.encode() if not fields else orjson.dumps([text, fields], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()[:16]


class ItemsDigest:
    """SHA-256 over the items of a job in order: by it `run` finds the job that it made of the same items.

    Over each item as it was read, before equal generated ids are told apart, so that no memory of ids is needed.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, item_id: str, text: str, fields: Mapping[str, Json]) -> None:
        """Add the next item."""
        parts = (item_id.encode("utf-8", "surrogatepass"), text.encode("utf-8", "surrogatepass"), _sorted_json(fields))
        self._hash.update(b"%d %d %d\n" % tuple(map(len, parts)))
        for part in parts:
            self._hash.update(part)

    def hexdigest(self) -> str:
        """The digest of the items so far, 64 hex digits."""
        return self._hash.hexdigest()


def _sorted_json(fields: Mapping[str, Json]) -> bytes:
    """JSON with sorted keys; not RFC 8785, which takes twenty times as long and knows no number above 2**53."""
    try:
        return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a number above 64 bits, a lone surrogate
        return json.dumps(fields, sort_keys=True).encode()
