"""Compile a job: what was written becomes what will be done, before any item is read and without a call.

    JobSpec + Config + PriceTable ─► Plan      pure; the same on every machine, whatever keys it has

Everything that can be decided without an item is decided here: each phase's task, prompt, input, form, checks, judge,
and which models may answer it. Whatever cannot work is refused here, all of it at once where that is possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestrator.analyzer import infer_task_type
from orchestrator.checks import CHECKS, GLOSSARY, KNOWN_PAGE, SCHEMA, WELL_FORMED
from orchestrator.checks.labels import NONE_OF_THESE, is_none_of_these
from orchestrator.drawn_labels import LABELS
from orchestrator.drawn_labels import PROMPT_VERSION as LABELS_PROMPT
from orchestrator.executor import shared_part, written
from orchestrator.json_output import bad_patterns
from orchestrator.judge import PROMPT_VERSION
from orchestrator.pricing import PriceTable
from orchestrator.providers.extra_body import reserved_keys
from orchestrator.sights import ocr_plan
from orchestrator.tasks import TASKS
from orchestrator.tasks.base import TaskType, listed, prompt_version, settled
from pipelines.candidates import attempts, judges, model_plans
from pipelines.embedding import ability_problems, embedding_problems
from pipelines.ocr import ocr_problems
from pipelines.rag import names_of, rag_plan, rag_problems, vector_models, with_documents
from state.config import Config
from state.digests import canonical
from state.document_records import Shelf
from state.errors import Problem
from state.plan_records import (
    ORIGINAL,
    CheckPlan,
    Example,
    JudgePlan,
    OutputForm,
    OutputFormat,
    OutputTokens,
    Parameters,
    PhasePlan,
    Plan,
)
from state.spec import JobSpec, ParametersSpec, PhaseSpec
from state.spec_errors import none_of, shown, spec_error
from state.templates import PAGE, names

ATTEMPTS_FOR_CHECKS = 2
"""Attempts of a phase that says nothing about validation: what its form or a check refuses is mended once."""

DEFAULT_LANGUAGE = "English"
"""What a translation without a `target_language` is into."""

LABELS_OF_THE_SCHEMA = "those that the JSON schema below has"
"""What stands in a prompt in place of labels that only the phase's own schema names."""

_SOME_LABELS = ("label",)
"""In place of those that are drawn when the job runs: the form that they will have is known."""

NO_SEED = frozenset({"anthropic"})
"""Providers without a `seed`: they would take no notice of it."""


NO_DOCUMENTS = Shelf()


def compile_plan(spec: JobSpec, config: Config, prices: PriceTable, shelf: Shelf = NO_DOCUMENTS) -> Plan:
    """The plan of a job.

    Args:
        shelf: What the documents of its project are.

    Raises:
        SpecError: Something in it cannot work, with its path.
        ConfigError: A tier without models, a model of an unknown provider, or one without a price.
    """
    tasks = [_task_of(phase) for phase in spec.phases]
    phases: list[PhasePlan] = []
    problems: list[Problem] = []
    for index, (phase, (name, reason)) in enumerate(zip(spec.phases, tasks, strict=True)):
        shelved = with_documents(phase, TASKS[name], shelf)
        compiled = _phase_plan(_Compiling(index, shelved, TASKS[name], reason, config, phases, shelf))
        problems += _problems(f"phases[{index}]", phase, compiled)
        phases.append(compiled)
    if problems:
        raise spec_error(problems, "the job")
    ocr = ocr_plan(spec.phases[0].ocr_model) if spec.phases[0].ocr_model is not None else None
    return Plan(
        phases=tuple(phases),
        models=model_plans(phases, config, prices, (*([ocr.model] if ocr else ()), *vector_models(tuple(phases)))),
        price_version=prices.version,
        ocr_languages=spec.ocr_languages or config.documents.ocr_languages,
        ocr=ocr,
        password_env=spec.password_env or "",
    )


def _task_of(phase: PhaseSpec) -> tuple[str, str]:
    if phase.task_type is not None:
        return phase.task_type.value, "given"
    return infer_task_type(phase.name, phase.instructions or "")


# ── a phase ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Compiling:
    """A phase on its way into the plan, and the phases before it."""

    index: int
    spec: PhaseSpec
    task: TaskType
    reason: str
    config: Config
    before: Sequence[PhasePlan]
    shelf: Shelf


