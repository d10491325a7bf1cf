"""The keys of a phase in a job file. What stands under a key is its line in the reference of the job file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, ValidationInfo, field_validator, model_validator

from state.document_records import MIN_RELEVANCE
from state.spec_errors import fault, shown
from state.spec_rules import slug_of
from state.spec_values import Flag, Glossary, Line, ModelName, Number, PhaseName, Section, Task, Text, Whole

if TYPE_CHECKING:
    from state.records import Json
else:
    Json: TypeAlias = Any  # pydantic need not look into what `plain_json` has checked

ATTEMPTS_FOR_JUDGE = 3
"""Attempts of a phase that is judged and does not say how many."""


class RagSpec(Section):
    """How many passages of the project's documents a phase reads."""

    top_k: Whole = Field(5, ge=1, le=100)
    """The most passages."""
    max_tokens: Whole = Field(2000, ge=1, le=1_000_000)
    """The most tokens of all passages together."""
    min_relevance: Number = Field(MIN_RELEVANCE, ge=0, le=1)
    """The least that a passage must fit, from 0 (any) to 1; where none does, none is given."""
    filter: dict[str, Json] = Field(default_factory=dict)
    """Fields that a passage's document must have, each with this value."""


class PromptSpec(Section):
    """The user's own prompt in place of the task's: templates."""

    system: Text | None = None
    """What the model is, the same for all items; the keys of the task, as `{{labels}}`, may stand in it."""
    user: Text | None = None
    """What is asked of an item; names at least one thing of it, as `{{content}}`."""


class ExampleSpec(Section):
    """One few-shot example; values that are no text are shown as JSON."""

    input: Json
    """What an item may look like."""
    output: Json
    """What is then to come out."""


class OutputSpec(Section):
    """The form of a phase's output."""

    format: Literal["text", "json", "xml"]
    """The form; may be left out beside a `schema`, which means `json`."""
    json_schema: dict[str, Json] | None = Field(None, alias="schema")
    """A JSON schema. It is sent in the form that the provider takes, and each answer is checked against it here."""

    @model_validator(mode="before")
    @classmethod
    def _schema_means_json(cls, value: object) -> object:
        if isinstance(value, dict) and "schema" in value and "format" not in value:
            return {**value, "format": "json"}
        return value


class ValidationSpec(Section):
    """Whether and how a judge scores a phase's output."""

    enabled: Flag = True
    """False: no judge; `max_attempts` still holds."""
    min_score: Whole = Field(7, ge=1, le=10)
    """The least score (1–10) of an output that is taken; below it is tried again, with the judge's reasons."""
    max_attempts: Whole | None = Field(None, ge=1, le=10)
    """The most attempts of an item at this phase, the first among them. Left out: 3 with a judge, 2 with checks."""
    judge_model: ModelName | None = None
    """Who judges. Left out: a model of the tier `balanced`."""

    @field_validator("max_attempts")
    @classmethod
    def _what_a_judge_has_anyway(cls, value: int | None, info: ValidationInfo) -> int | None:
        return None if value == ATTEMPTS_FOR_JUDGE and info.data.get("enabled", True) else value

    @property
    def attempts(self) -> int | None:
        """Attempts of the phase, None where nothing was said: without a judge its checks decide."""
        return ATTEMPTS_FOR_JUDGE if self.max_attempts is None and self.enabled else self.max_attempts


class ParametersSpec(Section):
    """Request parameters."""

    temperature: Number | None = Field(None, ge=0, le=2)
    """How far answers may stray from the likeliest words."""
    effort: Line | None = None
    """How much a reasoning model may think, in the provider's own words: `low`, `medium`, `high`."""
    seed: Whole | None = None
    """Asks for answers that repeat themselves; refused where `anthropic`, which has none, may answer the phase."""
    stop: tuple[Text, ...] = ()
    """Texts at which an answer ends."""
    timeout_s: Number | None = Field(None, gt=0, le=86_400)
    """How long a call may take. Left out: from the longest answer and the model's speed, never below 60 s."""
    service_tier: Line | None = None
    """The provider's class of service, sent as it is; priced as what the reply names."""
    extra_body: dict[str, Json] = Field(default_factory=dict)
    """Keys of the provider's own, put into the request as they are."""


