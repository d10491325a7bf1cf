"""Watch a job from a notebook: one card that is drawn anew while it runs; elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipelines.job_card import shown_job
from pipelines.live_words import line
from state.job_live import JobLive
from state.status import JobStatus

if TYPE_CHECKING:
    from pipelines.job_reading import JobReading

LOOK_S = 1.0
_LINE_S = 5.0


def watch(
    jobs: JobReading, job_id: str, tell: Callable[[str], object], *, pause: Callable[[float], None] = time.sleep
) -> None:
    """Show a job until nobody works on it; an interrupt ends the watching, not the job.

    Args:
        jobs: The jobs of a state.
        job_id: Which one.
        tell: Shows a line, where there is no notebook.
        pause: Waits between two looks.
    """
    show = _drawn() or _lines(tell)
    with suppress(KeyboardInterrupt):
        while True:
            live = jobs.live(job_id)
            is_going = live.view.status is JobStatus.RUNNING and live.view.stalled is None
            show(live, not is_going)
            if not is_going:
                return
            pause(LOOK_S)


def _drawn() -> Callable[[JobLive, bool], None] | None:
    """What draws a card anew in place; None where there is no notebook. IPython is there if it is loaded already."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or getattr(shell, "kernel", None) is None:  # in a terminal it cannot draw
        return None
    display: Any = getattr(sys.modules.get("IPython.display"), "display", None)  # a kernel has loaded it
    if display is None:
        return None
    handles: list[Any] = []

    def draw(live: JobLive, _is_last: bool) -> None:  # noqa: FBT001  # both ways to show take the same
        card = shown_job(live.view)
        if handles:
            handles[0].update(card)
        else:
            handles.append(display(card, display_id=True))

    return draw


def _lines(tell: Callable[[str], object]) -> Callable[[JobLive, bool], None]:
    """What tells a line at once, at the end, and every few seconds between."""
    next_s = 0.0

    def say(live: JobLive, is_last: bool) -> None:  # noqa: FBT001  # as above
        nonlocal next_s
        if is_last or time.monotonic() >= next_s:
            next_s = time.monotonic() + _LINE_S
            tell(line(live))

    return say
