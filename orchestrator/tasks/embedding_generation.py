"""Embed: a vector of each text, by which those are found that mean nearly the same."""

from __future__ import annotations

from orchestrator.tasks.base import EMBEDDING, TaskType
from state.plan_records import OutputForm, OutputFormat, OutputTokens

TASK = TaskType(
    name="embedding_generation",
    system="",
    user="{{content}}",
    output=OutputForm(OutputFormat.VECTOR),
    tier=EMBEDDING,
    output_tokens=OutputTokens(fixed=0),
    annotates=True,
)
