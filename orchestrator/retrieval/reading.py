"""By what of an item passages are looked for, and how much of a request they may take."""

from __future__ import annotations

from orchestrator.executor import ItemText, written
from state.plan_records import ORIGINAL, PhasePlan, Plan

ROOM = 4
"""Passages take no more than this part of the smallest window among those who may answer."""

_NO_WINDOW = 1_000_000


def read_by(phase: PhasePlan, text: ItemText) -> str:
    """What a phase reads of an item: by it passages are looked for."""
    return text.text if phase.source == ORIGINAL else written(text.outputs[phase.source])


def most_tokens(plan: Plan, phase: PhasePlan) -> int:
    """What of a request passages may take, whoever answers it."""
    windows = [plan.model(model).context_tokens for tier in phase.attempts for model in tier]
    return min((size // ROOM for size in windows if size is not None), default=_NO_WINDOW)
