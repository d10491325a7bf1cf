"""The ledger and the history of a job, by key in short transactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Row, TextClause, func, select

from state.clock import iso
from state.engine import State
from state.errors import InputError
from state.events import Facts, read_facts
from state.job_lookup import job_row, phase_names
from state.ledger_row import CALL_COLUMNS, CallRow, call_row
from state.paging import check_page
from state.records import Json
from state.schema import IS_UNKNOWN, batch_calls, batch_events, call_items
from state.status import CallStatus
from state.view_results import find_item

_PAGE = 500


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a job's history."""

    event_id: int
    at: datetime
    kind: str
    message: str
    facts: Facts = field(default_factory=dict)

    def document(self) -> dict[str, Json]:
        """A row of `events`."""
        return {
            "event_id": self.event_id,
            "at": iso(self.at),
            "kind": self.kind,
            "message": self.message,
            "facts": dict(self.facts),
        }


def calls(
    state: State,
    job_id: str,
    *,
    item_id: str | None = None,
    status: str | None = None,
    limit: int | None = None,
    offset: int = 0,
    after_call_id: str = "",
) -> Iterator[CallRow]:
    """The ledger of a job, or of one of its items, in the order in which the calls were made.

    Args:
        state: Where the job is.
        job_id: Which one.
        item_id: Only this item's calls.
        status: Only calls in this status, by name in capitals or not.
        limit: At most so many; None: all.
        offset: Leave out so many of them first.
        after_call_id: Go on behind this call, as the last row that was read says it.

    Raises:
        NotFoundError: There is no such job or item.
        InputError: No such status, or a limit or offset that no list has.
    """
    wanted = None if status is None else call_status(status)
    check_page(limit, offset)
    with state.read() as conn:
        job = job_row(conn, job_id)
    ordinal = None if item_id is None else find_item(state, job_id, item_id)
    return _calls(state, job, ordinal, wanted, limit, offset, after_call_id)


def calls_of(state: State, job: Row[tuple[object, ...]], ordinal: int) -> Iterator[CallRow]:
    """The calls of one item of a job whose row is known, in the order in which they were made."""
    return _calls(state, job, ordinal, None, None, 0, "")


def call_status(name: str) -> CallStatus:
    """The status of that name.

    Raises:
        InputError: There is none.
    """
    try:
        return CallStatus(name.lower())
    except ValueError:
        known = ", ".join(CallStatus)
        raise InputError(f"{name!r} is no status of a call; there are {known}", path="status") from None


def _calls(
    state: State,
    job: Row[tuple[object, ...]],
    ordinal: int | None,
    status: CallStatus | None,
    limit: int | None,
    offset: int,
    after: str,
) -> Iterator[CallRow]:
    names = phase_names(job)
    if ordinal is not None:
        found = _item_calls(state, job, ordinal, after)
        rows: Iterable[Row[tuple[object, ...]]] = [row for row in found if status in (None, row.status)]
    else:  # the database steps over rows without giving them away
        rows, offset = _ledger(state, job, status, after, offset), 0
    for row in islice(rows, offset, None if limit is None else offset + limit):
        yield call_row(row, names)


def _in_status(status: CallStatus) -> ColumnElement[bool] | TextClause:
    """The condition, in the words of the partial index where there is one."""
    return IS_UNKNOWN if status is CallStatus.UNKNOWN else batch_calls.c.status == status


def _ledger(
    state: State, job: Row[tuple[object, ...]], status: CallStatus | None, after: str, offset: int
) -> Iterator[Row[tuple[object, ...]]]:
    call = batch_calls.c
    while True:
        query = select(*CALL_COLUMNS).where(call.job_id == job.job_id, call.call_id > after).order_by(call.call_id)
        if status is not None:
            query = query.where(_in_status(status))
        with state.read() as conn:
            page = conn.execute(query.offset(offset).limit(_PAGE)).all()
        yield from page
        if len(page) < _PAGE:
            return
        after, offset = page[-1].call_id, 0


def _item_calls(state: State, job: Row[tuple[object, ...]], ordinal: int, after: str) -> list[Row[tuple[object, ...]]]:
    """All calls of an item, the packed ones that ask for others too among them.

    Sorted here, or a planner may go through the whole job's in order.
    """
    call, part = batch_calls.c, call_items.c
    with state.read() as conn:
        rows = conn.execute(select(*CALL_COLUMNS).where(call.job_id == job.job_id, call.ordinal == ordinal)).all()
        packed = conn.execute(
            select(*CALL_COLUMNS)
            .join_from(call_items, batch_calls, call.call_id == part.call_id)
            .where(part.job_id == job.job_id, part.ordinal == ordinal)
        ).all()
    by_id = {row.call_id: row for row in (*rows, *packed) if row.call_id > after}
    return [by_id[call_id] for call_id in sorted(by_id)]


def count_calls(state: State, job_id: str, *, item_id: str | None = None, status: str | None = None) -> int:
    """How many calls the ledger of a job, or of an item, has, of those in a status if that is given."""
    if item_id is not None:
        return sum(1 for _ in calls(state, job_id, item_id=item_id, status=status))
    query = select(func.count()).select_from(batch_calls).where(batch_calls.c.job_id == job_id)
    if status is not None:
        query = query.where(_in_status(call_status(status)))
    with state.read() as conn:
        return conn.execute(query).scalar_one()


def events(state: State, job_id: str, *, after_event_id: int = 0, limit: int | None = None) -> Iterator[EventRow]:
    """A job's history, oldest first.

    Raises:
        NotFoundError: There is no such job.
    """
    with state.read() as conn:
        job_row(conn, job_id)
    return _events(state, job_id, after_event_id, limit)


def _events(state: State, job_id: str, after: int, left: int | None) -> Iterator[EventRow]:
    event = batch_events.c
    while left is None or left > 0:
        count = _PAGE if left is None else min(_PAGE, left)
        query = select(batch_events).where(event.job_id == job_id, event.event_id > after).order_by(event.event_id)
        with state.read() as conn:
            page = conn.execute(query.limit(count)).all()
        for row in page:
            yield EventRow(row.event_id, row.at, row.kind, row.message, read_facts(row.facts))
        if len(page) < count:
            return
        after = page[-1].event_id
        left = None if left is None else left - len(page)
