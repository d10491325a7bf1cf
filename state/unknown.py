"""Open calls that nobody will settle: they become unknown, booked at their worst case; each job is told its bill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, literal_column, select, update

from state.alive import living, living_workers
from state.clock import utc_now
from state.events import EventKind, note_event
from state.group import Group
from state.listed import Among
from state.money import usd, usd_text
from state.records import ZERO, Json
from state.schema import IS_OPEN, batch_calls, call_items, workers
from state.status import CallStatus, moved

EXPIRY_GRACE_S = 15.0
"""A sent call has expired this long after its time-out."""

_FIGURES = tuple(
    batch_calls.c[name]
    for name in ("call_id", "job_id", "epoch", "worker_id", "phase", "status", "reserved_usd", "boot", "expires_at")
)
_OPEN_CALLS: Select[tuple[object, ...]] = select(*_FIGURES, batch_calls.c.digest, batch_calls.c.model).where(
    batch_calls.c.project == bindparam("project"), IS_OPEN
)
_OPEN_FOR = _OPEN_CALLS.where(Among(batch_calls.c.digest, "digests"))
_OPEN_PACKS_FOR: Select[tuple[object, ...]] = (
    select(*_FIGURES, call_items.c.digest, batch_calls.c.model)
    .join_from(call_items, batch_calls, batch_calls.c.call_id == call_items.c.call_id)
    .where(
        Among(call_items.c.digest, "digests"),
        batch_calls.c.project + literal_column("''") == bindparam("project"),
        IS_OPEN,
    )
)
"""From the digests on: were the project's column bare, SQLite would begin with all its open calls, packed or not."""

_MAKE_UNKNOWN = (
    update(batch_calls)
    .where(batch_calls.c.call_id == bindparam("b_call_id"))
    .values(
        status=bindparam("b_status"),
        cost_usd=batch_calls.c.reserved_usd,
        ended_at=bindparam("b_ended_at"),
        error_class="unknown",
        error_message="nobody saw the outcome; booked at its worst case",
    )
)


@dataclass(frozen=True, slots=True)
class CrashBill:
    """What was out when a run was taken over or its worker was lost, and the worst it may have cost, in USD."""

    sent: int
    admitted: int
    cost_usd: Decimal

    def __str__(self) -> str:
        return self.of("this crash")

    def facts(self) -> dict[str, Json]:
        """The bill as facts of an event."""
        return {"sent": self.sent, "admitted": self.admitted, "cost_usd": usd_text(self.cost_usd)}

    def of(self, what: str) -> str:
        """The bill in words, of a crash or of whatever else left the calls behind."""
        out = f"{self.sent} calls were out; {self.admitted} more may have been"
        return f"{what} may have cost {usd(self.cost_usd)}: {out}"


def is_call_open(group: Group, *, of_living: bool = False) -> bool:
    """Whether a call of the job is out.

    Args:
        of_living: One of a living worker's: of the others' nobody has to have said yet that it will not be settled.
    """
    calls = batch_calls.c
    mine = [calls.project == group.job.project, calls.job_id == group.job_id, IS_OPEN, calls.kind == "live"]
    if of_living:
        workers_alive = living_workers(group.conn, group.state, group.job_id, group.job.epoch)
        mine.append(calls.worker_id.in_([row.worker_id for row in workers_alive]))
    return bool(group.conn.execute(select(func.count()).where(*mine)).scalar_one())


def open_calls(group: Group, *conditions: ColumnElement[bool]) -> Sequence[Row[tuple[object, ...]]]:
    """The open calls of the group's project under conditions, with what `make_unknown` and `abandoned` need."""
    rows: Sequence[Row[tuple[object, ...]]] = group.conn.execute(
        _OPEN_CALLS.where(*conditions), {"project": group.job.project}
    ).all()
    return rows


def open_calls_for(
    group: Group, digests: Sequence[str], *, packed: Sequence[str] = ()
) -> Sequence[Row[tuple[object, ...]]]:
    """The open calls of the group's project that ask one of these requests: a packed one once for each of them.

    Args:
        group: Who asks.
        digests: The requests.
        packed: Those of them that may be in a pack.
    """
    project = group.job.project
    rows = group.conn.execute(_OPEN_FOR, {"project": project, "digests": digests}).all()
    if not packed:
        return rows
    return [*rows, *group.conn.execute(_OPEN_PACKS_FOR, {"project": project, "digests": packed})]


def make_unknown(
    group: Group, rows: Sequence[Row[tuple[object, ...]]], *, what: str = "calls that nobody will settle"
) -> CrashBill:
    """Book open calls as unknown, at their worst case, release what they reserved, and tell each job its bill.

    The rows may be of any job of the group's project: its row is locked, so nobody else in it writes.
    Parked calls are left alone: a provider's batch survives its worker.

    Args:
        group: Who books them.
        rows: Open calls.
        what: Left them behind, for the events.
    """
    rows = [row for row in rows if row.status != CallStatus.PARKED]
    if not rows:
        return _bill(rows)
    now = utc_now()
    group.conn.execute(
        _MAKE_UNKNOWN,
        [
            {"b_call_id": row.call_id, "b_status": moved(row.status, CallStatus.UNKNOWN), "b_ended_at": now}
            for row in rows
        ],
    )
    for row in rows:
        group.spend(row.job_id, row.reserved_usd, -row.reserved_usd)
        totals = group.totals[(row.job_id, row.epoch, row.worker_id, row.phase)]
        totals.unknown_usd += row.reserved_usd
        totals.calls += 1
    for job_id in sorted({row.job_id for row in rows}):
        bill = _bill([row for row in rows if row.job_id == job_id])
        note_event(group.conn, job_id, EventKind.CRASH_BILL, bill.of(what), bill.facts())
    return _bill(rows)


def _bill(rows: Sequence[Row[tuple[object, ...]]]) -> CrashBill:
    sent = sum(row.status == CallStatus.SENT for row in rows)
    return CrashBill(sent, len(rows) - sent, sum((row.reserved_usd for row in rows), ZERO))


def sweep(group: Group, *conditions: ColumnElement[bool], leaving: bool = False) -> CrashBill:
    """Make unknown all open calls of the project under conditions that have expired or whose worker has lapsed."""
    return make_unknown(group, abandoned(group, open_calls(group, *conditions), leaving=leaving))


def abandoned(
    group: Group, rows: Sequence[Row[tuple[object, ...]]], *, leaving: bool = False
) -> list[Row[tuple[object, ...]]]:
    """Those open calls that nobody will settle in time: expired, or their worker has lapsed.

    Args:
        group: Who asks.
        rows: Open calls.
        leaving: The group's own worker leaves, so that its calls are nobody's any more.
    """
    rows = [row for row in rows if row.status != CallStatus.PARKED]
    me = group.worker.worker_id
    alive = set() if leaving else {me}
    if others := {row.worker_id for row in rows} - {me}:
        known = group.conn.execute(select(workers).where(workers.c.worker_id.in_(others))).all()
        alive |= living(group.conn, group.state, known, group.now, declares=group.declares)
    return [row for row in rows if row.worker_id not in alive or _is_expired(group, row)]


def _is_expired(group: Group, row: Row[tuple[object, ...]]) -> bool:
    """Whether a call is past its time after it was sent; seconds of another boot say nothing."""
    if row.expires_at is None or row.boot != group.boot or group.now <= row.expires_at:
        return False
    return row.worker_id == group.worker.worker_id or group.declares()
