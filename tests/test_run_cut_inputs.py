"""`on_too_long: truncate` through the whole engine: what is sent, what is told of it, and what it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.status import JobStatus
from tests.commands import environment, run_command, typed
from tests.fakes.provider_server import ProviderServer

MODEL = "openai/gpt-3.5-turbo"
WINDOW = 16_385
SENTENCE = "Ships carry most of the goods of the world. "
LONG = SENTENCE * 2_000
"""More tokens than the window holds, also without the prompt."""

FITTING = SENTENCE * 700
"""As many tokens as it holds beside an answer, by the estimate."""


@pytest.fixture
def here(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a job of two phases, of which the first may read less, and a key."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def job(jobs: BatchJobs, on_too_long: str, *texts: str) -> str:
    """A job of one phase over these texts, stored."""
    phase: Any = {"name": "say", "task_type": "chat", "model": MODEL, "on_too_long": on_too_long, "checks": False}
    items: Any = [{"id": f"i{n}", "content": text} for n, text in enumerate(texts)]
    return jobs.create({"name": "Ships", "phases": [phase]}, items=items, start=False).id


def test_a_long_input_is_cut_and_told_so(here: Path, provider: ProviderServer) -> None:
    """Without `truncate` it fails its item without a call; with it a part is read, and every view says which."""
    provider.behave([{"do": "echo"}])
    with BatchJobs(str(here / "state.db")) as jobs:
        failing = job(jobs, "fail", LONG)
        assert run_job(jobs.place, jobs.config, failing).status is JobStatus.COMPLETED
        (row,) = jobs.results(failing)
        assert (row.error and row.error.error_class, provider.stats()["total"]) == ("too_long", 0)
        cutting = job(jobs, "truncate", SENTENCE, LONG)
        assert run_job(jobs.place, jobs.config, cutting).status is JobStatus.COMPLETED
        short, long = jobs.results(cutting)
        assert (short.output, short.input, long.input) == (SENTENCE.strip(), SENTENCE, LONG)
        assert isinstance(long.output, str)
        assert LONG.startswith(long.output)
        assert long.output.endswith("of the world.")
        assert 0.45 * WINDOW < len(long.output) / 4 < WINDOW / 2, "as long an answer has room"
        note = f"input cut at {len(long.output)} of {len(LONG)} characters"
        why: Any = jobs.why(cutting, "i1")
        shown: Any = jobs.show(cutting, "i1")
        assert why["phases"][0]["attempts"][0]["notes"] == shown["phases"][0]["steps"][0]["notes"] == [note]
        plain: Any = jobs.why(cutting, "i0")
        assert plain["phases"][0]["attempts"][0]["notes"] == []
        assert [phase.cut for phase in jobs.status(cutting).phases] == [1]
        assert [e.message for e in jobs.events(cutting) if e.kind == "input_cut"] == [
            "inputs that were longer than a model's window were cut: 1 in say"
        ]
    for verb in ("why", "show"):
        assert note in typed("--state", str(here / "state.db"), verb, cutting, "i1").out


def test_a_provider_that_counts_more_is_asked_with_less(here: Path, provider: ProviderServer) -> None:
    """Its refusal is a row that costs nothing, and no attempt; the item is done, and explained as it was asked."""
    provider.behave([{"do": "context_too_long", "times": 1}, {"do": "echo"}])
    with BatchJobs(str(here / "state.db")) as jobs:
        job_id = job(jobs, "truncate", FITTING)
        assert run_job(jobs.place, jobs.config, job_id).status is JobStatus.COMPLETED
        (row,) = jobs.results(job_id)
        refused, made = jobs.calls(job_id)
        assert (refused.error_class, made.attempt, row.attempts) == ("too_long", 1, 1)
        assert refused.cost == 0
        assert isinstance(row.output, str)
        assert len(row.output) < len(FITTING)
        shown: Any = jobs.show(job_id, "i0")
        (step,) = shown["phases"][0]["steps"]
        assert step["request"]["messages"][0]["content"] == row.output
        assert step["notes"] == [f"input cut at {len(row.output)} of {len(FITTING)} characters"]
        assert len(shown["refused"][0]["request"]["messages"][0]["content"]) == len(FITTING)
        # The same again makes no paid call: the refusal is met again, and what followed it is known.
        again = job(jobs, "truncate", FITTING)
        provider.behave([{"do": "context_too_long"}])
        assert run_job(jobs.place, jobs.config, again).status is JobStatus.COMPLETED
        assert [row.output for row in jobs.results(again)] == [row.output]


def test_the_end_of_a_run_says_how_many_inputs_were_cut(here: Path, provider: ProviderServer) -> None:
    """By phase, in the summary; and a failed item that is retried is counted once."""
    phase = f"{{name: say, task_type: chat, model: {MODEL}, on_too_long: truncate, checks: false}}"
    (here / "job.yaml").write_text(
        f"name: Ships\nphases: [{phase}]\n"
        f"items:\n  - {{id: a, content: '{LONG}'}}\n  - {{id: b, content: '{LONG} b'}}\n  - {{id: c, content: short}}\n"
    )
    provider.behave([{"do": "declined", "times": 1}, {"do": "echo"}])
    environ = environment(provider)
    ran = run_command(here, environ, "run", "job.yaml")
    assert ran.code == 3, ran.err
    assert "cut: input longer than a model's window: 2 items in say; `show` says where each was cut" in " ".join(
        (ran.out + ran.err).split()
    )
    again = run_command(here, environ, "retry", "last", "--attach")
    assert again.code == 0, again.err
    assert "2 items in say" in " ".join((again.out + again.err).split())
