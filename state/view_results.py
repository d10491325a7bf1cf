"""Items with what became of them, by key in short transactions, a page of a hundred at a time.

Payloads are fetched from the workspace as a row is made, outside of any transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Row, func, select

from state.engine import State
from state.errors import InputError, NotFoundError, StateUnreachableError
from state.file_records import FileRef, PageRead, load_file, load_pages
from state.item_input import shown_input
from state.job_lookup import job_row, name_of, phase_names
from state.job_view import ErrorView
from state.money import usd_text
from state.pages import checkpoint_of
from state.paging import check_page
from state.purged import purged_since, was_purged
from state.records import PACKED, ZERO, Checkpoint, Json
from state.schema import answer_uses, batch_calls, batch_checkpoints, batch_items, call_items
from state.status import OPEN_CALLS, ItemStatus, JobStatus
from state.workspace import Workspace

_PAGE = 100
_SCAN = 5_000


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One item with its outcome; `output` is the last phase's, once the item is COMPLETED."""

    item_id: str
    ordinal: int
    status: ItemStatus
    input: str
    fields: Mapping[str, Json]
    output: Json
    phase_outputs: Mapping[str, Json]
    cost_incurred: Decimal
    cost_saved: Decimal
    error: ErrorView | None
    attempts: int
    checkpoints: Mapping[int, Checkpoint]
    file: FileRef | None = None
    pages: tuple[PageRead, ...] = ()
    file_key: str | None = None

    def document(self) -> dict[str, Json]:
        """A row of `results`."""
        return {
            "item_id": self.item_id,
            "ordinal": self.ordinal,
            "status": str(self.status),
            "input": self.input,
            "output": self.output,
            "phase_outputs": dict(self.phase_outputs),
            "cost_incurred": usd_text(self.cost_incurred),
            "cost_saved": usd_text(self.cost_saved),
            "error": self.error.document() if self.error else None,
            "attempts": self.attempts,
        }


def results(
    state: State,
    workspace: Workspace,
    job_id: str,
    *,
    status: str | None = None,
    limit: int | None = None,
    offset: int = 0,
    after_ordinal: int = -1,
) -> Iterator[ResultRow]:
    """Items with what became of them, by ordinal.

    Args:
        state: Where the job is.
        workspace: Where its large payloads are.
        job_id: Which one.
        status: Only items in this status.
        limit: At most so many; None: all.
        offset: Leave out so many of them first.
        after_ordinal: Go on behind this ordinal, as the last row that was read says it.

    Raises:
        NotFoundError: There is no such job.
        InputError: No such status, or a limit or offset that no list has.
    """
    wanted = None if status is None else item_status(status)
    check_page(limit, offset)
    with state.read() as conn:
        job = job_row(conn, job_id)
    return _results(state, workspace, job, wanted, limit, offset, after_ordinal)


def item_status(name: str) -> ItemStatus:
    """The status of that name, in capitals or not.

    Raises:
        InputError: There is none.
    """
    if name.upper() not in ItemStatus.__members__:
        raise InputError(f"{name!r} is no status of an item; there are {', '.join(ItemStatus)}", path="status")
    return ItemStatus(name.upper())


def _results(
    state: State,
    workspace: Workspace,
    job: Row[tuple[object, ...]],
    status: str | None,
    limit: int | None,
    offset: int,
    after: int,
) -> Iterator[ResultRow]:
    if status is None:  # ordinals have no gaps
        after, offset = after + offset, 0
    page: list[int] = []
    left = limit
    for ordinal in _ordinals(state, job, status, after):
        if offset:
            offset -= 1
            continue
        if left == 0:
            break
        page.append(ordinal)
        left = None if left is None else left - 1
        if len(page) == _PAGE:
            yield from result_rows(state, workspace, job, page)
            page = []
    if page:
        yield from result_rows(state, workspace, job, page)


