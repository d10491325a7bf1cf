"""Passages of a project's documents that a phase was given for an item.

    found ─► in the item's row, before its first call ─► in the request of each attempt, after a crash too

What was found first stands, whatever becomes of the documents meanwhile: a job that goes on asks what it asked. A retry
finds anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, bindparam, select, tuple_

from state.bulk import Bulk
from state.group import Group, insert_into
from state.listed import Among
from state.passage import Passage
from state.records import Concluded
from state.schema import batch_passages

ByPhase = Mapping[int, tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages were found for a phase of an item.

    Args:
        passages: As the column holds them.
    """

    ordinal: int
    phase: int
    passages: str


def dump_passages(found: Sequence[Passage]) -> str:
    """Passages as the column holds them, always the same text."""
    return orjson.dumps([[one.document_id, one.page, one.score, one.text, one.label] for one in found]).decode()


def load_passages(text: str) -> tuple[Passage, ...]:
    """Passages out of the column."""
    return tuple(Passage(*one) for one in orjson.loads(text))


_KEEP = Bulk(
    lambda conn: insert_into(conn, batch_passages).on_conflict_do_nothing(index_elements=["job_id", "ordinal", "phase"])
)
_THERE = select(batch_passages).where(
    batch_passages.c.job_id == bindparam("job_id"), Among(batch_passages.c.ordinal, "ordinals")
)


def keep_passages(group: Group, found: Sequence[Retrieved]) -> list[Concluded]:
    """Make passages those of their items' phases. What was found first stands; it says so when it is another find."""
    if not found:
        return []
    if not group.is_current or not group.is_running:
        return [Concluded(False) for _ in found]
    asked = {"job_id": group.job_id, "ordinals": sorted({one.ordinal for one in found})}
    there = {(row.ordinal, row.phase): row.passages for row in group.conn.execute(_THERE, asked)}
    new: dict[tuple[int, int], Retrieved] = {}
    for one in found:
        if (one.ordinal, one.phase) not in there:
            there[one.ordinal, one.phase] = one.passages
            new[one.ordinal, one.phase] = one
    _KEEP.run(
        group.conn,
        [
            {"job_id": group.job_id, "ordinal": one.ordinal, "phase": one.phase, "passages": one.passages}
            for one in new.values()
        ],
    )
    return [Concluded(there[one.ordinal, one.phase] == one.passages) for one in found]


def passages_between(conn: Connection, job_id: str, first: int, last: int) -> dict[int, ByPhase]:
    """What was found for the items of a range, by ordinal and phase."""
    kept = batch_passages.c
    rows = conn.execute(select(batch_passages).where(kept.job_id == job_id, kept.ordinal.between(first, last)))
    found: dict[int, dict[int, tuple[Passage, ...]]] = defaultdict(dict)
    for row in rows:
        found[row.ordinal][row.phase] = load_passages(row.passages)
    return dict(found)


def forget_passages(conn: Connection, job_id: str, phases: Sequence[tuple[int, int]]) -> None:
    """Have passages found anew for these phases of items, each an ordinal and a phase."""
    kept = batch_passages.c
    conn.execute(batch_passages.delete().where(kept.job_id == job_id, tuple_(kept.ordinal, kept.phase).in_(phases)))
