"""While a job runs here, its events are read as they are written: each is a line of the log, some people are told of.

A thread of its own, so that nothing of it holds up the run; at the end it is waited for, but not for ever.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pipelines.notify import Notifier
from state import views
from state.engine import State
from state.errors import BatchwrightError
from state.events import EventKind, level_of
from state.notices import last_event

LOOK_S = 0.5
"""How often events are looked for."""

CLOSE_S = 20.0
"""How long a run that is over waits for what is still to be told."""

LAST_WORDS_S = 2.0
"""How long it then waits for what could not be told to be noted."""

log = logging.getLogger("batchwright.events")


@contextmanager
def told(state: State, job_id: str, notifier: Notifier, before: int) -> Iterator[None]:
    """While the block lasts, and for what it did at its end, tell the log and people what happens to a job.

    Args:
        state: Where the job is, whose run has just begun.
        job_id: Which one.
        notifier: Who tells people.
        before: The last event before the run was taken.
    """
    begun = last_event(state, job_id, EventKind.STARTED)
    if not notifier.is_wanted and not (log.hasHandlers() and log.isEnabledFor(logging.ERROR)):
        yield
        return
    over = threading.Event()
    work = threading.Thread(target=_tell, args=(state, job_id, notifier, (before, begun), over), daemon=True)
    work.start()
    try:
        yield
    finally:
        over.set()
        work.join(CLOSE_S)
        if work.is_alive():
            notifier.give_up()
            work.join(LAST_WORDS_S)


def _tell(state: State, job_id: str, notifier: Notifier, since: tuple[int, int], over: threading.Event) -> None:
    (last, begun), is_over = since, False
    while not is_over:
        is_over = over.wait(LOOK_S)
        with suppress(BatchwrightError):  # a state that is away is waited for by the run itself
            last = _log_events(state, job_id, last)
            notifier.tell(begun=begun)
    with suppress(BatchwrightError):  # what could not be told is an event, too
        _log_events(state, job_id, last)


def _log_events(state: State, job_id: str, last: int) -> int:
    """Log the events after one; returns the last."""
    for event in views.events(state, job_id, after_event_id=last):
        last = event.event_id
        level = logging.getLevelNamesMapping()[level_of(event.kind).upper()]
        more = {"job_id": job_id, "event": event.kind, "facts": dict(event.facts)}
        log.log(level, "%s", event.message, extra=more)
    return last
