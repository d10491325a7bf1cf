"""What a live screen and a list of jobs look like: whole in 80 columns and 24 lines, plain where nobody draws."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import update

from pipelines import live_words, screen_jobs
from pipelines.screen import Screen
from pipelines.screen_live import LiveScreen
from state.clock import utc_now
from state.doing import Doing, ModelNow, Wait, say
from state.engine import State
from state.job_live import FailedItem, Holder, JobLive, live
from state.job_view import ErrorView, Figures, JobList, JobView, PhaseTotals, Progress, Stalled
from state.records import ZERO, Role
from state.schema import batch_items
from state.status import ItemStatus, JobStatus
from tests.books import call, done, embedding, new_job, pack, start
from tests.query_plans import assert_indexed
from tests.test_screen import HOSTILE, a_view, control_characters

USD = Decimal("0.0123")
FIGURES = Figures(
    USD, ZERO, ZERO, USD, 1_234_567, 98_765, 0, 760_000, 12.34, 1420, 18, 0, 0, time_is_rough=False,
    cost_projected=Decimal("0.0456"),
)  # fmt: skip
LUNA = "openai/gpt-6-luna"


def phases(count: int, *, failed: int = 0) -> tuple[PhaseTotals, ...]:
    """Phases in the middle of their work."""
    return tuple(
        PhaseTotals(n, f"phase {n}", 1302, failed if n == 0 else 0, calls=1420, running=8, settled_usd=USD)
        for n in range(count)
    )


def a_live(count: int = 3, **changes: object) -> JobLive:
    """A job of 5,000 items that is well."""
    view = a_view(
        status=JobStatus.RUNNING, progress=Progress(5000, 1240, 0, 0, 3760), analytics=FIGURES, phases=phases(count),
        completed_at=None, concurrency=20, run_started_at=utc_now() - timedelta(seconds=127),
    )  # fmt: skip
    mine = {"open": {Role.EXECUTOR: 18}} | {
        name: changes.pop(name) for name in list(changes) if name in JobLive.__dataclass_fields__
    }
    view = replace(view, **changes)  # type: ignore[arg-type]
    return replace(JobLive(view, (ModelNow(LUNA, 24, 12, None, met=True),), {LUNA: 18}), **mine)  # type: ignore[arg-type]


def drawn(now: JobLive, *, width: int = 80, height: int = 24, **console: object) -> list[str]:
    """The lines of a screen, without colours."""
    file = io.StringIO()
    Console(file=file, width=width, height=height, **console).print(  # type: ignore[arg-type]
        LiveScreen(now, "Ctrl-C pauses it")
    )
    return file.getvalue().splitlines()


def everything(count: int) -> JobLive:
    """A job of which there is something to say in every line."""
    failure = FailedItem("doc-12", ErrorView("check_failed", "no tag is known " * 20, "phase 1"))
    view = a_live(count).view
    return a_live(
        count,
        budget_usd=Decimal("0.02"),
        first=10,
        progress=Progress(5000, 1237, 3, 0, 3760),
        phases=phases(count, failed=3),
        analytics=replace(view.analytics, cost_unknown=USD, cost_saved=USD, cached_tokens=7),
        models=tuple(ModelNow(f"openai/model-{n}", 24, n, 2.5) for n in range(4)),
        out={f"openai/model-{n}": n for n in range(4)},
        waits=(Wait("retry_after", LUNA, 7, 12.0), Wait("budget", "project", 1)),
        failures=(failure,) * 8,
        holders=(Holder("job_b", "Tags", Decimal(3)),),
        project_cap_usd=Decimal(10),
    )


def test_a_reader_finds_it_all_in_80_columns() -> None:
    """Is it well, how far, how long, how much so far and at the end, what failed, what it waits for: each is there."""
    said = "\n".join(drawn(everything(3), height=60))
    for word in (
        "held up by a budget", "12:40 left", "2:07 so far", "12.3 items/s", "24.8 %", "1,240 of 5,000 items", "phase 2",
        "$0.0123 settled · $0.0123 unknown · $0.0123 reserved · $0.0123 saved", "$0.0456 at the end",
        "budget $0.02 of the job, $0.0000 of it left · $10.00 of the project",
        "18 out, at most 20 at once · 1,420 made",
        "1,234,567 in, 7 of them cached · 98,765 out", "openai/model-3   3 out · limit 2.5 a second · 3 refused",
        f"12 s for {LUNA}, as its Retry-After says (7 calls)", "for $3.00 reserved by Tags job_b (1 call)",
        "doc-12 in phase 1: check_failed: no tag is known", "it will stop at its budget", "only the first 10 items",
        "Ctrl-C pauses it",
    ):  # fmt: skip
        assert word in said, word


@pytest.mark.parametrize("count", [1, 3, 10])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (140, 40), (60, 24), (80, 12)])
def test_it_fits_into_any_terminal(count: int, width: int, height: int) -> None:
    """No line is longer than the terminal, one line is left for the cursor, and what matters most is always there."""
    lines = drawn(everything(count), width=width, height=height)
    assert max(map(len, lines)) <= width
    if height >= 24:
        assert len(lines) < height
    assert "held up by a budget" in lines[1]
    assert "24.8 %" in lines[2]
    assert any(line.startswith("money") for line in lines)
    if width >= 80:
        assert len([line for line in lines if line.startswith("phase ")]) in (count, count + 1)
    wide = "tokens" in next((line for line in lines if "running  failed" in line), "")
    assert wide is (width >= 110)


def test_nothing_jumps_while_figures_grow() -> None:
    """From the first item to the last each column of the phases stands where it stood."""
    early = a_live(progress=Progress(5000, 0, 0, 0, 5000), phases=tuple(PhaseTotals(n, f"phase {n}") for n in range(3)))
    late = a_live(
        phases=tuple(
            PhaseTotals(n, f"phase {n}", 4999, 1, calls=9999, running=20, settled_usd=Decimal("0.0456"))
            for n in range(3)
        )
    )
    ends = []
    for now in (early, late):
        head, row = drawn(now)[4:6]
        ends.append([found.end() for found in re.finditer(r"\S+", head)][1:])
        assert [found.end() for found in re.finditer(r"\S+", row)][-5:] == ends[-1]
    assert ends[0] == ends[1]


def test_where_only_ascii_can_be_shown_it_is_ascii() -> None:
    """A terminal of another encoding gets bars and dots that it has."""
    buffer = io.BytesIO()
    file = io.TextIOWrapper(buffer, encoding="ascii", errors="strict")
    Console(file=file, width=80, height=24).print(LiveScreen(everything(3)))
    file.flush()
    assert b"* held up by a budget" in buffer.getvalue()
    assert b"###" in buffer.getvalue()


def test_without_colours_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR no colour is sent, and words and bars say the same; with colours a failure is red."""
    assert "\x1b[31m" in "".join(drawn(everything(1), force_terminal=True, color_system="standard"))
    monkeypatch.setenv("NO_COLOR", "1")
    said = "".join(drawn(everything(1), force_terminal=True, color_system="standard"))
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", said)
    assert "━" in said
    assert "─" in said


