"""The job file: what a user may ask for, checked as a whole before anything is stored or sent.

file ─ job_text ─► JSON ─ casing ─► snake_case ─ spec_rules + spec_phase + the models here ─► JobSpec
                          each stage adds its problems; one error tells them all

What stands under a key is its line in the reference of the job file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from pydantic import Field, ValidationError, field_validator

from state.casing import normalise
from state.digests import digest
from state.errors import Problem
from state.job_text import read_job_text
from state.plan_records import Options
from state.spec_errors import fault, path_of, problems_of, shown, spec_error, spelled
from state.spec_phase import (
    ExampleSpec,
    OutputSpec,
    ParametersSpec,
    PhaseSpec,
    PromptSpec,
    RagSpec,
    ValidationSpec,
)
from state.spec_rules import plain_json, relations, slug_of
from state.spec_values import Flag, Languages, Line, Number, PasswordVariable, Section, Usd, Whole
from state.task_types import TASK_ALIASES, TaskType
from state.templates import CONTENT, names, phase_name

if TYPE_CHECKING:
    from state.records import Json
else:
    Json: TypeAlias = Any  # pydantic need not look into what `plain_json` has checked

__all__ = [
    "TASK_ALIASES",
    "UNLIMITED",
    "ExampleSpec",
    "JobSpec",
    "OptionsSpec",
    "OutputSpec",
    "ParametersSpec",
    "PhaseSpec",
    "PromptSpec",
    "RagSpec",
    "SpecLimits",
    "TaskType",
    "ValidationSpec",
    "load_job",
    "parse_job",
    "parse_options",
    "restore_job",
    "slug_of",
    "spec_digest",
    "template_names",
]

ALIASES = {"project_id": "project"}
"""Other names of keys, in snake_case."""


@dataclass(frozen=True, slots=True)
class SpecLimits:
    """What the config's [limits] allow."""

    max_concurrency: int = 50
    max_phases: int = 10


DEFAULT_LIMITS = SpecLimits()
UNLIMITED = SpecLimits(max_concurrency=1_000_000, max_phases=1_000_000)
"""For what was checked when it was stored: a limit that was lowered since does not make it unreadable."""


# ── a job ───────────────────────────────────────────────────────────────────────────────────────


