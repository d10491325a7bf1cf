"""What a project knows already, for whoever only looks: recorded answers by request, and items by their place.

Nothing here writes, notes a use, or takes a lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import select

from state.engine import State
from state.listed import Among
from state.look import answers_of, generations_of
from state.pages import ITEM_COLUMNS, open_item
from state.records import Answer, OpenItem
from state.schema import batch_calls, batch_items
from state.workspace import Workspace

T = TypeVar("T")

_MANY = 500
_LATENCIES = select(batch_calls.c.call_id, batch_calls.c.latency_ms).where(Among(batch_calls.c.call_id, "ids"))


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is known of some requests.

    Args:
        answers: By digest and requested model, the oldest first, each with its text.
        latencies: How long their calls took, in ms, by call.
        generations: Those that retries asked for, by the phase's first digest.
    """

    answers: Mapping[str, Mapping[str, Answer]]
    latencies: Mapping[str, int]
    generations: Mapping[str, int]


def recorded(
    state: State, workspace: Workspace, project: str, digests: Sequence[str], root_digests: Sequence[str]
) -> Recorded:
    """The recorded answers to requests of a project."""
    answers: dict[str, dict[str, Answer]] = {}
    latencies: dict[str, int] = {}
    generations: dict[str, int] = {}
    for some in _chunks(sorted(set(digests))):
        with state.read() as conn:
            found = answers_of(conn, project, some)
            ids = [answer.call_id for by_model in found.values() for answer in by_model.values()]
            rows = conn.execute(_LATENCIES, {"ids": ids}).all() if ids else ()
        answers |= {
            digest: {m: _whole(workspace, a) for m, a in by_model.items()} for digest, by_model in found.items()
        }
        latencies |= {row.call_id: row.latency_ms for row in rows if row.latency_ms is not None}
    for some in _chunks(sorted(set(root_digests))):
        with state.read() as conn:
            generations |= generations_of(conn, project, some)
    return Recorded(answers, latencies, generations)


def _whole(workspace: Workspace, answer: Answer) -> Answer:
    return answer if answer.payload_ref is None else replace(answer, text=workspace.get(answer.payload_ref))


def items_at(state: State, workspace: Workspace, job_id: str, ordinals: Sequence[int]) -> Iterator[OpenItem]:
    """Items of a job by their ordinals, whatever they are in, without their checkpoints."""
    item = batch_items.c
    for some in _chunks(sorted(ordinals)):
        with state.read() as conn:
            rows = conn.execute(
                select(*ITEM_COLUMNS).where(item.job_id == job_id, item.ordinal.in_(some)).order_by(item.ordinal)
            ).all()
        for row in rows:
            yield open_item(workspace, job_id, row, {}, {})


def _chunks(values: Sequence[T]) -> Iterator[list[T]]:
    for first in range(0, len(values), _MANY):
        yield list(values[first : first + _MANY])
