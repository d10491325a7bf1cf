"""Whether a user's JSON schema is one, and can be followed without a network."""

from __future__ import annotations

from collections.abc import Iterator

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from state.records import Json
from state.spec_errors import Loc, none_of, shortened, shown

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

_SCHEMAS_BY_NAME = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_DATA = frozenset({"const", "default", "enum", "examples"})


def schema_faults(schema: dict[str, Json]) -> list[tuple[Loc, str]]:
    """What is wrong with a JSON schema (draft 2020-12), each fault with its place in it."""
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    error = best_match(meta.iter_errors(schema))
    if error is not None:
        loc = tuple(error.absolute_path)
        if loc[-1:] == ("type",) and isinstance(error.instance, str):
            return [(loc, none_of(error.instance, TYPES, "no JSON type"))]
        if error.validator == "format" and error.validator_value == "regex":
            return [(loc, f"{shown(error.instance)} is no regular expression that Python can read")]
        return [(loc, f"is no valid JSON schema (draft 2020-12): {shortened(error.message)}")]
    return [*_references(schema)]


def _references(schema: dict[str, Json]) -> Iterator[tuple[Loc, str]]:
    resolver = Registry().with_resource("", DRAFT202012.create_resource(schema)).resolver()
    for loc, reference in _find(schema, ()):
        if not reference.startswith("#"):
            yield (
                loc,
                f"{reference[:40]!r} is outside the schema; only references within it (#/$defs/NAME) are followed",
            )
            continue
        try:
            resolver.lookup(reference)
        except Unresolvable:
            yield loc, f"{reference[:40]!r} leads nowhere in the schema"


def _find(value: Json, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every `$ref` that is a reference, not a property or a value of that name."""
    if isinstance(value, list):
        for n, each in enumerate(value):
            yield from _find(each, (*loc, n))
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key in ("$ref", "$dynamicRef") and isinstance(inner, str):
            yield (*loc, key), inner
        elif key in _SCHEMAS_BY_NAME and isinstance(inner, dict):
            for name, each in inner.items():
                yield from _find(each, (*loc, key, name))
        elif key not in _DATA:
            yield from _find(inner, (*loc, key))
