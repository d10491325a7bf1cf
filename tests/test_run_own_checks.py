"""Jobs with checks of their user's own, through the whole engine: a run that differs because of one, and its costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestrator.retry import ALL_REFUSED
from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from state.config import Config
from state.errors import NotFoundError, SpecError
from state.records import Json
from state.status import JobStatus
from tests.commands import environment, run_command, typed, write_items
from tests.fakes.provider_server import ProviderServer
from tests.test_imports import ROOT

POLITE = 'def polite(output, content):\n    return None if "please" in output else "say please"\n'
STRICT = 'def polite(output, content, fields):\n    return None if "thanks" in output else f"thank {fields[\'who\']}"\n'
BREAKS = "def polite(output):\n    raise ValueError(output)\n"

ASK: dict[str, Json] = {"name": "ask", "task_type": "chat", "model": "openai/gpt-6-luna"}


class Desk:
    """A folder with a module of checks, a state, and the jobs in it."""

    def __init__(self, folder: Path, provider: ProviderServer) -> None:
        self.folder = folder
        self.provider = provider
        self.code(POLITE)
        self.jobs = BatchJobs(str(folder / "state.db"), cwd=folder)

    def code(self, text: str) -> None:
        """Write the module."""
        (self.folder / "rules.py").write_text(text, "utf-8")

    def create(self, items: int = 1, **phase: Json) -> str:
        """A job of one phase with the check, stored."""
        whole: dict[str, Json] = {**ASK, "checks": {"mine": "rules:polite"}, **phase}
        given: list[Json] = [{"id": f"i{n}", "content": f"Text {n}", "who": "Ada"} for n in range(items)]
        return self.jobs.create({"name": "Asks", "phases": [whole]}, items=given, start=False).id

    def run(self, job_id: str) -> JobStatus:
        """Run a job in this process."""
        return run_job(self.jobs.place, self.jobs.config, job_id).status

    def calls(self) -> int:
        """How many calls the provider has seen."""
        return int(self.provider.stats()["total"])

    def why(self, job_id: str) -> list[dict[str, Any]]:
        """What `why` says of the attempts of the first item."""
        phases: Any = self.jobs.why(job_id, "i0")["phases"]
        attempts: list[dict[str, Any]] = phases[0]["attempts"]
        return attempts


@pytest.fixture
def desk(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A fresh one, with a key for the loopback provider."""
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    monkeypatch.setenv("OPENAI_BASE_URL", provider.openai_url)
    provider.behave(
        [
            {"do": "text", "text": "thanks please, Ada", "contains": "the check mine: thank Ada"},
            {"do": "text", "text": "pass me the salt, please", "contains": "the check mine: say please"},
            {"do": "text", "text": "the salt"},
        ]
    )
    made = Desk(tmp_path, provider)
    with made.jobs:
        yield made


def test_a_check_of_ones_own_makes_a_run_another_one(desk: Desk) -> None:
    """What it says is told to the model, which mends it; without it the first answer is the output."""
    plain = desk.create(checks=False)
    assert desk.run(plain) is JobStatus.COMPLETED
    assert [row.output for row in desk.jobs.results(plain)] == ["the salt"]
    assert desk.calls() == 1
    job_id = desk.create()
    assert desk.run(job_id) is JobStatus.COMPLETED
    assert [row.output for row in desk.jobs.results(job_id)] == ["pass me the salt, please"]
    assert desk.calls() == 2, "the first answer was known, and judged anew"
    first, second = desk.why(job_id)
    (_, refused), (_, passed) = first["checks"], second["checks"]
    assert (refused["name"], refused["ok"], refused["detail"]) == ("mine", False, "say please")
    assert (passed["ok"], passed["detail"], passed["function"]) == (True, None, "rules:polite")
    assert len(passed["source"]) == 64
    steps: Any = desk.jobs.show(job_id, "i0")["phases"]
    assert "say please" in steps[0]["steps"][1]["request"]["messages"][2]["content"]


