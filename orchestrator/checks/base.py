"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from state.plan_records import PhasePlan
from state.records import Json


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an output: `told` to the model, `shown` to the user (no word of the document in it)."""

    told: str
    shown: str


Check = Callable[[Json, str, PhasePlan], "Fault | str | None"]
"""(output, the phase's input, the phase) -> what is wrong; a text has no word of the document in it."""


def fault(found: Fault | str | None, name: str) -> Fault | None:
    """What the check of that name found, as a fault."""
    return Fault(found, f"the check {name} failed: {found}") if isinstance(found, str) else found
