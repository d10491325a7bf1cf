"""What a phase takes from the documents of its project: which passages, whose labels, which names.

categorize      examples of its labels, else passages; its labels, where it names none
translation     the project's glossary and characters beside its own glossary; passages
xml_tagging     characters and settings; passages
all others      passages
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestrator.pricing import LOCAL_VECTORS
from orchestrator.tasks.base import TaskType
from orchestrator.tasks.categorize import TASK as CATEGORIZE
from orchestrator.tasks.translation import TASK as TRANSLATION
from orchestrator.tasks.xml_tagging import TASK as XML_TAGGING
from pipelines.embedding import embeds
from state.digests import canonical
from state.document_records import DocumentKind, Shelf
from state.errors import Problem
from state.plan_records import PhasePlan, RagPlan
from state.spec import PhaseSpec
from state.spec_phase import RagSpec

_TRANSLATED = (DocumentKind.GLOSSARY, DocumentKind.CHARACTER, DocumentKind.SETTING)
_TAGGED = (DocumentKind.CHARACTER, DocumentKind.SETTING)


def with_documents(spec: PhaseSpec, task: TaskType, shelf: Shelf) -> PhaseSpec:
    """A phase with what it takes of a project's documents in place of what it leaves out: labels, a glossary."""
    if task is CATEGORIZE and spec.labels is None and shelf.labels and spec.output is None:
        spec = spec.model_copy(update={"labels": shelf.labels})
    if task is TRANSLATION and spec.use_rag:
        settled = {one.name: one.target for one in shelf.entries if one.kind in _TRANSLATED and one.target}
        settled |= dict(spec.glossary or {})
        spec = spec.model_copy(update={"glossary": settled or None})
    return spec


def rag_plan(spec: PhaseSpec, task: TaskType, shelf: Shelf) -> RagPlan | None:
    """Which passages a phase is given; None: none, for it asks for none, or there are none."""
    kinds = _kinds(task, shelf) if spec.use_rag else ()
    if not kinds:
        return None
    said = spec.rag or RagSpec()
    return RagPlan(
        kinds=kinds,
        top_k=said.top_k,
        max_tokens=said.max_tokens,
        min_relevance=said.min_relevance,
        where=canonical(dict(said.filter)).decode() if said.filter else "",
        vectors=shelf.vectors,
    )


def _kinds(task: TaskType, shelf: Shelf) -> tuple[str, ...]:
    if task is CATEGORIZE and shelf.counts.get(DocumentKind.EXAMPLE):
        return (DocumentKind.EXAMPLE,)
    return (DocumentKind.PASSAGE,) if shelf.counts.get(DocumentKind.PASSAGE) else ()


def names_of(spec: PhaseSpec, task: TaskType, shelf: Shelf) -> tuple[tuple[str, str], ...]:
    """Names that a request tells of where its text has them, each with what is to be known of it, by name."""
    if not spec.use_rag or task is not XML_TAGGING:
        return ()
    tagged = (one for one in shelf.entries if one.kind in _TAGGED)
    told = {one.name: f"{one.kind}; {one.note}" if one.note else one.kind for one in tagged}
    return tuple(sorted(told.items()))


def rag_problems(path: str, spec: PhaseSpec, plan: PhasePlan) -> Iterator[Problem]:
    """What a phase asks of a project's documents that would come to nothing."""
    if spec.use_rag and embeds(plan):
        yield Problem(f"{path}.use_rag", "an embedding is of the text alone, so no passage would be read; leave it out")


def rag_notes(phases: tuple[PhaseSpec, ...], plans: tuple[PhasePlan, ...], project: str, shelf: Shelf) -> Iterator[str]:
    """That phases ask for documents which are not there."""
    for spec, plan in zip(phases, plans, strict=True):
        if not spec.use_rag or plan.rag is not None or plan.names or plan.glossary:
            continue
        has = "no documents" if not shelf.total else "no documents that it reads"
        yield (
            f"{spec.name} has use_rag, and project {project} has {has}: it is given no passages"
            f" (`batchwright docs add --project {project} PATH` adds some)"
        )


def vector_models(phases: tuple[PhasePlan, ...]) -> tuple[str, ...]:
    """Models by whose vectors passages are looked for, and that have to be asked for them."""
    asked = (phase.rag.vectors for phase in phases if phase.rag is not None)
    return tuple(dict.fromkeys(model for model in asked if model not in ("", LOCAL_VECTORS)))
