"""What commands show on a terminal: every word of it is text, and what matters is there."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import orjson
import pytest
from rich.console import Console

from pipelines import screen_items, screen_jobs
from pipelines.screen import Screen
from pipelines.screen_list import JobTable
from pipelines.screen_live import LiveScreen
from pipelines.screen_text import folded, without_orphan
from pipelines.way import Step
from state.clock import utc_now
from state.control import Reconciled
from state.errors import InputError
from state.job_live import JobLive
from state.job_view import ErrorView, Figures, JobList, JobView, PhaseTotals, Progress
from state.ledger_row import CallRow
from state.records import ZERO, Json
from state.status import ItemStatus, JobStatus
from state.view_results import ResultRow

HOSTILE = "a\x1b[2J\x1b]0;pwn\x07b\x9b31m\tc\r\nd [red]e \u202e$9"


def test_a_message_is_broken_between_words_and_never_in_what_is_to_be_typed() -> None:
    """Lines fit the terminal where they can; a command and a word that are longer than it stay whole."""
    told = "batchwright: there is no job\n  `batchwright run a.yaml --new` makes another one, as always"
    assert folded(told, 24).splitlines() == [
        "batchwright: there is no", "job", "  `batchwright run a.yaml --new`", "  makes another one, as", "  always",
    ]  # fmt: skip
    assert folded("a\n\nb", 24) == "a\n\nb"
    assert folded("/a/name/that/is/longer/than-a-line", 9) == "/a/name/that/is/longer/than-a-line"


def test_a_note_leaves_no_word_over() -> None:
    """Its last line has two words at least where the others can spare one; nothing else is broken otherwise."""
    text = "note: locked.pdf would fail: it is encrypted, and nobody has named a variable that holds the password"
    assert folded(text, 92).endswith("holds the\npassword")
    assert without_orphan(text, 92).endswith("holds\nthe password")
    assert without_orphan(text, 70) == folded(text, 70)
    assert without_orphan("note: short", 70) == "note: short"
    assert without_orphan("one word", 4) == "one\nword"


def test_what_is_read_in_a_pager_has_no_next_step_in_it() -> None:
    """Where stdout goes into a pipe and stderr to the terminal, the step would stand in the pager's last line."""
    for is_terminal, told in ((True, "next: batchwright list\n      shows them\n"), (False, "")):
        err = io.StringIO()
        out = Console(file=io.StringIO(), force_terminal=is_terminal)
        Screen(out, Console(file=err, force_terminal=True, width=80)).next(Step((("list",),), "shows them"))
        assert err.getvalue() == told


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


