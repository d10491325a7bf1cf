"""Render templates with what an item has: its fields, the phase's input, the outputs of earlier phases.

What a name means, in this order:

    content          the phase's input, always; a field of that name cannot be reached
    phases.NAME      the output of the earlier phase of that name or slug, always; a field `phases` cannot be reached
    text             the item's own text, unless it has a field of that name
    page             the form in which a page is cited, unless it has a field of that name
    anything else    a field of the item, by its whole name first, then step by step at the dots (`metadata.title`,
                     `authors.0`), the longest name first

So no field makes an item wrong: one named like `content` or `phases` is kept, and is merely not in reach. A text
is put in as it is and never parsed again; any other value is put in as compact JSON.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import orjson

from state.errors import InputError
from state.plan_records import PhasePlan
from state.records import Json
from state.templates import CONTENT, PAGE, PHASES, Placeholder, Template, names, parse_template, phase_name

__all__ = [
    "CONTENT",
    "PAGE",
    "PHASES",
    "TEXT",
    "Template",
    "UnknownNameError",
    "item_values",
    "lookup",
    "names",
    "parse_template",
    "render",
]

TEXT = "text"

CITED = "[page N]"
"""How a model is told to cite a page."""

_SHOWN = 10  # names that a message lists
_MISSING = object()


class UnknownNameError(InputError):
    """A template uses a name that has no value.

    Args:
        name: The name, without braces.
        known: The names that have one.
    """

    code = "unknown_name"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        self.name = name
        self.known = tuple(sorted(known))
        super().__init__(f"{{{{{name}}}}} names nothing: {_advice(name, self.known)}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.name, self.known), self.__dict__)


def item_values(
    content: Json,
    *,
    text: str = "",
    fields: Mapping[str, Json] | None = None,
    outputs: Iterable[tuple[PhasePlan, Json]] = (),
) -> dict[str, Json]:
    """What the names of a template mean for one phase of one item.

    Args:
        content: The phase's input.
        text: The item's own text.
        fields: The item's fields.
        outputs: The phases that are done, each with its output.
    """
    phases: dict[str, Json] = {}
    for phase, output in outputs:
        phases[phase.slug] = phases[phase.name] = output
    return {TEXT: text, PAGE: CITED, **(fields or {}), CONTENT: content, PHASES: phases}


def render(template: Template, values: Mapping[str, Json]) -> str:
    """The template's text with each placeholder's value in its place.

    Raises:
        UnknownNameError: A name has no value.
    """
    return "".join(
        _written(lookup(values, piece.name)) if isinstance(piece, Placeholder) else piece for piece in template.pieces
    )


def lookup(values: Mapping[str, Json], name: str) -> Json:
    """The value of a name.

    Raises:
        UnknownNameError: It has none.
    """
    of_phase = phase_name(name)
    if of_phase is not None:
        found = _find(values.get(PHASES), of_phase)
    else:  # `phases` by itself would put in every output, twice
        found = _MISSING if name == PHASES else _find(values, name)
    if found is _MISSING:
        raise UnknownNameError(name, _known(values))
    return found  # type: ignore[return-value]  # anything but the mark came out of the values


def _find(value: object, name: str) -> object:
    """The value at a dotted name, the longest key first, or the mark that there is none."""
    if isinstance(value, list):
        head, dot, rest = name.partition(".")
        if not (head.isascii() and head.isdecimal() and int(head) < len(value)):
            return _MISSING
        return _find(value[int(head)], rest) if dot else value[int(head)]
    if not isinstance(value, Mapping):
        return _MISSING
    if name in value:
        return value[name]
    end = name.rfind(".")
    while end > 0:
        if name[:end] in value:
            found = _find(value[name[:end]], name[end + 1 :])
            if found is not _MISSING:
                return found
        end = name.rfind(".", 0, end)
    return _MISSING


def _written(value: Json) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _known(values: Mapping[str, Json]) -> list[str]:
    phases = values.get(PHASES)
    known = [name for name in values if name != PHASES]
    return known + [f"{PHASES}.{name}" for name in phases] if isinstance(phases, dict) else known


def _advice(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"did you mean {{{{{near[0]}}}}}?"
    if not known:
        return "there are no names here"
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return f"known are {', '.join(known[:_SHOWN])}{more}"
