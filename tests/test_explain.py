"""A failed item explains itself: which calls failed, why, and what was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.jobs import BatchJobs
from state.view_item import item
from tests.commands import environment, folder, run_command, typed
from tests.fakes.provider_server import ProviderServer


def test_a_failed_item_shows_its_call_and_its_request(
    tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`why` and `show` tell the id, status, class and words of a call that failed, and `show` what was refused."""
    here = folder(tmp_path / "work")
    provider.behave([{"do": "bad_request", "contains": "Document 2"}])
    environ = environment(provider)
    assert run_command(here, environ, "run", "job.yaml", "--items", "items.jsonl").code == 3
    monkeypatch.chdir(here)
    (call,) = typed("calls", "last", "--item", "doc-2", "--json").document["calls"]
    (phase,) = typed("why", "last", "doc-2", "--json").document["phases"]
    assert phase["failed_calls"] == [call]
    (refused,) = typed("show", "last", "doc-2", "--json").document["refused"]
    assert refused["call_id"] == call["call_id"]
    assert "Document 2 says" in refused["request"]["messages"][0]["content"]
    for verb in ("why", "show"):
        said = " ".join(typed(verb, "last", "doc-2").out.split())
        assert call["call_id"] in said
        assert f"error 400, {call['model']}" in said
        assert f"bad_request: {call['error']['message']}" in said
        assert ("user: " in said) is (verb == "show")
    assert typed("show", "last", "doc-1", "--json").document["refused"] == []

    # The request of a retry is another one, and is found just so.
    assert run_command(here, environ, "retry", "last", "--attach").code == 3
    again = typed("show", "last", "doc-2", "--json").document["refused"]
    assert len(again) == 2
    assert all("Document 2 says" in one["request"]["messages"][0]["content"] for one in again)

    # Only what its calls were built with is looked through, for a book takes seconds each time.
    job_id = typed("show", "last", "doc-2", "--json").document["job_id"]
    with BatchJobs() as jobs:
        assert item(jobs.state(), jobs.workspace, job_id, "doc-2").generations == {0: {0, 1}}
