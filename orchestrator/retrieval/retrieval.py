"""Retrieval: a phase that asks for it is given passages of the project's documents, before its first request.

    item ─► given before? ─► those        new ─► query's vector ─► Library ─► kept in the item's row ─► the phase

They stand in the request, so a document that changes makes new requests of just those items whose passages change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from orchestrator.calls import Caller, GaveUp
from orchestrator.executor import ItemText
from orchestrator.held import HeldError
from orchestrator.item_run import ItemRun
from orchestrator.pricing import LOCAL_VECTORS
from orchestrator.retrieval.library import Library
from orchestrator.retrieval.queries import not_found, query_ask, query_of, vector_in
from orchestrator.retrieval.reading import most_tokens, read_by
from orchestrator.surroundings import Ledger
from state.errors import VectorsReplacedError
from state.passage import Passage
from state.passages import Retrieved, dump_passages
from state.plan_records import PhasePlan, Plan, RagPlan
from state.records import Checkpoint, Concluded, HeldReason, Renewed
from state.storable import storable
from state.writer import Stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Found: TypeAlias = tuple[Passage, ...]


class Retrieval:
    """Gives phases their passages; on the event loop.

    Args:
        insist: Does what needs the state, again when it comes back.
        library: Searches the project's documents.
        caller: Asks for the vectors of queries.
        ledger: Takes what was found.
    """

    def __init__(
        self,
        plan: Plan,
        insist: Callable[[Callable[[], Found]], Found],
        library: Library,
        caller: Caller,
        ledger: Ledger,
    ) -> None:
        self._plan = plan
        self._insist = insist
        self._library = library
        self._caller = caller
        self._ledger = ledger

    async def given(self, run: ItemRun, phase: PhasePlan, text: ItemText) -> ItemText | Checkpoint:
        """An item with what its phase is given; or what the phase ends with where nothing can be looked for.

        Raises:
            HeldError: The item was let go of.
        """
        rag = phase.rag
        if rag is None:
            return text
        kept = run.item.passages.get(phase.index)
        if kept is not None:
            return replace(text, passages=kept)
        read = read_by(phase, text)
        vector = await self._vector(run, phase, rag, query_of(read))
        if isinstance(vector, Checkpoint):
            return vector
        room = most_tokens(self._plan, phase)
        search = partial(self._library.search, rag, read, vector, room)
        try:
            found = await asyncio.get_running_loop().run_in_executor(None, self._insist, search)
        except VectorsReplacedError as error:
            said = f"{error.message}; {error.hint}"
            self._ledger.post(Stop(error.code, storable(said)))
            raise HeldError(said, reason=HeldReason.PAUSED) from None
        run.check()
        result = await self._ledger.do(Retrieved(run.item.ordinal, phase.index, dump_passages(found)))
        if not isinstance(result, Concluded) or not result.stands:
            raise HeldError("another run owns the job", reason=HeldReason.FENCED)
        return replace(text, passages=found)

    async def _vector(
        self, run: ItemRun, phase: PhasePlan, rag: RagPlan, query: str
    ) -> NDArray[np.float32] | Checkpoint | None:
        """The vector of a query, where a model has to be asked for it."""
        if rag.vectors in ("", LOCAL_VECTORS) or not query:
            return None
        ask = query_ask(rag.vectors, query)
        while isinstance(got := await self._caller.ask(run, phase, ask), Renewed):
            ask = query_ask(rag.vectors, query, got.generation)
        if isinstance(got, GaveUp):
            run.check()
            return not_found(phase, ask, got.failure_class, got.message)
        return vector_in(got.text)
