"""What the config allows for a model or a provider holds over all jobs and processes of a state: the provider's log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from orchestrator.analyzer import LEAST_BYTES_PER_TOKEN, MESSAGE_TOKENS
from orchestrator.window import window_size
from orchestrator.workers import running_workers
from pipelines.follow import follow
from pipelines.jobs import BatchJobs
from pipelines.screen import Screen
from state.buckets import BURST_S, LIFE_S, WAY_S
from state.config import parse_config
from state.events import EventKind
from state.status import JobStatus
from state.view_ledger import calls, events
from tests.books import job_row
from tests.fakes.provider_server import InvoiceRow, ProviderServer
from tests.invoices import assert_books
from tests.jobs import ONE_PHASE, THREE_PHASES, Background, Made, Phase, items_of, make_job, text_of, until

SOL_PHASE: tuple[Phase, ...] = ({"name": "say", "task_type": "chat", "model": "openai/gpt-6-sol"},)
PER_S = 20
LATE_S = BURST_S + LIFE_S + WAY_S
"""In a window that is shorter than a minute there may be so much more: a burst, and what is sent late."""


def most_in(rows: Sequence[InvoiceRow], window_s: float, *, tokens: bool = False) -> int:
    """The most requests, or tokens, that arrived in any window of so many seconds."""
    amounts = [(row.arrived_s, row.input_tokens + row.output_tokens if tokens else 1) for row in rows]
    return max(sum(more for at, more in amounts if since <= at < since + window_s) for since, _ in amounts)


def lasted_s(rows: Sequence[InvoiceRow]) -> float:
    """From the first request to the last."""
    return max(row.arrived_s for row in rows) - min(row.arrived_s for row in rows)


def two_jobs(state_url: str, provider: ProviderServer, folder: Path, *, items: int) -> list[Made]:
    """Jobs of two projects that ask two models of one provider."""
    made = []
    for name, phases in (("one", ONE_PHASE), ("two", SOL_PHASE)):
        (folder / name).mkdir()
        place = folder / name
        jobs_items = items_of(items)
        made.append(make_job(state_url, place, provider, items=jobs_items, phases=phases, project=name, concurrency=10))
    return made


def run_in_processes(jobs: Sequence[Made], config: str) -> None:
    """Run each job in a process of its own, all at once, to its end."""
    processes = [made.start("--config", config) for made in jobs]
    assert [process.wait(100) for process in processes] == [0] * len(jobs), [made.said()[-2000:] for made in jobs]
    with closing(jobs[0].opened()) as state:
        assert {job_row(state, made.job_id).status for made in jobs} == {JobStatus.COMPLETED}


def test_requests_by_the_minute_hold_over_jobs_and_processes(
    state_url: str, provider: ProviderServer, tmp_path: Path
) -> None:
    """Two jobs that ask two models of a limited provider together send as many a second as it allows, and no more."""
    provider.behave(latency_ms=50)
    jobs = two_jobs(state_url, provider, tmp_path, items=80)
    run_in_processes(jobs, f"[limits.openai]\nrequests_per_minute = {60 * PER_S}\n")
    rows = provider.invoice()
    assert len(rows) == 160
    assert most_in(rows, 3) <= PER_S * (3 + LATE_S)
    assert lasted_s(rows) < 2 * 160 / PER_S, "what is allowed is used"
    with closing(jobs[0].opened()) as state:
        assert_books(state, rows)


def test_calls_at_once_hold_over_jobs_and_processes(state_url: str, provider: ProviderServer, tmp_path: Path) -> None:
    """Two jobs of a concurrency of ten together have no more calls out than their provider allows, and all of these."""
    provider.behave(latency_ms=150)
    jobs = two_jobs(state_url, provider, tmp_path, items=25)
    run_in_processes(jobs, "[limits.openai]\nconcurrency = 3\n")
    assert provider.stats()["high_water"] == 3
    with closing(jobs[0].opened()) as state:
        assert_books(state, provider.invoice())


@pytest.fixture
def made(sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A job of one phase."""
    return make_job(sqlite_url, tmp_path, provider, items=items_of(45), phases=ONE_PHASE, concurrency=20).into(
        monkeypatch
    )


def run_with(made: Made, config: str) -> list[str]:
    """Run a job here under a configuration; what its events say of limits."""
    made.run(parse_config(config, source="a test"))
    with closing(made.opened()) as state:
        return [event.message for event in events(state, made.job_id) if event.kind == EventKind.LIMIT]