def count_results(state: State, job_id: str, *, status: str | None = None) -> int:
    """How many items `results` has, in constant time.

    Raises:
        InputError: There is no such status.
    """
    wanted = None if status is None else item_status(status)
    with state.read() as conn:
        job = job_row(conn, job_id)
    is_cancelled = job.status == JobStatus.CANCELLED
    counts: dict[str | None, int] = {
        None: job.total_items,
        ItemStatus.COMPLETED: job.total_items - job.open_items - job.failed_items,
        ItemStatus.FAILED: job.failed_items,
        ItemStatus.CANCELLED: job.open_items if is_cancelled else 0,
        ItemStatus.PENDING: 0 if is_cancelled else job.open_items,
    }
    return counts[wanted]


def _ordinals(state: State, job: Row[tuple[object, ...]], status: str | None, after: int) -> Iterator[int]:
    """Ordinals of the items in a status, a window of keys at a time."""
    if status is None:
        yield from range(after + 1, job.total_items)
        return
    is_cancelled = job.status == JobStatus.CANCELLED
    if status == (ItemStatus.PENDING if is_cancelled else ItemStatus.CANCELLED):
        return
    stored = ItemStatus.PENDING if is_cancelled and status == ItemStatus.CANCELLED else status
    item = batch_items.c
    for start in range(after + 1, job.total_items, _SCAN):
        query = (
            select(item.ordinal)
            .where(item.job_id == job.job_id, item.ordinal.between(start, start + _SCAN - 1), item.status == stored)
            .order_by(item.ordinal)
        )
        with state.read() as conn:
            found = list(conn.scalars(query))
        yield from found


def ended(state: State, job_id: str, *, after_ordinal: int = -1) -> Iterator[tuple[int, ItemStatus]]:
    """Ordinal and status of each item that is in a final state, by ordinal; no text is loaded.

    Raises:
        NotFoundError: There is no such job.
    """
    item = batch_items.c
    with state.read() as conn:
        job = job_row(conn, job_id)
    is_cancelled = job.status == JobStatus.CANCELLED
    for start in range(after_ordinal + 1, job.total_items, _SCAN):
        query = select(item.ordinal, item.status).where(
            item.job_id == job_id, item.ordinal.between(start, start + _SCAN - 1)
        )
        with state.read() as conn:
            page = conn.execute(query.order_by(item.ordinal)).all()
        for ordinal, status in page:
            if status != ItemStatus.PENDING:
                yield ordinal, ItemStatus(status)
            elif is_cancelled:
                yield ordinal, ItemStatus.CANCELLED


def results_of(state: State, workspace: Workspace, job_id: str, ordinals: Sequence[int]) -> Iterator[ResultRow]:
    """The rows of these items, by ordinal; a page of them at a time, so give few.

    Raises:
        NotFoundError: There is no such job.
    """
    with state.read() as conn:
        job = job_row(conn, job_id)
    return result_rows(state, workspace, job, ordinals)


def result_rows(
    state: State, workspace: Workspace, job: Row[tuple[object, ...]], ordinals: Sequence[int]
) -> Iterator[ResultRow]:
    """The rows of these items, read at one instant; of a job that was purged without inputs and outputs."""
    item, checkpoint, call, use = batch_items.c, batch_checkpoints.c, batch_calls.c, answer_uses.c
    part = call_items.c
    ids = list(ordinals)
    with state.read(whole=True) as conn:
        items = conn.execute(
            select(batch_items).where(item.job_id == job.job_id, item.ordinal.in_(ids)).order_by(item.ordinal)
        ).all()
        kept = conn.execute(
            select(batch_checkpoints)
            .where(checkpoint.job_id == job.job_id, checkpoint.ordinal.in_(ids))
            .order_by(checkpoint.phase)
        ).all()
        costs = conn.execute(
            select(call.ordinal, func.sum(call.cost_usd).label("usd"))
            .where(call.job_id == job.job_id, call.ordinal.in_(ids), call.kind != PACKED)
            .group_by(call.ordinal)
        ).all()
        shares = conn.execute(
            select(part.ordinal, func.sum(part.share_usd).label("usd"))
            .join_from(call_items, batch_calls, call.call_id == part.call_id)
            .where(part.job_id == job.job_id, part.ordinal.in_(ids), call.status.not_in(OPEN_CALLS))
            .group_by(part.ordinal)
        ).all()
        saved = conn.execute(
            select(use.ordinal, func.sum(use.saved_usd).label("usd"))
            .where(use.job_id == job.job_id, use.ordinal.in_(ids))
            .group_by(use.ordinal)
        ).all()
        is_purged = purged_since(conn, job.job_id) is not None
    cost_of: dict[int, Decimal] = {row.ordinal: row.usd for row in costs}
    for share in shares:
        cost_of[share.ordinal] = cost_of.get(share.ordinal, ZERO) + share.usd
    saved_of: dict[int, Decimal] = {row.ordinal: row.usd for row in saved}
    names = phase_names(job)
    by_item: dict[int, list[Row[tuple[object, ...]]]] = {}
    for row in kept:
        by_item.setdefault(row.ordinal, []).append(row)
    for row in items:
        mine = by_item.get(row.ordinal, ())
        read = None if is_purged else _read(state, workspace, row, mine)
        is_purged = read is None
        text, fields, checkpoints = read or ("", {}, {one.phase: checkpoint_of(None, one) for one in mine})
        money = cost_of.get(row.ordinal, ZERO), saved_of.get(row.ordinal, ZERO)
        yield _result(job, row, names, (text, fields), checkpoints, money)


