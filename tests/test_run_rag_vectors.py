"""Passages that are found by vectors of a model that has to be asked: packed, known, paid for, and what if it fails."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from orchestrator.pricing import LOCAL_VECTORS
from orchestrator.providers import local_packages
from pipelines.jobs import BatchJobs
from state.errors import ConfigError
from state.records import Json
from state.status import JobStatus
from tests.commands import typed
from tests.fakes.provider_server import ProviderServer
from tests.shelves import DOCUMENTS, HAIKU, QUESTIONS, SAY, VECTORS, Shelves, embed

QUERIES: list[Json] = [
    {"id": f"q{n}", "content": f"Question number {n}: how many minutes can a blue whale dive?"} for n in range(30)
]
OTHER = "openai/text-embedding-3-large"


@pytest.fixture
def shelves(jobs: BatchJobs, provider: ProviderServer) -> Shelves:
    """A project whose three documents have vectors of a model that has to be asked."""
    made = Shelves(jobs, provider)
    made.put(*DOCUMENTS)
    embed(made)
    return made


def test_queries_are_packed_paid_for_and_known_the_second_time(shelves: Shelves) -> None:
    """Thirty queries are few calls of the role `retrieval`, in the ledger and the job's sum; a new job makes none."""
    before = shelves.total
    job_id = shelves.done(QUERIES, concurrency=10)
    roles = shelves.roles(job_id)
    assert roles["executor"] == 30
    assert 0 < roles["retrieval"] < 15
    assert shelves.total - before == roles["executor"] + roles["retrieval"]
    assert {shelves.given(job_id, f"q{n}")[0] for n in range(30)} == {"whale"}  # type: ignore[index]
    settled = sum((call.cost for call in shelves.jobs.calls(job_id, limit=100) if call.cost), Decimal(0))
    assert shelves.jobs.status(job_id).analytics.cost_settled == settled
    shelves.balance()
    calls = shelves.total
    again = shelves.done(QUERIES, concurrency=10)
    assert (shelves.total, shelves.roles(again)) == (calls, {})
    assert shelves.given(again, "q7") == shelves.given(job_id, "q7")


def test_why_and_show_tell_of_the_query(shelves: Shelves) -> None:
    """The call for the vector is among an item's steps, with its request and the numbers that were answered."""
    job_id = shelves.done(QUESTIONS[:1])
    assert shelves.asked(job_id, "sea", role="retrieval") == "How many minutes can a blue whale dive?"
    why: Any = shelves.jobs.why(job_id, "sea")
    assert [(one["role"], one["answer"]) for one in why["phases"][0]["attempts"]] == [
        ("retrieval", "new"),
        ("executor", "new"),
    ]
    shown = typed("show", job_id, "sea")
    assert shown.code == 0
    assert "retrieval: openai/text-embedding-3-small" in shown.out


def test_an_embedding_of_the_same_text_is_known(shelves: Shelves) -> None:
    """A query is the request of an embedding phase for the same text, so neither asks what the other was answered."""
    index: dict[str, Json] = {"name": "index", "task_type": "embedding_generation", "model": VECTORS}
    shelves.done(QUESTIONS, index)
    assert shelves.roles(shelves.done(QUESTIONS, name="reading")) == {"executor": 3}


def test_a_budget_holds_for_queries_too(shelves: Shelves) -> None:
    """A job whose budget does not reach for the vector of a query pauses before it, and goes on with more."""
    job_id = shelves.make(QUESTIONS, budget_usd="0.000000001")
    calls = shelves.total
    assert shelves.run(job_id) is JobStatus.PAUSED
    assert shelves.total == calls
    shelves.jobs.set(job_id, {"budget_usd": "1"})
    assert shelves.run(job_id) is JobStatus.COMPLETED
    shelves.balance()


@pytest.mark.parametrize("rule", ["bad_request", "missing_vector", "nan", "not_json"])
def test_an_item_whose_query_gets_no_vector_fails_with_a_reason(rule: str, shelves: Shelves) -> None:
    """Where the endpoint makes no vector the item fails in words, alone, and a retry asks anew."""
    shelves.provider.behave([{"do": rule, "endpoint": "embeddings", "contains": "sourdough"}])
    job_id = shelves.make(QUESTIONS, concurrency=1)
    assert shelves.run(job_id) is JobStatus.COMPLETED
    error = shelves.phase(job_id, "kitchen")["error"]
    assert f"no passages could be looked for: {VECTORS} made no vector" in error["message"]
    assert {shelves.phase(job_id, item)["status"] for item in ("sea", "court")} == {"COMPLETED"}
    shelves.provider.behave([])
    assert typed("retry", job_id, "--attach").code == 0
    assert shelves.given(job_id, "kitchen") == ["bread"]
    shelves.balance()