def test_changed_code_judges_what_is_known_anew(desk: Desk) -> None:
    """A new job with other code calls only where the answers fail it; with code that they pass, not at all."""
    assert desk.run(desk.create()) is JobStatus.COMPLETED
    known = desk.calls()
    desk.code(POLITE.replace("say", "do say"))
    same = desk.create()
    desk.code(POLITE + "\n# another file, and the same opinion\n")
    assert desk.run(same) is JobStatus.COMPLETED
    assert desk.calls() == known
    desk.code(STRICT)
    other = desk.create()
    assert desk.run(other) is JobStatus.COMPLETED
    assert [row.output for row in desk.jobs.results(other)] == ["thanks please, Ada"]
    assert desk.calls() == known + 1


def test_a_retry_with_changed_code_asks_only_for_what_still_fails(desk: Desk) -> None:
    """With the same code it asks anew; with other code the recorded answers are looked at first."""
    desk.provider.behave([{"do": "text", "text": "no"}])
    job_id = desk.create()
    assert desk.run(job_id) is JobStatus.COMPLETED
    (row,) = desk.jobs.results(job_id)
    assert row.error is not None
    assert row.error.error_class == "check_failed"
    assert row.error.message == "the check mine failed: say please (after 2 attempts)"
    calls = desk.calls()
    assert desk.jobs.retry(job_id, start=False) == 1
    assert desk.run(job_id) is JobStatus.COMPLETED
    assert desk.calls() == calls + 2
    desk.code(POLITE.replace('"please"', '"no"'))
    assert desk.jobs.retry(job_id, start=False) == 1
    assert desk.run(job_id) is JobStatus.COMPLETED
    assert [row.output for row in desk.jobs.results(job_id)] == ["no"]
    assert desk.calls() == calls + 2


def test_a_check_that_breaks_everywhere_pauses_and_mended_it_costs_nothing(desk: Desk, tmp_path: Path) -> None:
    """The job says which function and where; after that no answer that was paid for is asked again."""
    desk.code(BREAKS)
    job_id = desk.create(items=ALL_REFUSED + 10)
    assert desk.run(job_id) is JobStatus.PAUSED
    view = desk.jobs.status(job_id)
    assert view.error is not None
    assert view.error.error_class == "check_broken"
    assert (
        "the check mine (rules:polite) raised ValueError at rules.py, line 2; so it went at each" in view.error.message
    )
    assert view.progress.failed_items < ALL_REFUSED
    calls = desk.calls()
    desk.code("def polite(output): return True\n")
    assert desk.jobs.retry(job_id, classes=["check_broken"], start=False) == view.progress.failed_items
    assert desk.run(job_id) is JobStatus.COMPLETED
    assert desk.jobs.status(job_id).progress.completed_items == ALL_REFUSED + 10
    assert desk.calls() == ALL_REFUSED + 10 >= calls
    assert "the salt" not in "".join(event.message for event in desk.jobs.events(job_id))


def test_a_function_that_never_returns_fails_its_item_alone(desk: Desk) -> None:
    """After the seconds that the configuration allows; the others pass, and what `why` cannot know it says so."""
    desk.code('def polite(output, content):\n    while content == "Text 0": pass\n')
    (desk.folder / "batchwright.toml").write_text("[limits]\ncheck_timeout_s = 1\n", "utf-8")
    job_id = desk.create(items=3)
    assert desk.run(job_id) is JobStatus.COMPLETED
    assert [str(row.status) for row in desk.jobs.results(job_id)] == ["FAILED", "COMPLETED", "COMPLETED"]
    (failed,) = desk.jobs.results(job_id, status="FAILED")
    assert failed.error is not None
    assert failed.error.message == "the check mine (rules:polite) took longer than 1 s"
    (attempt,) = desk.why(job_id)
    assert (attempt["checks"][-1]["ok"], attempt["checks"][-1]["detail"]) == (None, "took longer than 1 s")


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("nowhere:polite", "nowhere:polite: there is no module nowhere in"),
        ("rules:politely", "rules:politely: rules has no 'politely'; did you mean 'polite'?"),
        ("bad:wants", "bad:wants: it wants 'text'; a check gets output, and content and fields by name"),
    ],
)
def test_what_cannot_be_called_is_an_error_before_anything_is_stored(desk: Desk, function: str, said: str) -> None:
    """With its path, at `create`; every one of them is told."""
    (desk.folder / "bad.py").write_text("def wants(output, text): pass\n", "utf-8")
    with pytest.raises(SpecError) as caught:
        desk.create(checks={"good": "rules:polite", "mine": function, "worse": "bad:nothing"})
    mine, worse = caught.value.problems
    assert (mine.path, worse.path) == ("phases[0].checks.mine", "phases[0].checks.worse")
    assert mine.message.startswith(said)
    with pytest.raises(NotFoundError):
        desk.jobs.find("last")


