"""A job as the engine reads it: the job itself, its pages, and the open items of a page.

Readers go by key in short transactions: a scan over a million items is a hundred small ones, and none of them
holds a snapshot that the writers would pay for. No scan loads a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import orjson
from sqlalchemy import ColumnElement, Row, Select, select

from state.engine import State
from state.errors import NotBuiltError, no_job
from state.file_records import load_file
from state.item_input import load_input
from state.outage import insist
from state.passages import ByPhase, passages_between
from state.plan_records import Options, Plan
from state.records import Checkpoint, Json, OpenItem
from state.schema import batch_checkpoints, batch_items, batch_jobs
from state.status import ItemStatus, JobStatus, Wanted
from state.workspace import Workspace

PAGE_ITEMS = 100
PAGE_MAX_BYTES = 8 * 1024 * 1024
"""A page is opened as a whole: this much of texts and fields a worker holds for a lane."""

BLOCKS_A_LANE = 4
"""Lanes take turns in blocks of items: of a page's size, or of a small job so many each, so that none stands idle."""

ITEM_COLUMNS = tuple(
    batch_items.c[name] for name in ("ordinal", "item_id", "text", "fields", "payload_ref", "file", "file_key", "pages")
)
"""What is read of an item that is opened."""

_SCAN = 5_000
"""Ordinals that one scan's transaction looks at."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job, as whoever runs it needs it; `first` is the number of items that may run (None: all)."""

    job_id: str
    project: str
    name: str
    status: JobStatus
    wanted: Wanted
    epoch: int
    spec: str
    plan: Plan
    plan_digest: str | None
    options: Options
    total_items: int
    open_items: int
    first: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """A range of ordinals [first, last]."""

    first: int
    last: int


def load_job(state: State, job_id: str) -> JobRow:
    """The job with its plan and options.

    Raises:
        NotFoundError: There is no such job, or its items are still coming in.
        NotBuiltError: It asks for something that this version does not have, so it has no plan.
    """
    from state.plans import load_plan  # noqa: PLC0415  # pydantic is slow to load, and who only looks needs no plan

    with state.read() as conn:
        row = conn.execute(
            select(batch_jobs).where(batch_jobs.c.job_id == job_id, batch_jobs.c.status.is_not(None))
        ).one_or_none()
    if row is None:
        raise no_job(job_id)
    if row.plan is None:
        raise NotBuiltError(f"{job_id} asks for something that this version does not have", hint="start it to see what")
    return JobRow(
        job_id=row.job_id,
        project=row.project,
        name=row.name,
        status=JobStatus(row.status),
        wanted=Wanted(row.wanted),
        epoch=row.epoch,
        spec=row.spec,
        plan=load_plan(row.plan),
        plan_digest=row.plan_digest,
        options=Options(
            concurrency=row.concurrency,
            checkpoint_frequency=row.checkpoint_frequency,
            auto_start=row.auto_start,
            budget_usd=row.budget_usd,
            max_failed_percent=row.max_failed_percent,
        ),
        total_items=row.total_items,
        open_items=row.open_items,
        first=row.first,
    )


