"""What an export reads: a job's results by ordinal, its ledger by call id, and both of them summed up.

Everything is read by key in short transactions, a few rows at a time, so that an export of ten million items holds no
snapshot that a running job would pay for, and no more in memory than one chunk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, select

from state.engine import State
from state.errors import StateUnreachableError
from state.file_records import PageRead, load_pages
from state.item_input import shown_input
from state.job_lookup import job_row, phase_names
from state.ledger_row import CALL_COLUMNS, CallRow, call_row
from state.pages import load_output
from state.purged import check_payloads
from state.records import ZERO, Json
from state.schema import batch_calls, batch_checkpoints, batch_items
from state.status import OPEN_CALLS, CallStatus, ItemStatus, JobStatus
from state.workspace import Workspace

_ITEMS = 50
"""Items of a chunk: with ten phases of the largest outputs that stay in the database, 140 MB."""

_CALLS = 2_000


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One item with what its phases put out, by phase; `text` is what it came with, `pages` those of a file."""

    ordinal: int
    item_id: str
    status: ItemStatus
    text: str
    outputs: Mapping[int, Json]
    error_class: str | None
    error_message: str | None
    pages: tuple[PageRead, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """A job, summed up: `settled` and `unknown` are sums over its ledger, in US dollars."""

    spec_digest: str
    total: int
    completed: int
    failed: int
    cancelled: int
    pending: int
    calls: int
    settled_usd: Decimal
    unknown_usd: Decimal


def totals(state: State, job_id: str) -> Totals:
    """Counts and costs of a job, of one moment.

    Raises:
        NotFoundError: There is no such job, or its items are still coming in.
        PurgedError: Its inputs and outputs were purged.
    """
    call = batch_calls.c
    with state.read() as conn:
        job = job_row(conn, job_id)
        check_payloads(job, "exported")
        sums = conn.execute(
            select(call.status, func.count(), func.sum(call.cost_usd, type_=call.cost_usd.type))
            .where(call.job_id == job_id)
            .group_by(call.status)
        )
        by_status = {CallStatus(status): (int(count), cost or ZERO) for status, count, cost in sums}
    is_cancelled = job.status == JobStatus.CANCELLED
    return Totals(
        spec_digest=job.spec_digest,
        total=job.total_items,
        completed=job.total_items - job.open_items - job.failed_items,
        failed=job.failed_items,
        cancelled=job.open_items if is_cancelled else 0,
        pending=0 if is_cancelled else job.open_items,
        calls=sum(count for count, _ in by_status.values()),
        settled_usd=sum(
            (cost for status, (_, cost) in by_status.items() if status not in {*OPEN_CALLS, CallStatus.UNKNOWN}), ZERO
        ),
        unknown_usd=by_status.get(CallStatus.UNKNOWN, (0, ZERO))[1],
    )


def result_rows(state: State, workspace: Workspace, job_id: str, first: int, last: int) -> Iterator[ResultRow]:
    """The items [first, last] in order, finished or not; texts are loaded one item at a time.

    Raises:
        PurgedError: Its inputs and outputs were purged, maybe only now.
    """
    item, checkpoint = batch_items.c, batch_checkpoints.c
    for start in range(first, last + 1, _ITEMS):
        end = min(start + _ITEMS - 1, last)
        with state.read(whole=True) as conn:
            job = job_row(conn, job_id)
            check_payloads(job, "exported")
            is_cancelled = job.status == JobStatus.CANCELLED
            rows = conn.execute(
                select(batch_items)
                .where(item.job_id == job_id, item.ordinal.between(start, end))
                .order_by(item.ordinal)
            ).all()
            kept = conn.execute(
                select(checkpoint.ordinal, checkpoint.phase, checkpoint.output, checkpoint.payload_ref).where(
                    and_(checkpoint.job_id == job_id, checkpoint.ordinal.between(start, end), checkpoint.ok)
                )
            ).all()
        refs: dict[int, list[tuple[int, str | None, str | None]]] = {}
        for ordinal, *ref in kept:
            refs.setdefault(ordinal, []).append((ref[0], ref[1], ref[2]))
        for row in rows:
            status = ItemStatus(row.status)
            try:
                text = shown_input(workspace, row)[0]
                outputs = {phase: load_output(workspace, *ref) for phase, *ref in refs.get(row.ordinal, ())}
            except StateUnreachableError:
                with state.read() as conn:
                    check_payloads(job_row(conn, job_id), "exported")
                raise
            yield ResultRow(
                ordinal=row.ordinal,
                item_id=row.item_id,
                status=ItemStatus.CANCELLED if is_cancelled and status is ItemStatus.PENDING else status,
                text=text,
                outputs=outputs,
                error_class=row.error_class,
                error_message=row.error_message,
                pages=load_pages(row.pages),
            )


def has_files(state: State, job_id: str) -> bool:
    """Whether any item of a job is a file."""
    item = batch_items.c
    with state.read() as conn:
        found = conn.execute(select(item.ordinal).where(item.job_id == job_id, item.file.is_not(None)).limit(1)).first()
    return found is not None


def vector_sizes(state: State, workspace: Workspace, job_id: str, phases: Iterable[int]) -> dict[int, int]:
    """How many numbers the first vector of each of these phases has; a phase without one is left out."""
    checkpoint = batch_checkpoints.c
    sizes: dict[int, int] = {}
    for phase in phases:
        with state.read() as conn:
            first = conn.execute(
                select(checkpoint.output, checkpoint.payload_ref)
                .where(checkpoint.job_id == job_id, checkpoint.phase == phase, checkpoint.ok)
                .order_by(checkpoint.ordinal)
                .limit(1)
            ).first()
        vector = load_output(workspace, first.output, first.payload_ref) if first is not None else None
        if isinstance(vector, list):
            sizes[phase] = len(vector)
    return sizes


def ledger_marks(state: State, job_id: str, every: int) -> list[str]:
    """Where the ledger is to be cut so that each part has that many calls: after these call ids, "" first."""
    call = batch_calls.c
    marks = [""]
    while True:
        query = select(call.call_id).where(call.job_id == job_id, call.call_id > marks[-1]).order_by(call.call_id)
        with state.read() as conn:
            mark = conn.execute(query.offset(every - 1).limit(1)).scalar_one_or_none()
            if mark is None or conn.execute(query.where(call.call_id > mark).limit(1)).first() is None:
                return marks
        marks.append(mark)


def ledger_rows(state: State, job_id: str, after: str, most: int) -> Iterator[CallRow]:
    """At most that many calls whose id comes after the given one, in order of their ids."""
    call = batch_calls.c
    with state.read() as conn:
        names = phase_names(job_row(conn, job_id))
    while most > 0:
        with state.read() as conn:
            rows = conn.execute(
                select(*CALL_COLUMNS)
                .where(call.job_id == job_id, call.call_id > after)
                .order_by(call.call_id)
                .limit(min(_CALLS, most))
            ).all()
        if not rows:
            return
        yield from (call_row(row, names) for row in rows)
        after, most = rows[-1].call_id, most - len(rows)
