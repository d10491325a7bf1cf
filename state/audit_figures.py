"""The figures of a job against the rows that they are sums of: counts, totals of each run, money, both sums of a run.

    in short transactions ──► all agree? ──► done
                                 └ no: it may have moved meanwhile ──► again, all at one instant ──► what then differs

So a job at rest is read in short pages, and one that is running is never called wrong for running.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from sqlalchemy import Row, Select, func, select

from state.audit_records import REPORT, Discrepancy, Kind, Reading
from state.engine import State
from state.group import ITEMS
from state.money import usd_text
from state.records import ZERO
from state.schema import batch_calls, batch_checkpoints, batch_items, batch_jobs, batch_totals, runs
from state.status import OPEN_CALLS, CallStatus, ItemStatus, JobStatus
from state.sums import SUMS_DIFFER, differing_bundles

WINDOW = 10_000
"""Rows that one short transaction sums up: some tens of milliseconds."""

_COUNTED = ("calls", "limited", "input_tokens", "output_tokens", "cached_tokens")
_PAID = ("settled_usd", "unknown_usd")
_OVER = frozenset(CallStatus) - OPEN_CALLS - {CallStatus.WITHDRAWN}


@dataclass(slots=True)
class Ledger:
    """What the ledger of a job adds up to; by phase, and not by run: a parked call is settled by a later one."""

    spent: Decimal = ZERO
    reserved: Decimal = ZERO
    calls: int = 0
    by_phase: dict[int, dict[str, int | Decimal]] = field(default_factory=lambda: defaultdict(_nothing))


def _nothing() -> dict[str, int | Decimal]:
    return {**dict.fromkeys(_COUNTED, 0), **dict.fromkeys(_PAID, ZERO)}


@dataclass(frozen=True, slots=True)
class JobFigures:
    """What an audit found of a job's figures, and by how much its money differs from its ledger: (spent, reserved)."""

    found: tuple[Discrepancy, ...] = ()
    off: tuple[Decimal, Decimal] = (ZERO, ZERO)


def job_figures(state: State, job_id: str) -> JobFigures:
    """Hold a job's figures against its rows; nothing is found of a job that is on its way in or out."""
    figures = _compared(partial(state.read, whole=True), job_id)
    if figures.found:
        with state.read(whole=True) as conn:
            figures = _compared(lambda: nullcontext(conn), job_id)
    return figures


def _compared(reading: Reading, job_id: str) -> JobFigures:
    with reading() as conn:
        job = conn.execute(select(batch_jobs).where(batch_jobs.c.job_id == job_id)).one_or_none()
        totals = conn.execute(select(batch_totals).where(batch_totals.c.job_id == job_id)).all()
    if job is None or job.status is None:
        return JobFigures()
    ledger = ledger_of(reading, job_id)
    off = (job.spent_usd - ledger.spent, job.reserved_usd - ledger.reserved)
    found = [
        *_items(reading, job, totals),
        *_checkpoints(reading, job_id, totals),
        *_money(job, ledger),
        *_totals(job_id, totals, ledger.by_phase),
        *_run_sums(reading, job_id),
    ]
    return JobFigures(tuple(found), off)


def ledger_of(reading: Reading, job_id: str) -> Ledger:
    """What a job's ledger adds up to, a window of its calls at a time."""
    call, ledger, after = batch_calls.c, Ledger(), ""
    groups = (call.phase, call.status)
    sums = [
        func.sum(call[name], type_=call[name].type).label(name)
        for name in ("cost_usd", "reserved_usd", "input_tokens", "output_tokens", "cached_tokens")
    ]
    query: Select[tuple[object, ...]] = select(*groups, func.count().label("n"), *sums).group_by(*groups)
    mine = select(call.call_id).where(call.job_id == job_id).order_by(call.call_id)
    while True:
        with reading() as conn:
            last = conn.execute(mine.where(call.call_id > after).offset(WINDOW - 1).limit(1)).scalar_one_or_none()
            wanted = [call.job_id == job_id, call.call_id > after, *([call.call_id <= last] if last else [])]
            rows = conn.execute(query.where(*wanted)).all()
        for row in rows:
            _add(ledger, row)
        if last is None:
            return ledger
        after = last


def _add(ledger: Ledger, row: Row[tuple[object, ...]]) -> None:
    """Add calls of one phase and status to what a ledger comes to."""
    status = row.status
    sums = ledger.by_phase[row.phase]
    ledger.calls += row.n
    ledger.spent += row.cost_usd
    ledger.reserved += row.reserved_usd if status in OPEN_CALLS else ZERO
    for name in ("input_tokens", "output_tokens", "cached_tokens"):
        sums[name] += int(getattr(row, name))
    if status in _OVER:
        sums["calls"] += row.n
        sums["limited"] += row.n if status == CallStatus.LIMITED else 0
        sums["unknown_usd" if status == CallStatus.UNKNOWN else "settled_usd"] += row.cost_usd


def _money(job: Row[tuple[object, ...]], ledger: Ledger) -> Iterator[Discrepancy]:
    for what, says, comes_to in (
        ("spent", job.spent_usd, ledger.spent),
        ("reserved for calls that are out", job.reserved_usd, ledger.reserved),
    ):
        if says != comes_to:
            said = f"says ${usd_text(says)} {what}, its ledger adds up to ${usd_text(comes_to)}"
            yield Discrepancy(Kind.JOB_MONEY, job.job_id, said, REPORT)