class OptionsSpec(Section):
    """The options of a job, which may change while it lives."""

    concurrency: Whole = Field(5, ge=1, le=1_000_000)
    """Calls that are out at a time, over all phases and processes of the job. Above 50 where `[limits]` says so."""
    checkpoint_frequency: Whole = Field(10, ge=1, le=100)
    """The most results that one commit holds back; not how much a crash loses."""
    auto_start: Flag = True
    """`create` starts the job in the background."""
    budget_usd: Usd | None = Field(None, gt=0, lt=9_000_000)  # the state counts pico-dollars in 64 bits
    """A hard cap: what a call may cost at most is reserved before it is sent. Left out: none."""
    max_failed_percent: Number | None = Field(None, ge=0, le=100)
    """The job pauses when more than this fails, after at least 20 items. Left out: it goes on."""

    def record(self) -> Options:
        """The options as the engine takes them."""
        return Options(**{name: getattr(self, name) for name in type(self).model_fields})

    def given(self) -> dict[str, int | bool | float | Decimal]:
        """The options that the user gave, as opposed to defaults: what a `run` that goes on with a job takes over."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


class JobSpec(Section):
    """A job, as its user wrote it: what is done, and what it is done to."""

    name: Line
    """What the job is called."""
    project: Line = "default"
    """What known answers, budgets and lists belong to."""
    items: str | list[Json] | None = None
    """A path, a glob, or the items themselves; here or as `--items`, not both."""
    id_field: Line = "id"
    """The field of an item that is its id."""
    ocr_languages: Languages = ()
    """Languages of pages that are images, the main one first, as tesseract names them: `[deu, eng]`."""
    password_env: PasswordVariable | None = None
    """The environment variable that holds the password of encrypted PDFs, for all files whose items name none."""
    phases: tuple[PhaseSpec, ...]
    """What is done, one after the other; 1 to 10, more where `[limits]` says so."""
    options: OptionsSpec = OptionsSpec()
    """How it is run; may be changed while it runs (`set`)."""

    @field_validator("items", mode="before")
    @classmethod
    def _items_are_a_path_or_values(cls, value: object) -> object:
        if not isinstance(value, str | list):
            raise fault(f"expected a path or a list of items, got {shown(value)}")
        if not value:
            raise fault("is empty")
        nothing = [((n,), "null is no item") for n, item in enumerate(value) if item is None]
        if nothing:
            raise fault("", *nothing)
        return value

    def document(self) -> dict[str, Json]:
        """The job as JSON in snake_case, without defaults and without items: what is stored, and what digests see."""
        return cast(
            "dict[str, Json]", self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"items"})
        )


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def load_job(path: Path, *, limits: SpecLimits = DEFAULT_LIMITS, shown: str | None = None) -> JobSpec:
    """Read a job file.

    Args:
        limits: What the config allows.
        shown: What it is called in messages; by default its path.

    Raises:
        SpecError: It cannot be read or is not valid; with every problem that was found.
    """
    return parse_job(read_job_text(path, shown), source=shown or str(path), limits=limits)


def parse_job(data: object, *, source: str, limits: SpecLimits = DEFAULT_LIMITS) -> JobSpec:
    """Check a job, in snake_case or camelCase.

    Args:
        source: Where it comes from, for messages.
        limits: What the config allows; raise them there.

    Raises:
        SpecError: It is not valid; with every problem that was found.
    """
    return _parsed(JobSpec, data, source, limits)


def parse_options(data: object, *, source: str, limits: SpecLimits = DEFAULT_LIMITS) -> OptionsSpec:
    """Check options alone, as `parse_job` does: paths begin with `options`."""
    return _parsed(_OptionsAlone, {"options": data}, source, limits).options


def restore_job(document: Json) -> JobSpec:
    """The job of a stored `JobSpec.document()`, whatever the limits are now."""
    return parse_job(document, source="the stored job", limits=UNLIMITED)


class _OptionsAlone(Section):
    options: OptionsSpec


_Root = TypeVar("_Root", JobSpec, _OptionsAlone)


def _parsed(model: type[_Root], data: object, source: str, limits: SpecLimits) -> _Root:
    if not isinstance(data, Mapping):
        raise spec_error([Problem("", f"expected a mapping with name and phases, got {shown(data)}")], source)
    plain, faults = plain_json(data)
    problems = [Problem(path_of(loc), message) for loc, message in faults]
    normal = normalise(plain, model, aliases=ALIASES)
    problems += normal.problems
    spec: _Root | None = None
    try:
        spec = model.model_validate(normal.value)
    except ValidationError as error:
        problems += problems_of(error, normal.keys, frozenset(normal.meant))
    if isinstance(normal.value, dict):
        related = relations(normal.value, limits.max_phases, limits.max_concurrency)
        explained = {meant[:n] for meant in normal.meant for n in range(len(meant))}
        problems += [Problem(path_of(spelled(at, normal.keys)), what) for at, what in related if at not in explained]
    if spec is None or problems:
        firsts = {problem.path: problem for problem in reversed(problems)}  # later stages trip over the same thing
        raise spec_error(firsts.values(), source)
    return spec


# ── what stands in a job ────────────────────────────────────────────────────────────────────────


def spec_digest(spec: JobSpec) -> str:
    """Digest of what a job is: project, name, id field, phases, how files are read; options do not count."""
    document = spec.document()
    given = [key for key in ("ocr_languages", "password_env") if getattr(spec, key)]
    return digest({key: document.get(key) for key in ("project", "name", "id_field", "phases", *given)})


def _settings(phase: PhaseSpec) -> tuple[str, ...]:
    """Keys of the phase that a system prompt of one's own may name; which task it is may not be known yet."""
    by_task = {TaskType.CATEGORIZE: "labels", TaskType.TRANSLATION: "target_language"}
    if phase.task_type is None:
        return tuple(by_task.values())
    return (by_task[phase.task_type],) if phase.task_type in by_task else ()


def template_names(spec: JobSpec) -> dict[str, frozenset[str]]:
    """The item fields that each prompt uses, by the prompt's path; they can only be checked against items."""
    found: dict[str, frozenset[str]] = {}
    for n, phase in enumerate(spec.phases):
        for key in ("system", "user"):
            text = getattr(phase.prompt, key, None)
            known = {CONTENT, *(_settings(phase) if key == "system" else ())}
            fields = {name for name in names(text) if name not in known and phase_name(name) is None} if text else None
            if fields:
                found[f"phases[{n}].prompt.{key}"] = frozenset(fields)
    return found
