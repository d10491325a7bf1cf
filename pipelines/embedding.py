"""What an embedding phase cannot have, and which models can chat and which embed: refused when the plan is made.

Vectors of two models cannot be compared, and a model that embeds reads a text and nothing else. So such a phase has
one model, one attempt, and of a job file's words only those that choose the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from orchestrator.fitting import SPLIT
from orchestrator.pricing import LOCAL_MODEL, LOCAL_VECTORS
from orchestrator.tasks import TASKS
from state.errors import Problem
from state.plan_records import OutputFormat, PhasePlan
from state.spec import PhaseSpec
from state.task_types import TaskType

EMBEDS = f"openai/text-embedding-3-small, or {LOCAL_VECTORS}, which needs no key"
"""Models to name where one was named that does not embed."""

_OPENAI_CHATS = re.compile(r"openai/((chat)?gpt-|o\d)")
_OPENAI_EMBEDS = "openai/text-embedding-"

_UNSENT = "an embedding is of the text alone, so nobody would be told; leave it out"
_NO_CHANCE = "no vector depends on it; leave it out"
_REFUSED: Mapping[str, str] = {
    "examples": _UNSENT,
    "prompt.system": f"{_UNSENT}, or write it into prompt.user, which is what is embedded",
    "output": "the output is a vector; leave it out",
    "max_output_tokens": "a vector has no tokens; leave it out (its length is `dimensions` in parameters.extra_body)",
    "parameters.temperature": _NO_CHANCE,
    "parameters.effort": _NO_CHANCE,
    "parameters.seed": _NO_CHANCE,
    "parameters.stop": _NO_CHANCE,
    "parameters.service_tier": "embeddings have no tiers of service; leave it out",
}
"""Keys of a phase that an embedding has no use for, and why."""


def embeds(plan: PhasePlan) -> bool:
    """Whether a phase makes vectors, whatever form its job file asks for."""
    return TASKS[plan.task_type].output.format is OutputFormat.VECTOR


def embedding_problems(path: str, spec: PhaseSpec, plan: PhasePlan) -> Iterator[Problem]:
    """What an embedding phase says that would come to nothing."""
    if not embeds(plan):
        return
    if spec.instructions is not None:
        yield Problem(f"{path}.instructions", _instructions(plan))
    for key, why in _REFUSED.items():
        if _given(spec, key):
            yield Problem(f"{path}.{key}", f"{TaskType.EMBEDDING_GENERATION} does not read it: {why}")
    if plan.attempts[0] == (LOCAL_VECTORS,) and plan.parameters.extra_body is not None:
        message = (
            f"{LOCAL_VECTORS} always makes 256 numbers and reads nothing else; leave it out, or name another model"
        )
        yield Problem(f"{path}.parameters.extra_body", message)
    if spec.on_too_long == SPLIT:
        message = "the parts of a text have a vector each, and the text has none; say truncate, or make the parts items"
        yield Problem(f"{path}.on_too_long", message)
    if spec.judge is not None:
        yield Problem(f"{path}.validation", "no judge can score a vector; leave it out")
    elif spec.validation is not None and plan.max_attempts > 1:
        yield Problem(f"{path}.validation.max_attempts", "the same text has the same vector each time; leave it out")


def _instructions(plan: PhasePlan) -> str:
    if "in its instructions" in plan.task_reason:
        task = f"task_type: {TaskType.EMBEDDING_GENERATION}"
        return f"they made this an embedding phase ({plan.task_reason}); write {task} and leave them out: {_UNSENT}"
    return f"{TaskType.EMBEDDING_GENERATION} does not read them: {_UNSENT}"


def _given(spec: object, key: str) -> bool:
    """Whether a job file says something under a key, which may be of a section."""
    for name in key.split("."):
        spec = getattr(spec, name, None)
    return spec not in (None, ())


def ability_problems(path: str, spec: PhaseSpec, plan: PhasePlan) -> Iterator[Problem]:
    """Models that are asked for what they cannot do, as far as their names tell."""
    named = "" if spec.model is not None else ", and the configuration's tiers have it; give the phase a `model`"
    for model in dict.fromkeys(model for models in plan.attempts for model in models):
        wrong = _why_no_vectors(model) if embeds(plan) else _why_no_chat(model)
        if wrong is not None:
            yield Problem(f"{path}.model", wrong + named)
    for model in plan.judge.candidates if plan.judge is not None else ():
        if (wrong := _why_no_chat(model)) is not None:
            yield Problem(f"{path}.validation.judge_model", wrong)


def _why_no_vectors(model: str) -> str | None:
    if model.startswith("anthropic/"):
        return f"anthropic has no embeddings, so {model} cannot make any; name {EMBEDS}"
    if model == LOCAL_MODEL or _OPENAI_CHATS.match(model):
        return f"{model} chats and does not embed; name {EMBEDS}"
    return None


def _why_no_chat(model: str) -> str | None:
    if model == LOCAL_VECTORS:
        return f"{model} embeds and does not chat; name {LOCAL_MODEL}"
    if model.startswith(_OPENAI_EMBEDS):
        return f"{model} embeds and does not chat; name another model, or task_type: {TaskType.EMBEDDING_GENERATION}"
    return None
