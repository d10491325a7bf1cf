"""The ledger held against the provider's invoice, call by call, in both directions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Row, select

from state.engine import State
from state.schema import batch_calls, batch_items, batch_jobs, bundle_sums, call_items, projects, runs
from state.status import SEEN_CALLS, CallStatus, ItemStatus, JobStatus
from tests import books
from tests.fakes.invoice import IN_FLIGHT, InvoiceRow

_BILLED = (CallStatus.OK, CallStatus.DECLINED, CallStatus.INVALID, CallStatus.STALE)
_ANSWERED = (*_BILLED, CallStatus.LIMITED)


def ledger(state: State) -> list[Row[tuple[object, ...]]]:
    """All calls of a state, as they were started."""
    with state.read() as conn:
        return list(conn.execute(select(batch_calls).order_by(batch_calls.c.started_at)).all())


def assert_books(state: State, invoice: Sequence[InvoiceRow], *, at_rest: bool = True) -> None:
    """Check that the state's books balance and that they are the provider's.

    Args:
        state: All of whose jobs asked this provider, and nobody else did.
        invoice: What the provider says.
        at_rest: No job is running: nothing is reserved and no call is open.
    """
    books.assert_books(state)
    calls = ledger(state)
    assert_invoice(calls, invoice)
    assert_paid_once(state, calls)
    if at_rest:
        assert_at_rest(state)
        assert_sums_equal(state)


def assert_invoice(calls: Sequence[Row[tuple[object, ...]]], invoice: Sequence[InvoiceRow]) -> None:
    """Check each request against its ledger row, and each ledger row that says it was answered against a request."""
    rows = {row.call_id: row for row in calls}
    asked = Counter(row.call_id for row in invoice)
    assert not [call_id for call_id, count in asked.items() if count > 1], "one call is one HTTP request"
    for billed in invoice:
        row = rows.get(billed.call_id)
        assert row is not None, f"the provider was asked for {billed.call_id!r}, which no ledger row names"
        assert row.status != CallStatus.WITHDRAWN, f"{billed.call_id} was withdrawn and reached the provider"
        if billed.outcome == IN_FLIGHT:
            continue
        if row.status in (CallStatus.UNKNOWN, CallStatus.ADMITTED, CallStatus.SENT):
            worst = row.cost_usd if row.status == CallStatus.UNKNOWN else row.reserved_usd
            assert worst >= billed.cost_usd, f"{billed.call_id} is {row.status} at {worst}, billed {billed.cost_usd}"
            continue
        assert row.cost_usd == billed.cost_usd, f"{billed.call_id} ({row.status}): {row.cost_usd} != {billed.cost_usd}"
        tokens = (row.input_tokens, row.output_tokens, row.cached_tokens, row.cache_write_tokens)
        theirs = (billed.input_tokens, billed.output_tokens, billed.cached_tokens, billed.cache_write_tokens)
        assert tokens == theirs, f"{billed.call_id} ({row.status}): tokens {tokens} != {theirs}"
        assert not billed.billed or row.status in _BILLED, f"{billed.call_id} was billed, and is {row.status}"
    for row in calls:
        if row.status in _ANSWERED:
            assert row.call_id in asked, f"{row.call_id} is {row.status}, and the provider never saw it"
        if row.status in _BILLED and row.cost_usd:
            assert any(billed.call_id == row.call_id and billed.billed for billed in invoice)


def assert_paid_once(state: State, calls: Sequence[Row[tuple[object, ...]]]) -> None:
    """Check that no request was sent to a model again once its answer was recorded, alone or packed with others."""
    asked: dict[tuple[str, str, str], list[Row[tuple[object, ...]]]] = defaultdict(list)
    packed = _packed(state)
    for row in calls:
        for digest in packed.get(row.call_id, [row.digest]):
            asked[(row.project, digest, row.model)].append(row)
    for key, rows in asked.items():
        answered = [row for row in rows if row.status in (CallStatus.OK, CallStatus.STALE) and not row.error_class]
        assert sum(row.status == CallStatus.OK for row in answered) <= 1, f"{key[1:]} was answered twice"
        if not answered:
            continue
        known_at = min(row.ended_at for row in answered)
        again = [row.call_id for row in rows if row.started_at > known_at and row.status != CallStatus.WITHDRAWN]
        assert not again, f"{key[1:]} was known and asked again: {again}"


def _packed(state: State) -> dict[str, list[str]]:
    """What each packed call asks for, by digest."""
    digests: dict[str, list[str]] = defaultdict(list)
    with state.read() as conn:
        for row in conn.execute(select(call_items)):
            digests[row.call_id].append(row.digest)
    return digests


def assert_at_rest(state: State) -> None:
    """Check that nothing is reserved, no call is open, and each item is in one state that its job's status allows."""
    with state.read() as conn:
        jobs = conn.execute(select(batch_jobs)).all()
        owners = conn.execute(select(projects)).all()
        items = conn.execute(select(batch_items.c.job_id, batch_items.c.status)).all()
    left = [(row.call_id, row.status) for row in ledger(state) if row.status in ("admitted", "sent")]
    assert not left, f"calls are still open: {left}"
    assert all(job.reserved_usd == 0 for job in jobs)
    assert all(owner.reserved_usd == 0 for owner in owners)
    for job in jobs:
        assert job.status != JobStatus.RUNNING, f"{job.job_id} is still running"
        counts = Counter(row.status for row in items if row.job_id == job.job_id)
        assert sum(counts.values()) == job.total_items
        assert set(counts) <= {ItemStatus.PENDING, ItemStatus.COMPLETED, ItemStatus.FAILED}
        assert job.status != JobStatus.COMPLETED or not counts[ItemStatus.PENDING]


def assert_sums_equal(state: State) -> None:
    """Check that for each bundle that arrived the combiner's sum is the ledger's, and that no run says otherwise."""
    with state.read() as conn:
        told = conn.execute(select(bundle_sums)).all()
        ended = conn.execute(select(runs)).all()
    by_bundle: dict[str, list[Decimal]] = defaultdict(list)
    for row in ledger(state):
        if row.status in SEEN_CALLS:
            by_bundle[row.bundle_id].append(row.cost_usd)
    for bundle in told:
        mine = by_bundle[bundle.bundle_id]
        assert (bundle.calls, bundle.cost_usd) == (len(mine), sum(mine, Decimal(0))), f"the sums of {bundle.bundle_id}"
    assert not [run.epoch for run in ended if run.outcome == "sums_differ"]