def test_names_command_no_terminal() -> None:
    """Names, reasons and ids of users and models are words, in one line each."""
    error = FailedItem(HOSTILE, ErrorView(HOSTILE, HOSTILE, HOSTILE))
    lines = drawn(a_live(name=HOSTILE, phases=(PhaseTotals(0, HOSTILE),), failures=(error,)), height=40)
    assert control_characters("\n".join(lines)) == set()
    assert [line for line in lines if line.startswith("failed")]


# ── in words ────────────────────────────────────────────────────────────────────────────────────


def stalled() -> Stalled:
    """For two minutes and some seconds by now."""
    return Stalled(utc_now() - timedelta(seconds=127), ("pid 7 on host",))


@pytest.mark.parametrize(
    ("changes", "style", "said"),
    [
        ({}, "green", "running well"),
        ({"stalled": stalled()}, "red", "stalled: nobody has worked on it for … (it was pid 7 on host)"),
        ({"wanted": "pause"}, "yellow", "pausing: calls that are out may finish"),
        ({"progress": Progress(100, 20, 5, 0, 75)}, "red", "failing: 20 % of its items"),
        ({"progress": Progress(100, 2, 3, 0, 95)}, "green", "running well"),
        (
            {"analytics": replace(FIGURES, calls=0), "progress": Progress(9, 0, 0, 0, 9)},
            "dim",
            "waiting for the first answers",
        ),
        (
            {
                "analytics": replace(FIGURES, calls=0, calls_in_flight=0),
                "progress": Progress(9, 0, 0, 0, 9),
                "open": {},
            },
            "dim",
            "starting",
        ),
        (
            {
                "analytics": replace(FIGURES, calls=0, calls_in_flight=0),
                "progress": Progress(9, 0, 0, 0, 9),
                "open": {Role.OCR: 2},  # about to be out, as their images are being made
            },
            "green",
            "reading pages",
        ),
        ({"open": {Role.OCR: 18}}, "green", "reading pages"),
        ({"open": {Role.OCR: 17, Role.EXECUTOR: 1}}, "green", "running well"),
        ({"analytics": replace(FIGURES, calls_in_flight=0), "waits": (Wait("limits", LUNA, 3),)}, "yellow", "waiting"),
        ({"analytics": replace(FIGURES, calls_in_flight=0), "waits": (Wait("file", "", 3),)}, "green", "reading files"),
        ({"waits": (Wait("budget", "job", 3),)}, "yellow", "held up by a budget"),
        ({"status": JobStatus.PENDING}, "dim", "starting"),
        ({"status": JobStatus.PAUSED}, "yellow", "paused"),
    ],
)
def test_a_word_and_a_colour_say_how_it_is(changes: dict[str, object], style: str, said: str) -> None:
    """The first of what is wrong is said, and green means that nothing is."""
    found = live_words.health(a_live(3, **changes))
    assert (found.style, re.sub(r"\d+:\d\d", "…", found.words)) == (style, said)