def _totals(
    job_id: str,
    totals: Sequence[Row[tuple[object, ...]]],
    by_phase: Mapping[int, Mapping[str, int | Decimal]],
) -> Iterator[Discrepancy]:
    """Hold what workers counted of their calls against the ledger, by phase."""
    counted: dict[int, dict[str, int | Decimal]] = defaultdict(_nothing)
    for row in totals:
        if row.phase != ITEMS:
            for name in (*_COUNTED, *_PAID):
                counted[row.phase][name] += getattr(row, name)
    for phase in sorted({*counted, *by_phase}):
        says, comes_to = counted[phase], by_phase.get(phase, _nothing())
        odd = [name for name in says if says[name] != comes_to[name]]
        if odd:
            said = "; ".join(f"{name} {says[name]}, by the ledger {comes_to[name]}" for name in odd)
            yield Discrepancy(Kind.TOTALS, f"{job_id}, phase {phase + 1}", f"totals say {said}", REPORT)


# ── items ───────────────────────────────────────────────────────────────────────────────────────


def _items(
    reading: Reading, job: Row[tuple[object, ...]], totals: Sequence[Row[tuple[object, ...]]]
) -> Iterator[Discrepancy]:
    """Hold a job's counts of items, and its workers', against the items themselves."""
    item, count = batch_items.c, Counter[str]()
    starts = range(0, job.total_items, WINDOW)
    windows = [item.ordinal.between(start, min(start + WINDOW, job.total_items) - 1) for start in starts]
    for window in (*windows, item.ordinal >= job.total_items):  # of those there should be none
        query = select(item.status, func.count()).where(item.job_id == job.job_id, window).group_by(item.status)
        with reading() as conn:
            for status, n in conn.execute(query):
                count[status] += n
    mine_totals = [row for row in totals if row.phase == ITEMS]
    sides = {
        "items": (job.total_items, count.total()),
        "open items": (job.open_items, count[ItemStatus.PENDING]),
        "failed items": (job.failed_items, count[ItemStatus.FAILED]),
        "items completed by its workers": (sum(row.completed for row in mine_totals), count[ItemStatus.COMPLETED]),
        "items failed by its workers": (sum(row.failed for row in mine_totals), count[ItemStatus.FAILED]),
    }
    for what, (says, there) in sides.items():
        if says != there:
            yield Discrepancy(Kind.ITEM_COUNTS, job.job_id, f"says {says} {what}, there are {there}", REPORT)
    if job.status not in JobStatus.__members__.values():
        yield Discrepancy(Kind.ITEM_COUNTS, job.job_id, f"is {job.status!r}, which no job can be", REPORT)
    if job.status == JobStatus.COMPLETED and job.open_items:
        said = f"is COMPLETED, and {job.open_items} of its items are open"
        yield Discrepancy(Kind.ITEM_COUNTS, job.job_id, said, REPORT)


def _checkpoints(reading: Reading, job_id: str, totals: Sequence[Row[tuple[object, ...]]]) -> Iterator[Discrepancy]:
    """Hold what workers counted of each phase against its checkpoints."""
    kept: dict[int, dict[str, int]] = defaultdict(lambda: {"completed": 0, "failed": 0, "cut": 0})
    for phase, ok, n, cut in _checkpoint_counts(reading, job_id):
        kept[phase]["completed" if ok else "failed"] += n
        kept[phase]["cut"] += cut
    says: dict[int, dict[str, int]] = defaultdict(lambda: {"completed": 0, "failed": 0, "cut": 0})
    for row in totals:
        if row.phase != ITEMS:
            for name in says[row.phase]:
                says[row.phase][name] += getattr(row, name)
    for phase in sorted({*kept, *says}):
        odd = [name for name in says[phase] if says[phase][name] != kept[phase][name]]
        if odd:
            said = "; ".join(f"{name} {says[phase][name]}, by its checkpoints {kept[phase][name]}" for name in odd)
            yield Discrepancy(Kind.TOTALS, f"{job_id}, phase {phase + 1}", f"totals say {said}", REPORT)


def _checkpoint_counts(reading: Reading, job_id: str) -> Iterator[tuple[int, bool, int, int]]:
    """Phase, whether it ended well, how many did, and how many of them with their input cut; by windows of items."""
    kept = batch_checkpoints.c
    with reading() as conn:
        last = conn.execute(select(func.max(kept.ordinal)).where(kept.job_id == job_id)).scalar_one()
    for start in range(0, (last if last is not None else -1) + 1, WINDOW):
        query = (
            select(kept.phase, kept.ok, func.count(), func.count(kept.cut_chars))
            .where(kept.job_id == job_id, kept.ordinal.between(start, start + WINDOW - 1))
            .group_by(kept.phase, kept.ok)
        )
        with reading() as conn:
            rows = conn.execute(query).all()
        yield from ((phase, ok, n, cut) for phase, ok, n, cut in rows)


# ── both sums of a run ──────────────────────────────────────────────────────────────────────────


def _run_sums(reading: Reading, job_id: str) -> Iterator[Discrepancy]:
    """Hold the sums that each run wrote against each other, and against its ledger."""
    with reading() as conn:
        query = select(runs.c.epoch, runs.c.outcome, runs.c.combined_usd, runs.c.ledger_usd)
        rows = conn.execute(query.where(runs.c.job_id == job_id).order_by(runs.c.epoch)).all()
    for row in rows:
        if row.combined_usd is None or row.outcome == SUMS_DIFFER:
            continue
        about = f"{job_id}, run {row.epoch}"
        if row.combined_usd != row.ledger_usd:
            said = f"the combiner says ${usd_text(row.combined_usd)}, its ledger ${usd_text(row.ledger_usd or ZERO)}"
            yield Discrepancy(Kind.RUN_SUMS, about, said, REPORT)
        with reading() as conn:
            odd = differing_bundles(conn, job_id, row.epoch)
        if odd:
            said = f"{len(odd)} of its bundles cost by the combiner what they do not by the ledger ({odd[0]})"
            yield Discrepancy(Kind.RUN_SUMS, about, said, REPORT)
