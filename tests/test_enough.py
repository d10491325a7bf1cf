"""A job that stopped at its budget names one with which it goes to its end, whatever its items are."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipelines.follow import STOPPED, run_to_end
from pipelines.jobs import BatchJobs
from pipelines.screen import Screen
from state.status import JobStatus
from tests.commands import environment
from tests.fakes.images import coded
from tests.fakes.provider_server import ProviderServer
from tests.fakes.scans import scan
from tests.test_file_items import SAY
from tests.test_run_ocr import MODEL, Desk, desk, provider  # noqa: F401  # fixtures
from tests.test_run_split import BOOK, book, echo


def stopped_at(jobs: BatchJobs, job_id: str, budget: str) -> Decimal:
    """Run a job to the end of this budget; the budget that is named then."""
    jobs.set(job_id, {"budget_usd": budget})
    said = io.StringIO()
    ending = run_to_end(jobs, job_id, Screen(Console(file=io.StringIO()), Console(file=said, width=200)))
    assert (ending.code, ending.view.status) == (STOPPED, JobStatus.PAUSED)
    assert ending.view.error is not None
    assert ending.view.error.error_class == "budget"
    assert ending.view.progress.completed_items == 0, "then the end is reckoned by what an item has cost"
    named = re.search(r"budget_usd=([0-9.]+)", said.getvalue())
    assert named is not None, said.getvalue()
    return Decimal(named[1])


def assert_enough(jobs: BatchJobs, job_id: str, named: Decimal) -> None:
    """See that the job goes to its end with a budget, which is not a multiple of what it takes."""
    jobs.set(job_id, {"budget_usd": named})
    quiet = Screen(Console(file=io.StringIO()), Console(file=io.StringIO()), quiet=True)
    view = run_to_end(jobs, job_id, quiet).view
    assert view.status is JobStatus.COMPLETED, view.error
    assert named < 6 * view.analytics.cost_incurred


def test_the_budget_that_is_named_reads_all_pages(desk: Desk) -> None:  # noqa: F811  # that is how pytest hands a fixture on
    """A model is to read 20 pages, the budget ends after some of them, and no item has come to its phase yet."""
    desk.file("book.pdf", scan([coded(number) for number in range(1, 21)]))
    spec: Any = {"name": "Scan", "phases": [{**SAY, "ocr_model": MODEL}], "options": {"concurrency": 2}}
    job_id = desk.jobs.create(spec, items="book.pdf", start=False).id
    assert_enough(desk.jobs, job_id, stopped_at(desk.jobs, job_id, "0.006"))


def test_the_budget_that_is_named_asks_about_all_parts(
    tmp_path: Path,
    provider: ProviderServer,  # noqa: F811  # the same
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A book in parts, of which the budget lets some be asked about."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    provider.behave([echo()])
    with BatchJobs(str(tmp_path / "state.db"), cwd=tmp_path) as jobs:
        job_id = book(jobs, BOOK, concurrency=2)
        assert_enough(jobs, job_id, stopped_at(jobs, job_id, "0.03"))