def _phase_plan(this: _Compiling) -> PhasePlan:
    spec, task = this.spec, this.task
    output = _output(spec, task, labels=spec.labels)
    source, annotation = _source(this)
    examples = tuple(Example(written(example.input), written(example.output)) for example in spec.examples)
    system, user = (
        (spec.prompt.system or "", spec.prompt.user or task.user) if spec.prompt else (task.system, task.user)
    )
    form = _output(spec, task, labels=spec.labels or _SOME_LABELS)
    checks = tuple(_checks(spec, task, form, cites_pages=PAGE in names(system) | names(user)))
    tries = max_attempts(output, checks, spec.validation.attempts if spec.validation else None)
    return PhasePlan(
        index=this.index,
        name=spec.name,
        slug=spec.slug,
        task_type=task.name,
        task_reason=this.reason,
        system=_shared(system, spec, task, output, examples),
        user=user if annotation is None else _with_annotation(user, this.before[annotation]),
        instructions=spec.instructions or "",
        prompt_version=prompt_version(system, user),
        source=source,
        annotation=annotation,
        attempts=attempts(spec.model, task.tier, this.config, tries),
        max_attempts=tries,
        examples=examples,
        output=output,
        output_tokens=OutputTokens(fixed=spec.max_output_tokens) if spec.max_output_tokens else task.output_tokens,
        parameters=_parameters(spec.parameters),
        checks=checks,
        judge=_judge(spec, this.config),
        reuse=spec.reuse,
        on_too_long=spec.on_too_long,
        labels=spec.labels or (),
        target_language=_target_language(spec, task),
        glossary=tuple(sorted(spec.glossary.items())) if spec.glossary else (),
        draws_labels=_draws_labels(spec, task),
        rag=rag_plan(spec, task, this.shelf),
        names=names_of(spec, task, this.shelf),
    )


def _target_language(spec: PhaseSpec, task: TaskType) -> str | None:
    return (spec.target_language or DEFAULT_LANGUAGE) if "target_language" in task.settings else None


def _shared(system: str, spec: PhaseSpec, task: TaskType, output: OutputForm, examples: tuple[Example, ...]) -> str:
    """What all items share, as it is sent; without the labels, where they are still to be drawn."""
    if _draws_labels(spec, task):
        return system
    values = {
        LABELS: listed(spec.labels or (LABELS_OF_THE_SCHEMA,)),
        "target_language": _target_language(spec, task) or "",
    }
    prompt = settled(system, {name: values[name] for name in task.settings if name in values})
    return shared_part(prompt, spec.instructions or "", output, examples)


def _draws_labels(spec: PhaseSpec, task: TaskType) -> str | None:
    is_without = LABELS in task.settings and not spec.labels and not _says_labels_itself(spec)
    return LABELS_PROMPT if is_without else None


def _source(this: _Compiling) -> tuple[int, int | None]:
    """The phase whose output is read, and the one whose output stands beside it as an annotation."""
    wanted = this.spec.input
    if wanted == "original" or (wanted == "previous" and not this.before):
        return ORIGINAL, None
    if wanted == "previous":
        previous = this.before[-1]
        if not TASKS[previous.task_type].annotates:
            return previous.index, None
        if previous.output.format is OutputFormat.VECTOR:  # numbers say nothing to a model, and cost as words do
            return previous.source, previous.annotation
        return previous.source, previous.index
    for earlier in this.before:
        if wanted in (earlier.name, earlier.slug):
            return earlier.index, None
    known = ["previous", "original", *(earlier.name for earlier in this.before)]
    raise spec_error([Problem(f"phases[{this.index}].input", none_of(wanted, known, "no earlier phase"))], "the job")


def _with_annotation(user: str, annotating: PhasePlan) -> str:
    """The user part with the annotation beside it, unless it puts that where it wants it itself."""
    uses = names(user)
    if {f"phases.{annotating.slug}", f"phases.{annotating.name}"} & uses:
        return user
    mark = annotating.slug
    return f"{user}\n\n<{mark}>\n{{{{phases.{mark}}}}}\n</{mark}>"


def _output(spec: PhaseSpec, task: TaskType, *, labels: tuple[str, ...] | None) -> OutputForm:
    default = task.form(labels) if task.form is not None and labels else task.output
    if spec.output is None:
        return default
    form = OutputFormat(spec.output.format)
    if spec.output.json_schema is not None:
        return OutputForm(form, canonical(spec.output.json_schema).decode())
    return default if form is default.format else OutputForm(form)


