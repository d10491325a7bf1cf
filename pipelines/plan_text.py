"""A plan as text for people: what each phase will do, who may answer it, and how its output is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from state.plan_records import ORIGINAL, ModelPlan, OutputFormat, OutputTokens, PhasePlan, Plan, RagPlan


def plan_text(plan: Plan) -> str:
    """The plan in a few lines a phase."""
    lines = [line for phase in plan.phases for line in _phase_lines(plan, phase)]
    return "\n".join(
        [*lines, f"prices in USD per million tokens, input / output ({plan.price_version}):", *_prices(plan)]
    )


def _phase_lines(plan: Plan, phase: PhasePlan) -> Iterator[str]:
    yield f"{phase.index + 1}. {phase.name}: {phase.task_type} ({phase.task_reason}), prompt {phase.prompt_version}"
    yield f"   reads {_reads(plan, phase)}"
    if plan.ocr is not None and phase.index == 0:
        yield f"   pages that are images are read before by {plan.ocr.model}, prompt {plan.ocr.prompt_version}"
    if phase.rag is not None:
        yield f"   is given {_passages(phase.rag)}"
    for number, candidates in enumerate(phase.attempts, start=1):
        more = " and later" if number == len(phase.attempts) < phase.max_attempts else ""
        yield f"   attempt {number}{more}: {', '.join(candidates)}"
    schema = " with a schema" if phase.output.schema is not None else ""
    most = "" if phase.output.format is OutputFormat.VECTOR else f", at most {_tokens(phase.output_tokens)} tokens"
    yield f"   puts out {phase.output.format}{schema}{most}"
    if phase.on_too_long != "fail":
        yield f"   an input that is longer than the smallest of their windows: {phase.on_too_long}"
    checks = ", ".join(f"{one.name} ({one.function})" if one.function else one.name for one in phase.checks)
    yield f"   checks: {checks or 'none'}; at most {phase.max_attempts} attempt{'s' if phase.max_attempts > 1 else ''}"
    if phase.judge is not None:
        yield f"   judge: at least {phase.judge.min_score} of 10 by {', '.join(phase.judge.candidates)}"
    if not phase.reuse:
        yield "   reuses no answers"


def _reads(plan: Plan, phase: PhasePlan) -> str:
    source = "the item" if phase.source == ORIGINAL else f"the output of {plan.phases[phase.source].name}"
    return (
        source if phase.annotation is None else f"{source}, with that of {plan.phases[phase.annotation].name} beside it"
    )


def _passages(rag: RagPlan) -> str:
    kinds = " and ".join(f"{kind}s" for kind in rag.kinds)
    by = f"by words and by vectors of {rag.vectors}" if rag.vectors else "by their words"
    where = f" with {rag.where}" if rag.where else ""
    return (
        f"up to {rag.top_k} {kinds} of the project's documents{where}, at most {rag.max_tokens} tokens, found {by},"
        f" from a relevance of {rag.min_relevance:g} on"
    )


def _tokens(rule: OutputTokens) -> str:
    if rule.fixed is not None:
        return str(rule.fixed)
    return f"{rule.floor} to {rule.ceiling} (by the input's length × {rule.ratio:g})"


def _prices(plan: Plan) -> Iterator[str]:
    for model in plan.models:
        yield f"   {model.name}: {_price(model)}"


def _price(model: ModelPlan) -> str:
    window = f", window {model.context_tokens}" if model.context_tokens is not None else ""
    return f"{model.input_usd_per_mtok.normalize():f} / {model.output_usd_per_mtok.normalize():f}{window}"
