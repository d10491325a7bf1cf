"""JSON for people: indented, but what fits into a line stays in one."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from state.records import Json

WIDTH = 88
_INDENT = 2
_MAX_DEPTH = 40
"""Deeper than that nobody reads an indent."""


def pretty(value: Json, width: int = WIDTH) -> str:
    """A value as JSON in lines of about this width."""
    return "\n".join(_lines(value, width, 0))


def _lines(value: Json, width: int, depth: int, before: str = "", after: str = "") -> Iterator[str]:
    """The lines of a value that stands behind a key, and before a comma."""
    indent = " " * (_INDENT * depth)
    line = orjson.dumps(value).decode()
    if len(line) <= width:  # else it would be spaced out for nothing
        line = _in_line(value)
    line = f"{indent}{before}{line}{after}"
    if len(line) <= width or depth == _MAX_DEPTH or not value or not isinstance(value, dict | list):
        yield line
        return
    opened, closed = ("{", "}") if isinstance(value, dict) else ("[", "]")
    parts = (
        [(f"{_in_line(key)}: ", one) for key, one in value.items()]
        if isinstance(value, dict)
        else [("", one) for one in value]
    )
    yield f"{indent}{before}{opened}"
    for number, (key, one) in enumerate(parts, 1):
        yield from _lines(one, width, depth + 1, key, "," if number < len(parts) else "")
    yield f"{indent}{closed}{after}"


def _in_line(value: Json) -> str:
    """A value in one line, with a space behind colons and commas, as people write it."""
    if isinstance(value, dict) and value:
        return "{" + ", ".join(f"{_in_line(key)}: {_in_line(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list) and value:
        return f"[{', '.join(map(_in_line, value))}]"
    return orjson.dumps(value).decode()