def max_attempts(output: OutputForm, checks: Sequence[CheckPlan], said: int | None = None) -> int:
    """How many attempts a phase has: as many as it says, else a second one where an answer can be refused."""
    if said is not None:
        return said
    has_form = output.format in (OutputFormat.JSON, OutputFormat.XML)
    return ATTEMPTS_FOR_CHECKS if has_form or (checks and output.format is OutputFormat.TEXT) else 1


def _checks(spec: PhaseSpec, task: TaskType, output: OutputForm, *, cites_pages: bool) -> Iterator[CheckPlan]:
    """The task's own checks, but for those that are switched off or replaced, then the user's."""
    if spec.checks is False:
        return
    has_pages = cites_pages and output.format is not OutputFormat.VECTOR
    for name in (*own_checks(task, output), *((KNOWN_PAGE,) if has_pages else ())):
        if name not in spec.checks and (name != GLOSSARY or spec.glossary):
            yield CheckPlan(name)
    for name, function in spec.checks.items():
        if function is not False:
            yield CheckPlan(name, function)


def own_checks(task: TaskType, output: OutputForm) -> tuple[str, ...]:
    """The built-in checks of a phase of this task and form."""
    names = tuple(name for name in task.checks if name not in (SCHEMA, WELL_FORMED))
    form = (SCHEMA,) if output.schema is not None else (WELL_FORMED,) if output.format is OutputFormat.XML else ()
    return (*form, *names)


def _judge(spec: PhaseSpec, config: Config) -> JudgePlan | None:
    said = spec.judge
    if said is None:
        return None
    candidates = judges(said.judge_model, config)
    return JudgePlan(min_score=said.min_score, candidates=candidates, prompt_version=PROMPT_VERSION)


def _parameters(spec: ParametersSpec) -> Parameters:
    return Parameters(
        temperature=spec.temperature,
        effort=spec.effort,
        seed=spec.seed,
        stop=spec.stop,
        extra_body=canonical(spec.extra_body).decode() if spec.extra_body else None,
        timeout_s=spec.timeout_s,
        service_tier=spec.service_tier,
    )


# ── what cannot work ────────────────────────────────────────────────────────────────────────────


def _problems(path: str, spec: PhaseSpec, plan: PhasePlan) -> Iterator[Problem]:
    task = TASKS[plan.task_type]
    yield from embedding_problems(path, spec, plan)
    yield from ability_problems(path, spec, plan)
    yield from ocr_problems(path, spec)
    yield from rag_problems(path, spec, plan)
    for key in ("labels", "target_language", "glossary"):
        if getattr(spec, key) is not None and key not in task.settings:
            readers = " and ".join(name for name, other in TASKS.items() if key in other.settings)
            message = f"{task.name} does not read it; {readers} does: leave it out, or say that task_type"
            yield Problem(f"{path}.{key}", message)
    for place, label in enumerate(spec.labels or ()):
        if is_none_of_these(label):
            message = f"{shown(label)} is always possible, as {shown(NONE_OF_THESE)}; leave it out"
            yield Problem(f"{path}.labels[{place}]", message)
    for key in reserved_keys(plan.parameters.extra_body):
        message = "decides what is asked, of whom, or what it can cost, and has its own place in a job file"
        yield Problem(f"{path}.parameters.extra_body.{key}", message)
    for provider in sorted(NO_SEED & {model.partition("/")[0] for models in plan.attempts for model in models}):
        if spec.parameters.seed is not None:
            message = f"{provider} has no seed, and {provider} may answer this phase; leave it out, or name a `model`"
            yield Problem(f"{path}.parameters.seed", message)
    for pattern in bad_patterns(plan.output.schema) if plan.output.schema else ():
        yield Problem(f"{path}.output.schema", f"the pattern {shown(pattern)} is no regular expression (Python's `re`)")
    own = own_checks(TASKS[plan.task_type], plan.output)
    for name, function in (spec.checks or {}).items():
        if function is False and name not in own and name not in CHECKS:
            yield Problem(f"{path}.checks.{name}", none_of(name, own, "no check of this phase"))


def _says_labels_itself(spec: PhaseSpec) -> bool:
    """Whether labels may stand in the phase's own schema, or in its own prompt and form."""
    if spec.output is None:
        return False
    return spec.output.json_schema is not None or (spec.prompt is not None and spec.prompt.system is not None)
