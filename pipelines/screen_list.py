"""All jobs at a glance: a table within 80 columns, which shows whole ids and reasons where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from pipelines.called import as_called
from pipelines.live_words import BAD
from pipelines.screen_jobs import STYLES, done_words, failed_text, plain_table, stalled_words, time_left, whole
from pipelines.screen_text import cell
from state.clock import utc_now
from state.job_view import JobList, JobView
from state.money import usd
from state.status import JobStatus, Wanted

WIDE = 110
"""From so many columns on whole ids and reasons are shown."""

_SHORT_ID = 14
"""`job_` and the moment at which a job was made, to the millisecond; more where two begin with the same."""

_SPANS = ((60, 1, "s"), (3600, 60, "min"), (86_400, 3600, "h"), (float("inf"), 86_400, "d"))


class JobTable:
    """Jobs, newest first; below them those that nobody works on though they run, and what goes on with them.

    Args:
        found: The jobs.
        least: Its least width, where nobody has set how wide what it is written to is.
    """

    def __init__(self, found: JobList, least: int = 0) -> None:
        self._jobs = found.jobs
        self._least = least

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType | Segment]:
        """Draw it in the width that there is."""
        width = max(options.max_width, self._least)
        is_wide = width >= WIDE
        figures = (("done", "right"), ("failed", "right"), ("cost", "right"), ("time", "right"))
        table = plain_table("id", ("name", 2), "status", *figures, *([("reason", 1)] if is_wide else []))
        size = _id_size(self._jobs, is_wide=is_wide)
        for view in self._jobs:
            row = (
                view.id[:size], cell(_name(view)), _status(view), done_words(view),
                failed_text(view.progress.failed_items), usd(view.analytics.cost_incurred), time_of(view),
            )  # fmt: skip
            table.add_row(*row, *([Text(view.error.error_class if view.error else "")] if is_wide else []))
        yield from console.render(table, options.update(width=width))
        for view in self._jobs:
            if view.stalled is not None:
                told = f"`batchwright resume {view.id[:size]}` goes on: stalled {stalled_words(view.stalled)}"
                yield Text(as_called(told), BAD)


def _id_size(jobs: Sequence[JobView], *, is_wide: bool) -> int:
    """How much of each id is shown: as much as tells these jobs apart."""
    longest = max((len(view.id) for view in jobs), default=0)
    if is_wide:
        return longest
    return next(
        (size for size in range(_SHORT_ID, longest) if len({view.id[:size] for view in jobs}) == len(jobs)), longest
    )


def _name(view: JobView) -> str:
    return view.name if view.project == "default" else f"{view.name} ({view.project})"


def _status(view: JobView) -> Text:
    if view.stalled is not None:
        return Text("STALLED", BAD)
    if view.status is JobStatus.RUNNING and view.wanted != Wanted.RUN:
        return Text("PAUSING" if view.wanted == Wanted.PAUSE else "CANCELLING", STYLES[view.status])
    return Text(str(view.status), STYLES[view.status])


def time_of(view: JobView) -> str:
    """How long a running job will take; of another one how long ago it ended, was stopped or made."""
    if view.stalled is not None:
        return ago(view.stalled.since)
    if view.status is JobStatus.RUNNING:
        return time_left(view) or f"{whole((utc_now() - (view.run_started_at or view.created_at)).total_seconds())} on"
    return ago(view.completed_at or view.run_ended_at or view.created_at)


def ago(at: datetime) -> str:
    """How long ago: 12 s ago, 5 min ago, 3 h ago, 4 d ago."""
    age_s = max(0.0, (utc_now() - at).total_seconds())
    size, unit = next((size, unit) for most, size, unit in _SPANS if age_s < most)
    return f"{int(age_s / size)} {unit} ago"