@pytest.mark.parametrize("rule", ["server_error", "rate_limited", "drop", "cut"])
def test_an_endpoint_that_fails_once_is_asked_again(rule: str, shelves: Shelves) -> None:
    """A passing failure costs the item nothing but time."""
    shelves.provider.behave([{"do": rule, "endpoint": "embeddings", "times": 1, "wait_s": 0.1, "forms": ["ms"]}])
    job_id = shelves.done(QUESTIONS)
    assert shelves.given(job_id, "kitchen") == ["bread"]
    shelves.balance()


def test_a_job_whose_queries_nobody_can_be_asked_about_is_refused(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the key of the vectors' model nothing is sent, and the message names the phase's key and the variable."""
    calls = shelves.total
    job_id = shelves.make(QUESTIONS, {**SAY, "model": HAIKU})
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ConfigError, match="for the passages that it is given it may use") as refused:
        shelves.run(job_id)
    assert refused.value.path == "phases[0].use_rag"
    assert "OPENAI_API_KEY is not set" in refused.value.message
    assert shelves.total == calls


def test_where_the_local_model_is_not_installed_it_is_said(shelves: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a preview nor a run gives other passages than elsewhere; a search finds by words."""
    assert typed("docs", "embed", "--model", LOCAL_VECTORS, "--yes").code == 0
    monkeypatch.setattr(local_packages, "VECTORS", {"no_such_module": local_packages.EMBEDS})
    given: Any = {"name": "Questions", "phases": [SAY]}
    with pytest.raises(ConfigError, match="wordllama is not installed"):
        shelves.jobs.preview(given, items=QUESTIONS)
    with pytest.raises(ConfigError, match="wordllama is not installed"):
        shelves.run(shelves.make(QUESTIONS))
    assert [one.document_id for one in shelves.jobs.docs().search("whale", top_k=1)] == ["whale"]


def test_vectors_that_were_replaced_pause_a_job_in_words(shelves: Shelves) -> None:
    """A job whose project has another model's vectors by now stops and says both; with the old ones it goes on."""
    job_id = shelves.make(QUESTIONS)
    assert typed("docs", "embed", "--model", OTHER, "--yes").code == 0
    calls = shelves.total
    assert shelves.run(job_id) is JobStatus.PAUSED
    assert shelves.roles(job_id).get("executor", 0) == 0
    assert shelves.total - calls == shelves.roles(job_id).get("retrieval", 0)
    said = " ".join(typed("status", job_id).out.split())
    assert "vectors_replaced" in typed("status", job_id, "--json").out
    assert OTHER in said
    assert "run --new" in said
    assert shelves.roles(shelves.done(QUESTIONS, name="new"))["executor"] == 3
    calls = shelves.total
    embed(shelves)
    assert shelves.total == calls
    assert shelves.run(job_id) is JobStatus.COMPLETED
    shelves.balance()


def test_a_job_killed_after_its_query_was_answered_does_not_ask_it_again(shelves: Shelves) -> None:
    """What a query came to is settled before the search, and known to whoever goes on."""
    job_id = shelves.make(QUESTIONS, concurrency=1)
    shelves.die(job_id, "group.found.before_commit")
    asked = shelves.roles(job_id)["retrieval"]
    assert asked
    assert shelves.run(job_id) is JobStatus.COMPLETED
    assert shelves.roles(job_id)["executor"] == 3
    shelves.balance()


def test_preview_shows_the_query_and_its_request_is_the_run_s(shelves: Shelves) -> None:
    """The request for the vector is the run's to the digest, before the phase's own."""
    given: Any = {"name": "Questions", "phases": [SAY]}
    calls = shelves.total
    previewed: Any = shelves.jobs.preview(given, items=QUESTIONS, item="sea").document()
    assert shelves.total == calls
    query, executor = previewed["phases"][0]["requests"]
    assert (query["role"], query["model"]) == ("retrieval", VECTORS)
    assert "whale" in executor["request"]["messages"][-1]["content"]
    job_id = shelves.done(QUESTIONS)
    steps = {step["role"]: step["request_digest"] for step in shelves.phase(job_id, "sea")["steps"]}
    assert query["request_digest"] == steps["retrieval"]


def test_an_estimate_counts_the_queries_until_they_are_known(shelves: Shelves) -> None:
    """What their vectors cost is in it while nobody knows them, and no longer after; then passages are the run's."""
    given: Any = {"name": "Questions", "phases": [{**SAY, "rag": {"top_k": 1}}]}
    calls = shelves.total
    first = shelves.jobs.estimate(given, items=QUESTIONS)
    assert shelves.total == calls
    shelves.done(QUESTIONS, {"name": "index", "task_type": "embedding_generation", "model": VECTORS})
    second = shelves.jobs.estimate(given, items=QUESTIONS)
    assert second.calls == 3
    assert 0 < first.input_tokens - second.input_tokens < 100
    shelves.done(QUESTIONS, {**SAY, "rag": {"top_k": 1}})
    assert shelves.jobs.estimate(given, items=QUESTIONS).is_nothing
