"""What a task type is: how it asks, in what form, how dear a model it wants, and what its output must not be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from state.digests import short
from state.plan_records import OutputForm, OutputTokens
from state.templates import escape

FAST, BALANCED, PREMIUM = "fast", "balanced", "premium"
TIERS = (FAST, BALANCED, PREMIUM)
"""From cheap to dear; a failed validation goes one up."""

EMBEDDING = "embedding"
"""The tier of what embeds: one model, and no way up, because vectors of two models cannot be compared."""


@dataclass(frozen=True, slots=True)
class TaskType:
    """One task type.

    Args:
        name: As job files write it.
        system: Template of the part that all items share: the role, what a good answer is, what is no part of it.
        user: Template of the part that differs by item; `{{content}}` is the phase's input.
        output: The form that a phase without an `output` of its own asks for.
        tier: Where the router starts.
        output_tokens: How long an answer may be when the phase does not say it.
        annotates: Its output says something about the text and does not replace it: the next phase reads the text.
        checks: Names of `orchestrator.checks` that its output must pass; a phase may switch each off.
        settings: Keys of the job file that this task reads and others do not; its `system` may name one as `{{key}}`.
        form: The output form by the phase's labels, in place of `output`.
    """

    name: str
    system: str
    user: str
    output: OutputForm = field(default_factory=OutputForm)
    tier: str = FAST
    output_tokens: OutputTokens = field(default_factory=OutputTokens)
    annotates: bool = False
    checks: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    form: Callable[[tuple[str, ...]], OutputForm] | None = None

    @property
    def prompt_version(self) -> str:
        """A short digest of the prompt."""
        return prompt_version(self.system, self.user)


def settled(system: str, values: Mapping[str, str]) -> str:
    """A prompt with the phase's settings in their places; what is put in is no template itself."""
    for name, value in values.items():
        system = system.replace(f"{{{{{name}}}}}", escape(value))
    return system


def listed(labels: Sequence[str]) -> str:
    """Labels as they stand in a prompt."""
    return "\n".join(f"- {label}" for label in labels)


def prompt_version(system: str, user: str) -> str:
    """A short digest of a prompt's two templates."""
    return short([system, user])
