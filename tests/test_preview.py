"""A preview shows what a run sends: the same requests, by the same models, with no call and nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import orjson
import pytest

from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.errors import InputError, NotFoundError
from state.records import Json
from tests.fakes.provider_server import ProviderServer
from tests.outlook import HAIKU, LABELS, LUNA, a_job, jobs_at, varied

PHASES: list[Json] = [
    {
        "name": "shorten", "task_type": "summarization", "model": LUNA, "instructions": "One sentence.",
        "validation": {"min_score": 1, "judge_model": HAIKU},
    },
    {"name": "find", "task_type": "entity_extraction", "model": LUNA, "input": "original"},
    {"name": "sort", "task_type": "categorize", "model": HAIKU, "prompt": {"user": "{{title}}: {{phases.shorten}}"}},
]  # fmt: skip


def said(request: Any) -> str:
    """All words of a request's document."""
    return "\n".join([request["system"], *(message["content"] for message in request["messages"])])


def test_what_is_shown_is_what_is_sent(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests without an output are those of the run to the digest; in others the output stands for its mark."""
    items = varied(3)
    provider.behave([LABELS])
    with jobs_at(sqlite_url, tmp_path, provider, monkeypatch) as jobs:
        previewed: Any = jobs.preview(cast("dict[str, object]", a_job(PHASES)), items=items, item="doc-1-1").document()
        assert provider.stats()["total"] == 0
        assert jobs.list().total == 0
        job_id = jobs.create(cast("dict[str, object]", a_job(PHASES)), items=items, start=False).id
        run_job(jobs.place, jobs.config, job_id)
        shown: Any = jobs.show(job_id, "doc-1-1")
        digests = {call.request_digest for call in jobs.calls(job_id, item="doc-1-1")}
    outputs = {phase["phase"]: phase["output"] for phase in shown["phases"]}
    sent = {(p["phase"], s["role"]): s for p in shown["phases"] for s in p["steps"] if s["role"] != "labels"}
    compared = []
    for phase in previewed["phases"]:
        for one in phase["requests"]:
            if one["role"] == "labels":
                assert one["request_digest"] in {
                    call.request_digest for call in jobs_calls(sqlite_url, tmp_path, job_id)
                }
                continue
            real = sent[phase["phase"], one["role"]]
            assert one["model"] == real["model"]
            if not one["not_known"]:
                assert one["request_digest"] in digests
                assert said(one["request"]) == said(real["request"])
                assert one["request"]["max_tokens"] == real["request"]["max_tokens"]
            compared.append((phase["phase"], one["role"], one["not_known"]))
    assert compared == [
        ("shorten", "executor", []),
        ("shorten", "judge", ["shorten"]),
        ("find", "executor", []),
        ("sort", "executor", ["labels of sort", "shorten", "find"]),
    ]
    last = previewed["phases"][2]["requests"][1]["request"]["messages"][0]["content"]
    real = sent["sort", "executor"]["request"]["messages"][0]["content"]
    put_in = last.replace("«output of shorten»", outputs["shorten"])
    assert put_in.replace("«output of find»", orjson.dumps(outputs["find"]).decode()) == real


def jobs_calls(url: str, folder: Path, job_id: str) -> list[Any]:
    """The ledger of a job."""
    with BatchJobs(url, workspace=str(folder / "workspace"), cwd=folder) as jobs:
        return list(jobs.calls(job_id))


def test_a_preview_needs_neither_key_nor_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key the first candidate is shown with what it lacks; no state is made; each request has its price."""
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    phases: list[Json] = [{"name": "shorten", "task_type": "summarization", "validation": {}}]
    with BatchJobs(str(tmp_path / "none.db"), cwd=tmp_path) as jobs:
        found = jobs.preview(cast("dict[str, object]", a_job(phases)), items=varied(2))
    assert list(tmp_path.iterdir()) == []
    executor, judge = found.phases[0].requests
    assert (executor.model, executor.missing) == (HAIKU, "ANTHROPIC_API_KEY is not set")
    assert executor.reason == "first of 2 candidates"
    assert judge.model == "anthropic/claude-sonnet-5-5"
    assert executor.at_most is not None
    assert judge.at_most is not None
    assert 0 < executor.at_most < judge.at_most
    assert found.item_id == "doc-1-0"


def test_the_key_that_is_there_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A candidate whose key is not set is passed over, and the reason says so."""
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    phases: list[Json] = [{"name": "shorten", "task_type": "summarization"}]
    with BatchJobs(str(tmp_path / "none.db"), cwd=tmp_path) as jobs:
        (one,) = jobs.preview(cast("dict[str, object]", a_job(phases)), items=["a text"]).phases[0].requests
    assert (one.model, one.missing) == (LUNA, None)
    assert "candidate 2 of 2; passed over anthropic/claude-haiku-5-5: ANTHROPIC_API_KEY is not set" in one.reason


def test_an_item_or_a_field_that_is_not_there_is_named(tmp_path: Path) -> None:
    """An id that no item has, and a name of a template that the item lacks, are errors before anything is shown."""
    with BatchJobs(str(tmp_path / "none.db"), cwd=tmp_path) as jobs:
        with pytest.raises(NotFoundError, match="none of the 2 items is 'doc-9'"):
            jobs.preview(cast("dict[str, object]", a_job()), items=varied(2), item="doc-9")
        with pytest.raises(InputError, match="title"):
            jobs.preview(cast("dict[str, object]", a_job()), items=["no title"])
