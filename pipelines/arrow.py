"""From a plan to the columns of its export: an output form, and the JSON schema in it, become a shape.

    object with properties     struct            string, number, integer, boolean     the same
    array of one kind          list              enum, const                          their one type
    null or one other          that other        everything else                      JSON text

"Everything else" is what Arrow has no exact type for: free-form objects, maps, unions, tuples, references that lead
back to themselves. The choice depends on the schema alone, so all parts of all exports agree; only how long a vector
is, no plan knows, and the job's first one says it for all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from state.plan_records import OutputForm, OutputFormat, Plan
from state.records import Json
from transforms.result_columns import PhaseColumn
from transforms.shapes import Listed, Scalar, Shape, Struct, Vector

MAX_DEPTH = 16
"""Deeper than that a schema is JSON text: readers of Parquet give up on towers of structs."""

_SCALARS = {
    "string": Scalar.TEXT,
    "integer": Scalar.INTEGER,
    "number": Scalar.NUMBER,
    "boolean": Scalar.BOOLEAN,
}
_DECIDES = frozenset({"type", "enum", "const", "$ref", "anyOf", "oneOf", "allOf", "properties", "items"})
_OPENS = frozenset({"patternProperties", "propertyNames", "dependentSchemas", "unevaluatedProperties", "if"})
"""Keywords by which an object may have fields that `properties` does not name."""

_ITEMS_OPEN = frozenset({"prefixItems", "additionalItems", "unevaluatedItems"})


def phase_columns(plan: Plan, sizes: Mapping[int, int]) -> tuple[PhaseColumn, ...]:
    """The column of each phase, in the order of the phases.

    Args:
        sizes: How many numbers a vector has, by the phases that make some.
    """
    return tuple(
        PhaseColumn(phase.index, f"phase_{phase.slug}", shape_of(phase.output, sizes.get(phase.index)))
        for phase in plan.phases
    )


def shape_of(output: OutputForm, size: int | None = None) -> Shape:
    """The shape of what a phase puts out; a vector's `size` is known when one was made."""
    if output.format is OutputFormat.VECTOR:
        return Vector(size)
    if output.format is not OutputFormat.JSON:
        return Scalar.TEXT
    return shape_of_schema(json.loads(output.schema)) if output.schema else Scalar.JSON


def shape_of_schema(schema: Json) -> Shape:
    """The shape of the values that a JSON schema describes."""
    return _Reader(schema).read(schema, ())


class _Reader:
    """Reads one schema; `root` is where its references start."""

    def __init__(self, root: Json) -> None:
        self._root = root

    def read(self, schema: Json, path: tuple[str, ...]) -> Shape:
        """The shape of a schema that was reached over those references and levels."""
        if not isinstance(schema, dict) or len(path) > MAX_DEPTH:
            return Scalar.JSON
        if "$ref" in schema:
            return self._reference(schema, path)
        for union in ("anyOf", "oneOf", "allOf"):
            if union in schema:
                return self._union(schema, union, path)
        match _type_of(schema):
            case "object":
                return self._object(schema, path)
            case "array":
                return self._array(schema, path)
            case str(name):
                return _SCALARS.get(name, Scalar.JSON)
        return Scalar.JSON

    def _reference(self, schema: dict[str, Json], path: tuple[str, ...]) -> Shape:
        reference = schema["$ref"]
        if not isinstance(reference, str) or reference in path or (_DECIDES - {"$ref"}) & schema.keys():
            return Scalar.JSON
        return self.read(self._lookup(reference), (*path, reference))

    def _lookup(self, reference: str) -> Json:
        """What a reference within the schema points to; null for any other."""
        if reference != "#" and not reference.startswith("#/"):
            return None
        found = self._root
        for step in reference.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or name not in found:
                return None
            found = found[name]
        return found

    def _union(self, schema: dict[str, Json], union: str, path: tuple[str, ...]) -> Shape:
        """One choice beside null is that choice; more are a union, for which there is no type."""
        choices = schema[union]
        if not isinstance(choices, list) or (_DECIDES - {union}) & schema.keys():
            return Scalar.JSON
        others = [choice for choice in choices if choice != {"type": "null"}]
        return self.read(others[0], (*path, union)) if len(others) == 1 else Scalar.JSON

    def _object(self, schema: dict[str, Json], path: tuple[str, ...]) -> Shape:
        properties = schema.get("properties")
        is_map = _OPENS & schema.keys() or isinstance(schema.get("additionalProperties"), dict)
        if not isinstance(properties, dict) or not properties or is_map:
            return Scalar.JSON
        return Struct(tuple((name, self.read(inner, (*path, name))) for name, inner in properties.items()))

    def _array(self, schema: dict[str, Json], path: tuple[str, ...]) -> Shape:
        if "items" not in schema or _ITEMS_OPEN & schema.keys():
            return Scalar.JSON
        return Listed(self.read(schema["items"], (*path, "items")))


def _type_of(schema: dict[str, Json]) -> str | None:
    """The one type that a schema allows beside null, None when there are several or none is said."""
    said = schema.get("type")
    if isinstance(said, str):
        return said
    if isinstance(said, list):
        return _one(name for name in said if isinstance(name, str))
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if isinstance(values, list):
        return _one(_json_type(value) for value in values)
    return "object" if "properties" in schema else None


def _one(names: Iterable[str]) -> str | None:
    distinct = set(names) - {"null"}
    if distinct == {"integer", "number"}:
        return "number"
    return distinct.pop() if len(distinct) == 1 else None


def _json_type(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"
