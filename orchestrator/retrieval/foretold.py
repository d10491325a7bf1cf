"""Passages for whoever looks ahead: those that a run would give, as far as that can be known without a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orchestrator.analyzer import BYTES_PER_TOKEN
from orchestrator.chain_state import Ask
from orchestrator.executor import ItemText
from orchestrator.pricing import LOCAL_VECTORS
from orchestrator.retrieval.library import Library
from orchestrator.retrieval.queries import query_ask, query_of, vector_in
from orchestrator.retrieval.reading import most_tokens, read_by
from orchestrator.stand_in import sized
from state.passage import Passage
from state.plan_records import PhasePlan, Plan
from state.records import Answer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Given:
    """An item with what its phase would be given.

    Args:
        query: The request for the vector of its query, where nobody knows that; it was looked for by its words alone.
    """

    item: ItemText
    query: Ask | None = None


def foretold(
    plan: Plan, phase: PhasePlan, item: ItemText, library: Library, known: Callable[[Ask], Answer | None]
) -> Given:
    """An item whose phase's input is known, with the passages that it would be given.

    Args:
        known: Looks the vector of a query up.
    """
    rag = phase.rag
    if rag is None:
        return Given(item)
    read = read_by(phase, item)
    vector: NDArray[np.float32] | None = None
    query = query_of(read)
    ask = query_ask(rag.vectors, query) if query and rag.vectors not in ("", LOCAL_VECTORS) else None
    if ask is not None and (answer := known(ask)) is not None:
        vector, ask = vector_in(answer.text), None
    found = library.search(rag, read, vector, most_tokens(plan, phase))
    return Given(replace(item, passages=found), ask)


def stand_in(plan: Plan, phase: PhasePlan, item: ItemText, name: str) -> ItemText:
    """An item whose phase's input is not known, with a text of the likely length in place of its passages."""
    if phase.rag is None:
        return item
    tokens = min(phase.rag.max_tokens, most_tokens(plan, phase))
    return replace(item, passages=(Passage(name, 0, 0.0, sized(name, tokens * BYTES_PER_TOKEN)),))
