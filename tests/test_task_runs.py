"""Task types through the whole engine: a good answer passes, a bad one is asked for again with the reasons."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestrator.tasks import TASKS
from pipelines.jobs import BatchJobs
from state.config import Config
from state.records import Json, NewItem
from state.status import JobStatus
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import Phase, make_job
from tests.talks import SUMMARY, TEXT
from tests.test_task_analysis import GOOD as ANALYSIS
from tests.test_task_analysis import REPORT
from tests.test_task_categorize import LABELS, LETTER
from tests.test_task_code import GOOD as CODE
from tests.test_task_code import TASK as DESCRIPTION
from tests.test_task_creative import BRIEF, STORY
from tests.test_task_ocr_cleanup import BLOCKS, SCAN
from tests.test_task_ocr_cleanup import GOOD as PRINTED
from tests.test_task_research import GOOD as RESEARCH
from tests.test_task_research import QUESTION
from tests.test_task_text_cleanup import GOOD as EDITED
from tests.test_task_text_cleanup import RAW
from tests.test_task_translation import GOOD as GERMAN
from tests.test_task_translation import LETTER as ENGLISH
from tests.test_task_xml_tagging import CHARTER, TAGGED


@dataclass(frozen=True, slots=True)
class Row:
    """One task type.

    Args:
        task: Its name.
        content: What an item holds.
        good: An answer that passes.
        bad: One that does not, because of `check`.
        reason: What the model is told of it.
        output: What the phase puts out for the good answer, where that is not its text.
        settings: What the phase needs beside its task.
    """

    task: str
    content: str
    good: str
    bad: str
    check: str
    reason: str
    output: Json = None
    settings: Phase | None = None


ROWS = (
    Row(
        "analysis", REPORT, ANALYSIS, f"{ANALYSIS}\n\nWould you like me to expand on the pay-back?",
        "finished", "it ends with an offer of more work",
    ),
    Row(
        "categorize", LETTER, '{"label":"payments"}', '{"label":"bills"}', "schema", "$.label: must be one of",
        output={"label": "payments"}, settings={"labels": [*LABELS]},
    ),
    Row(
        "code", DESCRIPTION, CODE, CODE.replace("return dict(sums)", "return dict(sums"),
        "parses", "give the code whole, so that it parses",
    ),
    Row(
        "creative", BRIEF, STORY, f"Of course! Here's a story for you:\n\n{STORY}",
        "no_preamble", "it begins with a remark to whoever asked",
    ),
    Row(
        "ocr_cleanup", SCAN, PRINTED, "\n\n".join(BLOCKS[:-1]),
        "paragraphs_kept", "1 of 4 paragraphs are missing",
    ),
    Row(
        "research", QUESTION, RESEARCH, f"{RESEARCH}\n\nSee also https://ice-institute.org/closures.",
        "no_new_links", "leave out each that the material does not give: ice-institute.org/closures",
    ),
    Row(
        "summarization", TEXT, SUMMARY, f"Here is a summary of the document:\n\n{SUMMARY}",
        "no_preamble", "it begins with a remark to whoever asked",
    ),
    Row(
        "text_cleanup", RAW, EDITED, EDITED.replace("4,310.50", "4,130.50"),
        "numbers_kept", "a number of the text is missing",
    ),
    Row(
        "translation", ENGLISH, GERMAN, GERMAN.replace("1.234", "1.243"),
        "numbers_kept", "a number of the text is missing", settings={"target_language": "German"},
    ),
    Row(
        "xml_tagging", CHARTER, TAGGED, TAGGED.replace("terme", "term"),
        "text_kept", "the text between the tags was changed",
    ),
)  # fmt: skip
ELSEWHERE = {"chat", "embedding_generation", "entity_extraction"}
"""Task types that nearly every other test of the engine runs, and the one that has no answer to be bad."""


def test_every_task_type_is_run() -> None:
    """None is only ever tried on its own."""
    assert [row.task for row in ROWS] == sorted(set(TASKS) - ELSEWHERE)


@pytest.mark.parametrize("row", ROWS, ids=[row.task for row in ROWS])
def test_a_good_answer_passes_and_a_bad_one_is_asked_for_again(
    row: Row, sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two items make three calls: one is answered well, the other badly, then well when it is told what was wrong."""
    provider.behave(
        [
            {"do": "text", "text": row.bad, "times": 1},
            {"do": "text", "text": row.good, "contains": row.reason, "after": 1, "times": 1},
            {"do": "text", "text": row.good, "times": 1},
            {"do": "bad_request"},
        ]
    )
    phase: Phase = {
        "name": "do",
        "task_type": row.task,
        "model": "openai/gpt-6-luna",
        "reuse": False,
        **(row.settings or {}),
    }
    items = [NewItem(name, row.content, {}) for name in ("one", "two")]
    made = make_job(sqlite_url, tmp_path, provider, items=items, phases=[phase]).into(monkeypatch)
    assert made.run().status is JobStatus.COMPLETED
    output = row.good if row.output is None else row.output
    assert [result[1:] for result in made.results().values()] == [("COMPLETED", {0: output}, None)] * 2
    assert sorted(failed_checks(made.place.url, made.place.workspace, made.job_id)) == [[], [], [row.check]]
    provider.wait_idle()
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
    assert provider.stats()["total"] == 3


def failed_checks(url: str, workspace: str, job_id: str) -> list[list[str]]:
    """The checks that each attempt of the two items failed, as `why` has them."""
    with BatchJobs(url, workspace, Config()) as jobs:
        documents: list[Any] = [jobs.why(job_id, name) for name in ("one", "two")]
    return [
        [check["name"] for check in attempt["checks"] if not check["ok"]]
        for document in documents
        for attempt in document["phases"][0]["attempts"]
    ]
