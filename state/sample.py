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
from state.outage import insist
from state.pages import load_input
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


def sample_texts(state: State, workspace: Workspace, job_id: str, *, count: int = SAMPLE_ITEMS) -> tuple[str, ...]:
    """The beginnings of at most `count` different texts, in the order of their digests."""
    least: list[tuple[int, str]] = []  # a heap with the largest digest on top, as its negative
    seen: set[int] = set()
    for first in range(0, LOOKED_AT, _PAGE):
        texts = insist(state, partial(_texts, state, workspace, job_id, first))
        for text in texts:
            key = -int(text_digest(text), 16)
            if key in seen or (len(least) == count and key < least[0][0]):
                continue
            seen.add(key)
            heapq.heappush(least, (key, text[:SAMPLE_CHARS]))
            if len(least) > count:
                seen.discard(heapq.heappop(least)[0])
        if not texts:
            break
    return tuple(text for _, text in sorted(least, reverse=True))


def _texts(state: State, workspace: Workspace, job_id: str, first: int) -> list[str]:
    item = batch_items.c
    with state.read() as conn:
        rows = conn.execute(
            select(item.text, item.fields, item.payload_ref)
            .where(item.job_id == job_id, item.ordinal.between(first, first + _PAGE - 1))
            .order_by(item.ordinal)
        ).all()
    return [load_input(workspace, row.text, row.fields, row.payload_ref)[0] for row in rows]
