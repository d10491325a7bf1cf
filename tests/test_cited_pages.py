"""`{{page}}` through the whole engine: what is sent is what is shown, and what is cited is found in an export."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from pipelines.screen_outlook import preview as preview_screen
from pipelines.screen_show import show as show_screen
from state.errors import SpecError
from state.records import Json
from state.status import ItemStatus
from tests.fakes.pdfs import pdf_of
from tests.fakes.provider_server import ProviderServer
from tests.test_docs import blocks

PAGES = ["The sea was calm that morning.", "Inland the fields were dry.", "Nobody had seen rain since May."]
MARKED = "\n\n".join(f"[page {number}]\n{text}" for number, text in enumerate(PAGES, start=1))
PROSE = "ship sea north ice dog sledge tent pole wind snow night day coal oil fish bear seal rope sail ink map"
BETWEEN = ("<document>\n", "\n</document>")
ECHO: dict[str, object] = {"do": "echo", "between": BETWEEN}
PROMPT: Json = {"system": "Cite as {{page}}.", "user": "<document>\n{{content}}\n</document>"}


def spec(*later: Json, **phase: Json) -> dict[str, Json]:
    """A job whose first phase cites pages."""
    first: dict[str, Json] = {"name": "claims", "task_type": "chat", "model": "openai/gpt-6-luna", "prompt": PROMPT}
    return {"name": "Papers", "phases": [{**first, **phase}, *later]}


def run(jobs: BatchJobs, job: dict[str, Json], items: Any) -> str:
    """Run a job to its end."""
    job_id = jobs.create(job, items=items, start=False).id
    run_job(jobs.place, jobs.config, job_id)
    return job_id


def _words(number: int) -> str:
    """A line's words: lines that are alike would be taken for headers of their pages."""
    known = PROSE.split()
    return " ".join(known[(37 * number + place * place * (number % 11 + 3)) % len(known)] for place in range(24))


def drawn(screen: Any) -> str:
    """What a screen says."""
    console = Console(width=200, record=True)
    console.print(screen)
    return console.export_text()


def test_what_is_previewed_is_sent_and_shown(jobs: BatchJobs, tmp_path: Path, provider: ProviderServer) -> None:
    """With the marks, by `preview`, the provider, `show` and `why`; a second run and a retry ask the same."""
    provider.behave([ECHO])
    (tmp_path / "a.pdf").write_bytes(pdf_of(PAGES))
    before: Any = jobs.preview(spec(), items="a.pdf").document()
    (request,) = before["phases"][0]["requests"]
    assert request["request"]["messages"][0]["content"] == f"<document>\n{MARKED}\n</document>"
    assert (request["request"]["system"], before["notes"]) == ("Cite as [page N].", [])
    job_id = run(jobs, spec(), "a.pdf")
    (row,) = jobs.results(job_id)
    assert row.output == MARKED
    assert row.input == "\n\n".join(PAGES)
    shown: Any = jobs.show(job_id, "a.pdf")
    (step,) = shown["phases"][0]["steps"]
    assert step["request_digest"] == request["request_digest"]
    assert step["request"]["messages"][0]["content"] == f"<document>\n{MARKED}\n</document>"
    assert [check["name"] for check in step["checks"]] == ["not_empty", "known_page"]
    assert "[page 2]" in drawn(show_screen(shown, full=True))
    why: Any = jobs.why(job_id, "a.pdf")
    assert request["request_digest"] in json.dumps(why)
    run(jobs, {**spec(), "name": "again"}, "a.pdf")
    assert provider.stats()["total"] == 1


def test_an_item_that_was_read_before_is_marked_as_before(
    jobs: BatchJobs, tmp_path: Path, provider: ProviderServer
) -> None:
    """A retry takes text and pages from the item's row, though the file is gone."""
    (tmp_path / "a.pdf").write_bytes(pdf_of(PAGES))
    provider.behave([{"do": "declined"}])
    job_id = run(jobs, spec(), "a.pdf")
    assert [row.status for row in jobs.results(job_id)] == [ItemStatus.FAILED]
    (tmp_path / "a.pdf").unlink()
    provider.behave([ECHO])
    jobs.retry(job_id, start=False)
    run_job(jobs.place, jobs.config, job_id)
    assert [row.output for row in jobs.results(job_id)] == [MARKED]


