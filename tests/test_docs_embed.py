"""`docs embed` puts another model's vectors in the old ones' place: all in one step, or it goes on where it was."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from orchestrator.pricing import LOCAL_VECTORS
from pipelines.jobs import BatchJobs
from pipelines.project_documents import ProjectDocuments
from state.document_tables import vectors
from state.document_vectors import vectors_in_use
from state.records import Json
from state.status import JobStatus
from tests.commands import Command, Typed, run_command, typed, until
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.shelves import VECTORS

OTHER = "openai/text-embedding-3-large"
_ROOT = Path(__file__).parents[1]
EMBED = ("docs", "embed", "--model", VECTORS, "--yes")


def rows(count: int, start: int = 0) -> list[Json]:
    """Documents that differ."""
    return [
        {"id": f"d{n:03d}", "content": f"Number {n}: the mill by the river grinds rye."} for n in range(start, count)
    ]


@pytest.fixture
def docs(jobs: BatchJobs) -> ProjectDocuments:
    """A project of thirty documents with local vectors."""
    made = jobs.docs()
    made.add(rows(30))
    return made


def environ(crash: str = "") -> dict[str, str]:
    """This process's environment for a command of its own, that may die at a crash point."""
    return {**os.environ, "PYTHONPATH": str(_ROOT), "BATCHWRIGHT_CRASH": crash}


def in_use(jobs: BatchJobs) -> str | None:
    """Whose vectors the project has."""
    return vectors_in_use(jobs.state(), "default")


def embed(*more: str) -> Typed:
    """Type the command in this process."""
    return typed(*EMBED, *more)


def balance(jobs: BatchJobs, provider: ProviderServer) -> None:
    """Check the ledger against the invoice."""
    provider.wait_idle()
    assert_books(jobs.state(), provider.invoice())


def test_the_vectors_of_all_documents_are_replaced(
    docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer
) -> None:
    """By a job, in packs, after which the new ones are in use; the same command again asks for nothing."""
    assert in_use(jobs) == LOCAL_VECTORS
    done = embed()
    assert done.code == 0, done.err
    assert f"searched by vectors of {VECTORS} from now on: 30 were made" in " ".join(done.err.split())
    assert (in_use(jobs), docs.collected().without) == (VECTORS, 0)
    calls = provider.stats()["total"]
    assert 0 < calls < 15
    again = embed()
    assert (again.code, provider.stats()["total"]) == (0, calls)
    assert "they are in use" in again.out
    balance(jobs, provider)


def test_a_project_without_documents_has_nothing_to_embed(jobs: BatchJobs, provider: ProviderServer) -> None:
    """It says so, names the command that adds some, and asks nobody."""
    jobs.docs().add([{"source": "mill", "target": "Mühle", "kind": "glossary"}])
    refused = embed()
    assert (refused.code, provider.stats()["total"]) == (2, 0)
    assert "no documents to embed" in refused.err
    assert "docs add" in refused.err


@pytest.mark.parametrize("crash", ["call.before_send:2", "group.settle.after_commit", "leave.before_commit"])
def test_killed_half_way_the_old_ones_stay_and_the_same_command_goes_on(
    crash: str, docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer, tmp_path: Path
) -> None:
    """Until the last vector is made the old ones are in use; nothing that was answered is asked again."""
    provider.behave(embedding_inputs=5)
    died = run_command(tmp_path, environ(crash), *EMBED, "--concurrency", "1")
    assert died.code == -signal.SIGKILL, died.err
    assert (in_use(jobs), docs.collected().without) == (LOCAL_VECTORS, 0)
    assert [one.document_id for one in docs.search("Number 7 mill", top_k=1)] == ["d007"]
    done = embed()
    assert done.code == 0, done.err
    assert (in_use(jobs), docs.collected().without) == (VECTORS, 0)
    assert jobs.list().total == 1
    balance(jobs, provider)


def test_stopped_by_hand_it_says_what_goes_on(
    docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer, tmp_path: Path
) -> None:
    """Ctrl-C ends it with 4 when what is out is in; the old vectors stay in use, and the same command goes on."""
    provider.behave(embedding_inputs=5, latency_ms=1_000)
    command = Command(tmp_path, environ(), *EMBED, "--concurrency", "1")
    until(lambda: bool(provider.stats()["in_flight"]), command)
    command.send(signal.SIGINT)
    stopped = command.end()
    provider.behave(latency_ms=0)
    assert stopped.code == 4, stopped
    assert f"next: batchwright docs embed --project default --model {VECTORS}" in " ".join(stopped.err.split())
    assert in_use(jobs) == LOCAL_VECTORS
    assert embed().code == 0
    assert (in_use(jobs), jobs.list().total) == (VECTORS, 1)
    balance(jobs, provider)


@pytest.mark.parametrize("crash", ["documents.use.before_commit", "documents.use.after_commit"])
def test_killed_at_its_last_step_the_same_command_ends_it_without_a_call(
    crash: str, docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer, tmp_path: Path
) -> None:
    """All vectors are there by then; the old ones go when the new ones are in use."""
    assert run_command(tmp_path, environ(crash), *EMBED).code == -signal.SIGKILL
    calls = provider.stats()["total"]
    assert in_use(jobs) == (VECTORS if "after" in crash else LOCAL_VECTORS)
    assert embed().code == 0
    assert provider.stats()["total"] == calls
    assert (in_use(jobs), docs.collected().without) == (VECTORS, 0)
    balance(jobs, provider)


