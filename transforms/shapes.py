"""Shapes: what the cells of a Parquet column hold, and how a phase's output becomes such a cell.

The shapes of a job are decided once, from its plan, so that every part has the same columns. A value that does not fit
its shape is cut down to what fits, and whoever asks is told, so that nothing gets lost without a word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import pyarrow as pa

from state.records import Json
from state.storable import storable


class Scalar(Enum):
    """One value; JSON is the JSON text of a value that has no fixed form."""

    TEXT = "text"
    JSON = "json"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of any length."""

    items: Shape


@dataclass(frozen=True, slots=True)
class Struct:
    """An object with fixed fields; one that is missing is null."""

    fields: tuple[tuple[str, Shape], ...]


@dataclass(frozen=True, slots=True)
class Vector:
    """An embedding: 32-bit floats, as many in each row, or any number when nobody said how many."""

    size: int | None


Shape: TypeAlias = Scalar | Listed | Struct | Vector
Cell: TypeAlias = "bool | int | float | str | list[Cell] | dict[str, Cell] | None"

_SCALARS = {
    Scalar.TEXT: pa.string(),
    Scalar.JSON: pa.string(),
    Scalar.INTEGER: pa.int64(),
    Scalar.NUMBER: pa.float64(),
    Scalar.BOOLEAN: pa.bool_(),
}
_INT64 = range(-(2**63), 2**63)


def arrow_type(shape: Shape) -> pa.DataType:
    """The Arrow type of a shape; everything may be null."""
    match shape:
        case Scalar():
            return _SCALARS[shape]
        case Listed(items):
            return pa.list_(arrow_type(items))
        case Struct(fields):
            return pa.struct([pa.field(name, arrow_type(inner)) for name, inner in fields])
        case Vector(None):
            return pa.list_(pa.float32())
        case Vector(size):
            return pa.list_(pa.float32(), size)


def fit(value: Json, shape: Shape) -> tuple[Cell, bool]:
    """The cell of a value, and whether it says all that the value says; what does not fit is null."""
    if value is None:
        return _missing(shape), True
    match shape:
        case Scalar():
            return _fit_scalar(value, shape)
        case Listed(items):
            return _fit_list(value, items)
        case Struct(fields):
            return _fit_struct(value, fields)
        case Vector(size):
            return _fit_vector(value, size)


def json_text(value: Json) -> str:
    """A value as JSON text, in the order in which it came."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def as_text(value: Json) -> str | None:
    """A text as it is, anything else as JSON text: the column `output`, which all jobs have alike."""
    if value is None or isinstance(value, str):
        return value if value is None else storable(value)
    return json_text(value)


def _fit_scalar(value: Json, shape: Scalar) -> tuple[Cell, bool]:
    match shape:
        case Scalar.JSON:
            return json_text(value), True
        case Scalar.TEXT:
            cell: Cell = storable(value) if isinstance(value, str) else None
        case Scalar.BOOLEAN:
            cell = value if isinstance(value, bool) else None
        case Scalar.INTEGER:
            cell = _integer(value)
        case Scalar.NUMBER:
            cell = _number(value)
    return cell, cell is not None


def _integer(value: Json) -> int | None:
    """A whole number of 64 bits; JSON has no other whole numbers than those that a fraction of zero makes."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value in _INT64 else None


def _number(value: Json) -> float | None:
    """A number that a 64-bit float holds exactly."""
    if isinstance(value, float):
        return value
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    try:
        return float(value) if int(float(value)) == value else None
    except OverflowError:
        return None


def _fit_list(value: Json, items: Shape) -> tuple[Cell, bool]:
    if not isinstance(value, list):
        return None, False
    fitted = [fit(each, items) for each in value]
    return [cell for cell, _ in fitted], all(whole for _, whole in fitted)


def _fit_struct(value: Json, fields: tuple[tuple[str, Shape], ...]) -> tuple[Cell, bool]:
    if not isinstance(value, dict):
        return None, False
    fitted = {name: fit(value.get(name), inner) for name, inner in fields}
    cells: Cell = {name: cell for name, (cell, _) in fitted.items()}
    return cells, value.keys() <= fitted.keys() and all(whole for _, whole in fitted.values())


def _fit_vector(value: Json, size: int | None) -> tuple[Cell, bool]:
    """Models compute embeddings in 32 bits, so the shorter float says the same."""
    if not isinstance(value, list) or size not in (None, len(value)):
        return _missing(Vector(size)), False
    cells: list[Cell] = [_number(each) for each in value]
    return (_missing(Vector(size)), False) if None in cells else (cells, True)


def _missing(shape: Shape) -> Cell:
    """Null; for a vector of fixed size that many nulls.

    Arrow 25 and older cannot read a null in a column of fixed-size lists (apache/arrow#35692).
    """
    return [None] * shape.size if isinstance(shape, Vector) and shape.size is not None else None