def test_a_stalled_job_says_what_to_type() -> None:
    """On the screen and in the line alike, and no time is told as if somebody worked."""
    now = a_live(stalled=stalled())
    assert f"hint    `batchwright resume {now.view.id}` goes on with it" in drawn(now)
    assert f"`batchwright resume {now.view.id}`" in live_words.line(now)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Wait("limits", LUNA, 3, 5.0, "[limits.openai]"), f"5 s for {LUNA}, as [limits.openai] in the config says"),
        (Wait("again", LUNA, 1, 100.0, "server_error"), f"1:40 to ask {LUNA} again: server_error (1 call)"),
        (Wait("elsewhere", LUNA, 2), f"for the same question to {LUNA}, which is out already (2 calls)"),
        (Wait("file", "", 2), "for 2 files to be read"),
        (Wait("budget", "job", 2, None, "$3 reserved"), "for the job's budget: $3 reserved (2 calls)"),
    ],
)
def test_each_wait_is_a_sentence(told: Wait, said: str) -> None:
    """What is waited for, why, how long and by how many calls."""
    assert live_words.wait(told, a_live()).startswith(said)


@pytest.mark.parametrize(("rate", "said"), [(None, ""), (0.0, ""), (0.05, "3.0 items/min"), (2.0, "2.0 items/s")])
def test_slow_is_told_by_the_minute(rate: float | None, said: str) -> None:
    """A rate is never a row of zeros."""
    assert screen_jobs.rate(rate) == said


