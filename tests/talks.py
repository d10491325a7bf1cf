"""Small plans, items and answers for tests of one item's conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from orchestrator.chain import Ask, ChainState, Done, ItemText, Review, answered, begin, reviewed, step
from orchestrator.checks.base import Opinion
from orchestrator.executor import shared_part
from orchestrator.judge import PROMPT_VERSION
from orchestrator.tasks import TASKS
from orchestrator.tasks.base import prompt_version
from state.digests import canonical
from state.plan_records import (
    ORIGINAL,
    CheckPlan,
    Example,
    JudgePlan,
    OutputForm,
    OutputFormat,
    PhasePlan,
    Plan,
)
from state.records import Answer, Checkpoint, Json, Usage

JUDGE = JudgePlan(min_score=7, candidates=("anthropic/judge",), prompt_version=PROMPT_VERSION)
TEXT = "The mill at Lode was built in 1793. " * 30
SUMMARY = "A mill was built at Lode in 1793."


def phase_of(
    task: str = "summarization",
    *,
    index: int = 0,
    prompt: tuple[str, str] | None = None,
    instructions: str = "",
    examples: tuple[Example, ...] = (),
    schema: Json = None,
    source: int = ORIGINAL,
    max_attempts: int = 3,
) -> PhasePlan:
    """A phase as the compiler makes it; change the rest with `dataclasses.replace`."""
    known = TASKS[task]
    output = known.output if schema is None else OutputForm(OutputFormat.JSON, canonical(schema).decode())
    system, user = prompt or (known.system, known.user)
    return PhasePlan(
        index=index,
        name=f"{task} {index}",
        slug=f"{task}_{index}",
        task_type=task,
        system=shared_part(system, instructions, output, examples),
        user=user,
        instructions=instructions,
        prompt_version=prompt_version(system, user),
        source=source,
        attempts=(("anthropic/fast", "openai/fast"), ("anthropic/balanced",), ("anthropic/premium",)),
        max_attempts=max_attempts,
        examples=examples,
        output=output,
        output_tokens=known.output_tokens,
        checks=tuple(CheckPlan(name) for name in (*known.checks, *(("schema",) if schema is not None else ()))),
    )


def plan_of(*phases: PhasePlan) -> Plan:
    """A plan of these phases."""
    return Plan(phases=phases, models=(), price_version="none")


def item_of(text: str = TEXT, *, fields: Mapping[str, Json] | None = None, **outputs: Json) -> ItemText:
    """An item; `p0=…` is the output of phase 0."""
    done = {int(name.removeprefix("p")): value for name, value in outputs.items()}
    return ItemText(job_id="job_1", item_id="one", ordinal=0, text=text, fields=fields or {}, outputs=done)


def start(phase: PhasePlan, item: ItemText | None = None, *, generation: int = 0) -> ChainState:
    """The conversation about a phase of its own."""
    return begin(plan_of(phase), phase, item or item_of(), generation=generation)


def asked(state: ChainState) -> Ask:
    """What is asked now; the phase must not be over."""
    want = step(state)
    assert isinstance(want, Ask), want
    return want


def ended(state: ChainState) -> Checkpoint:
    """What the phase ended with; it must be over."""
    want = step(state)
    assert isinstance(want, Done), want
    return want.checkpoint


def reply(state: ChainState, text: str, finish: str = "stop") -> ChainState:
    """Go on with an answer of that text."""
    return answered(state, answer_to(asked(state), text, finish))


def answer_to(ask: Ask, text: str, finish: str = "stop") -> Answer:
    """An answer to what is asked."""
    return Answer(
        digest=ask.digest,
        requested_model=ask.candidates[0],
        model=ask.candidates[0],
        text=text,
        finish=finish,
        usage=Usage(10, 10),
        cost_usd=Decimal("0.001"),
        call_id="call_1",
    )


def score(value: Json, *reasons: str) -> str:
    """A judge's answer."""
    return canonical({"score": value, "reasons": list(reasons)}).decode()


def play(state: ChainState, texts: Callable[[Ask], str]) -> tuple[list[Ask], Checkpoint]:
    """Answer all that is asked by a function of the question, to the end."""
    asks = []
    while isinstance(want := step(state), Ask):
        asks.append(want)
        state = reply(state, texts(want))
    return asks, ended(state)


def say(state: ChainState, *reasons: str, broken: str | None = None, is_missing: bool = False) -> ChainState:
    """Go on with what the one check of the user's says of the output that it is to look at."""
    want = step(state)
    assert isinstance(want, Review), want
    (check,) = want.checks
    return reviewed(state, [Opinion(check, reasons, broken, is_missing=is_missing, source="0" * 64)])


def judged(phase: PhasePlan, min_score: int = 7) -> PhasePlan:
    """The phase with a judge."""
    return replace(phase, judge=replace(JUDGE, min_score=min_score))
