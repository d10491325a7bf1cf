"""Whatever calls come to, the ledger is the invoice: random outcomes over small jobs, by seeds."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from orchestrator.retry import ALL_REFUSED
from state.status import CallStatus, JobStatus
from tests.books import job_row
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import ONE_PHASE, Phase, items_of, make_job

ITEMS = 10
TIMEOUT_S = 1.0

PHASES: tuple[Phase, ...] = (
    {
        "name": "say",
        "task_type": "chat",
        "model": "openai/gpt-6-luna",
        "parameters": {"timeout_s": TIMEOUT_S},
        "validation": {"min_score": 7, "max_attempts": 2, "judge_model": "anthropic/claude-haiku-5-5"},
    },
    {
        "name": "find",
        "task_type": "entity_extraction",
        "model": "anthropic/claude-haiku-5-5",
        "input": "original",
        "parameters": {"timeout_s": TIMEOUT_S},
    },
)

_MAYBE_BILLED: tuple[dict[str, object], ...] = (
    {"do": "declined"},
    {"do": "truncated"},
    {"do": "invalid_output"},
    {"do": "not_json"},
    {"do": "nul"},
    {"do": "surrogate"},
    {"do": "cut"},
    {"do": "ok", "cached_tokens": 40},
    {"do": "ok", "cached_tokens": 10, "cache_write_tokens": 20},
    {"do": "ok", "latency_ms": 1000 * TIMEOUT_S + 400},  # the reply comes after the time-out
    {"do": "score", "score": 2, "model": "claude-haiku-5-5"},
)
_FREE: tuple[dict[str, object], ...] = (
    *({"do": "rate_limited", "wait_s": 0.05, "forms": [form]} for form in ("seconds", "float", "ms", "reset", "none")),
    {"do": "server_error"},
    {"do": "overloaded"},
    {"do": "unavailable"},
    {"do": "drop"},
)


def random_rules(seed: int) -> list[dict[str, object]]:
    """Rules that each take a part of the requests, the first or second time these are asked."""
    draw = random.Random(seed)  # noqa: S311  # no secret
    chosen = draw.sample(_MAYBE_BILLED, 5) + draw.sample(_FREE, 4)
    draw.shuffle(chosen)
    return [
        {**rule, "nth": draw.choice([1, 1, [1, 2]]), "fraction": draw.choice([0.15, 0.3]), "seed": f"{seed}-{place}"}
        for place, rule in enumerate(chosen)
    ]


def check_outcomes(url: str, seed: int, provider: ProviderServer, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Run a job through the outcomes of a seed, to the end, and hold the ledger against the invoice."""
    provider.behave(random_rules(seed), latency_ms=5)
    made = make_job(url, folder, provider, items=items_of(ITEMS), phases=PHASES, concurrency=6).into(patch)
    for _ in range(4):
        if made.run().status is JobStatus.COMPLETED:
            break
    provider.wait_idle()
    with closing(made.opened()) as state:
        job = job_row(state, made.job_id)
        said = f"seed {seed}: {job.status}, {job.error_class}: {job.error_message}"
        assert job.status == JobStatus.COMPLETED, said
        assert_books(state, provider.invoice())
        counts = Counter(row.status for row in ledger(state))
        assert counts[CallStatus.OK] >= ITEMS, said
        assert set(counts) != {CallStatus.OK}, "the seed disturbed nothing"
    results = made.results().values()
    assert sum(result[1] in ("COMPLETED", "FAILED") for result in results) == ITEMS
    assert all(bool(result[3]) == (result[1] == "FAILED") for result in results), "who failed says why"


def test_a_job_whose_every_request_is_refused_pauses(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the provider refuses for all items stops the job after some of them, and most items stay open."""
    provider.behave([{"do": "bad_request"}])
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(60), phases=ONE_PHASE).into(monkeypatch)
    assert made.run().status is JobStatus.PAUSED
    with closing(made.opened()) as state:
        job = job_row(state, made.job_id)
        assert (job.error_class, job.failed_items) == ("bad_request", ALL_REFUSED - 1)
        assert "openai/gpt-6-luna refused all requests of the phase so far" in job.error_message
        assert job.open_items == 60 - job.failed_items


def test_an_item_that_always_breaks_its_connection_ends_with_a_second_run(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone it looks like an outage, and pauses the job after two payments; after two more it is the item's fault."""
    provider.behave([{"do": "drop"}])
    made = make_job(state_url, tmp_path, provider, items=items_of(1), phases=ONE_PHASE).into(monkeypatch)
    assert made.run().status is JobStatus.PAUSED
    assert made.run().status is JobStatus.COMPLETED
    ((_, status, _, error_class),) = made.results().values()
    assert (status, error_class) == ("FAILED", "connection")
    with closing(made.opened()) as state:
        assert [row.status for row in ledger(state)] == [CallStatus.UNKNOWN] * 4


@pytest.mark.parametrize("seed", range(5))
def test_the_ledger_is_the_invoice_whatever_calls_come_to(
    sqlite_url: str, seed: int, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Declined, cut, truncated, unreadable, late, refused: known calls cost what was billed, unknown ones no less."""
    check_outcomes(sqlite_url, seed, provider, tmp_path, monkeypatch)


@pytest.mark.chaos
@pytest.mark.parametrize("seed", range(100, 130))
def test_the_ledger_is_the_invoice_over_many_seeds(
    state_url: str, seed: int, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the five seeds of the ordinary suite, for thirty more on both stores."""
    check_outcomes(state_url, seed, provider, tmp_path, monkeypatch)
