"""What no item can help stops a job at once, with the reason, after a number of calls that is known beforehand."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from orchestrator.permits import ahead_of
from orchestrator.retry import MAX_CALL_TRIES
from state.conclude import FAILED_PERCENT_AFTER
from state.status import JobStatus
from tests.books import job_row
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import ONE_PHASE, items_of, make_job

ITEMS = 120
CONCURRENCY = 6
GOOD = 20
"""Calls that are answered before the provider refuses all others."""

AT_ONCE = CONCURRENCY + ahead_of(CONCURRENCY)
"""Calls that are out or admitted when the first refusal comes."""

REFUSALS = {
    "no_credit": ("no_credit", 2 * AT_ONCE),
    "bad_key": ("bad_key", 2 * AT_ONCE),
    "unknown_model": ("unknown_model", 2 * AT_ONCE),
    "server_error": ("server_error", MAX_CALL_TRIES * 2 * AT_ONCE),
}
"""For what a provider says, the class of the job's reason, and the most requests that it refuses. While the first
refusal is written down, those who were admitted ahead may take the places of the first ones: hence twice as many."""


@pytest.mark.parametrize("refusal", REFUSALS)
def test_what_is_the_same_for_all_stops_the_job_and_fails_no_item(
    state_url: str, refusal: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job pauses and says why; few requests were made in vain, and none was paid; mended, it ends."""
    provider.behave([{"do": refusal, "after": GOOD}], latency_ms=20)
    made = make_job(
        state_url, tmp_path, provider, items=items_of(ITEMS), phases=ONE_PHASE, concurrency=CONCURRENCY
    ).into(monkeypatch)
    assert made.run().status is JobStatus.PAUSED
    failure_class, most = REFUSALS[refusal]
    with closing(made.opened()) as state:
        job = job_row(state, made.job_id)
        assert job.error_class == failure_class
        assert job.failed_items <= (refusal == "server_error"), "a server may seem to break at the first item alone"
        assert "openai/gpt-6-luna" in job.error_message
        refused = [row for row in provider.invoice() if row.status >= 400]
        assert 1 <= len(refused) <= most, f"{len(refused)} requests in vain"
        assert not any(row.billed for row in refused)
        provider.behave([])
        assert made.run().status is JobStatus.COMPLETED
        assert job_row(state, made.job_id).error_class is None
        assert sum(row.billed for row in provider.invoice()) == ITEMS - job.failed_items
        assert_books(state, provider.invoice())


def test_too_many_failures_pause_the_job_and_a_resume_counts_anew(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run pauses after twenty items of its own, not at once for what failed in those before it."""
    provider.behave([{"do": "declined"}], latency_ms=20)
    made = make_job(
        state_url, tmp_path, provider, items=items_of(ITEMS), phases=ONE_PHASE, concurrency=2, max_failed_percent=20
    ).into(monkeypatch)
    failed = 0
    with closing(made.opened()) as state:
        for _ in range(2):
            assert made.run().status is JobStatus.PAUSED
            job = job_row(state, made.job_id)
            assert job.error_class == "too_many_failed"
            assert "more than max_failed_percent 20" in job.error_message
            assert FAILED_PERCENT_AFTER <= job.failed_items - failed <= FAILED_PERCENT_AFTER + 2 * (2 + ahead_of(2))
            failed = job.failed_items
        provider.behave([])
        assert made.run().status is JobStatus.COMPLETED
        assert job_row(state, made.job_id).failed_items == failed
        assert_books(state, provider.invoice())
