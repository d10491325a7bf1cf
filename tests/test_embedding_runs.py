"""Embedding phases through the whole engine: packs out, a vector an item, and the books agree to the token."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestrator.pricing import LOCAL_VECTORS
from orchestrator.providers import local_packages
from pipelines.export import export
from pipelines.jobs import BatchJobs
from state.config import Config
from state.records import NewItem
from state.status import JobStatus
from tests.fakes import answers
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import Made, Phase, items_of, make_job

INDEX: Phase = {"name": "index", "task_type": "embedding_generation"}
SHORT: Phase = {**INDEX, "parameters": {"extra_body": {"dimensions": 16}}}


def vector_of(text: str) -> object:
    """What the loopback provider makes of a text, to the precision of 32 bits."""
    return pytest.approx(list(answers.embedding(text, 16)), rel=1e-6)


def assert_balanced(made: Made, provider: ProviderServer) -> None:
    """Check the ledger against the invoice."""
    provider.wait_idle()
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())


def test_a_job_embeds_in_packs_and_exports_its_vectors(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty items make few calls, each gets the vector of its own text, and a second run makes none."""
    items = items_of(50)
    made = make_job(sqlite_url, tmp_path, provider, items=items, phases=[SHORT], concurrency=10).into(monkeypatch)
    assert made.run().status is JobStatus.COMPLETED
    for ordinal, (_, status, outputs, _) in made.results().items():
        assert (status, outputs[0]) == ("COMPLETED", vector_of(items[ordinal].text))
    calls = provider.stats()["total"]
    assert calls < 25
    assert_balanced(made, provider)
    export(made.place, made.job_id, tmp_path / "out")
    table = pq.ParquetFile(tmp_path / "out" / "part-00000.parquet").read()
    assert table.schema.field("phase_index").type == pa.list_(pa.float32(), 16)
    again = make_job(sqlite_url, tmp_path, provider, items=items, phases=[SHORT])
    assert again.run().status is JobStatus.COMPLETED
    assert again.results()[7][2] == made.results()[7][2]
    assert provider.stats()["total"] == calls


def test_an_input_that_is_refused_fails_alone(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is refused, one without text and one beyond the window; all others of their packs are embedded."""
    texts = [f"{number} mills by the river" for number in range(12)]
    texts[3], texts[5], texts[8] = "a forbidden word", " ", "word " * 9_000
    provider.behave([{"do": "bad_request", "contains": "forbidden"}])
    items = [NewItem(f"item-{number}", text, {}) for number, text in enumerate(texts)]
    made = make_job(sqlite_url, tmp_path, provider, items=items, phases=[SHORT]).into(monkeypatch)
    assert made.run().status is JobStatus.COMPLETED
    failed = {ordinal: error for ordinal, (_, _, _, error) in made.results().items() if error is not None}
    assert failed == {3: "bad_request", 5: "bad_request", 8: "too_long"}
    for ordinal, (_, _, outputs, error) in made.results().items():
        assert error is not None or outputs[0] == vector_of(texts[ordinal])
    assert_balanced(made, provider)


@pytest.mark.parametrize("rule", ["nan", "missing_vector", "short_vector", "not_json", "server_error", "rate_limited"])
def test_a_call_that_goes_wrong_once_is_made_again(
    rule: str, sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes of a pack, it is in the books, and its items are embedded all the same."""
    provider.behave([{"do": rule, "times": 1, "wait_s": 0.1, "forms": ["ms"]}])
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(6), phases=[SHORT]).into(monkeypatch)
    assert made.run().status is JobStatus.COMPLETED
    assert {status for _, status, _, _ in made.results().values()} == {"COMPLETED"}
    assert_balanced(made, provider)


def test_the_next_phase_reads_the_text_and_why_tells_of_the_vector(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No number gets into a prompt, and `why` and `show` explain the embedding as any other answer."""
    summarize: Phase = {"name": "sum up", "task_type": "summarization", "model": "openai/gpt-6-luna"}
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(2), phases=[SHORT, summarize]).into(monkeypatch)
    assert made.run().status is JobStatus.COMPLETED
    with BatchJobs(made.place.url, made.place.workspace, Config()) as jobs:
        why: Any = jobs.why(made.job_id, "item-0")
        show: Any = jobs.show(made.job_id, "item-0")
    first = why["phases"][0]
    assert first["router"] == {"model": "openai/text-embedding-3-small", "reason": "the only candidate"}
    assert [(one["role"], one["answer"]) for one in first["attempts"]] == [("embedding", "new")]
    (step,) = show["phases"][1]["steps"]
    assert "0." not in step["request"]["messages"][0]["content"].replace("000 knots.", "")


def test_the_local_model_runs_a_job(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key, without a request over HTTP, and without what the other local model needs."""
    phase: Phase = {**INDEX, "model": LOCAL_VECTORS}
    made = make_job(sqlite_url, tmp_path, provider, items=items_of(8), phases=[phase])
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(local_packages, "CHAT", {"no_such_module": local_packages.RUNS})
    assert made.run().status is JobStatus.COMPLETED
    assert {len(outputs[0]) for _, _, outputs, _ in made.results().values() if isinstance(outputs[0], list)} == {256}
    assert provider.stats()["total"] == 0