def test_tokens_of_packed_calls_hold(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calls that take many inputs take no more of them than a second allows, and all together no more tokens."""
    phase: Phase = {"name": "embed", "task_type": "embedding_generation", "model": "openai/text-embedding-3-small"}
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(60), phases=(phase,), concurrency=4)
    run_with(made.into(monkeypatch), "[limits.openai]\ntokens_per_minute = 90_000\n")
    rows = provider.invoice()
    per_call = 1_500 // (-(-len(text_of(0)) // LEAST_BYTES_PER_TOKEN) + MESSAGE_TOKENS)
    with closing(made.opened()) as state:
        inputs = [call.items for call in calls(state, made.job_id)]
    assert sum(inputs) == 60
    assert max(inputs) <= per_call, "a call claims a second's worth at the most"
    assert len(rows) == len(inputs) < 60
    assert max(row.input_tokens for row in rows) <= 1_500
    assert most_in(rows, 2, tokens=True) <= 1_500 * (2 + LATE_S)


@pytest.mark.parametrize("scope", ["openai", '"openai/gpt-6-luna"'])
def test_tokens_by_the_minute_hold(made: Made, provider: ProviderServer, scope: str) -> None:
    """A model, or all of a provider's, gets no more tokens than allowed; the job says what it waits for."""
    said = run_with(made, f"[limits.{scope}]\ntokens_per_minute = 120_000\n")
    rows = provider.invoice()
    assert len(rows) == 45
    assert most_in(rows, 2, tokens=True) <= 2_000 * (2 + LATE_S)
    assert lasted_s(rows) < 2 * sum(row.input_tokens + row.output_tokens for row in rows) / 2_000, "they are used"
    assert said in ([], [f"calls wait, as [limits.{scope}] has tokens_per_minute = 120000"])


def test_who_follows_a_job_hears_what_holds_it_up(made: Made, provider: ProviderServer, tmp_path: Path) -> None:
    """`run` says once which key of the config a job waits for."""
    config = tmp_path / "batchwright.toml"
    config.write_text("[limits.openai]\nrequests_per_minute = 600\n", "utf-8")
    said = StringIO()
    with BatchJobs(made.place.url, made.place.workspace, config=config) as jobs:
        follow(jobs, made.job_id, Screen(Console(file=StringIO()), Console(file=said, width=200)))
    assert said.getvalue().count("calls wait, as [limits.openai] has requests_per_minute = 600") == 1
    assert len(provider.invoice()) == 45


def test_a_limit_of_another_model_holds_up_nobody(made: Made, provider: ProviderServer) -> None:
    """What is allowed for a model, or for a provider, that the job does not ask changes nothing."""
    provider.behave(latency_ms=100)
    others = ("anthropic", '"openai/gpt-6-sol"')
    keys = "requests_per_minute = 1\ntokens_per_minute = 1\nconcurrency = 1\n"
    assert run_with(made, "".join(f"[limits.{scope}]\n{keys}" for scope in others)) == []
    assert provider.stats()["high_water"] > 3


def test_a_model_that_waits_holds_no_place_of_another_one(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the second phase's model lets one call through now and then, the first phase's goes on at full speed."""
    items = items_of(window_size(2))
    made = make_job(sqlite_url, tmp_path, provider, items=items, phases=THREE_PHASES[:2], concurrency=2)
    said = run_with(made.into(monkeypatch), "[limits.anthropic]\nrequests_per_minute = 60\n")
    first = [row.arrived_s for row in provider.invoice() if row.dialect == "openai"]
    second = [row for row in provider.invoice() if row.dialect == "anthropic"]
    assert max(first) - min(first) < lasted_s(second) / 2
    assert lasted_s(second) >= len(items) - 2
    assert said == ["calls wait, as [limits.anthropic] has requests_per_minute = 60"]


def test_a_request_that_no_minute_holds_fails_its_item(made: Made, provider: ProviderServer) -> None:
    """A call that claims more tokens than are allowed in a minute is not sent; the item says so, with the key."""
    run_with(made, '[limits."openai/gpt-6-luna"]\ntokens_per_minute = 100\n')
    assert provider.invoice() == []
    with closing(made.opened()) as state:
        assert job_row(state, made.job_id).status in (JobStatus.PAUSED, JobStatus.COMPLETED)
    assert {error for *_, error in made.results().values()} >= {"too_long"}


def test_what_one_job_learns_of_a_limit_slows_the_other(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 429 that one job's calls meet cuts the limit of another job that asks the same model, which never met one."""
    refused = {"do": "rate_limited", "contains": "000 knots", "times": 1, "wait_s": 1.0}
    provider.behave([refused], latency_ms=50)
    made = []
    for name, items in (("one", items_of(120)[:60]), ("two", items_of(120)[60:])):
        (tmp_path / name).mkdir()
        made.append(make_job(sqlite_url, tmp_path / name, provider, items=items, phases=ONE_PHASE, project=name))
    runs = [Background(one.into(monkeypatch).run) for one in made]

    def bursts() -> set[tuple[str, int]]:
        paces = {worker.ref.job_id: json.loads(worker.pace()) for worker in running_workers()}
        return {(job_id, pace["openai/gpt-6-luna"]["bursts"]) for job_id, pace in paces.items() if pace}

    until(lambda: bursts() == {(one.job_id, 1) for one in made}, "both know of the one 429")
    for run in runs:
        run.wait()
    assert provider.stats()["limited"] == 1
