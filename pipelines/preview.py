"""Preview a job: the exact requests of each phase for one item, as far as they can be known, and who would answer.

    item ─► chain ─► Ask ─► shown ─► «output of summarise» in place of its answer ─► judge, next phase, …

The requests are made by what sends them (`orchestrator.chain`). Nothing is asked, nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from orchestrator import split
from orchestrator.analyzer import BYTES_PER_TOKEN, needed_tokens, said_tokens
from orchestrator.chain import Ask, ChainState, Done, ItemText, Review
from orchestrator.documents.base import Sight
from orchestrator.documents.pool import ReadText
from orchestrator.drawn_labels import with_labels
from orchestrator.executor import answer_tokens
from orchestrator.foreseen import Foreseen
from orchestrator.models import Models
from orchestrator.rehearsal import Line
from orchestrator.retrieval.foretold import foretold, stand_in
from orchestrator.retrieval.library import Library
from orchestrator.router import Choice
from orchestrator.sights import MAX_TOKENS
from orchestrator.stand_in import named
from pipelines.estimate_notes import pages_note
from pipelines.explain import request_document
from state.config import Config
from state.errors import NotFoundError
from state.file_records import load_pages
from state.money import usd_text
from state.plan_records import ORIGINAL, PhasePlan, Plan
from state.records import Json, NewItem, Role

DRAWN = ("«label 1, drawn from the items»", "«label 2»", "…")
"""In place of labels that are drawn when the job runs."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as it would be sent.

    Args:
        model: Who would be asked; None where nobody can be.
        reason: Why it is that one, or why nobody.
        missing: What has to be set before it can be asked, or None.
        tokens: Of the request, as reckoned.
        longest: Tokens of the longest answer that it may get.
        at_most: The most that it can cost, in USD, as a budget reserves it.
        not_known: The phases whose outputs stand in it, and are not known yet.
    """

    ask: Ask
    model: str | None
    reason: str
    missing: str | None
    tokens: int
    longest: int
    at_most: Decimal | None
    not_known: tuple[str, ...]

    def document(self) -> dict[str, Json]:
        """Its keys; a digest only where the request is known to the last character."""
        request = request_document(self.ask.request)
        if self.ask.request.output.schema is not None:
            request["schema"] = self.ask.request.output.schema
        return {
            "role": str(self.ask.role),
            "model": self.model,
            "reason": self.reason,
            "missing": self.missing,
            "request": request,
            "request_digest": None if self.not_known else self.ask.digest,
            "input_tokens": self.tokens,
            "max_output_tokens": self.longest,
            "at_most": None if self.at_most is None else usd_text(self.at_most),
            "not_known": list(self.not_known),
        }


@dataclass(frozen=True, slots=True)
class PhasePreview:
    """What a phase would ask for one item.

    Args:
        error: Why it cannot be asked, where it cannot.
    """

    phase: PhasePlan
    requests: tuple[Shown, ...]
    error: str | None = None

    def document(self) -> dict[str, Json]:
        """Its keys."""
        return {
            "phase": self.phase.name,
            "task_type": self.phase.task_type,
            "task_reason": self.phase.task_reason,
            "attempts": [list(models) for models in self.phase.attempts],
            "max_attempts": self.phase.max_attempts,
            "requests": [one.document() for one in self.requests],
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """What a job would ask for one item; `notes` are what else there is to say, in sentences."""

    name: str
    item_id: str
    phases: tuple[PhasePreview, ...]
    notes: tuple[str, ...] = ()

    def document(self) -> dict[str, Json]:
        """The `preview` document."""
        return {
            "name": self.name,
            "item_id": self.item_id,
            "phases": [one.document() for one in self.phases],
            "notes": list(self.notes),
        }


def pick(items: Iterable[NewItem], item_id: str | None) -> tuple[NewItem, int]:
    """An item by its id, or the first one, and its place.

    Raises:
        NotFoundError: There is no such item.
    """
    count = 0
    for place, item in enumerate(items):
        if item_id is None or item.item_id == item_id:
            return item, place
        count = place + 1
    raise NotFoundError(f"none of the {count:,} items is {item_id!r}", hint="leave --item out: the first one is taken")


def preview(
    name: str,
    plan: Plan,
    config: Config,
    item: ItemText,
    library: Library,
    sample: tuple[str, ...] = (),
    foreseen: Foreseen | None = None,
) -> Preview:
    """What a job would ask for an item.

    Args:
        library: Searches the project's documents.
        sample: Texts of some items, for a phase that draws its labels.
        foreseen: What of the item's file a model is to read.
    """
    models = Models(plan, config.provider_settings(), os.environ, config.network_settings())
    notes = tuple(pages_note(plan, [Line(item, 1.0)]))
    looks, phases = _Looks(models, library), list[PhasePreview]()
    pages: tuple[Shown, ...] = ()
    if foreseen is not None and plan.ocr is not None:
        item, pages = _with_pages(plan, plan.ocr.model, item, foreseen, looks)
    for phase in plan.phases:
        found = _of_phase(plan, phase, item, sample, looks)
        found, pages = replace(found, requests=(*pages, *found.requests)), ()
        phases.append(found)
        if found.error is not None:
            break
        item = replace(item, outputs={**item.outputs, phase.index: named(phase.name)})
    return Preview(name, item.item_id, tuple(phases), (*notes, *looks.notes))


def _with_pages(
    plan: Plan, model: str, item: ItemText, foreseen: Foreseen, looks: _Looks
) -> tuple[ItemText, tuple[Shown, ...]]:
    """An item with marks in place of what a model will have read, and the request for the first of its pages."""
    readings = foreseen.begin(plan)
    marks = {one.page.number: _mark(one.page.number, model) for one in readings}
    looks.marks.update({mark: f"page {number}" for number, mark in marks.items()})
    looks.longest.update(dict.fromkeys(looks.marks.values(), MAX_TOKENS))
    believed = replace(foreseen, read=foreseen.read and replace(foreseen.read, sights=_believed(foreseen.read)))
    if (read := believed.with_texts(model, marks)) is not None:
        item = replace(item, text=read.text, pages=load_pages(read.pages))
    ask = readings[0].want
    return item, () if ask is None else (_would_be(ask, (), ask.request.max_tokens, 0, looks),)


def _mark(number: int, model: str) -> str:
    return f"«page {number}, read by {model}»"


def _believed(read: ReadText) -> dict[int, Sight]:
    """Sights whose pages' marks stand in the text, however little they say."""
    return {number: replace(sight, least=0) for number, sight in read.sights.items()}


