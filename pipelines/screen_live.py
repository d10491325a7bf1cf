"""The live screen of a job: all that matters within 80 columns and 24 lines, and more where there is room.

    Reports                                            job_01KC…      what
    ● running well · 2:07 so far · 12:40 left                         is it well, how long
    ━━━━━━━━━━━━╸─────────────────────── 24.8 %  1,240 of 5,000       how far
    phase      done   running  failed  calls  cost                    where
    money calls tokens models waits failed hint                       how much, what it waits for, what went wrong

Columns have the width of the most that they will hold, so that nothing jumps while figures grow. Where the terminal is
too low, first blank lines go, then what people need least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions
from rich.text import Text

from pipelines import live_words as words
from pipelines.called import as_called
from pipelines.screen_jobs import rate, time_left, whole
from pipelines.screen_text import reason, visible
from state.clock import utc_now
from state.job_live import JobLive
from state.job_view import JobView, PhaseTotals
from state.status import JobStatus

_LABEL = 8
_NAME = 24
_BAR = 12
_WIDE = 110
_SHOWN_FAILURES = 3
_ASCII = str.maketrans({"●": "*", "━": "#", "─": "-", "·": "|", "…": "~"})


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the screen, and how soon it goes where there is no room: 0 stays."""

    text: Text
    goes: int = 0


