"""Each call of the ledger: its row by itself, the shares of a packed one, its answer, the job and project it is of.

A window of calls is read at one instant with all that hangs on them, so that a run beside it is never in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection, Row, Select, select, text

from state.alive import living
from state.audit_items import answers_there
from state.audit_records import REPORT, Discrepancy, Kind, Told
from state.engine import State
from state.listed import Among
from state.money import usd_text
from state.records import PACKED, ZERO
from state.schema import batch_calls, batch_jobs, call_items, workers
from state.status import OPEN_CALLS, CallStatus

_WINDOW = 2_000

_CALL = tuple(
    batch_calls.c[name]
    for name in (
        "call_id", "job_id", "project", "kind", "items", "status", "digest", "model", "reserved_usd", "cost_usd",
    )
)  # fmt: skip
_PART = tuple(call_items.c[name] for name in ("call_id", "digest", "job_id", "share_usd"))
_JOB: Select[tuple[object, ...]] = select(
    batch_jobs.c.job_id, batch_jobs.c.project, batch_jobs.c.status, batch_jobs.c.purged_at
).where(Among(batch_jobs.c.job_id, "ids"))

_IS_OPEN = text("batch_calls.status IN ('admitted', 'sent', 'parked')")
"""As the partial index has it, in a join where another table has a status, too."""

_Row = Row[tuple[object, ...]]


def audit_calls(state: State, told: Told) -> Iterator[Discrepancy]:
    """Look at all calls of the state, some at a time, in the order of their ids."""
    call, part, after = batch_calls.c, call_items.c, ""
    while True:
        with state.read(whole=True) as conn:
            calls = conn.execute(select(*_CALL).where(call.call_id > after).order_by(call.call_id).limit(_WINDOW)).all()
            last = calls[-1].call_id if len(calls) == _WINDOW else None
            up_to = [] if last is None else [part.call_id <= last]
            parts = conn.execute(select(*_PART).where(part.call_id > after, *up_to)).all()
            jobs = {row.job_id: row for row in conn.execute(_JOB, {"ids": sorted({row.job_id for row in calls})})}
            by_call: dict[str, list[_Row]] = defaultdict(list)
            for row in parts:
                by_call[row.call_id].append(row)
            answered = _answered(conn, calls, by_call)
        for row in calls:
            yield from _call(row, by_call.pop(row.call_id, []), jobs.get(row.job_id))
            yield from _answer(row, answered.get(row.call_id, []), jobs.get(row.job_id))
        for call_id, mine in by_call.items():
            said = f"{len(mine)} inputs are of this packed call, which is not in the ledger"
            yield Discrepancy(Kind.REFERENCE, call_id, said, REPORT)
        told("calls", len(calls))
        if last is None:
            return
        after = last


def _call(row: _Row, parts: Sequence[_Row], job: _Row | None) -> Iterator[Discrepancy]:
    """Hold a call's row against itself, its parts and its job."""
    if row.status not in CallStatus.__members__.values():
        yield Discrepancy(Kind.CALL, row.call_id, f"is {row.status!r}, which no call can be", REPORT)
        return
    is_open = row.status in OPEN_CALLS
    if row.cost_usd and (is_open or row.status == CallStatus.WITHDRAWN):
        said = f"is {row.status} and has cost ${usd_text(row.cost_usd)}: such a call costs nothing"
        yield Discrepancy(Kind.CALL, row.call_id, said, REPORT)
    if row.cost_usd < 0 or row.reserved_usd < 0:
        said = f"has cost ${usd_text(row.cost_usd)} and reserved ${usd_text(row.reserved_usd)}: neither can be negative"
        yield Discrepancy(Kind.CALL, row.call_id, said, REPORT)
    if job is not None and job.project != row.project:
        said = f"is of project {row.project!r}, and its job {row.job_id} of {job.project!r}"
        yield Discrepancy(Kind.REFERENCE, row.call_id, said, REPORT)
    yield from _pack(row, parts, row.reserved_usd if is_open else row.cost_usd)


def _pack(row: _Row, parts: Sequence[_Row], whole: Decimal) -> Iterator[Discrepancy]:
    """Hold a call's inputs, and what each has of its money, against its row."""
    wanted = row.items if row.kind == PACKED else 0
    shared = sum((part.share_usd for part in parts), ZERO)
    if len(parts) != wanted or (row.kind != PACKED and row.items != 1):
        said = f"is a {row.kind} call of {row.items} inputs, and has {len(parts)} rows of inputs"
    elif any(part.job_id != row.job_id for part in parts):
        said = f"is of {row.job_id}, and some of its inputs are of another job"
    elif any(part.share_usd < 0 for part in parts):
        said = "has an input with a negative share"
    elif parts and shared != whole:
        said = f"is {row.status} with ${usd_text(whole)}, and its inputs' shares add up to ${usd_text(shared)}"
    else:
        return
    yield Discrepancy(Kind.PACK, row.call_id, said, REPORT)


def _answered(conn: Connection, calls: Sequence[_Row], by_call: Mapping[str, Sequence[_Row]]) -> dict[str, list[str]]:
    """The requests of good calls whose answer is not kept, by call."""
    wanted: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in calls:
        if row.status == CallStatus.OK:
            wanted[row.project][row.call_id] = [part.digest for part in by_call.get(row.call_id, ())] or [row.digest]
    models = {row.call_id: row.model for row in calls}
    missing: dict[str, list[str]] = {}
    for project, asked in wanted.items():
        there = answers_there(conn, project, {digest for digests in asked.values() for digest in digests})
        for call_id, digests in asked.items():
            if lacks := [digest for digest in digests if (digest, models[call_id]) not in there]:
                missing[call_id] = lacks
    return missing


def _answer(row: _Row, lacks: Sequence[str], job: _Row | None) -> Iterator[Discrepancy]:
    """An answer that was paid for and is not kept, though its job was neither deleted nor purged."""
    if lacks and job is not None and job.status is not None and job.purged_at is None:
        said = f"was answered by {row.model}, and {len(lacks)} of the answers is not kept any more"
        yield Discrepancy(Kind.ANSWER, row.call_id, said, REPORT)


def audit_open_calls(state: State) -> Iterator[Discrepancy]:
    """Tell of calls that are out and that nobody will settle: no fault, but money that is held until a next run."""
    call = batch_calls.c
    query: Select[tuple[object, ...]] = select(
        call.job_id, call.worker_id, call.reserved_usd, batch_jobs.c.status
    ).where(_IS_OPEN)
    with state.read(whole=True) as conn:
        rows = conn.execute(
            query.join_from(batch_calls, batch_jobs, batch_jobs.c.job_id == call.job_id, isouter=True)
        ).all()
        ids = sorted({row.worker_id for row in rows})
        known = conn.execute(select(workers).where(Among(workers.c.worker_id, "ids")), {"ids": ids}).all()
        alive = living(conn, state, known, state.now(conn))
    left: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.worker_id not in alive:
            left[row.job_id].append(row)
    for job_id, mine in sorted(left.items()):
        held = sum((row.reserved_usd for row in mine), ZERO)
        said = f"{len(mine)} calls are open and their workers are gone; ${usd_text(held)} is reserved for them"
        is_wrong = mine[0].status is None  # whoever deletes a job books its open calls first
        fix = REPORT if is_wrong else f"`batchwright resume {job_id}` books them as unknown, at their worst case"
        yield Discrepancy(Kind.OPEN_CALLS, job_id, said, fix, is_wrong=is_wrong)
