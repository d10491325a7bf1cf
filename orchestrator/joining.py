"""Make one output of those of a text's parts, as the task wants it.

in order     translation, clean-up, code   the outputs one after the other, with what stood between the parts
             xml_tagging                   the same inside one root element
union        entity_extraction             each record once, its lists filled from all parts
most         categorize                    what most of the text was given
again        summarization, analysis …     the outputs are a text, about which the phase is asked again
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

import orjson

from orchestrator.executor import written
from orchestrator.parts import Part, join
from state.plan_records import OutputFormat, PhasePlan
from state.records import Json

_ROOT = re.compile(r"\s*(<([^\s/>!?]+)[^>]*>)(.*)</\2\s*>\s*", re.DOTALL)


class Joining(StrEnum):
    """How the outputs of parts become one."""

    IN_ORDER = "in order"
    UNION = "union"
    MOST = "most"
    AGAIN = "again"


_BY_TASK = {
    "translation": Joining.IN_ORDER,
    "text_cleanup": Joining.IN_ORDER,
    "ocr_cleanup": Joining.IN_ORDER,
    "xml_tagging": Joining.IN_ORDER,
    "code": Joining.IN_ORDER,
    "entity_extraction": Joining.UNION,
    "categorize": Joining.MOST,
}

READS_ON = frozenset({"translation"})
"""Tasks whose parts are shown what stands before them."""


def joining_of(phase: PhasePlan) -> Joining:
    """How a phase's parts are joined: by its task; records in JSON are united, whatever the task would do in order."""
    found = _BY_TASK.get(phase.task_type, Joining.AGAIN)
    return Joining.UNION if found is Joining.IN_ORDER and phase.output.format is OutputFormat.JSON else found


def joined(phase: PhasePlan, parts: Sequence[Part], outputs: Sequence[Json]) -> Json:
    """The phase's output; for `AGAIN` the text that it is asked about next.

    Args:
        outputs: One of each part.
    """
    how = joining_of(phase)
    if how is Joining.UNION:
        whole = outputs[0]
        for output in outputs[1:]:
            whole = united(whole, output)
        return whole
    if how is Joining.MOST:
        return _most(parts, outputs)
    texts = [written(output).strip() for output in outputs]
    if how is Joining.AGAIN:
        return "\n\n".join(texts)
    return _in_one_root(parts, texts) if phase.output.format is OutputFormat.XML else join(parts, texts)


def united(one: Json, other: Json) -> Json:
    """Two values of the same shape as one: of two texts or numbers the first that says something."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = [*one, *(name for name in other if name not in one)]
        return {name: united(one.get(name), other.get(name)) for name in names}
    if isinstance(one, list) and isinstance(other, list):
        return _records([*one, *other])
    return other if one is None or one == "" else one


def _records(values: Sequence[Json]) -> list[Json]:
    """Each record once: those that differ by their lists alone are the same thing, seen in several parts."""
    found: dict[bytes, Json] = {}
    for value in values:
        key = _key(_named(value))
        found[key] = united(found[key], value) if key in found else value
    return list(found.values())


def _named(value: Json) -> Json:
    """What a record is known by: all of it but its lists and records."""
    if not isinstance(value, dict):
        return value
    plain: Json = {name: one for name, one in value.items() if not isinstance(one, list | dict)}
    return plain or value


def _key(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _most(parts: Sequence[Part], outputs: Sequence[Json]) -> Json:
    """The output of most of the text; of equals the first."""
    weights: dict[bytes, int] = {}
    for part, output in zip(parts, outputs, strict=True):
        key = _key(output)
        weights[key] = weights.get(key, 0) + len(part.text)
    heaviest = max(weights, key=lambda key: weights[key])
    return next(output for output in outputs if _key(output) == heaviest)


def _in_one_root(parts: Sequence[Part], texts: Sequence[str]) -> str:
    """XML of parts inside the root element of the first; a part with another root keeps it, inside that one."""
    first = _ROOT.fullmatch(texts[0])
    if first is None:
        return join(parts, texts)
    begin, name = first[1], first[2]
    inner = []
    for text in texts:
        found = _ROOT.fullmatch(text)
        inner.append(found[3] if found is not None and found[2] == name else text)
    return f"{begin}{join(parts, inner)}</{name}>"
