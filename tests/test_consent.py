"""Nobody spends much without having been asked: what `run` says, when it asks, and when it refuses."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from pipelines import way
from pipelines.consent import agrees_to_start, estimate_on
from pipelines.jobs import BatchJobs
from pipelines.run_found import run_found
from pipelines.screen import Screen
from tests.commands import JOB, environment, folder, run_command, typed
from tests.fakes.provider_server import ProviderServer
from tests.outlook import into

RUN = ("run", "job.yaml", "--items", "items.jsonl")


@pytest.fixture
def here(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a job of four items and a threshold that it passes."""
    made = folder(tmp_path / "work")
    (made / "batchwright.toml").write_text("[ask]\nabove_usd = 0.0001\n", "utf-8")
    into(monkeypatch, {**environment(provider), "COLUMNS": "200"})
    monkeypatch.chdir(made)
    return made


def a_screen(ask: Callable[[str], bool] | None) -> tuple[Screen, io.StringIO]:
    """A screen on a terminal, or without one."""
    err = io.StringIO()
    return Screen(Console(file=io.StringIO()), Console(file=err, width=200), ask=ask), err


def run_asked(answer: bool) -> tuple[int, list[str], str]:
    """Run the job with somebody who answers; the exit code, what was asked, what was said."""
    asked: list[str] = []

    def ask(question: str) -> bool:
        asked.append(question)
        return answer

    screen, err = a_screen(ask)
    with BatchJobs() as jobs:
        spec, source = jobs.read("job.yaml", paths=["items.jsonl"])
        found = jobs.find_or_create(spec, source, new=False, first=None)
        code = run_found(jobs, found, screen, first=None, runner="local", ask=bool)
    return code, asked, err.getvalue()


@pytest.mark.parametrize(
    ("first", "status", "told"), [(None, "PENDING", ""), (1, "PAUSED", "the other 3 wait\nnext: ")]
)
def test_ctrl_c_at_a_question_says_what_a_no_says(here: Path, first: int | None, status: str, told: str) -> None:
    """The job as it is, that the others wait and how they go on; then the command ends as Ctrl-C ends it."""

    def ctrl_c(_question: str) -> bool:
        raise KeyboardInterrupt

    if first:
        (here / "batchwright.toml").unlink()
    out, err = io.StringIO(), io.StringIO()
    screen = Screen(Console(file=out, width=200), Console(file=err, width=200), ask=ctrl_c)
    with BatchJobs() as jobs:
        spec, source = jobs.read("job.yaml", paths=["items.jsonl"])
        found = jobs.find_or_create(spec, source, new=False, first=first)
        with pytest.raises(KeyboardInterrupt):
            run_found(jobs, found, screen, first=first, runner="local", ask=ctrl_c, others=way.after_first("j", {}))
    assert f"Ships  {status}  {found.job_id}" in out.getvalue()
    assert told in err.getvalue()


def test_without_a_terminal_a_dear_run_is_refused_before_the_first_call(here: Path, provider: ProviderServer) -> None:
    """Exit code 2; both figures and three ways on are named; the job is stored and goes on with --yes."""
    refused = typed(*RUN)
    assert (refused.code, provider.stats()["total"]) == (2, 0)
    assert re.search(r"job_\w+ would cost about \$0\.\d+, and \[ask\] above_usd is \$0\.0001; there is no", refused.err)
    assert all(word in refused.err for word in ("--yes", "budget_usd", "above_usd under [ask]"))
    assert typed("list").out.count("PENDING") == 1
    done = run_command(here, environment(provider), *RUN, "--yes")
    assert (done.code, provider.stats()["total"]) == (0, 4)
    assert re.search(r"estimate: about \$0\.\d+ \(\$0\.\d+ to \$0\.\d+\), at most \$0\.\d+", done.err)
    assert "4 calls, about " in done.err
    again = typed(*RUN)
    assert (again.code, "estimate" in again.err) == (0, False)


def test_who_is_asked_decides(here: Path, provider: ProviderServer) -> None:
    """A no leaves the job as it is, and nothing is sent; a yes runs it."""
    code, asked, said = run_asked(answer=False)
    assert (code, provider.stats()["total"], len(asked)) == (4, 0, 1)
    assert "would cost about $0.0" in asked[0]
    assert "estimate: about" in said
    code, asked, _ = run_asked(answer=True)
    assert (code, provider.stats()["total"], len(asked)) == (0, 4, 1)


def stored() -> str:
    """The job, as `create --no-start` stores it."""
    return typed("create", *RUN[1:], "--no-start").out.strip()


