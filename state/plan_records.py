"""The frozen records of a plan: what a job will do, decided when it is made.

Units: money is `Decimal` US dollars per million tokens, token counts are whole tokens, `index` counts phases from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ORIGINAL = -1
"""As a phase's `source`: it reads the item itself."""


class OutputFormat(StrEnum):
    """The form in which a phase asks for its output."""

    TEXT = "text"
    JSON = "json"
    XML = "xml"
    VECTOR = "vector"


@dataclass(frozen=True, slots=True)
class OutputForm:
    """What a phase asks a model to answer with; `schema` is canonical JSON text, for JSON only."""

    format: OutputFormat = OutputFormat.TEXT
    schema: str | None = None


@dataclass(frozen=True, slots=True)
class OutputTokens:
    """How many tokens an answer may have: `fixed`, or `ratio` of the input's tokens within [floor, ceiling]."""

    fixed: int | None = None
    ratio: float = 0.5
    floor: int = 256
    ceiling: int = 4096

    def limit(self, input_tokens: int) -> int:
        """The maximum number of output tokens for an input of that many tokens."""
        if self.fixed is not None:
            return self.fixed
        return int(min(self.ceiling, max(self.floor, self.ratio * input_tokens)))


@dataclass(frozen=True, slots=True)
class Parameters:
    """Request parameters: the first five shape the answer (in the digest), the last two do not."""

    temperature: float | None = None
    effort: str | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    extra_body: str | None = None  # canonical JSON text
    timeout_s: float | None = None
    service_tier: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One few-shot example of a phase."""

    input: str
    output: str


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """One check of a phase: a built-in one by name, or the user's `function` ("module:function").

    Args:
        folder: The job file's, where the function's module is looked for after the working folder.
    """

    name: str
    function: str | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class JudgePlan:
    """How a phase's output is judged: 1–10, at least `min_score`, by one of `candidates`."""

    min_score: int
    candidates: tuple[str, ...]
    prompt_version: str


@dataclass(frozen=True, slots=True)
class OcrPlan:
    """How a model reads pages that are images.

    Args:
        model: "provider/model".
        edge: The most pixels of an image's longer side.
        pixels: The most of all of it.
    """

    model: str
    prompt_version: str
    edge: int
    pixels: int


@dataclass(frozen=True, slots=True)
class RagPlan:
    """Which passages of the project's documents a phase is given.

    Args:
        kinds: Of documents that are searched.
        top_k: The most passages.
        max_tokens: The most tokens of all of them together.
        min_relevance: The least that a passage must fit, 0 to 1.
        where: Canonical JSON: fields that a document must have; empty: any will do.
        vectors: The model by whose vectors they are found; empty: by their words alone.
    """

    kinds: tuple[str, ...]
    top_k: int
    max_tokens: int
    min_relevance: float
    where: str = ""
    vectors: str = ""


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """One phase, with everything decided that can be decided without an item.

    Args:
        index: Its place, from 0.
        source: The phase whose output it reads, or `ORIGINAL`.
        annotation: The phase whose output stands beside the text (after a phase that only annotates), or None.
        system: Template of the part that all items share; sent first, so that providers can cache it.
        user: Template of the part that differs by item.
        prompt_version: Short digest of the task's prompt; part of no request by itself, shown by `why`.
        attempts: For each attempt the models that may answer it ("provider/model"), in order; the last one repeats.
        max_attempts: How many attempts (executor + validator) an item gets, at least 1.
        glossary: Pairs of a name and how the target language writes it, in the order of the names.
        draws_labels: Version of the prompt that draws the labels from a sample of the items; until they are drawn,
            `system` is the bare prompt, with their place in it. None: it needs none, or they are given.
        rag: Which passages of the project's documents it is given; None: none.
        names: Names of the project's documents and what is to be known of each, in the order of the names; a request
            tells of those that its text has.
    """

    index: int
    name: str
    slug: str
    task_type: str
    system: str
    user: str
    instructions: str
    prompt_version: str
    source: int
    attempts: tuple[tuple[str, ...], ...]
    max_attempts: int
    annotation: int | None = None
    examples: tuple[Example, ...] = ()
    output: OutputForm = field(default_factory=OutputForm)
    output_tokens: OutputTokens = field(default_factory=OutputTokens)
    parameters: Parameters = field(default_factory=Parameters)
    checks: tuple[CheckPlan, ...] = ()
    judge: JudgePlan | None = None
    reuse: bool = True
    on_too_long: str = "fail"
    task_reason: str = "given"
    labels: tuple[str, ...] = ()
    target_language: str | None = None
    glossary: tuple[tuple[str, str], ...] = ()
    draws_labels: str | None = None
    rag: RagPlan | None = None
    names: tuple[tuple[str, str], ...] = ()

    def candidates(self, attempt: int) -> tuple[str, ...]:
        """The models that may answer attempt number `attempt` (from 1)."""
        return self.ladder(attempt)[0]

    def ladder(self, attempt: int) -> tuple[tuple[str, ...], ...]:
        """Those models, then those of each attempt before, which answer where no key of the ones above is there."""
        return self.attempts[: min(attempt, len(self.attempts))][::-1]


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """What is known of a model when the plan is made. Prices are in USD per million tokens.

    Args:
        name: "provider/model".
        context_tokens: Its context window; None when nobody said.
        input_usd_per_mtok: Highest price of an input token that can apply (cache writes, long context).
        override: True when the prices are the user's, of `[prices]` in the config.
    """

    name: str
    context_tokens: int | None
    input_usd_per_mtok: Decimal
    output_usd_per_mtok: Decimal
    cached_usd_per_mtok: Decimal | None = None
    override: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A job, compiled: pure, printable, frozen at the job's first start and stored with it.

    Args:
        ocr_languages: That pages which are images are in; none: nobody says.
        ocr: How a model reads those pages; None: what is installed does.
        password_env: The variable that holds the password of encrypted files; empty: nobody names one.
    """

    phases: tuple[PhasePlan, ...]
    models: tuple[ModelPlan, ...]
    price_version: str
    version: int = 1
    ocr_languages: tuple[str, ...] = ()
    ocr: OcrPlan | None = None
    password_env: str = ""

    def model(self, name: str) -> ModelPlan:
        """The facts of the model "provider/model"; KeyError if the plan does not name it."""
        for model in self.models:
            if model.name == name:
                return model
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a job that may change while it lives."""

    concurrency: int = 5
    checkpoint_frequency: int = 10
    auto_start: bool = True
    budget_usd: Decimal | None = None
    max_failed_percent: float | None = None
