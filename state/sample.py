"""A sample of a job's items that follows from their texts alone, so that it is the same in every process and run.

Of the first 10,000 items those whose texts have the smallest digests. Neither the order of those items nor who reads
them matters, and one item more changes the sample only if it comes into it.
"""

from __future__ import annotations

import heapq
from functools import partial

from sqlalchemy import select

from state.digests import text_digest
from state.engine import State
from state.item_input import load_input
from state.outage import insist
from state.plan_records import Plan
from state.schema import batch_items
from state.workspace import Workspace

SAMPLE_ITEMS = 40
SAMPLE_CHARS = 2000
"""Of each text."""

LOOKED_AT = 10_000
"""The sample is drawn from so many items, the first ones; more would be read for nothing."""

_PAGE = 200


def sample_for(state: State, workspace: Workspace, job_id: str, plan: Plan) -> tuple[str, ...]:
    """The sample, where a phase of the plan draws its labels from it; else nothing is read."""
    if not any(phase.draws_labels for phase in plan.phases):
        return ()
    return sample_texts(state, workspace, job_id)


class TextSample:
    """The beginnings of some different texts, those with the smallest digests of all that were added.

    Args:
        count: At most so many.
    """

    def __init__(self, count: int = SAMPLE_ITEMS) -> None:
        self._count = count
        self._least: list[tuple[int, str]] = []  # a heap with the largest digest on top, as its negative
        self._seen: set[int] = set()

    def add(self, text: str) -> None:
        """Look at one more text."""
        key = -int(text_digest(text), 16)
        if key in self._seen or (len(self._least) == self._count and key < self._least[0][0]):
            return
        self._seen.add(key)
        heapq.heappush(self._least, (key, text[:SAMPLE_CHARS]))
        if len(self._least) > self._count:
            self._seen.discard(heapq.heappop(self._least)[0])

    def texts(self) -> tuple[str, ...]:
        """The sample, in the order of the digests."""
        return tuple(text for _, text in sorted(self._least, reverse=True))


def sample_texts(state: State, workspace: Workspace, job_id: str, *, count: int = SAMPLE_ITEMS) -> tuple[str, ...]:
    """The beginnings of at most `count` different texts, in the order of their digests."""
    sample = TextSample(count)
    for first in range(0, LOOKED_AT, _PAGE):
        texts = insist(state, partial(_texts, state, workspace, job_id, first))
        for text in texts:
            sample.add(text)
        if not texts:
            break
    return sample.texts()


def _texts(state: State, workspace: Workspace, job_id: str, first: int) -> list[str]:
    item = batch_items.c
    with state.read() as conn:
        rows = conn.execute(
            select(item.text, item.fields, item.payload_ref)
            .where(item.job_id == job_id, item.ordinal.between(first, first + _PAGE - 1))
            .order_by(item.ordinal)
        ).all()
    return [load_input(workspace, row.text, row.fields, row.payload_ref)[0] for row in rows]