def _of_phase(plan: Plan, phase: PhasePlan, item: ItemText, sample: tuple[str, ...], looks: _Looks) -> PhasePreview:
    item, shown = _given(plan, phase, item, looks)
    course = split.begin(plan, phase, item, sample=sample)
    while True:
        want = split.step(course)
        if isinstance(want, Done):
            told = want.checkpoint
            return PhasePreview(phase, tuple(shown), None if told.ok else told.error_message or str(told.error_class))
        if isinstance(want, Review):  # users' checks look at answers, and there is none
            return PhasePreview(phase, tuple(shown))
        _, state = split.current(course)
        shown.append(_shown(plan, state, want, looks))
        if want.role is Role.JUDGE or isinstance(course, split.Split):
            return PhasePreview(phase, tuple(shown))
        if want.role is Role.LABELS:
            course = split.begin(plan, with_labels(phase, DRAWN), item)
        else:
            looks.longest[phase.name] = shown[-1].longest
            course = split.accepted(course, named(phase.name))


def _given(plan: Plan, phase: PhasePlan, item: ItemText, looks: _Looks) -> tuple[ItemText, list[Shown]]:
    """An item with the passages that its phase is given, and the request by which those are looked for."""
    sources = [plan.phases[phase.source].name] if phase.source != ORIGINAL else []
    if phase.rag is None or sources or any(mark in item.text for mark in looks.marks):
        mark = " ".join([f"passages for {named(name)}" for name in sources] or looks.marks)
        return stand_in(plan, phase, item, mark), []
    given = foretold(plan, phase, item, looks.library, lambda _: None)
    query = given.query
    if not given.item.passages:
        looks.notes.append(f"{phase.name} is given no passages for this item: none fits")
    return given.item, [] if query is None else [_would_be(query, (), 0, 0, looks)]


@dataclass(frozen=True, slots=True)
class _Looks:
    """What is known by now of a preview's models, and of how long the output of each phase may be, in tokens.

    Args:
        notes: What there is to say of them, in sentences.
        longest: By the name of a phase, or of a page that a model is to read.
        marks: What stands in the place of such a page, and its name.
    """

    models: Models
    library: Library
    notes: list[str] = field(default_factory=list)
    longest: dict[str, int] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)


def _shown(plan: Plan, state: ChainState, ask: Ask, looks: _Looks) -> Shown:
    not_known = tuple(_not_known(plan, state.phase, ask, looks))
    tokens = said_tokens(ask.request)
    growth, longest = sum(looks.longest.get(name, 0) for name in not_known), ask.request.max_tokens
    if growth and ask.role in (Role.EXECUTOR, Role.SPLIT):
        longest = answer_tokens(state.phase, tokens + growth, wide=False)
    return _would_be(ask, not_known, longest, growth, looks)


def _would_be(ask: Ask, not_known: tuple[str, ...], longest: int, growth: int, looks: _Looks) -> Shown:
    """A request with whom it would be sent to, and what it may cost.

    Args:
        growth: By how many tokens it may be longer.
    """
    would = looks.models.would_ask(ask.candidates, needed_tokens(ask.request), ask.weaker)
    tokens = said_tokens(ask.request)
    if not isinstance(would.choice, Choice):
        return Shown(ask, None, would.choice.message, None, tokens, longest, None, not_known)
    model = would.choice.model
    at_most = looks.models.worst_case(model, ask.request, more_tokens=growth * BYTES_PER_TOKEN, most=longest)
    return Shown(ask, model, would.choice.reason, would.missing, tokens, longest, at_most, not_known)


def _not_known(plan: Plan, phase: PhasePlan, ask: Ask, looks: _Looks) -> Iterator[str]:
    """The phases whose outputs stand in a request, and the pages that a model is to read before."""
    if ask.role is Role.LABELS:
        return
    if phase.labels == DRAWN:
        yield f"labels of {phase.name}"
    said = [ask.request.system, *(message.content for message in ask.request.messages)]
    yield from (name for mark, name in looks.marks.items() if any(mark in text for text in said))
    for other in plan.phases[: phase.index + 1]:
        mark = named(other.name)
        if any(mark in text for text in said):
            yield other.name
