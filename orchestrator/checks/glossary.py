"""Names in a translation: each as the phase's glossary has it."""

from __future__ import annotations

import html

from orchestrator.checks.base import Fault
from orchestrator.checks.name_forms import is_written
from orchestrator.checks.names import found
from orchestrator.checks.prose import prose_of, text_of
from orchestrator.checks.scripts import plain
from orchestrator.render import CONTENT, names, parse_template
from state.plan_records import PhasePlan
from state.records import Json

TOLD = 8
"""How many missing names are told; a model that puts these right finds the others."""


def glossary(output: Json, content: str, phase: PhasePlan) -> Fault | None:
    """Each name of the glossary that the input has stands in the output as the glossary wants it."""
    if not phase.glossary or CONTENT not in names(parse_template(phase.user)):
        return None
    wanted = [one.pair for one in found(phase.glossary, prose_of(content)) if one.is_sure]
    text = plain(html.unescape(text_of(output)))
    missing = [pair for pair in wanted if not is_written(pair[1], text, phase.target_language or "")]
    if not missing:
        return None
    more = f" and {len(missing) - TOLD} more" if len(missing) > TOLD else ""
    listed = ", ".join(f'"{target}" (for "{source}")' for source, target in missing[:TOLD])
    shown = ", ".join(f'"{target}"' for _, target in missing[:TOLD])
    said = "a name of the glossary is" if len(missing) == 1 else f"{len(missing)} names of the glossary are"
    return Fault(
        f"{said} missing: {listed}{more}. Write each name as the glossary has it, wherever the document has it",
        f"the check glossary failed: {said} missing: {shown}{more}",
    )