def pages(
    state: State,
    job_id: str,
    *,
    lane: int = 0,
    lanes: int = 1,
    items: int = PAGE_ITEMS,
    max_bytes: int = PAGE_MAX_BYTES,
) -> Iterator[Span]:
    """Ranges that hold all items of a lane that are still pending, at most `items` pending ones and `max_bytes` each.

    An item that is larger than `max_bytes` has a page of its own. Ordinals from the job's `first` on wait. Which lane
    an item is in follows from its place in the job alone: lanes list their pages at different times, while others work.

    Args:
        lane: Which one, of `lanes` in all.
    """
    total, end = extent(state, job_id)
    block = max(1, min(items, total // (BLOCKS_A_LANE * lanes)))
    first: int | None = None
    last = count = size = 0
    mine = batch_items.c.ordinal // block % lanes == lane
    for ordinal, item_bytes in item_sizes(state, job_id, end, only=() if lanes == 1 else (mine,)):
        is_apart = lanes > 1 and ordinal // block != last // block  # what lies between is another lane's
        if first is not None and (is_apart or count == items or size + item_bytes > max_bytes):
            yield Span(first, last)
            first = None
        if first is None:
            first, count, size = ordinal, 0, 0
        last, count, size = ordinal, count + 1, size + item_bytes
    if first is not None:
        yield Span(first, last)


def extent(state: State, job_id: str) -> tuple[int, int]:
    """How many items a job has, and how many of them may run: those before its `first`."""
    query = select(batch_jobs.c.total_items, batch_jobs.c.first).where(batch_jobs.c.job_id == job_id)
    job = next(iter(insist(state, partial(_fetch, state, query))), None)
    if job is None:
        raise no_job(job_id)
    return job.total_items, job.total_items if job.first is None else min(job.first, job.total_items)


def item_sizes(
    state: State, job_id: str, end: int, *, pending: bool = True, only: Sequence[ColumnElement[bool]] = ()
) -> Iterator[tuple[int, int]]:
    """Ordinal and size in bytes of each item before `end` that is pending, or that is not, in order.

    Args:
        only: What else must hold of them.
    """
    item = batch_items.c
    wanted = item.status == ItemStatus.PENDING if pending else item.status != ItemStatus.PENDING
    for start in range(0, end, _SCAN):
        query = (
            select(item.ordinal, item.size_bytes)
            .where(
                item.job_id == job_id,
                item.ordinal >= start,
                item.ordinal < min(start + _SCAN, end),
                wanted,
                *only,
            )
            .order_by(item.ordinal)
        )
        rows = insist(state, partial(_fetch, state, query))
        yield from ((row.ordinal, row.size_bytes) for row in rows)


def _fetch(state: State, query: Select[tuple[int, int]]) -> Sequence[Row[tuple[int, int]]]:
    with state.read() as conn:
        return conn.execute(query).all()


def open_page(state: State, workspace: Workspace, job_id: str, first: int, last: int) -> list[OpenItem]:
    """The pending items of a range with their checkpoints, in order, with their texts wherever those live."""
    item, checkpoint = batch_items.c, batch_checkpoints.c
    with state.read() as conn:
        rows = conn.execute(
            select(*ITEM_COLUMNS)
            .where(
                item.job_id == job_id,
                item.ordinal.between(first, last),
                item.status == ItemStatus.PENDING,
            )
            .order_by(item.ordinal)
        ).all()
        kept = conn.execute(
            select(batch_checkpoints).where(checkpoint.job_id == job_id, checkpoint.ordinal.between(first, last))
        ).all()
        found = passages_between(conn, job_id, first, last)
    pending = {row.ordinal for row in rows}
    checkpoints: dict[int, dict[int, Checkpoint]] = {}
    for row in kept:
        if row.ordinal in pending:
            checkpoints.setdefault(row.ordinal, {})[row.phase] = checkpoint_of(workspace, row)
    return [
        open_item(workspace, job_id, row, checkpoints.get(row.ordinal, {}), found.get(row.ordinal, {})) for row in rows
    ]


def open_item(
    workspace: Workspace,
    job_id: str,
    row: Row[tuple[object, ...]],
    checkpoints: Mapping[int, Checkpoint],
    passages: ByPhase,
) -> OpenItem:
    """A row of `ITEM_COLUMNS` with its text, wherever that lives."""
    text, fields = load_input(workspace, row.text, row.fields, row.payload_ref)
    file = load_file(row.file)
    unread = file if row.file_key is None else None
    pages = file.pages(row.pages) if file is not None else ()
    return OpenItem(
        job_id, row.ordinal, row.item_id, text, fields, checkpoints, unread, row.payload_ref, pages, passages
    )


def checkpoint_of(workspace: Workspace | None, row: Row[tuple[object, ...]]) -> Checkpoint:
    """A row of `batch_checkpoints` with its output; without it where no workspace is given."""
    return Checkpoint(
        phase=row.phase,
        ok=row.ok,
        output=None if workspace is None else load_output(workspace, row.output, row.payload_ref),
        attempts=row.attempts,
        score=row.score,
        root_digest=row.root_digest,
        error_class=row.error_class,
        error_message=row.error_message,
        payload_ref=row.payload_ref,
        code_digest=row.code_digest,
        cut_chars=row.cut_chars,
        beside=tuple((row.beside or "").split()),
    )


def load_output(workspace: Workspace, output: str | None, payload_ref: str | None) -> Json:
    """A checkpoint's output; a payload holds it as the same JSON text that the column would."""
    text = output if payload_ref is None else workspace.get(payload_ref)
    loaded: Json = None if text is None else orjson.loads(text)
    return loaded
