"""The items of a job on one HTML page that loads nothing: what went in and came out, scores, failures, each request.

JobView + documents of `show` ──► head · facts · filter · a card for each item · what is not on it

The page is made piece by piece, an item at a time, and ends at so many characters that any browser opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from pipelines import page_filter
from pipelines.page_figures import money
from pipelines.page_frame import foot, head, words
from pipelines.page_item import item_card
from pipelines.page_job import Fact, facts, job_title
from pipelines.screen_jobs import moment
from pipelines.way import command
from state.job_view import JobView
from state.records import Json

PAGE_CHARS = 24_000_000
"""A page ends after the item with which it passes this: about what a phone's browser still opens within seconds."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which items of a job are on a page.

    Args:
        total: How many there are in that status.
        status: Only items in this one; None: all.
        limit: At most so many; None: all.
        offset: So many were left out first.
    """

    total: int
    status: str | None = None
    limit: int | None = None
    offset: int = 0

    @property
    def count(self) -> int:
        """How many items the page has, unless it ends before."""
        left = max(0, self.total - self.offset)
        return left if self.limit is None else min(left, self.limit)


@dataclass(slots=True)
class ResultsPage:
    """The page, made piece by piece as it is iterated over, once.

    Args:
        view: The job.
        items: Their documents, as `show` makes them; no more of them is asked for than the page has.
        shown: Which ones these are.
        at: When the page was begun.
        most_chars: Where it ends.
        count: How many items it has so far.
    """

    view: JobView
    items: Iterable[Mapping[str, Json]]
    shown: Shown
    at: datetime
    most_chars: int = PAGE_CHARS
    count: int = 0

    def __iter__(self) -> Iterator[str]:
        """Its pieces."""
        view, shown, at = self.view, self.shown, moment(self.at)
        yield head(f"{view.name} · results · Batchwright", style=page_filter.STYLE, script=page_filter.SCRIPT)
        yield job_title(view, self.at) + _purged(view) + facts(_facts(view, shown)) + page_filter.BAR
        yield from self._cards()
        yield _rest(view, shown, self.count)
        yield (
            f"<footer><p>Made {at} UTC by Batchwright {words(version('batchwright'))}: <code>"
            f"{words(command('results', view.id, 'FILE', '--format', 'html'))}</code>. What an item cost is the sum of"
            " its rows in the ledger.</p></footer>"
        )
        yield foot(page_filter.SCRIPT)

    def _cards(self) -> Iterator[str]:
        size = 0
        for item in self.items:
            card = item_card(self.view.id, item, is_purged=self.view.purged_at is not None)
            self.count += 1
            yield card
            size += len(card)
            if size >= self.most_chars:
                return


def _facts(view: JobView, shown: Shown) -> list[Fact]:
    done, figures = view.progress, view.analytics
    finished = done.completed_items + done.failed_items
    saved = f"{money(figures.cost_saved)} saved by known answers" if figures.cost_saved else ""
    each = f"{money(figures.cost_incurred / finished)} an item" if finished else ""
    left = ((done.pending_items, "to do"), (done.cancelled_items, "cancelled"))
    open_ = [f"{count:,} {word}" for count, word in left if count]
    share = [f"{100 * done.failed_items / finished:.3g} % of the finished"] if finished else []
    return [
        ("Completed", f"{done.completed_items:,}", f"of {done.total_items:,} items"),
        ("Failed", f"{done.failed_items:,}", ", ".join([*share, *open_])),
        ("Cost", money(figures.cost_incurred), " · ".join(part for part in (each, saved) if part)),
        ("On this page", f"{shown.count:,}", _which(shown)),
    ]


def _purged(view: JobView) -> str:
    """What a page of a job without payloads says of it."""
    if view.purged_at is None:
        return ""
    return (
        f"<section class=notice><p>The payloads were purged on {moment(view.purged_at)} UTC: inputs and outputs are"
        " gone, the rest is here.</p></section>"
    )


def _which(shown: Shown) -> str:
    of = f"of {shown.total:,}{f' {shown.status.lower()}' if shown.status else ''} items"
    return of if not shown.offset else f"{of}, from number {shown.offset + 1:,} on"


def _rest(view: JobView, shown: Shown, count: int) -> str:
    """What is not on the page, and the command for it; empty where all is."""
    left = shown.total - shown.offset - count
    if left <= 0:
        return "" if count else "<p>No item is on this page.</p>"
    options = ["--status", shown.status] if shown.status else []
    limit = ["--limit", str(shown.limit)] if shown.limit else []
    offset = ["--offset", str(shown.offset + count)]
    typed = command("results", view.id, "FILE", "--format", "html", *options, *limit, *offset)
    why = "" if count == shown.count else "A larger page would not open everywhere, so it ends here. "
    return (
        f"<section class=notice><h2>{left:,} more {'is' if left == 1 else 'are'} not on this page</h2>"
        f"<p>{why}<code>{words(typed)}</code> writes those that follow.</p></section>"
    )