def _read(
    state: State, workspace: Workspace, row: Row[tuple[object, ...]], kept: Sequence[Row[tuple[object, ...]]]
) -> tuple[str, Mapping[str, Json], dict[int, Checkpoint]] | None:
    """An item's text, fields and checkpoints; None where its job was purged as they were to be read."""
    try:
        text, fields = shown_input(workspace, row)
        return text, fields, {one.phase: checkpoint_of(workspace, one) for one in kept}
    except StateUnreachableError:
        if was_purged(state, row.job_id):
            return None
        raise


def _result(
    job: Row[tuple[object, ...]],
    row: Row[tuple[object, ...]],
    names: Sequence[str],
    given: tuple[str, Mapping[str, Json]],
    checkpoints: dict[int, Checkpoint],
    money: tuple[Decimal, Decimal],
) -> ResultRow:
    status = ItemStatus(row.status)
    if status is ItemStatus.PENDING and job.status == JobStatus.CANCELLED:
        status = ItemStatus.CANCELLED
    last = checkpoints[max(checkpoints)] if checkpoints else None
    error = None
    if row.error_class:
        phase = None if row.error_phase is None else name_of(names, row.error_phase)
        error = ErrorView(row.error_class, row.error_message or "", phase)
    return ResultRow(
        item_id=row.item_id,
        ordinal=row.ordinal,
        status=status,
        input=given[0],
        fields=given[1],
        output=last.output if last and status is ItemStatus.COMPLETED else None,
        phase_outputs={name_of(names, phase): one.output for phase, one in checkpoints.items() if one.ok},
        cost_incurred=money[0],
        cost_saved=money[1],
        error=error,
        attempts=row.attempts,
        checkpoints=checkpoints,
        file=load_file(row.file),
        pages=load_pages(row.pages),
        file_key=row.file_key,
    )


def find_item(state: State, job_id: str, item_id: str) -> int:
    """The ordinal of an item.

    Raises:
        NotFoundError: The job has no such item.
    """
    item = batch_items.c
    with state.read() as conn:
        ordinal = conn.execute(
            select(item.ordinal).where(item.job_id == job_id, item.item_id == item_id)
        ).scalar_one_or_none()
    if ordinal is None:
        meant = _near(state, job_id, item_id)
        shows = f"`batchwright results {job_id}` shows the items"
        raise NotFoundError(f"{job_id} has no item {item_id!r}", hint=f"did you mean {meant}?" if meant else shows)
    return int(ordinal)


_NEAR, _DIGITS = 4, 10
"""So many ids are offered in place of one that is not there; a number of an item has fewer digits."""


def _near(state: State, job_id: str, typed: str) -> str:
    """The items that were meant where an id was typed in part, or the number of an item in its place."""
    item = batch_items.c
    is_near = item.item_id.contains(typed, autoescape=True)
    if typed.isascii() and typed.isdigit() and len(typed) < _DIGITS:
        is_near |= item.ordinal == int(typed)
    near = select(item.item_id).where(item.job_id == job_id, is_near).order_by(item.ordinal).limit(_NEAR)
    with state.read() as conn:
        return " or ".join(repr(one) for one in conn.execute(near).scalars()) if typed else ""