def test_a_module_that_has_gone_stops_a_run_before_it_begins(desk: Desk) -> None:
    """Nothing is sent, no epoch is taken, and the error names the check."""
    job_id = desk.create()
    (desk.folder / "rules.py").unlink()
    with pytest.raises(SpecError, match="there is no module rules") as caught:
        desk.run(job_id)
    assert caught.value.path == "phases[0].checks.mine"
    assert (desk.calls(), desk.jobs.status(job_id).epoch) == (0, 0)


def test_a_job_file_s_folder_is_looked_in_from_wherever_it_is_run(
    tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`create` from elsewhere, `start` in the background from a third folder: its checks are those beside the file."""
    provider.behave([{"do": "text", "text": "please", "contains": "say please"}, {"do": "text", "text": "the salt"}])
    for name in ("job", "here", "there"):
        (tmp_path / name).mkdir()
    (tmp_path / "job" / "rules.py").write_text(POLITE, "utf-8")
    (tmp_path / "job" / "job.yaml").write_text(
        "name: Asks\nphases: [{name: ask, task_type: chat, model: openai/gpt-6-luna, checks: {mine: 'rules:polite'}}]\n"
    )
    write_items(tmp_path / "here" / "items.jsonl", 1)
    environ = environment(provider, BATCHWRIGHT_STATE=str(tmp_path / "state.db"), PYTHONPATH=str(ROOT))
    made = run_command(tmp_path / "here", environ, "create", "../job/job.yaml", "--items", "items.jsonl", "--no-start")
    assert made.code == 0, made.err
    started = run_command(tmp_path / "there", environ, "start", "last")
    assert started.code == 0, started.err
    monkeypatch.setenv("BATCHWRIGHT_STATE", str(tmp_path / "state.db"))
    monkeypatch.chdir(tmp_path / "there")
    with BatchJobs(config=Config()) as jobs:
        assert jobs.wait("last", timeout_s=90).status is JobStatus.COMPLETED
        assert [row.output for row in jobs.results("last")] == ["please"]
    said = typed("why", "last", "doc-0").out
    assert "check mine: failed: say please (rules:polite, source " in said


def test_the_check_of_the_guide_does_what_it_says(desk: Desk) -> None:
    """The page's job and function, as they stand there: a total that is not in the text is asked for again."""
    page = (ROOT / "docs" / "checks.md").read_text("utf-8")
    (job,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (desk.folder / "invoices.yaml").write_text(
        job.replace("    task_type", f"    model: {ASK['model']}\n    task_type")
    )
    (desk.folder / "invoice_rules.py").write_text(code, "utf-8")
    desk.provider.behave(
        [
            {"do": "text", "text": '{"total": 12.5}', "contains": "the total 13.00 does not stand in the invoice"},
            {"do": "text", "text": '{"total": 13}'},
        ]
    )
    job_id = desk.jobs.create("invoices.yaml", items=["Total: 12.50"], start=False).id
    assert desk.run(job_id) is JobStatus.COMPLETED
    assert [row.output for row in desk.jobs.results(job_id)] == [{"total": 12.5}]
