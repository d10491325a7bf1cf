"""A project whose documents jobs read: filled, asked about, and looked at through what a user sees."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.records import Json
from state.status import JobStatus
from tests.commands import typed
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import Made

LUNA, HAIKU = "openai/gpt-6-luna", "anthropic/claude-haiku-5-5"
VECTORS = "openai/text-embedding-3-small"

WHALE = "The blue whale eats krill. It dives for ten minutes and weighs a hundred tons."
BREAD = "Sourdough bread rises slowly, by wild yeast, in a warm kitchen."
LAW = "A contract is void where its object is unlawful or impossible."
DOCUMENTS: list[Json] = [
    {"id": "whale", "content": WHALE},
    {"id": "bread", "content": BREAD},
    {"id": "law", "content": LAW},
]
QUESTIONS: list[Json] = [
    {"id": "sea", "content": "How many minutes can a blue whale dive?"},
    {"id": "kitchen", "content": "Why does sourdough bread rise slowly?"},
    {"id": "court", "content": "When is a contract void and unlawful?"},
]
SAY: dict[str, Json] = {"name": "say", "task_type": "chat", "model": LUNA, "use_rag": True}


class Shelves:
    """The documents of a project, and the jobs that read them.

    Args:
        jobs: Of a state with the loopback provider's keys.
    """

    def __init__(self, jobs: BatchJobs, provider: ProviderServer) -> None:
        self.jobs = jobs
        self.provider = provider

    def put(self, *documents: Json) -> None:
        """Put documents in, each in place of the one of its id."""
        self.jobs.docs().add(list(documents))

    def make(self, items: list[Json], *phases: dict[str, Json], name: str = "Questions", **options: Json) -> str:
        """Store a job, as `run --new` does."""
        given = {"name": name, "phases": list(phases) or [SAY], "options": {"concurrency": 4, **options}}
        return self.jobs.create(given, items=items, start=False).id

    def run(self, job_id: str) -> JobStatus:
        """Run it in this process, from where it is."""
        return run_job(self.jobs.place, self.jobs.config, job_id).status

    def done(self, items: list[Json], *phases: dict[str, Json], **keys: Any) -> str:
        """Make a job and run it to its end."""
        job_id = self.make(items, *phases, **keys)
        assert self.run(job_id) is JobStatus.COMPLETED
        return job_id

    def die(self, job_id: str, crash: str) -> None:
        """Run it in another process, until that is killed at a crash point."""
        Path(self.jobs.place.workspace).parent.mkdir(exist_ok=True)  # where it logs
        made = Made(self.jobs.place, job_id, {})
        died = made.start(crash=crash).wait(100)
        assert died == -signal.SIGKILL, f"{crash} was not reached (exit {died}):\n{made.said()[-2000:]}"

    def phase(self, job_id: str, item: str, phase: int = 0) -> dict[str, Any]:
        """What `show` has on a phase of an item."""
        shown: Any = self.jobs.show(job_id, item)
        found: dict[str, Any] = shown["phases"][phase]
        return found

    def given(self, job_id: str, item: str, phase: int = 0) -> list[str] | None:
        """The documents whose passages a phase was given; None: it was given none, nor looked for any."""
        found = self.phase(job_id, item, phase)["passages"]
        return None if found is None else [one["document_id"] for one in found]

    def asked(self, job_id: str, item: str, phase: int = 0, role: str = "executor") -> str:
        """What the first request of a role said of an item: the very one that was sent, by its digest."""
        request = next(one["request"] for one in self.phase(job_id, item, phase)["steps"] if one["role"] == role)
        return "\n".join(message["content"] for message in request["messages"])

    def brief(self, job_id: str, item: str, phase: int = 0, role: str = "executor") -> str:
        """What the first request of a role said before all items."""
        request = next(one["request"] for one in self.phase(job_id, item, phase)["steps"] if one["role"] == role)
        return str(request["system"])

    def roles(self, job_id: str) -> Counter[str]:
        """How many calls a job made, by role."""
        return Counter(call.role for call in self.jobs.calls(job_id, limit=10_000))

    @property
    def total(self) -> int:
        """How many requests the provider has had."""
        return int(self.provider.stats()["total"])

    def balance(self) -> None:
        """Check the ledger against the invoice."""
        self.provider.wait_idle()
        assert_books(self.jobs.state(), self.provider.invoice())


@pytest.fixture
def shelves(jobs: BatchJobs, provider: ProviderServer) -> Shelves:
    """A project with three documents."""
    made = Shelves(jobs, provider)
    made.put(*DOCUMENTS)
    return made


def embed(shelves: Shelves) -> None:
    """Have the project's passages found by the vectors of a model that has to be asked."""
    done = typed("docs", "embed", "--model", VECTORS, "--yes")
    assert done.code == 0, done.err
    assert shelves.jobs.docs().collected().vectors == VECTORS
