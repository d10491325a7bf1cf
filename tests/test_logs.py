"""A background runner's log: a line for each event and each failed item, as text or JSON; no payload and no key."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipelines.jobs import BatchJobs
from tests.commands import TEXT, environment, folder, run_command
from tests.fakes.provider_server import ProviderServer
from tests.owner import wait

KEY = "sk-made-up-key-that-no-log-may-hold"
TEXT_LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (DEBUG|INFO|WARNING|ERROR) job_\w{26} (doc-\d failed in phase 1: |\w+: ).+"
)


@pytest.fixture
def here(tmp_path: Path, provider: ProviderServer) -> Path:
    """A folder with a job, of whose four items one fails."""
    provider.behave([{"contains": "Document 1 says", "do": "declined"}])
    return folder(tmp_path / "here")


def log_of(here: Path, provider: ProviderServer) -> str:
    """What the background runner of the job logged, once the job is over."""
    environ = environment(provider, OPENAI_API_KEY=KEY)
    made = run_command(here, environ, "create", "job.yaml", "--items", "items.jsonl", "--json")
    assert made.code == 0, made.err
    told = run_command(here, environ, "events", "last", "--follow")
    assert "completed: 3 of 4 items completed, 1 failed" in told.out, told.out + told.err
    with BatchJobs(str(here / ".batchwright" / "state.db"), cwd=here) as jobs:
        wait(jobs)  # the runner logs what is left when the job is over, and ends
    (log,) = (here / ".batchwright" / "logs").glob("*.log")
    return log.read_text("utf-8")


def assert_holds_no_secret(log: str) -> None:
    """No item's text, no prompt, no key."""
    assert TEXT.strip() not in log
    assert "Document 1" not in log
    assert "Summarize" not in log
    assert KEY not in log


def test_a_log_is_a_line_an_event_with_ids_and_nothing_else(here: Path, provider: ProviderServer) -> None:
    """Text by default: time, level, job, item."""
    log = log_of(here, provider)
    lines = log.splitlines()
    assert [line for line in lines if not TEXT_LINE.fullmatch(line)] == []
    assert {line.split()[3] for line in lines} >= {"started:", "doc-1", "completed:"}
    assert_holds_no_secret(log)


def test_a_log_as_json_is_an_object_a_line(here: Path, provider: ProviderServer) -> None:
    """As `[log]` says; below its level nothing is written."""
    (here / "batchwright.toml").write_text('[log]\nformat = "json"\nlevel = "info"\n', "utf-8")
    log = log_of(here, provider)
    rows = [json.loads(line) for line in log.splitlines()]
    assert [row["event"] for row in rows if "event" in row] == ["started", "completed"]
    (failed,) = [row for row in rows if "item_id" in row]
    assert (failed["item_id"], failed["level"], failed["phase"]) == ("doc-1", "info", 0)
    assert {row["job_id"] for row in rows} == {rows[0]["job_id"]}
    assert rows[0]["facts"]["run"] == 1
    assert_holds_no_secret(log)


def test_below_its_level_a_log_says_nothing(here: Path, provider: ProviderServer) -> None:
    """A quiet log of a quiet run is empty."""
    (here / "batchwright.toml").write_text('[log]\nlevel = "error"\n', "utf-8")
    assert log_of(here, provider) == ""
