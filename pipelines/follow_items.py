"""Items as they end: each once, whoever runs the job, over pauses, resumes and takeovers, until the job is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from state.errors import InputError
from state.job_view import JobView
from state.status import ItemStatus, JobStatus
from state.view_results import ResultRow, ended, item_status, results_of

if TYPE_CHECKING:
    from pipelines.job_reading import JobReading
    from pipelines.screen import Screen

_LOOK_S = 0.5
_PAGE = 100
_OVER = frozenset({JobStatus.COMPLETED, JobStatus.CANCELLED, JobStatus.FAILED})
"""Nobody is expected to go on by himself: what stops of its own, as at a budget, is PAUSED."""


@dataclass(slots=True)
class _Told:
    """Which items have been told: all up to an ordinal, and some behind it."""

    up_to: int = -1
    ahead: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        return self.up_to + 1 + len(self.ahead)

    def __contains__(self, ordinal: int) -> bool:
        return ordinal <= self.up_to or ordinal in self.ahead

    def add(self, ordinal: int) -> None:
        self.ahead.add(ordinal)
        while self.up_to + 1 in self.ahead:
            self.up_to += 1
            self.ahead.remove(self.up_to)


def follow_results(
    jobs: JobReading,
    job: str,
    status: str | None = None,
    *,
    pause: Callable[[float], None] = time.sleep,
    tell: Callable[[str], object] | None = None,
) -> Iterator[ResultRow]:
    """Items in a final state, each once, in the order in which they are seen to be finished.

    A look begins behind the last item before which all are told, and ends with the last that is new; texts are read of
    new items alone. An item that failed, was told and is retried is not told again.

    Args:
        jobs: The jobs of a state.
        job: Which one; it may be one that nobody has started.
        status: Only items in this status.
        pause: Waits between two looks.
        tell: Is told when nobody works on the job, for what its other items wait.

    Raises:
        InputError: No such status.
    """
    wanted = None if status is None else item_status(status)
    job_id, told, said = jobs.find(job), _Told(), ""
    while True:
        view = jobs.status(job_id)
        new = (ordinal for ordinal, ended_as in _new(jobs, view, told) if wanted in (None, ended_as))
        while page := list(islice(new, _PAGE)):
            yield from results_of(jobs.state(), jobs.workspace, job_id, page)
        if view.status in _OVER:
            return
        waits = _waits_for(view)
        if tell is not None and waits and waits != said:
            tell(waits)
        said = waits
        pause(_LOOK_S)


def _new(jobs: JobReading, view: JobView, told: _Told) -> Iterator[tuple[int, ItemStatus]]:
    """The items that have ended and are not told; until the job is over no more than its counts say."""
    is_over = view.status in _OVER
    left = view.progress.total_items - view.progress.pending_items - told.count
    if not is_over and left <= 0:
        return
    for ordinal, status in ended(jobs.state(), view.id, after_ordinal=told.up_to):
        if ordinal in told:
            continue
        told.add(ordinal)
        yield ordinal, status
        left -= 1
        if not is_over and left == 0:
            return


def _waits_for(view: JobView) -> str:
    """What a job that nobody works on waits for; empty while somebody does."""
    if view.status is JobStatus.RUNNING and view.stalled is None:
        return ""
    verb = "start" if view.status is JobStatus.PENDING else "resume"
    state = "stalled" if view.stalled is not None else str(view.status)
    return f"{view.id} is {state}: the next items come after `batchwright {verb} {view.id}`; Ctrl-C ends the waiting"


def show_as_they_end(
    jobs: JobReading, job: str, screen: Screen, status: str | None, form: str, typed: Collection[str]
) -> None:
    """Write items as lines of a format, each as it ends.

    Raises:
        InputError: A table, or a part of the items, was asked for, or there is no such status.
    """
    odd = ["FILE"] if "file" in typed else []
    odd += [f"--{name}" for name in ("limit", "offset") if name in typed]
    odd += ["--format table"] if form == "table" else []
    if odd:
        raise InputError(
            f"--follow writes every item as it ends, a line each, and {', '.join(odd)} would not",
            hint="leave that out, or --follow; jsonl, csv and html can be followed",
        )
    screen.lines((row.document() for row in follow_results(jobs, job, status, tell=screen.say)), form)
