"""A notebook shows a job as a card, which `watch` draws anew while the job runs; elsewhere there are lines."""

from __future__ import annotations

import pickle
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.job_card import ShownJob, job_card, shown_job
from pipelines.jobs import BatchJobs
from pipelines.notebook import watch
from state.clock import utc_now
from state.errors import IllegalMoveError
from state.job_view import Progress, Stalled
from state.status import JobStatus
from tests.fakes.provider_server import ProviderServer
from tests.jobs import ONE_PHASE, Background, Made, items_of, make_job, until
from tests.test_analytics_page import MARKUP, RIGHT_TO_LEFT, read
from tests.test_screen import HOSTILE, a_view, control_characters


@dataclass
class Notebook:
    """What stands in for IPython, which is no dependency: the cards that it was given."""

    cards: list[str] = field(default_factory=list)
    displayed: int = 0

    def display(self, card: ShownJob, *, display_id: bool) -> Notebook:
        """Show a card in a place of its own."""
        assert display_id
        self.displayed += 1
        self.update(card)
        return self

    def update(self, card: ShownJob) -> None:
        """Show a card in the place of the one before."""
        self.cards.append(card._repr_html_())

    def into(self, monkeypatch: pytest.MonkeyPatch, kernel: object) -> None:
        """Be what is loaded as IPython."""
        package, display = types.ModuleType("IPython"), types.ModuleType("IPython.display")
        package.get_ipython = lambda: types.SimpleNamespace(kernel=kernel, config={})  # type: ignore[attr-defined]
        display.display = self.display  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "IPython", package)
        monkeypatch.setitem(sys.modules, "IPython.display", display)


@pytest.fixture
def job(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """A job of eight items that has not been started, whose calls take a while."""
    with ProviderServer(latency_ms=150) as provider:
        made = make_job(sqlite_url, tmp_path, provider, items=items_of(8), phases=ONE_PHASE, concurrency=1)
        yield made.into(monkeypatch)


def test_a_card_says_what_status_says() -> None:
    """State, bar, counts, pace, money and time; with words for who sees no bar, and no script."""
    view = a_view(
        status=JobStatus.RUNNING, progress=Progress(1_000, 240, 10, 0, 750), completed_at=None,
        budget_usd=Decimal(5), name="Papers",
    )  # fmt: skip
    text = job_card(view)
    page = read(f"<html>{text}</html>")
    assert "Papers ● RUNNING job_00000000000000000000000001" in page.text
    assert ["items", "1000: 240 completed, 10 failed, 750 pending (25 % done)"] in page.rows
    assert ["cost", "$0.00 settled of a budget of $5.00"] in page.rows
    assert '<progress max="1000" value="250" aria-label="items in a final state"' in text
    assert not {"script", "link", "img", "style"} & set(page.tags)


@pytest.mark.parametrize("status", list(JobStatus))
def test_each_state_has_a_card(status: JobStatus) -> None:
    """A stalled job is told as one, with the command that goes on."""
    assert f"● {status}" in read(f"<html>{job_card(a_view(status=status))}</html>").text
    stalled = a_view(status=JobStatus.RUNNING, stalled=Stalled(utc_now(), ("pid 7 on host",)))
    assert "● STALLED" in read(f"<html>{job_card(stalled)}</html>").text
    assert "<code>batchwright resume job_00000000000000000000000001</code>" in job_card(stalled)


@pytest.mark.parametrize("hostile", [MARKUP, HOSTILE, RIGHT_TO_LEFT])
def test_no_name_is_markup(hostile: str) -> None:
    """A job's name and project are words in a card."""
    found, wanted = (read(f"<html>{job_card(a_view(name=one, project=one))}</html>") for one in (hostile, "n"))
    assert [tag for tag in found.tags if tag != "code"] == [tag for tag in wanted.tags if tag != "code"]
    assert control_characters(found.text) == set()
    assert "\u202e" not in found.text.partition("project")[2]


def test_a_shown_job_is_the_job() -> None:
    """The same fields and document, over pickles too."""
    view = a_view()
    shown = shown_job(view)
    assert shown.document() == view.document()
    assert pickle.loads(pickle.dumps(shown)) == shown
    assert shown._repr_html_() == job_card(view)


def test_what_the_jobs_return_has_a_card(job: Made) -> None:
    """`status`, and with it all that creates and moves a job."""
    with BatchJobs(job.place.url, job.place.workspace) as jobs:
        assert "PENDING" in jobs.status(job.job_id)._repr_html_()  # type: ignore[attr-defined]
        assert "CANCELLED" in jobs.cancel(job.job_id)._repr_html_()  # type: ignore[attr-defined]
        made = jobs.create(name="n", items=["x"], phases=[*ONE_PHASE], start=False)
        with pytest.raises(IllegalMoveError, match="nobody has started it"):
            jobs.watch(made.id)


def test_a_notebook_draws_one_card_anew(job: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the job runs, in the place of the first one, and as it ended; no graph of ours needs pandas there."""
    notebook, told = Notebook(), list[str]()
    notebook.into(monkeypatch, kernel=object())
    with BatchJobs(job.place.url, job.place.workspace) as jobs:
        run = Background(job.run)
        until(lambda: jobs.status(job.job_id).status is JobStatus.RUNNING, "the job runs")
        jobs.watch(job.job_id, tell=told.append)
        run.wait()
        jobs.export(job.job_id, tmp_path / "out")
    assert (notebook.displayed, told) == (1, [])
    assert "RUNNING" not in notebook.cards[-1]
    assert "RUNNING" in notebook.cards[0]
    assert "COMPLETED" in notebook.cards[-1]


def test_elsewhere_there_are_lines(job: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal, IPython's too: one at once and one at the end."""
    Notebook().into(monkeypatch, kernel=None)
    told: list[str] = []
    with BatchJobs(job.place.url, job.place.workspace) as jobs:
        run = Background(job.run)
        until(lambda: jobs.status(job.job_id).status is JobStatus.RUNNING, "the job runs")
        jobs.watch(job.job_id, tell=told.append)
        run.wait()
    assert told[0].startswith("RUNNING ")
    assert told[-1].startswith("COMPLETED 8/8 items (100 %)")
    assert len(told) < 8


def test_an_interrupt_ends_the_watching_alone(job: Made) -> None:
    """The job goes on."""

    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    with BatchJobs(job.place.url, job.place.workspace) as jobs:
        run = Background(job.run)
        until(lambda: jobs.status(job.job_id).status is JobStatus.RUNNING, "the job runs")
        watch(jobs, job.job_id, lambda _: None, pause=interrupt)
        assert jobs.status(job.job_id).status is JobStatus.RUNNING
        run.wait()
        assert jobs.status(job.job_id).status is JobStatus.COMPLETED