class LiveScreen:
    """A job as it is now, drawn into whatever size the terminal has.

    Args:
        live: The job.
        note: What a key does, for the last line.
        silent_s: For how long its state has not answered.
    """

    def __init__(self, live: JobLive, note: str = "", silent_s: float = 0.0) -> None:
        self._live = live
        self._note = note
        self._silent_s = silent_s

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Draw it, one line less than there are: the cursor needs one."""
        width = options.max_width
        lines = list(_lines(self._live, width, self._note, self._silent_s))
        for goes in range(5, 0, -1):
            while len(lines) >= options.size.height and any(line.goes == goes for line in lines):
                last = max(number for number, line in enumerate(lines) if line.goes == goes)
                del lines[last]
        for line in lines:
            text = line.text
            text.truncate(width, overflow="ellipsis")
            if options.ascii_only:
                text = Text(text.plain.translate(_ASCII), text.style, spans=text.spans)
            text.no_wrap = True
            yield text


def _lines(live: JobLive, width: int, note: str, silent_s: float) -> Iterator[_Line]:
    view = live.view
    yield _Line(_title(view, width))
    yield _Line(_health(live, silent_s))
    yield _Line(_whole(view, width))
    yield _blank()
    yield from _phases(view, width)
    yield _blank()
    yield from _facts("money", words.spent(live))
    yield from _facts("calls", [words.calls(live)])
    yield from _facts("tokens", [words.tokens(view)], goes=3)
    yield from _models(live)
    yield from _facts("waits", (words.wait(one, live) for one in live.waits), style=words.CARE, goes=2)
    yield from _failures(live)
    yield from _facts("hint", map(as_called, words.hints(live)), style=words.CARE)
    if note:
        yield _blank()
        yield _Line(Text(note, style=words.QUIET), goes=4)


def _blank() -> _Line:
    return _Line(Text(), goes=5)


def _title(view: JobView, width: int) -> Text:
    name = f"{view.name} ({view.project})" if view.project != "default" else view.name
    room = width - cell_len(view.id) - 2
    cut = visible(name).replace("\n", " ")
    shown = cut if cell_len(cut) <= room else f"{set_cell_size(cut, room - 1)}…"
    return Text.assemble((set_cell_size(shown, room), "bold"), "  ", (view.id, words.QUIET))


def _health(live: JobLive, silent_s: float) -> Text:
    """Is it well, how fast, how long; of a job whose state is silent nobody knows the first two."""
    view, found = live.view, words.health(live, silent_s)
    parts = []
    if view.status is JobStatus.RUNNING and view.stalled is None:
        began = view.run_started_at or view.started_at or view.created_at
        so_far = f"{whole((utc_now() - began).total_seconds())} so far"
        left = "" if silent_s else time_left(view)
        said = (left, so_far, rate(view.analytics.items_per_s) if left else "")
        parts += [word for word in said if word]
    elif view.error is not None:
        parts.append(f"{view.error.error_class}: {view.error.message}")
    return Text.assemble((f"● {found.words}", f"bold {found.style}"), *(f" · {part}" for part in parts))


def _whole(view: JobView, width: int) -> Text:
    """How far: all items in a bar."""
    done = view.progress
    total = f"{done.total_items:,}"
    finished = done.total_items - done.pending_items
    said = f"  {done.percent_complete:5.1f} %  {finished:>{len(total)},} of {total} items"
    bar = _bar(done.completed_items + done.cancelled_items, done.failed_items, done.total_items, width - len(said))
    return bar.append(said, style="bold")


def _bar(good: int, bad: int, total: int, width: int) -> Text:
    """A bar with what went well and what failed; a failure shows however few there are."""
    width, total = max(4, width), max(1, total)
    red = max(1, width * bad // total) if bad else 0
    green = min(width - red, width * good // total)
    return Text.assemble(
        ("━" * green, words.GOOD), ("━" * red, words.BAD), ("─" * (width - green - red), words.QUIET)
    )  # fmt: skip


def _phases(view: JobView, width: int) -> Iterator[_Line]:
    """Where: each phase with its items, calls and money."""
    columns = _columns(view, is_wide=width >= _WIDE)
    figures = sum(column.size + 2 for column in columns)
    longest = max((cell_len(visible(phase.name)) for phase in view.phases), default=5)
    name = max(5, min(_NAME, longest, width - figures - _BAR - 2))
    bar = max(4, width - figures - name - 2)
    head = "".join(f"  {column.title:>{column.size}}" for column in columns)
    yield _Line(Text(f"{'phase':<{name}}  {' ' * bar}{head}", style=words.QUIET), goes=4)
    for phase in view.phases:
        shown = visible(phase.name).replace("\n", " ")
        shown = shown if cell_len(shown) <= name else f"{set_cell_size(shown, name - 1)}…"
        drawn = _bar(phase.completed, phase.failed, view.progress.total_items, bar)
        text = Text.assemble(set_cell_size(shown, name), "  ", drawn)
        for column in columns:
            said = column.of(phase)
            text.append(f"  {said:>{column.size}}", words.QUIET if said == "0" else column.style)
        yield _Line(text)


@dataclass(frozen=True, slots=True)
class _Column:
    """Figures of phases, in the width of the most that they come to."""

    title: str
    size: int
    of: Callable[[PhaseTotals], str]
    style: str = ""


def _columns(view: JobView, *, is_wide: bool) -> list[_Column]:
    total, like = view.progress.total_items, words.scale(view)
    many = max(6, len(f"{2 * total:,}"))
    tokens = max(9, len(f"{view.analytics.input_tokens + view.analytics.output_tokens:,}"))
    wide = [
        _Column("tokens", tokens, lambda phase: f"{phase.input_tokens + phase.output_tokens:,}"),
        _Column("s an item", 9, _seconds_an_item),
    ]
    return [
        _Column("done", max(6, len(f"{total:,}")), lambda phase: f"{phase.completed:,}"),
        _Column("running", 7, lambda phase: f"{phase.running:,}"),
        _Column("failed", 6, lambda phase: f"{phase.failed:,}", words.BAD),
        _Column("calls", many, lambda phase: f"{phase.calls:,}"),
        *(wide if is_wide else ()),
        _Column(
            "cost",
            max(9, len(words.money(like))),
            lambda phase: words.money(phase.cost_usd, like),
        ),
    ]


def _seconds_an_item(phase: PhaseTotals) -> str:
    ended = phase.completed + phase.failed
    return f"{phase.busy_ms / ended / 1000:.1f}" if ended else "–"


def _facts(label: str, said: Iterator[str] | Sequence[str], *, style: str = "", goes: int = 0) -> Iterator[_Line]:
    """Lines of one kind, with its name before the first."""
    for number, one in enumerate(said):
        name = label if number == 0 else ""
        text = Text.assemble((f"{name:<{_LABEL}}", words.QUIET), (visible(one).replace("\n", " "), style))
        yield _Line(text, goes if number or goes > 2 else 0)


def _models(live: JobLive) -> Iterator[_Line]:
    models = sorted(live.models, key=lambda one: one.model)
    width = max((len(one.model) for one in models), default=0)
    yield from _facts("models", [f"{one.model:<{width}}  {words.model(one, live)}" for one in models], goes=2)


def _failures(live: JobLive) -> Iterator[_Line]:
    """What failed last, and why."""
    said = [
        f"{one.item_id} in {one.error.phase}: {reason(one.item_id, one.error.error_class, one.error.message)}"
        for one in live.failures
    ]
    for number, line in enumerate(_facts("failed", said, style=words.BAD, goes=1)):
        yield line if number < _SHOWN_FAILURES else _Line(line.text, goes=5)
