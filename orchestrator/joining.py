"""Make one output of those of a text's parts, as the task wants it.

in order     translation, clean-up, code   the outputs one after the other, with what stood between the parts; in JSON
                                           all entries of their lists, and their texts one after the other
             in XML                        the same inside the root element that they share (orchestrator.xml_parts)
union        entity_extraction             each record once, its lists filled from all parts (orchestrator.uniting)
most         categorize                    what most of the text was given
again        summarization, analysis …     the outputs are a text, about which the phase is asked again
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import orjson

from orchestrator.executor import written
from orchestrator.parts import Part, join
from orchestrator.uniting import Said, one_after_another, united
from orchestrator.xml_parts import in_one_root
from state.plan_records import OutputFormat, PhasePlan
from state.records import Json


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
    """How a phase's parts are joined: by its task; only records can be united, so that texts stand in order."""
    found = _BY_TASK.get(phase.task_type, Joining.AGAIN)
    is_text = phase.output.format is not OutputFormat.JSON
    return Joining.IN_ORDER if found is Joining.UNION and is_text else found


def joined(phase: PhasePlan, parts: Sequence[Part], outputs: Sequence[Json]) -> Json:
    """The phase's output; for `AGAIN` the text that it is asked about next.

    Args:
        outputs: One of each part.
    """
    how = joining_of(phase)
    if how is Joining.MOST:
        return _most(parts, outputs)
    if how is Joining.AGAIN:
        return "\n\n".join(written(output).strip() for output in outputs)
    if phase.output.format is OutputFormat.XML:
        return in_one_root(parts, [written(output) for output in outputs])
    if not all(isinstance(output, str) for output in outputs):
        said = [Said(output, part.gap) for part, output in zip(parts, outputs, strict=True)]
        return united(said) if how is Joining.UNION else one_after_another(said)
    return join(parts, [written(output).strip() for output in outputs])


def _most(parts: Sequence[Part], outputs: Sequence[Json]) -> Json:
    """The output of most of the text; of equals the first."""
    keys = [orjson.dumps(output, option=orjson.OPT_SORT_KEYS) for output in outputs]
    weights = dict.fromkeys(keys, 0)
    for part, key in zip(parts, keys, strict=True):
        weights[key] += len(part.text)
    heaviest = max(weights, key=lambda key: weights[key])
    return outputs[keys.index(heaviest)]
