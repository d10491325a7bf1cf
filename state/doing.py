"""What a worker says of itself while it works: where it stood a while ago, its models, and what it waits for.

    its heart, once a second ─► workers.doing ─┬► status: the recent rate, and from it the time left
                                               └► the live screen: models, their learned limits, waits

Who asks for a status has seen nothing of the run before; so each worker keeps marks of its own way beside its row. They
are log-spaced: dense for the last seconds, sparse for the last quarter of an hour, some forty in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, Row, case, func, select, update

from state.alive import living_workers
from state.engine import State
from state.group import ITEMS, WorkerRef
from state.records import JobRef
from state.schema import IS_OPEN, batch_calls, batch_totals, workers
from state.status import CallStatus

DOING_S = 1.0
"""How often a worker says what it does."""

KEPT_S = 900.0
SPACING = 3
"""Marks are kept for so long; two that stand around a third are at least a third of its age apart."""

FILE = "file"
"""The kind of a wait of items that are files and are not read yet."""

Row_ = Row[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a worker stood at an instant; counts are its own since it joined.

    Args:
        at: Database seconds.
        items: In a final state.
        ended: Items that passed or failed a phase, by phase.
        busy_ms: What the calls that have ended took, one after the other, by phase.
        out_ms: How long the calls that are out have been so, all together.
    """

    at: float
    items: int
    ended: tuple[int, ...]
    busy_ms: tuple[int, ...]
    out_ms: int


@dataclass(frozen=True, slots=True)
class ModelNow:
    """How a worker stands with a model.

    Args:
        model: "provider/model".
        allowed: Calls at once that the model takes of all who call it, as was learned.
        limited: 429s since the worker joined.
        rate_per_s: Calls a second that were found to be all that it takes, of all; None: no such limit was met.
        met: A limit was met, and what is allowed comes from it.
    """

    model: str
    allowed: int
    limited: int = 0
    rate_per_s: float | None = None
    met: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Calls that wait, and for what.

    Args:
        kind: "retry_after", "limits", "budget", "again" or "elsewhere"; "file": no call yet, but items to be read.
        subject: The model, or of a budget "job" or "project"; of files nothing.
        calls: How many.
        until: Database seconds at which the first of them goes on; None: nobody can say.
        why: What the provider said, or for whose reservations a budget is waited for.
    """

    kind: str
    subject: str
    calls: int
    until: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """What a worker said last; `items` are those in progress there."""

    marks: tuple[Mark, ...] = ()
    models: tuple[ModelNow, ...] = ()
    waits: tuple[Wait, ...] = ()
    items: int = 0

    def text(self) -> str:
        """As it is kept."""
        return orjson.dumps(
            {
                "marks": [[getattr(mark, name) for name in Mark.__slots__] for mark in self.marks],
                "models": [[getattr(model, name) for name in ModelNow.__slots__] for model in self.models],
                "waits": [[getattr(wait, name) for name in Wait.__slots__] for wait in self.waits],
                "items": self.items,
            }
        ).decode()

    @classmethod
    def of(cls, text: str | None) -> Doing:
        """As it was kept; of a worker that has said nothing yet, nothing."""
        if text is None:
            return cls()
        found = orjson.loads(text)
        return cls(
            tuple(Mark(at, items, tuple(ended), tuple(busy), out) for at, items, ended, busy, out in found["marks"]),
            tuple(ModelNow(*one) for one in found["models"]),
            tuple(Wait(*one) for one in found["waits"]),
            found.get("items", 0),  # who said it may be of an older version
        )


def with_mark(marks: Sequence[Mark], newest: Mark) -> tuple[Mark, ...]:
    """Marks with a new one, oldest first; those that stand too close to each other for their age are gone."""
    kept: list[Mark] = []
    for mark in (*marks, newest):
        if newest.at - mark.at > KEPT_S:
            continue
        while len(kept) > 1 and mark.at - kept[-2].at < (newest.at - kept[-1].at) / SPACING:
            kept.pop()  # its neighbours are close enough to each other
        kept.append(mark)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Out:
    """The open calls of one worker in one phase.

    Args:
        items: Whose calls they are: more than calls where one asks for many, fewer where an item has several out, for
            pages of its file or parts of its text.
        calls: Those that were sent.
        for_ms: How long they have been out, all together.
    """

    worker_id: str
    phase: int
    items: int
    calls: int
    for_ms: int


def open_calls(conn: Connection, project: str, job_id: str, now: float) -> list[Out]:
    """A job's open calls by worker and phase, read from the index of just those."""
    calls = batch_calls.c
    query = (
        select(
            calls.worker_id,
            calls.phase,
            func.count(case((calls["items"] == 1, calls.ordinal)).distinct()).label("alone"),
            func.sum(case((calls["items"] > 1, calls["items"]), else_=0)).label("inputs"),
            func.sum(case((calls.status != CallStatus.ADMITTED, 1), else_=0)).label("calls"),
            func.count(calls.sent_at).label("timed"),
            func.sum(calls.sent_at).label("sent"),
        )
        .where(calls.project == project, IS_OPEN, calls.job_id == job_id)
        .group_by(calls.worker_id, calls.phase)
    )
    return [
        Out(
            row.worker_id, row.phase, row.alone + int(row.inputs), int(row.calls),
            max(0, round(1000 * (row.timed * now - (row.sent or 0.0)))),
        )
        for row in conn.execute(query)
    ]  # fmt: skip