def test_a_time_that_is_a_guess_says_so() -> None:
    """About, while it is uncertain; nothing while it is unknown."""
    for rough, left_ms, said in (True, 9_000, "about 9 s left"), (False, 9_000, "9 s left"), (True, None, ""):
        figures = replace(FIGURES, estimated_time_remaining_ms=left_ms, time_is_rough=rough)
        assert screen_jobs.time_left(a_live(analytics=figures).view) == said


def test_the_picture_in_the_readme_loads_nothing() -> None:
    """It is drawn of a real run by `python -m benchmarks.live_picture`, and holds no address but its language's."""
    svg = (Path(__file__).parents[1] / "docs" / "live.svg").read_text("utf-8")
    assert set(re.findall(r"https?://[^\s\"')]+", svg)) <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}
    assert "url(" not in svg.replace("url(#", "")
    assert "running" in svg


# ── where nobody draws ──────────────────────────────────────────────────────────────────────────


def followed(*, terminal: bool, quiet: bool = False, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is written to stderr while a job is followed for three looks, five seconds apart."""
    err, times = io.StringIO(), iter(float(5 * n) for n in range(20))
    monkeypatch.setattr("time.monotonic", lambda: next(times))
    console = Console(file=err, width=80, height=24, force_terminal=terminal, highlight=False)
    shown = Screen(Console(file=io.StringIO()), console, quiet=quiet)
    with shown.following("Ctrl-C pauses it"):
        for _ in range(3):
            shown.progress(a_live())
    monkeypatch.undo()
    return err.getvalue()


def test_in_a_pipe_it_is_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """One plain line a look, whole however long, with no control character."""
    lines = followed(terminal=False, monkeypatch=monkeypatch).splitlines()
    assert control_characters("\n".join(lines)) == set()
    assert len(lines) in (2, 3)
    assert lines[0].startswith("RUNNING 1240/5000 items (24.8 %) · $0.0123 so far, $0.0456 at the end · 12.3 items/s")
    assert "12:40 left · 18 of 20 calls out" in lines[0]


def test_quiet_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a character, on a terminal or not."""
    for terminal in (True, False):
        assert followed(terminal=terminal, quiet=True, monkeypatch=monkeypatch) == ""


def test_on_a_terminal_it_is_drawn_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same lines again, and at the end they are gone: the summary takes their place."""
    said = followed(terminal=True, monkeypatch=monkeypatch)
    assert said.count("running well") >= 3
    assert said.count("\x1b[1A") >= 3 * 10
    assert "\x1b[2J" not in said


# ── all jobs at a glance ────────────────────────────────────────────────────────────────────────


def jobs() -> tuple[JobView, ...]:
    """One job in each state."""
    hour = utc_now() - timedelta(hours=3)
    ids = (f"job_01KC5XJ8Q{n}ABCDEFGHJKMNPQRS" for n in range(9))
    running = a_live().view
    made = [
        replace(running, name="a name that is much longer than there is room for"),
        replace(running, stalled=stalled()),
        replace(running, wanted="pause"),
        a_view(
            status=JobStatus.PAUSED, run_ended_at=hour, completed_at=None, error=ErrorView("budget", "it is used up")
        ),
        a_view(completed_at=hour),
        a_view(status=JobStatus.CANCELLED, completed_at=hour, progress=Progress(30, 6, 1, 23, 0)),
        a_view(status=JobStatus.PENDING, created_at=hour, completed_at=None),
    ]
    return tuple(replace(view, id=next(ids)) for view in made)


def listed(views: Sequence[JobView], *, width: int, terminal: bool = True) -> list[str]:
    """What `list` shows."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system=None, highlight=False)
    Screen(console, Console(file=io.StringIO())).list(JobList(tuple(views), len(views)), "here", is_all=True)
    return out.getvalue().splitlines()


def test_a_list_is_whole_in_80_columns() -> None:
    """Each job in one line with enough of its id to name it, its status, how far, what failed, cost and time."""
    lines = listed(jobs(), width=80)
    assert max(map(len, lines[:8])) <= 80
    assert lines[1].split()[-5:] == ["24.8", "%", "0", "$0.0123", "left"] or "12:40 left" in lines[1]
    words = ["RUNNING", "STALLED", "PAUSING", "PAUSED", "COMPLETED", "CANCELLED", "PENDING"]
    assert [word for line, word in zip(lines[1:8], words, strict=True) if word not in line] == []
    assert "2 min ago" in lines[2]
    assert all(line.endswith("3 h ago") for line in lines[4:8])
    shown = [line.split()[0] for line in lines[1:8]]
    assert all(view.id.startswith(ref) for view, ref in zip(jobs(), shown, strict=True))
    assert len(set(shown)) == 7
    assert "batchwright resume" in " ".join(lines[8:])


def test_a_list_shows_whole_ids_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wide terminal, and in a pipe unless somebody has set its width; and why a job stopped."""
    monkeypatch.delenv("COLUMNS", raising=False)
    for lines in listed(jobs(), width=120), listed(jobs(), width=80, terminal=False):
        assert [line.split()[0] for line in lines[1:8]] == [view.id for view in jobs()]
        assert lines[4].rstrip().endswith("budget")
    monkeypatch.setenv("COLUMNS", "80")
    assert max(map(len, listed(jobs(), width=80, terminal=False)[:8])) <= 80


# ── what is under way ────────────────────────────────────────────────────────────────────────────


def test_an_item_runs_once_however_many_of_its_pages_are_asked_about(state: State) -> None:
    """Calls are counted as calls and pages as pages; of a packed call all items run."""
    job_id = new_job(state, items=9)
    hand = start(state, job_id)
    hand.do(done(7), done(8, phase=1))
    for page in range(5):
        hand.one(call(0, digest=f"page {page}", role=Role.OCR))
    hand.one(call(1))
    hand.one(pack(*(embedding(ordinal, phase=1) for ordinal in (2, 3, 4))))
    found = live(state, job_id)
    assert [phase.running for phase in found.view.phases] == [2, 3]
    assert found.open == {Role.OCR: 5, Role.EXECUTOR: 1, Role.EMBEDDING: 1}
    assert live_words.calls(found).endswith(" · a model reads 5 pages")
    assert " · a model reads 5 pages" in live_words.line(found)


def test_no_file_is_waited_for_whose_item_is_asked_about(state: State) -> None:
    """What a worker said a second ago is held against what is true now: on the screen of two items that is seen."""
    job_id = new_job(state, items=3)
    hand = start(state, job_id)
    say(state, hand.ref, Doing(waits=(Wait("file", "", 3),)))
    assert [wait.calls for wait in live(state, job_id).waits] == [3]
    hand.one(done(0, final=ItemStatus.COMPLETED))
    hand.one(call(1, role=Role.OCR))
    assert [wait.calls for wait in live(state, job_id).waits] == [1]
    hand.one(call(2, role=Role.OCR))
    assert live(state, job_id).waits == ()


# ── what failed last ────────────────────────────────────────────────────────────────────────────


def test_the_last_failures_are_found_by_an_index(state: State) -> None:
    """The latest first, each with its phase and reason, and no other item is read for it."""
    job_id = new_job(state, items=20)
    hand = start(state, job_id)
    for ordinal in range(12):
        hand.one(done(ordinal, final=ItemStatus.FAILED if ordinal % 2 else None))
    with state.begin() as conn:
        late = batch_items.c.ordinal == 3
        conn.execute(update(batch_items).where(late).values(ended_at=utc_now() + timedelta(seconds=60)))
    with assert_indexed(state) as plans:
        found = live(state, job_id).failures
    assert [one.item_id for one in found] == ["item-3", "item-11", "item-9", "item-7", "item-5", "item-1"]
    assert found[0].error == ErrorView("made_up", "", "0")
    assert [plan for plan in plans if "ix_batch_items_failed" in plan], plans
