"""Where a command shows things: documents or tables on one stream, progress and messages on the other.

The streams are the command line's: nothing in `pipelines` knows of a terminal but by this.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import orjson
from rich.console import Console, RenderableType

from pipelines import screen_analytics, screen_items, screen_jobs, screen_outlook, screen_show, screen_why
from pipelines.called import as_called
from pipelines.counted_rows import CountedRows, Row
from pipelines.findings import Finding, exit_code
from pipelines.page_file import STDOUT, check_file, write_file
from pipelines.screen_calls import call_table
from pipelines.screen_text import Visible, counted, folded, visible
from state.analytics import Analytics
from state.control import ProjectBudget, Reconciled
from state.errors import ConfirmationError, InputError
from state.job_live import JobLive
from state.job_view import JobList, JobView
from state.ledger_row import CallRow
from state.money import usd_text
from state.records import Json
from state.view_ledger import EventRow
from state.view_results import ResultRow

if TYPE_CHECKING:
    from rich.live import Live

    from pipelines.estimate import Estimate
    from pipelines.page_results import ResultsPage
    from pipelines.preview import Preview
    from pipelines.starter import Starter
    from pipelines.way import Step
    from transforms.write_manifest import Manifest  # which would load Beam

PLAIN_S = 5.0
"""How often progress is a line where it cannot be drawn in place."""

PIPE_WIDTH = 120
"""Nobody has set how wide a pipe or a file is: whole ids fit into it."""


class Screen:
    """Two consoles and how to use them.

    Args:
        out: For what was asked for.
        err: For progress and messages.
        as_json: Show documents instead of tables.
        quiet: No progress and no messages.
        ask: Asks a question with yes or no; None without a terminal.
    """

    def __init__(
        self,
        out: Console,
        err: Console,
        *,
        as_json: bool = False,
        quiet: bool = False,
        ask: Callable[[str], bool] | None = None,
    ) -> None:
        self.out = out
        self.err = err
        self.as_json = as_json
        self.quiet = quiet
        self.ask = ask
        self.tells_next = True
        self._live: Live | None = None
        self._next_s = 0.0
        self._note = ""

    def put(self, document: Callable[[], Mapping[str, Json]], look: Callable[[], RenderableType]) -> None:
        """Show a document with --json, else what people read; only one of them is made."""
        if self.as_json:
            self.json(document())
        else:
            self.show(look())

    def show(self, what: RenderableType) -> None:
        """Show what people read; of what is longer than their terminal, say how it is read from its beginning."""
        shown = Visible(as_called(what) if isinstance(what, str) else what)
        self.out.print(shown)
        lines = len(self.out.render_lines(shown, pad=False)) if self.out.is_terminal else 0
        if lines > self.out.height:
            self.say(f"{lines} lines: the same command with `| less` behind it shows them from the first")

    def json(self, document: Mapping[str, Json]) -> None:
        """Write one JSON document."""
        self.line(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())

    def line(self, text: str) -> None:
        """Write a line as it is, whatever the width."""
        self.out.file.write(text + "\n")

    def job(self, view: JobView, events: Iterable[EventRow] | None = None) -> None:
        """Show a job as it is, with its history if that is given."""
        if events is None:
            self.put(view.document, lambda: screen_jobs.status(view))
        elif self.as_json:
            self.json({**view.document(), "events": [event.document() for event in events]})
        else:
            self.out.print(Visible(screen_jobs.status(view)))
            self.events(events)

    def list(self, found: JobList, where: str, *, is_all: bool) -> None:
        """Show some jobs; where there are none, say so.

        Args:
            where: The state.
            is_all: No project and no status was asked for.
        """
        if self.as_json:
            self.json(found.document())
        elif found.jobs:
            from pipelines.screen_list import JobTable  # noqa: PLC0415  # as below: other commands start sooner

            is_set = self.out.is_terminal or "COLUMNS" in os.environ
            least = 0 if is_set else PIPE_WIDTH
            self.out.print(Visible(JobTable(found, least)), crop=False)
        elif found.total:
            self.say(f"{counted(found.total, 'job')}, and none of them so far down the list")
        elif is_all:
            self.say(f"no jobs yet in {where}: `batchwright create JOBFILE` makes one")
        else:
            self.say(f"no such job in {where}: `batchwright list` shows all")

    def rows(
        self,
        name: str,
        rows: Iterable[Row],
        total: int,
        form: str,
        table: Callable[[Iterable[Row]], RenderableType],
        file: str = STDOUT,
    ) -> Row | None:
        """Show rows: a document with --json, a table, or lines of a format; then say so if there are more.

        Lines are written one by one, a document and a table hold all rows at once.

        Args:
            file: Where lines go.

        Returns:
            The first of them.
        """
        if self.as_json and form != "table":
            raise InputError(f"--json and --format {form} are two forms of the same rows", hint="leave one of them out")
        shown = CountedRows(rows)
        if self.as_json:
            self.json({name: [row.document() for row in shown], "total": total})
        elif form == "table":
            self.show(table(shown))
            if not shown.count and not total:
                self.say(f"there are no such {name}")
        elif file == STDOUT:
            self.lines((row.document() for row in shown), form)
        else:
            check_file(file, "FILE")
            write_file((line + "\n" for line in screen_items.lines((row.document() for row in shown), form)), file)
            self.say(f"{file}: {counted(shown.count, 'row')}")
        self._more(name, shown.count, total)
        return shown.first

    def _more(self, name: str, count: int, total: int) -> None:
        if count < total:
            self.say(f"{count} of {total} {name} shown; --limit and --offset show others")

    def lines(self, documents: Iterable[Mapping[str, Json]], form: str) -> None:
        """Write documents as JSONL, CSV or HTML, one by one."""
        for line in screen_items.lines(documents, form):
            self.line(line)
            self.out.file.flush()

    def events(self, events: Iterable[EventRow], *, follow: bool = False) -> None:
        """Show a job's history; while it is followed, --json writes an object a line: nobody knows when it ends."""
        if self.as_json and not follow:
            self.json({"events": [event.document() for event in events]})
            return
        for event in events:
            told = orjson.dumps(event.document()).decode() if self.as_json else screen_jobs.event_line(event)
            if self.as_json or not self.out.is_terminal:
                self.line(told if self.as_json else visible(told))
            else:
                self.out.print(Visible(folded(told, self.out.width)), soft_wrap=True)
            self.out.file.flush()

    def results(self, rows: Iterable[ResultRow], total: int, form: str, file: str = STDOUT) -> ResultRow | None:
        """Show items with what became of them; returns the first of them."""
        return self.rows("results", rows, total, form, screen_items.result_table, file)

    def results_page(self, made: ResultsPage, file: str) -> None:
        """Write items as a page; then say so if there are more."""
        self.page(lambda: made, file, "--format html" if file == STDOUT else "FILE")
        self._more("results", made.count, made.shown.total)

    def calls(self, rows: Iterable[CallRow], total: int, form: str, *, ids: bool) -> None:
        """Show a ledger; `ids` shows the calls' own, too, as `reconcile` needs them."""
        self.rows("calls", rows, total, form, lambda shown: call_table(shown, ids=ids))

    def item(self, document: Mapping[str, Json], *, full: bool = False) -> None:
        """Show everything about an item; its texts whole if they are wanted so."""
        self.put(lambda: document, lambda: screen_show.show(document, full=full))

    def why(self, document: Mapping[str, Json]) -> None:
        """Show what made each answer of an item new or known."""
        self.put(lambda: document, lambda: screen_why.why(document))

    def analytics(self, found: Analytics) -> None:
        """Show the sums of a job."""
        self.put(found.document, lambda: screen_analytics.analytics(found))

    def page(self, made: Callable[[], Iterable[str]], file: str, option: str = "--html") -> None:
        """Write a page to a file, or to where documents go if that is named `-`.

        Args:
            made: Makes it, in one piece or in many.
            file: Its name.
            option: By which the page was asked for.

        Raises:
            InputError: No page can be written there; nothing was made then.
        """
        if self.as_json:
            raise InputError(f"--json and {option} are two forms of the same figures", hint="leave one of them out")
        check_file(file, option)
        if file == STDOUT:
            self.out.file.writelines(made())
            self.line("")
        else:
            write_file(made(), file)
            self.say(f"{file}: one page, which any browser opens")

    def export(self, manifest: Manifest, folder: str) -> None:
        """Show what an export wrote."""
        items = sum(file.rows for file in manifest.files if file.name.startswith("part-"))
        calls = sum(file.rows for file in manifest.files) - items
        told = (
            f"{folder}: {counted(items, 'item')} and {counted(calls, 'call')} in {counted(len(manifest.files), 'file')}"
        )
        told += ", named by manifest.json"
        self.put(lambda: orjson.loads(manifest.text()), lambda: told)

    def estimate(self, found: Estimate) -> None:
        """Show what a job would cost."""
        self.put(found.document, lambda: screen_outlook.estimate(found))

    def preview(self, found: Preview) -> None:
        """Show what a job would ask."""
        self.put(found.document, lambda: screen_outlook.preview(found))

    def starter(self, found: Starter) -> None:
        """Show what was written to begin with; what it lacks is told beside it."""
        told = f"{found.job}: a job of two phases, with comments that say what each key does\n{found.items}: five items"
        self.put(found.document, lambda: told)
        if found.install and not self.as_json:
            self.say(f"{found.lacks}, which the local model needs: to run it, first type")
            self.typed(found.install)
            self.say(f"or set OPENAI_API_KEY or ANTHROPIC_API_KEY, and take the lines `model:` out of {found.job}")

    def typed(self, line: str) -> None:
        """Show a line to be typed as it is, in one piece however narrow the terminal is."""
        if not self.quiet:
            self.err.print(Visible(line), soft_wrap=True)

    @property
    def shows_next(self) -> bool:
        """Whether people are told what to type next: not under --json, not when quiet, and not into a pager."""
        return self.tells_next and not (
            self.as_json or self.quiet or (self.err.is_terminal and not self.out.is_terminal)
        )

    def next(self, step: Step) -> None:
        """Say what to type next, to people."""
        if not self.shows_next:
            return
        self.out.file.flush()
        lines = step.lines()
        for number, line in enumerate(lines):
            self.typed(f"{'then' if number else 'next'}: {line}")
        if step.why:
            self.say(f"      {step.why}" if lines else f"next: {step.why}")

    def facts(self, document: Mapping[str, Json]) -> None:
        """Show a few facts by name."""
        self.put(lambda: document, lambda: "\n".join(f"{name}: {fact}" for name, fact in document.items()))

    def prices(self, rows: Sequence[Mapping[str, Json]]) -> None:
        """Show what models cost."""
        self.put(lambda: {"prices": [dict(row) for row in rows]}, lambda: screen_jobs.price_table(rows))

    def providers(self, rows: Sequence[Mapping[str, Json]]) -> None:
        """Show which providers there are."""
        self.put(lambda: {"providers": [dict(row) for row in rows]}, lambda: screen_jobs.provider_table(rows))

    def findings(self, found: Iterable[Finding]) -> int:
        """Show what `doctor` finds, one by one; returns the exit code."""
        seen = []
        for finding in found:
            seen.append(finding)
            if not self.as_json:
                self.out.print(Visible(screen_jobs.finding(finding)))
        code = exit_code(seen)
        if self.as_json:
            self.json({"findings": [finding.document() for finding in seen], "exit_code": code})
        return code

    def budget(self, found: ProjectBudget) -> None:
        """Show a project's cap and what is used of it."""
        left, cap = found.left_usd, found.cap_usd
        document: dict[str, Json] = {
            "project": found.project,
            "cap": None if cap is None else usd_text(cap),
            "spent": usd_text(found.spent_usd),
            "reserved": usd_text(found.reserved_usd),
            "left": None if left is None else usd_text(left),
        }
        self.put(lambda: document, lambda: screen_jobs.budget_line(found))

    def reopened(self, count: int) -> None:
        """Say how many failed items are to run again."""
        is_open = "is open" if count == 1 else "are open"
        none = "no item has failed so: nothing is run"
        self.say(f"{counted(count, 'failed item')} {is_open} again" if count else none)

    def reconciled(self, done: Reconciled, view: JobView) -> None:
        """Say what a correction of calls came to, and show the job."""
        self.say(f"{counted(done.calls, 'call')} corrected, the cost moved by {done.moved_usd.normalize():f} USD")
        self.job(view)

    def say(self, text: str) -> None:
        """Say something beside the output, unless quiet."""
        if not self.quiet:
            told = as_called(text)
            self.err.print(Visible(folded(told, self.err.width) if self.err.is_terminal else told), soft_wrap=True)

    def asker(self, what: str, *, yes: bool) -> Callable[[str], bool]:
        """What asks the user a question.

        Args:
            what: What will be asked, for the error.
            yes: Every question has been answered with yes.

        Raises:
            ConfirmationError: There is no terminal, so nobody could answer.
        """
        if yes:
            return bool
        if self.ask is None:
            raise ConfirmationError(f"{what}, and there is no terminal to ask on", hint="add --yes to answer yes")
        return self.ask

    def note(self, text: str) -> None:
        """What a key does from now on, while something is drawn in place."""
        self._note = text

    @contextmanager
    def following(self, note: str = "") -> Iterator[None]:
        """While the block lasts, `progress` draws in place on a terminal.

        Args:
            note: What a key does meanwhile.
        """
        self._next_s, self._note = time.monotonic() + PLAIN_S, note
        if self.quiet or not self.err.is_terminal or self.err.is_dumb_terminal:
            yield
            return
        from rich.live import Live  # noqa: PLC0415

        from pipelines.echo import silent_keys  # noqa: PLC0415

        with silent_keys(self.err.file), Live(console=self.err, auto_refresh=False, transient=True) as drawn:
            self._live = drawn
            try:
                yield
            finally:
                self._live = None

    def progress(self, live: JobLive, silent_s: float = 0.0) -> None:
        """Draw a running job as it was when its state answered last: in place, or as a line now and then."""
        from pipelines import live_words, screen_live  # noqa: PLC0415

        if self._live is not None:
            self._live.update(Visible(screen_live.LiveScreen(live, self._note, silent_s)), refresh=True)
        elif not self.quiet and time.monotonic() >= self._next_s:
            self._next_s = time.monotonic() + PLAIN_S
            self.say(live_words.line(live, silent_s))
