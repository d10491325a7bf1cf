"""What unknown calls really cost, as the provider's usage page says: people correct what nobody saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, Row, select, update

from state.engine import State
from state.errors import InputError, NotFoundError
from state.events import EventKind, note_event
from state.group import Group, WorkerRef, open_group
from state.money import usd_text
from state.option_changes import check_usd
from state.packs import share_corrected
from state.records import PACKED, ZERO, Json
from state.schema import batch_calls
from state.status import CallStatus, moved

RECONCILED = "reconciled"
"""Error class of a call that a person settled; its reply was never seen, so no run's sums are over it."""

_SOME = 500
_FIGURES = tuple(
    batch_calls.c[name]
    for name in ("call_id", "job_id", "epoch", "worker_id", "phase", "kind", "status", "cost_usd", "error_class")
)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many calls were corrected, and by how much the job's cost moved, in USD."""

    calls: int
    moved_usd: Decimal


def reconcile(
    state: State, job_id: str, call_ids: Sequence[str], *, cost_usd: Decimal | None = None, drop: bool = False
) -> Reconciled:
    """Set what unknown calls cost; a correction may be corrected again.

    Args:
        state: Where the job is.
        job_id: Which one.
        call_ids: Which of its calls.
        cost_usd: What each of them cost.
        drop: None of them was billed.

    Raises:
        NotFoundError: There is no such job or call.
        InputError: Neither or both of cost and drop, or a call whose outcome was seen. Nothing was changed then.
    """
    if (cost_usd is None) is not drop:
        raise InputError(
            "a call either cost something or was not billed, and one of the two is to be said",
            hint="add --cost USD, what each of them cost, or --drop, if none was billed",
        )
    check_usd("cost", cost_usd)
    wanted = list(dict.fromkeys(call_ids))
    done = Reconciled(0, ZERO)
    for i in range(0, len(wanted), _SOME):
        some = wanted[i : i + _SOME]
        part = state.transact(lambda conn, some=some: _reconcile(conn, state, job_id, some, cost_usd))  # type: ignore[misc]
        done = Reconciled(done.calls + part.calls, done.moved_usd + part.moved_usd)
    return done


def _reconcile(
    conn: Connection, state: State, job_id: str, call_ids: Sequence[str], cost_usd: Decimal | None
) -> Reconciled:
    group = open_group(conn, state, WorkerRef(job_id, 0, ""))
    rows = _calls(conn, job_id, call_ids)
    cost, status = cost_usd or ZERO, CallStatus.WITHDRAWN if cost_usd is None else CallStatus.ERROR
    changed = [row for row in rows if (row.status, row.cost_usd) != (status, cost)]
    if not changed:
        return Reconciled(0, ZERO)
    for row in changed:
        _move(group, row, status, cost)
    conn.execute(
        update(batch_calls)
        .where(batch_calls.c.call_id.in_([row.call_id for row in changed]))
        .values(status=status, cost_usd=cost, error_class=RECONCILED, error_message=_words(cost_usd))
    )
    share_corrected(conn, {row.call_id: cost for row in changed if row.kind == PACKED})
    group.flush()
    moved = sum((cost - row.cost_usd for row in changed), ZERO)
    facts: dict[str, Json] = {"calls": len(changed), "moved_usd": usd_text(moved)}
    note_event(conn, job_id, EventKind.RECONCILED, f"{len(changed)} calls: {_words(cost_usd)}", facts)
    return Reconciled(len(changed), moved)


def _words(cost_usd: Decimal | None) -> str:
    return "said not to be billed" if cost_usd is None else f"said to cost ${usd_text(cost_usd)} each"


def _calls(conn: Connection, job_id: str, call_ids: Sequence[str]) -> Sequence[Row[tuple[object, ...]]]:
    rows: Sequence[Row[tuple[object, ...]]] = conn.execute(
        select(*_FIGURES).where(batch_calls.c.call_id.in_(call_ids))
    ).all()
    missing = set(call_ids) - {row.call_id for row in rows if row.job_id == job_id}
    if missing:
        raise NotFoundError(
            f"{job_id} has no call {', '.join(sorted(missing))}", hint=f"`batchwright calls {job_id}` shows them"
        )
    for row in rows:
        if row.status != CallStatus.UNKNOWN and row.error_class != RECONCILED:
            raise InputError(f"{row.call_id} is {row.status}: only unknown calls can be reconciled, its cost was seen")
    return rows


def _move(group: Group, row: Row[tuple[object, ...]], status: CallStatus, cost: Decimal) -> None:
    """Move a call's money and count from what the row was to what it becomes."""
    if row.status != status:
        moved(row.status, status)
    group.spend(row.job_id, cost - row.cost_usd, ZERO)
    totals = group.totals[(row.job_id, row.epoch, row.worker_id, row.phase)]
    if row.status == CallStatus.UNKNOWN:
        totals.unknown_usd -= row.cost_usd
    else:
        totals.settled_usd -= row.cost_usd
    totals.settled_usd += cost
    totals.calls += (status is not CallStatus.WITHDRAWN) - (row.status != CallStatus.WITHDRAWN)