def test_a_job_that_was_stored_is_asked_about_as_a_new_one(here: Path, provider: ProviderServer) -> None:
    """The same estimate, the same question, and the same refusal where there is nobody to ask."""
    job_id = stored()
    refused = typed(*RUN)
    assert (refused.code, provider.stats()["total"]) == (2, 0)
    assert f"{job_id} would cost about $0.0" in refused.err
    code, asked, said = run_asked(answer=False)
    assert (code, provider.stats()["total"], len(asked)) == (4, 0, 1)
    assert "estimate: about" in said
    assert run_asked(answer=True)[0] == 0


def start_asked(job_id: str, ask: Callable[[str], bool] | None, *, yes: bool = False) -> tuple[bool, str]:
    """Whether a job may start, and what was said."""
    screen, err = a_screen(ask)
    with BatchJobs() as jobs:
        return agrees_to_start(jobs, job_id, screen, runner="local", yes=yes), err.getvalue()


def test_who_starts_a_job_on_a_terminal_is_asked(here: Path, provider: ProviderServer) -> None:
    """As `run` asks, and --yes answers; a no leaves the job as it is."""
    job_id, asked = stored(), list[str]()

    def no(question: str) -> bool:
        asked.append(question)
        return False

    is_agreed, said = start_asked(job_id, no)
    assert (is_agreed, len(asked), "estimate: about" in said) == (False, 1, True)
    assert f"{job_id} would cost about $0.0" in asked[0]
    assert start_asked(job_id, no, yes=True)[0] is True
    assert len(asked) == 1
    assert "PENDING" in typed("status", job_id).out


def test_a_script_that_starts_a_job_is_told_and_not_refused(here: Path, provider: ProviderServer) -> None:
    """It has stored the job and says `start`; the estimate is in its log, but for --quiet."""
    started = run_command(here, environment(provider), "start", stored(), "--attach")
    assert (started.code, provider.stats()["total"]) == (0, 4)
    assert "estimate: about" in started.err
    (here / "job.yaml").write_text(JOB.replace("Ships", "Others").replace("shorten", "sum up"), "utf-8")
    assert run_command(here, environment(provider), "start", stored(), "--attach", "--quiet").err == ""


def test_a_budget_below_the_threshold_needs_no_question(here: Path, provider: ProviderServer) -> None:
    """What a job's budget, or its project's, stops before the threshold is not asked about; it is a hard cap."""
    (here / "job.yaml").write_text(f"{JOB}options: {{budget_usd: 0.0001}}\n", "utf-8")
    done = run_command(here, environment(provider), *RUN)
    assert done.code == 4
    assert "budget: " in done.out
    (here / "job.yaml").write_text(JOB.replace("Ships", "Others"), "utf-8")
    assert typed("budget", "set", "0.00005").code == 0
    assert run_command(here, environment(provider), *RUN).code == 4
    assert provider.stats()["total"] == 0


def test_below_the_threshold_nobody_is_asked(here: Path, provider: ProviderServer) -> None:
    """Ten dollars unless the configuration says otherwise; the estimate is told all the same, and not under --quiet."""
    (here / "batchwright.toml").unlink()
    code, asked, said = run_asked(answer=False)
    assert (code, asked, "estimate: about" in said) == (0, [], True)
    (here / "job.yaml").write_text(JOB.replace("Ships", "Others").replace("shorten", "sum up"), "utf-8")
    assert run_command(here, environment(provider), *RUN, "--quiet").err == ""


def test_a_sample_says_what_it_may_cost_and_has_a_budget(here: Path, provider: ProviderServer) -> None:
    """A sample that is likely to be dear is refused without a terminal; else it says its most, which is its budget."""
    sample = ("estimate", "job.yaml", "--items", "items.jsonl", "--sample", "2")
    refused = typed(*sample)
    assert (refused.code, provider.stats()["total"]) == (2, 0)
    assert "a sample of 2 items would cost about $0.0" in refused.err
    (here / "batchwright.toml").write_text("[ask]\nabove_usd = 0.0011\n", "utf-8")
    screen, err = a_screen(None)
    with BatchJobs() as jobs:
        spec, source = jobs.read("job.yaml", paths=["items.jsonl"])
        found = estimate_on(jobs, screen, spec, source, sample=2, runner="local", yes=False)
        assert found.sample is not None
        view = jobs.status(found.sample)
    assert (view.progress.completed_items, view.budget_usd is not None) == (2, True)
    assert re.search(
        r"a sample of 2 items runs first: about \$0\.\d+, at most \$0\.00\d+; its answers are kept", err.getvalue()
    )
    assert "shorten: " in err.getvalue()
    assert provider.stats()["total"] == 2


def test_after_the_first_items_the_others_are_estimated_by_them(here: Path, provider: ProviderServer) -> None:
    """With --yes the first two run, are shown, and then the others, each once; the first question is for the first."""
    done = run_command(here, environment(provider), *RUN, "--first", "2", "--yes")
    assert (done.code, provider.stats()["total"]) == (0, 4)
    assert "2 calls, about " in done.err
