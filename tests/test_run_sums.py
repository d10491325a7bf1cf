"""The money of a run is summed twice, and the two sums are equal; bundles are replayed and nothing is paid twice."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, update

from pipelines.options import REPEAT_ENV
from state.money import usd
from state.schema import batch_calls, batch_events, runs
from state.status import CallStatus, JobStatus
from state.sums import compare_sums
from tests.books import job_row
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import Made, items_of, make_job

ITEMS = 6


@pytest.fixture
def made(state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A three-phase job, once on each store."""
    return make_job(state_url, tmp_path, provider, items=items_of(ITEMS)).into(monkeypatch)


def test_both_sums_of_a_run_are_what_the_provider_bills(made: Made, provider: ProviderServer) -> None:
    """Combiner, ledger and invoice come to the same figure, to the last digit."""
    assert made.run().status is JobStatus.COMPLETED
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
        with state.read() as conn:
            run = conn.execute(select(runs)).one()
            kinds = {row.kind for row in conn.execute(select(batch_events.c.kind))}
    assert run.combined_usd == run.ledger_usd == provider.cost_usd() > 0
    assert run.outcome == "completed"
    assert "thrown_away" not in kinds


def test_a_replayed_bundle_pays_nothing_twice(
    made: Made, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each bundle runs twice with its real effects: each step is asked once, and what the first delivered is told."""
    monkeypatch.setenv(REPEAT_ENV, "1")
    assert made.run().status is JobStatus.COMPLETED
    assert len(provider.invoice()) == 3 * ITEMS
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
        with state.read() as conn:
            run = conn.execute(select(runs)).one()
            events = conn.execute(select(batch_events).where(batch_events.c.kind == "thrown_away")).all()
    assert run.outcome == "completed"
    assert run.combined_usd == run.ledger_usd
    [told] = events
    assert f"{3 * ITEMS} calls" in told.message
    assert usd(provider.cost_usd()) in told.message


def test_a_ledger_row_altered_by_a_micro_dollar_is_an_error_of_the_job(made: Made, provider: ProviderServer) -> None:
    """Compare finds a difference of a millionth of a dollar in one row, and the run and the job say so."""
    made.run()
    with closing(made.opened()) as state:
        with state.begin() as conn:
            call_id = ledger(state)[4].call_id
            conn.execute(
                update(batch_calls)
                .where(batch_calls.c.call_id == call_id)
                .values(cost_usd=batch_calls.c.cost_usd + Decimal("0.000001"))
            )
        found = compare_sums(state, made.job_id, 1, {})
        assert found.ledger_usd - found.combined_usd == Decimal("0.000001")
        assert len(found.differing) == 1
        job = job_row(state, made.job_id)
        with state.read() as conn:
            assert conn.execute(select(runs.c.outcome)).scalar_one() == "sums_differ"
    assert job.error_class == "sums_differ"
    assert job.status == JobStatus.COMPLETED, "the documents are done all the same"


def test_a_call_that_is_asked_again_after_a_refusal_is_in_both_sums(made: Made, provider: ProviderServer) -> None:
    """Limited, failed and unreadable calls are rows of their own, in the sums of the bundle that made them."""
    provider.behave(
        [
            {"do": "rate_limited", "nth": 1, "wait_s": 0.05, "fraction": 0.5, "seed": "a"},
            {"do": "not_json", "nth": 1, "fraction": 0.5, "seed": "b"},
        ]
    )
    assert made.run().status is JobStatus.COMPLETED
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
        counts = [row.status for row in ledger(state)]
    assert CallStatus.LIMITED in counts
    assert CallStatus.UNKNOWN in counts, "a 200 that cannot be read may have cost its worst case"
