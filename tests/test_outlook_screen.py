"""Previews and estimates on a terminal of 80 columns: whole, and every word of them is text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from pipelines.jobs import BatchJobs
from pipelines.screen_outlook import about, estimate_line
from state.records import Json
from tests.outlook import HAIKU, a_job, varied
from tests.test_screen import HOSTILE, a_screen, control_characters

PHASES: list[Json] = [
    {"name": "shorten", "task_type": "summarization", "validation": {}},
    {"name": "sort", "task_type": "categorize", "model": HAIKU},
]


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_a_preview_fits_the_screen(tmp_path: Path) -> None:
    """Each request with its model, its reason and its price; what is not known is marked."""
    items: list[Json] = [{"id": "doc-1", "content": HOSTILE}, *varied(3)]
    with BatchJobs(str(tmp_path / "none.db"), cwd=tmp_path) as jobs:
        found = jobs.preview(cast("dict[str, object]", a_job(PHASES)), items=items)
    screen, out, _ = a_screen(width=80)
    screen.preview(found)
    told = out.getvalue()
    assert control_characters(told) == set()
    assert max(map(len, told.splitlines())) <= 80
    plain = " ".join(told.split())
    for words in (
        "what is asked for item doc-1. Nothing is sent.",
        "1. shorten: summarization",
        "request to anthropic/claude-haiku-5-5 (first of 2 candidates)",
        "ANTHROPIC_API_KEY is not set: needed to run, not to preview",
        "judge to anthropic/claude-sonnet-5-5",
        "not known yet, in «»: shorten",
        "attempt 3, if that one is sent back: anthropic/claude-opus-5-5 or openai/gpt-6-astra",
        "labels are drawn first, once to anthropic/claude-haiku-5-5",
        "- «label 1, drawn from the items»",
    ):
        assert words in plain, words


def test_an_estimate_fits_the_screen(tmp_path: Path) -> None:
    """Cost, time and tokens, by phase, what it goes by, what is missing, and what makes it surer."""
    with BatchJobs(str(tmp_path / "none.db"), cwd=tmp_path) as jobs:
        found = jobs.estimate(cast("dict[str, object]", a_job(PHASES)), items=varied(30))
    screen, out, _ = a_screen(width=80)
    screen.estimate(found)
    told = out.getvalue()
    assert max(map(len, told.splitlines())) <= 80
    plain = " ".join(told.split())
    assert f"cost about {about(found.likely)}, {about(found.low)} to {about(found.high)}; at most" in plain
    for words in ("at concurrency 10", "items 30", "assumed", "ANTHROPIC_API_KEY is not set", "--sample 20"):
        assert words in plain, words
    assert max(map(len, estimate_line(found).splitlines())) <= 80


def test_amounts_have_two_digits_that_say_something() -> None:
    """An estimate is not told to the pico-dollar."""
    assert [about(Decimal(one)) for one in ("0.001234", "0.3456", "12.5", "1234.5", "0")] == [
        "$0.0012", "$0.35", "$12.00", "$1200.00", "$0.00",
    ]  # fmt: skip
