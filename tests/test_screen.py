"""What commands show on a terminal: every word of it is text, and what matters is there."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from rich.console import Console

from pipelines import screen_items, screen_jobs
from pipelines.screen import Screen
from state.clock import utc_now
from state.job_view import ErrorView, Figures, JobList, JobView, PhaseTotals, Progress
from state.records import ZERO
from state.status import ItemStatus, JobStatus
from state.view_results import ResultRow

HOSTILE = "a\x1b[2J\x1b]0;pwn\x07b\x9b31m\tc\r\nd [red]e"


def a_screen(*, width: int = 80, terminal: bool = False) -> tuple[Screen, io.StringIO, io.StringIO]:
    """A screen and what is written to its two streams."""
    out, err = io.StringIO(), io.StringIO()
    consoles = [Console(file=file, width=width, force_terminal=terminal, highlight=False) for file in (out, err)]
    return Screen(*consoles), out, err


def a_view(**changes: object) -> JobView:
    """A job of 30 items in one phase."""
    figures = Figures(ZERO, ZERO, ZERO, ZERO, 10, 5, 0, None, None, 30, 0, 0, 0)
    view = JobView(
        id="job_00000000000000000000000001", name="Ships", project="default", status=JobStatus.COMPLETED, wanted="run",
        current_phase=None, progress=Progress(30, 15, 15, 0, 0), analytics=figures,
        phases=(PhaseTotals(0, "shorten", 15, 15, 30),), runner="local", stalled=None, created_at=utc_now(),
        started_at=utc_now(), completed_at=utc_now(), error=None, epoch=1, budget_usd=None, first=None,
    )  # fmt: skip
    return replace(view, **changes)  # type: ignore[arg-type]


def a_result(**changes: object) -> ResultRow:
    """A completed item."""
    row = ResultRow(
        item_id="doc-1", ordinal=0, status=ItemStatus.COMPLETED, input="in", fields={}, output="out",
        phase_outputs={"shorten": "out"}, cost_incurred=Decimal("0.01"), cost_saved=ZERO, error=None, attempts=1,
        checkpoints={},
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def control_characters(text: str) -> set[str]:
    """All characters of a text that could command a terminal."""
    return {one for one in text if (ord(one) < 0x20 or 0x7F <= ord(one) < 0xA0) and one not in "\n\t"}


def an_item(text: str) -> dict[str, object]:
    """The document of `show`, with a text wherever a model's or a user's words stand."""
    step = {
        "role": "executor", "attempt": 1, "answer": "new", "model": "m", "cost": None, "reply": text,
        "request": {"system": text, "messages": [{"role": "user", "content": text}]},
    }  # fmt: skip
    phase = {"phase": "shorten", "status": "COMPLETED", "steps": [step], "error": None, "output": {"a": text}}
    return {
        "item_id": "doc-1", "status": "COMPLETED", "ordinal": 0, "cost_incurred": "0", "cost_saved": "0",
        "input": text, "output": text, "phases": [phase], "calls": [],
    }  # fmt: skip


# ── words are words ─────────────────────────────────────────────────────────────────────────────


def test_no_word_of_a_model_or_a_user_commands_the_terminal() -> None:
    """Control characters but newline and tab are replaced on every screen and in HTML; markup is shown as it is."""
    rows = [a_result(output=HOSTILE, phase_outputs={"shorten": HOSTILE}), a_result(error=ErrorView("x", HOSTILE))]
    screen, out, err = a_screen()
    screen.results(rows, 2, "table")
    screen.results(rows, 2, "html")
    screen.item(an_item(HOSTILE))  # type: ignore[arg-type]
    screen.job(a_view(name=HOSTILE, error=ErrorView("x", HOSTILE)), [])
    screen.say(HOSTILE)
    screen.err.print(screen_items.outputs(rows))
    assert control_characters(out.getvalue() + err.getvalue()) == set()
    assert out.getvalue().count("�[2J") >= 8
    assert "[red]e" in out.getvalue()
    assert "[red]e" in err.getvalue()


def test_data_stays_as_it_is() -> None:
    """JSONL and CSV hold what the model wrote, character by character."""
    screen, out, _ = a_screen()
    screen.results([a_result(output=HOSTILE)], 1, "csv")
    assert HOSTILE in out.getvalue()
    screen.results([a_result(output="\x1b")], 1, "jsonl")
    assert '"output":"\\u001b"' in out.getvalue()


def test_our_own_colours_stay() -> None:
    """On a terminal the red of a failure is still red."""
    screen, out, _ = a_screen(terminal=True)
    screen.results([a_result(error=ErrorView("x", "broken"))], 1, "table")
    assert "\x1b[31mx: broken" in out.getvalue()


@pytest.mark.parametrize("terminal", [False, True])
def test_no_markup_is_shown_as_a_word(terminal: bool) -> None:
    """A count of failures stands there without the name of its colour, on every screen that has one."""
    screen, out, err = a_screen(terminal=terminal)
    view = a_view()
    screen.job(view)
    screen.put(dict, lambda: screen_jobs.job_table(JobList((view,), 1)))
    screen.put(dict, lambda: screen_jobs.summary(view, ["doc-1"], 8.5))
    screen.put(dict, lambda: screen_jobs.progress(view))
    assert "[red]" not in out.getvalue() + err.getvalue()
    assert "[dim]" not in out.getvalue() + err.getvalue()
    assert ("\x1b[31m" in out.getvalue()) is terminal
