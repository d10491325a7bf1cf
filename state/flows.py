"""Flows: what each worker sends to a model, told to the others that call it, and what all have learned of its limit.

    worker ──FlowTell──► its row in `flows` (what the model took, what is out, what is wanted)
             four times a second, and at once after a 429, in a commit with its shares
           ◄──Flows────  the rows of the others, and the limit's row: what was learned, by how many cuts

A cut is written by who was first to see it: it names the cut that it follows, and one that names an older cut than the
row has was made for the same 429s, or before its worker knew of them. So there is one cut for all, and a tell may be
committed twice. Each worker writes only its own row of `flows`, so nobody waits for anybody; the limit's row is locked
for cuts and where a limit has grown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select, update

from state.clock import utc_now
from state.group import Group, insert_into
from state.schema import flows, limits

FLOW_LAPSE_S = 3.0
"""Who has told nothing for so long is not counted any more, and its part goes to the others: twelve tells that did not
come. Whoever was only slow is counted again with its next one."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What one worker sends to a model.

    Args:
        taken: Calls that it has sent and that were not refused, since it began.
        out: Calls that are out.
        wanted: Calls that could be out if the model allowed it.
    """

    taken: int = 0
    out: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class FlowTell:
    """What a worker tells the others that call a model.

    Args:
        model: "provider/model".
        flow: Its own.
        cuts: How often the limit was cut, as far as it knows.
        learned: What it knows of the limit, where that is more than the row says: JSON of its limiter.
        is_cut: It has cut the limit since.
    """

    model: str
    flow: Flow
    cuts: int = 0
    learned: str | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Flows:
    """What a worker is told of a model.

    Args:
        me: Its own name among those who call it.
        others: The flows of the others, by worker.
        cuts: How often the limit was cut, by all.
        learned: What is known of it; None when nothing is.
    """

    me: str = ""
    others: Mapping[str, Flow] = field(default_factory=dict)
    cuts: int = 0
    learned: str | None = None


def taught(tells: Sequence[FlowTell]) -> set[str]:
    """The models whose rows of `limits` are written."""
    return {tell.model for tell in tells if tell.learned is not None}


def tell(group: Group, tells: Sequence[FlowTell]) -> list[Flows]:
    """Write down what a worker sends, and say what the others do.

    Args:
        group: Of the worker; one that does not own the job any more tells nothing.
        tells: Of its models; the rows that `taught` names are locked.
    """
    if not tells or not group.is_current:
        return [Flows(cuts=told.cuts) for told in tells]
    known = _learn(group, tells)
    _write(group, tells)
    others = _others(group, [told.model for told in tells])
    me = group.worker.worker_id
    return [Flows(me, others[told.model], *known.get(told.model, (0, None))) for told in tells]


def _learn(group: Group, tells: Sequence[FlowTell]) -> dict[str, tuple[int, str | None]]:
    """Take what follows from the latest cut; returns how often each limit was cut, and what is known of it."""
    row = limits.c
    query = select(row.scope, row.cuts, row.learned).where(row.scope.in_([told.model for told in tells]))
    known = {found.scope: (found.cuts, found.learned) for found in group.conn.execute(query)}
    for told in tells:
        if told.learned is None or known[told.model][0] != told.cuts:
            continue
        cuts = told.cuts + told.is_cut
        values = {"learned": told.learned, "cuts": cuts, "at": utc_now()}
        group.conn.execute(update(limits).where(row.scope == told.model).values(values))
        known[told.model] = (cuts, told.learned)
    return known


def _write(group: Group, tells: Sequence[FlowTell]) -> None:
    statement = insert_into(group.conn, flows)
    newer = {name: statement.excluded[name] for name in ("taken", "out", "wanted", "at")}
    mine = {"worker_id": group.worker.worker_id, "job_id": group.job_id, "at": group.now}
    group.conn.execute(
        statement.on_conflict_do_update(index_elements=["scope", "worker_id"], set_=newer),
        [
            {"scope": told.model, "taken": told.flow.taken, "out": told.flow.out, "wanted": told.flow.wanted, **mine}
            for told in sorted(tells, key=lambda told: told.model)
        ],
    )


def _others(group: Group, models: Sequence[str]) -> dict[str, dict[str, Flow]]:
    row, now = flows.c, group.now
    query = select(row.scope, row.worker_id, row.taken, row.out, row.wanted).where(
        row.scope.in_(models),
        row.worker_id != group.worker.worker_id,
        row.at.between(now - FLOW_LAPSE_S, now + FLOW_LAPSE_S),  # what came later is of another boot
    )
    found: dict[str, dict[str, Flow]] = defaultdict(dict)
    for scope, worker_id, taken, out, wanted in group.conn.execute(query):
        found[scope][worker_id] = Flow(taken, out, wanted)
    return found
