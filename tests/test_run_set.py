"""Options that are set take effect at once in a job that another process runs: what the provider sees, on both stores.

Calls take so long here that nothing can be due to one that has ended.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from orchestrator.limiter import START_LEAST
from state.clock import utc_now
from state.control import set_options
from state.engine import State
from state.events import EventKind
from state.status import JobStatus
from state.view_ledger import events
from tests.books import job_row
from tests.fakes.invoice import IN_FLIGHT
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import ONE_PHASE, Made, items_of, make_job, until
from tests.stalls import Stalls

LONG_MS = 12_000
HEARD_S = 1.0
"""What a job may take to obey, beside what the machine itself keeps threads waiting."""


@pytest.fixture
def made(state_url: str, provider: ProviderServer, tmp_path: Path) -> Made:
    """A job of one phase, two calls at once, whose calls last."""
    provider.behave(latency_ms=LONG_MS)
    return make_job(state_url, tmp_path, provider, items=items_of(8), phases=ONE_PHASE, concurrency=2)


@pytest.fixture
def stalls() -> Iterator[Stalls]:
    """What the machine keeps threads waiting meanwhile."""
    with Stalls() as watched:
        yield watched


@pytest.fixture
def state(made: Made) -> Iterator[State]:
    """Its state."""
    with closing(made.opened()) as opened:
        yield opened


def all_are_out(provider: ProviderServer) -> bool:
    """Whether no call has ended."""
    return all(row.outcome == IN_FLIGHT for row in provider.invoice())


def heard_after_s(state: State, made: Made, provider: ProviderServer) -> float:
    """From the commit of the options to the first call that they let out."""
    (changed,) = [one for one in events(state, made.job_id) if one.kind == EventKind.OPTIONS][-1:]
    set_at = changed.at.timestamp() - time.time() + time.monotonic()
    return min(row.arrived_s for row in provider.invoice() if row.arrived_s > set_at) - set_at


def test_a_raised_concurrency_sends_more_calls_before_any_has_ended(
    made: Made, state: State, stalls: Stalls, provider: ProviderServer
) -> None:
    """Two calls are out, at once as many as an unknown limit begins with; lowered, none goes till all but one end."""
    process = made.start()
    until(lambda: provider.stats()["in_flight"] == 2, "two calls are out")
    set_options(state, made.job_id, {"concurrency": "12"})
    until(lambda: provider.stats()["in_flight"] == START_LEAST, "more calls are out")
    assert all_are_out(provider)
    assert heard_after_s(state, made, provider) < HEARD_S + stalls.worst_s
    set_options(state, made.job_id, {"concurrency": "1"})
    until(lambda: provider.stats()["total"] > START_LEAST, "a call after those that were out")
    assert provider.stats()["in_flight"] == 1
    provider.behave(latency_ms=100)
    assert process.wait(110) == 0, made.said()[-2000:]
    assert job_row(state, made.job_id).status == JobStatus.COMPLETED
    assert_books(state, provider.invoice())


def test_a_raised_budget_ends_the_wait_for_one_and_a_lowered_one_pauses(
    made: Made, state: State, stalls: Stalls, provider: ProviderServer
) -> None:
    """With room for one call the other waits; a higher budget sends it at once; one below what is spent pauses."""
    set_options(state, made.job_id, {"budget_usd": "0.001"})
    process = made.start()
    until(lambda: provider.stats()["in_flight"] == 1, "the one call that fits is out")
    set_options(state, made.job_id, {"budget_usd": "1"})
    until(lambda: provider.stats()["in_flight"] == 2, "the call that waited is out")
    assert all_are_out(provider)
    assert heard_after_s(state, made, provider) < HEARD_S + stalls.worst_s
    assert Decimal("0.0005") < ledger(state)[0].reserved_usd <= Decimal("0.001"), "one call fits, and not two"
    set_options(state, made.job_id, {"budget_usd": "0.000001"})
    lowered_at = utc_now()
    provider.behave(latency_ms=100)
    assert process.wait(110) == 0, made.said()[-2000:]
    row = job_row(state, made.job_id)
    assert (row.status, row.error_class) == (JobStatus.PAUSED, "budget")
    assert not [row.call_id for row in ledger(state) if row.started_at > lowered_at]
