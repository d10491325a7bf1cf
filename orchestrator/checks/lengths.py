"""How long an output is, by itself and beside its input."""

from __future__ import annotations

from state.plan_records import PhasePlan
from state.records import Json

SHORTER_FROM_CHARS = 400
"""A shorter text may need as many words for its summary as it has itself."""


def not_empty(output: Json, content: str, phase: PhasePlan) -> str | None:
    """Something was answered."""
    return "it is empty" if isinstance(output, str) and not output.strip() else None


def shorter(output: Json, content: str, phase: PhasePlan) -> str | None:
    """A summary is shorter than what it summarises."""
    if not isinstance(output, str) or len(content) <= SHORTER_FROM_CHARS or len(output) < len(content):
        return None
    return f"it has {len(output)} characters and the text itself only {len(content)}: it must be shorter than the text"
