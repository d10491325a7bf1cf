"""JSON as items may hold it: exact, finite, storable, not too deep; anything else is an error, not a near value."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from uuid import UUID

import orjson

from pipelines.item_bytes import decode
from state.errors import ItemsError
from state.records import Json

MAX_DEPTH = 100
"""Levels of lists and objects within an item; what writes JSON for the state takes 254 at the most."""

MIN_INTEGER, MAX_INTEGER = -(2**63), 2**64 - 1
"""Integers that go through the state unchanged; a parser that meets a larger one makes it a float, silently."""

_HUGE = float(2**63)
_NUL = b"\\u0000"
_SAFE = frozenset({str, int, bool, type(None)})


def parse_json(raw: bytes, where: str, mend: Callable[[Json], Json]) -> Json:
    """Parse one JSON text.

    Args:
        where: Where it stands, for messages ("items.jsonl line 7").
        mend: Makes a value storable; it is only called where that may change it.

    Raises:
        ItemsError: It is not UTF-8, not JSON, or holds a number or a depth that cannot be kept.
    """
    try:
        value: Json = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return mend(_parse_with_care(raw, where))
    if _needs_care(value, 0):
        return mend(_parse_with_care(raw, where))
    return mend(value) if _NUL in raw else value


def compact(value: Json) -> str:
    """A value as compact JSON, keys in their order, non-ASCII letters kept."""
    return orjson.dumps(value).decode()


def kind_in_words(value: Json) -> str:
    """What a value is, for messages that do not repeat it."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a text" if isinstance(value, str) else "a list" if isinstance(value, list) else "an object"


def as_json(value: object, where: str, *, nan_is_null: bool = False, depth: int = 0) -> Json:
    """A Python value as JSON: times become ISO-8601, decimals and UUIDs texts, bytes the text that they encode.

    Its texts stay as they are, storable or not.

    Args:
        nan_is_null: For tables, where NaN stands for an empty cell.

    Raises:
        ItemsError: JSON cannot hold it.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return _integer(int(value), where)
    if isinstance(value, float):
        return None if nan_is_null and math.isnan(value) else _finite(value, where)
    if isinstance(value, Mapping | list | tuple):
        return _container(value, where, nan_is_null=nan_is_null, depth=depth + 1)
    return _scalar(value, where)


def _container(
    value: Mapping[object, object] | list[object] | tuple[object, ...], where: str, *, nan_is_null: bool, depth: int
) -> Json:
    if depth > MAX_DEPTH:
        raise _too_deep(where)
    if not isinstance(value, Mapping):
        return [as_json(part, where, nan_is_null=nan_is_null, depth=depth) for part in value]
    fields: dict[str, Json] = {}
    for key, part in value.items():
        if not isinstance(key, str):
            raise ItemsError(
                f"an object has a key of type {type(key).__name__}; keys are texts", path=where, hint="put it in quotes"
            )
        fields[str(key)] = as_json(part, where, nan_is_null=nan_is_null, depth=depth)
    return fields


def _scalar(value: object, where: str) -> Json:
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes):
        return decode(value, where)
    raise ItemsError(
        f"holds a value of type {type(value).__name__}; items are texts, numbers, true, false, null, lists and objects",
        path=where,
    )


def _needs_care(value: Json, depth: int) -> bool:
    """Whether a number may have lost digits, or the value is too deep."""
    parts: Iterable[Json]
    if isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list):
        parts = value
    else:
        return isinstance(value, float) and not -_HUGE < value < _HUGE
    if depth == MAX_DEPTH:
        return True
    for part in parts:  # noqa: SIM110  # any() takes twice as long, for each of a million items
        if type(part) not in _SAFE and _needs_care(part, depth + 1):
            return True
    return False


_ARRAY_HINT = "a JSON array over several lines is a .json file; a .jsonl file has one whole value a line"


def _parse_with_care(raw: bytes, where: str) -> Json:
    """Parse what the fast parser refuses or would change, and say what is wrong with it."""
    text = decode(raw, where).rstrip()

    def whole(digits: str) -> int:
        if len(digits) > len(str(MIN_INTEGER)):
            raise _too_large(where)
        return _integer(int(digits), where)

    def constant(name: str) -> None:
        raise ItemsError(f"{name} is not JSON", path=where, hint="write null where there is no number")

    def fraction(digits: str) -> float:
        return _finite(float(digits), where)

    try:
        value: Json = json.loads(text, parse_int=whole, parse_constant=constant, parse_float=fraction)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        wrong = error.msg.removesuffix(" at")
        hint = _ARRAY_HINT if text.startswith("[") else "mend the line, or take it out"
        raise ItemsError(f"is not JSON: {wrong} at {line}column {error.colno}", path=where, hint=hint) from None
    except RecursionError:
        raise _too_deep(where) from None
    if _depth_exceeds(value, MAX_DEPTH):
        raise _too_deep(where)
    return value


def _depth_exceeds(value: Json, levels: int) -> bool:
    if not isinstance(value, list | dict):
        return False
    parts = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_depth_exceeds(part, levels - 1) for part in parts)


def _integer(value: int, where: str) -> int:
    if MIN_INTEGER <= value <= MAX_INTEGER:
        return value
    raise _too_large(where)


def _finite(value: float, where: str) -> float:
    if math.isfinite(value):
        return value
    raise ItemsError("holds a number that is NaN or infinite", path=where, hint="write null where there is no number")


def _too_large(where: str) -> ItemsError:
    return ItemsError(
        "holds an integer that does not fit into 64 bits, and would lose digits", path=where, hint="put it in quotes"
    )


def _too_deep(where: str) -> ItemsError:
    return ItemsError(f"lists and objects are nested more than {MAX_DEPTH} deep", path=where, hint="make it flatter")
