"""The vector of a query, where a model has to be asked for it: a short conversation before the phase's own.

    begin ─► Ask (role `retrieval`, packed with others) ─┬► a vector ─► the search
                                                         └► given up ─► the phase fails, with the reason

The request is that of an embedding phase for the same text, so a text whose vector is known is not asked for again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from orchestrator.chain_state import Ask
from orchestrator.errors import FailureClass
from orchestrator.providers.base import Message, Request
from orchestrator.request import components, request_digest
from orchestrator.tasks.embedding_generation import TASK
from state.plan_records import PhasePlan
from state.records import Checkpoint, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUERY_CHARS = 4_000
"""Of a text, what its vector is of: about a thousand tokens, which every model takes."""


def query_of(text: str) -> str:
    """What of a text is embedded to look for passages."""
    return text[:QUERY_CHARS].strip()


def query_ask(model: str, query: str, generation: int = 0) -> Ask:
    """The request for the vector of a query."""
    request = _request(query, generation)
    digest = request_digest(request)
    return Ask(
        request=request,
        digest=digest,
        root_digest=digest if not generation else request_digest(_request(query, 0)),
        role=Role.RETRIEVAL,
        attempt=1,
        generation=generation,
        candidates=(model,),
        components=components(request, source={"query": query, "model": [model]}),
    )


def _request(query: str, generation: int) -> Request:
    return Request("", (Message("user", query),), max_tokens=0, output=TASK.output, generation=generation)


def vector_in(text: str) -> NDArray[np.float32]:
    """The vector of an answer."""
    import numpy as np  # noqa: PLC0415 - only what searches needs it

    return np.asarray(orjson.loads(text), dtype=np.float32)


def not_found(phase: PhasePlan, ask: Ask, failure_class: FailureClass, message: str) -> Checkpoint:
    """What a phase ends with whose passages cannot be looked for."""
    (model,) = ask.candidates
    return Checkpoint(
        phase=phase.index,
        ok=False,
        output=None,
        attempts=1,
        root_digest=ask.root_digest,
        error_class=failure_class,
        error_message=f"no passages could be looked for: {model} made no vector: {message}",
    )