def sent_by_model(conn: Connection, project: str, job_id: str) -> dict[str, int]:
    """How many calls of a job are out, by "provider/model"; read from the same index."""
    calls = batch_calls.c
    query = select(calls.model, func.count().label("out")).where(
        calls.project == project, IS_OPEN, calls.job_id == job_id, calls.status != CallStatus.ADMITTED
    )
    return {row.model: row.out for row in conn.execute(query.group_by(calls.model))}


def open_by_role(conn: Connection, project: str, job_id: str) -> dict[str, int]:
    """How many calls of a job are out or about to be, by what they are for; read from the same index."""
    calls = batch_calls.c
    query = select(calls.role, func.count().label("open")).where(
        calls.project == project, IS_OPEN, calls.job_id == job_id
    )
    return {row.role: row.open for row in conn.execute(query.group_by(calls.role))}


def mark_of(worker_id: str, totals: Sequence[Row_], out: Sequence[Out], phases: int, now: float) -> Mark:
    """Where a worker stands, by its totals and its open calls.

    Args:
        worker_id: Which one.
        totals: Rows of `batch_totals`, of whatever workers.
        out: Open calls, of whatever workers.
        phases: How many the job has.
        now: Database seconds.
    """
    mine = [row for row in totals if row.worker_id == worker_id]
    by_phase = {row.phase: row for row in mine}
    done = [by_phase.get(phase) for phase in range(phases)]
    items = by_phase.get(ITEMS)
    return Mark(
        now,
        0 if items is None else items.completed + items.failed,
        tuple(0 if row is None else row.completed + row.failed for row in done),
        tuple(0 if row is None else row.busy_ms for row in done),
        sum(one.for_ms for one in out if one.worker_id == worker_id),
    )


def read_mark(state: State, worker: WorkerRef, project: str, phases: int) -> Mark:
    """Where a worker stands now."""
    totals = batch_totals.c
    mine = (totals.job_id == worker.job_id, totals.epoch == worker.epoch, totals.worker_id == worker.worker_id)
    with state.read() as conn:
        now = state.now(conn)
        out = open_calls(conn, project, worker.job_id, now)
        return mark_of(worker.worker_id, conn.execute(select(batch_totals).where(*mine)).all(), out, phases, now)


def say(state: State, worker: WorkerRef, doing: Doing) -> None:
    """Keep what a worker does beside its row."""
    mine = (workers.c.worker_id == worker.worker_id, workers.c.ended_at.is_(None))
    state.transact(lambda conn: conn.execute(update(workers).where(*mine).values(doing=doing.text())))


def heard(conn: Connection, job_id: str, epoch: int) -> dict[str, Doing]:
    """What the workers of an epoch that have not left said last, by worker."""
    rows = conn.execute(
        select(workers.c.worker_id, workers.c.doing)
        .where(workers.c.job_id == job_id, workers.c.epoch == epoch, workers.c.ended_at.is_(None))
        .order_by(workers.c.joined_at)
    )
    return {row.worker_id: Doing.of(row.doing) for row in rows}


def is_at_work(state: State, ref: JobRef) -> bool:
    """Whether a living worker of a run has items in progress, as far as it said."""
    with state.read() as conn:
        living = living_workers(conn, state, ref.job_id, ref.epoch)
        return any(Doing.of(row.doing).items for row in living)
