"""Jobs to look ahead at: items whose lengths vary, and a provider whose answers are as long as what they read."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipelines.jobs import BatchJobs
from state.config import Config
from state.migrate import migrate
from state.records import Json
from tests.fakes.provider_server import ProviderServer
from tests.jobs import environment

ECHO = [{"do": "echo"}]
"""What makes the provider answer with what it was asked."""

LABELS = {"do": "text", "text": '{"labels": ["ships", "harbours"]}', "schema_has": "labels"}
"""What makes the provider draw labels that can be used."""

LUNA, HAIKU = "openai/gpt-6-luna", "anthropic/claude-haiku-5-5"

TWO_PHASES: list[Json] = [
    {"name": "say", "task_type": "chat", "model": LUNA, "prompt": {"user": "{{content}}"}, "checks": False},
    {
        "name": "again",
        "task_type": "chat",
        "model": HAIKU,
        "prompt": {"user": "{{title}}: {{content}}"},
        "checks": False,
        "max_output_tokens": 30_000,
    },
]


def varied(count: int, seed: int = 1) -> list[Json]:
    """Items from a line to some pages long, the short ones first."""
    drawn = random.Random(seed)  # noqa: S311  # no secret
    lengths = sorted(int(drawn.lognormvariate(4.5, 0.9)) + 3 for _ in range(count))
    return [
        {"id": f"doc-{seed}-{n}", "title": f"Title {n}", "content": f"{n} {seed} " + "ships and harbours, " * length}
        for n, length in enumerate(lengths)
    ]


def a_job(phases: list[Json] | None = None, **keys: Json) -> dict[str, Json]:
    """A job as a mapping."""
    options: Json = {"concurrency": 10, "auto_start": False}
    return {"name": "Ships", "phases": phases or TWO_PHASES, "options": options, **keys}


@contextlib.contextmanager
def jobs_at(
    url: str, folder: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch, config: Config | None = None
) -> Iterator[BatchJobs]:
    """The jobs of a state, with the loopback provider's keys and addresses in this process's environment."""
    into(monkeypatch, environment(provider))
    with BatchJobs(url, workspace=str(folder / "workspace"), config=config or Config(), cwd=folder) as jobs:
        migrate(jobs.state(make=True))
        yield jobs


def into(monkeypatch: pytest.MonkeyPatch, environ: Mapping[str, str]) -> None:
    """Put variables into this process's environment."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
