"""Read a JSON output: out of its fences, as values that can be kept, and held against the phase's schema.

What is wrong is said in our own words twice: for the model with everything that helps it, and for the user's error
row without a word of the document. No library's wording is in either, so that its next release changes no request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import cast

import orjson
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from referencing import Registry

from orchestrator.checks.base import Fault
from state.records import Json
from state.storable import storable_json

MAX_DEPTH = 100
"""How deeply an output may be nested; the state keeps at most 254 levels."""

MAX_FAULTS = 10
"""A model that is told of ten faults mends the others by itself."""

_SHOWN_CHARS = 200
_WITHOUT_DETAIL = frozenset(
    {
        "allOf",
        "anyOf",
        "contains",
        "dependentRequired",
        "if",
        "not",
        "oneOf",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_FENCE = "```"
_OPENING_FENCE = re.compile(r"```[\w+-]*[ \t]*\n")
_INSIDE = re.compile(r"^```(?:json)?[ \t]*\n(.*?)\n[ \t]*```[ \t]*$", re.DOTALL | re.MULTILINE)


class NoJsonError(Exception):
    """A text is no JSON that can be used; carries why."""

    def __init__(self, message: str, *, fault: Fault | None = None) -> None:
        super().__init__(message)
        self.fault = fault or Fault(message, message)


def parse_output(text: str) -> Json:
    """The JSON value of an answer, alone or in the one code fence that it holds; its texts are storable.

    Raises:
        NoJsonError: It is none, it holds what JSON does not know (NaN), or it is nested too deeply.
    """
    inside = unfenced(text)
    fenced, inner = inside is not None, text if inside is None else inside
    try:
        value = _loads(inner)
    except ValueError as error:
        blocks = _INSIDE.findall(text)
        if fenced or len(blocks) != 1:
            raise _no_json(inner, error) from None
        try:
            value = _loads(blocks[0])
        except ValueError as inside:
            raise _no_json(blocks[0], inside) from None
    if _deeper_than(value, MAX_DEPTH):
        raise NoJsonError(f"it is nested more than {MAX_DEPTH} levels deep")
    return storable_json(value)


def unfenced(text: str) -> str | None:
    """What is inside the one code fence around a whole text, None when there is none."""
    whole = text.strip()
    opening = _OPENING_FENCE.match(whole)
    if opening is None or not whole.endswith(_FENCE) or opening.end() > len(whole) - len(_FENCE):
        return None
    return whole[opening.end() : -len(_FENCE)]


def _loads(text: str) -> Json:
    """JSON as values; whole numbers beyond 64 bits become floats, as they would in most programs.

    Raises:
        ValueError: No JSON.
    """
    try:
        value: Json = orjson.loads(text)
    except orjson.JSONDecodeError:  # or what only the standard library takes: escapes of lone surrogates
        try:
            value = json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite)
        except RecursionError:
            raise NoJsonError(f"it is nested more than {MAX_DEPTH} levels deep") from None
    except TypeError:  # a lone surrogate itself
        value = json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite)
    return value


def _refuse(name: str) -> Json:
    raise ValueError(f"{name} is no JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if value - value != 0:
        raise ValueError("a number is too large")
    return value


def _whole(text: str) -> int | float:
    if len(text) < 19:
        return int(text)
    value = _finite(text)
    return int(text) if abs(value) < 2.0**63 else value


def _no_json(text: str, error: ValueError) -> NoJsonError:
    if not text.strip():
        return NoJsonError("it is empty, and not the JSON that was asked for")
    if isinstance(error, json.JSONDecodeError):
        return NoJsonError(f"it is not valid JSON: the fault is at or before line {error.lineno}, column {error.colno}")
    return NoJsonError(f"it is not valid JSON: {error}")


def _deeper_than(value: Json, levels: int) -> bool:
    layer: list[Json] = [value]
    for _ in range(levels):
        layer = [
            part
            for parent in layer
            if isinstance(parent, list | dict)
            for part in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(part, list | dict)
        ]
        if not layer:
            return False
    return True


# ── the schema ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Compiled:
    validator: Validator
    names: frozenset[str]  # of properties that the schema itself names: these may be shown


@lru_cache(maxsize=256)
def _compiled(schema: str) -> _Compiled:
    value = orjson.loads(schema)
    kind = validator_for(value, default=Draft202012Validator)
    # A registry of our own: without one, a reference to somewhere else would be fetched over the network.
    return _Compiled(kind(value, registry=Registry()), frozenset(_property_names(value)))


def _property_names(value: Json) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _property_names(part)
    if isinstance(value, dict):
        properties = value.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for part in value.values():
            yield from _property_names(part)


def bad_patterns(schema: str) -> tuple[str, ...]:
    """The patterns of a schema (JSON text) that are no regular expressions of Python's, which examines them."""
    return tuple(dict.fromkeys(pattern for pattern in _patterns(orjson.loads(schema)) if not _compiles(pattern)))