def test_items_without_pages_are_counted_before_a_run(jobs: BatchJobs, tmp_path: Path) -> None:
    """Once, in words; they are read as they are, and a job that cites nothing says nothing of it."""
    (tmp_path / "a.pdf").write_bytes(pdf_of(PAGES))
    (tmp_path / "b.html").write_text(f"<html><body><article><p>{' '.join(PAGES)}</p></article></body></html>")
    items: list[Json] = [{"id": "a", "path": "a.pdf"}, {"id": "b", "path": "b.html"}, {"id": "c", "content": "A text."}]
    note = "2 items have no pages: nothing is marked there for `{{page}}` to cite"
    assert [one for one in jobs.estimate(spec(), items=items).notes if "no pages" in one] == [note]
    told = jobs.preview(spec(), items=items, item="c")
    assert told.notes == ("1 item has no pages: nothing is marked there for `{{page}}` to cite",)
    assert "note: 1 item has no pages" in drawn(preview_screen(told))
    other = spec(prompt={"user": "{{content}}"})
    assert not any("no pages" in one for one in jobs.estimate(other, items=items).notes)
    (told_too,) = jobs.preview({**other, "phases": [{"name": "a", "instructions": "{{page}}"}]}, items=items).notes
    assert told_too == "a has {{page}} in its instructions, which are no template: write it into its `prompt`"
    citing = spec(prompt={"user": "{{content}} {{page}}"})
    with_marks, without = (jobs.estimate(one, items="a.pdf").input_tokens for one in (citing, other))
    assert with_marks - without > 3 * len("[page 1]\n") // 4


def test_a_prompt_that_shows_nothing_of_the_item_is_refused(jobs: BatchJobs) -> None:
    """`{{page}}` alone puts no text in; a field of that name does, as it did before there were pages."""
    nothing = spec(prompt={"user": "Summarise it. Cite as {{page}}."})
    with pytest.raises(SpecError, match=r"names nothing of the item: \{\{page\}\} is how a page is cited") as refused:
        jobs.create(nothing, items=[{"content": "A text."}], start=False)
    assert refused.value.problems[0].path == "phases[0].prompt.user"
    assert jobs.create(nothing, items=[{"content": "A text.", "page": 7}], start=False)


def test_a_later_phase_is_not_marked(jobs: BatchJobs, tmp_path: Path, provider: ProviderServer) -> None:
    """It reads what came out, and may cite what is cited there."""
    provider.behave([ECHO])
    (tmp_path / "a.pdf").write_bytes(pdf_of(PAGES))
    later: Json = {"name": "short", "task_type": "chat", "model": "openai/gpt-6-luna", "prompt": PROMPT}
    job_id = run(jobs, spec(later), "a.pdf")
    (row,) = jobs.results(job_id)
    assert row.output == MARKED


def test_citations_of_parts_are_found_in_an_export(
    jobs: BatchJobs, tmp_path: Path, provider: ProviderServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the lines of the page on files: each cited page is the page of the file that has the text."""
    lines = [f"Line {number}. {_words(number)}" for number in range(120)]
    pages = ["\n".join(lines[start : start + 10]) for start in range(0, 120, 10)]
    (tmp_path / "a.pdf").write_bytes(pdf_of(pages))
    provider.behave([{**ECHO, "most_tokens": 600}])
    job_id = run(jobs, spec(task_type="translation", on_too_long="split", checks={"known_page": False}), "a.pdf")
    jobs.export(job_id, tmp_path / "out")
    (row,) = pq.read_table(tmp_path / "out" / "part-00000.parquet").to_pylist()
    assert row["status"] == "COMPLETED", row["error"]
    assert [(page["page"], page["how"]) for page in row["pages"]] == [(n, "text layer") for n in range(1, 13)]
    assert len(list(jobs.calls(job_id, limit=1_000))) > 5
    (code,) = [block for page, block in blocks("python") if page == "files.md"]
    exec(compile(code, "files.md", "exec"), {})  # noqa: S102  # a page of ours
    told = [line.split(" ", 2) for line in capsys.readouterr().out.splitlines()]
    assert {int(number) for _, number, _ in told} == set(range(1, 13))
    for _, number, text in told:
        assert text.startswith(f"Line {(int(number) - 1) * 10}.")
    heads = re.findall(r"\[page (\d+)\]\s+Line (\d+)\.", row["phase_claims"])
    assert len(heads) >= 12
    assert all(int(line) // 10 == int(page) - 1 for page, line in heads)