def test_an_item_that_fails_leaves_the_old_ones_in_use(
    docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer
) -> None:
    """It ends with 3 and says what stays and what to type; a retry and the same command end it."""
    provider.behave([{"do": "bad_request", "contains": "Number 17:"}])
    failed = embed()
    assert failed.code == 3
    said = " ".join(failed.err.split())
    assert "the vectors that were in use stay" in said
    assert in_use(jobs) == LOCAL_VECTORS
    assert "retry" in said
    provider.behave([])
    same = embed()
    assert (same.code, in_use(jobs)) == (3, LOCAL_VECTORS)
    assert typed("retry", "last", "--attach").code == 0
    done = embed()
    assert done.code == 0, done.err
    assert (in_use(jobs), docs.collected().without) == (VECTORS, 0)
    balance(jobs, provider)


def test_documents_that_are_added_meanwhile_are_said_and_made_by_the_same_command(
    docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer, tmp_path: Path
) -> None:
    """Nothing is replaced while one lacks its vector; then only the new ones are asked for."""
    provider.behave(latency_ms=2_000)
    command = Command(tmp_path, environ(), *EMBED)
    until(lambda: bool(provider.stats()["in_flight"]), command)
    docs.add(rows(33, 30))
    refused = command.end()
    provider.behave(latency_ms=0)
    assert refused.code == 2, refused
    assert "3 chunks of project default have no vector" in refused.err
    assert "type the same command again" in refused.err
    assert in_use(jobs) == LOCAL_VECTORS
    done = embed()
    assert done.code == 0, done.err
    assert "3 were made" in " ".join(done.err.split())
    assert (in_use(jobs), docs.collected().without) == (VECTORS, 0)
    balance(jobs, provider)


def test_a_document_that_is_removed_meanwhile_is_missed_by_nobody(
    docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer, tmp_path: Path
) -> None:
    """Its vector is made in vain and kept nowhere; the others are in use."""
    provider.behave(latency_ms=2_000)
    command = Command(tmp_path, environ(), *EMBED)
    until(lambda: bool(provider.stats()["in_flight"]), command)
    docs.remove(["d003"])
    done = command.end()
    assert done.code == 0, done.err
    assert (in_use(jobs), docs.collected().without, docs.collected().chunks) == (VECTORS, 0, 29)
    with jobs.state().read() as conn:
        assert conn.scalar(select(func.count()).select_from(vectors)) == 29
    balance(jobs, provider)


def test_a_budget_that_does_not_reach_pauses_it(
    docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer
) -> None:
    """It ends with 4, and the same command with more goes on with the same job."""
    short = embed("--budget", "0.000000001")
    assert (short.code, in_use(jobs)) == (4, LOCAL_VECTORS)
    assert jobs.list().jobs[0].status is JobStatus.PAUSED
    done = embed("--budget", "1")
    assert done.code == 0, done.err
    assert (in_use(jobs), jobs.list().total) == (VECTORS, 1)
    balance(jobs, provider)


def test_documents_after_it_are_named_until_they_are_embedded(docs: ProjectDocuments, jobs: BatchJobs) -> None:
    """`docs list` counts those without a vector, `docs add` names the command, which asks for those alone."""
    assert embed().code == 0
    docs.add(rows(32, 30))
    assert docs.collected().without == 2
    assert typed("docs", "list", "--json").document["chunks_without_vector"] == 2
    done = embed()
    assert done.code == 0, done.err
    assert "2 were made" in " ".join(done.err.split())
    assert docs.collected().without == 0


def test_vectors_of_one_model_after_the_other(
    docs: ProjectDocuments, jobs: BatchJobs, provider: ProviderServer
) -> None:
    """Back to the first one costs nothing, for its answers are known."""
    assert embed().code == 0
    assert typed("docs", "embed", "--model", OTHER, "--yes").code == 0
    calls = provider.stats()["total"]
    assert embed().code == 0
    assert (in_use(jobs), provider.stats()["total"]) == (VECTORS, calls)
    balance(jobs, provider)
    assert typed("docs", "embed", "--model", LOCAL_VECTORS, "--yes").code == 0
    assert (in_use(jobs), provider.stats()["total"]) == (LOCAL_VECTORS, calls)


def test_a_model_that_makes_no_vectors_is_refused(docs: ProjectDocuments, jobs: BatchJobs) -> None:
    """It is named before anything is stored."""
    refused = typed("docs", "embed", "--model", "openai/gpt-6-luna", "--yes")
    assert refused.code == 2
    assert "gpt-6-luna" in refused.err
    assert jobs.list().total == 0


def test_vectors_of_a_purged_job_are_made_anew(docs: ProjectDocuments, jobs: BatchJobs) -> None:
    """They are gone with its outputs: nothing is taken for a vector that is none."""
    assert embed().code == 0
    assert typed("docs", "embed", "--model", LOCAL_VECTORS, "--yes").code == 0
    (made,) = [job for job in jobs.list().jobs if VECTORS in job.name]
    assert typed("purge", made.id, "--payloads", "--yes").code == 0
    assert embed().code == 0
    assert in_use(jobs) == VECTORS
    assert docs.collected().without == 0
    with jobs.state().read() as conn:
        assert conn.scalar(select(func.min(func.length(vectors.c.vector)))) > 4
