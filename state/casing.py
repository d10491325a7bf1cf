"""Keys as users write them: snake_case or camelCase in, snake_case out; what is user content keeps its keys.

Only keys that a model knows are touched. Schema bodies, items, extra bodies and values of examples belong to the
user and are never looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import get_args, get_origin

from pydantic import BaseModel

from state.errors import Problem
from state.records import Json
from state.spec_errors import Loc, nearest, path_of

_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(key: str) -> str:
    """`minScore` as `min_score`, `useRAG` as `use_rag`; a key that is not in camelCase stays."""
    if not key[:1].islower() or "_" in key:
        return key
    return _HUMPS.sub("_", key).lower()


@dataclass(slots=True)
class Normal:
    """A document in snake_case, and what was found on the way.

    Args:
        value: The document; keys that nobody knows, and keys whose value is null, are left out.
        keys: How the user spelled a key, by its location in normal form.
        meant: Locations that a misspelled key probably meant.
    """

    value: Json
    problems: list[Problem] = field(default_factory=list)
    keys: dict[Loc, str] = field(default_factory=dict)
    meant: set[Loc] = field(default_factory=set)


def normalise(
    data: Json, model: type[BaseModel], *, camel: bool = True, aliases: Mapping[str, str] | None = None
) -> Normal:
    """Bring the keys of a document into the form that the model reads.

    Args:
        camel: Whether camelCase is read too.
        aliases: Other names of keys, in snake_case.
    """
    normal = Normal(None)
    normal.value = _Walk(normal, model, camel, aliases or {}).walk(data, model, (), ())
    return normal


@dataclass(frozen=True, slots=True)
class _Walk:
    normal: Normal
    root: type[BaseModel]
    camel: bool
    aliases: Mapping[str, str]

    def walk(self, value: Json, annotation: object, loc: Loc, as_given: Loc) -> Json:
        """The value in normal form; `as_given` is its location as the user spelled it."""
        section, container = _section(annotation)
        if section is None:
            return value
        if container is dict and isinstance(value, dict):
            return {key: self.walk(each, section, (*loc, key), (*as_given, key)) for key, each in value.items()}
        if container is tuple and isinstance(value, list):
            return [self.walk(each, section, (*loc, n), (*as_given, n)) for n, each in enumerate(value)]
        if container is None and isinstance(value, dict):
            return self._mapping(value, section, loc, as_given)
        return value

    def _mapping(self, given: dict[str, Json], section: type[BaseModel], loc: Loc, as_given: Loc) -> dict[str, Json]:
        known, result = _keys(section), {}
        for key, value in given.items():
            name = self._name(key, known)
            if name is None:
                self._unknown(key, section, loc, as_given)
                continue
            first = self.normal.keys.get((*loc, name))
            if first is not None:
                self._problem((*as_given, key), f"given twice, as {first} too; keep one of them")
                continue
            self.normal.keys[(*loc, name)] = key
            if value is None and name not in getattr(section, "null_is_no_absence", ()):
                continue  # a key without a value is as good as no key
            result[name] = self.walk(value, known[name], (*loc, name), (*as_given, key))
        return result

    def _name(self, key: str, known: Mapping[str, object]) -> str | None:
        name = snake(key) if self.camel else key
        name = self.aliases.get(name, name)
        return name if name in known else None

    def _unknown(self, key: str, section: type[BaseModel], loc: Loc, as_given: Loc) -> None:
        known = _keys(section)
        word = snake(key) if self.camel else key
        meant = nearest(word, [*known, *(alias for alias, name in self.aliases.items() if name in known)])
        home = None if meant is not None else next(_homes(self.root, word), None)
        if meant is not None:
            self.normal.meant.add((*loc, self.aliases.get(meant, meant)))
            hint = f"did you mean {meant!r}?"
        elif home is not None:
            hint = f"it belongs under {home}"
        else:
            hint = f"known here are {', '.join(known)}"
        self._problem((*as_given, key), f"unknown key; {hint}")

    def _problem(self, loc: Loc, message: str) -> None:
        self.normal.problems.append(Problem(path_of(loc), message))


@cache
def _keys(section: type[BaseModel]) -> dict[str, object]:
    return {info.alias or name: info.annotation for name, info in section.model_fields.items()}


def _section(annotation: object) -> tuple[type[BaseModel] | None, type | None]:
    """The model that an annotation holds, and whether in a tuple or a dict of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, None
    origin = get_origin(annotation)
    for inner in get_args(annotation):
        section, container = _section(inner)
        if section is not None:
            return section, origin if origin in (tuple, dict) else container
    return None, None


def _homes(section: type[BaseModel], word: str, above: str = "") -> Iterator[str]:
    """The sections that know a key, by path: where it may have been meant."""
    for name, annotation in _keys(section).items():
        inner, container = _section(annotation)
        if inner is not None and container is not dict:
            path = f"{above}{name}{'[]' if container is tuple else ''}"
            if word in _keys(inner):
                yield path
            yield from _homes(inner, word, f"{path}.")