_FUNCTION = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


class PhaseSpec(Section):
    """One step of a job, as its user wrote it; every item goes through all of them."""

    null_is_no_absence: ClassVar[frozenset[str]] = frozenset({"validation", "checks"})

    name: PhaseName
    """Unique in the job; columns and templates call it by its letters a–z, digits and `_`."""
    task_type: Task | None = None
    """What the phase does. Left out: guessed from its name and instructions, without a call."""
    model: ModelName | None = None
    """Who answers. Left out: a model of the task's tier, the first whose key is there."""
    ocr_model: ModelName | None = None
    """Who reads pages that are images, a call a page; of the first phase only. Left out: what is installed does."""
    use_rag: Flag = False
    """Put what the project's documents have on an item into its request; see [documents](documents.md)."""
    rag: RagSpec | None = None
    """How many passages, and which. Left out: the defaults."""
    instructions: Text | None = None
    """Added to the task's prompt as they are; no template."""
    prompt: PromptSpec | None = None
    """Your own prompt in place of the task's."""
    examples: tuple[ExampleSpec, ...] = ()
    """Few-shot examples, in this order, before the item."""
    input: Text = "previous"
    """What it reads: `previous` (what the phase before put out), `original` (the item), or an earlier phase's name."""
    output: OutputSpec | None = None
    """The form of its output. Left out: the task's."""
    validation: ValidationSpec | None = None
    """A judge scores each output. Left out: none; `{}`: one with the defaults."""
    checks: dict[str, Literal[False] | str] | Literal[False] = Field(default_factory=dict)
    """False: none of the task's own checks. A mapping: a check by its name off (`false`), or a function of yours
    (`"module:function"`)."""
    labels: tuple[Line, ...] | None = None
    """The categories of `categorize`, beside "none of these". Left out: drawn from a sample of the items."""
    target_language: Line | None = None
    """What `translation` translates into. Left out: English."""
    glossary: Glossary | None = None
    """Settled names and terms of a `translation`: source to target, or a list of those that stay as they are."""
    max_output_tokens: Whole | None = Field(None, ge=1, le=10_000_000)
    """The longest answer; it is what a call reserves. Left out: by the task and the length of the input."""
    parameters: ParametersSpec = ParametersSpec()
    """Parameters of the request."""
    on_too_long: Literal["fail", "split", "truncate"] = "fail"
    """An input that no window holds: fails the item, is cut (`truncate`), or is read in parts (`split`)."""
    reuse: Flag = True
    """False: equal requests of two items, or of two jobs, are asked twice."""

    @field_validator("validation", mode="before")
    @classmethod
    def _validation_says_something(cls, value: object) -> object:
        if value is None:
            raise fault("is empty; write validation: {} for a judge with the defaults, or leave the key out")
        return value

    @field_validator("validation")
    @classmethod
    def _disabled_is_absent(cls, value: ValidationSpec | None) -> ValidationSpec | None:
        return None if value == ValidationSpec(enabled=False) else value

    @field_validator("checks", mode="before")
    @classmethod
    def _checks_are_off_or_functions(cls, value: object) -> object:
        if value is False:
            return value
        if not isinstance(value, dict):
            raise fault(f"expected false or a mapping of names, got {shown(value)}")
        wrong = [
            ((name,), f'expected false or "module:function", got {shown(check)}')
            for name, check in value.items()
            if check is not False and not (isinstance(check, str) and _FUNCTION.fullmatch(check))
        ]
        if wrong:
            raise fault("", *wrong)
        return value

    @field_validator("labels")
    @classmethod
    def _labels_differ(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if value is None:
            return None
        if not value:
            raise fault("is empty; name at least one label, or leave the key out")
        twice = [((n,), f"{shown(label)} stands twice") for n, label in enumerate(value) if label in value[:n]]
        if twice:
            raise fault("", *twice)
        return value

    @property
    def slug(self) -> str:
        """The phase's name in columns and templates."""
        return slug_of(self.name)

    @property
    def judge(self) -> ValidationSpec | None:
        """How the output is judged, None when it is not."""
        return self.validation if self.validation is not None and self.validation.enabled else None