def _patterns(value: Json) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _patterns(part)
    if isinstance(value, dict):
        by_name = value.get("patternProperties")
        if isinstance(by_name, dict):
            yield from by_name
        pattern = value.get("pattern")
        if isinstance(pattern, str):
            yield pattern
        for key, part in value.items():
            if key not in ("const", "default", "enum", "examples"):
                yield from _patterns(part)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def parse_vector(text: str) -> Json:
    """The numbers of a vector, which was kept as a JSON array of them.

    Raises:
        NoJsonError: It is no such array, or an empty one.
    """
    try:
        found = orjson.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list) or not found or not all(type(one) is float for one in found):
        raise NoJsonError("it is no vector, which is a JSON array of numbers with a point")
    return cast("Json", found)


def schema_faults(value: Json, schema: str) -> tuple[Fault, ...]:
    """Where a value does not fit a schema (JSON text), at most `MAX_FAULTS` places, in the order of their paths."""
    compiled = _compiled(schema)
    found = {_fault(error, compiled.names) for error in islice(compiled.validator.iter_errors(value), MAX_FAULTS)}
    return tuple(sorted(found, key=lambda fault: fault.told))


def _fault(error: ValidationError, names: frozenset[str]) -> Fault:
    told_path, shown_path = _paths(error, names)
    told, shown = _words(error)
    return Fault(f"{told_path}: {told}", f"{shown_path}: {shown}")


def _paths(error: ValidationError, names: frozenset[str]) -> tuple[str, str]:
    told = shown = "$"
    for part in error.absolute_path:
        if isinstance(part, int):
            told, shown = f"{told}[{part}]", f"{shown}[{part}]"
        else:
            told, shown = f"{told}.{part}", f"{shown}.{part if part in names else '*'}"
    return told, shown


def _words(error: ValidationError) -> tuple[str, str]:
    """What is wrong, for the model and for the user."""
    keyword, value = str(error.validator), cast("Json", error.instance)
    wanted = cast("Json", error.validator_value)
    if keyword == "required" and isinstance(value, dict) and isinstance(wanted, list):
        missing = ", ".join(repr(name) for name in wanted if name not in value)
        return (f"misses {missing}",) * 2
    if keyword == "type":
        kinds = " or ".join(str(kind) for kind in wanted) if isinstance(wanted, list) else str(wanted)
        return (f"must be of type {kinds}, not {_kind(value)}",) * 2
    if keyword == "additionalProperties" and isinstance(value, dict):
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        extra = ", ".join(repr(name) for name in value if name not in known)
        return f"has properties that are not allowed: {_cut(extra)}", "has properties that are not allowed"
    if keyword in _WITHOUT_DETAIL:
        return (f"does not meet {keyword} of the schema",) * 2
    if keyword == "enum":
        return (f"must be one of {_cut(_text(wanted))}",) * 2
    return (f"does not meet {keyword} {_cut(_text(wanted))}",) * 2


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _kind(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    kinds: tuple[tuple[type, str], ...] = ((int, "integer"), (float, "number"), (str, "string"), (list, "array"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "object")


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
