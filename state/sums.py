"""The two sums of a run: what the combiner added up, and what the ledger says over the same bundles.

Only calls whose reply their worker saw are in either. A bundle that the runner threw away is in the ledger alone: that
is no difference, and is told as what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, func, select, update

from state.engine import State
from state.errors import NotFoundError
from state.events import EventKind, note_event
from state.group import insert_into
from state.locks import lock_job
from state.money import usd, usd_text
from state.reconcile import RECONCILED
from state.records import ZERO, Json
from state.schema import batch_calls, batch_jobs, bundle_sums, runs
from state.status import SEEN_CALLS

SUMS_DIFFER = "sums_differ"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found, in USD.

    Args:
        differing: Bundles whose sums differ.
        thrown_away_calls: Calls of this run that were delivered by no bundle.
    """

    combined_usd: Decimal
    ledger_usd: Decimal
    differing: tuple[str, ...]
    thrown_away_calls: int
    thrown_away_usd: Decimal


def compare_sums(state: State, job_id: str, epoch: int, arrived: Mapping[str, tuple[int, Decimal]]) -> Comparison:
    """Note the sums of bundles that have arrived, and hold them against the ledger; exactly equal or not.

    A difference is our own bug: it becomes the run's outcome and the job's error. Nothing is raised, so that a job
    whose documents are done stays done. Noting the same bundles again changes nothing, and of a job that was deleted
    meanwhile, as one that is done may be, there is nothing to compare.

    Args:
        state: Where the run is.
        job_id: The job.
        epoch: The run.
        arrived: By bundle, the calls and what they cost as the combiner added them up.
    """
    try:
        return _noted_and_compared(state, job_id, epoch, arrived)
    except NotFoundError:
        return _compared({}, {})


def _noted_and_compared(
    state: State, job_id: str, epoch: int, arrived: Mapping[str, tuple[int, Decimal]]
) -> Comparison:
    while True:
        told = state.transact(lambda conn: _note(conn, job_id, epoch, arrived))
        # Outside of the lock, for it reads the run's ledger whole; after `told`, whose bundles are complete by then.
        found = _compared(told, _seen(state, job_id, epoch))
        if state.transact(lambda conn: _write(conn, job_id, epoch, told, found)):  # noqa: B023  # it runs here and now
            return found


_Figures = dict[str, tuple[int, Decimal]]


def _note(conn: Connection, job_id: str, epoch: int, arrived: Mapping[str, tuple[int, Decimal]]) -> _Figures:
    """Note bundles that have arrived; returns all of the run that have."""
    lock_job(conn, job_id)
    rows = [
        {"bundle_id": bundle, "job_id": job_id, "epoch": epoch, "calls": calls, "cost_usd": cost}
        for bundle, (calls, cost) in arrived.items()
    ]
    if rows:
        conn.execute(insert_into(conn, bundle_sums).on_conflict_do_nothing(), rows)
    return _told(conn, job_id, epoch)


def _write(conn: Connection, job_id: str, epoch: int, told: _Figures, found: Comparison) -> bool:
    """Write what a comparison found; False when more bundles have arrived meanwhile, at another process."""
    job = lock_job(conn, job_id)
    if _told(conn, job_id, epoch) != told:
        return False
    values: dict[str, object] = {"combined_usd": found.combined_usd, "ledger_usd": found.ledger_usd}
    if found.differing:
        values["outcome"] = SUMS_DIFFER
    conn.execute(update(runs).where(runs.c.job_id == job_id, runs.c.epoch == epoch).values(values))
    if found.differing and job.epoch == epoch:
        _report(conn, job_id, epoch, found, len(told))
    return True


def _told(conn: Connection, job_id: str, epoch: int) -> _Figures:
    """Calls and cost of each bundle that arrived, as the combiner added them up."""
    sums = bundle_sums.c
    rows = conn.execute(select(bundle_sums).where(sums.job_id == job_id, sums.epoch == epoch))
    return {row.bundle_id: (row.calls, row.cost_usd) for row in rows}


def differing_bundles(conn: Connection, job_id: str, epoch: int) -> tuple[str, ...]:
    """The bundles of a run whose sums differ, as they are at this instant."""
    told = _told(conn, job_id, epoch)
    return _compared(told, _seen_in(conn, job_id, epoch)).differing


def _seen(state: State, job_id: str, epoch: int) -> _Figures:
    """Calls and cost of each bundle by the ledger, over calls whose reply their worker saw."""
    with state.read() as conn:
        return _seen_in(conn, job_id, epoch)


def _seen_in(conn: Connection, job_id: str, epoch: int) -> _Figures:
    calls = batch_calls.c
    query = (
        select(calls.bundle_id, func.count().label("calls"), func.sum(calls.cost_usd).label("cost_usd"))
        .where(
            calls.job_id == job_id,
            calls.epoch == epoch,
            calls.status.in_(SEEN_CALLS),
            calls.error_class.is_distinct_from(RECONCILED),  # a person settled it: its worker saw no reply
        )
        .group_by(calls.bundle_id)
    )
    return {row.bundle_id: (row.calls, row.cost_usd or ZERO) for row in conn.execute(query)}


def tell_thrown_away(state: State, job_id: str, epoch: int) -> None:
    """Say, when a run's runner is over, which calls no bundle delivered: no error, but nothing to be silent about."""
    told = state.transact(lambda conn: _told(conn, job_id, epoch))
    found = _compared(told, _seen(state, job_id, epoch))
    if found.thrown_away_calls:
        message = (
            f"delivered by a bundle the runner threw away: {found.thrown_away_calls} calls,"
            f" {usd(found.thrown_away_usd)}; their answers are kept"
        )
        facts: dict[str, Json] = {"calls": found.thrown_away_calls, "cost_usd": usd_text(found.thrown_away_usd)}
        state.transact(lambda conn: note_event(conn, job_id, EventKind.THROWN_AWAY, message, facts))


def _compared(told: _Figures, seen: _Figures) -> Comparison:
    gone = [figures for bundle, figures in seen.items() if bundle not in told]
    return Comparison(
        combined_usd=sum((cost for _, cost in told.values()), ZERO),
        ledger_usd=sum((cost for bundle, (_, cost) in seen.items() if bundle in told), ZERO),
        differing=tuple(sorted(bundle for bundle, figures in told.items() if seen.get(bundle) != figures)),
        thrown_away_calls=sum(count for count, _ in gone),
        thrown_away_usd=sum((cost for _, cost in gone), ZERO),
    )


def _report(conn: Connection, job_id: str, epoch: int, found: Comparison, arrived: int) -> None:
    message = (
        f"the two cost sums of run {epoch} differ: ${found.combined_usd:f} by the combiner, ${found.ledger_usd:f} by"
        f" the ledger, in {len(found.differing)} of {arrived} bundles; this is a bug, please report it"
    )
    conn.execute(
        update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(error_class=SUMS_DIFFER, error_message=message)
    )
    combined, booked = usd_text(found.combined_usd), usd_text(found.ledger_usd)
    facts: dict[str, Json] = {
        "run": epoch,
        "combined_usd": combined,
        "ledger_usd": booked,
        "bundles": len(found.differing),
    }
    note_event(conn, job_id, EventKind.SUMS_DIFFER, message, facts)
