"""Reading JSON that others wrote, one checked step at a time, and writing the JSON of a request."""

from __future__ import annotations

import json
from typing import cast

import orjson

from state.records import Json


def load_json(body: bytes) -> Json:
    """The JSON value of a reply's body; escapes of lone surrogates come through as they are.

    Raises:
        ValueError: It is no JSON.
    """
    try:
        return cast("Json", orjson.loads(body))
    except orjson.JSONDecodeError:
        if b"\\u" not in body:
            raise
        # orjson refuses the escape of a lone surrogate, which models do write; the standard library takes it.
        try:
            return cast("Json", json.loads(body))
        except RecursionError:
            raise ValueError("JSON that is nested too deeply") from None


def dump_json(value: Json) -> bytes:
    """The JSON of a request; lone surrogates, which UTF-8 does not have, are written as escapes."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def as_object(value: Json) -> dict[str, Json]:
    """The value if it is an object.

    Raises:
        ValueError: It is something else.
    """
    if not isinstance(value, dict):
        raise ValueError(f"expected a JSON object, got {type(value).__name__}")  # noqa: TRY004 (a wrong reply, not a wrong call)
    return value


def object_at(value: dict[str, Json], key: str) -> dict[str, Json]:
    """The object under a key, empty if it is null or not there."""
    found = value.get(key)
    return as_object(found) if found is not None else {}


def list_at(value: dict[str, Json], key: str) -> list[Json]:
    """The list under a key.

    Raises:
        ValueError: It is something else, or not there.
    """
    found = value.get(key)
    if not isinstance(found, list):
        raise ValueError(f"expected a list under {key!r}, got {type(found).__name__}")  # noqa: TRY004
    return found


def joined_text_at(value: dict[str, Json], key: str) -> str:
    """The text under a key, where some APIs put a list of parts: those of type text, joined."""
    found = value.get(key)
    if not isinstance(found, list):
        return text_at(value, key)
    parts = (as_object(part) for part in found)
    return "".join(text_at(part, "text") for part in parts if part.get("type") == "text")


def text_at(value: dict[str, Json], key: str) -> str:
    """The text under a key; empty if it is something else or not there."""
    found = value.get(key)
    return found if isinstance(found, str) else ""


MAX_COUNT = 1_000_000_000
"""No call has as many tokens; what a reply says beyond is nonsense, and would not fit into a column."""


def count_at(value: dict[str, Json], key: str) -> int:
    """The number of tokens under a key, 0 if it is null or not there.

    Raises:
        ValueError: It is something else, negative, or more than `MAX_COUNT`.
    """
    found = value.get(key)
    if found is None:
        return 0
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= MAX_COUNT:
        raise ValueError(f"expected a number of tokens under {key!r}, got {found!r:.40}")
    return found