def a_call(**changes: object) -> CallRow:
    """A call of a phase whose words are as long as real ones."""
    row = CallRow(
        call_id="call_00000000000000000000000001", item_id="doc-0001", phase="summarise", attempt=1, role="executor",
        kind="live", items=1, provider="anthropic", model="anthropic/claude-haiku-5-5", answered_model=None,
        status="ok", input_tokens=1200, output_tokens=340, cached_tokens=0, cost=Decimal("0.002345"), price_version="p",
        started_at=utc_now(), ended_at=utc_now(), latency_ms=12345, http_status=200, request_id=None,
        request_digest="d", epoch=1, worker_id="w", bundle_id="b", error_class=None, error_message=None,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def control_characters(text: str) -> set[str]:
    """All characters of a text that could command a terminal."""
    return {one for one in text if (ord(one) < 0x20 or 0x7F <= ord(one) < 0xA0) and one not in "\n\t"}


def an_item(text: str) -> dict[str, object]:
    """The document of `show`, with a text wherever a model's or a user's words stand."""
    step = {
        "role": "executor", "attempt": 1, "answer": "new", "call_id": "call_1", "model": "m", "cost": None,
        "reply": text,
        "request": {"system": text, "messages": [{"role": "user", "content": text}]}, "notes": [text],
        "reason": text, "score": None, "reasons": [], "checks": [{"name": text, "ok": False, "detail": text}],
    }  # fmt: skip
    judge = {**step, "role": "judge", "score": 8, "reasons": [text], "checks": []}
    phase = {
        "phase": "shorten", "status": "COMPLETED", "steps": [step, judge], "error": None, "output": {"a": text},
        "score": 8, "attempts": 2,
        "passages": [{"document_id": text, "page": 3, "score": 0.5, "label": text, "text": text}],
    }  # fmt: skip
    return {
        "item_id": "doc-1", "status": "COMPLETED", "ordinal": 0, "cost_incurred": "0", "cost_saved": "0",
        "input": text, "output": text, "phases": [phase], "calls": [], "refused": [], "fields": {"title": text},
        "file": None,
        "pages": [],
        "job_id": "job_1", "attempts": 2, "error": {"class": "low_score", "phase": "shorten", "message": text},
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
    assert "\u202e" not in out.getvalue() + err.getvalue(), "what reverses the figures beside it is shown as replaced"
    assert "[red]e" in out.getvalue()
    assert "[red]e" in err.getvalue()


def test_a_name_that_turns_its_line_takes_no_place_of_a_figure() -> None:
    """A mark that is shown as replaced is as wide as what is shown for it: money and status stand whole beside it."""
    drawn = []
    for name in "\u202e" * 9 + "rtl", "\ufffd" * 9 + "rtl":
        screen, out, _ = a_screen()
        screen.results([a_result(item_id=name)], 1, "table")
        screen.calls([a_call(item_id=name, phase=name)], 1, "table", ids=True)
        screen.out.print(screen_jobs.phase_table([PhaseTotals(0, name, 15, 15, 30)]))
        screen.list(JobList((a_view(name=name),), 1), "the state", is_all=True)
        drawn.append(out.getvalue())
    assert drawn[0] == drawn[1]


def test_data_stays_as_it_is() -> None:
    """JSONL and CSV hold what the model wrote, character by character."""
    screen, out, _ = a_screen()
    screen.results([a_result(output=HOSTILE)], 1, "csv")
    assert HOSTILE in out.getvalue()
    screen.results([a_result(output="\x1b")], 1, "jsonl")
    assert '"output":"\\u001b"' in out.getvalue()


def test_nobody_has_to_read_a_vector() -> None:
    """On a terminal it is its first numbers and how many there are, once; files and JSON hold all of it."""
    vector: Json = [0.01234, -0.0456, *[0.5] * 1534]
    rows = [a_result(output=vector, phase_outputs={"embed": vector, "beside": {"inner": vector}})]
    document = an_item("words")
    phase: Any = cast("Any", document)["phases"][0]
    phase["output"] = vector
    del phase["steps"][1]
    phase["steps"][0] |= {"role": "embedding", "reply": orjson.dumps(vector).decode()}
    phase["steps"][0]["request"] = {"system": "", "messages": [{"role": "user", "content": "words"}]}
    screen, out, err = a_screen(width=200)
    screen.results(rows, 1, "table")
    screen.item(document)  # type: ignore[arg-type]
    screen.err.print(screen_items.outputs(rows))
    assert out.getvalue().count("[0.0123, -0.0456, … 1536 numbers]") == 2
    assert err.getvalue().count("[0.0123, -0.0456, … 1536 numbers]") == 2
    assert "0.5" not in out.getvalue() + err.getvalue()
    assert "system:" not in out.getvalue()
    for form in ("csv", "jsonl", "html"):
        screen, out, _ = a_screen()
        screen.results(rows, 1, form)
        assert out.getvalue().count("0.5") == 1534 * 3


def test_a_short_list_of_numbers_is_shown() -> None:
    """It may be what the user asked a model for."""
    assert screen_items.on_screen([0.5] * 10) == orjson.dumps([0.5] * 10).decode()


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
    screen.put(dict, lambda: JobTable(JobList((view,), 1)))
    screen.put(dict, lambda: screen_jobs.summary(view, ["doc-1"], 8.5))
    screen.put(dict, lambda: LiveScreen(JobLive(view)))
    assert "[red]" not in out.getvalue() + err.getvalue()
    assert "[dim]" not in out.getvalue() + err.getvalue()
    assert ("\x1b[31m" in out.getvalue()) is terminal


# ── the ledger ──────────────────────────────────────────────────────────────────────────────────


def test_a_ledger_in_80_columns_drops_what_tells_no_rows_apart() -> None:
    """Items, phases, roles, statuses and costs are whole in 80 columns; columns that do not fit go, one by one."""
    rows = [a_call(), a_call(role="judge", model="anthropic/claude-sonnet-5-5", status="error", http_status=529)]
    screen, out, _ = a_screen(width=80)
    screen.calls(rows, 2, "table", ids=False)
    narrow = out.getvalue()
    assert max(map(len, narrow.splitlines())) <= 80
    assert all(
        word in narrow for word in ("doc-0001", "summarise (judge)", "error 529", "claude-haiku-5-5", "$0.002345")
    )
    assert ("1200+340" in narrow, "12345" in narrow, "…" in narrow) == (True, False, False)
    screen, out, _ = a_screen(width=120)
    screen.calls(rows, 2, "table", ids=False)
    assert "12345" in out.getvalue()


def test_calls_that_can_be_reconciled_show_their_ids() -> None:
    """The id of a call stands there in full where one is unknown or ids are asked for, even in 80 columns."""
    for rows, ids in ([a_call(status="unknown")], False), ([a_call()], True):
        screen, out, _ = a_screen(width=80)
        screen.calls(rows, 1, "table", ids=ids)
        assert "call_00000000000000000000000001" in out.getvalue()
        assert "summarise" in out.getvalue()
        assert "by claude-haiku-5-5" in out.getvalue()
        assert max(map(len, out.getvalue().splitlines())) <= 80
    screen, out, _ = a_screen(width=80)
    screen.calls([a_call()], 1, "table", ids=False)
    assert "call_0" not in out.getvalue()


def test_status_names_the_command_that_shows_unknown_calls() -> None:
    """Where calls are unknown, `status` says with which command their ids are found; one call is one call."""
    view = a_view(analytics=replace(a_view().analytics, calls_unknown_sent=1, cost_unknown=Decimal("0.01")))
    screen, out, _ = a_screen(width=200)
    screen.job(view)
    assert "1 call whose outcome nobody saw" in out.getvalue()
    assert f"`batchwright calls {view.id} --status unknown`" in out.getvalue()


def test_two_forms_at_once_are_refused() -> None:
    """--json and another form of rows are not both obeyed, so neither is ignored."""
    screen, out, _ = a_screen()
    screen.as_json = True
    with pytest.raises(InputError, match="--json and --format csv"):
        screen.results([a_result()], 1, "csv")
    assert out.getvalue() == ""


# ── jobs in words ───────────────────────────────────────────────────────────────────────────────


def test_a_cancelled_job_says_how_many_items_were_done() -> None:
    """Items that were cancelled are no work that was done: list and status say 7 of 30, and not 100 %."""
    view = a_view(status=JobStatus.CANCELLED, progress=Progress(30, 6, 1, 23, 0))
    screen, out, _ = a_screen(width=100)
    screen.job(view)
    screen.list(JobList((view,), 1), "the state", is_all=True)
    assert out.getvalue().count("7 of 30") == 2
    assert "100 %" not in out.getvalue()


def test_a_summary_says_when_and_explains_its_mark() -> None:
    """What is left to do is told after a time, not in a time; the * of a cost that may be less is explained below."""
    phase = PhaseTotals(0, "shorten", 5, 0, 30, unknown_usd=Decimal("0.1"))
    paused = a_view(status=JobStatus.PAUSED, progress=Progress(30, 5, 0, 0, 25), phases=(phase,))
    screen, out, _ = a_screen()
    screen.put(dict, lambda: screen_jobs.summary(paused, [], 8.5))
    assert "25 still to do after 8.5 s" in out.getvalue()
    assert "* with calls whose outcome is unknown" in out.getvalue()
    screen, out, _ = a_screen()
    screen.job(a_view())
    assert "*" not in out.getvalue()


def test_an_output_that_is_the_reply_is_shown_once() -> None:
    """A phase whose output is what the model said shows it as the reply alone; any other output is shown, too."""
    document = an_item("words")
    phase = document["phases"][0]  # type: ignore[index]
    for output, count in ("words", 0), ("other", 1):
        phase["output"] = output
        screen, out, _ = a_screen()
        screen.item(document)  # type: ignore[arg-type]
        assert out.getvalue().count("output: ") == count
        assert "reply: words" in out.getvalue()


def test_one_thing_is_told_in_the_singular() -> None:
    """What is said of items and calls reads as a sentence for one as for two."""
    screen, _, err = a_screen(width=200)
    for count in (0, 1, 2):
        screen.reopened(count)
    screen.reconciled(Reconciled(1, Decimal("-0.5")), a_view())
    assert err.getvalue().splitlines() == [
        "no item has failed so: nothing is run",
        "1 failed item is open again",
        "2 failed items are open again",
        "1 call corrected, the cost moved by -0.5 USD",
    ]


def test_an_item_shows_its_scores_with_reasons_and_what_helps() -> None:
    """Tries, score, the judge's reasons, a check that failed, the router's reason, the failure, and what helps."""
    screen, out, _ = a_screen()
    screen.item(an_item("words"))  # type: ignore[arg-type]
    said = out.getvalue()
    for line in (
        "── shorten: COMPLETED, 8 of 10 after 2 tries", "try 1, executor: m, known already, free (router: words)",
        "  score: 8 of 10\n  - words", "  check words: failed: words", "low_score in shorten: words",
        "what helps: read the judge's reasons; change", "--full shows inputs, requests and replies whole",
    ):  # fmt: skip
        assert line in said, line
    assert "next:" not in said, "the command says it, with the options that it was typed with"


def test_an_item_fits_a_terminal_unless_all_of_it_is_wanted() -> None:
    """A long input, request or reply is its beginning and its length, each request in a line; --full shows all."""
    text = "Ships carry nine tenths of the goods. " * 100
    heights = []
    for full in (False, True):
        screen, out, _ = a_screen()
        screen.item(an_item(text), full=full)  # type: ignore[arg-type]
        lines = [line.rstrip() for line in out.getvalue().splitlines()]
        assert ("  system: Ships carry nine tenths of the goods. Ships carry… (3,800 characters)" in lines) is not full
        assert max(map(len, lines)) <= 80
        heights.append(len(lines))
    assert heights[1] > heights[0] + 300
