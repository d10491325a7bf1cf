"""What a text refers to: web addresses and DOIs that its material has, and none that were made up."""

from __future__ import annotations

import re

from orchestrator.checks.base import Fault
from orchestrator.render import CONTENT, PAGE, names, parse_template
from state.plan_records import PhasePlan
from state.records import Json

MAX_TOLD = 20
"""So many addresses are told, and looked for in the material's running text; the others share their fault."""

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\|\[\]{}]{1,2000}|\b10\.\d{4,9}/[^\s<>\"'`\\|\[\]{}]{1,300}", re.IGNORECASE)
_BEFORE = re.compile(r"https?://(?:www\.|(?:dx\.)?doi\.org/)?", re.IGNORECASE)
_AFTER = ".,;:!?…*_/)’”»"
_NOWHERE = re.compile(r"(?:[\w-]+\.)*(?:example\.(?:com|org|net)|localhost)\b")
"""Addresses that are kept free for examples."""


def no_new_links(output: Json, content: str, phase: PhasePlan) -> Fault | None:
    """Each web address and DOI stands in the material or the instructions: a model that cannot look makes them up."""
    if not isinstance(output, str) or names(parse_template(phase.user)) - {CONTENT, PAGE}:
        return None  # what other fields hold is not known here
    given = f"{content}\n{phase.system}".lower()
    known = set(_addresses(given))
    found = [address for address in dict.fromkeys(_addresses(output)) if address not in known]
    new = [address for address in found[:MAX_TOLD] if address not in given and not _NOWHERE.match(address)]
    if not new:
        return None
    wrong = "web addresses or DOIs that are not in the material: leave out each that the material does not give"
    return Fault(f"it has {wrong}: {', '.join(new)}", f"the check no_new_links failed: it has {len(new)} {wrong}")


def _addresses(text: str) -> list[str]:
    """All addresses in a form in which equal ones are the same."""
    return [_BEFORE.sub("", found, count=1).rstrip(_AFTER).lower() for found in _ADDRESS.findall(text)]
